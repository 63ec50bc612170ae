// SPDX-License-Identifier: Apache-2.0
#include "accountpage.h"

#include "models/accountwords.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"
#include "views/emergency/refusal.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;

namespace {

enum TokenColumn { Beginning, MadeBy, Since, Until };
constexpr int tokenRows = 6; // more than these scroll

QString reasonLabel()
{
    return AccountPage::tr("Reason (it stays in the log: leave the name out)");
}

} // namespace

AccountPage::AccountPage(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_store(context.stores.accounts)
    , m_banner(new Banner(context.look, this))
{
    setObjectName(QStringLiteral("accountPage"));
    makeCommands();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_banner);
    layout->addWidget(makeLine(this));
    layout->addWidget(makeContent(), 1);
    connect(&m_store, &models::AccountStore::changed, this, &AccountPage::read);
    connect(&m_store, &models::AccountStore::tokensChanged, this, &AccountPage::readTokens);
    connect(&context.stores.access, &models::AccessStore::changed, this, &AccountPage::read);
    connect(&m_store.acting(), &models::Operation::changed, this, &AccountPage::readOutcome);
    connect(&m_store, &models::AccountStore::acted, this, &AccountPage::tell);
    read();
}

QAction *AccountPage::addCommand(const QString &text, const QString &name, const QString &icon,
    const QKeySequence &key, Step step)
{
    auto *action = new QAction(m_context.look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, step);
    m_commands << action;
    return action;
}

void AccountPage::makeCommands()
{
    m_roles = addCommand(tr("Roles…"), QStringLiteral("setAccountRoles"), QStringLiteral("rename"),
        Qt::CTRL | Qt::Key_R, &AccountPage::setRoles);
    m_reset = addCommand(tr("One-Time Password…"), QStringLiteral("resetAccountPassword"),
        QStringLiteral("seal"), Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_P,
        &AccountPage::resetPassword);
    m_disable
        = addCommand(tr("Disable…"), QStringLiteral("disableAccount"), QStringLiteral("reject"),
            Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_D, &AccountPage::disable);
    m_enable = addCommand(tr("Enable…"), QStringLiteral("enableAccount"), QStringLiteral("approve"),
        Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_Y, &AccountPage::enable);
    m_link = addCommand(tr("Link…"), QStringLiteral("linkAccount"), QStringLiteral("add"),
        Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_J, &AccountPage::link);
    m_part = addCommand(tr("Take Out…"), QStringLiteral("partAccount"), QStringLiteral("remove"),
        Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_C, &AccountPage::part);
    m_revoke
        = addCommand(tr("End Selected…"), QStringLiteral("revokeToken"), QStringLiteral("withdraw"),
            Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_Q, &AccountPage::revoke);
    m_revokeAll
        = addCommand(tr("End All…"), QStringLiteral("revokeAllTokens"), QStringLiteral("signout"),
            Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_K, &AccountPage::revokeAll);
}

QWidget *AccountPage::makeHeader()
{
    auto *header = new QWidget(this);
    header->setProperty("role", QStringLiteral("panel"));
    header->setAttribute(Qt::WA_StyledBackground);
    m_title = makeLabel({}, "title", header);
    m_title->setObjectName(QStringLiteral("accountTitle"));
    m_title->setWordWrap(true);
    m_state = makeChip(QStringLiteral("accountState"), header);
    m_kind = makeLabel({}, "muted", header);
    m_kind->setObjectName(QStringLiteral("accountKindText"));
    m_hint = makeLabel({}, "muted", header);
    m_hint->setObjectName(QStringLiteral("accountHint"));
    m_hint->setWordWrap(true);
    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_title, 1);
    first->addWidget(m_kind);
    first->addWidget(m_state);
    auto *second = new QHBoxLayout;
    second->setSpacing(4);
    for (QAction *action : {m_roles, m_reset, m_disable, m_enable})
        second->addWidget(makeActionButton(action, header));
    second->addStretch();
    auto *layout = new QVBoxLayout(header);
    layout->setContentsMargins(16, 8, 12, 8);
    layout->setSpacing(4);
    layout->addLayout(first);
    layout->addLayout(second);
    layout->addWidget(m_hint);
    return header;
}

