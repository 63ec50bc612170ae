// SPDX-License-Identifier: Apache-2.0
#include "rollbackpanel.h"

#include "editors/diffview.h"
#include "models/versionname.h"
#include "views/common/banner.h"
#include "views/common/differencekeeper.h"
#include "views/common/errortext.h"
#include "views/common/instantedit.h"
#include "views/common/jointadvisor.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/schemashelf.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"
#include "views/dependencies/reachednames.h"
#include "views/dependencies/reachtext.h"
#include "views/lineage/rollbacktree.h"
#include "views/lineage/servicebox.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include <ranges>

namespace chancery::views {

using models::toQt;

namespace {

// "shop/one, shop/two and 3 more"
QString firstOf(const std::vector<std::string> &names, int count)
{
    constexpr int most = 5;
    QStringList first;
    for (const std::string &name : names | std::views::take(most))
        first << toQt(name);
    const QString told = first.join(QStringLiteral(", "));
    const int more = count - int(first.size());
    return more > 0 ? RollbackPanel::tr("%1 and %n more", nullptr, more).arg(told) : told;
}

constexpr auto namespaceScope = "namespace";
constexpr auto serviceScope = "service";

} // namespace

RollbackPanel::RollbackPanel(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_store(context.stores.api)
    , m_banner(new Banner(context.look, this))
    , m_schemas(new SchemaShelf(context, this))
    , m_tree(new RollbackTree(context, m_store, this))
    , m_overlay(new StateOverlay(context.look, m_tree, this))
    , m_difference(new editors::DiffView(context.compute, this))
    , m_keeper(new DifferenceKeeper(context, *m_difference))
    , m_differenceOverlay(new StateOverlay(context.look, m_difference, this))
{
    setObjectName(QStringLiteral("rollbackPanel"));
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_overlay);
    splitter->addWidget(m_differenceOverlay);
    splitter->setSizes({560, 640});
    splitter->setStretchFactor(1, 1);
    rememberSplitter(*splitter, QStringLiteral("rollback"), context.settings);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(m_banner);
    layout->addWidget(makeLine(this));
    layout->addWidget(splitter, 1);
    layout->addWidget(makeLine(this));
    layout->addWidget(makeForm());
    m_overlay->watch(m_store.loading());
    m_differenceOverlay->watch(m_store.readingTexts());
    const auto dress = [this] { m_difference->setTheme(m_context.look.theme().editorTheme()); };
    context.look.whenDressed(*m_difference, dress);
    dress();
    connectParts();
}

RollbackPanel::~RollbackPanel() = default;

QWidget *RollbackPanel::makeHead()
{
    auto *head = new QWidget(this);
    head->setProperty("role", QStringLiteral("panel"));
    head->setAttribute(Qt::WA_StyledBackground);
    m_title = makeLabel({}, "title", head);
    m_title->setObjectName(QStringLiteral("rollbackTitle"));
    m_scopeBar = new QWidget(head);
    m_scope = new QComboBox(m_scopeBar);
    m_scope->setObjectName(QStringLiteral("rollbackScope"));
    m_scope->setAccessibleName(tr("What goes back"));
    m_scope->setMinimumWidth(260);
    m_instant
        = new InstantEdit(QStringLiteral("rollbackInstant"), tr("To what was live at"), m_scopeBar);
    QPushButton *look = makeButton(tr("Look"), QStringLiteral("rollbackLookButton"), m_scopeBar);
    auto *scopes = new QHBoxLayout(m_scopeBar);
    scopes->setContentsMargins(0, 0, 0, 0);
    scopes->setSpacing(8);
    scopes->addWidget(m_scope);
    scopes->addWidget(makeLabel(tr("to what was live at"), "muted", m_scopeBar));
    scopes->addWidget(m_instant);
    scopes->addWidget(look);
    scopes->addStretch(1);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_scopeBar);
    connect(look, &QPushButton::clicked, this, &RollbackPanel::wantInstant);
    return head;
}

