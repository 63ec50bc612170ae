// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/form/field.h"
#include "views/common/look.h"

#include <QAbstractItemView>
#include <QLabel>
#include <QStyledItemDelegate>

namespace chancery::views {

// The cells of form and table: how a value looks, and what it is filled in with: a list for what
// the schema enumerates, a line for numbers and short texts, an area for long ones. What cannot be
// is said under the field, which stays open. Enter takes it, in an area Ctrl+Enter; Escape does
// not.
class FieldDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    FieldDelegate(Look &look, QAbstractItemView &view);

    // Under a cell, while its field is open.
    void showFault(const QModelIndex &index, const QString &fault);

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(
        QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QString displayText(const QVariant &value, const QLocale &locale) const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    QWidget *makeChoice(const editors::Field &field, QWidget *parent) const;
    bool isTaken(QWidget *editor, const QKeyEvent &key);
    static bool step(QWidget *editor, int by);

    Look &m_look;
    QAbstractItemView &m_view;
    QLabel *m_fault;
    QFont m_codeFont;
};

} // namespace chancery::views
