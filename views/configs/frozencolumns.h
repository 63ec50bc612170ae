// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTableView>

namespace chancery::views {

// The first columns of a table, which stay in sight while the others are scrolled under them.
// Lies over the table and takes no focus: what is current, selected, sorted and how wide columns
// are is the table's. Child of its table, which has its model already.
class FrozenColumns : public QTableView {
    Q_OBJECT

public:
    explicit FrozenColumns(QTableView &table);

    // How many; as long as they leave most of the table to the others.
    void freeze(int columns);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void follow();
    void place();
    // No cell that is worked in lies under it.
    void uncover(const QModelIndex &cell);

    QTableView &m_table;
    int m_columns = 0;
};

} // namespace chancery::views
