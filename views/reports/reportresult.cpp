// SPDX-License-Identifier: Apache-2.0
#include "reportresult.h"

#include "models/qtconvert.h"
#include "views/common/plaintext.h"
#include "views/common/stateoverlay.h"
#include "views/common/tablepane.h"
#include "views/common/widgets.h"
#include "views/reports/reportfacts.h"
#include "views/reports/reportqueries.h"
#include "views/reports/reporttexts.h"
#include "views/reports/trendchart.h"

#include <QSplitter>
#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;

namespace {

// On screen; all of them stand in the files.
constexpr std::size_t mostRows = 5000;

} // namespace

ReportResultPanel::ReportResultPanel(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_model(std::make_unique<models::TableModel<EvidenceLine>>(evidenceColumns()))
    , m_facts(new ReportFacts(this))
    , m_queries(new ReportQueries(context.look, this))
    , m_table(
          new TablePane(QStringLiteral("evidence"), *m_model, context.look, context.settings, this))
{
    m_table->table().setAccessibleName(tr("Rows of the query"));
    m_table->filter().hide();
    m_table->stretch(QStringLiteral("detail"));
    auto *upper = new QSplitter(this);
    upper->addWidget(m_queries);
    upper->addWidget(makeCharts());
    upper->setSizes({640, 300});
    upper->setStretchFactor(0, 1);
    rememberSplitter(*upper, QStringLiteral("reportCharts"), context.settings);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(upper);
    splitter->addWidget(makeRows());
    splitter->setSizes({360, 280});
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    rememberSplitter(*splitter, QStringLiteral("reportRows"), context.settings);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_facts);
    layout->addWidget(makeLine(this));
    layout->addWidget(splitter, 1);
    connect(m_queries, &ReportQueries::chosen, this, &ReportResultPanel::showQuery);
}

ReportResultPanel::~ReportResultPanel() = default;

QWidget *ReportResultPanel::makeCharts()
{
    auto *panel = new QWidget(this);
    panel->setProperty("role", QStringLiteral("panel"));
    panel->setAttribute(Qt::WA_StyledBackground);
    m_coverage = new CoverageBar(m_context.look, panel);
    m_coverageText = makeLabel({}, "muted", panel);
    m_coverageText->setObjectName(QStringLiteral("reportCoverageText"));
    m_coverageText->setWordWrap(true);
    m_coverageText->setContentsMargins(12, 0, 12, 0);
    m_trendTitle = makeLabel(tr("Exceptions over time"), "caption", panel);
    m_trend = new TrendChart(m_context.look, panel);
    m_step = new QComboBox(panel);
    m_step->setObjectName(QStringLiteral("reportStep"));
    m_step->setAccessibleName(tr("Bars of the chart"));
    m_step->addItem(tr("By Week"));
    m_step->addItem(tr("By Month"));
    auto *heading = new QHBoxLayout;
    heading->setContentsMargins(12, 0, 8, 0);
    heading->addWidget(m_trendTitle, 1);
    heading->addWidget(m_step);
    auto *title = makeLabel(tr("Coverage of controls"), "caption", panel);
    title->setContentsMargins(12, 0, 12, 0);
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 10, 0, 8);
    layout->setSpacing(6);
    layout->addWidget(title);
    layout->addWidget(m_coverage);
    layout->addWidget(m_coverageText);
    layout->addSpacing(6);
    layout->addLayout(heading);
    layout->addWidget(m_trend, 1);
    connect(m_step, &QComboBox::currentIndexChanged, this, &ReportResultPanel::showTrend);
    return panel;
}

QWidget *ReportResultPanel::makeRows()
{
    auto *panel = new QWidget(this);
    panel->setProperty("role", QStringLiteral("panel"));
    panel->setAttribute(Qt::WA_StyledBackground);
    m_title = makeLabel({}, "strong", panel);
    m_title->setObjectName(QStringLiteral("reportQueryTitle"));
    m_title->setWordWrap(true);
    m_verdict = makeLabel({}, "plain", panel);
    m_verdict->setObjectName(QStringLiteral("reportVerdict"));
    m_verdict->setWordWrap(true);
    m_limits = makeLabel({}, "muted", panel);
    m_limits->setObjectName(QStringLiteral("reportLimits"));
    m_limits->setWordWrap(true);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(12, 8, 12, 4);
    head->setSpacing(2);
    head->addWidget(m_title);
    head->addWidget(m_verdict);
    head->addWidget(m_limits);
    auto *bar = new QWidget(panel);
    m_kind = new QComboBox(bar);
    m_kind->setObjectName(QStringLiteral("reportKind"));
    m_kind->setAccessibleName(tr("Which rows of the query"));
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_shown = makeLabel({}, "muted", bar);
    m_shown->setObjectName(QStringLiteral("reportShown"));
    m_open = makeButton(tr("Open Event"), QStringLiteral("openEventButton"), bar);
    QBoxLayout *line = makeBar(bar);
    line->addWidget(m_kind);
    line->addWidget(m_shown, 1);
    line->addWidget(m_open);
    m_overlay = new StateOverlay(m_context.look, m_table, panel);
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(bar);
    layout->addWidget(m_overlay, 1);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_isFilling)
            showRows();
    });
    connect(m_open, &QPushButton::clicked, this, &ReportResultPanel::openEvent);
    connect(m_table, &TablePane::activated, this, &ReportResultPanel::openEvent);
    connect(m_table, &TablePane::currentChanged, this, [this] {
        const auto *current = currentLine();
        m_open->setEnabled(current && current->hasEntry());
    });
    return panel;
}

