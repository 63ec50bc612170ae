// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <thread>

using namespace chancery;
using namespace chancery::support;

// The administration of accounts over HTTP and by the command line: who may, what it ends at once,
// and that nobody gains an approval by it.
class TestAccounts : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void onlyAdministratorsMay_data();
    void onlyAdministratorsMay();
    void disablingEndsEverythingAtOnce();
    void enablingBringsNoOldSessionBack();
    void otherRolesEndStreamsAndCountAtOnce();
    void revokedTokenEndsItsStream();
    void waitingPollEndsWithItsToken();
    void newPasswordEndsSessions();
    void nobodyChangesTheirOwnRights();
    void lastAdministratorStays();
    void twoAdministratorsCannotRemoveEachOther();
    void gov4VoteFallsWithTheRight();
    void gov2NobodyGainsAnApprovalByGivingRights();
    void gov2NewApproversLeaveOldRequestsAlone();
    void gov2WhoChoseThePasswordGainsNoApproval();
    void everyChangeIsAnEvent();
    void deleteIsForConfigsWithoutHistory();
    void commandLineManagesAccounts();

private:
    ProbeClient admin() const { return m_cms.admin(); }
    // The account as it is now.
    ProbeAnswer account(const std::string &name) const;
    ProbeAnswer setRoles(const ProbeClient &who, const std::string &name, const std::string &roles);
    ProbeAnswer turn(const ProbeClient &who, const std::string &name, const std::string &verb);
    ProbeAnswer resetPassword(
        const ProbeClient &who, const std::string &name, const std::string &password);
    ProbeAnswer propose(const ProbeClient &who);
    static ProbeAnswer approve(const ProbeClient &who, const ProbeAnswer &request);
    int signIn(const std::string &name, const std::string &password) const;
    // An open stream that has begun.
    std::unique_ptr<HttpProbe> stream(const std::string &token) const;
    std::string logged() const;

    CmsProcess m_cms;
    QTemporaryDir m_folder;
    int m_configs = 0;
};

void TestAccounts::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(admin());
}

ProbeAnswer TestAccounts::account(const std::string &name) const
{
    const auto all = admin().get("/v1/principals?limit=200");
    for (int i = 0; !at(all, "/items/" + std::to_string(i) + "/id").empty(); ++i) {
        const auto item = "/items/" + std::to_string(i);
        if (at(all, item + "/name") != name)
            continue;
        ProbeAnswer one;
        one.status = 200;
        one.body = R"({"id":)" + jsonText(at(all, item + "/id")) + R"(,"disabled":)"
            + at(all, item + "/disabled") + R"(,"role":)" + jsonText(at(all, item + "/roles/0"))
            + '}';
        one.headers["etag"] = '"' + at(all, item + "/etag") + '"';
        return one;
    }
    return {};
}

ProbeAnswer TestAccounts::setRoles(
    const ProbeClient &who, const std::string &name, const std::string &roles)
{
    const auto one = account(name);
    return who.send("PUT", "/v1/principals/" + at(one, "/id") + "/roles",
        R"({"roles":)" + roles + R"(,"reason":"because"})", {{"If-Match", '"' + one.etag() + '"'}});
}

ProbeAnswer TestAccounts::turn(
    const ProbeClient &who, const std::string &name, const std::string &verb)
{
    const auto one = account(name);
    return who.post(
        "/v1/principals/" + at(one, "/id") + ':' + verb, R"({"reason":"because"})", one.etag());
}

ProbeAnswer TestAccounts::resetPassword(
    const ProbeClient &who, const std::string &name, const std::string &password)
{
    return who.post("/v1/principals/" + at(account(name), "/id") + ":reset-password",
        R"({"password":)" + jsonText(password) + R"(,"reason":"forgotten"})");
}

ProbeAnswer TestAccounts::propose(const ProbeClient &who)
{
    const auto config = makeConfig(admin(), "payments/c" + std::to_string(++m_configs));
    return who.post("/v1/change-requests", requestBody(config, "prod", "", "{}"));
}

