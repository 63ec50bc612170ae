// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeidentity.h"
#include "tests/server/serviceworld.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;
using namespace std::chrono_literals;

// A password that an administrator issues opens nothing but the choice of another one. Ada
// administers, writes and would like to approve by Bob's account; Bob is an approver.
class TestOwnPasswords : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(false); }
    void aOneTimePasswordOpensNothingElse();
    void theSessionSaysWhoIssuedIt();
    void choosingOneOpensEverything();
    void itEndsAfterAWeek();
    void aSessionOfItEndsWithIt();
    void choosingEndsAllOtherSessions();
    void theOldPasswordIsNeeded();
    void wrongOldOnesHaveToWait();
    void theRulesHoldForItToo();
    void aRequestThatWaitedBehindAResetOpensNothing();
    void nobodyResetsTheirOwn();
    void servicesHaveNone();
    void gov2_nobodyApprovesByAPasswordTheyIssued();
    void gov2_notEvenByChoosingOneForTheOwner();
    void gov2_anotherAdministratorsResetEndsTheBar();
    void aServerForDemosLeavesThemAsTheyAre();

private:
    void begin(bool isLasting);
    Response as(const std::string &token, const std::string &method, const std::string &path,
        const std::string &body = {}, const std::string &etag = {})
    {
        return m_world.askAs(token, method, path, body, etag);
    }
    static std::string code(const Response &response)
    {
        return ServiceWorld::at(response, "/code");
    }
    Response signIn(const std::string &name, const std::string &password)
    {
        return as({}, "POST", "/v1/sessions",
            R"({"name":)" + inQuotes(name) + R"(,"password":)" + inQuotes(password) + '}');
    }
    std::string tokenOf(const std::string &name, const std::string &password)
    {
        return ServiceWorld::at(signIn(name, password), "/token");
    }
    Response change(const std::string &token, const std::string &current, const std::string &fresh)
    {
        return as(token, "POST", "/v1/sessions/current:change-password",
            R"({"currentPassword":)" + inQuotes(current) + R"(,"newPassword":)" + inQuotes(fresh)
                + '}');
    }
    // An account as it is used: its owner has chosen the password "name of my own".
    std::string owned(const std::string &name, const std::string &roles)
    {
        make(m_admin, name, roles);
        const auto token = tokenOf(name, given);
        if (change(token, given, name + " of my own").status != 200)
            qFatal("no password for %s", name.c_str());
        return token;
    }
    void make(const std::string &who, const std::string &name, const std::string &roles)
    {
        const auto made = as(who, "POST", "/v1/principals",
            R"({"kind":"user","name":)" + inQuotes(name) + R"(,"displayName":)" + inQuotes(name)
                + R"(,"roles":)" + roles + R"(,"password":)" + inQuotes(given) + '}');
        QCOMPARE(made.status, 201);
        m_ids[name] = ServiceWorld::at(made, "/id");
    }
    Response reset(const std::string &who, const std::string &name, const std::string &password)
    {
        return as(who, "POST", "/v1/principals/" + m_ids[name] + ":reset-password",
            R"({"password":)" + inQuotes(password) + R"(,"reason":"forgotten"})");
    }
    Response propose(const std::string &who)
    {
        m_world.actAs(who);
        const auto config = m_world.config("a/c" + std::to_string(++m_configs));
        return m_world.request(m_world.item(config, "live", "{}"));
    }
    Response approve(const std::string &who, const Response &request)
    {
        return as(who, "POST", "/v1/change-requests/" + ServiceWorld::at(request, "/id") + ":vote",
            R"({"kind":"approve","cycle":1,"contentDigest":)"
                + inQuotes(ServiceWorld::at(request, "/contentDigest")) + R"(,"comment":""})",
            request.etag);
    }
    std::string log()
    {
        return *m_world.askAs(m_admin, "GET", "/v1/audit/entries", {}, {}, "from=0&to=1000").body;
    }
    int logged(const std::string &text)
    {
        int count = 0;
        const auto all = log();
        for (auto at = all.find(text); at != std::string::npos; at = all.find(text, at + 1))
            ++count;
        return count;
    }

    static constexpr auto given = "issued to you";
    ServiceWorld m_world;
    std::string m_admin;
    std::map<std::string, std::string> m_ids;
    int m_configs = 0;
};

