// SPDX-License-Identifier: Apache-2.0
#include "hindsightpage.h"

#include "editors/diffview.h"
#include "models/actionstate.h"
#include "models/versionname.h"
#include "views/common/differencekeeper.h"
#include "views/common/instantedit.h"
#include "views/common/offer.h"
#include "views/common/schemashelf.h"
#include "views/common/stateoverlay.h"
#include "views/common/tablepane.h"
#include "views/common/widgets.h"
#include "views/lineage/servicebox.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;

HindsightPage::HindsightPage(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_store(context.stores.api)
    , m_openRequest(addCommand(tr("Open Request"), QStringLiteral("openSuspectRequest"), "changes",
          Qt::CTRL | Qt::Key_Return, &HindsightPage::openRequest))
    , m_openConfig(addCommand(tr("Open Config"), QStringLiteral("openSuspectConfig"), "configs",
          Qt::CTRL | Qt::SHIFT | Qt::Key_Return, &HindsightPage::openConfig))
    , m_rollBack(addCommand(tr("Roll Back to Before…"), QStringLiteral("rollBackSuspect"),
          "rollback", Qt::CTRL | Qt::ALT | Qt::Key_K, &HindsightPage::rollBack))
{
    setObjectName(QStringLiteral("hindsightPage"));
    readCommands(nullptr);
    connect(&context.stores.places, &models::PlacesStore::currentChanged, this, [this] {
        m_hasAsked = false;
        if (isVisible())
            enter();
    });
}

HindsightPage::~HindsightPage() = default;

void HindsightPage::build()
{
    m_schemas = new SchemaShelf(m_context, this);
    m_table = new TablePane(
        QStringLiteral("suspects"), m_store.rows(), m_context.look, m_context.settings, this);
    m_overlay = new StateOverlay(m_context.look, m_table, this);
    m_table->stretch(QStringLiteral("why"));
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_overlay);
    splitter->addWidget(makeDetail());
    splitter->setSizes({320, 420});
    splitter->setStretchFactor(1, 1);
    rememberSplitter(*splitter, QStringLiteral("hindsight"), m_context.settings);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBarAbove());
    layout->addWidget(splitter, 1);
    m_overlay->watch(m_store.loading());
    connectParts();
    readReport();
}

QAction *HindsightPage::addCommand(const QString &text, const QString &name, const char *icon,
    const QKeySequence &key, void (HindsightPage::*run)())
{
    auto *action = new QAction(m_context.look.icon(QLatin1String(icon)), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, run);
    return action;
}

QWidget *HindsightPage::makeBarAbove()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    m_service = new ServiceBox(
        m_context, QStringLiteral("hindsightService"), tr("All services here"), bar);
    m_before = new InstantEdit(QStringLiteral("hindsightBefore"), tr("When it broke"), bar);
    m_span = new QComboBox(bar);
    m_span->setObjectName(QStringLiteral("hindsightSpan"));
    m_span->setAccessibleName(tr("How far back"));
    m_span->addItem(tr("the hour before"), 1);
    m_span->addItem(tr("six hours before"), 6);
    m_span->addItem(tr("the day before"), 24);
    m_span->addItem(tr("the week before"), 168);
    m_span->setCurrentIndex(2);
    QPushButton *look = makeButton(tr("Look"), QStringLiteral("hindsightLookButton"), bar);
    m_count = makeLabel({}, "muted", bar);
    m_count->setObjectName(QStringLiteral("hindsightCount"));
    line->addWidget(m_service);
    line->addWidget(makeLabel(tr("broke at"), "muted", bar));
    line->addWidget(m_before);
    line->addWidget(makeLabel(tr("look at"), "muted", bar));
    line->addWidget(m_span);
    line->addWidget(look);
    line->addWidget(m_count, 1);
    connect(look, &QPushButton::clicked, this, &HindsightPage::ask);
    connect(m_service, &QComboBox::activated, this, &HindsightPage::ask);
    connect(m_span, &QComboBox::activated, this, &HindsightPage::ask);
    return bar;
}

QWidget *HindsightPage::makeDetail()
{
    auto *detail = new QWidget(this);
    auto *bar = new QWidget(detail);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    m_detail = makeLabel({}, "value", bar);
    m_detail->setObjectName(QStringLiteral("hindsightDetail"));
    line->addWidget(m_detail, 1);
    for (QAction *action : {m_openRequest, m_openConfig, m_rollBack})
        line->addWidget(makeActionButton(action, bar));
    m_difference = new editors::DiffView(m_context.compute, detail);
    auto *overlay = new StateOverlay(m_context.look, m_difference, detail);
    overlay->watch(m_store.readingChange());
    m_keeper = new DifferenceKeeper(m_context, *m_difference);
    const auto dress = [this] { m_difference->setTheme(m_context.look.theme().editorTheme()); };
    m_context.look.whenDressed(*m_difference, dress);
    dress();
    auto *layout = new QVBoxLayout(detail);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(overlay, 1);
    return detail;
}

void HindsightPage::connectParts()
{
    m_context.stores.operations.add(m_store.loading());
    connect(&m_store, &models::HindsightStore::reported, this, &HindsightPage::readReport);
    connect(&m_store, &models::HindsightStore::changeRead, this, &HindsightPage::readChange);
    connect(m_schemas, &SchemaShelf::changed, this, &HindsightPage::readChange);
    connect(m_table, &TablePane::currentChanged, this, &HindsightPage::readCurrent);
    connect(m_table, &TablePane::activated, this, &HindsightPage::openConfig);
}

