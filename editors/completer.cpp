// SPDX-License-Identifier: Apache-2.0
#include "completer.h"

#include "editors/codeview.h"
#include "editors/liveanalysis.h"
#include "editors/ownkeys.h"
#include "editors/referencesource.h"

#include <QListWidget>
#include <QPainter>

#include <cctype>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;
constexpr int mostRows = 12;
constexpr char separator = '\n';
constexpr char imageSign = '\x1f';
constexpr auto noteGap = "   ";
constexpr std::size_t longestWord = 200;

std::string rowOf(const CompletionItem &item)
{
    std::string row = item.name;
    if (!item.note.empty())
        row += noteGap + item.note;
    return row + imageSign + std::to_string(static_cast<int>(item.kind));
}

// A letter in a square: R for required keys, K, V, and D for the default; told by letter and
// colour.
QPixmap kindPixmap(CompletionItem::Kind kind, const EditorTheme &theme)
{
    constexpr int size = 16;
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    struct Sign {
        char16_t letter;
        QColor colour;
    };
    Sign sign{u'K', theme.key};
    if (kind == CompletionItem::Kind::RequiredKey)
        sign = {u'R', theme.error};
    else if (kind == CompletionItem::Kind::Value)
        sign = {u'V', theme.string};
    else if (kind == CompletionItem::Kind::DefaultValue)
        sign = {u'D', theme.literal};
    painter.setPen(Qt::NoPen);
    painter.setBrush(sign.colour);
    painter.drawRoundedRect(QRectF(1, 1, 14, 14), 3, 3);
    QFont font = theme.font;
    font.setPixelSize(11);
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(theme.background);
    painter.drawText(QRect(0, 0, size, size), Qt::AlignCenter, QString(QChar(sign.letter)));
    return pixmap;
}

} // namespace

Completer::Completer(CodeView &view, LiveAnalysis &live, core::Executor &executor)
    : QObject(&view)
    , m_view(view)
    , m_live(live)
    , m_executor(executor)
{
    view.send(Sci::SCI_AUTOCSETSEPARATOR, separator);
    view.send(Sci::SCI_AUTOCSETTYPESEPARATOR, imageSign);
    view.send(Sci::SCI_AUTOCSETORDER, Sci::SC_ORDER_CUSTOM);
    view.send(Sci::SCI_AUTOCSETIGNORECASE, true);
    view.send(Sci::SCI_AUTOCSETMAXHEIGHT, mostRows);
    view.send(Sci::SCI_AUTOCSETCANCELATSTART, false);
    connect(&view, &Sci::SCN_CHARADDED, this, &Completer::offerWhileTyping);
    connect(&view, qOverload<const char *, int>(&Sci::SCN_AUTOCSELECTION), this,
        [this](const char *chosen, int) { choose(chosen); });
    connect(&view, &Sci::SCN_AUTOCCANCELLED, this, &Completer::close);
    connect(&live, &LiveAnalysis::advisorChanged, this, &Completer::advisorCame);
    applyTheme();
}

void Completer::applyTheme()
{
    using Kind = CompletionItem::Kind;
    for (const auto kind : {Kind::RequiredKey, Kind::Key, Kind::Value, Kind::DefaultValue})
        m_view.registerImage(static_cast<int>(kind), kindPixmap(kind, m_view.theme()));
}

