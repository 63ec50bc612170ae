// SPDX-License-Identifier: Apache-2.0
#include "auditview.h"

#include "models/qtconvert.h"
#include "models/reportanchors.h"
#include "models/words.h"
#include "views/audit/alarmtext.h"
#include "views/audit/eventpanel.h"
#include "views/audit/exportdialog.h"
#include "views/audit/facettree.h"
#include "views/audit/forgetting.h"
#include "views/audit/savedsearches.h"
#include "views/audit/timehistogram.h"
#include "views/common/errortext.h"
#include "views/common/offer.h"
#include "views/common/plaintext.h"
#include "views/common/stateoverlay.h"
#include "views/common/tablepane.h"
#include "views/common/widgets.h"

#include <QLocale>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace chancery::views {

using models::toQt;

AuditView::AuditView(ViewContext &context)
    : m_context(context)
    , m_store(context.stores.audit)
    , m_model(std::make_unique<models::TableModel<EventLine>>(eventColumns()))
    , m_table(
          new TablePane(QStringLiteral("events"), *m_model, context.look, context.settings, this))
    , m_overlay(new StateOverlay(context.look, m_table, this))
    , m_banner(new Banner(context.look, this))
    , m_histogram(new TimeHistogram(context.look, this))
    , m_facets(new FacetTree(context.stores, this))
    , m_forgetting(new Forgetting(context, this))
{
    m_table->table().setAccessibleName(tr("Audit events"));
    m_table->filter().hide();
    m_table->stretch(QStringLiteral("reason"));
    makeActions();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBarOverTable());
    layout->addWidget(m_banner);
    layout->addWidget(makeMiddle(), 1);
    m_typing.setSingleShot(true);
    m_typing.setInterval(std::chrono::milliseconds(150));
    m_overlay->watch(m_store.searching());
    connectStore();
    connectFilters();
    connectForgetting();
    read();
    readOverview();
    readState();
}

AuditView::~AuditView() = default;

QWidget *AuditView::makeMiddle()
{
    auto *events = new QWidget(this);
    auto *layout = new QVBoxLayout(events);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_histogram);
    layout->addWidget(m_overlay, 1);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_facets);
    splitter->addWidget(events);
    splitter->addWidget(new EventPanel(m_context, this));
    splitter->setSizes({196, 884, 276});
    splitter->setStretchFactor(1, 1);
    rememberSplitter(*splitter, QStringLiteral("auditColumns"), m_context.settings);
    return splitter;
}

void AuditView::makeActions()
{
    const auto make = [this](const char *icon, const QString &text, const char *name) {
        auto *action = new QAction(m_context.look.icon(QString::fromLatin1(icon)), text, this);
        action->setObjectName(QString::fromLatin1(name));
        return action;
    };
    m_verify = make("verify", tr("Verify"), "verifyLog");
    m_verify->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_V);
    setPlainToolTip(
        *m_verify, tr("Hash every cached event again and compare with the signed checkpoint"));
    m_sync = make("reload", tr("Sync"), "syncLog");
    m_sync->setShortcut(Qt::Key_F5);
    m_export = make("audit", tr("Export…"), "exportEvents");
    setPlainToolTip(*m_export, tr("Write all events that are shown into a file"));
    m_cancel = make("withdraw", tr("Cancel"), "cancelAuditWork");
    m_cancel->setShortcut(Qt::Key_Escape);
    m_cancel->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_cancel);
    m_acknowledge = make("audit", tr("Acknowledge the Alarm…"), "acknowledgeAlarm");
    connect(m_verify, &QAction::triggered, &m_store, &models::AuditStore::verify);
    connect(m_sync, &QAction::triggered, &m_store, &models::AuditStore::sync);
    connect(m_export, &QAction::triggered, this, &AuditView::exportEvents);
    connect(m_cancel, &QAction::triggered, this, [this] {
        m_store.exporting().cancel();
        m_store.verifying().cancel();
    });
    connect(m_acknowledge, &QAction::triggered, this, &AuditView::acknowledge);
}