void TestOwnPasswords::begin(bool isLasting)
{
    std::string data;
    m_world.prepare = [&data, isLasting](server::ServiceOptions &options) {
        options.lastingPasswords = isLasting;
        data = options.data.string();
    };
    m_world.begin();
    m_world.prepare = nullptr;
    m_world.as();
    (void)m_world.environment("live", true, true);
    // That the server made at its first start.
    auto password = support::contentOf(data + "/bootstrap-password");
    password.pop_back();
    m_admin = tokenOf("admin", password);
    QVERIFY(!m_admin.empty());
}

void TestOwnPasswords::aOneTimePasswordOpensNothingElse()
{
    make(m_admin, "bob", R"(["admin"])");
    const auto bob = tokenOf("bob", given);
    for (const char *path : {"/v1/configs", "/v1/principals", "/v1/changes", "/v1/changes/stream",
             "/v1/audit/keys", "/v1/drafts"}) {
        const auto refused = as(bob, "GET", path);
        QCOMPARE(refused.status, 403);
        QCOMPARE(code(refused), std::string("password-change-required"));
        QVERIFY(ServiceWorld::at(refused, "/detail").find("Administrator") != std::string::npos);
    }
    const auto written = as(
        bob, "POST", "/v1/namespaces", R"({"id":"","slug":"c","title":"","owner":"","etag":""})");
    QCOMPARE(code(written), std::string("password-change-required"));
    QCOMPARE(code(as(bob, "POST", "/v1/sessions/current:prove",
                 R"({"password":"issued to you","idToken":"","nonce":""})")),
        std::string("password-change-required"));
    QCOMPARE(as(bob, "GET", "/v1/sessions/current").status, 200);
    QCOMPARE(as(bob, "DELETE", "/v1/sessions/current").status, 204);
    QVERIFY(logged(R"("authz.denied")") >= 7);
}

void TestOwnPasswords::theSessionSaysWhoIssuedIt()
{
    make(m_admin, "bob", R"(["viewer"])");
    auto session = *m_world.read<core::Session>(signIn("bob", given));
    QVERIFY(session.oneTimePassword.has_value());
    QCOMPARE(session.oneTimePassword->issuedBy, std::string("Administrator"));
    QCOMPARE(session.oneTimePassword->issuedAt, m_world.clock.time);
    QVERIFY(!session.oneTimePassword->isReset);
    QVERIFY(session.proof == core::ProofKind::Password);
    QCOMPARE(reset(m_admin, "bob", "issued again").status, 204);
    session = *m_world.read<core::Session>(signIn("bob", "issued again"));
    QVERIFY(session.oneTimePassword->isReset);
    QCOMPARE(session.oneTimePassword->reason, std::string("forgotten"));
}

void TestOwnPasswords::choosingOneOpensEverything()
{
    make(m_admin, "bob", R"(["viewer"])");
    const auto bob = tokenOf("bob", given);
    const auto changed = change(bob, given, "my own words");
    QCOMPARE(changed.status, 200);
    QVERIFY(!m_world.read<core::Session>(changed)->oneTimePassword.has_value());
    QVERIFY(m_world.read<core::Session>(changed)->token.isEmpty());
    QCOMPARE(as(bob, "GET", "/v1/configs").status, 200);
    QCOMPARE(signIn("bob", given).status, 401);
    QCOMPARE(signIn("bob", "my own words").status, 201);
    QCOMPARE(logged(R"("principal.password_change")"), 1);
    QVERIFY(log().find("my own words") == std::string::npos);
}

