// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeaccount.h"
#include "tests/server/fakeprovider.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::FakeProvider;
using support::inQuotes;
using support::ServiceWorld;

// The accounts as administrators have to know them: by what each is signed in with, since when, and
// in whose hands it is. Adam administers; Ann signs in here, Zoe at the provider.
class TestAccountList : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyAccountSaysHowItIsSignedInWith();
    void whoHasToChooseAPasswordStandsThere();
    void whoseHandIsInAnAccountStandsThere();
    void whatIsOpenIsCounted();
    void itComesPageByPage();
    void onlyWhoAdministersReadsIt();
    void anErasedAccountHasNoLastSignIn();

private:
    Response ask(const std::string &method, const std::string &path, const std::string &body = {},
        const std::string &etag = {}, const std::string &query = {})
    {
        return m_world->ask(method, path, body, etag, query);
    }
    std::optional<core::Account> account(const std::string &name)
    {
        const auto page = m_world->read<api::Page<core::Account>>(
            ask("GET", "/v1/accounts", {}, {}, "limit=99"));
        for (const auto &one : page ? page->items : std::vector<core::Account>()) {
            if (one.principal.name == name)
                return one;
        }
        return std::nullopt;
    }
    void comeFromTheProvider()
    {
        const auto token = m_provider->token(
            m_world->clock.time, {{"preferred_username", R"("zoe")"}, {"name", R"("Zoe")"}});
        QCOMPARE(ask("POST", "/v1/sessions:exchange",
                     R"({"idToken":)" + inQuotes(token) + R"(,"nonce":"n-1"})")
                     .status,
            201);
    }

    std::unique_ptr<FakeProvider> m_provider;
    std::unique_ptr<ServiceWorld> m_world;
    bool m_arePasswordsLasting = true;
};

void TestAccountList::init()
{
    m_arePasswordsLasting
        = QByteArray(QTest::currentTestFunction()) != "whoHasToChooseAPasswordStandsThere";
    m_world = std::make_unique<ServiceWorld>();
    m_provider = std::make_unique<FakeProvider>();
    m_world->prepare = [this](server::ServiceOptions &options) {
        server::ProviderOptions provider;
        provider.provider = {FakeProvider::issuer, "chancery", {"openid", "profile"}};
        options.provider = provider;
        options.fetcher = m_provider.get();
        options.lastingPasswords = m_arePasswordsLasting;
    };
    m_world->begin();
}

void TestAccountList::everyAccountSaysHowItIsSignedInWith()
{
    m_world->signUp("ann", {"author"});
    const auto since = m_world->clock.time;
    m_world->clock.time += std::chrono::hours(1);
    comeFromTheProvider();
    m_world->as();
    const auto ann = account("ann");
    QVERIFY(ann && ann->provider.empty() && ann->hasPassword && !ann->oneTimePassword);
    QVERIFY(ann->lastSignIn == since);
    const auto zoe = account("zoe");
    QVERIFY(zoe && !zoe->hasPassword && zoe->lastSignIn == m_world->clock.time);
    QCOMPARE(zoe->provider, std::string(FakeProvider::issuer));
    (void)m_world->signIn("ann");
    QVERIFY(account("ann")->lastSignIn == m_world->clock.time);
}

void TestAccountList::whoHasToChooseAPasswordStandsThere()
{
    const auto made = ask("POST", "/v1/principals",
        R"({"kind":"user","name":"ann","displayName":"","roles":["author"],"password":"12345678"})");
    QCOMPARE(made.status, 201);
    const auto fresh = account("ann");
    QVERIFY(fresh && fresh->oneTimePassword && !fresh->lastSignIn);
    QVERIFY(!fresh->oneTimePassword->isReset);
    QVERIFY(fresh->oneTimePassword->expiresAt == m_world->clock.time + std::chrono::days(7));
    QCOMPARE(ask("POST", "/v1/principals/" + ServiceWorld::at(made, "/id") + ":reset-password",
                 R"({"password":"87654321","reason":"Forgot it"})")
                 .status,
        204);
    const auto reset = account("ann");
    QVERIFY(reset && reset->oneTimePassword && reset->oneTimePassword->isReset);
    QCOMPARE(reset->oneTimePassword->reason, std::string("Forgot it"));
}

void TestAccountList::whoseHandIsInAnAccountStandsThere()
{
    m_world->signUp("adam", {"admin"});
    m_world->as("adam");
    const auto made = ask("POST", "/v1/principals",
        R"({"kind":"user","name":"bob","displayName":"","roles":["viewer"],"password":"12345678"})");
    const core::PrincipalId adam(m_world->idOf("adam"));
    QVERIFY(account("bob")->passwordBy == adam && !account("bob")->approverBy);
    m_world->as();
    const auto path = "/v1/principals/" + ServiceWorld::at(made, "/id") + "/roles";
    QCOMPARE(ask("PUT", path, R"({"roles":["approver"],"reason":""})", made.etag).status, 200);
    const auto bob = account("bob");
    QVERIFY(bob->passwordBy == adam && bob->approverBy && *bob->approverBy != adam);
    QVERIFY(bob->approverSince == m_world->clock.time);
}

void TestAccountList::whatIsOpenIsCounted()
{
    m_world->signUp("ann", {"author"});
    (void)m_world->signIn("ann");
    m_world->as();
    QCOMPARE(account("ann")->openSessions, std::uint64_t(2));
    QCOMPARE(ask("DELETE", "/v1/principals/" + m_world->idOf("ann") + "/tokens").status, 204);
    QCOMPARE(account("ann")->openSessions, std::uint64_t(0));
    QVERIFY(account("ann")->lastSignIn);
}

void TestAccountList::itComesPageByPage()
{
    for (const char *name : {"ann", "bob", "cid"})
        m_world->signUp(name, {"author"});
    m_world->as();
    std::size_t count = 0;
    std::string cursor;
    do {
        const auto page = m_world->read<api::Page<core::Account>>(ask("GET", "/v1/accounts", {}, {},
            "limit=1" + (cursor.empty() ? std::string() : "&cursor=" + cursor)));
        QVERIFY(page && page->items.size() <= 1);
        count += page->items.size();
        cursor = page->next;
    } while (!cursor.empty());
    QCOMPARE(count, std::size_t(4)); // with the first administrator
}

void TestAccountList::onlyWhoAdministersReadsIt()
{
    m_world->signUp("uma", {"auditor"});
    m_world->as("uma");
    const auto refused = ask("GET", "/v1/accounts");
    QCOMPARE(refused.status, 403);
    QVERIFY(refused.body->find("lastSignIn") == std::string::npos);
}

void TestAccountList::anErasedAccountHasNoLastSignIn()
{
    m_world->signUp("ann", {"author"});
    m_world->signUp("adam", {"admin"});
    m_world->as();
    const auto path = "/v1/principals/" + m_world->idOf("ann");
    const auto disabled = ask(
        "POST", path + ":disable", R"({"reason":"left"})", account("ann")->principal.etag.text());
    QCOMPARE(disabled.status, 200);
    m_world->as("adam");
    const auto erased
        = ask("POST", path + ":erase", R"({"reason":"Art. 17","ticket":"DSR-1"})", disabled.etag);
    QVERIFY2(erased.status == 200, erased.body->c_str());
    QVERIFY(!account("ann"));
    for (const auto &[key, value] : m_world->store->snapshot())
        QVERIFY2(key != "last-sign-in/" + m_world->idOf("ann"), key.c_str());
}

QTEST_GUILESS_MAIN(TestAccountList)
#include "tst_accountlist.moc"