void Completer::show()
{
    m_call.cancel();
    m_schemaWaitsAt.reset();
    if (showReferences())
        return;
    const auto &advisor = m_live.advisor();
    const auto caret = m_view.caretOffset();
    if (!advisor || advisor->isAwaited() || m_view.isTextReadOnly()) {
        m_schemaWaitsAt = caret;
        Q_EMIT answered(false);
        return;
    }
    const auto format = m_live.highlighter().format();
    auto analysis = m_live.highlighter().analysis();
    if (m_view.byteCount() <= LiveAnalysis::smallText) {
        const auto text = m_view.bytes();
        open(completionsAt(format, text, caret, analysis ? &analysis->tree : nullptr, *advisor));
        return;
    }
    m_call = m_executor.run<CompletionList>(
        [version = m_live.version(), analysis = std::move(analysis), advisor = advisor, format,
            caret](const core::CancelToken &) {
            return core::Result<CompletionList>(completionsAt(
                format, *version.whole(), caret, analysis ? &analysis->tree : nullptr, *advisor));
        },
        [this, caret](core::Result<CompletionList> list) {
            if (list && m_view.caretOffset() == caret)
                open(std::move(*list));
            else if (list && isTypedOn(caret))
                show();
        });
}

// The schema was asked for before it was there.
void Completer::advisorCame()
{
    const auto asked = std::exchange(m_schemaWaitsAt, std::nullopt);
    const bool isHere = asked && (m_view.caretOffset() == *asked || isTypedOn(*asked));
    if (isHere && m_view.hasFocus() && m_view.send(Sci::SCI_AUTOCACTIVE) == 0)
        show();
}

// The caret stands further on in the same word.
bool Completer::isTypedOn(std::size_t from) const
{
    const auto caret = m_view.caretOffset();
    if (caret <= from || caret - from > longestWord)
        return false;
    const auto typed = m_view.bytes(from, caret);
    return std::ranges::all_of(typed, [](char sign) {
        const auto byte = static_cast<unsigned char>(sign);
        return std::isalnum(byte) != 0 || byte >= 0x80 || sign == '_' || sign == '-';
    });
}

// A reference stands on one line; what lies around it is enough.
bool Completer::showReferences()
{
    m_waitsAt.reset();
    if (!m_references || m_view.isTextReadOnly())
        return false;
    const auto caret = m_view.caretOffset();
    const auto begin = m_view.lineStart(m_view.lineOf(caret));
    const auto end = m_view.lineStart(m_view.lineOf(caret) + 1);
    if (end - begin > LiveAnalysis::smallText)
        return false;
    const auto analysis = m_live.highlighter().analysis();
    OwnKeys source(*m_references, analysis ? &analysis->tree : nullptr, m_live.advisor().get());
    auto found = referenceCompletionsAt(m_view.bytes(begin, end), caret - begin, source);
    if (!found)
        return false;
    found->list.begin += begin;
    found->list.end += begin;
    if (found->isComing)
        m_waitsAt = caret;
    open(std::move(found->list));
    return true;
}

void Completer::referencesCame()
{
    if (m_waitsAt && *m_waitsAt == m_view.caretOffset())
        show();
}

void Completer::open(CompletionList list)
{
    m_list = std::move(list);
    if (m_list.items.empty()) {
        Q_EMIT answered(false);
        return;
    }
    std::string rows;
    for (const auto &item : m_list.items)
        rows += (rows.empty() ? "" : std::string(1, separator)) + rowOf(item);
    const auto items = std::move(m_list.items);
    m_view.SendScintilla(Sci::SCI_AUTOCSHOW, static_cast<uintptr_t>(m_list.typed), rows.c_str());
    const bool isOpen = m_view.send(Sci::SCI_AUTOCACTIVE) != 0;
    if (isOpen) {
        m_list.items = items;
        selectPresent();
        fitList();
    }
    Q_EMIT answered(isOpen);
}

// Without a word before the caret the value that stands there is where one begins to choose.
void Completer::selectPresent()
{
    const auto present = std::ranges::find(m_list.items, m_list.present, &CompletionItem::name);
    if (m_list.typed > 0 || m_list.present.empty() || present == m_list.items.end())
        return;
    const auto whole = rowOf(*present);
    m_view.SendScintilla(
        Sci::SCI_AUTOCSELECT, uintptr_t(0), whole.substr(0, whole.rfind(imageSign)).c_str());
}

