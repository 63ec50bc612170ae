// SPDX-License-Identifier: Apache-2.0
#include "accountsview.h"

#include "models/accountwords.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/accounts/accountform.h"
#include "views/accounts/accountpage.h"
#include "views/common/plaintext.h"
#include "views/common/stateoverlay.h"
#include "views/common/tablepane.h"
#include "views/common/widgets.h"

#include <QSplitter>
#include <QVBoxLayout>

namespace chancery::views {

using models::Column;
using models::Status;
using models::toQt;

namespace {

qlonglong microseconds(const std::optional<core::Instant> &instant)
{
    return instant ? qlonglong(instant->time_since_epoch().count()) : 0;
}

constexpr Column<AccountRow> columns[]{
    {.key = "name",
        .title = QT_TRANSLATE_NOOP("columns", "Name"),
        .text = [](const AccountRow &row) { return toQt(row.account.principal.name); },
        .width = 88},
    {.key = "state",
        .title = QT_TRANSLATE_NOOP("columns", "State"),
        .text = [](const AccountRow &row) { return models::stateText(row.account, row.now); },
        .status = [](const AccountRow &row) { return models::stateStatus(row.account, row.now); },
        .width = 160},
    {.key = "roles",
        .title = QT_TRANSLATE_NOOP("columns", "Roles"),
        .text
        = [](const AccountRow &row) { return models::rolesText(row.account.principal.roles); },
        .width = 128},
    {.key = "person",
        .title = QT_TRANSLATE_NOOP("columns", "Second Account Of"),
        .text = [](const AccountRow &row) { return row.others; },
        .status
        = [](const AccountRow &row) { return row.isParting ? Status::Attention : Status::None; },
        .width = 144},
    {.key = "lastSignIn",
        .title = QT_TRANSLATE_NOOP("columns", "Last Sign-In"),
        .text =
            [](const AccountRow &row) {
                return row.account.lastSignIn
                    ? models::relativeTime(*row.account.lastSignIn, row.now)
                    : QString();
            },
        .sort
        = [](const AccountRow &row) { return QVariant(microseconds(row.account.lastSignIn)); },
        .tip =
            [](const AccountRow &row) {
                return row.account.lastSignIn ? models::fullTime(*row.account.lastSignIn)
                                              : QString();
            },
        .width = 112},
    {.key = "signsInBy",
        .title = QT_TRANSLATE_NOOP("columns", "Signs In By"),
        .text = [](const AccountRow &row) { return models::signInText(row.account); },
        .tip = [](const AccountRow &row) { return toQt(row.account.provider); },
        .width = 120},
    {.key = "open",
        .title = QT_TRANSLATE_NOOP("columns", "Open"),
        .text = [](const AccountRow &row) { return QString::number(row.account.openSessions); },
        .sort
        = [](const AccountRow &row) { return QVariant(qulonglong(row.account.openSessions)); },
        .isNumber = true,
        .width = 56},
    {.key = "kind",
        .title = QT_TRANSLATE_NOOP("columns", "Kind"),
        .text = [](const AccountRow &row) { return models::kindText(row.account.principal.kind); },
        .width = 80},
    {.key = "displayName",
        .title = QT_TRANSLATE_NOOP("columns", "Called"),
        .text = [](const AccountRow &row) { return toQt(row.account.principal.displayName); },
        .width = 128},
};

} // namespace

QString AccountRow::id() const
{
    return toQt(account.principal.id);
}

AccountsView::AccountsView(ViewContext &context)
    : m_context(context)
    , m_store(context.stores.accounts)
    , m_model(std::make_unique<models::TableModel<AccountRow>>(columns))
    , m_stack(new QStackedWidget(this))
{
    makeCommands();
    m_page = new AccountPage(context, this);
    m_pageOverlay = new StateOverlay(context.look, m_page, this);
    m_stack->addWidget(m_pageOverlay);
    m_form = new AccountForm(context, m_stack);
    m_stack->addWidget(m_form);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(makeList());
    splitter->addWidget(m_stack);
    splitter->setSizes({664, 640});
    splitter->setStretchFactor(1, 1);
    rememberSplitter(*splitter, QStringLiteral("accounts"), context.settings);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connectParts();
    read();
}

AccountsView::~AccountsView() = default;

void AccountsView::makeCommands()
{
    m_create = new QAction(m_context.look.icon(QStringLiteral("add")), tr("New Account…"), this);
    m_create->setObjectName(QStringLiteral("createAccount"));
    m_create->setShortcut(Qt::CTRL | Qt::Key_N);
    connect(m_create, &QAction::triggered, this, [this] {
        m_stack->setCurrentWidget(m_form);
        m_form->begin(AccountForm::Task::Create);
    });
    m_reload = new QAction(m_context.look.icon(QStringLiteral("reload")), tr("Reload"), this);
    m_reload->setObjectName(QStringLiteral("reloadAccounts"));
    m_reload->setShortcut(Qt::Key_F5);
    connect(m_reload, &QAction::triggered, &m_store, &models::AccountStore::reload);
}

QWidget *AccountsView::makeList()
{
    auto *side = new QWidget(this);
    side->setProperty("role", QStringLiteral("panel"));
    m_table = new TablePane(
        QStringLiteral("accounts"), *m_model, m_context.look, m_context.settings, side);
    m_table->table().setAccessibleName(tr("Accounts"));
    m_overlay = new StateOverlay(m_context.look, m_table, side);
    m_overlay->watch(m_store.loading());
    auto *bar = new QWidget(side);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    line->setContentsMargins(8, 4, 8, 4);
    line->addWidget(&m_table->filter(), 1);
    line->addWidget(makeActionButton(m_reload, bar));
    line->addWidget(makeActionButton(m_create, bar, true));
    m_summary = makeLabel({}, "muted", side);
    m_summary->setObjectName(QStringLiteral("accountsSummary"));
    m_summary->setContentsMargins(12, 4, 12, 6);
    m_summary->setWordWrap(true);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_overlay, 1);
    layout->addWidget(m_summary);
    return side;
}

