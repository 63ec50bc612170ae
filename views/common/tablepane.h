// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/tablemodel.h"
#include "views/common/look.h"

#include <QLineEdit>
#include <QTableView>
#include <QWidget>

class QSettings;

namespace chancery::views {

class RowFilter;

// A table as all views show it: filter, sortable columns, column chooser, copy as TSV, widths that
// are remembered, colours by status. The model stays with its view.
class TablePane : public QWidget {
    Q_OBJECT

public:
    // The name is for object names and settings: "requests".
    TablePane(const QString &name, models::TableShape &model, Look &look, QSettings &settings,
        QWidget *parent = nullptr);
    ~TablePane() override;

    QTableView &table() { return *m_table; }
    QLineEdit &filter() { return *m_filter; }
    QString currentId() const;
    QStringList selectedIds() const;
    void selectId(const QString &id);
    void clearCurrent();
    bool isFilteredEmpty() const;
    void clearFilter();
    // That column takes what the others leave, instead of the last one.
    void stretch(const QString &key);
    void copySelection();

Q_SIGNALS:
    void currentChanged(const QString &id);
    void selectionChanged();
    void activated(const QString &id);
    void rowsChanged();

private:
    void setUpTable();
    void restoreColumns();
    void saveColumns();
    void showColumnMenu(const QPoint &position);

    QString m_name;
    QString m_columnsKey;
    models::TableShape &m_model;
    Look &m_look;
    QSettings &m_settings;
    RowFilter *m_proxy;
    QLineEdit *m_filter;
    QTableView *m_table;
};

} // namespace chancery::views