void TestOwnPasswords::itEndsAfterAWeek()
{
    make(m_admin, "bob", R"(["viewer"])");
    m_world.clock.time += 7 * 24h - 1s;
    QCOMPARE(signIn("bob", given).status, 201);
    m_world.clock.time += 1s;
    const auto late = signIn("bob", given);
    QCOMPARE(late.status, 401);
    QCOMPARE(code(late), std::string("password-expired"));
    // Who does not know it learns nothing.
    QCOMPARE(code(signIn("bob", "another word")), std::string("bad-credentials"));
}

void TestOwnPasswords::aSessionOfItEndsWithIt()
{
    make(m_admin, "bob", R"(["viewer"])");
    m_world.clock.time += 7 * 24h - 60s;
    const auto bob = tokenOf("bob", given);
    m_world.clock.time += 60s;
    QCOMPARE(as(bob, "GET", "/v1/sessions/current").status, 401);
    QCOMPARE(change(bob, given, "my own words").status, 401);
}

void TestOwnPasswords::choosingEndsAllOtherSessions()
{
    const auto bob = owned("bob", R"(["viewer"])");
    const auto elsewhere = tokenOf("bob", "bob of my own");
    QCOMPARE(change(bob, "bob of my own", "other words").status, 200);
    QCOMPARE(as(elsewhere, "GET", "/v1/configs").status, 401);
    QCOMPARE(as(bob, "GET", "/v1/configs").status, 200);
}

void TestOwnPasswords::theOldPasswordIsNeeded()
{
    const auto bob = owned("bob", R"(["viewer"])");
    const auto wrong = change(bob, "not this one", "other words");
    QCOMPARE(wrong.status, 403);
    QCOMPARE(code(wrong), std::string("step-up-failed"));
    QCOMPARE(signIn("bob", "bob of my own").status, 201);
    QCOMPARE(signIn("bob", "other words").status, 401);
    QVERIFY(log().find(R"("principal.password_change")") != std::string::npos);
}

void TestOwnPasswords::wrongOldOnesHaveToWait()
{
    const auto bob = owned("bob", R"(["viewer"])");
    int tries = 0;
    while (change(bob, "not this one", "other words").status == 403 && tries < 50)
        ++tries;
    QVERIFY2(tries > 1 && tries < 50, qPrintable(QString::number(tries)));
    QCOMPARE(change(bob, "bob of my own", "other words").status, 429);
    // They are counted with those that try to sign in.
    QCOMPARE(signIn("bob", "bob of my own").status, 429);
    QVERIFY(logged(R"("authn.lockout")") >= 1);
}

void TestOwnPasswords::theRulesHoldForItToo()
{
    const auto bob = owned("bob", R"(["viewer"])");
    const auto brief = change(bob, "bob of my own", "short");
    QCOMPARE(brief.status, 422);
    QCOMPARE(ServiceWorld::at(brief, "/errors/0/pointer"), std::string("/newPassword"));
    QCOMPARE(change(bob, "bob of my own", "bob of my own").status, 422);
    QCOMPARE(as(bob, "POST", "/v1/sessions/current:change-password", "{}").status, 400);
}

// It was let in while the old password still was the account's.
void TestOwnPasswords::aRequestThatWaitedBehindAResetOpensNothing()
{
    m_world.as();
    const auto bob = owned("bob", R"(["admin"])");
    m_world.adopt("bob", bob);
    const auto answers
        = m_world.together({{"", "POST", "/v1/principals/" + m_ids["bob"] + ":reset-password",
                                R"({"password":"issued again","reason":"stolen"})", {}},
            {"bob", "POST", "/v1/sessions/current:change-password",
                R"({"currentPassword":"bob of my own","newPassword":"mine for ever"})", {}}});
    QCOMPARE(answers[0].status, 204);
    QVERIFY(answers[1].status >= 400);
    QCOMPARE(as(bob, "GET", "/v1/configs").status, 401);
    QCOMPARE(signIn("bob", "mine for ever").status, 401);
    QCOMPARE(signIn("bob", "issued again").status, 201);
}

