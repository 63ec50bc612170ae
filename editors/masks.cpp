// SPDX-License-Identifier: Apache-2.0
//
// A covered range is an indicator of Scintilla: it moves with the text, grows with what is typed
// into it, and is painted as an opaque box; the bullets are painted over that. The value that is
// uncovered has an indicator of its own that shows nothing, so that it is known again after edits.
//
// All covers are as wide as each other. The text stays what it is, so that its own characters have
// to take that room: one of them has a style whose font gives every character the width of the
// bullets, the rest have a style that Scintilla does not show. Annotations stand under a line and
// would move the lines below, and a text with bullets in it would be another text than the one
// that is edited. Where none of them has a width, as in text that goes to the left, the space
// before the value takes it too. A value of several lines has a cover on each. With the characters
// in between the caret would stand still where they are, and its column would count them: it steps
// over them.
#include "masks.h"

#include "editors/codeview.h"
#include "editors/coverfont.h"
#include "editors/editwatch.h"

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;
using namespace std::chrono_literals;

constexpr int cover = CodeView::MaskIndicator;
constexpr int uncovered = CodeView::RevealedIndicator;
constexpr auto revealTime = 30s;
constexpr QChar bullet(0x2022);

// Whether Scintilla gives it the width that its font gives it: no mark, no space, nothing without
// a picture, and nothing that goes to the left.
bool hasWidth(char32_t character)
{
    static constexpr char32_t blanks[]{0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0};
    const auto category = QChar::category(character);
    const bool isMark = category <= QChar::Mark_Enclosing;
    const auto direction = QChar::direction(character);
    const bool isLeftwards = direction == QChar::DirR || direction == QChar::DirAL;
    const bool isOther = category >= QChar::Separator_Space && category <= QChar::Other_NotAssigned;
    return !isMark && !isOther && !isLeftwards
        && std::ranges::find(blanks, character) == std::end(blanks);
}

// The bytes of the character that takes the room of the cover: a plain one if there is any.
std::pair<std::size_t, std::size_t> roomIn(const std::string &text)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] > ' ' && text[at] < 0x7F)
            return {at, at + 1};
    }
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
            ++end;
        const auto character
            = QString::fromUtf8(text.data() + at, qsizetype(end - at)).toUcs4().value(0);
        if (hasWidth(character))
            return {at, end};
        at = end;
    }
    return {0, 0};
}

} // namespace

QString coverText()
{
    return QString(ShownOffsets::unitsOfCover, bullet);
}

Masks::Masks(CodeView &view)
    : QObject(&view)
    , m_view(view)
    , m_offsets(view)
    , m_lines(view)
{
    m_again.setSingleShot(true);
    m_again.setInterval(revealTime);
    connect(&m_again, &QTimer::timeout, this, &Masks::coverAgain);
    connect(&view, &QsciScintilla::cursorPositionChanged, this, &Masks::watchCaret);
    connect(&view, &QsciScintillaBase::SCN_FOCUSOUT, this, &Masks::coverAgain);
    // Comes after the watch has told that the change before is done.
    connect(&view, &Sci::SCN_MODIFIED, this,
        [this](int, int type) { m_isUndo = (type & Sci::SC_PERFORMED_USER) == 0; });
    connect(&view.watch(), &EditWatch::coming, this, [this](const TextChange &change) {
        m_offsets.forget();
        m_hasLostCovered = m_hasLostCovered || covers(change.at, change.at + change.removed);
    });
    connect(&view.watch(), &EditWatch::edited, this, [this](const TextChange &change) {
        m_offsets.forget();
        if (m_isRestoring && change.inserted > 0)
            add(change.at, change.at + change.inserted);
    });
    connect(&view.watch(), &EditWatch::settled, this, [this] {
        m_isRestoring = false;
        m_lines.release([this](std::size_t at) { return coverInside(at).has_value(); });
    });
    applyTheme();
}

