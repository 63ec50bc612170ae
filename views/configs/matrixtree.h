// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/matrixmodel.h"
#include "views/common/look.h"

#include <QTreeView>

namespace chancery::views {

// The rows and columns of a matrix: keys in a tree, one column for each environment with the
// colour of the environment over it. Left and Right go from cell to cell.
class MatrixTree : public QTreeView {
    Q_OBJECT

public:
    MatrixTree(Look &look, models::MatrixModel &model, QWidget *parent = nullptr);

    // With all that it is in open.
    void reveal(const QModelIndex &index, int column);
    // What there is to know of a cell, for its tool tip.
    using Facts = std::function<QString(const QModelIndex &index)>;
    void setFacts(Facts facts) { m_facts = std::move(facts); }

protected:
    bool viewportEvent(QEvent *event) override;
    // The whole row of the current cell is marked, not only the cell.
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void openAll();
    void fitColumns();

    Look &m_look;
    models::MatrixModel &m_model;
    Facts m_facts;
    std::string m_current; // pointer, while the model is laid out anew
    int m_currentColumn = 0;
};

} // namespace chancery::views
