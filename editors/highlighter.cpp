// SPDX-License-Identifier: Apache-2.0
#include "highlighter.h"

#include "editors/codeview.h"
#include "editors/editwatch.h"
#include "editors/masks.h"
#include "editors/text/linelexer.h"

#include <QElapsedTimer>

namespace chancery::editors {

namespace {

// Beyond this a text is styled where it is looked at only: painting a quarter of a megabyte of
// styles takes well under a millisecond.
constexpr std::size_t largeText = std::size_t(256) << 10;
// Lines styled above and below what is on screen, and the most bytes at once.
constexpr int marginLines = 100;
constexpr std::size_t mostBytes = std::size_t(1) << 20;
// Fold levels are set for so long before events get their turn, looking at the clock now and then.
constexpr qint64 foldSlice = 8; // milliseconds
constexpr std::size_t foldsBetweenLooks = 512;

int levelOf(const Fold &fold)
{
    return int(QsciScintillaBase::SC_FOLDLEVELBASE) + fold.depth
        | (fold.isHead ? int(QsciScintillaBase::SC_FOLDLEVELHEADERFLAG) : 0);
}

} // namespace

Highlighter::Highlighter(CodeView &view)
    : QObject(&view)
    , m_view(view)
{
    m_foldSlice.setSingleShot(true);
    connect(&m_foldSlice, &QTimer::timeout, this, &Highlighter::applyFolds);
    connect(&view, &QsciScintillaBase::SCN_STYLENEEDED, this, &Highlighter::styleUntil);
    connect(&view.watch(), &EditWatch::coming, this, &Highlighter::follow);
    connect(&view.masks(), &Masks::changed, this, &Highlighter::restyle);
    connect(&view, &QsciScintillaBase::SCN_UPDATEUI, this, [this](int) {
        if (isLarge())
            styleVisible();
    });
}

bool Highlighter::isLarge() const
{
    return m_view.byteCount() > largeText;
}

void Highlighter::setFormat(core::Format format)
{
    m_format = format;
    forget();
}

void Highlighter::forget()
{
    m_analysis.reset();
    m_map = {};
    m_foldSlice.stop();
    restyle();
}

void Highlighter::letGo()
{
    m_analysis.reset();
    m_nextFold = 0;
    m_foldEnd = 0;
}

void Highlighter::setGuess(std::shared_ptr<const GuessBasis> basis, bool isChecked)
{
    m_guess = std::move(basis);
    m_isChecked = isChecked;
}

void Highlighter::setAnalysis(std::shared_ptr<const Analysis> analysis)
{
    const auto before = std::exchange(m_analysis, std::move(analysis));
    findChangedFolds(before.get());
    m_map = EditMap(m_view.byteCount());
    restyle();
    applyFolds();
}

// Scintilla moves the levels along with their lines. Where nothing was edited those of the last
// analysis stand, so that a keystroke in half a million lines sets only those that differ.
void Highlighter::findChangedFolds(const Analysis *before)
{
    const auto &now = m_analysis->folds;
    std::size_t same = 0;
    std::size_t sameBehind = 0;
    if (before && m_nextFold >= m_foldEnd) {
        const auto &old = before->folds;
        const auto most = std::min(old.size(), now.size());
        const auto firstEdited = std::size_t(m_view.lineOf(m_map.changedBegin()));
        const auto behind = std::size_t(m_view.lineOf(m_map.changedEnd())) + 2;
        const auto edge = std::min(most, m_map.isUnchanged() ? most : firstEdited);
        const auto edgeBehind = now.size() - std::min(now.size(), behind);
        while (same < edge && old[same] == now[same])
            ++same;
        // The line above an edit may have got its mark of a head.
        same -= same > 0 && same == firstEdited ? 1 : 0;
        while (sameBehind < std::min(edgeBehind, most - same)
            && old[old.size() - 1 - sameBehind] == now[now.size() - 1 - sameBehind])
            ++sameBehind;
    }
    m_nextFold = same;
    m_foldEnd = now.size() - sameBehind;
}

void Highlighter::follow(const TextChange &change)
{
    if (change.inserted > 0)
        m_map.insert(change.at, change.inserted);
    else
        m_map.remove(change.at, change.removed);
    m_styledBegin = 0;
    m_styledEnd = 0;
    m_foldSlice.stop();
}

void Highlighter::restyle()
{
    m_styledBegin = 0;
    m_styledEnd = 0;
    if (isLarge())
        styleVisible();
    else
        styleRange(0, m_view.byteCount());
}

// Scintilla asks from inside a paint: everything up to that position, which after a jump to the
// end of a large text is everything.
void Highlighter::styleUntil(int position)
{
    const auto end = std::size_t(position);
    const auto asked = std::size_t(m_view.send(QsciScintillaBase::SCI_GETENDSTYLED));
    const auto begin = m_view.lineStart(m_view.lineOf(asked));
    if (end - std::min(begin, end) <= largeText)
        styleRange(begin, end);
    else
        styleVisible();
    m_view.send(QsciScintillaBase::SCI_STARTSTYLING, end);
}

void Highlighter::styleVisible()
{
    const auto [first, last] = m_view.visibleLines();
    const auto visibleBegin = m_view.lineStart(first);
    const auto visibleEnd = std::min(m_view.lineStart(last), visibleBegin + mostBytes);
    if (m_styledBegin <= visibleBegin && visibleEnd <= m_styledEnd)
        return;
    const auto begin = m_view.lineStart(std::max(0, first - marginLines));
    const auto end = m_view.lineStart(last + marginLines);
    const bool isFarAway = visibleBegin - begin > mostBytes / 4 || end - visibleEnd > mostBytes / 4;
    m_styledBegin = isFarAway ? visibleBegin : begin;
    m_styledEnd = isFarAway ? visibleEnd : end;
    styleRange(m_styledBegin, m_styledEnd);
}

void Highlighter::styleRange(std::size_t begin, std::size_t end)
{
    if (begin >= end)
        return;
    std::string styles(end - begin, char(Style::Plain));
    // Edited lines are guessed as a whole.
    std::size_t guessBegin = 0;
    std::size_t guessEnd = m_view.byteCount();
    if (m_analysis) {
        guessBegin = m_map.isUnchanged() ? guessEnd
                                         : m_view.lineStart(m_view.lineOf(m_map.changedBegin()));
        guessEnd = m_map.isUnchanged() ? guessEnd
                                       : m_view.lineStart(m_view.lineOf(m_map.changedEnd()) + 1);
    }
    const auto known = std::clamp(guessBegin, begin, end);
    const auto guessed = std::clamp(guessEnd, known, end);
    if (known > begin)
        paintTokens(m_analysis->tokens, begin, known - begin, styles.data());
    if (guessed > known)
        lexLines(m_format, m_view.bytes(known, guessed), styles.data() + (known - begin));
    if (end > guessed)
        paintTokens(m_analysis->tokens, m_map.toOld(guessed), end - guessed,
            styles.data() + (guessed - begin));
    if (m_isChecked)
        guess(known, guessed);
    else
        guess(begin, end);
    m_view.masks().dress(begin, end - begin, styles.data());
    m_view.send(QsciScintillaBase::SCI_STARTSTYLING, begin);
    m_view.SendScintilla(
        QsciScintillaBase::SCI_SETSTYLINGEX, static_cast<uintptr_t>(end - begin), styles.data());
}

// Nobody has checked these lines yet, and they are about to be seen.
void Highlighter::guess(std::size_t begin, std::size_t end)
{
    if (!m_guess || begin >= end)
        return;
    for (const SensitiveSpan &span : guessedSpans(m_view.bytes(begin, end), m_format, *m_guess))
        m_view.masks().addGuessed(begin + span.begin, begin + span.end);
}

void Highlighter::applyFolds()
{
    const auto &folds = m_analysis->folds;
    QElapsedTimer clock;
    clock.start();
    while (m_nextFold < m_foldEnd && clock.elapsed() < foldSlice) {
        const auto end = std::min(m_foldEnd, m_nextFold + foldsBetweenLooks);
        for (; m_nextFold < end; ++m_nextFold)
            m_view.send(
                QsciScintillaBase::SCI_SETFOLDLEVEL, m_nextFold, levelOf(folds[m_nextFold]));
    }
    if (m_nextFold < m_foldEnd)
        m_foldSlice.start(0);
    else
        Q_EMIT folded();
}

} // namespace chancery::editors
