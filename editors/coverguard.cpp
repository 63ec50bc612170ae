// SPDX-License-Identifier: Apache-2.0
//
// What a key that deletes would take is asked of Scintilla: the same step with a selection, which
// is then made whole or given back. Commands, paste and input methods replace what is selected.
#include "coverguard.h"

#include "editors/codeview.h"
#include "editors/masks.h"

#include <QDropEvent>
#include <QInputMethodEvent>
#include <QKeyEvent>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;

// The selections of a view, each from its anchor to its caret.
class Selections {
public:
    explicit Selections(const CodeView &view)
        : m_main(static_cast<std::size_t>(view.send(Sci::SCI_GETMAINSELECTION)))
    {
        const auto count = static_cast<std::size_t>(view.send(Sci::SCI_GETSELECTIONS));
        for (std::size_t number = 0; number < count; ++number)
            m_all.emplace_back(view.send(Sci::SCI_GETSELECTIONNANCHOR, number),
                view.send(Sci::SCI_GETSELECTIONNCARET, number));
    }
    void restore(const CodeView &view) const
    {
        for (std::size_t number = 0; number < m_all.size(); ++number) {
            const auto &[anchor, caret] = m_all[number];
            view.send(number == 0 ? Sci::SCI_SETSELECTION : Sci::SCI_ADDSELECTION,
                static_cast<std::size_t>(caret), anchor);
        }
        view.send(Sci::SCI_SETMAINSELECTION, m_main);
    }

private:
    std::vector<std::pair<long, long>> m_all;
    std::size_t m_main;
};

// The step that selects what the key deletes where nothing is selected; none for other keys.
std::optional<unsigned> extensionOf(const QKeyEvent &key)
{
    const bool isBack = key.key() == Qt::Key_Backspace;
    const bool isCut = key.key() == Qt::Key_Delete && key.modifiers() == Qt::ShiftModifier;
    const bool deletes = isBack || (key.key() == Qt::Key_Delete && !isCut);
    if (!deletes || (key.modifiers() & Qt::AltModifier) != 0)
        return std::nullopt;
    if ((key.modifiers() & Qt::ControlModifier) == 0)
        return isBack ? Sci::SCI_CHARLEFTEXTEND : Sci::SCI_CHARRIGHTEXTEND;
    if (isBack)
        return Sci::SCI_WORDLEFTEXTEND;
    const bool isLine = (key.modifiers() & Qt::ShiftModifier) != 0;
    return isLine ? Sci::SCI_LINEENDEXTEND : Sci::SCI_WORDRIGHTEXTEND;
}

} // namespace

CoverGuard::CoverGuard(CodeView &view)
    : QObject(&view)
    , m_view(view)
{
    view.installEventFilter(this);
}

bool CoverGuard::eventFilter(QObject *watched, QEvent *event)
{
    const bool isKey = event->type() == QEvent::KeyPress;
    const bool isInput = event->type() == QEvent::InputMethod
        && !static_cast<QInputMethodEvent *>(event)->commitString().isEmpty();
    if (!m_view.isTextReadOnly()
        && ((isKey && filterKey(*static_cast<QKeyEvent *>(event)))
            || (isInput && !preparesReplacing())))
        return true;
    return QObject::eventFilter(watched, event);
}

bool CoverGuard::filterKey(const QKeyEvent &key)
{
    if (const auto extend = extensionOf(key))
        return filterDeletion(*extend);
    // A list that is open takes these, and writes for itself.
    const bool isChoice
        = key.key() == Qt::Key_Tab || key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    if (isChoice && m_view.isListActive())
        return false;
    const bool isPlain = (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier)) == 0;
    const bool types = isPlain && !key.text().isEmpty() && key.key() != Qt::Key_Escape;
    const bool cuts = key.matches(QKeySequence::Cut);
    return (types || cuts) && !preparesReplacing();
}

// True when it has been done here, or is not to be done.
bool CoverGuard::filterDeletion(unsigned extend)
{
    const Selections before(m_view);
    const bool isOneStep = extend == Sci::SCI_CHARLEFTEXTEND || extend == Sci::SCI_CHARRIGHTEXTEND;
    if (!isOneStep || m_view.send(Sci::SCI_GETSELECTIONEMPTY) != 0)
        m_view.send(extend);
    const Outcome outcome = makeWhole();
    if (outcome == Outcome::Widened) {
        m_view.send(Sci::SCI_DELETEBACK);
        return true;
    }
    before.restore(m_view);
    return !tell(outcome);
}

bool CoverGuard::preparesReplacing()
{
    return tell(makeWhole());
}

bool CoverGuard::tell(Outcome outcome)
{
    if (outcome == Outcome::RefusedSealed)
        Q_EMIT sealedRefused();
    else if (outcome == Outcome::RefusedCovered)
        Q_EMIT coveredRefused();
    return outcome == Outcome::Untouched || outcome == Outcome::Widened;
}

// Columns cannot be made wider line by line.
CoverGuard::Outcome CoverGuard::makeWhole()
{
    const auto count = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONS));
    const bool mayWiden = m_view.send(Sci::SCI_SELECTIONISRECTANGLE) == 0;
    auto outcome = Outcome::Untouched;
    for (std::size_t selection = 0; selection < count; ++selection)
        outcome = std::max(outcome, makeWhole(selection, mayWiden));
    return outcome;
}

CoverGuard::Outcome CoverGuard::makeWhole(std::size_t selection, bool mayWiden)
{
    const auto begin
        = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONNSTART, selection));
    const auto end = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONNEND, selection));
    const Masks &masks = m_view.masks();
    auto whole = std::pair(begin, end);
    for (const auto at : {begin, end}) {
        const auto cover = masks.coverInside(at);
        if (!cover)
            continue;
        if (masks.sealedAround(at))
            return Outcome::RefusedSealed;
        if (begin == end || !mayWiden)
            return Outcome::RefusedCovered;
        whole = {std::min(whole.first, cover->first), std::max(whole.second, cover->second)};
    }
    if (whole == std::pair(begin, end))
        return Outcome::Untouched;
    m_view.send(Sci::SCI_SETSELECTIONNSTART, selection, static_cast<std::intptr_t>(whole.first));
    m_view.send(Sci::SCI_SETSELECTIONNEND, selection, static_cast<std::intptr_t>(whole.second));
    return Outcome::Widened;
}

bool CoverGuard::allowsDrop(const QDropEvent &drop)
{
    const QPoint place = drop.position().toPoint();
    const long at
        = m_view.send(Sci::SCI_POSITIONFROMPOINT, static_cast<std::size_t>(place.x()), place.y());
    const bool isMove = drop.dropAction() == Qt::MoveAction && drop.source() == &m_view;
    if (isMove && !preparesReplacing())
        return false;
    const auto offset = static_cast<std::size_t>(std::max(0L, at));
    if (!m_view.masks().coverInside(offset))
        return true;
    return tell(
        m_view.masks().sealedAround(offset) ? Outcome::RefusedSealed : Outcome::RefusedCovered);
}

} // namespace chancery::editors