void AccountsView::connectParts()
{
    connect(&m_store, &models::AccountStore::changed, this, &AccountsView::read);
    connect(&m_context.stores.access, &models::AccessStore::changed, this, &AccountsView::read);
    connect(m_table, &TablePane::currentChanged, this, &AccountsView::choose);
    connect(m_table, &TablePane::activated, this, &AccountsView::choose);
    connect(m_table, &TablePane::rowsChanged, this, &AccountsView::readSummary);
    connect(m_overlay, &StateOverlay::emptyActionTriggered, m_table, &TablePane::clearFilter);
    connect(m_form, &AccountForm::left, this, &AccountsView::showPage);
    connect(m_page, &AccountPage::formWanted, this, [this](AccountForm::Task task) {
        m_stack->setCurrentWidget(m_form);
        m_form->begin(task);
    });
    connect(&m_store, &models::AccountStore::acted, this,
        [this](models::AccountStore::Deed deed, const core::PrincipalId &account) {
            if (deed == models::AccountStore::Deed::Created)
                m_store.select(account);
            showPage();
        });
}

void AccountsView::activate(const QString &subject)
{
    m_store.want();
    if (!subject.isEmpty())
        goTo(subject);
}

void AccountsView::goTo(const QString &subject)
{
    m_wanted.clear();
    for (const core::Account &account : m_store.accounts()) {
        if (toQt(account.principal.id) == subject || toQt(account.principal.name) == subject)
            return choose(toQt(account.principal.id));
    }
    if (!m_store.isKnown())
        m_wanted = subject;
}

QString AccountsView::othersOf(
    const core::PrincipalId &account, const core::LinkedAccounts *linked) const
{
    QStringList names;
    for (const auto &id : linked ? linked->accounts : std::vector<core::PrincipalId>()) {
        const core::Account *other = id == account ? nullptr : m_store.find(id);
        if (other)
            names << toQt(other->principal.name);
    }
    return names.join(QStringLiteral(", "));
}

void AccountsView::read()
{
    std::vector<AccountRow> rows;
    for (const core::Account &account : m_store.accounts()) {
        const auto &id = account.principal.id;
        const auto *linked = m_store.linkedWith(id);
        const bool isParting = linked
            && std::ranges::find(linked->partings, id, &core::Parting::account)
                != linked->partings.end();
        rows.push_back({account, othersOf(id, linked), isParting, m_context.clock.now()});
    }
    m_isReading = true;
    m_model->setRows(std::move(rows));
    m_table->selectId(toQt(m_store.selectedId()));
    m_isReading = false;
    const auto may = models::createAccountState(m_context.stores.permissions);
    m_create->setEnabled(may.isEnabled);
    m_create->setStatusTip(may.whyNot);
    setPlainToolTip(*m_create, may.isEnabled ? tr("Make an account") : may.whyNot);
    m_pageOverlay->setEmpty(!m_store.selected(), tr("No account is chosen"),
        tr("Choose one in the list to see how it is signed in with, what it may do and what it "
           "has open."));
    readSummary();
    if (m_store.isKnown() && !m_wanted.isEmpty())
        goTo(QString(m_wanted));
}

void AccountsView::readSummary()
{
    const auto &accounts = m_store.accounts();
    if (m_table->isFilteredEmpty())
        m_overlay->setEmpty(true, tr("No account matches the filter"), {}, tr("Clear Filter"));
    else
        m_overlay->setEmpty(accounts.empty() && m_store.isKnown(), tr("There are no accounts"),
            tr("Whoever administers has one; the server gives none of them to be read."));
    const auto disabled = std::ranges::count_if(
        accounts, [](const core::Account &account) { return account.principal.disabled; });
    showText(m_summary,
        m_store.isKnown() ? tr("%n account(s)", nullptr, int(accounts.size()))
                + tr(", disabled: %1, people with several: %2")
                    .arg(disabled)
                    .arg(std::ranges::count_if(
                        m_store.linked(), [](const auto &one) { return one.accounts.size() > 1; }))
                          : QString());
}

void AccountsView::choose(const QString &id)
{
    if (id.isEmpty() || m_isReading)
        return;
    m_store.select(models::idFromQt<core::PrincipalId>(id));
    m_isReading = true;
    m_table->selectId(id);
    m_isReading = false;
    showPage();
}

void AccountsView::showPage()
{
    const bool hadFocus = m_stack->isAncestorOf(focusWidget());
    m_stack->setCurrentWidget(m_pageOverlay);
    if (hadFocus)
        m_table->table().setFocus();
}

QList<QAction *> AccountsView::commands() const
{
    return QList<QAction *>{m_create, m_reload} + m_page->commands();
}

void AccountsView::focusFilter()
{
    m_table->filter().setFocus();
}

} // namespace chancery::views