void ReportResultPanel::showTold(const QString &told)
{
    if (m_result)
        m_facts->showFor(*m_result, told);
}

void ReportResultPanel::show(std::shared_ptr<const models::ReportResult> result,
    const models::ReportPeriod &period, const QString &environments)
{
    m_result = std::move(result);
    m_model->setRows({});
    if (!m_result)
        return;
    m_facts->show(*m_result, period, environments);
    const auto coverage = models::coverageOf(m_result->run);
    m_coverage->show(coverage);
    m_coverage->setVisible(coverage.all() > 0);
    m_coverageText->setText(coverageText(coverage));
    m_queries->show(m_result->run);
    showQuery();
}

const audit::ReportQuery *ReportResultPanel::query() const
{
    return m_result ? models::queryOf(m_result->run, m_queries->current()) : nullptr;
}

const EvidenceLine *ReportResultPanel::currentLine() const
{
    return m_model->rowWithId(m_table->currentId());
}

void ReportResultPanel::showQuery()
{
    if (!m_result)
        return;
    const auto *chosen = query();
    if (chosen) {
        const auto &definition = chosen->result.definition;
        showText(m_title, tr("%1  %2").arg(toQt(definition.id), toQt(definition.name)));
        showText(m_verdict, verdictText(chosen->result));
        showText(m_limits,
            definition.limits.empty() ? tr("Exception: %1").arg(toQt(definition.exception))
                : chosen->result.isCollected()
                ? tr("What it does not show: %1").arg(toQt(definition.limits))
                : tr("Why: %1").arg(toQt(definition.limits)));
    } else {
        showText(m_title, tr("Choose a query to see its rows"));
        showText(m_verdict, toQt(audit::statementOf(m_result->run)));
        showText(m_limits, {});
    }
    m_limits->setVisible(!m_limits->text().isEmpty());
    showKinds(chosen);
    showTrend();
    showRows();
}

void ReportResultPanel::showKinds(const audit::ReportQuery *query)
{
    m_isFilling = true;
    const int before = std::max(0, m_kind->currentIndex());
    m_kind->clear();
    for (const auto kind :
        {RowKind::Exceptions, RowKind::Listed, RowKind::Sample, RowKind::Population})
        m_kind->addItem(rowKindText(kind, query ? countOf(*query, kind) : 0));
    m_kind->setCurrentIndex(before);
    m_kind->setEnabled(query && query->result.isCollected());
    m_isFilling = false;
}

void ReportResultPanel::showTrend()
{
    if (!m_result)
        return;
    const auto step = models::TrendStep(m_step->currentIndex());
    const auto *chosen = query();
    const std::string id = chosen ? chosen->result.definition.id : std::string();
    const QString title
        = chosen ? tr("Exceptions of %1 over time").arg(toQt(id)) : tr("All exceptions over time");
    m_trendTitle->setText(title);
    m_trend->setAccessibleName(title);
    const bool isEmpty = chosen && !chosen->result.isCollected();
    m_trend->show(
        isEmpty ? std::vector<models::TrendBar>() : models::trendOf(m_result->run, id, step));
}

void ReportResultPanel::showRows()
{
    const auto *chosen = query();
    const auto kind = RowKind(std::max(0, m_kind->currentIndex()));
    const qint64 count = chosen ? countOf(*chosen, kind) : 0;
    std::vector<EvidenceLine> lines;
    if (chosen)
        lines = linesOf(m_result->run, *chosen, kind, mostRows, m_context.stores);
    const bool isCut = count > qint64(lines.size());
    showText(m_shown,
        isCut ? tr("The first %1 of %2; all stand in the files")
                    .arg(numberText(qint64(lines.size())), numberText(count))
              : QString());
    m_model->setRows({});
    m_model->setRows(std::move(lines));
    m_open->setEnabled(false);
    if (m_model->rowCount() > 0)
        m_table->selectId(m_model->rows().front().id());
    if (chosen && !chosen->result.isCollected())
        m_overlay->setEmpty(true, tr("Not collected"), toQt(chosen->result.definition.limits));
    else if (chosen)
        m_overlay->setEmpty(count == 0, tr("No rows of this kind"),
            kind == RowKind::Exceptions ? tr("No exceptions found in population %1.")
                                              .arg(numberText(chosen->result.count().population))
                                        : QString());
    else
        m_overlay->setEmpty(true, tr("No query is chosen"),
            tr("A control is a heading; its queries stand under it."));
}

void ReportResultPanel::openEvent()
{
    const auto *line = currentLine();
    if (!line || !line->hasEntry())
        return;
    m_context.navigator.goTo({QStringLiteral("audit"),
        QStringLiteral("event:%1@%2").arg(*line->row.seq).arg(line->fact.time)});
}

} // namespace chancery::views
