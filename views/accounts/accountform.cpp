// SPDX-License-Identifier: Apache-2.0
#include "accountform.h"

#include "models/accountwords.h"
#include "models/qtconvert.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"
#include "views/emergency/refusal.h"

#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace chancery::views {

using models::fromQt;
using models::toQt;

namespace {

constexpr int shortestPassword = 8; // bytes, as the server counts
constexpr int roleColumns = 3;
constexpr int widestLine = 110; // letters

} // namespace

AccountForm::AccountForm(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_store(context.stores.accounts)
    , m_banner(new Banner(context.look, this))
{
    setObjectName(QStringLiteral("accountForm"));
    auto *content = new QWidget(this);
    content->setMaximumWidth(widestLine * fontMetrics().averageCharWidth());
    m_title = makeLabel({}, "title", content);
    m_title->setObjectName(QStringLiteral("accountFormTitle"));
    m_what = makeLabel({}, "muted", content);
    m_what->setObjectName(QStringLiteral("accountFormWhat"));
    m_what->setWordWrap(true);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addWidget(m_what);
    layout->addWidget(makeFields());
    layout->addWidget(makeButtons());
    layout->addStretch(1);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(m_banner);
    whole->addWidget(content, 1);
    connectParts();
}

void AccountForm::addRow(const QString &label, QWidget *field)
{
    QLabel *caption = makeLabel(label, "muted", m_form->parentWidget());
    caption->setBuddy(field);
    m_form->addRow(caption, field);
}

QLineEdit *AccountForm::addField(const QString &name, const QString &label)
{
    auto *field = new QLineEdit(m_form->parentWidget());
    field->setObjectName(name);
    field->setAccessibleName(label);
    connect(field, &QLineEdit::textChanged, this, &AccountForm::readState);
    connect(field, &QLineEdit::returnPressed, this, &AccountForm::send);
    addRow(label, field);
    return field;
}

QWidget *AccountForm::makeFields()
{
    auto *fields = new QWidget(this);
    m_form = new QFormLayout(fields);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_kind = new QComboBox(fields);
    m_kind->setObjectName(QStringLiteral("accountKind"));
    m_kind->setAccessibleName(tr("Kind"));
    for (const auto kind : {core::PrincipalKind::User, core::PrincipalKind::Service})
        m_kind->addItem(models::kindText(kind), int(kind));
    addRow(tr("Kind"), m_kind);
    m_name = addField(QStringLiteral("accountName"), tr("Name"));
    m_name->setPlaceholderText(tr("Signs in with it: a-z, 0-9, . _ - @"));
    m_displayName = addField(QStringLiteral("accountDisplayName"), tr("Called"));
    m_displayName->setPlaceholderText(tr("How people call them"));
    m_rolesHost = makeRoles(fields);
    addRow(tr("Roles"), m_rolesHost);
    m_other = new QComboBox(fields);
    m_other->setObjectName(QStringLiteral("accountOther"));
    m_other->setAccessibleName(tr("The other account"));
    m_other->setPlaceholderText(tr("Choose"));
    addRow(tr("The other account"), m_other);
    m_password = addField(QStringLiteral("accountPassword"), tr("One-time password"));
    m_again = addField(QStringLiteral("accountPasswordAgain"), tr("The same again"));
    for (QLineEdit *field : {m_password, m_again}) {
        field->setEchoMode(QLineEdit::Password);
        field->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData
            | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    }
    m_reason = addField(QStringLiteral("accountReason"), tr("Reason"));
    m_reason->setPlaceholderText(tr("It stays in the log: leave the name out"));
    return fields;
}

QWidget *AccountForm::makeRoles(QWidget *parent)
{
    auto *host = new QWidget(parent);
    auto *grid = new QGridLayout(host);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    int at = 0;
    const auto add = [&](const std::string &role) {
        auto *box = new QCheckBox(tr("%1").arg(toQt(role)), host);
        box->setObjectName(QStringLiteral("accountRole-") + toQt(role));
        box->setAccessibleName(tr("Role %1").arg(toQt(role)));
        connect(box, &QCheckBox::toggled, this, &AccountForm::readState);
        grid->addWidget(box, at / roleColumns, at % roleColumns);
        ++at;
        m_roles << box;
    };
    for (const auto &role : models::grantableRoles())
        add(role);
    at = (at + roleColumns - 1) / roleColumns * roleColumns; // what comes with no role: a new line
    for (const auto &permission : models::grantablePermissions())
        add(permission);
    grid->setColumnStretch(roleColumns, 1);
    return host;
}

QWidget *AccountForm::makeButtons()
{
    auto *host = new QWidget(this);
    m_hint = makeLabel({}, "muted", host);
    m_hint->setObjectName(QStringLiteral("accountFormHint"));
    m_hint->setWordWrap(true);
    auto *cancel = makeButton(tr("Cancel"), QStringLiteral("leaveAccountForm"), host);
    m_doIt = makeButton({}, QStringLiteral("sendAccountForm"), host, "primary");
    auto *layout = new QHBoxLayout(host);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_hint, 1);
    layout->addWidget(cancel);
    layout->addWidget(m_doIt);
    connect(cancel, &QPushButton::clicked, this, [this] {
        m_password->clear();
        m_again->clear();
        Q_EMIT left();
    });
    connect(m_doIt, &QPushButton::clicked, this, &AccountForm::send);
    return host;
}

