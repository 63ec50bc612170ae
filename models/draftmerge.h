// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/executor.h"
#include "engine/core/merge/threeway.h"
#include "models/actionstate.h"
#include "models/editingsession.h"

namespace chancery::models {

// Watches an editing session and merges what happened elsewhere into what is written here. Where
// nothing conflicts it does so by itself, as one edit that can be undone; else it waits for
// somebody's answers. Merges in the executor, which must outlive it. Of the GUI thread.
class DraftMerge : public QObject {
    Q_OBJECT

public:
    enum class State {
        None,
        Working,
        Conflicts, // somebody has to decide
        Merged // done by itself, until it has been seen
    };
    using Merge = std::shared_ptr<const core::ThreeWayMerge>;

    DraftMerge(EditingSession &session, core::Executor &compute);

    State state() const { return m_state; }
    MergeTexts::Source source() const { return m_source; }
    // Of Conflicts and Merged; else null.
    const Merge &merge() const { return m_merge; }

    // Takes a change out of the text that is written here and leaves what came later: the merge of
    // the text as it is with the one before the change, both begun from the one after it. What goes
    // away by itself is an edit (reversed()), what was changed again since is a conflict. Not while
    // there is another merge to be done first.
    ActionState reversalState() const;
    void reverse(const QString &before, const QString &after);

    // Merges again if more has been written here since.
    void refresh();
    // The outcome of somebody's work. Nothing is changed before.
    // False where something was written since: that is merged first, and another answer wanted.
    bool use(const QString &text);
    // Merged has been seen.
    void dismiss();

Q_SIGNALS:
    void changed();
    // The text without the change; the same text where nothing of it is left.
    void reversed(const QString &text);

private:
    void follow();
    void start();
    void run(core::MergeInput input);
    void take(Merge merge);
    void takeReversal(Merge merge);
    bool keepClean(Merge merge);
    void setState(State state);

    EditingSession &m_session;
    core::Executor &m_compute;
    State m_state = State::None;
    MergeTexts::Source m_source = MergeTexts::Source::Draft;
    Merge m_merge;
    core::MergeInput m_reversal; // without mine
    core::Call m_call;
};

} // namespace chancery::models
