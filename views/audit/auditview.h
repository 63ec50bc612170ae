// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/audit/eventcolumns.h"
#include "views/view.h"
#include "views/viewcontext.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>

namespace chancery::views {

class Banner;
class FacetTree;
class Forgetting;
class SavedSearches;
class StateOverlay;
class TablePane;
class TimeHistogram;

// The cached log: newest first, narrowed by facets, times and words in the cache, with each event's
// evidence and proof; alarms stand over it until somebody puts their name under them.
class AuditView : public View {
    Q_OBJECT

public:
    explicit AuditView(ViewContext &context);
    ~AuditView() override;

    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;

private:
    void makeActions();
    QWidget *makeBarOverTable();
    QWidget *makeMiddle();
    void connectStore();
    void connectFilters();
    void connectForgetting();
    void narrow(const audit::AuditFilter &filter);
    void narrowTimes(core::Instant from, core::Instant before);
    void selectWanted();
    void read();
    void readNames();
    void readOverview();
    void readState();
    QString workText() const;
    bool showAlarm();
    void showFailures();
    void acknowledge();
    void startAnew();
    void exportEvents();

    ViewContext &m_context;
    models::AuditStore &m_store;
    std::unique_ptr<models::TableModel<EventLine>> m_model;
    TablePane *m_table;
    StateOverlay *m_overlay;
    Banner *m_banner;
    TimeHistogram *m_histogram;
    FacetTree *m_facets;
    Forgetting *m_forgetting;
    SavedSearches *m_searches = nullptr;
    QLineEdit *m_search = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_shown = nullptr;
    QPushButton *m_clear = nullptr;
    QAction *m_verify = nullptr;
    QAction *m_sync = nullptr;
    QAction *m_export = nullptr;
    QAction *m_cancel = nullptr;
    QAction *m_acknowledge = nullptr;
    QWidget *m_cancelButton = nullptr; // there while something can be cancelled
    QTimer m_typing;
    QString m_wanted; // to be selected when its row is there
    bool m_isOffline = false; // the banner's action syncs again
    QString m_said; // of a person who was forgotten, or not
    QString m_saidDetails; // it failed
};

} // namespace chancery::views