QWidget *AuditView::makeBarOverTable()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    m_search = new QLineEdit(bar);
    m_search->setObjectName(QStringLiteral("auditSearch"));
    m_search->setAccessibleName(tr("Search events"));
    m_search->setPlaceholderText(tr("Search events"));
    m_search->setClearButtonEnabled(true);
    m_search->setProperty("role", QStringLiteral("filter"));
    m_search->setFixedWidth(280);
    m_search->addAction(m_context.look.icon(QStringLiteral("filter")), QLineEdit::LeadingPosition);
    m_searches = new SavedSearches(m_context, bar);
    m_clear = makeButton(tr("Clear Filters"), QStringLiteral("clearFiltersButton"), bar, "link");
    m_shown = makeLabel({}, "strong", bar);
    m_shown->setObjectName(QStringLiteral("auditShown"));
    m_state = makeLabel({}, "muted", bar);
    m_state->setObjectName(QStringLiteral("auditState"));
    line->addWidget(m_search);
    line->addWidget(m_searches);
    line->addWidget(m_clear);
    line->addWidget(m_shown);
    line->addWidget(m_state, 1);
    m_cancelButton = makeActionButton(m_cancel, bar);
    m_cancelButton->hide();
    line->addWidget(m_cancelButton);
    line->addWidget(makeActionButton(m_export, bar));
    line->addWidget(makeActionButton(m_sync, bar));
    line->addWidget(makeActionButton(m_verify, bar));
    return bar;
}

void AuditView::connectStore()
{
    connect(&m_store, &models::AuditStore::rowsChanged, this, &AuditView::read);
    connect(&m_store, &models::AuditStore::overviewChanged, this, &AuditView::readOverview);
    connect(&m_context.stores.people, &models::PeopleStore::changed, this, &AuditView::readNames);
    connect(&m_context.stores.configs, &models::ConfigStore::configsChanged, this,
        &AuditView::readNames);
    connect(&m_context.stores.fleet, &models::FleetStore::changed, this, &AuditView::readNames);
    connect(&m_store, &models::AuditStore::stateChanged, this, &AuditView::readState);
    connect(&m_store.verifying(), &models::Operation::changed, this, &AuditView::readState);
    connect(&m_context.stores.anchors, &models::AnchorStore::changed, this, &AuditView::readState);
    connect(&m_store.exporting(), &models::Operation::changed, this, &AuditView::readState);
    connect(&m_store.acknowledging(), &models::Operation::changed, this, &AuditView::readState);
    connect(&m_store, &models::AuditStore::exported, this, [this](qint64 entries) {
        showText(m_shown, tr("%n event(s) exported", nullptr, int(entries)));
    });
    connect(m_banner, &Banner::actionTriggered, this, [this] {
        if (m_isOffline)
            m_store.sync();
        else
            acknowledge();
    });
    connect(m_banner, &Banner::secondTriggered, this, &AuditView::startAnew);
    connect(m_table, &TablePane::currentChanged, this, [this](const QString &id) {
        if (!id.isEmpty())
            m_store.showDetail(id.toLongLong());
    });
    QScrollBar *bar = m_table->table().verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, [this, bar](int value) {
        if (value > bar->maximum() - 40)
            m_store.loadMore();
    });
}

void AuditView::connectFilters()
{
    connect(&m_typing, &QTimer::timeout, this, [this] {
        auto filter = m_store.filter();
        filter.text = models::fromQt(m_search->text());
        narrow(filter);
    });
    connect(m_search, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_facets, &FacetTree::chosen, this, &AuditView::narrow);
    connect(m_searches, &SavedSearches::chosen, this, &AuditView::narrow);
    connect(m_histogram, &TimeHistogram::brushed, this, &AuditView::narrowTimes);
    connect(m_histogram, &TimeHistogram::allWanted, this, [this] {
        auto filter = m_store.filter();
        filter.from.reset();
        filter.before.reset();
        narrow(filter);
    });
    connect(m_clear, &QPushButton::clicked, this, [this] { narrow({}); });
    connect(m_overlay, &StateOverlay::emptyActionTriggered, this, [this] { narrow({}); });
}