void AccountForm::connectParts()
{
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        showRows();
        readState();
    });
    connect(m_other, &QComboBox::currentIndexChanged, this, &AccountForm::readState);
    connect(&m_store, &models::AccountStore::changed, this, &AccountForm::readState);
    connect(&m_store.acting(), &models::Operation::changed, this, &AccountForm::readOutcome);
}

bool AccountForm::isPerson() const
{
    return m_kind->currentData().toInt() == int(core::PrincipalKind::User);
}

void AccountForm::begin(Task task)
{
    m_task = task;
    m_store.acting().dismiss();
    m_banner->clear();
    fill();
    showRows();
    readState();
    for (QWidget *field : QList<QWidget *>{m_name, m_rolesHost, m_other, m_password}) {
        if (!field->isVisibleTo(this))
            continue;
        (field == m_rolesHost ? m_roles.front() : field)->setFocus();
        break;
    }
}

void AccountForm::showRows()
{
    const bool isNew = m_task == Task::Create;
    for (QWidget *field : QList<QWidget *>{m_kind, m_name, m_displayName})
        m_form->setRowVisible(field, isNew);
    m_form->setRowVisible(m_rolesHost, isNew || m_task == Task::Roles);
    m_form->setRowVisible(m_other, m_task == Task::Link);
    const bool hasPassword = m_task == Task::Password || (isNew && isPerson());
    for (QWidget *field : {m_password, m_again})
        m_form->setRowVisible(field, hasPassword);
    m_form->setRowVisible(m_reason, !isNew);
}

void AccountForm::fill()
{
    for (QLineEdit *field : {m_name, m_displayName, m_password, m_again, m_reason})
        field->clear();
    m_kind->setCurrentIndex(0);
    const core::Account *account = m_task == Task::Create ? nullptr : m_store.selected();
    const QString name = account ? safeText(toQt(account->principal.name)) : QString();
    for (QCheckBox *box : m_roles) {
        const auto role = fromQt(box->objectName().section(u'-', 1));
        box->setChecked(account
            && std::ranges::find(account->principal.roles, role) != account->principal.roles.end());
    }
    struct Texts {
        QString title;
        QString what;
        QString action;
    };
    const auto texts = [&]() -> Texts {
        switch (m_task) {
        case Task::Create:
            return {tr("New Account"),
                tr("A person gets a one-time password: for seven days it opens nothing but the "
                   "choice of another. Whoever made an account counts through it and gets no "
                   "approval from it."),
                tr("Make Account")};
        case Task::Roles:
            return {tr("Roles of %1").arg(name),
                tr("They hold everywhere; rules of sys/access give and take for a part of the "
                   "world. Who becomes an approver now does not approve what is open already."),
                tr("Set Roles")};
        case Task::Password:
            return {tr("One-Time Password for %1").arg(name),
                tr("Their sessions end. For seven days it opens nothing but the choice of "
                   "another; until another administrator issues one, the account counts with "
                   "yours and approves nothing of yours."),
                tr("Issue Password")};
        case Task::Link:
            break;
        }
        return {tr("Second Account of %1").arg(name),
            tr("One person has both: from now on they are one pair of eyes wherever heads are "
               "counted. To take it back, two administrators have to say so."),
            tr("Link Accounts")};
    }();
    showText(m_title, texts.title);
    showText(m_what, texts.what);
    m_doIt->setText(texts.action);
    fillOthers();
}

