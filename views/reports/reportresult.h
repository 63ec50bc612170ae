// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/reportperiod.h"
#include "views/reports/reportrows.h"
#include "views/viewcontext.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QWidget>

namespace chancery::views {

class CoverageBar;
class ReportFacts;
class ReportQueries;
class StateOverlay;
class TablePane;
class TrendChart;

// A finished report: its evidence header, its queries by control, the two charts, and the rows of
// the query that is chosen.
class ReportResultPanel : public QWidget {
    Q_OBJECT

public:
    explicit ReportResultPanel(ViewContext &context, QWidget *parent = nullptr);
    ~ReportResultPanel() override;

    // Of the store's result, with the words in which it was asked for. Null forgets.
    void show(std::shared_ptr<const models::ReportResult> result,
        const models::ReportPeriod &period, const QString &environments);
    // Whether the log knows of it, in words; empty while nobody knows.
    void showTold(const QString &told);
    TablePane &rows() { return *m_table; }

private:
    QWidget *makeCharts();
    QWidget *makeRows();
    void showQuery();
    void showTrend();
    void showRows();
    void showKinds(const audit::ReportQuery *query);
    void openEvent();
    const audit::ReportQuery *query() const;
    const EvidenceLine *currentLine() const;

    ViewContext &m_context;
    std::shared_ptr<const models::ReportResult> m_result;
    std::unique_ptr<models::TableModel<EvidenceLine>> m_model;
    ReportFacts *m_facts;
    ReportQueries *m_queries;
    CoverageBar *m_coverage = nullptr;
    QLabel *m_coverageText = nullptr;
    QLabel *m_trendTitle = nullptr;
    TrendChart *m_trend = nullptr;
    QComboBox *m_step = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_verdict = nullptr;
    QLabel *m_limits = nullptr;
    QComboBox *m_kind = nullptr;
    QLabel *m_shown = nullptr;
    QPushButton *m_open = nullptr;
    TablePane *m_table;
    StateOverlay *m_overlay = nullptr;
    bool m_isFilling = false;
};

} // namespace chancery::views
