// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAction>
#include <QList>
#include <QWidget>

namespace chancery::views {

// A workspace as the shell sees it. Made when it is first wanted, lives as long as the session.
class View : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    // The parts of it that wear the style sheet, each given a new one in an event of its own.
    virtual QList<QWidget *> dressedParts() { return {this}; }
    // It comes to the front; the subject is empty when it should stay as it was left.
    virtual void activate(const QString &subject) = 0;
    // Its commands for the menu that carries its name.
    virtual QList<QAction *> commands() const { return {}; }
    // What Edit ▸ Undo and Redo work on; false where there is nothing.
    virtual bool canUndo() const { return false; }
    virtual bool canRedo() const { return false; }
    virtual void undo() { }
    virtual void redo() { }
    virtual void focusFilter() { }
    // What is selected and may be looked for elsewhere; one line, empty where there is nothing.
    virtual QString searchText() const { return {}; }
    // Of the config that it is about just now; empty where it is about none.
    virtual QString configPath() const { return {}; }
    // False when closing would lose something that has not reached the server.
    virtual bool isSettled() const { return true; }

Q_SIGNALS:
    void undoStateChanged();
    void cursorTextChanged(const QString &text);
};

} // namespace chancery::views
