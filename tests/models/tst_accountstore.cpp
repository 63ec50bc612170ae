// SPDX-License-Identifier: Apache-2.0
#include "models/accountstore.h"
#include "models/accountwords.h"
#include "models/mailpump.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"

#include <QSignalSpy>

using namespace chancery;
using core::ErrorKind;
using core::PrincipalKind;
using models::AccountSight;
using models::AccountStore;
using models::ActionState;

namespace {

core::Account account(const std::string &name, std::vector<std::string> roles,
    PrincipalKind kind = PrincipalKind::User)
{
    core::Account made;
    made.principal.id = core::PrincipalId("usr_" + name);
    made.principal.name = name;
    made.principal.kind = kind;
    made.principal.roles = std::move(roles);
    made.hasPassword = kind == PrincipalKind::User;
    return made;
}

models::Permissions administrator()
{
    models::Permissions permissions;
    permissions.me = account("adam", {"admin"}).principal;
    permissions.granted = {"view", "administer"};
    return permissions;
}

} // namespace

// The accounts behind the view: what is read, what is sent and forgotten, and what may be done.
class AccountStoreTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingIsReadBeforeItIsWanted();
    void everyPageIsRead();
    void aPasswordIsSentOnceAndNotRepeated();
    void afterAConflictItIsReadAgain();
    void theLastAnswerOfATokenListCounts();
    void whatAFailureLeavesCanBeTriedAgain();
    void whatMayBeDone_data();
    void whatMayBeDone();
    void withoutTheRightNothingMay();
    void theLastAdministratorStays();
    void statesAreWords();

private:
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<models::MailPump> m_pump;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<AccountStore> m_store;
};

void AccountStoreTest::init()
{
    m_store.reset();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_pump = std::make_unique<models::MailPump>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    for (const char *name : {"adam", "bob", "cid"})
        m_cms->addUser(name, name, {"admin"}, {"view", "administer"});
    m_cms->actAs("adam");
    m_store = std::make_unique<AccountStore>(*m_cms);
}

void AccountStoreTest::nothingIsReadBeforeItIsWanted()
{
    m_store->reload();
    QCOMPARE(m_cms->callCount("listAccounts"), 0);
    m_store->want();
    QTRY_VERIFY(m_store->isKnown());
    QCOMPARE(m_store->accounts().size(), std::size_t(3));
    m_store->want();
    QCOMPARE(m_cms->callCount("listAccounts"), 1);
}

void AccountStoreTest::everyPageIsRead()
{
    m_cms->pageSize = 1;
    m_store->want();
    QTRY_VERIFY(m_store->isKnown());
    QCOMPARE(m_store->accounts().size(), std::size_t(3));
    QCOMPARE(m_cms->callCount("listAccounts"), 3);
}

void AccountStoreTest::aPasswordIsSentOnceAndNotRepeated()
{
    m_store->want();
    QTRY_VERIFY(m_store->isKnown());
    m_store->select(core::PrincipalId("usr_bob"));
    m_cms->failNext("resetPassword", support::anError(ErrorKind::Server));
    m_store->resetPassword(QStringLiteral("a long secret"), QStringLiteral("Forgot it"));
    QTRY_VERIFY(m_store->acting().hasFailed());
    m_store->acting().retry();
    QTRY_VERIFY(!m_store->acting().isRunning());
    // What was kept to be repeated holds no password.
    const auto bob = std::ranges::find_if(
        m_cms->users, [](const auto &user) { return user.principal.name == "bob"; });
    QVERIFY(bob->password.empty());
}

void AccountStoreTest::afterAConflictItIsReadAgain()
{
    m_store->want();
    QTRY_VERIFY(m_store->isKnown());
    m_store->select(core::PrincipalId("usr_bob"));
    m_cms->failNext("setRoles", support::anError(ErrorKind::Conflict, "precondition-failed"));
    m_store->setRoles({"viewer"}, {});
    QTRY_VERIFY(m_store->acting().hasFailed());
    QTRY_COMPARE(m_cms->callCount("listAccounts"), 2);
    QTRY_VERIFY(!m_store->loading().isRunning());
    m_store->setRoles({"viewer"}, {});
    QTRY_COMPARE(m_store->selected()->principal.roles, std::vector<std::string>{"viewer"});
}

void AccountStoreTest::theLastAnswerOfATokenListCounts()
{
    for (auto &user : m_cms->users)
        user.tokens.push_back({"of " + user.principal.name, user.principal.id, user.principal.name,
            m_cms->now, m_cms->now});
    m_store->want();
    QTRY_VERIFY(m_store->isKnown());
    m_cms->hang("listTokens");
    m_store->select(core::PrincipalId("usr_bob"));
    m_store->select(core::PrincipalId("usr_cid"));
    QVERIFY(!m_store->tokens());
    m_cms->release();
    QTRY_VERIFY(m_store->tokens());
    QCOMPARE(m_store->tokens()->front().id, std::string("of cid"));
}

void AccountStoreTest::whatAFailureLeavesCanBeTriedAgain()
{
    m_cms->failNext("listLinkedAccounts", support::anError(ErrorKind::Offline));
    m_store->want();
    QTRY_VERIFY(m_store->loading().hasFailed());
    QVERIFY(!m_store->isKnown());
    QSignalSpy changed(m_store.get(), &AccountStore::changed);
    m_store->reload();
    QTRY_VERIFY(m_store->isKnown());
    QCOMPARE(changed.size(), 1);
}

