// SPDX-License-Identifier: Apache-2.0
#include "requestpage.h"

#include "editors/diffview.h"
#include "models/qtconvert.h"
#include "models/requestrebase.h"
#include "models/requestreversal.h"
#include "models/votewords.h"
#include "models/words.h"
#include "views/changes/blastradius.h"
#include "views/changes/checkspanel.h"
#include "views/changes/rebasepanel.h"
#include "views/changes/requestfacts.h"
#include "views/changes/requestlist.h"
#include "views/changes/schedulepanel.h"
#include "views/changes/schemapanel.h"
#include "views/changes/threadspanel.h"
#include "views/common/banner.h"
#include "views/common/differencekeeper.h"
#include "views/common/errortext.h"
#include "views/common/plaintext.h"
#include "views/common/proofpanel.h"
#include "views/common/safetext.h"
#include "views/common/schemashelf.h"
#include "views/common/sidescroll.h"
#include "views/common/widgets.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;

RequestPage::RequestPage(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_store(context.stores.requests)
    , m_schemas(new SchemaShelf(context, this))
    , m_banner(new Banner(context.look, this))
    , m_schedule(new SchedulePanel(context, this))
    , m_checks(new ChecksPanel(context, this))
    , m_threads(new ThreadsPanel(context, this))
    , m_proof(new ProofPanel(context.stores.proof, m_store.acting(), this))
{
    makeCommands();
    m_outdated = new RebasePanel(context, *m_rebase, this);
    auto *body = new QSplitter(this);
    body->addWidget(makeDifference());
    body->addWidget(makeSide());
    body->setSizes({752, 308});
    rememberSplitter(*body, QStringLiteral("request"), context.settings);
    body->setStretchFactor(0, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_schedule);
    layout->addWidget(m_checks);
    layout->addWidget(m_outdated);
    layout->addWidget(m_proof);
    layout->addWidget(m_banner);
    layout->addWidget(body, 1);
    connect(&m_store, &models::RequestStore::selectedChanged, this, &RequestPage::read);
    connect(&context.stores.people, &models::PeopleStore::changed, this, &RequestPage::read);
    connect(&context.stores.emergencies, &models::EmergencyStore::changed, this, [this] {
        if (const auto &request = m_store.selected())
            readActions(*request);
    });
    connect(&context.stores.schemas, &models::SchemaSet::wantedRead, this, [this] {
        if (const auto &request = m_store.selected())
            m_facts->show(*request);
    });
    connect(&m_store.acting(), &models::Operation::changed, this, &RequestPage::readOutcome);
    connect(
        m_checks, &ChecksPanel::itemWanted, m_items, qOverload<int>(&QListWidget::setCurrentRow));
    connect(m_schemas, &SchemaShelf::changed, this, [this] { showItem(m_items->currentRow()); });
    connect(m_banner, &Banner::actionTriggered, this, [this] {
        m_store.acting().dismiss();
        m_store.reloadSelected();
    });
    context.look.whenDressed(
        *m_difference, [this] { m_difference->setTheme(m_context.look.theme().editorTheme()); });
    read();
}

QAction *RequestPage::addCommand(
    const QString &text, const QString &name, const QString &icon, const QKeySequence &key)
{
    auto *action = new QAction(m_context.look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    return action;
}

void RequestPage::makeCommands()
{
    m_approve = addCommand(tr("Approve…"), QStringLiteral("approve"), QStringLiteral("approve"),
        Qt::CTRL | Qt::SHIFT | Qt::Key_A);
    m_requestChanges = addCommand(tr("Request Changes…"), QStringLiteral("requestChanges"),
        QStringLiteral("comment"), Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    m_comment = addCommand(tr("Comment…"), QStringLiteral("comment"), QStringLiteral("comment"),
        Qt::CTRL | Qt::SHIFT | Qt::Key_M);
    m_reject = addCommand(tr("Reject…"), QStringLiteral("reject"), QStringLiteral("reject"),
        Qt::CTRL | Qt::SHIFT | Qt::Key_R);
    m_apply = addCommand(tr("Apply"), QStringLiteral("apply"), QStringLiteral("apply"),
        Qt::CTRL | Qt::SHIFT | Qt::Key_Return);
    m_withdraw = addCommand(tr("Withdraw…"), QStringLiteral("withdraw"), QStringLiteral("withdraw"),
        Qt::CTRL | Qt::SHIFT | Qt::Key_W);
    m_claim = addCommand(tr("Claim…"), QStringLiteral("claim"), QStringLiteral("user"),
        Qt::CTRL | Qt::SHIFT | Qt::Key_K);
    m_rebase = addCommand(tr("Rebase…"), QStringLiteral("rebaseRequest"), QStringLiteral("lineage"),
        Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_U);
    connect(m_rebase, &QAction::triggered, this, [this] {
        if (const auto &request = m_store.selected())
            Q_EMIT rebaseWanted(*request);
    });
    m_revert = addCommand(tr("Revert…"), QStringLiteral("revertRequest"), QStringLiteral("discard"),
        Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_Z);
    connect(m_revert, &QAction::triggered, this, [this] {
        if (const auto &request = m_store.selected())
            Q_EMIT revertWanted(*request);
    });
    connect(m_claim, &QAction::triggered, this, [this] {
        ask(tr("Claim"),
            tr("You answer for the request from now on, and cannot approve it. All votes are void, "
               "and a new round of approvals begins."),
            {}, [this](const QString &) { m_store.claim(); });
    });
    connect(m_approve, &QAction::triggered, this, &RequestPage::approve);
    connect(m_requestChanges, &QAction::triggered, this, [this] {
        ask(tr("Request Changes"),
            tr("The author is told what has to change; the request cannot be applied until then."),
            tr("What has to change"),
            [this](const QString &text) { m_store.vote(core::VoteKind::RequestChanges, text); });
    });
    connect(m_comment, &QAction::triggered, this, [this] {
        ask(tr("Comment"), tr("A comment counts neither for nor against the change."),
            tr("Comment"),
            [this](const QString &text) { m_store.vote(core::VoteKind::Comment, text); });
    });
    connect(m_reject, &QAction::triggered, this, [this] {
        ask(tr("Reject"),
            tr("The request ends here. Its author can submit it again, which begins a new round of "
               "approvals."),
            tr("Why"), [this](const QString &text) { m_store.reject(text); });
    });
    connect(m_withdraw, &QAction::triggered, this, [this] {
        ask(tr("Withdraw"), tr("The request ends for good; nothing of it is applied."), {},
            [this](const QString &) { m_store.withdraw(); });
    });
    connect(m_apply, &QAction::triggered, &m_store, &models::RequestStore::apply);
}

QList<QAction *> RequestPage::commands() const
{
    return QList<QAction *>{m_approve, m_requestChanges, m_comment, m_reject, m_apply, m_withdraw,
               m_claim, m_revert}
    + m_schedule->commands() + m_checks->commands() + m_outdated->commands()
        + m_threads->commands();
}

QWidget *RequestPage::makeHeader()
{
    auto *header = new QWidget(this);
    header->setProperty("role", QStringLiteral("bar"));
    header->setAttribute(Qt::WA_StyledBackground);
    m_title = makeLabel({}, "title", header);
    m_title->setObjectName(QStringLiteral("requestTitle"));
    m_title->setWordWrap(true);
    m_state = makeChip(QStringLiteral("requestState"), header);
    m_place = makeChip(QStringLiteral("requestPlace"), header);
    m_summary = makeLabel({}, "muted", header);
    m_summary->setObjectName(QStringLiteral("requestSummary"));
    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_title, 1);
    first->addWidget(m_place);
    first->addWidget(m_state);
    auto *second = new QHBoxLayout;
    second->setSpacing(4);
    for (QAction *action : {m_approve, m_apply, m_requestChanges, m_comment, m_reject, m_withdraw})
        second->addWidget(makeActionButton(action, header, action == m_approve));
    // Seldom of use: it has a place only then.
    m_claimButton = makeActionButton(m_claim, header, false);
    second->addWidget(m_claimButton);
    m_revertButton = makeActionButton(m_revert, header, false);
    second->addWidget(m_revertButton);
    second->addStretch();
    auto *layout = new QVBoxLayout(header);
    layout->setContentsMargins(16, 8, 12, 8);
    layout->setSpacing(4);
    layout->addLayout(first);
    layout->addWidget(m_summary);
    layout->addLayout(second);
    return header;
}

QWidget *RequestPage::makeSide()
{
    auto *content = new QWidget(this);
    m_reason = makeLabel({}, "value", content);
    m_reason->setObjectName(QStringLiteral("requestReason"));
    m_reason->setWordWrap(true);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_digest = makeLabel({}, "muted", content);
    m_digest->setObjectName(QStringLiteral("requestDigest"));
    m_digest->setFont(editors::EditorTheme::monospacedFont());
    m_digest->setWordWrap(true);
    m_timeline = makeLabel({}, "value", content);
    m_timeline->setObjectName(QStringLiteral("requestTimeline"));
    m_timeline->setWordWrap(true);
    m_timeline->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_requirements = new QWidget(content);
    m_requirementRows = new QVBoxLayout(m_requirements);
    m_requirementRows->setContentsMargins(0, 0, 0, 0);
    m_requirementRows->setSpacing(8);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(4);
    const auto addSection = [&](const QString &title, QWidget *widget) {
        layout->addWidget(makeLabel(title, "title", content));
        layout->addWidget(widget);
        layout->addSpacing(16);
    };
    addSection(tr("Reason"), m_reason);
    m_reach = new BlastRadius(m_context, content);
    addSection(tr("Approvals"), m_requirements);
    m_facts = new RequestFacts(m_context.stores.schemas, content);
    addSection(tr("Risk"), m_facts);
    addSection(tr("Blast Radius"), m_reach);
    addSection(tr("Threads"), m_threads);
    addSection(tr("Content Digest"), m_digest);
    addSection(tr("Timeline"), m_timeline);
    layout->addStretch();
    auto *scroll = new SideScroll(this);
    scroll->setObjectName(QStringLiteral("requestScroll"));
    scroll->setWidget(content);
    return scroll;
}

QWidget *RequestPage::makeDifference()
{
    auto *panel = new QWidget(this);
    m_items = new QListWidget(panel);
    m_items->setObjectName(QStringLiteral("requestItems"));
    m_items->setAccessibleName(tr("Changed configs"));
    m_items->setIconSize({16, 16});
    m_schemaPanel = new SchemaPanel(m_context, panel);
    m_difference = new editors::DiffView(m_context.compute, panel);
    m_keeper = new DifferenceKeeper(m_context, *m_difference);
    m_difference->setObjectName(QStringLiteral("requestDifference"));
    m_difference->setTheme(m_context.look.theme().editorTheme());
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_items);
    layout->addWidget(makeLine(panel));
    layout->addWidget(m_schemaPanel);
    layout->addWidget(m_difference, 1);
    connect(m_items, &QListWidget::currentRowChanged, this, &RequestPage::showItem);
    return panel;
}

void RequestPage::read()
{
    const auto &request = m_store.selected();
    m_schedule->read();
    if (!request) {
        m_shown.clear();
        m_threads->show(nullptr, nullptr);
        m_outdated->show(nullptr, nullptr);
        m_checks->show(nullptr);
        for (QAction *action : commands())
            action->setEnabled(false);
        return;
    }
    showText(m_title, tr("%1  %2").arg(toQt(request->id), toQt(request->title)));
    showChip(m_state, models::stateText(request->state),
        Theme::toneOf(models::stateStatus(request->state)));
    int tier = 0;
    for (const core::RequestItem &item : request->items) {
        const core::Environment *place = m_context.stores.places.find(item.environment);
        tier = std::max(tier, place ? place->tier : 0);
    }
    showTierChip(m_place, environmentsOf(*request, m_context.stores.places), tier);
    const QString when = models::timeText(request->createdAt, m_context.clock.now());
    const QString ticket
        = request->ticket.empty() ? QString() : tr(" · %1").arg(toQt(request->ticket));
    showText(m_summary,
        tr("%1 asked %2 · %n config(s)%3", nullptr, int(request->items.size()))
            .arg(toQt(request->requesterName), when, ticket));
    showText(m_reason, toQt(request->reason.empty() ? request->description : request->reason));
    // A hash has no place to break of its own.
    QString digest = toQt(request->contentDigest);
    for (qsizetype at = digest.indexOf(u':') + 1; at > 0 && at < digest.size(); at += 33)
        digest.insert(at, u'\n');
    showText(m_digest, digest);
    m_reach->show(*request);
    m_facts->show(*request);
    m_checks->show(&*request);
    readRequirements(*request);
    readTimeline(*request);
    readItems(*request);
    readActions(*request);
    // It tells of a rollback whether anybody has approved what it goes back to.
    if (request->rollbackTo && !models::isFinal(request->state))
        m_context.stores.emergencies.wantRegister();
}

void RequestPage::readActions(const core::ChangeRequest &request)
{
    const models::Permissions &permissions = m_store.permissions();
    const QString binding
        = models::bindingText(request, environmentsOf(request, m_context.stores.places));
    const auto set = [](QAction *action, const models::ActionState &state, const QString &tip) {
        action->setEnabled(state.isEnabled);
        setPlainToolTip(*action,
            state.isEnabled ? safeToolTip(tip)
                            : safeToolTip(tr("%1: %2").arg(action->text(), state.whyNot)));
        action->setStatusTip(state.whyNot);
    };
    const auto approve = models::approveState(permissions, request);
    set(m_approve, models::nearServersClock(&m_context.stores.serverClock, approve),
        tr("Approve %1").arg(binding));
    set(m_requestChanges, models::requestChangesState(permissions, request),
        tr("Request changes of %1").arg(binding));
    set(m_comment,
        models::isFinal(request.state) ? models::ActionState::disabled(tr("The request has ended."))
                                       : models::ActionState::enabled(),
        tr("Comment on %1").arg(toQt(request.id)));
    set(m_reject, models::rejectState(permissions, request), tr("Reject %1").arg(binding));
    set(m_apply,
        models::applyState(permissions, request, m_context.stores.places.environments(),
            m_context.stores.emergencies.sessions()),
        tr("Apply %1").arg(binding));
    set(m_withdraw, models::withdrawState(permissions, request),
        tr("Withdraw %1").arg(toQt(request.id)));
    set(m_claim, models::claimState(permissions, request), tr("Claim %1").arg(toQt(request.id)));
    m_claimButton->setHidden(!request.orphanedBecause);
    set(m_revert, models::RequestReversal::rightTo(permissions, request),
        tr("Take back what %1 changed, and leave what came later").arg(toQt(request.id)));
    set(m_rebase, models::RequestRebase::rightTo(permissions, request),
        tr("Put %1 onto what is live now").arg(toQt(request.id)));
    m_revertButton->setHidden(request.state != core::RequestState::Applied);
}

void RequestPage::readRequirements(const core::ChangeRequest &request)
{
    qDeleteAll(m_requirements->findChildren<QLabel *>(QString(), Qt::FindDirectChildrenOnly));
    const auto add = [this](const QString &text, const char *role) {
        QLabel *label = makeLabel(safeText(text), role, m_requirements);
        label->setObjectName(QStringLiteral("requirement"));
        label->setWordWrap(true);
        m_requirementRows->addWidget(label);
        return label;
    };
    for (const core::RequestItem &item : request.items) {
        if (item.standardChange)
            add(tr("“%1” is the standard change “%2”: approved beforehand.")
                    .arg(toQt(item.path), toQt(*item.standardChange)),
                "muted")
                ->setObjectName(QStringLiteral("standardChange"));
    }
    if (request.requirements.empty())
        add(tr("No approval is needed."), "muted");
    for (const core::Requirement &requirement : request.requirements) {
        const bool isMet = requirement.have >= requirement.need;
        add(tr("%1 %2 of %3 in %4")
                .arg(isMet ? QStringLiteral("✓") : QStringLiteral("○"))
                .arg(requirement.have)
                .arg(requirement.need)
                .arg(m_context.stores.places.titleOf(requirement.environment)),
            "strong");
        add(toQt(requirement.rule), "muted");
        if (!requirement.blockedBy.empty())
            add(tr("Blocked: %1").arg(models::blockText(requirement.blockedBy)), "problem");
        QStringList names;
        for (const std::string &name : requirement.eligible)
            names << m_context.stores.people.nameOfUser(name);
        if (!isMet)
            add(names.isEmpty() ? tr("Nobody who could approve is left.")
                                : tr("May approve: %1").arg(names.join(QStringLiteral(", "))),
                "muted");
    }
}

void RequestPage::readItems(const core::ChangeRequest &request)
{
    const int row = std::max(0, m_items->currentRow());
    const bool isSame = m_items->property("request").toString() == toQt(request.id)
        && m_items->count() == int(request.items.size());
    if (!isSame) {
        m_items->clear();
        for (const core::RequestItem &item : request.items)
            new QListWidgetItem(m_context.look.icon(QStringLiteral("config")),
                safeText(tr("%1 – %2").arg(
                    toQt(item.path), m_context.stores.places.titleOf(item.environment))),
                m_items);
        m_items->setProperty("request", toQt(request.id));
        m_items->setFixedHeight(std::min(4, int(request.items.size())) * 26 + 4);
        m_items->setCurrentRow(0);
    }
    showItem(isSame ? row : 0);
}

void RequestPage::showItem(int row)
{
    const auto &request = m_store.selected();
    if (!request || row < 0 || row >= int(request->items.size()))
        return;
    const core::RequestItem &item = request->items[std::size_t(row)];
    m_outdated->show(&*request, &item);
    m_threads->show(&*request, &item);
    const QString *base = m_store.baseText(item);
    // Each text by the schema of its time; before they are known nothing is shown of the values.
    const auto schemas = m_store.schemasOf(item);
    m_schemaPanel->show(item, schemas ? schemas->base : std::nullopt);
    if (schemas)
        m_difference->setAdvisors(
            m_schemas->advisorOf(schemas->base), m_schemas->advisorOf(schemas->now));
    else
        m_difference->setAdvisor(m_schemas->awaited());
    const QString shown = toQt(request->id) + QString::number(row) + toQt(request->contentDigest)
        + (base ? u'+' : u'-');
    if (base)
        m_checks->see(*request, item);
    if (shown == m_shown || !base)
        return;
    m_shown = shown;
    m_difference->setTitles(item.base
            ? tr("Live when it was written (%1)").arg(models::shortDigest(item.base->text()))
            : tr("Nothing yet"),
        tr("This change"));
    m_keeper->follow(item.config, item.environment, *base, toQt(item.text));
    m_difference->setTexts(*base, toQt(item.text), item.format);
}

void RequestPage::readOutcome()
{
    const models::Operation &acting = m_store.acting();
    if (acting.hasFailed() && !models::ProofStore::isWantedBy(acting))
        m_banner->show(Banner::Tone::Bad, errorHeadline(acting.error()), tr("Reload"),
            errorDetails(acting.error()));
    else
        m_banner->clear();
}

void RequestPage::approve()
{
    const core::ChangeRequest &request = *m_store.selected();
    const QString binding
        = models::bindingText(request, environmentsOf(request, m_context.stores.places));
    const Question question{tr("Approve"),
        tr("You approve exactly this content: %1. If it is edited afterwards, your approval does "
           "not count any more.")
            .arg(binding),
        tr("Approve %1").arg(binding), {}, {}};
    m_context.prompt.ask(question, [this](const PromptAnswer &answer) {
        if (answer.isAccepted)
            m_store.vote(core::VoteKind::Approve, {});
    });
}

void RequestPage::ask(const QString &title, const QString &text, const QString &reasonLabel,
    std::function<void(const QString &)> act)
{
    m_context.prompt.ask(
        {title, text, title, reasonLabel, {}}, [act = std::move(act)](const PromptAnswer &answer) {
            if (answer.isAccepted)
                act(answer.reason);
        });
}

} // namespace chancery::views
