// SPDX-License-Identifier: Apache-2.0
#include "draftmerge.h"

#include "models/qtconvert.h"

namespace chancery::models {

DraftMerge::DraftMerge(EditingSession &session, core::Executor &compute)
    : m_session(session)
    , m_compute(compute)
{
    connect(&session, &EditingSession::changed, this, &DraftMerge::follow);
    connect(&session, &EditingSession::mergeRead, this, &DraftMerge::start);
}

ActionState DraftMerge::reversalState() const
{
    const auto may = editState(m_session);
    if (!may.isEnabled)
        return may;
    const bool isOther = m_state == State::Working || m_state == State::Conflicts;
    if (m_session.needsMerge() || (isOther && m_source != MergeTexts::Source::Reversal))
        return ActionState::disabled(tr("Changes from elsewhere have to be merged first."));
    return ActionState::enabled();
}

void DraftMerge::reverse(const QString &before, const QString &after)
{
    if (!reversalState().isEnabled)
        return;
    m_reversal = {fromQt(after), fromQt(before), {}, m_session.config().format};
    m_source = MergeTexts::Source::Reversal;
    m_merge.reset();
    setState(State::Working);
    start();
}

void DraftMerge::follow()
{
    if (m_source == MergeTexts::Source::Reversal && m_state != State::None) {
        // It does not come from the session. What does, goes first.
        if (m_session.needsMerge() || (m_state == State::Merged && !m_session.isModified()))
            setState(State::None);
        else
            return;
    }
    const bool isNeeded = m_session.needsMerge();
    const bool isBusy = m_session.saving().isRunning() || m_session.merging().isRunning();
    switch (m_state) {
    case State::None:
    case State::Merged:
        if (isNeeded && !isBusy && !m_session.merging().hasFailed()) {
            m_state = State::Working;
            m_merge.reset();
            m_session.readMerge();
            Q_EMIT changed();
        } else if (m_state == State::Merged && !m_session.isModified()) {
            dismiss(); // discarded or submitted
        }
        break;
    case State::Working:
        if (m_session.merging().hasFailed() || !isNeeded)
            setState(State::None);
        break;
    case State::Conflicts:
        if (!isNeeded)
            setState(State::None);
        break;
    }
}

void DraftMerge::start()
{
    if (m_source == MergeTexts::Source::Reversal && m_state != State::None) {
        core::MergeInput input = m_reversal;
        input.mine = fromQt(m_session.text());
        run(std::move(input));
        return;
    }
    const auto texts = m_session.mergeTexts();
    if (!texts)
        return;
    m_source = texts->source;
    run({fromQt(texts->base), fromQt(texts->theirs), fromQt(texts->mine),
        m_session.config().format});
}

void DraftMerge::run(core::MergeInput input)
{
    m_call = m_compute.run<Merge>(
        [input = std::move(input)](const core::CancelToken &token) {
            return core::Result<Merge>(std::make_shared<const core::ThreeWayMerge>(input, &token));
        },
        [this](const core::Result<Merge> &merge) {
            if (merge && m_source == MergeTexts::Source::Reversal)
                takeReversal(*merge);
            else if (merge)
                take(*merge);
            else
                setState(State::None); // it is tried again when anything changes
        });
}

// Keeps the merge of the text as it is now. False where that has moved on, and is merged again, or
// somebody has to decide first.
bool DraftMerge::keepClean(Merge merge)
{
    if (toQt(merge->input().mine) != m_session.text()) {
        start();
        return false;
    }
    m_merge = std::move(merge);
    if (!m_merge->isClean())
        setState(State::Conflicts);
    return m_merge->isClean();
}

void DraftMerge::take(Merge merge)
{
    if (!m_session.needsMerge()) {
        setState(State::None);
        return;
    }
    if (!keepClean(std::move(merge)))
        return;
    m_state = State::Merged;
    m_session.useMerged(toQt(m_merge->text()));
    Q_EMIT changed();
}

void DraftMerge::takeReversal(Merge merge)
{
    if (!keepClean(std::move(merge)))
        return;
    const QString text = toQt(m_merge->text());
    // Of what is gone already there is nothing to be seen.
    if (text == m_session.text())
        setState(State::None);
    else
        setState(State::Merged);
    Q_EMIT reversed(text);
}

void DraftMerge::refresh()
{
    if (m_state == State::Conflicts && toQt(m_merge->input().mine) != m_session.text())
        start();
}

bool DraftMerge::use(const QString &text)
{
    if (m_state == State::Working)
        return false;
    if (m_merge && toQt(m_merge->input().mine) != m_session.text()) {
        start();
        return false;
    }
    m_call.cancel();
    m_merge.reset();
    m_state = State::None;
    if (std::exchange(m_source, MergeTexts::Source::Draft) != MergeTexts::Source::Reversal)
        m_session.useMerged(text);
    else if (text != m_session.text())
        Q_EMIT reversed(text);
    Q_EMIT changed();
    return true;
}

void DraftMerge::dismiss()
{
    const bool isReversal = m_source == MergeTexts::Source::Reversal;
    if (m_state == State::Merged || (isReversal && m_state == State::Conflicts))
        setState(State::None);
}

void DraftMerge::setState(State state)
{
    m_state = state;
    if (state == State::None) {
        m_call.cancel();
        m_merge.reset();
        m_source = MergeTexts::Source::Draft;
    }
    Q_EMIT changed();
}

} // namespace chancery::models
