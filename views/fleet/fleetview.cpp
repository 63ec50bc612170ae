// SPDX-License-Identifier: Apache-2.0
#include "fleetview.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/stateoverlay.h"
#include "views/common/tablepane.h"
#include "views/common/widgets.h"

#include <QVBoxLayout>

#include <set>

namespace chancery::views {

using models::Column;
using models::Status;
using models::toQt;

namespace {

bool isBehind(const FleetRow &row)
{
    return row.report.epoch < row.liveEpoch;
}

QString stateOf(const FleetRow &row)
{
    if (row.report.config.isEmpty())
        return QCoreApplication::translate("columns", "No Report");
    if (row.report.status == core::ReportStatus::Applied && isBehind(row))
        return QCoreApplication::translate("columns", "Behind");
    return models::reportText(row.report.status);
}

Status statusOf(const FleetRow &row)
{
    if (row.report.config.isEmpty())
        return Status::Muted;
    if (row.report.status == core::ReportStatus::Applied && isBehind(row))
        return Status::Attention;
    return models::reportStatus(row.report.status);
}

QString epochOf(const FleetRow &row)
{
    if (row.report.config.isEmpty())
        return {};
    if (!isBehind(row))
        return QString::number(row.report.epoch);
    return QCoreApplication::translate("columns", "%1 of %2")
        .arg(row.report.epoch)
        .arg(row.liveEpoch);
}

QString effectiveOf(const FleetRow &row)
{
    return row.report.effective ? models::shortDigest(row.report.effective->text()) : QString();
}

QString effectiveTip(const FleetRow &row)
{
    return row.report.effective
        ? QCoreApplication::translate("columns",
              "It delivers what this version, its layers, its parents and its references come to; "
              "this is the content id of that document.")
        : QString();
}

// Why it refused, or what was written by hand where it delivers.
QString reasonOf(const FleetRow &row)
{
    if (!row.report.liveOnly || row.report.liveOnly->empty())
        return toQt(row.report.reason);
    QStringList keys;
    for (const std::string &key : *row.report.liveOnly)
        keys << toQt(key);
    return QCoreApplication::translate("columns", "Live only: %1")
        .arg(keys.join(QStringLiteral(", ")));
}

QVariant instantOf(core::Instant instant)
{
    return qlonglong(instant.time_since_epoch().count());
}

constexpr Column<FleetRow> columns[]{
    {.key = "agent",
        .title = QT_TRANSLATE_NOOP("columns", "Agent"),
        .text = [](const FleetRow &row) { return toQt(row.agent.name); },
        .width = 120},
    {.key = "service",
        .title = QT_TRANSLATE_NOOP("columns", "Service"),
        .text = [](const FleetRow &row) { return toQt(row.agent.service); },
        .width = 112},
    {.key = "region",
        .title = QT_TRANSLATE_NOOP("columns", "Region"),
        .text = [](const FleetRow &row) { return toQt(row.agent.region); },
        .width = 112},
    {.key = "config",
        .title = QT_TRANSLATE_NOOP("columns", "Config"),
        .text = [](const FleetRow &row) { return toQt(row.report.path); },
        .width = 200},
    {.key = "state",
        .title = QT_TRANSLATE_NOOP("columns", "State"),
        .text = stateOf,
        .status = statusOf,
        .width = 112},
    {.key = "version",
        .title = QT_TRANSLATE_NOOP("columns", "Version"),
        .text = [](const FleetRow &row) { return models::shortDigest(row.report.version.text()); },
        .isCode = true,
        .width = 96},
    {.key = "effective",
        .title = QT_TRANSLATE_NOOP("columns", "Effective"),
        .text = effectiveOf,
        .tip = effectiveTip,
        .isCode = true,
        .width = 96},
    {.key = "epoch",
        .title = QT_TRANSLATE_NOOP("columns", "Epoch"),
        .text = epochOf,
        .sort = [](const FleetRow &row) { return QVariant(qulonglong(row.report.epoch)); },
        .isNumber = true,
        .width = 80},
    {.key = "since",
        .title = QT_TRANSLATE_NOOP("columns", "Since"),
        .text =
            [](const FleetRow &row) {
                return row.report.config.isEmpty() ? QString() : models::fullTime(row.report.at);
            },
        .sort = [](const FleetRow &row) { return instantOf(row.report.at); },
        .width = 176},
    {.key = "seen",
        .title = QT_TRANSLATE_NOOP("columns", "Last Seen"),
        .text
        = [](const FleetRow &row) { return models::relativeTime(row.agent.lastSeen, row.now); },
        .sort = [](const FleetRow &row) { return instantOf(row.agent.lastSeen); },
        .tip = [](const FleetRow &row) { return models::fullTime(row.agent.lastSeen); },
        .width = 96},
    {.key = "reason",
        .title = QT_TRANSLATE_NOOP("columns", "Reason"),
        .text = reasonOf,
        .width = 120},
};

} // namespace

QString FleetRow::id() const
{
    return toQt(agent.id) + u'/' + toQt(report.config);
}

FleetView::FleetView(ViewContext &context)
    : m_context(context)
    , m_model(std::make_unique<models::TableModel<FleetRow>>(columns))
    , m_table(
          new TablePane(QStringLiteral("fleet"), *m_model, context.look, context.settings, this))
    , m_overlay(new StateOverlay(context.look, m_table, this))
    , m_summary(makeLabel({}, "muted", this))
    , m_reload(new QAction(context.look.icon(QStringLiteral("reload")), tr("Reload"), this))
{
    m_table->table().setAccessibleName(tr("Agents"));
    m_summary->setObjectName(QStringLiteral("fleetSummary"));
    m_reload->setObjectName(QStringLiteral("reloadFleet"));
    m_reload->setShortcut(Qt::Key_F5);
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    m_table->filter().setFixedWidth(260);
    line->addWidget(&m_table->filter());
    line->addWidget(m_summary, 1);
    line->addWidget(makeActionButton(m_reload, bar));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_overlay, 1);
    m_overlay->watch(context.stores.fleet.loading());
    connect(m_reload, &QAction::triggered, &context.stores.fleet, &models::FleetStore::reload);
    connect(&context.stores.fleet, &models::FleetStore::changed, this, &FleetView::read);
    connect(m_table, &TablePane::rowsChanged, this, &FleetView::read);
    connect(m_overlay, &StateOverlay::emptyActionTriggered, m_table, &TablePane::clearFilter);
    connect(&context.stores.places, &models::PlacesStore::currentChanged, this,
        [this] { activate({}); });
    read();
}

