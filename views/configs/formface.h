// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/form/formmodel.h"
#include "views/configs/valueface.h"

#include <QAction>
#include <QTreeView>

namespace chancery::views {

class FieldDelegate;
class KeyAdder;

// The document as an outline of keys with a field for each value, over the same text: what is
// filled in changes only its bytes. Works from the keyboard: F2 or Enter opens a field, Insert
// adds, Delete removes, Shift+F2 renames.
class FormFace : public ValueFace {
    Q_OBJECT

public:
    FormFace(ViewContext &context, DocumentPage &page);

protected:
    void showDocument() override;
    void showPlace(const std::string &pointer) override;
    void takeFocus() override;
    std::shared_ptr<const editors::Analysis> basis() const override;

private:
    QWidget *makeBarOverForm();
    void setUpTree();
    void connectModel();
    void choose(const QModelIndex &current);
    void showDetails();
    void updateActions();
    // What Enter does: opens the field, the rows below, or sets what is missing.
    void open(const QModelIndex &index);
    void edit();
    void rename();
    void add();
    void remove();
    void takeBack();
    void editAsSoonAsKnown();
    QModelIndex current() const;

    editors::FormModel *m_model;
    QTreeView *m_tree;
    FieldDelegate *m_delegate;
    KeyAdder *m_adder;
    QAction *m_edit = nullptr;
    QAction *m_add = nullptr;
    QAction *m_rename = nullptr;
    QAction *m_remove = nullptr;
    bool m_isFollowing = false;
    std::string m_wantedField; // of a key just added: opened when the schema has been asked
};

} // namespace chancery::views
