// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/quickfix.h"
#include "engine/core/executor.h"

#include <QMenu>
#include <QObject>

namespace chancery::editors {

class CodeView;
class LiveAnalysis;
struct Analysis;

// The menu of proposals for the problems at the caret: asked for in the executor, shown under the
// caret, applied as one step of undo. Child of its view.
class Fixer : public QObject {
    Q_OBJECT

public:
    Fixer(CodeView &view, LiveAnalysis &live, core::Executor &executor);

    // Opens the menu, or answers that there is nothing to propose. A text that is being read or
    // checked is waited for, unless the caret goes elsewhere meanwhile.
    void show();
    const std::vector<QuickFix> &fixes() const { return m_fixes; }
    void apply(std::size_t fix);

Q_SIGNALS:
    void answered(bool isOpen);
    // Of the value at the caret.
    void sealWanted();

private:
    void showIfWaiting();
    std::vector<EditorProblem> problemsHere() const;
    std::optional<EditorProblem> namedHere() const;
    void open(std::vector<QuickFix> fixes);

    CodeView &m_view;
    LiveAnalysis &m_live;
    core::Executor &m_executor;
    std::vector<QuickFix> m_fixes;
    std::weak_ptr<const Analysis> m_basis; // what the fixes are of, only to know it again
    std::optional<std::size_t> m_waitingAt; // where the caret was when they were asked for
    QMenu &m_menu;
    core::Call m_call;
};

} // namespace chancery::editors
