// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "models/tablemodel.h"
#include "models/versiongraphstore.h"

#include <QTimer>

namespace chancery::models {

// The rows of a VersionGraphStore as a table: the lanes, which a delegate draws, and the words of
// each version. What the lanes show is told in words as well. Of the GUI thread; the store
// outlives it.
class VersionGraphModel : public TableShape {
    Q_OBJECT

public:
    enum Column {
        GraphColumn,
        VersionColumn,
        KindColumn,
        StateColumn,
        EnvironmentColumn,
        PathColumn,
        WhenColumn,
        AuthorColumn,
        ApproversColumn,
        RequestColumn,
        KeysColumn,
        ReasonColumn,
        ColumnCount
    };

    VersionGraphModel(VersionGraphStore &store, const core::Clock &clock);

    const VersionGraphStore &store() const { return m_store; }
    // Rows where the words of a search were found stand out.
    void setSearch(const LineageFilter &search);
    bool isFound(int row) const;
    // Rows that come behind those that are there are gathered for a moment while more are being
    // read, for at each insertion a view lays itself out and paints all of itself: this says now
    // what has been gathered.
    void announce();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    int widthOf(int column) const override;
    QString keyOf(int column) const override;
    bool rowContains(int row, const QString &text) const override;

private:
    QString text(const core::LineageEntry &entry, int column) const;
    Status statusOf(const core::LineageEntry &entry, int column) const;
    void append(int count);
    void prepend(int count);
    void announceTo(int count);

    VersionGraphStore &m_store;
    const core::Clock &m_clock;
    LineageFilter m_search;
    int m_count = 0; // announced
    QTimer m_gathering;
};

QString kindText(core::EdgeKind kind);
// "Promotion in prod, live. Lane 2 of 5. From: 9f3c21ab by edit, 04aa9e2b by promotion from dev."
QString laneText(const VersionGraphStore &store, int row);

} // namespace chancery::models