QWidget *AccountPage::makeContent()
{
    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(4);
    const auto makeFacts = [&](const QString &name) {
        QLabel *label = makeLabel({}, "value", content);
        label->setObjectName(name);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        return label;
    };
    const auto addSection
        = [&](const QString &title, QWidget *widget, const QList<QAction *> &actions) {
              auto *line = new QHBoxLayout;
              line->setSpacing(4);
              line->addWidget(makeLabel(title, "title", content));
              line->addStretch(1);
              for (QAction *action : actions)
                  line->addWidget(makeActionButton(action, content));
              layout->addLayout(line);
              layout->addWidget(widget);
              layout->addSpacing(12);
          };
    m_signIn = makeFacts(QStringLiteral("accountSignIn"));
    m_rights = makeFacts(QStringLiteral("accountRights"));
    m_person = makeFacts(QStringLiteral("accountPerson"));
    m_tokens = new QTreeWidget(content);
    m_tokens->setObjectName(QStringLiteral("accountTokens"));
    m_tokens->setAccessibleName(tr("Sessions and Tokens"));
    m_tokens->setHeaderLabels({tr("Begins With"), tr("Made By"), tr("Since"), tr("Until")});
    m_tokens->setRootIsDecorated(false);
    m_tokens->setUniformRowHeights(true);
    m_tokens->setFixedHeight(tokenRows * 26 + 32);
    for (const auto &[column, width] : {std::pair(Beginning, 150), {MadeBy, 110}, {Since, 190}})
        m_tokens->header()->resizeSection(column, width);
    m_tokensOverlay = new StateOverlay(m_context.look, m_tokens, content);
    m_tokensOverlay->watch(m_store.loadingTokens());
    addSection(tr("Sign-In"), m_signIn, {});
    addSection(tr("Roles and Scopes"), m_rights, {});
    addSection(tr("Person"), m_person, {m_link, m_part});
    addSection(tr("Sessions and Tokens"), m_tokensOverlay, {m_revoke, m_revokeAll});
    layout->addStretch(1);
    connect(m_tokens, &QTreeWidget::itemSelectionChanged, this, &AccountPage::readStates);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("accountScroll"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    return scroll;
}

QString AccountPage::nameOf(const core::PrincipalId &id) const
{
    const core::Account *account = m_store.find(id);
    return account ? toQt(account->principal.name) : toQt(id);
}

void AccountPage::read()
{
    if (m_shown != m_store.selectedId()) {
        m_shown = m_store.selectedId();
        m_banner->clear();
    }
    const core::Account *account = m_store.selected();
    if (account) {
        const auto &principal = account->principal;
        showText(m_title,
            principal.displayName.empty() || principal.displayName == principal.name
                ? toQt(principal.name)
                : tr("%1  %2").arg(toQt(principal.name), toQt(principal.displayName)));
        const auto now = m_context.clock.now();
        showChip(m_state, models::stateText(*account, now),
            Theme::toneOf(models::stateStatus(*account, now)));
        showText(m_kind, models::kindText(principal.kind));
        readFacts(*account);
        readPerson(*account);
    }
    readTokens();
}

void AccountPage::readFacts(const core::Account &account)
{
    const auto now = m_context.clock.now();
    QStringList lines{account.provider.empty()
            ? tr("Signs in by: %1").arg(models::signInText(account))
            : tr("Signs in at: %1").arg(toQt(account.provider))};
    lines << (account.lastSignIn ? tr("Last: %1").arg(models::timeText(*account.lastSignIn, now))
            : account.principal.kind == core::PrincipalKind::User
            ? tr("Last: not since the server keeps it")
            : QString());
    if (const auto &given = account.oneTimePassword) {
        lines << (given->expiresAt <= now
                ? tr("Its one-time password of %1 has ended %2; somebody has to issue another one.")
                : tr("Has to choose a password: the one it has is of %1 and ends %2."))
                     .arg(toQt(given->issuedBy), models::fullTime(given->expiresAt));
        if (!given->reason.empty())
            lines << tr("It was issued because: %1").arg(toQt(given->reason));
    }
    if (account.passwordBy)
        lines << tr("Counts with %1, who chose its password or made its token.")
                     .arg(nameOf(*account.passwordBy));
    lines.removeAll(QString());
    showText(m_signIn, lines.join(u'\n'));
    QStringList rights{account.principal.roles.empty()
            ? tr("No roles")
            : tr("Everywhere: %1").arg(models::rolesText(account.principal.roles))};
    if (account.approverSince)
        rights << (account.approverBy ? tr("Approves what was asked after %1; %2 gave the right.")
                                      : tr("Approves what was asked after %1."))
                      .arg(models::fullTime(*account.approverSince));
    if (account.approverSince && account.approverBy)
        rights.back() = rights.back().arg(nameOf(*account.approverBy));
    if (const auto &access = m_context.stores.permissions.access)
        rights << models::scopeLines(*access, account.principal);
    showText(m_rights, rights.join(u'\n'));
}

void AccountPage::readPerson(const core::Account &account)
{
    const auto &id = account.principal.id;
    const auto *linked = m_store.linkedWith(id);
    if (!linked) {
        showText(m_person, tr("The only account of its owner, as far as anybody has said."));
        return;
    }
    QStringList names;
    for (const auto &other : linked->accounts) {
        if (other != id)
            names << nameOf(other);
    }
    QStringList lines{tr("Second account of: %1. They are one pair of eyes.")
            .arg(names.join(QStringLiteral(", ")))};
    for (const auto &parting : linked->partings)
        lines << tr("%1 is somebody else's, says %2 (%3); a second administrator has to say the "
                    "same within seven days.")
                     .arg(
                         nameOf(parting.account), nameOf(parting.by), models::fullTime(parting.at));
    showText(m_person, lines.join(u'\n'));
}

void AccountPage::readTokens()
{
    const QString selected = selectedToken();
    m_tokens->clear();
    const auto &tokens = m_store.tokens();
    for (const auto &token : tokens ? *tokens : std::vector<core::AccessToken>()) {
        auto *row = new QTreeWidgetItem(m_tokens);
        row->setText(Beginning, safeText(toQt(token.id)));
        row->setText(MadeBy, safeText(toQt(token.madeBy)));
        row->setText(Since, models::fullTime(token.createdAt));
        row->setText(Until, models::fullTime(token.expiresAt));
        row->setData(Beginning, Qt::UserRole, toQt(token.id));
        if (toQt(token.id) == selected)
            m_tokens->setCurrentItem(row);
    }
    m_tokensOverlay->setEmpty(tokens && tokens->empty(), tr("Nothing is open by this account"));
    readStates();
}

QString AccountPage::selectedToken() const
{
    const auto selected = m_tokens->selectedItems();
    return selected.isEmpty() ? QString()
                              : selected.front()->data(Beginning, Qt::UserRole).toString();
}

void AccountPage::readStates()
{
    using models::ActionState;
    const core::Account *account = m_store.selected();
    const auto set = [&](QAction *action, const ActionState &known) {
        const auto state = m_store.acting().isRunning()
            ? ActionState::disabled(tr("Something is on its way already."))
            : known;
        action->setEnabled(state.isEnabled);
        action->setStatusTip(state.whyNot);
        setPlainToolTip(*action, state.isEnabled ? action->text() : state.whyNot);
        return state.whyNot;
    };
    const auto stateOf = [&](ActionState (*function)(const models::AccountSight &)) {
        if (!account)
            return ActionState::disabled(tr("No account is chosen."));
        const auto &id = account->principal.id;
        return function({m_context.stores.permissions, *account, m_store.linkedWith(id),
            models::isLastAdministrator(m_store.accounts(), id)});
    };
    QStringList hints;
    hints << set(m_roles, stateOf(models::rolesState));
    hints << set(m_reset, stateOf(models::resetPasswordState));
    const auto disable = set(m_disable, stateOf(models::disableState));
    const auto enable = set(m_enable, stateOf(models::enableState));
    if (account)
        hints << (account->principal.disabled ? enable : disable);
    set(m_link, stateOf(models::linkState));
    set(m_part, stateOf(models::partState));
    const auto revoke = stateOf(models::revokeState);
    set(m_revokeAll, revoke);
    set(m_revoke,
        revoke.isEnabled && selectedToken().isEmpty()
            ? ActionState::disabled(tr("Select the session or token."))
            : revoke);
    hints.removeAll(QString());
    hints.removeDuplicates();
    showText(m_hint, hints.join(QLatin1Char(' ')));
    m_hint->setVisible(!hints.isEmpty());
}

void AccountPage::readOutcome()
{
    readStates();
    const models::Operation &acting = m_store.acting();
    if (acting.hasFailed() && isVisible())
        showRefusal(*m_banner, acting.error());
    else if (acting.isRunning() || acting.hasFailed())
        m_banner->clear();
}

void AccountPage::tell(models::AccountStore::Deed deed, const core::PrincipalId &account)
{
    m_shown = account;
    using enum models::AccountStore::Deed;
    const auto words = [deed] {
        switch (deed) {
        case Created:
            return tr("The account is made.");
        case RolesSet:
            return tr("The roles are set.");
        case Disabled:
            return tr("The account is disabled; what it had open has ended.");
        case Enabled:
            return tr("The account is enabled.");
        case PasswordReset:
            return tr("The one-time password is issued. Give it to its owner by a way that nobody "
                      "else reads.");
        case Linked:
            return tr("The accounts count as one person from now on.");
        case PartingAsked:
            return tr("It is noted. A second administrator has to say the same within seven days.");
        case Parted:
            return tr("The account counts by itself from now on.");
        case TokenRevoked:
            return tr("The session has ended.");
        case TokensRevoked:
            return tr("All sessions and tokens have ended.");
        }
        return QString();
    };
    m_banner->show(Banner::Tone::Information, words());
}

void AccountPage::ask(const QString &title, const QString &text, const QString &action,
    bool wantsReason, std::function<void(const QString &reason)> work)
{
    Question question;
    question.title = title;
    question.text = text;
    question.action = action;
    if (wantsReason)
        question.reasonLabel = reasonLabel();
    m_context.prompt.ask(question, [work = std::move(work)](const PromptAnswer &answer) {
        if (answer.isAccepted)
            work(answer.reason);
    });
}

void AccountPage::disable()
{
    const QString name = safeText(nameOf(m_store.selectedId()));
    ask(tr("Disable %1").arg(name),
        tr("Nobody signs in by the account any more. Its sessions, tokens and event streams end "
           "at once, and its votes count no more. Nothing that it asked for or said goes with it; "
           "its open requests wait for somebody who takes them over."),
        tr("Disable"), true, [this](const QString &reason) { m_store.setDisabled(true, reason); });
}

void AccountPage::enable()
{
    const QString name = safeText(nameOf(m_store.selectedId()));
    ask(tr("Enable %1").arg(name),
        tr("Its owner signs in again as before. Where it may approve, it does not approve what is "
           "open already."),
        tr("Enable"), true, [this](const QString &reason) { m_store.setDisabled(false, reason); });
}

void AccountPage::part()
{
    const QString name = safeText(nameOf(m_store.selectedId()));
    ask(tr("%1 is somebody else's").arg(name),
        tr("Two administrators have to say so within seven days, neither of them that person or "
           "in that person's hands. It gives somebody a second pair of eyes; what is open by then "
           "is not approved by them."),
        tr("Take Out"), true,
        [this](const QString &reason) { m_store.setSamePerson(std::nullopt, reason); });
}

void AccountPage::revoke()
{
    const QString token = selectedToken();
    ask(tr("End %1").arg(safeText(token)),
        tr("Whoever uses it is signed out at once, and what it follows is cut off."), tr("End"),
        false, [this, token](const QString &) { m_store.revoke(models::fromQt(token)); });
}

void AccountPage::revokeAll()
{
    const QString name = safeText(nameOf(m_store.selectedId()));
    ask(tr("End all that %1 has open").arg(name),
        tr("Every session and every token of the account ends at once. A service needs a new "
           "token then; a person signs in again."),
        tr("End All"), false, [this](const QString &) { m_store.revokeAll(); });
}

} // namespace chancery::views