// What it says stands where alarms stand, unless one does.
void AuditView::connectForgetting()
{
    const auto say = [this](const QString &text, const QString &details) {
        m_said = text;
        m_saidDetails = details;
        readState();
    };
    connect(m_forgetting, &Forgetting::told, this, [say](const QString &text) { say(text, {}); });
    connect(m_forgetting, &Forgetting::failed, this,
        [say](const core::Error &error) { say(errorHeadline(error), errorDetails(error)); });
    connect(m_forgetting, &Forgetting::forgotten, this, [this] {
        m_store.sync();
        m_store.showDetail(m_table->currentId().toLongLong());
    });
    connect(&m_store, &models::AuditStore::detailChanged, this,
        [this] { m_forgetting->setEvent(m_store.detail()); });
    connect(m_table, &TablePane::currentChanged, this, [say] { say({}, {}); });
}

void AuditView::narrow(const audit::AuditFilter &filter)
{
    if (models::fromQt(m_search->text()) != filter.text)
        m_search->setText(toQt(filter.text));
    m_typing.stop();
    if (filter != m_store.filter())
        m_store.setFilter(filter);
    m_clear->setVisible(filter != audit::AuditFilter());
}

void AuditView::narrowTimes(core::Instant from, core::Instant before)
{
    auto filter = m_store.filter();
    filter.from = from;
    filter.before = before;
    narrow(filter);
}

// Words to look for, or "event:NUMBER@MICROSECONDS": that one, among those of its moment.
void AuditView::activate(const QString &subject)
{
    static constexpr QLatin1String event("event:");
    if (!subject.startsWith(event)) {
        if (!subject.isEmpty())
            m_search->setText(subject);
        return;
    }
    const qsizetype at = subject.indexOf(u'@');
    const core::Instant when(std::chrono::microseconds(subject.mid(at + 1).toLongLong()));
    m_wanted = subject.mid(event.size(), at - event.size());
    audit::AuditFilter filter;
    filter.from = when;
    filter.before = when + std::chrono::microseconds(1);
    narrow(filter);
    m_store.showDetail(m_wanted.toLongLong());
    selectWanted();
}

void AuditView::selectWanted()
{
    if (m_wanted.isEmpty() || !m_model->rowWithId(m_wanted))
        return;
    m_table->selectId(std::exchange(m_wanted, {}));
}

void AuditView::read()
{
    const auto &rows = m_store.rows();
    const auto &known = m_model->rows();
    const bool isMore = !known.empty() && known.size() < rows.size()
        && known.front().event.seq == rows.front().seq
        && known.back().event.seq == rows[known.size() - 1].seq;
    std::vector<EventLine> lines;
    for (std::size_t at = isMore ? known.size() : 0; at < rows.size(); ++at)
        lines.push_back({rows[at], &m_context.stores});
    if (isMore)
        m_model->append(std::move(lines));
    else
        m_model->setRows(std::move(lines));
    selectWanted();
    if (m_table->currentId().isEmpty() && m_model->rowCount() > 0)
        m_table->selectId(m_model->rows().front().id());
    const bool isFiltered = m_store.filter() != audit::AuditFilter();
    m_clear->setVisible(isFiltered);
    if (!isFiltered)
        m_overlay->setEmpty(m_model->rowCount() == 0, tr("No events are cached yet"),
            tr("They appear here when the first sync is through."));
    else if (m_store.filter().text.empty())
        m_overlay->setEmpty(m_model->rowCount() == 0, tr("No event matches"),
            tr("Nothing in the cached log is let through by these filters."), tr("Clear Filters"));
    else
        m_overlay->setEmpty(m_model->rowCount() == 0, tr("No event matches"),
            tr("Nothing in the cached log contains “%1”.").arg(toQt(m_store.filter().text)),
            tr("Clear Search"));
}