FleetView::~FleetView() = default;

void FleetView::activate(const QString &)
{
    m_context.stores.fleet.show(m_context.stores.places.currentId());
}

void FleetView::read()
{
    std::vector<FleetRow> rows;
    std::set<core::AgentId> troubled;
    for (const core::Agent &known : m_context.stores.fleet.agents()) {
        const auto &reports = known.reports;
        core::Agent agent = known;
        agent.reports.clear();
        if (reports.empty())
            rows.push_back({agent, {}, 0, m_context.clock.now()});
        for (const core::AgentReport &report : reports) {
            const core::Head *head = m_context.stores.fleet.headOf(report.config);
            rows.push_back({agent, report, head ? head->epoch : 0, m_context.clock.now()});
            if (report.status == core::ReportStatus::Refused || isBehind(rows.back()))
                troubled.insert(agent.id);
        }
    }
    m_model->setRows(std::move(rows));
    const int agents = int(m_context.stores.fleet.agents().size());
    const QString place = m_context.stores.places.titleOf(m_context.stores.places.currentId());
    showText(m_summary,
        agents == 0 ? QString()
            : troubled.empty()
            ? tr("%n agent(s), all on what is live.", nullptr, agents)
            : tr("%n agent(s), %1 not on what is live.", nullptr, agents).arg(troubled.size()));
    if (m_table->isFilteredEmpty())
        m_overlay->setEmpty(true, tr("No agent matches the filter"), {}, tr("Clear Filter"));
    else
        m_overlay->setEmpty(agents == 0, tr("No agents in %1").arg(place),
            tr("An agent appears here when it has registered with “chancery-agent”."));
}

QList<QAction *> FleetView::commands() const
{
    return {m_reload};
}

void FleetView::focusFilter()
{
    m_table->filter().setFocus();
}

} // namespace chancery::views
