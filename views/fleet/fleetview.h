// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/tablemodel.h"
#include "views/view.h"
#include "views/viewcontext.h"

#include <QLabel>

namespace chancery::views {

class StateOverlay;
class TablePane;

// One config on one agent. An agent that has reported nothing has one row without a config.
struct FleetRow {
    core::Agent agent; // without its reports
    core::AgentReport report;
    std::uint64_t liveEpoch = 0;
    core::Instant now;

    QString id() const;
    friend bool operator==(const FleetRow &, const FleetRow &) = default;
};

// Who runs what since when, in the environment that is looked at.
class FleetView : public View {
    Q_OBJECT

public:
    explicit FleetView(ViewContext &context);
    ~FleetView() override;

    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;

private:
    void read();

    ViewContext &m_context;
    std::unique_ptr<models::TableModel<FleetRow>> m_model;
    TablePane *m_table;
    StateOverlay *m_overlay;
    QLabel *m_summary;
    QAction *m_reload;
};

} // namespace chancery::views
