// SPDX-License-Identifier: Apache-2.0
#include "livepanel.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"
#include "views/configs/documentpage.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

namespace chancery::views {

using models::Column;
using models::Status;
using models::toQt;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(columns)
};

QString joined(const std::vector<std::string> &texts)
{
    QStringList all;
    for (const std::string &text : texts)
        all << safeText(toQt(text));
    return all.join(QStringLiteral(", "));
}

QString stateOf(const LiveRow &row)
{
    if (!row.refusals.empty())
        return Words::tr("Live Refused");
    return row.isLive ? Words::tr("Live") : Words::tr("Behind");
}

Status statusOf(const LiveRow &row)
{
    if (!row.refusals.empty())
        return Status::Bad;
    return row.isLive ? Status::Good : Status::Attention;
}

QString differenceText(const LiveRow &row)
{
    if (row.version.isEmpty())
        return Words::tr("no text of its own");
    if (!row.difference)
        return QStringLiteral("…");
    if (*row.difference == 0)
        return Words::tr("none");
    return QCoreApplication::translate("columns", "%n line(s)", nullptr, *row.difference);
}

QString deliveryOf(const LiveRow &row)
{
    if (!row.effective)
        return Words::tr("This Text");
    return QCoreApplication::translate("columns", "Effective %1")
        .arg(models::shortDigest(row.effective->text()));
}

constexpr Column<LiveRow> columns[]{
    {.key = "version",
        .title = QT_TRANSLATE_NOOP("columns", "Version"),
        .text = [](const LiveRow &row) { return models::shortDigest(row.version.text()); },
        .isCode = true,
        .width = 96},
    {.key = "delivers",
        .title = QT_TRANSLATE_NOOP("columns", "Delivers"),
        .text = deliveryOf,
        .tip =
            [](const LiveRow &row) {
                return row.effective ? safeToolTip(toQt(row.effective->text())) : QString();
            },
        .width = 136},
    {.key = "state",
        .title = QT_TRANSLATE_NOOP("columns", "State"),
        .text = stateOf,
        .status = statusOf,
        .tip = [](const LiveRow &row) { return safeToolTip(joined(row.refusals)); },
        .width = 96},
    {.key = "agents",
        .title = QT_TRANSLATE_NOOP("columns", "Agents"),
        .text = [](const LiveRow &row) { return QString::number(row.agents.size()); },
        .isNumber = true,
        .width = 64},
    {.key = "names",
        .title = QT_TRANSLATE_NOOP("columns", "Names"),
        .text = [](const LiveRow &row) { return joined(row.agents); },
        .tip = [](const LiveRow &row) { return safeToolTip(joined(row.agents)); },
        .width = 240},
    {.key = "since",
        .title = QT_TRANSLATE_NOOP("columns", "Since"),
        .text = [](const LiveRow &row) { return models::relativeTime(row.since, row.now); },
        .tip = [](const LiveRow &row) { return models::fullTime(row.since); },
        .width = 112},
    {.key = "difference",
        .title = QT_TRANSLATE_NOOP("columns", "Against This Draft"),
        .text = differenceText,
        .isNumber = true,
        .width = 136},
};

// One row for each version that somebody holds and each document that it comes to, the newest
// first. Who refused the live version goes
// on with another one, which nobody has told us; it counts with what was refused.
std::vector<LiveRow> rowsOf(
    const models::FleetStore &fleet, const core::ConfigId &config, core::Instant now)
{
    std::map<std::pair<core::VersionId, std::optional<core::ContentId>>, LiveRow> rows;
    const core::Head *head = fleet.headOf(config);
    for (const core::Agent &agent : fleet.agents()) {
        for (const core::AgentReport &report : agent.reports) {
            if (report.config != config)
                continue;
            LiveRow &row = rows[{report.version, report.effective}];
            const bool isFirst = row.agents.empty();
            row.version = report.version;
            row.effective = report.effective;
            row.epoch = std::max(row.epoch, report.epoch);
            row.liveEpoch = head ? head->epoch : 0;
            row.isLive = head && head->version == report.version;
            row.agents.push_back(agent.name);
            row.since = isFirst ? report.at : std::min(row.since, report.at);
            row.now = now;
            if (report.status == core::ReportStatus::Refused)
                row.refusals.push_back(agent.name + ": " + report.reason);
        }
    }
    std::vector<LiveRow> sorted;
    for (auto &[key, row] : rows) {
        std::ranges::sort(row.agents);
        sorted.push_back(std::move(row));
    }
    std::ranges::sort(sorted, [](const LiveRow &one, const LiveRow &other) {
        return std::tuple(other.epoch, one.version, one.effective)
            < std::tuple(one.epoch, other.version, other.effective);
    });
    return sorted;
}

} // namespace