void HindsightPage::enter()
{
    if (m_hasAsked)
        return;
    if (!m_table)
        build();
    m_context.stores.fleet.show(m_context.stores.places.currentId());
    m_before->setInstant(m_context.clock.now());
    ask();
}

QList<QAction *> HindsightPage::commands() const
{
    return {m_openRequest, m_openConfig, m_rollBack};
}

void HindsightPage::focusFilter()
{
    m_table->filter().setFocus();
}

void HindsightPage::ask()
{
    m_hasAsked = true;
    client::SuspectQuery query;
    query.environment = m_context.stores.places.currentId();
    query.service = m_service->service();
    const core::Instant asked = m_before->instant();
    // The present second ends after now; the server's clock decides what now is.
    if (asked < m_context.clock.now() - std::chrono::seconds(2))
        query.before = asked;
    query.since = asked - std::chrono::hours(m_span->currentData().toInt());
    m_store.want(query);
}

void HindsightPage::readReport()
{
    const core::SuspectReport &report = m_store.report();
    m_overlay->setEmpty(report.suspects.empty(), tr("Nothing reached these agents then"),
        report.agents == 0
            ? tr("No agent of that service is known here.")
            : tr("Look further back, or at another service: what broke may not be a change."));
    QString count = report.agents == 0 ? QString() : tr("%n agent(s)", nullptr, report.agents);
    if (!report.isComplete)
        count += tr("; not everything was looked at");
    showText(m_count, count);
    if (!report.suspects.empty())
        m_table->selectId(m_store.rows().rows().front().id());
    readCurrent();
}

const core::Suspect *HindsightPage::current() const
{
    const models::SuspectRow *row
        = m_table ? m_store.rows().rowWithId(m_table->currentId()) : nullptr;
    return row ? &row->suspect : nullptr;
}

void HindsightPage::readCommands(const core::Suspect *suspect)
{
    const QString none = suspect ? QString() : tr("Nothing is selected.");
    const auto isThere
        = [&none](bool is, const QString &whyNot) { return !none.isEmpty() || is ? none : whyNot; };
    offer(*m_openRequest,
        isThere(suspect && suspect->changeRequest, tr("It came with no change request.")));
    offer(*m_openConfig, isThere(suspect && suspect->config, tr("It is about no config.")));
    offerRollBack(suspect, nullptr);
}

// What was before it is known once its texts are read.
void HindsightPage::offerRollBack(const core::Suspect *suspect, const core::Version *version)
{
    models::ActionState state = models::rollBackRight(m_context.stores.permissions);
    if (state.isEnabled && !suspect)
        state = models::ActionState::disabled(tr("Nothing is selected."));
    else if (state.isEnabled && !suspect->version)
        state = models::ActionState::disabled(tr("It is no version; nothing was before it."));
    else if (state.isEnabled && !version)
        state = models::ActionState::disabled(tr("Its texts are still being read."));
    else if (state.isEnabled && version->parents.empty())
        state
            = models::ActionState::disabled(tr("It is the first version; nothing was before it."));
    offer(*m_rollBack, state, tr("Make live again what was before the selected change"));
}

void HindsightPage::readCurrent()
{
    const core::Suspect *suspect = current();
    readCommands(suspect);
    if (!suspect || !suspect->version) {
        showText(m_detail,
            suspect ? tr("%1 is no version: the audit log tells of it as entry %2.")
                          .arg(toQt(suspect->title))
                          .arg(suspect->auditSequence.value_or(0))
                    : tr("Nothing is selected."));
        m_store.dropChange();
        m_difference->setTexts(QString(), QString(), core::Format::Json);
        return;
    }
    QStringList approvers;
    for (const std::string &name : suspect->approvers)
        approvers << toQt(name);
    showText(m_detail,
        tr("“%1” %2 by %3, %4: %5")
            .arg(toQt(suspect->title), models::versionName(suspect->semver, *suspect->version),
                toQt(suspect->authorName),
                approvers.isEmpty()
                    ? tr("approved by nobody")
                    : tr("approved by %1").arg(approvers.join(QStringLiteral(", "))),
                toQt(suspect->message)));
    if (!m_store.change() || m_store.change()->version.id != *suspect->version)
        m_difference->setTexts(QString(), QString(), core::Format::Json);
    m_store.wantChange(*suspect->version);
}

void HindsightPage::readChange()
{
    const models::HindsightStore::Change *change = m_store.change();
    if (!change)
        return;
    const core::Version &version = change->version;
    offerRollBack(current(), &version);
    m_difference->setAdvisors(
        m_schemas->jointAdvisorOf(change->others), m_schemas->advisorOf(version.schema));
    m_difference->setTitles(tr("Before"), models::versionName(version.semver, version.id));
    m_keeper->follow(version.config, version.environment, change->before, change->after);
    m_difference->setTexts(change->before, change->after, version.format);
}

void HindsightPage::openRequest()
{
    if (const core::Suspect *suspect = current(); suspect && suspect->changeRequest)
        m_context.navigator.goTo({QStringLiteral("changes"), toQt(*suspect->changeRequest)});
}

void HindsightPage::openConfig()
{
    if (const core::Suspect *suspect = current(); suspect && suspect->config)
        m_context.navigator.goTo({QStringLiteral("configs"), toQt(suspect->title)});
}

void HindsightPage::rollBack()
{
    if (const auto *change = m_store.change(); change && !change->version.parents.empty())
        Q_EMIT rollbackWanted(change->version.config, change->version.parents.front());
}

} // namespace chancery::views
