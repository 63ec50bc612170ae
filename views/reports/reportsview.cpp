// SPDX-License-Identifier: Apache-2.0
#include "reportsview.h"

#include "models/qtconvert.h"
#include "views/common/banner.h"
#include "views/common/errortext.h"
#include "views/common/offer.h"
#include "views/common/plaintext.h"
#include "views/common/tablepane.h"
#include "views/common/widgets.h"
#include "views/reports/reportform.h"
#include "views/reports/reportresult.h"
#include "views/reports/reporttexts.h"

#include <QFileDialog>
#include <QMenu>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace chancery::views {

using models::ReportFormat;
using models::toQt;
using State = models::ReportStore::State;

namespace {

struct Export {
    ReportFormat format;
    const char *name; // of its action
};
constexpr std::array exports{Export{ReportFormat::Bundle, "exportReportBundle"},
    Export{ReportFormat::Pdf, "exportReportPdf"},
    Export{ReportFormat::Workbook, "exportReportWorkbook"},
    Export{ReportFormat::Tables, "exportReportTables"},
    Export{ReportFormat::Exceptions, "exportReportExceptions"},
    Export{ReportFormat::Data, "exportReportData"},
    Export{ReportFormat::Oscal, "exportReportOscal"}};

QString titleOf(const audit::ReportRun &run)
{
    if (run.request.queries.empty())
        return ReportsView::tr("Evidence for %1").arg(toQt(run.framework.name));
    QStringList ids;
    for (const auto &id : run.request.queries)
        ids << toQt(id);
    return ReportsView::tr("Evidence of single queries: %1").arg(ids.join(QStringLiteral(", ")));
}

} // namespace

ReportsView::ReportsView(ViewContext &context)
    : m_context(context)
    , m_store(context.stores.reports)
{
    makeActions();
    auto *splitter = new QSplitter(this);
    splitter->addWidget(makeLeft());
    splitter->addWidget(makeRight());
    splitter->setSizes({316, 1000});
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    rememberSplitter(*splitter, QStringLiteral("reportColumns"), context.settings);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    setFocusProxy(m_form->first());
    connectStore();
    read();
}

ReportsView::~ReportsView() = default;

void ReportsView::makeActions()
{
    const auto make = [this](const char *icon, const QString &text, const char *name) {
        auto *action = new QAction(m_context.look.icon(QString::fromLatin1(icon)), text, this);
        action->setObjectName(QString::fromLatin1(name));
        return action;
    };
    m_run = make("apply", tr("Run Report"), "runReport");
    m_run->setShortcut(Qt::CTRL | Qt::Key_Return);
    m_cancel = make("withdraw", tr("Cancel Report"), "cancelReport");
    connect(m_run, &QAction::triggered, this, &ReportsView::run);
    connect(m_cancel, &QAction::triggered, &m_store, &models::ReportStore::cancel);
    for (const auto &one : exports) {
        auto *action = make("export", tr("Write %1…").arg(formatText(one.format)), one.name);
        connect(action, &QAction::triggered, this, [this, format = one.format] { ask(format); });
        m_exports << action;
    }
}

QWidget *ReportsView::makeLeft()
{
    m_form = new ReportForm(m_context, this);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("reportFormArea"));
    scroll->setAccessibleName(tr("What is asked"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Its room is kept free, so that what stands below is as wide as the fields.
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    scroll->setWidget(m_form);
    scroll->setMinimumWidth(m_form->minimumSizeHint().width() + 14);
    auto *foot = new QWidget(this);
    foot->setProperty("role", QStringLiteral("footer"));
    foot->setAttribute(Qt::WA_StyledBackground);
    m_problem = makeLabel({}, "problem", foot);
    m_problem->setObjectName(QStringLiteral("reportProblem"));
    m_problem->setWordWrap(true);
    auto *button = makeActionButton(m_run, foot, true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *lines = new QVBoxLayout(foot);
    lines->setContentsMargins(16, 8, 28, 8);
    lines->setSpacing(6);
    lines->addWidget(m_problem);
    lines->addWidget(button);
    auto *left = new QWidget(this);
    auto *layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addWidget(foot);
    return left;
}

QWidget *ReportsView::makeRight()
{
    m_banner = new Banner(m_context.look, this);
    m_pages = new QStackedWidget(this);
    m_message = makeMessage();
    m_busy = makeBusy();
    m_result = new ReportResultPanel(m_context, m_pages);
    m_pages->addWidget(m_message);
    m_pages->addWidget(m_busy);
    m_pages->addWidget(m_result);
    auto *right = new QWidget(this);
    auto *layout = new QVBoxLayout(right);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBarOverResult());
    layout->addWidget(m_banner);
    layout->addWidget(m_pages, 1);
    return right;
}

QWidget *ReportsView::makeBarOverResult()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    m_title = makeLabel({}, "strong", bar);
    m_title->setObjectName(QStringLiteral("reportTitle"));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_standing = makeChip(QStringLiteral("reportStanding"), bar);
    m_exportStep = makeLabel({}, "muted", bar);
    m_exportStep->setObjectName(QStringLiteral("reportExportStep"));
    m_cancelExport = makeButton(tr("Cancel"), QStringLiteral("cancelReportExportButton"), bar);
    m_cancelExport->setAccessibleName(tr("Cancel writing the file"));
    auto *button = new QToolButton(bar);
    button->setObjectName(QStringLiteral("exportReportButton"));
    button->setText(tr("Write to a File"));
    button->setAccessibleName(tr("Write the report to a file"));
    button->setProperty("role", QStringLiteral("menu"));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::TabFocus);
    auto *menu = new QMenu(button);
    menu->setToolTipsVisible(true);
    menu->addActions(m_exports);
    button->setMenu(menu);
    QBoxLayout *line = makeBar(bar);
    line->addWidget(m_standing);
    line->addWidget(m_title, 1);
    line->addWidget(m_exportStep);
    line->addWidget(m_cancelExport);
    line->addWidget(button);
    connect(
        m_cancelExport, &QPushButton::clicked, &m_store.exporting(), &models::Operation::cancel);
    return bar;
}

