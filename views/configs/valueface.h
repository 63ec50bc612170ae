// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/form/treeeditor.h"
#include "models/actionstate.h"
#include "views/configs/documentface.h"
#include "views/configs/documentpage.h"

class QAbstractItemView;
class QAction;
class QVBoxLayout;

namespace chancery::views {

// What form and table have in common: they show the values of the text as the editor has read them,
// change them through it, and stay at the place where its caret is. While the text does not parse
// they say where, and change nothing.
class ValueFace : public DocumentFace {
    Q_OBJECT

public:
    void enter() override;
    void refresh() override;

protected:
    ValueFace(ViewContext &context, DocumentPage &page);

    // Text, schema or problems were read anew, or what may be done has changed.
    virtual void showDocument() = 0;
    // The caret is at another place.
    virtual void showPlace(const std::string &pointer) = 0;
    virtual void takeFocus() = 0;
    // The reading that the rows on screen are of; null for none.
    virtual std::shared_ptr<const editors::Analysis> basis() const = 0;

    ViewContext &context() const { return m_context; }
    DocumentPage &page() const { return m_page; }
    editors::TreeEditor &treeEditor() const { return *m_treeEditor; }
    // Whether values can be changed now.
    models::ActionState editState() const;
    // Takes the caret along; a place that is not there yet leaves it at what is around.
    void lead(const std::string &pointer);
    // Of a place that is on screen, or was taken from "basis".
    void make(editors::TreeEdit edit);
    void make(editors::TreeEdit edit, std::shared_ptr<const editors::Analysis> basis);
    // Says over the content why a change could not be made.
    void complain(const QString &sentence);
    // A command of the view: in its context menu, with its key while the view has the focus.
    QAction *addCommand(QAbstractItemView &view, const QString &text, const QString &name,
        const QString &icon, const QKeySequence &key);
    // Alt+Up and Alt+Down, and what they are about: the place where the eye is and the item in it
    // that would move.
    QList<QAction *> addMoves(QAbstractItemView &view);
    void setMovable(
        const models::ActionState &may, const std::string &item, const std::string &place);
    QWidget *makeCommandBar(const QList<QAction *> &actions);
    // The line under the content about what is selected there.
    QWidget *makeDetails();
    void showAbout(const editors::Advice *advice, const QString &problem);
    QVBoxLayout *content() const { return m_layout; }

private:
    void follow();
    void read();
    void showNotice();
    void answerNotice();
    void move(editors::TreeEdit::Kind kind);

    ViewContext &m_context;
    DocumentPage &m_page;
    editors::TreeEditor *m_treeEditor;
    QVBoxLayout *m_layout;
    Banner *m_banner;
    QString m_place; // of the caret, as last seen
    QString m_made; // a place that a change has made, until it is read
    bool m_isMaking = false;
    QString m_complaint;
    QAction *m_moveUp = nullptr;
    QAction *m_moveDown = nullptr;
    std::string m_movable;
    std::string m_movablePlace; // in it
    QLabel *m_about = nullptr;
    QLabel *m_problem = nullptr;
};

} // namespace chancery::views
