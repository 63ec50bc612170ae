// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/actionstate.h"

#include <QAction>
#include <QList>
#include <QObject>

namespace chancery::views {

class DocumentPage;
class Look;

// Commands that work on the document in front. A group adds its actions in its constructor and says
// in update() which of them can be given; while no document is open, none can. Owned by the view.
class CommandGroup : public QObject {
    Q_OBJECT

public:
    explicit CommandGroup(Look &look, QObject *parent = nullptr);

    const QList<QAction *> &actions() const { return m_actions; }
    void follow(DocumentPage *page);
    QAction *add(
        const QString &text, const QString &name, const QString &icon, const QKeySequence &key);
    // With the reason in the tool tip and the status line when it is disabled.
    static void set(QAction *action, const models::ActionState &state);

protected:
    // Only of a triggered action, which is disabled while there is none.
    DocumentPage &page() const { return *m_page; }
    // The page with its text in front, for what somebody wants to see done.
    DocumentPage &pageWithText() const;
    bool isInFront(const DocumentPage *page) const { return page && page == m_page; }
    bool hasPage() const { return m_page != nullptr; }
    // All actions were enabled just now.
    virtual void update(DocumentPage & /*page*/) { }

private:
    Look &m_look;
    QList<QAction *> m_actions;
    DocumentPage *m_page = nullptr; // told anew before it goes
};

} // namespace chancery::views
