// SPDX-License-Identifier: Apache-2.0
#include "pathbar.h"

#include "editors/configeditor.h"
#include "editors/liveanalysis.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"

#include <QKeyEvent>
#include <QMenu>

namespace chancery::views {

namespace {

using namespace std::chrono_literals;
constexpr auto pause = 60ms;
constexpr int gap = 2;
constexpr int edge = 8;
constexpr int longestPart = 28; // letters
constexpr int neighboursShown = 40;

QString shortened(const QString &text)
{
    return text.size() <= longestPart
        ? text
        : text.left(longestPart / 2) + u'…' + text.right(longestPart / 2 - 1);
}

// A menu takes a lone ampersand for a mnemonic.
QString forMenu(QString text)
{
    return safeText(shortened(text)).replace(u'&', QStringLiteral("&&"));
}

} // namespace

PathBar::PathBar(editors::ConfigEditor &editor, Look &look, QWidget *parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_dots(new QToolButton(this))
    , m_menu(new QMenu(this))
{
    setObjectName(QStringLiteral("pathBar"));
    setProperty("role", QStringLiteral("bar"));
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Path of the caret's place"));
    m_dots->setObjectName(QStringLiteral("pathDots"));
    m_dots->setProperty("role", QStringLiteral("crumb"));
    m_dots->setText(QStringLiteral("…"));
    m_dots->setAccessibleName(tr("Outer parts of the path"));
    m_dots->setToolTip(tr("Outer parts of the path"));
    m_dots->setFocusPolicy(Qt::ClickFocus);
    m_dots->installEventFilter(this);
    m_dots->hide();
    m_menu->setObjectName(QStringLiteral("pathMenu"));
    m_menu->setAccessibleName(tr("What stands beside it"));
    setFixedHeight(std::max(24, m_dots->sizeHint().height()));
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &PathBar::read);
    connect(m_dots, &QToolButton::clicked, this, &PathBar::openHidden);
    const auto readSoon = [this] {
        if (!m_soon.isActive())
            m_soon.start(pause);
    };
    connect(&editor, &editors::ConfigEditor::cursorMoved, this, readSoon);
    connect(&editor, &editors::ConfigEditor::problemsChanged, this, readSoon);
    look.whenDressed(*this, [this] {
        setFixedHeight(std::max(24, m_dots->sizeHint().height() + 2));
        arrange();
    });
}

QStringList PathBar::parts() const
{
    QStringList texts;
    for (const Part &part : m_parts)
        texts << part.text;
    return texts;
}

void PathBar::read()
{
    const auto &analysis = m_editor.live().checked().analysis;
    if (!analysis) {
        show({});
        return;
    }
    if (analysis != m_structure.analysis())
        m_structure = editors::Structure(analysis);
    m_sensitive = m_editor.live().checked().sensitive;
    // What was not checked yet comes in a moment.
    const auto node = m_editor.nodeAtCaret();
    if (!node || analysis != m_editor.live().highlighter().analysis())
        return;
    const auto path = m_structure.pathTo(*node);
    std::vector<Part> parts{{path.front(), -1, tr("Document")}};
    for (std::size_t step = 1; step < path.size(); ++step) {
        const int row = m_structure.rowOf(path[step - 1], path[step]);
        const QString key = m_structure.keyOf(path[step], row);
        parts.push_back({path[step], row,
            m_structure.isMember(path[step]) ? key : QStringLiteral("[%1]").arg(key)});
    }
    show(std::move(parts));
}

void PathBar::show(std::vector<Part> parts)
{
    m_parts = std::move(parts);
    while (m_buttons.size() < m_parts.size())
        m_buttons.push_back(makeButton());
    for (std::size_t index = 0; index < m_parts.size(); ++index)
        setUpButton(index);
    arrange();
}

QToolButton *PathBar::makeButton()
{
    auto *button = new QToolButton(this);
    const auto index = m_buttons.size();
    button->setObjectName(QStringLiteral("pathPart%1").arg(index));
    button->setProperty("role", QStringLiteral("crumb"));
    button->installEventFilter(this);
    connect(button, &QToolButton::clicked, this, [this, index] { openMenu(index); });
    return button;
}

void PathBar::setUpButton(std::size_t index)
{
    QToolButton *button = m_buttons[index];
    const bool isLast = index + 1 == m_parts.size();
    const QString text = safeText(shortened(m_parts[index].text));
    button->setText(isLast ? text : tr("%1 ›", "a part of a path, with what is inside").arg(text));
    button->setAccessibleName(tr("%1, part %2 of %3 of the path")
            .arg(safeText(m_parts[index].text))
            .arg(index + 1)
            .arg(m_parts.size()));
    setPlainToolTip(*button, m_parts[index].text);
    // Tab stops at the innermost one only; the arrow keys reach the others.
    button->setFocusPolicy(isLast ? Qt::StrongFocus : Qt::ClickFocus);
}

// From the inside out, as many as have room.
void PathBar::arrange()
{
    const int dots = m_dots->sizeHint().width() + gap;
    int room = width() - 2 * edge;
    std::size_t first = m_parts.size();
    while (first > 0) {
        const int need = m_buttons[first - 1]->sizeHint().width() + gap;
        const bool isInnermost = first == m_parts.size();
        if (!isInnermost && room - need < (first > 1 ? dots : 0))
            break;
        room -= need;
        --first;
    }
    m_hidden = first;
    int x = edge;
    const auto put = [&x, this](QToolButton *button) {
        const int wide = std::min(button->sizeHint().width(), width() - x);
        button->setGeometry(x, 0, wide, height());
        button->setVisible(true);
        x += wide + gap;
    };
    m_dots->setVisible(m_hidden > 0);
    if (m_hidden > 0)
        put(m_dots);
    for (std::size_t index = 0; index < m_buttons.size(); ++index) {
        if (index >= m_hidden && index < m_parts.size())
            put(m_buttons[index]);
        else
            m_buttons[index]->hide();
    }
}

void PathBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void PathBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setFixedHeight(std::max(24, m_dots->sizeHint().height() + 2));
}

