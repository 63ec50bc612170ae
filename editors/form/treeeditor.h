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
// the text has moved on meanwhile it is found again. What waits is about a value, not about a
// position: it follows the items of lists through every reading of the text, and is refused where
// nobody can say which item it was about. Of the GUI thread, does not outlive its editor.
class TreeEditor : public QObject {
    Q_OBJECT

public:
    struct Answer {
        QString fault; // empty when it is done, else the sentence that says why it cannot be
        bool isLost = false; // there is no place any more that this could be said at
    };
    using Done = std::function<void(const Answer &answer)>;

    TreeEditor(ConfigEditor &editor, core::Executor &executor, QObject *parent = nullptr);

    ConfigEditor &editor() const { return m_editor; }
    // "basis" is the reading that the edit's place was taken from.
    void make(TreeEdit edit, std::shared_ptr<const Analysis> basis, Done done);
    bool isBusy() const { return !m_waiting.empty(); }

Q_SIGNALS:
    // The text has changed; where the eye should be as soon as it is read.
    void made(const QString &pointer);

private:
    struct Wanted {
        TreeEdit edit;
        std::shared_ptr<const Analysis> basis;
        Done done;
        bool isLost = false; // its place is no longer to be found
    };

    void follow(Wanted &wanted) const;
    void read();
    void pump();
    void finish(core::Result<core::TextPatch> patch, const std::shared_ptr<const Analysis> &basis);
    void answer(const Answer &answer);

    ConfigEditor &m_editor;
    core::Executor &m_executor;
    std::deque<Wanted> m_waiting; // the first one is being made
    core::Call m_call;
};

} // namespace chancery::editors
