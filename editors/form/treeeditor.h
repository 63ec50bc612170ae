// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/form/treeedit.h"
#include "engine/core/executor.h"

#include <QObject>

#include <deque>
#include <functional>

namespace chancery::editors {

class ConfigEditor;
struct Analysis;

// Makes the changes of a form in the text of an editor, one after the other, each as one step of
// the editor's undo. A patch is found in the executor from the tree that the editor has read; when
// the text has moved on meanwhile it is found again. Of the GUI thread, does not outlive its
// editor.
class TreeEditor : public QObject {
    Q_OBJECT

public:
    // Empty when it is done, else the sentence that says why it cannot be.
    using Done = std::function<void(const QString &fault)>;

    TreeEditor(ConfigEditor &editor, core::Executor &executor, QObject *parent = nullptr);

    ConfigEditor &editor() const { return m_editor; }
    void make(TreeEdit edit, Done done);
    bool isBusy() const { return !m_waiting.empty(); }

Q_SIGNALS:
    // The text has changed; where the eye should be as soon as it is read.
    void made(const QString &pointer);

private:
    struct Wanted {
        TreeEdit edit;
        Done done;
    };

    void pump();
    void finish(core::Result<core::TextPatch> patch, const std::shared_ptr<const Analysis> &basis);
    void answer(const QString &fault);

    ConfigEditor &m_editor;
    core::Executor &m_executor;
    std::deque<Wanted> m_waiting; // the first one is being made
    core::Call m_call;
};

} // namespace chancery::editors