void Masks::applyTheme()
{
    constexpr auto number = static_cast<std::size_t>(cover);
    const long colour = scintillaColour(m_view.theme().margin);
    m_view.send(Sci::SCI_INDICSETSTYLE, number, Sci::INDIC_FULLBOX);
    m_view.send(Sci::SCI_INDICSETFORE, number, colour);
    m_view.send(Sci::SCI_INDICSETALPHA, number, 255);
    m_view.send(Sci::SCI_INDICSETOUTLINEALPHA, number, 255);
    m_view.send(Sci::SCI_INDICSETUNDER, number, false);
    m_view.send(Sci::SCI_INDICSETSTYLE, static_cast<std::size_t>(uncovered), Sci::INDIC_HIDDEN);
    for (const auto &[style, family] : {std::pair(coverStyle, coverFontFamily()),
             std::pair(hiddenStyle, hiddenFontFamily()), std::pair(gapStyle, gapFontFamily())})
        m_view.SendScintilla(
            Sci::SCI_STYLESETFONT, static_cast<uintptr_t>(style), family.toUtf8().constData());
}

std::size_t Masks::valueAt(int indicator, std::size_t position) const
{
    return static_cast<std::size_t>(m_view.send(Sci::SCI_INDICATORVALUEAT,
        static_cast<std::size_t>(indicator), static_cast<std::intptr_t>(position)));
}

Masks::Range Masks::rangeOf(int indicator, std::size_t position) const
{
    const auto at = static_cast<std::intptr_t>(position);
    const auto number = static_cast<std::size_t>(indicator);
    return {static_cast<std::size_t>(m_view.send(Sci::SCI_INDICATORSTART, number, at)),
        static_cast<std::size_t>(m_view.send(Sci::SCI_INDICATOREND, number, at))};
}

void Masks::fill(int indicator, Range range)
{
    m_view.send(Sci::SCI_SETINDICATORCURRENT, static_cast<std::size_t>(indicator));
    m_view.send(Sci::SCI_INDICATORFILLRANGE, range.first,
        static_cast<std::intptr_t>(range.second - range.first));
}

void Masks::erase(int indicator, Range range)
{
    m_view.send(Sci::SCI_SETINDICATORCURRENT, static_cast<std::size_t>(indicator));
    m_view.send(Sci::SCI_INDICATORCLEARRANGE, range.first,
        static_cast<std::intptr_t>(range.second - range.first));
}

void Masks::eachCovered(std::size_t begin, std::size_t end,
    const std::function<void(std::size_t, std::size_t)> &use) const
{
    if (!m_hasAny)
        return;
    for (std::size_t at = begin; at < end;) {
        const auto [from, to] = rangeOf(cover, at);
        if (valueAt(cover, at) != 0)
            use(std::max(from, begin), std::min(to, end));
        if (to <= at)
            break;
        at = to;
    }
}

std::vector<Masks::Range> Masks::coveredRanges() const
{
    std::vector<Range> ranges;
    eachCovered(0, m_view.byteCount(),
        [&ranges](std::size_t from, std::size_t to) { ranges.emplace_back(from, to); });
    return ranges;
}

void Masks::set(const std::vector<SensitiveSpan> &spans)
{
    const auto before = coveredRanges();
    erase(cover, {0, m_view.byteCount()});
    m_hasAny = false;
    bool isStillThere = false;
    for (const SensitiveSpan &span : spans) {
        const auto end = std::min(span.end, m_view.byteCount());
        bool isUncovered = false;
        for (auto at = span.begin; m_isRevealing && at < end && !isUncovered; ++at)
            isUncovered = valueAt(uncovered, at) != 0;
        if (isUncovered)
            fill(uncovered, {span.begin, end});
        else if (span.begin < end)
            add(span.begin, end);
        isStillThere = isStillThere || isUncovered;
    }
    if (m_isRevealing && !isStillThere) {
        m_isRevealing = false;
        m_again.stop();
        erase(uncovered, {0, m_view.byteCount()});
    }
    m_offsets.forget();
    const auto now = coveredRanges();
    m_lines.arrange(now);
    if (now != before)
        Q_EMIT changed();
}

void Masks::add(std::size_t begin, std::size_t end)
{
    m_hasAny = true;
    m_offsets.forget();
    fill(cover, {begin, end});
}

void Masks::addGuessed(std::size_t begin, std::size_t end)
{
    for (auto at = begin; m_isRevealing && at < end; ++at) {
        if (valueAt(uncovered, at) != 0)
            return;
    }
    if (begin < end)
        add(begin, end);
}

void Masks::clear()
{
    set({});
}

