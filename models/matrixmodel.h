// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/matrix/promotion.h"
#include "models/matrixstore.h"

#include <QAbstractItemModel>

#include <set>

namespace chancery::models {

// The rows of a matrix as a tree of keys, with a tick for what is to be promoted. Values that are
// sensitive are masked here already. A tick of an object is one for all that differs below it and
// is not protected; what is protected wants a tick of its own. Ticks and filter stay when the
// matrix is read again. Of the GUI thread.
class MatrixModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { KeyColumn, StateColumn, FirstPlace };
    enum Role { TierRole = Qt::UserRole + 100 }; // of a header: its environment's
    enum class Filter { All, Differing, Missing, Own };

    using QAbstractItemModel::QAbstractItemModel;

    void setMatrix(std::shared_ptr<const EnvironmentMatrix> matrix);
    const std::shared_ptr<const EnvironmentMatrix> &matrix() const { return m_matrix; }
    void setFilter(Filter filter, const QString &text);
    // Cells are marked where they are not as there.
    void setSource(std::size_t place);
    std::size_t source() const { return m_source; }
    void setReadOnly(bool isReadOnly);

    // What was ticked, and what is protected and was passed over by a tick around it.
    std::vector<core::PromotionPick> picks() const;
    int tickedCount() const;
    void tick(const QModelIndex &index, bool isTicked);
    bool isTicked(const QModelIndex &index) const;
    void clearTicks();

    std::uint32_t rowOf(const QModelIndex &index) const
    {
        return std::uint32_t(index.internalId());
    }
    std::string pointerOf(const QModelIndex &index) const;
    // Invalid for what is not shown.
    QModelIndex find(const std::string &pointer) const;
    // The next leaf that differs, or the one before; invalid when there is none.
    QModelIndex nextDifference(const QModelIndex &from, bool isForward) const;
    bool isEmpty() const { return rowCount() == 0; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void ticksChanged();

private:
    const core::Matrix &rows() const { return m_matrix->matrix; }
    bool accepts(std::uint32_t row) const;
    bool isProtected(std::uint32_t row) const;
    void layOut();
    void countTicks();
    QVariant keyData(std::uint32_t row, int role) const;
    QVariant stateData(std::uint32_t row, int role) const;
    QVariant cellData(std::uint32_t row, std::size_t place, int role) const;
    QString cellText(std::uint32_t row, std::size_t place) const;

    std::shared_ptr<const EnvironmentMatrix> m_matrix;
    Filter m_filter = Filter::All;
    QString m_text;
    std::size_t m_source = 0;
    bool m_isReadOnly = false;
    std::vector<std::vector<std::uint32_t>> m_children; // that are shown, by row
    std::vector<std::uint32_t> m_top;
    std::vector<int> m_places; // of a row in its parent's; -1: not shown
    std::set<std::string> m_ticked; // pointers
    std::set<std::string> m_passedOver;
    std::vector<bool> m_isTicked; // by row; of leaves
    std::vector<std::pair<int, int>> m_counts; // ticked leaves and those a tick would take, by row
};

// "≠ differs" and so on: told by a sign and a word.
QString matrixStateText(core::MatrixState state);
QString leftOutText(core::LeftOut::Reason reason, const QString &environment);

} // namespace chancery::models