void AccountForm::fillOthers()
{
    m_other->clear();
    const core::Account *account = m_store.selected();
    if (m_task != Task::Link || !account)
        return;
    const auto *linked = m_store.linkedWith(account->principal.id);
    for (const core::Account &other : m_store.accounts()) {
        const auto &id = other.principal.id;
        const bool isOne = id == account->principal.id
            || (linked && std::ranges::find(linked->accounts, id) != linked->accounts.end());
        if (!isOne && other.principal.kind == core::PrincipalKind::User)
            m_other->addItem(safeText(tr("%1 (%2)").arg(
                                 toQt(other.principal.name), toQt(other.principal.displayName))),
                toQt(id));
    }
    m_other->setCurrentIndex(-1);
}

std::vector<std::string> AccountForm::roles() const
{
    std::vector<std::string> chosen;
    for (const QCheckBox *box : m_roles) {
        if (box->isChecked())
            chosen.push_back(fromQt(box->objectName().section(u'-', 1)));
    }
    return chosen;
}

models::ActionState AccountForm::may() const
{
    const auto &permissions = m_context.stores.permissions;
    if (m_task == Task::Create)
        return models::createAccountState(permissions);
    const core::Account *account = m_store.selected();
    if (!account)
        return models::ActionState::disabled(tr("The account is not there any more."));
    const models::AccountSight sight{
        permissions, *account, m_store.linkedWith(account->principal.id)};
    switch (m_task) {
    case Task::Roles:
        return models::rolesState(sight);
    case Task::Password:
        return models::resetPasswordState(sight);
    default:
        return models::linkState(sight);
    }
}

QString AccountForm::passwordFault() const
{
    if (m_password->text().toUtf8().size() < shortestPassword)
        return tr("The password needs at least %1 characters.").arg(shortestPassword);
    if (m_again->text() != m_password->text())
        return tr("The two passwords are not the same.");
    return {};
}

QString AccountForm::fault() const
{
    if (const auto state = may(); !state.isEnabled)
        return state.whyNot;
    if (m_store.acting().isRunning())
        return tr("It is on its way.");
    switch (m_task) {
    case Task::Create:
        if (m_name->text().trimmed().isEmpty())
            return tr("Give the account a name to sign in with.");
        return isPerson() ? passwordFault() : QString();
    case Task::Roles:
        return roles() == m_store.selected()->principal.roles ? tr("These roles it has already.")
                                                              : QString();
    case Task::Password:
        return passwordFault();
    case Task::Link:
        return m_other->currentIndex() < 0 ? tr("Choose the other account.") : QString();
    }
    return {};
}

void AccountForm::readState()
{
    if (!m_doIt || !m_hint)
        return;
    const QString why = fault();
    m_doIt->setEnabled(why.isEmpty());
    setPlainToolTip(*m_doIt, why.isEmpty() ? m_doIt->text() : why);
    showText(m_hint, why);
}

void AccountForm::readOutcome()
{
    readState();
    const models::Operation &acting = m_store.acting();
    if (isHidden() || !acting.hasFailed())
        m_banner->clear();
    else
        showRefusal(*m_banner, acting.error());
}

void AccountForm::send()
{
    if (!m_doIt->isEnabled())
        return;
    // Out of the field before anything is asked: what is refused is typed anew.
    const QString password = m_password->text();
    m_password->clear();
    m_again->clear();
    const QString reason = m_reason->text().trimmed();
    switch (m_task) {
    case Task::Create: {
        core::NewPrincipal account;
        account.kind = core::PrincipalKind(m_kind->currentData().toInt());
        account.name = fromQt(m_name->text().trimmed());
        account.displayName = fromQt(m_displayName->text().trimmed());
        account.roles = roles();
        m_store.create(account, password);
        break;
    }
    case Task::Roles:
        m_store.setRoles(roles(), reason);
        break;
    case Task::Password:
        m_store.resetPassword(password, reason);
        break;
    case Task::Link:
        m_store.setSamePerson(
            models::idFromQt<core::PrincipalId>(m_other->currentData().toString()), reason);
        break;
    }
}

} // namespace chancery::views