bool Masks::covers(std::size_t begin, std::size_t end) const
{
    bool isCovered = false;
    eachCovered(begin, end, [&isCovered](std::size_t, std::size_t) { isCovered = true; });
    return isCovered;
}

bool Masks::coversSelection() const
{
    const auto count = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONS));
    bool isCovered = false;
    for (std::size_t selection = 0; selection < count && !isCovered; ++selection) {
        const auto begin = m_view.send(Sci::SCI_GETSELECTIONNSTART, selection);
        const auto end = m_view.send(Sci::SCI_GETSELECTIONNEND, selection);
        isCovered = covers(static_cast<std::size_t>(begin), static_cast<std::size_t>(end));
    }
    return isCovered;
}

bool Masks::reveal()
{
    coverAgain();
    auto caret = m_view.caretOffset();
    if (valueAt(cover, caret) == 0 && caret > 0)
        --caret;
    if (!m_hasAny || valueAt(cover, caret) == 0)
        return false;
    const Range range = rangeOf(cover, caret);
    if (isSealed(range))
        return false;
    erase(cover, range);
    m_lines.release([this](std::size_t at) { return coverInside(at).has_value(); });
    fill(uncovered, range);
    m_isRevealing = true;
    m_again.start();
    // Behind a quote nothing can be typed.
    const auto last = m_view.bytes(range.second - 1, range.second);
    if (m_view.caretOffset() == range.second && (last == "\"" || last == "'"))
        m_view.send(Sci::SCI_SETEMPTYSELECTION, range.second - 1);
    m_offsets.forget();
    Q_EMIT changed();
    m_view.viewport()->update();
    return true;
}

void Masks::coverAgain()
{
    if (!std::exchange(m_isRevealing, false))
        return;
    m_again.stop();
    const auto size = m_view.byteCount();
    for (std::size_t at = 0; at < size;) {
        const Range range = rangeOf(uncovered, at);
        if (valueAt(uncovered, at) != 0)
            add(range.first, range.second);
        if (range.second <= at)
            break;
        at = range.second;
    }
    erase(uncovered, {0, size});
    m_lines.arrange(coveredRanges());
    Q_EMIT changed();
    m_view.viewport()->update();
}

// Folds that were opened have shown them, and what was guessed has hidden nothing yet. What comes
// on screen in their place may have others.
void Masks::hideLines()
{
    static constexpr int rounds = 8;
    for (int round = 0; m_hasAny && round < rounds; ++round) {
        const auto [first, last] = m_view.visibleLines();
        std::vector<Range> ranges;
        eachCovered(m_view.lineStart(first), m_view.lineStart(last),
            [&](std::size_t from, std::size_t) { ranges.push_back(rangeOf(cover, from)); });
        if (!m_lines.hide(ranges))
            return;
    }
}

std::optional<Masks::Range> Masks::coverInside(std::size_t offset) const
{
    if (!m_hasAny || offset == 0 || valueAt(cover, offset) == 0 || valueAt(cover, offset - 1) == 0)
        return std::nullopt;
    const Range range = rangeOf(cover, offset);
    return range.first < offset ? std::optional(range) : std::nullopt;
}

// Goes on to the end that it was moving to; a press of the mouse, to the end that is nearer.
void Masks::stepOver()
{
    const auto before = std::exchange(m_caret, m_view.caretOffset());
    const bool isOne = m_view.send(Sci::SCI_GETSELECTIONS) == 1
        && m_view.send(Sci::SCI_SELECTIONISRECTANGLE) == 0;
    const auto range = isOne ? coverInside(m_caret) : std::nullopt;
    if (!range)
        return;
    if (m_view.send(Sci::SCI_GETSELECTIONEMPTY) == 0) {
        selectOver(*range, before);
        return;
    }
    const auto lineBegin = m_view.lineStart(m_view.lineOf(m_caret));
    const auto lineEnd = static_cast<std::size_t>(
        m_view.send(Sci::SCI_GETLINEENDPOSITION, static_cast<std::size_t>(m_view.lineOf(m_caret))));
    const auto begin = std::max(range->first, lineBegin);
    const auto end = std::min(range->second, lineEnd);
    m_caret = before >= end ? begin : end;
    m_view.send(Sci::SCI_SETEMPTYSELECTION, m_caret);
}