void PathBar::takeFocus()
{
    read();
    if (!m_parts.empty())
        m_buttons[m_parts.size() - 1]->setFocus(Qt::ShortcutFocusReason);
}

void PathBar::openMenu(std::size_t part)
{
    m_menu->clear();
    addNeighbours(part);
    if (!m_menu->isEmpty())
        popUp(m_buttons[part]);
}

// A window of the neighbours around the part itself.
void PathBar::addNeighbours(std::size_t part)
{
    // Of the document what is in it.
    const auto container = m_parts[part > 0 ? part - 1 : 0].value;
    const auto &all = m_structure.children(container);
    const int count = static_cast<int>(all.size());
    const int here = part > 0 || m_parts.size() < 2 ? m_parts[part].row : m_parts[1].row;
    const int first
        = std::clamp(here - neighboursShown / 2, 0, std::max(0, count - neighboursShown));
    const int last = std::min(count, first + neighboursShown);
    for (int row = first; row < last; ++row) {
        const auto value = all[static_cast<std::size_t>(row)];
        const QString summary
            = editors::summaryOf(core::Value(m_structure.tree(), value), m_sensitive.get());
        QAction *action
            = m_menu->addAction(forMenu(m_structure.keyOf(value, row)) + u'\t' + forMenu(summary));
        action->setCheckable(true);
        action->setChecked(row == here);
        connect(action, &QAction::triggered, this, [this, value] { go(value); });
        if (row == here)
            m_menu->setActiveAction(action);
    }
    if (count > last - first) {
        m_menu->addSeparator();
        connect(m_menu->addAction(tr("All %n in the Outline…", nullptr, count)),
            &QAction::triggered, this, &PathBar::outlineWanted);
    }
}

void PathBar::openHidden()
{
    m_menu->clear();
    for (std::size_t part = 0; part < m_hidden; ++part)
        connect(m_menu->addAction(forMenu(m_parts[part].text)), &QAction::triggered, this,
            [this, value = m_parts[part].value] { go(value); });
    if (m_hidden > 0)
        popUp(m_dots);
}

void PathBar::popUp(QToolButton *under)
{
    QAction *active = nullptr;
    for (QAction *action : m_menu->actions()) {
        if (action->isChecked())
            active = action;
    }
    m_menu->popup(under->mapToGlobal(QPoint(0, under->height())), active);
    m_menu->setActiveAction(active ? active : m_menu->actions().front());
}

void PathBar::go(std::uint32_t value)
{
    m_editor.goToOffset(m_structure.offsetOf(value));
    m_editor.setFocus();
}

bool PathBar::walk(QObject *from, int key)
{
    const auto place = std::ranges::find(m_buttons, from);
    const auto index = static_cast<std::size_t>(place - m_buttons.begin());
    switch (key) {
    case Qt::Key_Left:
        if (from != m_dots && index > m_hidden)
            m_buttons[index - 1]->setFocus();
        else if (from != m_dots && m_hidden > 0)
            m_dots->setFocus();
        return true;
    case Qt::Key_Right:
        if (from == m_dots && m_hidden < m_parts.size())
            m_buttons[m_hidden]->setFocus();
        else if (from != m_dots && index + 1 < m_parts.size())
            m_buttons[index + 1]->setFocus();
        return true;
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        static_cast<QToolButton *>(from)->click();
        return true;
    case Qt::Key_Escape:
        m_editor.setFocus();
        return true;
    default:
        return false;
    }
}

bool PathBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && walk(watched, static_cast<QKeyEvent *>(event)->key()))
        return true;
    return QWidget::eventFilter(watched, event);
}

} // namespace chancery::views
