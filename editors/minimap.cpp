// SPDX-License-Identifier: Apache-2.0
#include "minimap.h"

#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/editwatch.h"
#include "editors/liveanalysis.h"
#include "editors/masks.h"

#include <QMouseEvent>
#include <QPainter>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;
using namespace std::chrono_literals;

constexpr auto pause = 180ms;
constexpr auto pauseOfCompare = 400ms;
constexpr auto pauseOfLargeCompare = 1500ms;
constexpr std::size_t largeText = std::size_t(2) << 20;
constexpr double tallestLine = 3;
constexpr int columnsShown = 100;
constexpr int edge = 6; // for the marks, on both sides

} // namespace

Minimap::Minimap(ConfigEditor &editor, core::Executor &executor, QWidget *parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_executor(executor)
{
    setObjectName(QStringLiteral("minimap"));
    setAccessibleName(tr("Overview of the text"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setAttribute(Qt::WA_OpaquePaintEvent);
    m_soon.setSingleShot(true);
    m_compare.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &Minimap::redraw);
    connect(&m_compare, &QTimer::timeout, this, &Minimap::compare);
    connect(&editor.view().watch(), &EditWatch::settled, this, [this] {
        m_call.cancel();
        repaintSoon();
        compareSoon();
    });
    connect(&editor.live(), &LiveAnalysis::problemsChanged, this, &Minimap::repaintSoon);
    connect(&editor.view(), &Sci::SCN_UPDATEUI, this, [this](int updated) {
        if (updated & Sci::SC_UPDATE_V_SCROLL)
            update();
    });
}

void Minimap::setBaseline(std::shared_ptr<const std::string> text)
{
    m_baseline = std::move(text);
    compareSoon();
}

// At once, so that nothing of the other theme is seen; where nothing is seen, when it is shown.
void Minimap::applyTheme()
{
    m_picture = QPixmap();
    if (isVisible())
        redraw();
}

void Minimap::repaintSoon()
{
    if (isVisible())
        m_soon.start(pause);
}

void Minimap::compareSoon()
{
    if (!isVisible())
        return;
    const bool isLarge = m_editor.view().byteCount() > largeText;
    m_compare.start(isLarge ? pauseOfLargeCompare : pauseOfCompare);
}

void Minimap::compare()
{
    if (!m_baseline) {
        m_changes.clear();
        repaintSoon();
        return;
    }
    using Hunks = std::vector<core::Hunk>;
    m_call = m_executor.run<Hunks>(
        [baseline = m_baseline, version = m_editor.live().version()](
            const core::CancelToken &token) {
            return core::Result<Hunks>(core::diffLines(*baseline, *version.whole(), &token));
        },
        [this](core::Result<Hunks> hunks) {
            m_call.cancel();
            m_changes = hunks ? std::move(*hunks) : Hunks();
            repaintSoon();
        });
}

double Minimap::lineHeight() const
{
    const int lines = std::max(1, m_editor.view().lines());
    return std::min(tallestLine, static_cast<double>(height()) / lines);
}

void Minimap::redraw()
{
    const EditorTheme &theme = m_editor.view().theme();
    const qreal ratio = devicePixelRatioF();
    m_picture = QPixmap(size() * ratio);
    m_picture.setDevicePixelRatio(ratio);
    m_picture.fill(theme.background);
    QPainter painter(&m_picture);
    const int lines = m_editor.view().lines();
    const double tall = lineHeight();
    // As many as can be told apart, whatever the number of lines.
    const double step = std::max(tall, 2.0);
    for (double y = 0; y < height(); y += step) {
        const int line = static_cast<int>(y / tall);
        if (line >= lines)
            break;
        drawLine(painter, line, static_cast<int>(y));
    }
    drawMarks(painter);
    update();
}

// The key and what follows, as bars of their colours.
void Minimap::drawLine(QPainter &painter, int line, int y) const
{
    const CodeView &view = m_editor.view();
    const EditorTheme &theme = view.theme();
    const auto begin = view.lineStart(line);
    const auto end = std::min(view.lineStart(line + 1), begin + columnsShown);
    // What is covered is as long as any other value that is.
    const auto text = view.masks().covers(begin, end) ? view.masks()
                                                            .shown(begin, view.lineStart(line + 1))
                                                            .left(columnsShown)
                                                            .toLatin1()
                                                            .toStdString()
                                                      : view.bytes(begin, end);
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos)
        return;
    const auto last = text.find_last_not_of(" \t\r\n") + 1;
    const auto bar = [&](std::size_t from, std::size_t to, QColor colour) {
        const double scale = static_cast<double>(width() - 2 * edge) / columnsShown;
        colour.setAlphaF(0.55F);
        painter.fillRect(QRectF(edge + static_cast<double>(from) * scale, y,
                             std::max(1.0, static_cast<double>(to - from) * scale), 1.5),
            colour);
    };
    if (text[first] == '#') {
        bar(first, last, theme.comment);
        return;
    }
    const auto sign = text.find_first_of(":=", first);
    const auto key = sign == std::string::npos ? first : std::min(sign, last);
    bar(first, std::max(key, first + 1), key > first ? theme.key : theme.punctuation);
    if (last > key + 2)
        bar(key + 2, last, theme.string);
}

void Minimap::drawMarks(QPainter &painter) const
{
    const CodeView &view = m_editor.view();
    const EditorTheme &theme = view.theme();
    const double tall = lineHeight();
    for (const core::Hunk &change : m_changes) {
        const bool isRemoved = change.rightBegin == change.rightEnd;
        const bool isAdded = change.leftBegin == change.leftEnd;
        const double y = static_cast<double>(change.rightBegin) * tall;
        const double height
            = std::max(2.0, static_cast<double>(change.rightEnd - change.rightBegin) * tall);
        painter.fillRect(QRectF(1, y, 3, height),
            isAdded         ? theme.addedStrong
                : isRemoved ? theme.removedStrong
                            : theme.changedStrong);
    }
    for (const EditorProblem &problem : m_editor.problems()) {
        const double y = view.lineOf(problem.begin) * tall;
        const QColor colour = problem.severity == Severity::Error ? theme.error
            : problem.severity == Severity::Warning               ? theme.warning
                                                                  : theme.information;
        painter.fillRect(QRectF(width() - edge, y, edge, std::max(3.0, tall)), colour);
    }
}

void Minimap::paintEvent(QPaintEvent * /*event*/)
{
    const CodeView &view = m_editor.view();
    const EditorTheme &theme = view.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.background);
    painter.drawPixmap(0, 0, m_picture);
    const auto [first, last] = view.visibleLines();
    QColor shade = theme.mutedText;
    shade.setAlphaF(0.14F);
    const double top = first * lineHeight();
    painter.fillRect(QRectF(0, top, width(), std::max(6.0, (last - first) * lineHeight())), shade);
    painter.fillRect(QRectF(0, 0, 1, height()), theme.border);
}

void Minimap::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    repaintSoon();
}

void Minimap::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    repaintSoon();
    compareSoon();
    if (m_picture.isNull())
        redraw();
}

void Minimap::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        scrollTo(event->position().y());
}

void Minimap::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        scrollTo(event->position().y());
}

// The line under the pointer comes to the middle.
void Minimap::scrollTo(double y)
{
    CodeView &view = m_editor.view();
    const int line = std::clamp(static_cast<int>(y / lineHeight()), 0, view.lines() - 1);
    const long shown = view.send(Sci::SCI_VISIBLEFROMDOCLINE, static_cast<std::size_t>(line));
    const long half = view.send(Sci::SCI_LINESONSCREEN) / 2;
    view.send(Sci::SCI_SETFIRSTVISIBLELINE, static_cast<std::size_t>(std::max(0L, shown - half)));
}

} // namespace chancery::editors