// All of what is covered is selected or none of it; a step back from its end gives it up.
void Masks::selectOver(Range range, std::size_t before)
{
    const auto anchor = static_cast<std::size_t>(m_view.send(Sci::SCI_GETANCHOR));
    const auto [begin, end] = range;
    const bool isForward = anchor < m_caret;
    const auto step = m_view.send(
        isForward ? Sci::SCI_POSITIONBEFORE : Sci::SCI_POSITIONAFTER, isForward ? end : begin);
    const bool isBack
        = before == (isForward ? end : begin) && m_caret == static_cast<std::size_t>(step);
    m_caret = isForward != isBack ? end : begin;
    m_view.send(Sci::SCI_SETSEL, anchor, static_cast<std::intptr_t>(m_caret));
}

// Its ends belong to the value.
void Masks::watchCaret()
{
    stepOver();
    if (!m_isRevealing)
        return;
    const auto caret = m_view.caretOffset();
    const bool isInside
        = valueAt(uncovered, caret) != 0 || (caret > 0 && valueAt(uncovered, caret - 1) != 0);
    if (!isInside)
        coverAgain();
}

void Masks::dress(std::size_t begin, std::size_t size, char *styles) const
{
    eachCovered(begin, begin + size, [&](std::size_t from, std::size_t to) {
        while (from < to) {
            const auto next = m_view.lineStart(m_view.lineOf(from) + 1);
            const auto end = std::min(to, next > from ? next : to);
            dressLine({from, end}, begin, styles);
            from = end;
        }
    });
}

// Its indentation is no part of what is covered.
void Masks::dressLine(Range part, std::size_t begin, char *styles) const
{
    const auto text = m_view.bytes(part.first, part.second);
    const auto first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    const auto last = text.find_last_not_of("\r\n") + 1;
    if (first >= last)
        return;
    char *const at = styles + (part.first - begin);
    std::fill(at + first, at + last, hiddenStyle);
    const auto room = roomIn(text);
    std::fill(at + room.first, at + room.second, coverStyle);
    if (room.first == room.second && part.first > begin
        && m_view.bytes(part.first - 1, part.first) == " ")
        at[-1] = gapStyle;
}

// Told by its beginning: what stands there is long.
bool Masks::isSealed(Range range) const
{
    static constexpr std::size_t beginning = 400; // also of one that is spread over lines
    const QByteArray bytes = QByteArray::fromStdString(
        m_view.bytes(range.first, std::min(range.second, range.first + beginning)));
    static constexpr qsizetype latestMark = 8;
    const auto mark = bytes.indexOf("$sealed");
    return mark >= 0 && mark <= latestMark && bytes.indexOf("dek-") >= mark;
}

std::optional<std::pair<std::size_t, std::size_t>> Masks::sealedAround(std::size_t offset) const
{
    if (!m_hasAny)
        return std::nullopt;
    for (const std::size_t at : {offset, offset > 0 ? offset - 1 : offset}) {
        if (valueAt(cover, at) == 0)
            continue;
        const Range range = rangeOf(cover, at);
        if (isSealed(range))
            return range;
    }
    return std::nullopt;
}

QString Masks::shown(std::size_t begin, std::size_t end) const
{
    QString text;
    std::size_t done = begin;
    const auto plain
        = [&](std::size_t until) { text += QString::fromStdString(m_view.bytes(done, until)); };
    eachCovered(begin, end, [&](std::size_t from, std::size_t to) {
        plain(from);
        text += coverText();
        done = to;
    });
    plain(end);
    return text;
}

// A single typed character is taken for a part of a secret only in a line with one; what is pasted,
// moved or brought back by undo may hold a covered value in full.
QString Masks::shownUnchecked(std::size_t begin, std::size_t end) const
{
    const QString text = QString::fromStdString(m_view.bytes(begin, end));
    const int line = m_view.lineOf(begin);
    const bool mayBeCovered = m_isUndo || text.size() > 1
        ? m_hasLostCovered || covers(0, m_view.byteCount())
        : covers(m_view.lineStart(line), m_view.lineStart(line + 1));
    return mayBeCovered ? coverText() : text;
}

} // namespace chancery::editors
