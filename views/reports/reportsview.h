// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/reportperiod.h"
#include "models/reportstore.h"
#include "views/view.h"
#include "views/viewcontext.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

namespace chancery::views {

class Banner;
class ReportForm;
class ReportResultPanel;

// Reports of evidence: what is asked on the left, what was found on the right; files are written
// from what is shown, and only where the log verifies.
class ReportsView : public View {
    Q_OBJECT

public:
    explicit ReportsView(ViewContext &context);
    ~ReportsView() override;

    // The id of a framework chooses it.
    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;

private:
    void makeActions();
    QWidget *makeLeft();
    QWidget *makeRight();
    QWidget *makeBarOverResult();
    QWidget *makeBusy();
    QWidget *makeMessage();
    void connectStore();
    void run();
    void read();
    void readStep();
    void readResult();
    void readExports();
    void showMessage(const QString &title, const QString &hint);
    void showBanner();
    void ask(models::ReportFormat format);

    ViewContext &m_context;
    models::ReportStore &m_store;
    models::ReportPeriod m_asked; // as the report that is shown was asked for
    QString m_environments;
    QString m_written; // the last file
    ReportForm *m_form = nullptr;
    ReportResultPanel *m_result = nullptr;
    Banner *m_banner = nullptr;
    QStackedWidget *m_pages = nullptr;
    QWidget *m_message = nullptr;
    QWidget *m_busy = nullptr;
    QLabel *m_problem = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_standing = nullptr;
    QLabel *m_messageTitle = nullptr;
    QLabel *m_messageHint = nullptr;
    QLabel *m_step = nullptr;
    QLabel *m_exportStep = nullptr;
    QProgressBar *m_progress = nullptr;
    QPushButton *m_cancelButton = nullptr;
    QPushButton *m_cancelExport = nullptr;
    QAction *m_run = nullptr;
    QAction *m_cancel = nullptr;
    QList<QAction *> m_exports; // in the order of the formats
    std::shared_ptr<const models::ReportResult> m_shown;
};

} // namespace chancery::views