void TestOwnPasswords::nobodyResetsTheirOwn()
{
    const auto eve = owned("eve", R"(["admin"])");
    const auto refused = reset(eve, "eve", "mine by the session alone");
    QCOMPARE(refused.status, 403);
    QVERIFY(ServiceWorld::at(refused, "/detail").find("the one you have") != std::string::npos);
    QCOMPARE(signIn("eve", "eve of my own").status, 201);
}

void TestOwnPasswords::servicesHaveNone()
{
    const auto made = as(m_admin, "POST", "/v1/principals",
        R"({"kind":"service","name":"robot","displayName":"","roles":["viewer"],"password":""})");
    const auto robot = ServiceWorld::at(
        as(m_admin, "POST", "/v1/principals/" + ServiceWorld::at(made, "/id") + ":create-token",
            "{}"),
        "/token");
    QCOMPARE(as(robot, "GET", "/v1/configs").status, 200);
    QCOMPARE(change(robot, "issued to you", "my own words").status, 403);
}

void TestOwnPasswords::gov2_nobodyApprovesByAPasswordTheyIssued()
{
    const auto ada = owned("ada", R"(["admin"])");
    make(ada, "bob", R"(["approver"])");
    const auto taken = tokenOf("bob", given);
    const auto vote = approve(taken, propose(ada));
    QCOMPARE(vote.status, 403);
    QCOMPARE(code(vote), std::string("password-change-required"));
    QCOMPARE(logged(R"("change_request.approve")"), 0);
}

void TestOwnPasswords::gov2_notEvenByChoosingOneForTheOwner()
{
    const auto ada = owned("ada", R"(["admin"])");
    make(ada, "bob", R"(["approver"])");
    const auto taken = tokenOf("bob", given);
    QCOMPARE(change(taken, given, "chosen for you").status, 200);
    const auto vote = approve(taken, propose(ada));
    QCOMPARE(vote.status, 403);
    QVERIFY(ServiceWorld::at(vote, "/detail").find("issued your password") != std::string::npos);
    // And the log tells: who issued it, who came in by it, and that it was changed.
    const auto issuer = ServiceWorld::at(as(ada, "GET", "/v1/sessions/current"), "/principal/id");
    QCOMPARE(logged("with the one-time password of " + issuer), 1);
    QCOMPARE(logged("instead of the one-time password of " + issuer), 1);
    // For what Ada takes no part in, Bob is an approver like any other.
    const auto pia = owned("pia", R"(["author"])");
    QCOMPARE(approve(taken, propose(pia)).status, 200);
}

void TestOwnPasswords::gov2_anotherAdministratorsResetEndsTheBar()
{
    const auto ada = owned("ada", R"(["admin"])");
    make(m_admin, "bob", R"(["approver"])");
    QCOMPARE(reset(ada, "bob", "by ada for now").status, 204);
    const auto taken = tokenOf("bob", "by ada for now");
    QCOMPARE(change(taken, "by ada for now", "chosen for you").status, 200);
    const auto request = propose(ada);
    QCOMPARE(approve(taken, request).status, 403);
    QCOMPARE(reset(m_admin, "bob", "by the other one").status, 204);
    QCOMPARE(approve(taken, request).status, 401);
    const auto bob = tokenOf("bob", "by the other one");
    QCOMPARE(code(approve(bob, request)), std::string("password-change-required"));
    QCOMPARE(change(bob, "by the other one", "bob of my own").status, 200);
    const auto vote = approve(bob, request);
    QCOMPARE(ServiceWorld::at(vote, "/state"), std::string("approved"));
    // Now it is the other one who would be approving for themselves.
    QCOMPARE(approve(bob, propose(m_admin)).status, 403);
}

void TestOwnPasswords::aServerForDemosLeavesThemAsTheyAre()
{
    begin(true);
    make(m_admin, "bob", R"(["approver"])");
    const auto bob = tokenOf("bob", given);
    QCOMPARE(as(bob, "GET", "/v1/configs").status, 200);
    // Who issued it is known all the same.
    QCOMPARE(approve(bob, propose(m_admin)).status, 403);
}

QTEST_GUILESS_MAIN(TestOwnPasswords)
#include "tst_ownpasswords.moc"