void AuditView::readNames()
{
    m_model->refresh();
    readOverview();
}

void AuditView::readOverview()
{
    const auto &overview = m_store.overview();
    if (!overview)
        return;
    const QLocale locale(QLocale::English);
    m_facets->show(*overview, m_store.filter());
    m_histogram->show(overview->histogram, overview->bucketWidth);
    const QString total = locale.toString(qlonglong(overview->total));
    const bool isFiltered = m_store.filter() != audit::AuditFilter();
    if (overview->isPartial)
        showText(m_shown, tr("The newest %1 are counted").arg(total));
    else
        showText(m_shown, isFiltered ? tr("%1 shown").arg(total) : QString());
}

// What runs, and how far it is.
QString AuditView::workText() const
{
    const QLocale locale(QLocale::English);
    const auto &exporting = m_store.exporting();
    const auto &verifying = m_store.verifying();
    if (exporting.isRunning())
        return tr("%1 events exported").arg(locale.toString(qlonglong(exporting.progress().done)));
    if (!verifying.isRunning())
        return {};
    const auto progress = verifying.progress();
    if (progress.total <= 0)
        return tr("verifying");
    const auto percent = 100 * progress.done / progress.total;
    return 2 * progress.done < progress.total
        ? tr("verifying, %1%").arg(percent)
        : tr("all proved by the signed checkpoint, comparing tables and search, %1%").arg(percent);
}

void AuditView::readState()
{
    const QLocale locale(QLocale::English);
    QString state = tr("%1 events cached").arg(locale.toString(qlonglong(m_store.size())));
    const auto &overview = m_store.overview();
    if (overview && overview->first > 0)
        state = (overview->isFirstTold
                ? tr("%1, from entry %2 on: what was before had been pruned")
                : tr("%1, from entry %2 on: WHAT WAS BEFORE IS NOT SHOWN, and no entry has told "
                     "yet that it was pruned"))
                    .arg(state, locale.toString(qlonglong(overview->first)));
    if (m_store.openReceipts() > 0)
        state = tr("%1, %n action(s) of this console not in the log yet", nullptr,
            int(m_store.openReceipts()))
                    .arg(state);
    const auto &verification = m_store.verification();
    const QString work = workText();
    if (!work.isEmpty())
        state = tr("%1, %2").arg(state, work);
    else if (verification && !verification->finding)
        state = tr("%1, all %2 proved by the signed checkpoint")
                    .arg(state, locale.toString(qulonglong(verification->checked)));
    const auto &anchors = m_context.stores.anchors;
    if (work.isEmpty() && anchors.trustedCount() > 0)
        state = tr("%1, time-stamped by a trusted authority up to entry %2 (%3)")
                    .arg(state, locale.toString(anchors.trustedSize()),
                        models::stampTime(anchors.trustedTime()));
    else if (work.isEmpty() && anchors.count() > 0)
        state = (anchors.isTrustKnown()
                ? tr("%1, time-stamped by NOBODY WHO IS TRUSTED HERE up to entry %2 (%3)")
                : tr("%1, stamped up to entry %2 (%3) by whoever it was: no authority is "
                     "trusted here yet"))
                    .arg(state, locale.toString(anchors.newestSize()),
                        models::stampTime(anchors.newestTime()));
    showText(m_state, state);
    offer(*m_cancel, work.isEmpty() ? tr("Nothing is under way.") : QString());
    m_cancelButton->setVisible(!work.isEmpty());
    offer(*m_acknowledge, m_store.raisedAlarm() ? QString() : tr("No alarm is raised."));
    m_isOffline = false;
    if (!showAlarm())
        showFailures();
}