void AccountStoreTest::whatMayBeDone_data()
{
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("may"); // roles, disable, enable, reset, link, part, revoke
    QTest::newRow("somebody") << "person" << "yy.yy.y";
    QTest::newRow("oneself") << "me" << "....y.y";
    QTest::newRow("disabled") << "disabled" << "y.yyy.y";
    QTest::newRow("of the provider") << "provider" << "yy..y.y";
    QTest::newRow("a service") << "service" << "yy....y";
    QTest::newRow("a recovery key") << "recovery" << "......y";
    QTest::newRow("linked") << "linked" << "yy.yyyy";
    QTest::newRow("one's own second one, disabled") << "mine" << "y...y.y";
    QTest::newRow("asked by oneself") << "asked" << "yy.yy.y";
    QTest::newRow("nothing open") << "quiet" << "yy.yy..";
}

void AccountStoreTest::whatMayBeDone()
{
    QFETCH(QString, subject);
    QFETCH(QString, may);
    const auto permissions = administrator();
    auto one = account("bob", {"viewer"});
    if (subject == QLatin1String("me"))
        one = account("adam", {"admin"});
    if (subject == QLatin1String("service") || subject == QLatin1String("recovery"))
        one.principal.kind = subject == QLatin1String("service") ? PrincipalKind::Service
                                                                 : PrincipalKind::Recovery;
    if (subject == QLatin1String("provider"))
        one.provider = "https://id.example";
    one.principal.disabled
        = subject == QLatin1String("disabled") || subject == QLatin1String("mine");
    one.openSessions = subject == QLatin1String("quiet") ? 0 : 1;
    core::LinkedAccounts linked{{one.principal.id, core::PrincipalId("usr_cid")}, {}};
    if (subject == QLatin1String("mine"))
        linked.accounts = {one.principal.id, permissions.me.id};
    if (subject == QLatin1String("asked"))
        linked.partings = {{one.principal.id, permissions.me.id, {}}};
    const bool isLinked = subject == QLatin1String("linked") || subject == QLatin1String("mine")
        || subject == QLatin1String("asked");
    const AccountSight sight{permissions, one, isLinked ? &linked : nullptr};
    QString found;
    for (const auto state :
        {models::rolesState, models::disableState, models::enableState, models::resetPasswordState,
            models::linkState, models::partState, models::revokeState}) {
        const ActionState answer = state(sight);
        QCOMPARE(answer.whyNot.isEmpty(), answer.isEnabled);
        found += answer.isEnabled ? QLatin1Char('y') : QLatin1Char('.');
    }
    QCOMPARE(found, may);
}

void AccountStoreTest::withoutTheRightNothingMay()
{
    auto permissions = administrator();
    permissions.granted = {"view"};
    const auto one = account("bob", {"viewer"});
    const AccountSight sight{permissions, one};
    for (const auto state : {models::rolesState, models::disableState, models::enableState,
             models::resetPasswordState, models::linkState, models::partState, models::revokeState})
        QVERIFY(state(sight).whyNot.contains(QStringLiteral("“administer”")));
    QVERIFY(!models::createAccountState(permissions).isEnabled);
}

void AccountStoreTest::theLastAdministratorStays()
{
    auto second = account("eve", {"admin"});
    std::vector<core::Account> all{account("adam", {"admin"}), account("bob", {"viewer"})};
    QVERIFY(models::isLastAdministrator(all, core::PrincipalId("usr_adam")));
    QVERIFY(!models::isLastAdministrator(all, core::PrincipalId("usr_bob")));
    // Who signs in at the provider alone does not count: it may be away.
    second.hasPassword = false;
    all.push_back(second);
    QVERIFY(models::isLastAdministrator(all, core::PrincipalId("usr_adam")));
    all.back().hasPassword = true;
    QVERIFY(!models::isLastAdministrator(all, core::PrincipalId("usr_adam")));
    all.back().principal.disabled = true;
    QVERIFY(models::isLastAdministrator(all, core::PrincipalId("usr_adam")));
    const auto permissions = administrator();
    const AccountSight sight{permissions, all.back(), nullptr, true};
    QVERIFY(!models::disableState(sight).isEnabled);
}

void AccountStoreTest::statesAreWords()
{
    const core::Instant now{std::chrono::hours(1000)};
    auto one = account("bob", {"viewer"});
    QCOMPARE(models::stateText(one, now), QStringLiteral("Active"));
    one.oneTimePassword = core::OneTimePassword{"Adam", now, now + std::chrono::days(7), false, {}};
    QCOMPARE(models::stateText(one, now), QStringLiteral("One-Time Password"));
    QCOMPARE(models::stateText(one, now + std::chrono::days(7)), QStringLiteral("Password Ended"));
    one.principal.disabled = true;
    QCOMPARE(models::stateText(one, now), QStringLiteral("Disabled"));
    one.provider = "https://id.example.org/realms/ops";
    QCOMPARE(models::signInText(one), QStringLiteral("id.example.org"));
    one.provider = "no address";
    QCOMPARE(models::signInText(one), QStringLiteral("no address"));
    QCOMPARE(
        models::grantableRoles().size() + models::grantablePermissions().size(), std::size_t(12));
}

QTEST_GUILESS_MAIN(AccountStoreTest)
#include "tst_accountstore.moc"