QWidget *RollbackPanel::makeForm()
{
    auto *form = new QWidget(this);
    form->setProperty("role", QStringLiteral("panel"));
    form->setAttribute(Qt::WA_StyledBackground);
    m_effect = makeLabel({}, "value", form);
    m_effect->setObjectName(QStringLiteral("rollbackEffect"));
    m_effect->setWordWrap(true);
    m_reached = new ReachedNames(QStringLiteral("rollbackReach"), form);
    m_reason = new QLineEdit(form);
    m_reason->setObjectName(QStringLiteral("rollbackReason"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Why: approvers and the audit log read this"));
    m_ticket = new QLineEdit(form);
    m_ticket->setObjectName(QStringLiteral("rollbackTicket"));
    m_ticket->setAccessibleName(tr("Ticket"));
    m_ticket->setPlaceholderText(tr("Ticket, if there is one"));
    m_ticket->setFixedWidth(
        std::max(220, fontMetrics().horizontalAdvance(m_ticket->placeholderText()) + 40));
    m_hint = makeLabel({}, "muted", form);
    m_hint->setObjectName(QStringLiteral("rollbackHint"));
    QPushButton *back = makeButton(tr("Back"), QStringLiteral("leaveRollbackButton"), form);
    m_doIt = makeButton(tr("Roll Back"), QStringLiteral("rollBackButton"), form, "primary");
    auto *fields = new QHBoxLayout;
    fields->setSpacing(8);
    fields->addWidget(m_reason, 1);
    fields->addWidget(m_ticket);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(back);
    buttons->addWidget(m_doIt);
    auto *layout = new QVBoxLayout(form);
    layout->setContentsMargins(16, 8, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_effect);
    layout->addWidget(m_reached);
    layout->addLayout(fields);
    layout->addLayout(buttons);
    connect(back, &QPushButton::clicked, this, &RollbackPanel::left);
    return form;
}

void RollbackPanel::connectParts()
{
    for (models::Operation *operation :
        {&m_store.loading(), &m_store.counting(), &m_store.rollingBack()})
        m_context.stores.operations.add(*operation);
    connect(&m_store, &models::RollbackStore::changed, this, &RollbackPanel::read);
    connect(&m_store.loading(), &models::Operation::changed, this, &RollbackPanel::readState);
    connect(&m_store.rollingBack(), &models::Operation::changed, this, &RollbackPanel::readState);
    connect(&m_store, &models::RollbackStore::textsChanged, this, &RollbackPanel::readTexts);
    connect(&m_store, &models::RollbackStore::rolledBack, this, &RollbackPanel::finish);
    connect(m_schemas, &SchemaShelf::changed, this, &RollbackPanel::readTexts);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &RollbackPanel::readCurrent);
    connect(m_scope, &QComboBox::activated, this, &RollbackPanel::readState);
    connect(m_instant, &QDateTimeEdit::dateTimeChanged, this, &RollbackPanel::readState);
    connect(m_reason, &QLineEdit::textChanged, this, &RollbackPanel::readState);
    connect(m_doIt, &QPushButton::clicked, this, &RollbackPanel::confirm);
    connect(m_banner, &Banner::actionTriggered, this, [this] { m_store.reload(); });
    connect(&m_context.stores.live, &models::LiveUpdates::changed, this,
        [this](models::LiveUpdates::Topics topics) {
            if (isVisible() && (topics & models::LiveUpdates::Heads))
                m_store.checkLive();
        });
    connect(&m_context.stores.fleet, &models::FleetStore::changed, this, [this] {
        if (m_scopeBar->isVisible())
            fillScopes();
        readEffect();
    });
}

void RollbackPanel::enterVersion(const core::Config &config, const core::VersionId &target)
{
    m_config = config;
    m_scopeBar->hide();
    m_reason->clear();
    m_ticket->clear();
    m_context.stores.fleet.show(m_context.stores.places.currentId());
    m_store.wantVersion(m_context.stores.places.currentId(), config.id, target);
    m_tree->setFocus();
}

void RollbackPanel::enterInstant(const core::Config *config)
{
    m_config = config ? std::optional(*config) : std::nullopt;
    m_scopeBar->show();
    m_scope->clear();
    m_reason->clear();
    m_ticket->clear();
    m_context.stores.fleet.show(m_context.stores.places.currentId());
    fillScopes();
    m_instant->setInstant(m_context.clock.now() - std::chrono::hours(1));
    wantInstant();
    m_instant->setFocus();
}

// What somebody has chosen stays chosen when services become known.
void RollbackPanel::fillScopes()
{
    const QString chosen = m_scope->currentText();
    m_scope->clear();
    m_scope->addItem(tr("The whole environment"));
    if (m_config) {
        const std::string slug = m_config->path.substr(0, m_config->path.find('/'));
        m_scope->addItem(safeText(tr("Namespace “%1”").arg(toQt(slug))),
            QStringList{QLatin1String(namespaceScope), toQt(slug)});
    }
    for (const std::string &service : servicesOf(m_context.stores.fleet))
        m_scope->addItem(safeText(tr("Service “%1”").arg(toQt(service))),
            QStringList{QLatin1String(serviceScope), toQt(service)});
    const int known = m_scope->findText(chosen);
    m_scope->setCurrentIndex(known >= 0 ? known : m_config ? 1 : 0);
}

core::RollbackScope RollbackPanel::scopeAsWritten() const
{
    core::RollbackScope scope;
    scope.at = m_instant->instant();
    const QStringList chosen = m_scope->currentData().toStringList();
    if (chosen.value(0) == QLatin1String(namespaceScope))
        scope.nameSpace = models::fromQt(chosen.value(1));
    else if (chosen.value(0) == QLatin1String(serviceScope))
        scope.service = models::fromQt(chosen.value(1));
    return scope;
}

void RollbackPanel::wantInstant()
{
    m_store.wantInstant(m_context.stores.places.currentId(), scopeAsWritten());
}

// Whether the fields say what the preview is of.
bool RollbackPanel::isAsWritten() const
{
    if (!m_store.scope().at)
        return true;
    const core::RollbackScope written = scopeAsWritten();
    const core::RollbackScope &shown = m_store.scope();
    return written.at == shown.at && written.nameSpace == shown.nameSpace
        && written.service == shown.service;
}

void RollbackPanel::read()
{
    readTitle();
    m_overlay->setEmpty(m_store.steps().empty() && !m_store.loading().isRunning(),
        tr("Every text is as it was then"),
        tr("No config of these was another version at that instant."));
    m_tree->read();
    m_store.wantTexts(m_tree->currentConfig());
    readEffect();
    readState();
}

// The texts of another config must not stand beside this one.
void RollbackPanel::readCurrent()
{
    const core::ConfigId id = m_tree->currentConfig();
    if (id != m_shown) {
        m_shown = {};
        m_difference->setTexts(QString(), QString(), core::Format::Json);
    }
    m_store.wantTexts(id);
}

void RollbackPanel::readTitle()
{
    const QString place = m_context.stores.places.titleOf(m_store.environment());
    if (const auto &instant = m_store.scope().at) {
        const core::RollbackScope &scope = m_store.scope();
        const QString what = !scope.service.empty() ? tr("service “%1”").arg(toQt(scope.service))
            : !scope.nameSpace.empty() ? tr("namespace “%1”").arg(toQt(scope.nameSpace))
                                       : tr("everything");
        showText(
            m_title, tr("Roll back %1 in %2 to %3").arg(what, place, models::fullTime(*instant)));
        return;
    }
    const core::RollbackStep *step = m_store.steps().empty() ? nullptr : &m_store.steps().front();
    showText(m_title,
        tr("Roll back “%1” in %2 to %3")
            .arg(m_config ? toQt(m_config->path) : QString(), place,
                step ? models::versionName(step->targetSemver, step->target)
                     : QStringLiteral("…")));
}

void RollbackPanel::readEffect()
{
    QStringList words;
    if (m_store.scope().at)
        words << tr("To go back: %n config(s).", nullptr, m_store.includedCount());
    if (const auto &impact = m_store.impact())
        words << tr("It reaches %1, %2 and %3.")
                     .arg(tr("%n service(s)", nullptr, impact->services.all()),
                         tr("%n agent(s)", nullptr, impact->agents.all()),
                         tr("%n other config(s)", nullptr, impact->configs.all()));
    int drafts = 0;
    for (const core::RollbackStep &step : m_store.steps()) {
        if (m_store.isIncluded(step.config))
            drafts += step.displacedDrafts;
    }
    if (drafts > 0)
        words << tr("To be parked under a name: %n draft(s).", nullptr, drafts);
    if (m_store.scope().at && m_store.rest().sameCount > 0)
        words << tr("%n config(s) are as they were.", nullptr, m_store.rest().sameCount);
    if (const auto &others = m_store.rest().otherLayers; !others.empty()) {
        words << tr("Layers do not go back: %1 had other ones then.")
                     .arg(firstOf(others, int(others.size())));
    }
    if (!m_store.impact() && m_store.includedCount() > 0)
        words << tr("Whom it reaches is not known yet.");
    if (m_store.includedCount() > 0)
        words << (m_store.barriers().needsApproval
                ? tr("A change request is made that somebody else has to approve.")
                : m_store.barriers().heldBy ? tr("A change request is made that waits.")
                                            : tr("It becomes live at once."));
    if (const int parts = m_store.barriers().partCount; parts > 1)
        words << tr("It is made as %n request(s), one after the other.", nullptr, parts);
    if (const auto &held = m_store.barriers().heldBy)
        words << tr("Nothing of it is applied at present: %1.").arg(*held);
    showText(m_effect, words.join(QLatin1Char(' ')));
    m_reached->setNames(m_store.impact()
            ? reachedNames(
                  {{*m_store.impact()}}, m_context.stores.places, m_context.stores.fleet.agents())
            : QString());
}

void RollbackPanel::readState()
{
    const models::ActionState state = m_store.state(m_context.stores.permissions);
    const bool hasReason = !m_reason->text().trimmed().isEmpty();
    const bool isWritten = isAsWritten();
    m_doIt->setEnabled(state.isEnabled && hasReason && isWritten);
    const QString why = !isWritten
        ? tr("Above is written something else than is shown: look again.")
        : !state.isEnabled ? state.whyNot
        : hasReason        ? QString()
                           : tr("A rollback needs a reason.");
    setPlainToolTip(*m_doIt, why);
    showText(m_hint, why);
    const models::Operation &failed = m_store.rollingBack();
    if (failed.hasFailed())
        m_banner->show(Banner::Tone::Bad, errorHeadline(failed.error()), tr("Look Again"),
            errorDetails(failed.error()));
    else if (m_store.hasMoved())
        m_banner->show(Banner::Tone::Attention,
            tr("Something else has become live since this was looked at."), tr("Look Again"));
    else
        m_banner->clear();
}

void RollbackPanel::readTexts()
{
    const core::ConfigId id = m_tree->currentConfig();
    const core::Config *config = m_context.stores.configs.find(id);
    const auto texts = m_store.textsOf(id);
    if (!texts || !config)
        return;
    m_shown = id;
    // By the schemas of both times and today's.
    JointAdvisor::Advisors advisors{m_schemas->advisorOf(config->schema)};
    for (const auto &schema : texts->schemas)
        advisors.push_back(m_schemas->advisorOf(schema));
    m_difference->setAdvisor(JointAdvisor::of(std::move(advisors)));
    m_difference->setTitles(tr("Live"), tr("After the rollback"));
    m_keeper->follow(id, m_store.environment(), texts->live, texts->after);
    m_difference->setTexts(texts->live, texts->after, config->format);
}

void RollbackPanel::confirm()
{
    const QString place = m_context.stores.places.titleOf(m_store.environment());
    Question question;
    question.title = tr("Roll Back");
    question.text = m_title->text() + QStringLiteral(".\n") + m_effect->text();
    question.action = tr("Roll Back");
    question.typeToConfirm = place;
    m_context.prompt.ask(question, [this](const PromptAnswer &answer) {
        if (answer.isAccepted)
            m_store.rollBack(m_reason->text().trimmed(), m_ticket->text().trimmed());
    });
}

void RollbackPanel::finish(const core::ChangeRequest &request)
{
    m_context.stores.lineage.reload();
    if (request.state != core::RequestState::Applied)
        m_context.navigator.goTo({QStringLiteral("changes"), toQt(request.id)});
    Q_EMIT left();
}

} // namespace chancery::views