// Whatever else is wrong, an alarm stands over it.
bool AuditView::showAlarm()
{
    const auto &raised = m_store.raisedAlarm();
    const auto &verification = m_store.verification();
    if (verification && verification->finding)
        m_banner->show(Banner::Tone::Alarm,
            tr("The cached log was changed: entries %1 to %2 (%3) are not what the checkpoint "
               "signs.")
                .arg(verification->finding->first)
                .arg(verification->finding->last)
                .arg(toQt(verification->finding->part)),
            raised ? tr("Acknowledge…") : QString());
    else if (raised)
        m_banner->show(
            Banner::Tone::Alarm, alarmText(*raised), tr("Acknowledge…"), alarmDetails(*raised));
    else if (!m_store.alarm().isEmpty())
        m_banner->show(Banner::Tone::Alarm,
            tr("The server's log contradicts what was seen before (%1). Keep this computer as it "
               "is and call your security team.")
                .arg(m_store.alarm()));
    else
        return false;
    if (raised && raised->alarm == audit::Alarm::CacheChanged)
        m_banner->offerSecond(tr("Start Anew…"));
    return true;
}

void AuditView::showFailures()
{
    const auto showFailure = [this](const models::Operation &operation) {
        m_banner->show(Banner::Tone::Bad, errorHeadline(operation.error()), {},
            errorDetails(operation.error()));
    };
    const models::Operation &syncing = m_store.syncing();
    if (m_store.verifying().hasFailed())
        showFailure(m_store.verifying());
    else if (m_store.exporting().hasFailed())
        showFailure(m_store.exporting());
    else if (m_store.acknowledging().hasFailed())
        showFailure(m_store.acknowledging());
    else if (syncing.hasFailed()) {
        m_isOffline = true;
        m_banner->show(Banner::Tone::Attention,
            tr("The log could not be synced: %1").arg(errorHeadline(syncing.error())),
            tr("Sync Again"), errorDetails(syncing.error()));
        if (isBeyondUse(syncing.error().code))
            m_banner->offerSecond(tr("Start Anew…"));
    } else if (!m_said.isEmpty()) {
        m_banner->show(m_saidDetails.isEmpty() ? Banner::Tone::Information : Banner::Tone::Bad,
            m_said, {}, m_saidDetails);
    } else if (m_store.isKeyInFile()) {
        m_banner->show(Banner::Tone::Information, keyInFileText());
    } else {
        m_banner->clear();
    }
}

void AuditView::acknowledge()
{
    const auto &raised = m_store.raisedAlarm();
    if (!raised)
        return;
    const auto &me = m_context.stores.permissions.me;
    Question question;
    question.title = tr("Acknowledge the Alarm");
    question.text = alarmText(*raised) + QStringLiteral("\n\n")
        + tr("Your name is kept with it, and both notes stay on record. If the server still "
             "shows the same, the alarm is raised again.");
    question.action = tr("Acknowledge");
    question.typeToConfirm = toQt(me.name);
    m_context.prompt.ask(question, [this, who = me.id.text()](const PromptAnswer &answer) {
        if (answer.isAccepted)
            m_store.acknowledge(who);
    });
}

void AuditView::startAnew()
{
    Question question;
    question.title = tr("Start Anew");
    question.text = tr("The copy of the log is put aside as evidence, and the log is fetched "
                       "again. What was trusted before must still be its beginning.");
    question.action = tr("Start Anew");
    question.typeToConfirm = toQt(m_context.stores.permissions.me.name);
    m_context.prompt.ask(question, [this](const PromptAnswer &answer) {
        if (answer.isAccepted)
            m_store.startAnew();
    });
}

void AuditView::exportEvents()
{
    QFileDialog *dialog = makeExportDialog(this);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        m_store.exportTo(models::fromQt(file), exportFormatOf(file));
    });
    dialog->open();
}

QList<QAction *> AuditView::commands() const
{
    return QList{m_verify, m_sync, m_export, m_cancel, m_acknowledge} + m_forgetting->commands();
}

void AuditView::focusFilter()
{
    m_search->setFocus();
}

} // namespace chancery::views
