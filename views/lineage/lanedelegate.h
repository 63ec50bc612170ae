// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/versiongraphmodel.h"
#include "views/common/look.h"

#include <QStyledItemDelegate>

#include <functional>

namespace chancery::views {

// How an environment's head is flagged.
struct HeadFlag {
    QString title;
    int tier = 0;
};
using FlagOf = std::function<HeadFlag(const core::EnvironmentId &)>;

// Draws the lanes of a version graph's rows: the version by the form of its kind, edges by the dash
// of theirs, a flag at what is live. Only the rows that are painted are laid out anew, from what
// the store keeps; their number does not matter. Lanes are as narrow as what has been on screen so
// far needs, so that what comes behind changes nothing there. The view's rows are the model's.
class LaneDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    LaneDelegate(
        const models::VersionGraphModel &model, const Look &look, FlagOf flagOf, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
        const QModelIndex &index) override;
    // Before such rows are painted: whether lanes are narrower from now on, on all of the screen.
    bool makeRoom(int firstRow, int lastRow);

private:
    struct Frame; // one cell's geometry
    static constexpr std::size_t hueCount = 6;

    double step(double width) const;
    QColor laneColour(std::uint32_t lane) const;
    QPen penOf(const core::LaneLine &line, const Frame &frame) const;
    void paintEdges(QPainter &painter, const core::LaneRow &row, const Frame &frame) const;
    void paintVersion(QPainter &painter, const core::LaneRow &row, const core::LineageEntry &entry,
        const Frame &frame) const;
    void paintFlag(QPainter &painter, const QStyleOptionViewItem &option, const HeadFlag &flag,
        double left) const;

    const models::VersionGraphModel &m_model;
    const Look &m_look;
    FlagOf m_flagOf;
    std::uint32_t m_lanesShown = 1; // by the widest row so far
    QColor m_colours[2][hueCount]; // light and dark
};

} // namespace chancery::views