LivePanel::LivePanel(ViewContext &context, QWidget *parent)
    : DocumentPanel(parent)
    , m_context(context)
    , m_model(std::make_unique<models::TableModel<LiveRow>>(columns))
    , m_table(new QTableView(this))
    , m_compare(makeButton(tr("Compare"), QStringLiteral("compareAgentsButton"), this))
    , m_overlay(new StateOverlay(context.look, m_table, this))
{
    setUpTable();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_overlay);
    m_overlay->watch(context.stores.liveVersions.loading());
    m_soon.setSingleShot(true);
    m_soon.setInterval(std::chrono::milliseconds(300));
    connect(&m_soon, &QTimer::timeout, this, &LivePanel::read);
    connect(m_table, &QAbstractItemView::activated, this, &LivePanel::compare);
    connect(m_compare, &QPushButton::clicked, this, [this] { compare(m_table->currentIndex()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
        &LivePanel::updateCompare);
    connect(&context.stores.fleet, &models::FleetStore::changed, this, &LivePanel::read);
    connect(&context.stores.liveVersions, &models::LiveVersions::changed, this, &LivePanel::read);
}

LivePanel::~LivePanel() = default;

// Nobody is led to a table that is out of sight.
QWidget *LivePanel::keyTaker() const
{
    return m_overlay->isShowingEmpty() ? nullptr : m_table;
}

void LivePanel::setUpTable()
{
    m_table->setObjectName(QStringLiteral("liveTable"));
    m_table->setAccessibleName(tr("What agents hold"));
    m_table->setModel(m_model.get());
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(26);
    m_table->horizontalHeader()->setHighlightSections(false);
    for (int column = 0; column < m_model->columnCount(); ++column)
        m_table->setColumnWidth(column, m_model->widthOf(column));
    m_table->horizontalHeader()->setSectionResizeMode(4, QHeaderView::Stretch);
}

void LivePanel::showEvent(QShowEvent *event)
{
    DocumentPanel::showEvent(event);
    if (m_page)
        m_context.stores.fleet.show(m_page->session().environment());
    read();
}

void LivePanel::follow(DocumentPage *page)
{
    const bool isOther = page && page != m_page;
    m_page = page;
    if (!isVisible())
        return;
    if (isOther)
        m_context.stores.fleet.show(page->session().environment());
    if (isOther || !page)
        read();
    else
        m_soon.start();
}

void LivePanel::read()
{
    if (!isVisible())
        return;
    if (!m_page) {
        m_model->setRows({});
        updateCompare();
        m_overlay->setEmpty(true, tr("No config is open"), tr("Open one to see who runs it."));
        return;
    }
    const models::EditingSession &session = m_page->session();
    auto rows = rowsOf(m_context.stores.fleet, session.config().id, m_context.clock.now());
    std::set<core::VersionId> versions;
    for (LiveRow &row : rows) {
        // Only layers of it may be live, and no text of its own.
        if (!row.version.isEmpty())
            versions.insert(row.version);
        row.difference = m_context.stores.liveVersions.differenceOf(row.version);
    }
    m_overlay->setEmpty(rows.empty(),
        tr("No agent holds this config in %1")
            .arg(m_context.stores.places.titleOf(session.environment())),
        tr("An agent appears here when it has registered for this path with “chancery-agent”."));
    m_model->setRows(std::move(rows));
    if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(0, 0));
    updateCompare();
    m_context.stores.liveVersions.compare(versions, session.text());
}

void LivePanel::updateCompare()
{
    const QModelIndex index = m_table->currentIndex();
    const bool isKnown = index.isValid()
        && m_context.stores.liveVersions.textOf(m_model->rows()[std::size_t(index.row())].version);
    m_compare->setEnabled(m_page && isKnown);
    setPlainToolTip(*m_compare,
        isKnown ? tr("What these agents hold beside this draft (Enter)")
                : tr("Choose a version that agents hold."));
}

void LivePanel::compare(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const LiveRow &row = m_model->rows()[std::size_t(index.row())];
    const std::string *text = m_context.stores.liveVersions.textOf(row.version);
    if (!m_page || !text)
        return;
    m_page->compareWith(DocumentPage::Comparison{
        tr("Agents: %1").arg(models::shortDigest(row.version.text())), toQt(*text)});
}

} // namespace chancery::views