ProbeAnswer TestAccounts::approve(const ProbeClient &who, const ProbeAnswer &request)
{
    return who.post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
}

int TestAccounts::signIn(const std::string &name, const std::string &password) const
{
    return ProbeClient(m_cms.port(), "")
        .post("/v1/sessions",
            R"({"name":)" + jsonText(name) + R"(,"password":)" + jsonText(password) + '}')
        .status;
}

std::unique_ptr<HttpProbe> TestAccounts::stream(const std::string &token) const
{
    auto probe = std::make_unique<HttpProbe>(m_cms.port());
    probe->send("GET /v1/changes/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + token + "\r\n\r\n");
    return probe->readUntil("retry:", std::chrono::seconds(20)).find("200 OK") != std::string::npos
        ? std::move(probe)
        : nullptr;
}

std::string TestAccounts::logged() const
{
    std::string all;
    for (int from = 0;; from += 100) {
        const auto page = admin().get(
            "/v1/audit/entries?from=" + std::to_string(from) + "&to=" + std::to_string(from + 100));
        if (page.status != 200 || page.body.empty())
            return all;
        all += page.body;
    }
}

void TestAccounts::onlyAdministratorsMay_data()
{
    QTest::addColumn<QByteArray>("roles");
    QTest::addColumn<int>("status");
    for (const char *role : {"viewer", "author", "approver", "operator", "auditor", "agent"})
        QTest::newRow(role) << QByteArray(role) << 403;
    QTest::newRow("admin") << QByteArray("admin") << 200;
}

void TestAccounts::onlyAdministratorsMay()
{
    QFETCH(QByteArray, roles);
    QFETCH(int, status);
    const auto name = "may-" + roles.toStdString();
    const auto who = makePerson(admin(), name, "[\"" + roles.toStdString() + "\"]");
    (void)makePerson(admin(), "target-" + name, R"(["viewer"])");
    const auto target = "target-" + name;
    QCOMPARE(setRoles(who, target, R"(["author"])").status, status);
    QCOMPARE(turn(who, target, "disable").status, status);
    QCOMPARE(resetPassword(who, target, "new password").status, status == 200 ? 204 : status);
    const auto path = "/v1/principals/" + at(account(target), "/id") + "/tokens";
    QCOMPARE(who.get(path).status, status);
    QCOMPARE(who.send("DELETE", path + "/0123456789abcdef", {}, {}).status,
        status == 200 ? 404 : status);
    QCOMPARE(ProbeClient(m_cms.port(), "").get(path).status, 401);
}

void TestAccounts::disablingEndsEverythingAtOnce()
{
    const auto who = makePerson(admin(), "leaver", R"(["viewer"])");
    QCOMPARE(who.get("/v1/configs").status, 200); // and is remembered from now on
    const auto open = stream(who.token());
    QVERIFY(open);
    QCOMPARE(turn(admin(), "leaver", "disable").status, 200);
    QCOMPARE(who.get("/v1/configs").status, 401);
    QVERIFY(open->readUntil("event: reauth", std::chrono::seconds(20)).find("reauth")
        != std::string::npos);
    (void)open->readUntil("never", std::chrono::seconds(20));
    QVERIFY(!open->isOpen());
    QCOMPARE(signIn("leaver", "correct horse"), 401);
    QCOMPARE(at(account("leaver"), "/disabled"), std::string("true"));
}

void TestAccounts::enablingBringsNoOldSessionBack()
{
    const auto who = makePerson(admin(), "returner", R"(["viewer"])");
    QCOMPARE(turn(admin(), "returner", "disable").status, 200);
    QCOMPARE(turn(admin(), "returner", "disable").status, 409);
    QCOMPARE(turn(admin(), "returner", "enable").status, 200);
    QCOMPARE(who.get("/v1/configs").status, 401);
    QCOMPARE(signIn("returner", "correct horse"), 201);
}

void TestAccounts::otherRolesEndStreamsAndCountAtOnce()
{
    const auto who = makePerson(admin(), "changer", R"(["viewer"])");
    const auto open = stream(who.token());
    QVERIFY(open);
    const std::string body
        = R"({"path":"payments/changer","format":"json","schema":null,"description":"","owner":""})";
    QCOMPARE(who.post("/v1/configs", body).status, 403);
    QCOMPARE(setRoles(admin(), "changer", R"(["author"])").status, 200);
    QVERIFY(open->readUntil("event: reauth", std::chrono::seconds(20)).find("reauth")
        != std::string::npos);
    QCOMPARE(who.post("/v1/configs", body).status, 201);
    QCOMPARE(setRoles(admin(), "changer", R"(["viewer"])").status, 200);
    QCOMPARE(who.post("/v1/configs", body).status, 403);
    QCOMPARE(setRoles(admin(), "changer", R"(["king"])").status, 422);
}

void TestAccounts::revokedTokenEndsItsStream()
{
    const auto service = makeService(admin(), "feeder", R"(["agent"])");
    const auto path = "/v1/principals/" + at(account("feeder"), "/id");
    const auto second = admin().post(path + ":create-token", "{}");
    QCOMPARE(second.status, 201);
    const ProbeClient other(m_cms.port(), at(second, "/token"));
    const auto open = stream(service.token());
    const auto kept = stream(other.token());
    QVERIFY(open && kept);
    const auto list = admin().get(path + "/tokens");
    QCOMPARE(at(list, "/items"), std::string("[2]"));
    QCOMPARE(at(list, "/items/0/madeBy"), std::string("admin"));
    QVERIFY(list.body.find(service.token()) == std::string::npos);
    // Which is which is known to who has made them in this order: by the time.
    const bool isFirst = at(list, "/items/0/createdAt") < at(list, "/items/1/createdAt");
    const auto id = at(list, isFirst ? "/items/0/id" : "/items/1/id");
    QCOMPARE(admin().send("DELETE", path + "/tokens/" + id, {}, {}).status, 204);
    QCOMPARE(admin().send("DELETE", path + "/tokens/" + id, {}, {}).status, 404);
    (void)open->readUntil("never", std::chrono::seconds(20));
    QVERIFY(!open->isOpen());
    QVERIFY(kept->isOpen());
    QCOMPARE(service.get("/v1/configs").status, 401);
    QCOMPARE(other.get("/v1/configs").status, 200);
}

void TestAccounts::waitingPollEndsWithItsToken()
{
    const auto who = makePerson(admin(), "poller", R"(["viewer"])");
    HttpProbe probe(m_cms.port());
    QVERIFY(probe.send("GET /v1/changes?wait=30 HTTP/1.1\r\nHost: localhost\r\n"
                       "Authorization: Bearer "
        + who.token() + "\r\n\r\n"));
    QCOMPARE(probe.readUntil("HTTP", std::chrono::milliseconds(200)), std::string());
    const auto begin = std::chrono::steady_clock::now();
    QCOMPARE(turn(admin(), "poller", "disable").status, 200);
    QCOMPARE(probe.read().status, 200);
    QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
    QCOMPARE(who.get("/v1/changes?wait=30").status, 401);
}

void TestAccounts::newPasswordEndsSessions()
{
    const auto who = makePerson(admin(), "forgetter", R"(["viewer"])");
    QCOMPARE(resetPassword(admin(), "forgetter", "short").status, 422);
    QCOMPARE(who.get("/v1/configs").status, 200);
    QCOMPARE(resetPassword(admin(), "forgetter", "another horse").status, 204);
    QCOMPARE(who.get("/v1/configs").status, 401);
    QCOMPARE(signIn("forgetter", "correct horse"), 401);
    QCOMPARE(signIn("forgetter", "another horse"), 201);
    (void)makeService(admin(), "program", R"(["viewer"])");
    QCOMPARE(resetPassword(admin(), "program", "another horse").status, 422);
    // One's own by the session alone: no. With the password: the session goes on.
    const auto second = makePerson(admin(), "second-admin", R"(["admin"])");
    QCOMPARE(resetPassword(second, "second-admin", "my own words").status, 403);
    QCOMPARE(second
                 .post("/v1/sessions/current:change-password",
                     R"({"currentPassword":"correct horse","newPassword":"my own words"})")
                 .status,
        200);
    QCOMPARE(second.get("/v1/configs").status, 200);
}

void TestAccounts::nobodyChangesTheirOwnRights()
{
    const auto denied = setRoles(admin(), "admin", R"(["admin","approver"])");
    QCOMPARE(denied.status, 403);
    QVERIFY(!denied.header("cms-audit-seq").empty());
    QCOMPARE(turn(admin(), "admin", "disable").status, 403);
    QCOMPARE(at(account("admin"), "/role"), std::string("admin"));
}

void TestAccounts::lastAdministratorStays()
{
    // A machine may administer, but somebody must be able to sign in.
    const auto machine = makeService(admin(), "machine", R"(["admin"])");
    for (const char *other : {"second-admin", "may-admin"})
        QCOMPARE(setRoles(admin(), other, R"(["viewer"])").status, 200);
    QCOMPARE(turn(machine, "admin", "disable").status, 409);
    const auto demoted = setRoles(machine, "admin", R"(["viewer"])");
    QCOMPARE(demoted.status, 409);
    QVERIFY(at(demoted, "/detail").find("last administrator") != std::string::npos);
    QCOMPARE(admin().get("/v1/configs").status, 200);
}

void TestAccounts::twoAdministratorsCannotRemoveEachOther()
{
    // The second of the two requests was let in by rights that the first one took away.
    for (int round = 0; round < 10; ++round) {
        const auto one = "one" + std::to_string(round);
        const auto two = "two" + std::to_string(round);
        const auto first = makePerson(admin(), one, R"(["admin"])");
        const auto second = makePerson(admin(), two, R"(["admin"])");
        ProbeAnswer answers[2];
        std::thread racer([&] { answers[0] = turn(first, two, "disable"); });
        answers[1] = turn(second, one, "disable");
        racer.join();
        QCOMPARE(int(answers[0].status == 200) + int(answers[1].status == 200), 1);
    }
}

void TestAccounts::gov4VoteFallsWithTheRight()
{
    const auto ann = makePerson(admin(), "ann4", R"(["author"])");
    const auto eve = makePerson(admin(), "eve4", R"(["approver"])");
    auto request = propose(ann);
    request = approve(eve, request);
    QCOMPARE(at(request, "/state"), std::string("approved"));
    QCOMPARE(turn(admin(), "eve4", "disable").status, 200);
    // The server opens it again by itself, at some time within the next minute: the tag is another
    // one then.
    const auto tried = [&] {
        const auto now = ann.get("/v1/change-requests/" + at(request, "/id"));
        return at(ann.post(verb(request, "apply"), "{}", now.etag()), "/code");
    };
    QTRY_COMPARE(tried(), std::string("approval-required"));
    // Let in again she is an approver from now on, not from before.
    QCOMPARE(turn(admin(), "eve4", "enable").status, 200);
    QTRY_COMPARE(tried(), std::string("approval-required"));
}

void TestAccounts::gov2NobodyGainsAnApprovalByGivingRights()
{
    // The administrator writes a change and makes an account that is to approve it.
    const auto puppet = makePerson(admin(), "puppet", R"(["approver"])");
    auto request = propose(admin());
    auto vote = approve(puppet, request);
    QCOMPARE(vote.status, 403);
    QVERIFY(at(vote, "/detail").find("made you an approver") != std::string::npos);
    // The same with an account that had other roles before.
    const auto friendly = makePerson(admin(), "friendly", R"(["viewer"])");
    QCOMPARE(setRoles(admin(), "friendly", R"(["approver"])").status, 200);
    request = propose(admin());
    QCOMPARE(approve(friendly, request).status, 403);
    // For the requests of others both are approvers like any other.
    const auto ann = makePerson(admin(), "ann2", R"(["author"])");
    QCOMPARE(at(approve(friendly, propose(ann)), "/state"), std::string("approved"));
    // Nor does it help to take part only, or to give the right after the vote.
    request = propose(ann);
    request = admin().send("PUT", "/v1/change-requests/" + at(request, "/id"),
        requestBody(at(request, "/items/0/config"), "prod", "", R"({"a":1})"),
        {{"If-Match", '"' + request.etag() + '"'}});
    QCOMPARE(request.status, 200);
    QCOMPARE(approve(friendly, request).status, 403);
}

void TestAccounts::gov2NewApproversLeaveOldRequestsAlone()
{
    const auto ann = makePerson(admin(), "ann3", R"(["author"])");
    const auto late = makePerson(admin(), "late", R"(["viewer"])");
    const auto old = propose(ann);
    QCOMPARE(setRoles(admin(), "late", R"(["approver"])").status, 200);
    const auto vote = approve(late, old);
    QCOMPARE(vote.status, 403);
    QVERIFY(at(vote, "/detail").find("after this request") != std::string::npos);
    QCOMPARE(at(approve(late, propose(ann)), "/state"), std::string("approved"));
}

void TestAccounts::gov2WhoChoseThePasswordGainsNoApproval()
{
    // Eve was made an approver by the first administrator; then another one takes her account over.
    const auto boss = makePerson(admin(), "boss", R"(["admin"])");
    const auto eve = makePerson(admin(), "eve5", R"(["approver"])");
    auto request = propose(boss);
    request = approve(eve, request);
    QCOMPARE(at(request, "/state"), std::string("approved"));
    QCOMPARE(resetPassword(boss, "eve5", "mine for now").status, 204);
    const auto stolen = ProbeClient(m_cms.port(),
        at(ProbeClient(m_cms.port(), "")
                .post("/v1/sessions", R"({"name":"eve5","password":"mine for now"})"),
            "/token"));
    QCOMPARE(approve(stolen, propose(boss)).status, 403);
    // What she approved before does not carry the request any more either.
    QCOMPARE(at(boss.post(verb(request, "apply"), "{}", request.etag()), "/code"),
        std::string("approval-required"));
}

void TestAccounts::everyChangeIsAnEvent()
{
    const auto log = logged();
    for (const char *event : {"principal.disable", "principal.enable", "principal.password_reset",
             "role.grant", "role.revoke", "token.create", "token.revoke"})
        QVERIFY2(log.find('"' + std::string(event) + '"') != std::string::npos, event);
    QVERIFY(log.find("another horse") == std::string::npos);
    QVERIFY(log.find(R"("id":"author","name":"")") != std::string::npos
        || log.find("\"author\"") != std::string::npos);
}

void TestAccounts::deleteIsForConfigsWithoutHistory()
{
    const auto ann = makePerson(admin(), "ann6", R"(["author"])");
    const auto remove = [&](const std::string &id) {
        return ann.send("DELETE", "/v1/configs/" + id, {},
            {{"If-Match", '"' + ann.get("/v1/configs/" + id).etag() + '"'}});
    };
    const auto mistake = makeConfig(ann, "payments/mistake");
    QCOMPARE(ann.send("DELETE", "/v1/configs/" + mistake, {}, {}).status, 428);
    QCOMPARE(remove(mistake).status, 204);
    QCOMPARE(ann.get("/v1/configs/" + mistake).status, 404);
    QVERIFY(!makeConfig(ann, "payments/mistake", "yaml").empty()); // its path is free
    // Not what somebody works on, nor what was ever live.
    const auto busy = makeConfig(ann, "payments/busy");
    const auto draft = ann.post("/v1/drafts",
        R"({"config":")" + busy + R"(","environment":"dev","base":null,"text":"{}"})");
    QCOMPARE(draft.status, 201);
    QCOMPARE(remove(busy).status, 409);
    QCOMPARE(ann.send("DELETE", "/v1/drafts/" + at(draft, "/id"), {},
                    {{"If-Match", '"' + draft.etag() + '"'}})
                 .status,
        204);
    const auto request = ann.post("/v1/change-requests", requestBody(busy, "dev", "", "{}"));
    QCOMPARE(remove(busy).status, 409);
    QCOMPARE(ann.post(verb(request, "apply"), "{}", request.etag()).status, 200);
    QCOMPARE(remove(busy).status, 409);
    const auto viewer = makePerson(admin(), "viewer6", R"(["viewer"])");
    QCOMPARE(viewer.send("DELETE", "/v1/configs/" + busy, {}, {{"If-Match", "*"}}).status, 403);
}

void TestAccounts::commandLineManagesAccounts()
{
    (void)makePerson(admin(), "chief", R"(["admin"])");
    const Shell chief(m_folder.filePath(QStringLiteral("chief")));
    QVERIFY(chief.login(m_cms.port(), QStringLiteral("chief")));
    const auto words
        = [](const char *line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); };
    const auto added = chief.run(
        words("user add new.hire --role author --role viewer --password-stdin"), "correct horse\n");
    QVERIFY2(added.exitCode == 0, added.errors.c_str());
    QCOMPARE(added.out, std::string("new.hire: author, viewer\n"));
    QCOMPARE(signIn("new.hire", "correct horse"), 201);
    QVERIFY(chief.run("user list").out.find("new.hire") != std::string::npos);
    QCOMPARE(chief.run("user roles new.hire --role approver --reason promoted").out,
        std::string("new.hire: approver (no longer: author, viewer)\n"));
    QCOMPARE(chief.run("user disable new.hire --reason left").exitCode, 0);
    QCOMPARE(signIn("new.hire", "correct horse"), 401);
    QCOMPARE(chief.run("user enable new.hire").exitCode, 0);
    QCOMPARE(
        chief.run(words("user reset-password new.hire --password-stdin"), "fresh words\n").exitCode,
        0);
    QCOMPARE(signIn("new.hire", "fresh words"), 201);
    QCOMPARE(chief.run("user roles chief --role approver").exitCode, 1);
    QCOMPARE(chief.run("may edit payments/x -e dev").out, std::string("yes, by roles\n"));
    const auto no = chief.run("may edit payments/x -e dev --for new.hire");
    QCOMPARE(no.exitCode, 1);
    QCOMPARE(no.out,
        std::string("no: This needs the permission \"edit\" for payments/x in dev: nothing gives "
                    "it; it comes with: author, admin\n"));
    QCOMPARE(chief.run("user disable nobody.here").exitCode, 1);
    QCOMPARE(chief.run("user").exitCode, 2);
    QCOMPARE(chief.run("user add robot --role agent --service").exitCode, 0);
    auto token = chief.run("token create robot").out;
    QVERIFY(token.size() > 40 && token.back() == '\n');
    token.pop_back();
    const ProbeClient robot(m_cms.port(), token);
    QCOMPARE(robot.get("/v1/configs").status, 200);
    const auto id = QRegularExpression(QStringLiteral("[0-9a-f]{16}"))
                        .match(QString::fromStdString(chief.run("token list robot").out))
                        .captured(0);
    QCOMPARE(
        chief.run({QStringLiteral("token"), QStringLiteral("revoke"), QStringLiteral("robot"), id})
            .exitCode,
        0);
    QCOMPARE(robot.get("/v1/configs").status, 401);
    QCOMPARE(chief.run("namespace add billing --owner team-b").exitCode, 0);
    QVERIFY(chief.run("namespace list").out.find("team-b") != std::string::npos);
    QCOMPARE(chief.run("environment add staging --tier 2 --approvals 1").exitCode, 0);
    QVERIFY(chief.run("environment list").out.find("needs approval") != std::string::npos);
    QVERIFY(!makeConfig(admin(), "billing/typo").empty());
    QCOMPARE(chief.run("delete billing/typo").exitCode, 0);
    QCOMPARE(chief.run("delete billing/typo").exitCode, 1);
}

QTEST_GUILESS_MAIN(TestAccounts)
#include "tst_accounts.moc"
