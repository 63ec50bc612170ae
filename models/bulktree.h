// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/bulkstore.h"
#include "models/placesstore.h"
#include "models/tablemodel.h"

#include <QAbstractItemModel>

namespace chancery::models {

// What a bulk edit has found, as a tree: texts, and below each its hits with the line before and
// after. Where something is planned, each has a check box. Lives with the view that shows it; the
// stores outlive it. All texts are as they came: whoever shows them makes them safe.
class BulkTree : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { Place, Before, After, Problem, ColumnCount };

    BulkTree(BulkStore &store, const PlacesStore &places, QObject *parent = nullptr);

    // The text of a row or of the row above it; null for none.
    const BulkObject *objectOf(const QModelIndex &index) const;
    // The number of the hit; nothing for a text.
    static std::optional<std::size_t> hitOf(const QModelIndex &index);
    // Where the hit is, or the first one of a text.
    QString pointerOf(const QModelIndex &index) const;
    QModelIndex indexOfObject(const QString &id) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    static std::size_t hitsOf(const BulkObject &object);
    void read();
    void readObject(const QString &id);
    QString textOf(const BulkObject &object, int column) const;
    QString hitTextOf(const BulkObject &object, std::size_t hit, int column) const;
    QString problemOf(const BulkObject &object) const;
    Status statusOf(const BulkObject &object, std::optional<std::size_t> hit) const;
    QVariant checkOf(const BulkObject &object, std::optional<std::size_t> hit) const;

    BulkStore &m_store;
    const PlacesStore &m_places;
    // What the view has been told of.
    std::vector<std::pair<QString, std::size_t>> m_rows;
};

} // namespace chancery::models
