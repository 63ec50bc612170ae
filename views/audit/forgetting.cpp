// SPDX-License-Identifier: Apache-2.0
#include "forgetting.h"

#include "engine/core/auditevent.h"
#include "models/actionstate.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"

namespace chancery::views {

using models::toQt;

namespace {

// Who an account's own event is about, else who acted.
core::PrincipalId personOf(const audit::AuditDetail &detail)
{
    const auto event = core::fromLeaf(detail.leaf);
    if (!event)
        return {};
    if (event->target.type == "principal" && !event->target.id.empty())
        return core::PrincipalId(event->target.id);
    return event->actor.kind == core::PrincipalKind::User ? core::PrincipalId(event->actor.id)
                                                          : core::PrincipalId();
}

QString reasonLabel()
{
    return Forgetting::tr("Reason (it stays in the log: leave the name out)");
}

} // namespace

Forgetting::Forgetting(ViewContext &context, QWidget *parent)
    : QObject(parent)
    , m_context(context)
    , m_store(context.stores.api)
    , m_erase(make(tr("Forget This Person…"), "forgetPerson",
          tr("Erase what the log says of the person of the selected event; every proof stays "
             "valid")))
    , m_hold(make(tr("Place a Legal Hold…"), "placeLegalHold",
          tr("Keep what is known of the person of the selected event from being erased")))
    , m_lift(make(tr("Lift the Legal Hold…"), "liftLegalHold",
          tr("Let what is known of the person of the selected event be erased again")))
{
    m_erase->setShortcut(Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_T);
    m_hold->setShortcut(Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_H);
    m_lift->setShortcut(Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_W);
    connect(m_erase, &QAction::triggered, this, [this] { begin(Wish::Erase); });
    connect(m_hold, &QAction::triggered, this, [this] { begin(Wish::Hold); });
    connect(m_lift, &QAction::triggered, this, [this] { begin(Wish::Lift); });
    connect(&m_store, &models::ErasureStore::found, this, &Forgetting::found);
    connect(&m_store, &models::ErasureStore::erased, this, &Forgetting::tellErased);
    connect(&m_store, &models::ErasureStore::disabled, this, [this] {
        Q_EMIT told(
            tr("%1 is disabled. Somebody else who may administer accounts forgets them now.")
                .arg(name()));
    });
    connect(&m_store, &models::ErasureStore::held, this, [this](const QString &hold) {
        Q_EMIT told(tr("The legal hold %1 stands. Somebody else lifts it.").arg(safeText(hold)));
    });
    connect(&m_store, &models::ErasureStore::lifted, this, [this](const QString &hold) {
        Q_EMIT told(tr("The legal hold %1 was lifted. Somebody else erases what it kept.")
                .arg(safeText(hold)));
    });
    for (models::Operation *operation : {&m_store.looking(), &m_store.acting()})
        connect(operation, &models::Operation::changed, this,
            [this, operation] { readFailure(*operation); });
    connect(&context.stores.access, &models::AccessStore::changed, this, &Forgetting::readState);
    setEvent(std::nullopt);
}

QAction *Forgetting::make(const QString &text, const char *name, const QString &tip)
{
    auto *action = new QAction(m_context.look.icon(QStringLiteral("audit")), text, this);
    action->setObjectName(QString::fromLatin1(name));
    action->setProperty("purpose", tip);
    return action;
}

void Forgetting::setEvent(const std::optional<audit::AuditDetail> &detail)
{
    m_person = detail ? personOf(*detail) : core::PrincipalId();
    readState();
}

void Forgetting::readState()
{
    const auto may = models::forgetState(m_context.stores.permissions);
    const auto state = may.isEnabled && m_person.isEmpty()
        ? models::ActionState::disabled(tr("Select an event that is about somebody, or by them."))
        : may;
    for (QAction *action : commands()) {
        action->setEnabled(state.isEnabled);
        action->setStatusTip(state.whyNot);
        setPlainToolTip(
            *action, state.isEnabled ? action->property("purpose").toString() : state.whyNot);
    }
}

void Forgetting::begin(Wish wish)
{
    const auto outside = models::outsideEmergency(m_context.stores.permissions);
    if (!outside.isEnabled)
        return Q_EMIT told(outside.whyNot);
    m_wish = wish;
    m_store.look(m_person);
}

QString Forgetting::name() const
{
    return m_store.subject() ? safeText(toQt(m_store.subject()->account.name)) : QString();
}

void Forgetting::found()
{
    const auto wish = std::exchange(m_wish, Wish::None);
    const auto &subject = *m_store.subject();
    if (subject.account.kind != core::PrincipalKind::User)
        return Q_EMIT told(tr("%1 is no person: machines have no personal data.").arg(name()));
    if (wish == Wish::Hold)
        return askToHold();
    if (wish == Wish::Lift && !subject.hold)
        return Q_EMIT told(tr("No legal hold stands over %1.").arg(name()));
    if (wish == Wish::Lift)
        return askToLift();
    if (wish != Wish::Erase)
        return;
    if (subject.hold)
        return Q_EMIT told(tr("The legal hold %1 keeps what is known of %2 (%3, since %4). It has "
                              "to be lifted first.")
                .arg(safeText(toQt(subject.hold->id)), name(), safeText(toQt(subject.hold->ticket)),
                    models::fullTime(subject.hold->at)));
    if (subject.account.disabled)
        askToErase();
    else
        askToDisable();
}

void Forgetting::askToDisable()
{
    Question question;
    question.title = tr("Disable %1 first").arg(name());
    question.text = tr("Whoever is forgotten cannot sign in any more. The account is disabled now; "
                       "somebody else than you forgets the person then, so that no one does it "
                       "alone.");
    question.action = tr("Disable");
    question.reasonLabel = reasonLabel();
    m_context.prompt.ask(question, [this](const PromptAnswer &answer) {
        if (answer.isAccepted)
            m_store.disable(answer.reason);
    });
}

void Forgetting::askToErase()
{
    Question question;
    question.title = tr("Forget %1").arg(name());
    question.text = tr("The display name, the name of the account and every address in the log are "
                       "erased for good, here and on the server's disk. What was done stays "
                       "provable and belongs to a pseudonym from now on. Versions and change "
                       "requests are signed or were voted on: they keep the name. Nobody can take "
                       "this back.");
    question.action = tr("Forget");
    question.reasonLabel = reasonLabel();
    question.ticketLabel = tr("Ticket of the demand");
    question.typeToConfirm = toQt(m_store.subject()->account.name);
    m_context.prompt.ask(question, [this](const PromptAnswer &answer) {
        if (answer.isAccepted)
            m_store.erase(answer.reason, answer.ticket);
    });
}

void Forgetting::askToHold()
{
    Question question;
    question.title = tr("Hold what is known of %1").arg(name());
    question.text
        = tr("As long as the hold stands, nothing of this person is erased and no entry of "
             "the log is pruned. Somebody else than you lifts it.");
    question.action = tr("Place Hold");
    question.reasonLabel = reasonLabel();
    question.ticketLabel = tr("Case or ticket");
    m_context.prompt.ask(question, [this](const PromptAnswer &answer) {
        if (answer.isAccepted)
            m_store.hold(answer.reason, answer.ticket);
    });
}

void Forgetting::askToLift()
{
    const auto &hold = *m_store.subject()->hold;
    Question question;
    question.title = tr("Lift the hold %1").arg(safeText(toQt(hold.id)));
    question.text = (hold.principal.empty()
            ? tr("It stands over everybody, for %1, since %2. Without it people can be "
                 "forgotten and entries pruned again, by somebody else than you.")
            : tr("It stands for %1, since %2. Without it this person can be forgotten again, "
                 "by somebody else than you."))
                        .arg(safeText(toQt(hold.ticket)), models::fullTime(hold.at));
    question.action = tr("Lift Hold");
    question.reasonLabel = reasonLabel();
    m_context.prompt.ask(question, [this](const PromptAnswer &answer) {
        if (answer.isAccepted)
            m_store.lift(answer.reason);
    });
}

void Forgetting::readFailure(const models::Operation &operation)
{
    if (operation.hasFailed())
        Q_EMIT failed(operation.error());
}

void Forgetting::tellErased(const core::Erasure &erasure)
{
    QStringList words{tr("%n personal field(s) of the log are erased; entry %1 tells of it.",
        nullptr, int(erasure.fields))
            .arg(erasure.sequence)};
    for (const auto &rest : erasure.remaining)
        words << tr("The name stays in %n record(s) (%1) that are signed or were voted on.",
            nullptr, int(rest.count))
                     .arg(safeText(toQt(rest.where)));
    m_context.stores.people.load();
    Q_EMIT told(words.join(QStringLiteral(" ")));
    Q_EMIT forgotten();
}

} // namespace chancery::views