// Scintilla measures its list before that has its style, and cuts the last row then.
void Completer::fitList()
{
    for (auto *list : m_view.findChildren<QListWidget *>()) {
        if (!list->isVisible())
            continue;
        list->setObjectName(QStringLiteral("completionList"));
        list->setAccessibleName(tr("Completions"));
        list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        const QSize frame = list->size() - list->maximumViewportSize();
        const int rows = std::min(list->count(), mostRows);
        const QSize wanted(std::max(list->width(), list->sizeHintForColumn(0) + frame.width()),
            rows * list->sizeHintForRow(0) + frame.height());
        const int caret = static_cast<int>(m_view.send(
            Sci::SCI_POINTYFROMPOSITION, 0, static_cast<std::intptr_t>(m_view.caretOffset())));
        const bool isAbove = list->mapToGlobal(QPoint()).y()
            < m_view.viewport()->mapToGlobal(QPoint(0, caret)).y();
        if (isAbove)
            list->move(list->x(), list->y() + list->height() - wanted.height());
        list->resize(wanted);
    }
}

// A quote in JSON, the first letter of a word elsewhere, and the space behind the sign of a value.
void Completer::offerWhileTyping(int character)
{
    if (m_view.send(Sci::SCI_AUTOCACTIVE) != 0 || m_view.send(Sci::SCI_GETSELECTIONS) > 1)
        return;
    if ((character == ':' || character == '#' || character == '/') && showReferences())
        return;
    if (!m_live.advisor())
        return;
    const auto caret = m_view.caretOffset();
    const auto before = m_view.bytes(caret >= 2 ? caret - 2 : 0, caret);
    const char previous = before.size() == 2 ? before[0] : '\n';
    const auto format = m_live.highlighter().format();
    const bool isJson = format == core::Format::Json;
    const bool isWordStart = QChar::isLetter(static_cast<char32_t>(character))
        && std::string_view(" \n.[").find(previous) != std::string_view::npos;
    const bool isValueStart
        = character == ' ' && previous == (format == core::Format::Toml ? '=' : ':');
    if ((isJson && character == '"' && previous != '\\') || (!isJson && isWordStart)
        || isValueStart)
        show();
}

void Completer::choose(const char *chosen)
{
    const std::string row(chosen);
    const auto item = std::ranges::find_if(m_list.items, [&row](const CompletionItem &candidate) {
        const auto whole = rowOf(candidate);
        return whole.substr(0, whole.rfind(imageSign)) == row;
    });
    if (item == m_list.items.end())
        return;
    const CompletionItem writing = *item;
    const CompletionList place = m_list;
    m_view.send(Sci::SCI_AUTOCCANCEL);
    // What was typed since the list opened belongs to the word.
    const auto end = std::max(place.end, m_view.caretOffset());
    const auto begin = place.begin - std::min(writing.before, place.begin);
    // What is written in several lines has the line ends of the document.
    const bool isWindows = m_view.eolMode() == QsciScintilla::EolWindows;
    const auto written = [&](std::size_t size) {
        auto text = writing.text.substr(0, size);
        for (auto at = isWindows ? text.find('\n') : std::string::npos; at != std::string::npos;
            at = text.find('\n', at + 2))
            text.insert(at, 1, '\r');
        return text;
    };
    m_view.beginUndoAction();
    m_view.replaceBytes(begin, end, written(writing.text.size()));
    auto caret = begin + written(writing.caret).size();
    if (place.commaAt) {
        m_view.replaceBytes(*place.commaAt, *place.commaAt, ",");
        ++caret;
    }
    m_view.endUndoAction();
    m_view.setCaret(caret);
    // Behind the path of a config its keys are wanted.
    if (writing.text.ends_with('#'))
        QMetaObject::invokeMethod(this, &Completer::show, Qt::QueuedConnection);
}

void Completer::close()
{
    m_list.items.clear();
}

} // namespace chancery::editors