QWidget *ReportsView::makeMessage()
{
    auto *page = new QWidget(m_pages);
    page->setProperty("role", QStringLiteral("panel"));
    page->setAttribute(Qt::WA_StyledBackground);
    m_messageTitle = makeLabel({}, "title", page);
    m_messageTitle->setObjectName(QStringLiteral("reportMessage"));
    m_messageHint = makeLabel({}, "muted", page);
    m_messageHint->setObjectName(QStringLiteral("reportHint"));
    m_messageHint->setWordWrap(true);
    m_messageHint->setAlignment(Qt::AlignHCenter);
    auto *layout = new QVBoxLayout(page);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_messageTitle, 0, Qt::AlignHCenter);
    auto *line = new QHBoxLayout; // aligned by the layout it would get the height of one line
    line->addStretch(1);
    line->addWidget(m_messageHint, 4);
    line->addStretch(1);
    layout->addLayout(line);
    layout->addStretch(3);
    return page;
}

QWidget *ReportsView::makeBusy()
{
    auto *page = new QWidget(m_pages);
    page->setProperty("role", QStringLiteral("panel"));
    page->setAttribute(Qt::WA_StyledBackground);
    m_step = makeLabel({}, "muted", page);
    m_step->setObjectName(QStringLiteral("reportStepText"));
    m_progress = new QProgressBar(page);
    m_progress->setObjectName(QStringLiteral("reportProgress"));
    m_progress->setAccessibleName(tr("Progress of the report"));
    m_progress->setFixedWidth(280);
    m_progress->setTextVisible(false);
    m_cancelButton = makeButton(tr("Cancel"), QStringLiteral("cancelReportButton"), page);
    connect(m_cancelButton, &QPushButton::clicked, m_cancel, &QAction::trigger);
    auto *layout = new QVBoxLayout(page);
    layout->setSpacing(12);
    layout->addStretch(2);
    layout->addWidget(m_step, 0, Qt::AlignHCenter);
    layout->addWidget(m_progress, 0, Qt::AlignHCenter);
    layout->addWidget(m_cancelButton, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

void ReportsView::connectStore()
{
    connect(&m_store, &models::ReportStore::changed, this, &ReportsView::read);
    connect(&m_store, &models::ReportStore::stepped, this, &ReportsView::readStep);
    connect(&m_store, &models::ReportStore::exported, this, [this](const QString &file) {
        m_written = file;
        showBanner();
    });
    connect(m_form, &ReportForm::changed, this, &ReportsView::read);
    connect(m_form, &ReportForm::signingChanged, this, &ReportsView::readExports);
    connect(m_banner, &Banner::actionTriggered, this, [this] {
        if (m_shown && m_store.standing() != audit::Standing::Verified)
            m_context.navigator.goTo({QStringLiteral("audit"), {}});
        else if (m_store.state() == State::Failed)
            run();
        else
            m_store.exporting().dismiss();
    });
}

void ReportsView::run()
{
    if (!m_run->isEnabled())
        return;
    m_asked = m_form->period();
    m_environments = m_form->environmentsText();
    m_written.clear();
    m_store.run(m_form->request());
}

void ReportsView::showMessage(const QString &title, const QString &hint)
{
    m_messageTitle->setText(title);
    showText(m_messageHint, hint);
    m_pages->setCurrentWidget(m_message);
}

void ReportsView::read()
{
    const State state = m_store.state();
    const QString problem = m_form->problem();
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    offer(*m_run,
        state == State::Running && problem.isEmpty() ? tr("A report is being made.") : problem,
        tr("Ask the log"));
    offer(*m_cancel, state == State::Running ? QString() : tr("No report is being made."));
    readResult();
    if (state == State::Running)
        m_pages->setCurrentWidget(m_busy);
    else if (state == State::Done)
        m_pages->setCurrentWidget(m_result);
    else if (state == State::Cancelled)
        showMessage(tr("The report was cancelled"),
            tr("Nothing of it is kept. Run it again whenever it suits."));
    else if (state == State::Failed)
        showMessage(tr("There is no report"), errorHeadline(m_store.error()));
    else
        showMessage(tr("No report has been run yet"),
            tr("Choose a framework and a period, and run it over the copy of the audit log. What "
               "it "
               "finds is shown here: populations, exceptions, coverage and trends. Files are "
               "written "
               "from there."));
    readStep();
    readExports();
    showBanner();
}

void ReportsView::readResult()
{
    const auto result = m_store.state() == State::Done ? m_store.result() : nullptr;
    if (result != m_shown) {
        m_shown = result;
        m_result->show(result, m_asked, m_environments);
    }
    if (m_store.toldAs())
        m_result->showTold(tr("in the log as entry %1").arg(*m_store.toldAs()));
    else if (m_store.telling().hasFailed())
        m_result->showTold(tr("the log was not told"));
    showText(m_title, m_shown ? titleOf(m_shown->run) : QString());
    setPlainToolTip(*m_title, m_shown ? toQt(m_shown->run.id) : QString());
    showChip(m_standing, m_shown ? standingText(m_store.standing()) : QString(),
        standingTone(m_store.standing()));
    m_standing->setAccessibleName(tr("How far the log is verified"));
}

void ReportsView::readStep()
{
    const auto step = m_store.step();
    const bool isKnown = step.total > 1;
    m_step->setText(stepText(step));
    m_progress->setRange(0, isKnown ? 1000 : 0);
    if (isKnown)
        m_progress->setValue(int(1000 * step.done / step.total));
    const bool isWriting = m_store.exporting().isRunning();
    m_exportStep->setText(isWriting ? stepText(step) : QString());
    m_cancelExport->setVisible(isWriting);
}

// Whatever cannot be written says why.
void ReportsView::readExports()
{
    for (std::size_t at = 0; at < exports.size(); ++at) {
        QAction *action = m_exports[qsizetype(at)];
        const auto refusal = m_store.refusal(exports[at].format, m_form->signing());
        const bool isWriting = m_store.exporting().isRunning();
        offer(*action,
            refusal         ? errorHeadline(*refusal)
                : isWriting ? tr("Another file is being written.")
                            : QString(),
            tr("The whole file, or none"));
    }
}

void ReportsView::showBanner()
{
    const auto standing = m_store.standing();
    if (m_shown && standing != audit::Standing::Verified)
        m_banner->show(
            standing == audit::Standing::Failed ? Banner::Tone::Alarm : Banner::Tone::Attention,
            standingSentence(standing, m_store.fault()), tr("Open Audit"));
    else if (m_store.state() == State::Failed)
        m_banner->show(Banner::Tone::Bad, errorHeadline(m_store.error()), tr("Run Again"),
            errorDetails(m_store.error()));
    else if (m_store.exporting().hasFailed())
        m_banner->show(Banner::Tone::Bad, errorHeadline(m_store.exporting().error()), tr("Dismiss"),
            errorDetails(m_store.exporting().error()));
    else if (!m_written.isEmpty() && m_shown)
        m_banner->show(Banner::Tone::Information, tr("Written to “%1”.").arg(m_written));
    else
        m_banner->clear();
}

void ReportsView::ask(ReportFormat format)
{
    if (!m_shown)
        return;
    const QString suffix = QString::fromLatin1(models::suffixOf(format));
    auto *dialog = new QFileDialog(this, tr("Write %1").arg(formatText(format)));
    dialog->setObjectName(QStringLiteral("reportExportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix.section(u'.', -1));
    dialog->selectFile(toQt(m_shown->run.id) + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this, format](const QString &file) {
        m_written.clear();
        m_store.exportTo(models::fromQt(file), format, m_form->signing());
    });
    dialog->open();
}

void ReportsView::activate(const QString &subject)
{
    if (!subject.isEmpty())
        m_form->choose(subject);
}

QList<QAction *> ReportsView::commands() const
{
    return QList<QAction *>{m_run, m_cancel} + m_exports;
}

void ReportsView::focusFilter()
{
    m_form->first()->setFocus();
}

} // namespace chancery::views
