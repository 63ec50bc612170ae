// SPDX-License-Identifier: Apache-2.0
#include "tests/server/foretold.h"
#include "tests/server/matrixrows.h"
#include "tests/server/recoverykit.h"
#include "tests/support/testcase.h"

#include <set>

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;
using Row = support::MatrixRow;

namespace {

constexpr int tiers = 4;

} // namespace

// Every cell of docs/authorization-matrix.csv is tried: every operation of the contract by
// everybody who could try it, in their own namespace and in a foreign one, in an environment of
// each tier, in every state that an account and its token can be in; and what the console says of
// it beforehand is held against the same cell. What the matrix expects is worked out from the
// contract by tests/architecture.
class TestAuthorizationMatrix : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void everybodyGetsWhatTheMatrixSays_data();
    void everybodyGetsWhatTheMatrixSays();
    void aLinkedAccountsEmergencyClosesTheSame();

private:
    struct Spot {
        std::string config;
        std::string version;
        std::string request;
        std::string digest; // of the request
    };
    void makeEnvironment(int tier);
    void makeSpots(const std::string &nameSpace);
    void govern(const std::string &place);
    // No account has the name of a role: the log names nobody.
    static std::string accountOf(const std::string &subject, const std::string &state)
    {
        return "the-" + subject + (state.empty() ? "" : '.' + state);
    }
    // The subject's name in quotes once for every state that can still ask.
    static std::string everyStateOf(const std::string &subject);
    void signEverybodyUp();
    void makeMachine();
    void disableAccounts();
    void linkAccounts();
    void openEmergency(const std::string &who, const std::string &place);
    std::string landed(const std::string &request);
    std::string addressOf(const Row &row) const;
    std::string bodyOf(const Row &row) const;
    std::vector<std::string> tokensOf(const Row &row, const std::string &who);
    support::Foretold::Attempt attemptOf(const Row &row) const;
    QString wrongOf(const Row &row, const std::string &who, const std::string &expected);
    const Spot &spotOf(const Row &row) const;
    std::string placeOf(const Row &row) const;

    ServiceWorld m_world;
    std::vector<Row> m_rows;
    std::map<std::string, Spot> m_spots; // "own 2"
    std::string m_access;
    std::vector<std::string> m_sessions; // of each tier
    void signUp(const std::string &account, const std::vector<std::string> &roles)
    {
        m_world.signUp(account, roles);
        m_tokens[account] = m_world.signIn(account);
    }

    std::map<std::string, std::string> m_tokens; // by account
    std::map<std::string, std::string> m_foreignTokens;
    std::string m_endedRecovery;
    std::string m_endedMachine;
    server::MemoryStore::Map m_beginning;
    support::RecoveryKit m_kit;
    std::unique_ptr<support::Foretold> m_foretold;
};

void TestAuthorizationMatrix::makeEnvironment(int tier)
{
    const auto body = R"({"id":"t)" + std::to_string(tier) + R"(","title":"","tier":)"
        + std::to_string(tier) + R"(,"order":1,"gated":)" + (tier >= 2 ? "true" : "false")
        + R"(,"requiredApprovals":)" + (tier >= 2 ? "1" : "0")
        + R"(,"rollbackNeedsApproval":false,"etag":""})";
    QCOMPARE(m_world.ask("POST", "/v1/environments", body).status, 201);
}

// The version that Pia asks for, Bob and Cy approve and Pia applies.
std::string TestAuthorizationMatrix::landed(const std::string &request)
{
    for (const char *voter : {"bob", "cy"}) {
        m_world.as(voter);
        const auto seen = m_world.ask("GET", "/v1/change-requests/" + request);
        (void)m_world.ask("POST", "/v1/change-requests/" + request + ":vote",
            R"({"kind":"approve","cycle":)" + ServiceWorld::at(seen, "/cycle")
                + R"(,"contentDigest":)" + inQuotes(ServiceWorld::at(seen, "/contentDigest"))
                + R"(,"comment":""})",
            seen.etag);
    }
    m_world.as("pia");
    const auto seen = m_world.ask("GET", "/v1/change-requests/" + request);
    return ServiceWorld::at(
        m_world.ask("POST", "/v1/change-requests/" + request + ":apply", "{}", seen.etag),
        "/appliedVersions/0");
}

void TestAuthorizationMatrix::makeSpots(const std::string &nameSpace)
{
    m_world.as("pia");
    const auto config = m_world.config(nameSpace + "/app");
    for (int tier = 0; tier < tiers; ++tier) {
        const auto place = "t" + std::to_string(tier);
        m_world.as("pia");
        const auto first = m_world.request(m_world.item(config, place, R"({"x":1})"));
        Spot spot{config, landed(ServiceWorld::at(first, "/id")), {}, {}};
        const auto open = m_world.request(m_world.item(config, place, R"({"x":2})"));
        spot.request = ServiceWorld::at(open, "/id");
        spot.digest = ServiceWorld::at(open, "/contentDigest");
        QVERIFY(!spot.version.empty() && !spot.request.empty());
        const auto name = nameSpace == "a" ? "own " : "foreign ";
        m_spots[name + std::to_string(tier)] = std::move(spot);
    }
}

std::string TestAuthorizationMatrix::everyStateOf(const std::string &subject)
{
    std::string words;
    for (const char *state : {"", "emergency", "one-time", "expired", "disabled", "linked"})
        words += (words.empty() ? "" : ",") + inQuotes(accountOf(subject, state));
    return words;
}

void TestAuthorizationMatrix::govern(const std::string &place)
{
    static constexpr std::string_view all
        = R"("permissions":["edit","submit","approve","apply","schedule","rollback","freeze.override",)"
          R"("emergency.activate","emergency.review","policy.edit","secret.reveal"])";
    const auto part = R"(,"paths":["a/**"],)" + std::string(all);
    m_world.as("pia");
    const auto made = m_world.request(m_world.item(m_access, place,
        R"({"rules":[{"id":"part","to":[)" + everyStateOf("scoped") + "]" + part
            + R"(},{"id":"over","to":[)" + everyStateOf("lapsed")
            + R"(],"notAfter":"2026-01-01T00:00:00Z")" + part
            + R"(},{"id":"ban","effect":"forbid","to":[)" + everyStateOf("banned")
            + R"(],"paths":["b/**"],)" + std::string(all) + "}]}"));
    QCOMPARE(made.status, 201);
    QVERIFY(!landed(ServiceWorld::at(made, "/id")).empty());
}

// Each of them once in every state that an account can be in.
void TestAuthorizationMatrix::signEverybodyUp()
{
    for (const auto &[name, roles] : support::matrixSubjects())
        signUp(accountOf(name, "expired"), roles);
    m_endedRecovery = support::RecoveryKit::signIn(m_world, m_kit.a);
    QVERIFY(!m_endedRecovery.empty());
    m_world.tick(std::chrono::hours(13));
    for (const auto &[name, roles] : support::matrixSubjects()) {
        signUp(accountOf(name, ""), roles);
        signUp(accountOf(name, "disabled"), roles);
        auto more = roles;
        if (std::ranges::find(more, "emergency.activate") == more.end())
            more.emplace_back("emergency.activate");
        signUp(accountOf(name, "emergency"), more);
        signUp(accountOf(name, "linked"), more);
    }
    m_world.signUp("vic", {"viewer"});
    m_world.signUp("pia", {"author", "operator", "policy.edit"});
    m_world.signUp("bob", {"approver"});
    m_world.signUp("cy", {"approver"});
    m_world.signUp("hero", {"viewer", "emergency.activate"});
    // Everybody else has a password of their own by now.
    m_world.prepare = [this](server::ServiceOptions &options) {
        options.lastingPasswords = false;
        options.recovery = m_kit.roster();
    };
    m_world.open(m_world.store->snapshot());
    for (const auto &[name, roles] : support::matrixSubjects())
        signUp(accountOf(name, "one-time"), roles);
    m_tokens["recovery"] = support::RecoveryKit::signIn(m_world, m_kit.a);
}

// A service with all that can be given, and a token that has ended besides.
void TestAuthorizationMatrix::makeMachine()
{
    m_world.as();
    const auto made = m_world.ask("POST", "/v1/principals",
        R"({"kind":"service","name":"robot","displayName":"","roles":["admin","freeze.override",)"
        R"("emergency.activate","emergency.review","policy.edit","secret.reveal"],"password":""})");
    QCOMPARE(made.status, 201);
    const auto path = "/v1/principals/" + ServiceWorld::at(made, "/id") + ":create-token";
    m_endedMachine = ServiceWorld::at(m_world.ask("POST", path, "{}"), "/token");
    m_world.tick(std::chrono::days(400));
    m_tokens["machine"] = ServiceWorld::at(m_world.ask("POST", path, "{}"), "/token");
    QVERIFY(!m_endedMachine.empty() && !m_tokens["machine"].empty());
}

void TestAuthorizationMatrix::disableAccounts()
{
    m_world.as();
    const auto all = m_world.ask("GET", "/v1/principals", {}, {}, "limit=100");
    const auto reading = core::readJson(*all.body);
    for (const auto &item : reading.tree().root()["items"]) {
        const std::string name(item.value()["name"].text());
        if (!name.ends_with(".disabled"))
            continue;
        const std::string path = "/v1/principals/" + m_world.idOf(name) + ":disable";
        QCOMPARE(
            m_world
                .ask("POST", path, R"({"reason":"gone"})", std::string(item.value()["etag"].text()))
                .status,
            200);
    }
}

// Each with the one whose emergency access is open.
void TestAuthorizationMatrix::linkAccounts()
{
    m_world.as();
    const auto all = m_world.ask("GET", "/v1/principals", {}, {}, "limit=100");
    const auto reading = core::readJson(*all.body);
    for (const auto &[subject, roles] : support::matrixSubjects()) {
        const auto name = accountOf(subject, "linked");
        for (const auto &item : reading.tree().root()["items"]) {
            if (item.value()["name"].text() != name)
                continue;
            const auto answer
                = m_world.ask("PUT", "/v1/principals/" + m_world.idOf(name) + "/same-person",
                    R"({"sameAs":)" + inQuotes(m_world.idOf(accountOf(subject, "emergency")))
                        + R"(,"reason":"r"})",
                    std::string(item.value()["etag"].text()));
            QCOMPARE(answer.status, 200);
        }
    }
}

void TestAuthorizationMatrix::openEmergency(const std::string &who, const std::string &place)
{
    m_world.as(who);
    const auto opened = m_world.ask("POST", "/v1/emergency-sessions",
        R"({"environment":)" + inQuotes(place)
            + R"(,"namespaces":["a"],"reason":"Payments are down, customers wait",)"
              R"("incident":"INC-1","minutes":60,"password":"12345678"})");
    QCOMPARE(opened.status, 201);
    m_sessions.push_back(ServiceWorld::at(opened, "/id"));
}

void TestAuthorizationMatrix::initTestCase()
{
    m_rows = support::matrixRows();
    QVERIFY2(!m_rows.empty(), "docs/authorization-matrix.csv is missing");
    ServiceWorld other;
    other.begin();
    for (const auto &[name, roles] : support::matrixSubjects()) {
        other.signUp(accountOf(name, ""), roles);
        m_foreignTokens[name] = other.signIn(accountOf(name, ""));
    }
    m_foreignTokens["machine"] = other.signIn(accountOf("admin", ""));
    m_foreignTokens["recovery"] = other.signIn(accountOf("admin", ""));
    m_world.prepare
        = [this](server::ServiceOptions &options) { options.recovery = m_kit.roster(); };
    m_world.begin();
    makeMachine();
    signEverybodyUp();
    m_world.as();
    QCOMPARE(m_world
                 .ask("POST", "/v1/namespaces",
                     R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
                 .status,
        201);
    for (int tier = 0; tier < tiers; ++tier)
        makeEnvironment(tier);
    m_world.as("pia");
    m_access = m_world.config("sys/access");
    for (const char *place : {"dev", "prod", "t0", "t1", "t2", "t3"})
        govern(place);
    makeSpots("a");
    makeSpots("b");
    for (int tier = 0; tier < tiers; ++tier)
        openEmergency("hero", "t" + std::to_string(tier));
    for (const auto &[name, roles] : support::matrixSubjects())
        openEmergency(accountOf(name, "emergency"), "t0");
    disableAccounts();
    linkAccounts();
    m_foretold = std::make_unique<support::Foretold>(m_world, m_access);
}

// Every operation begins with the same world: what the one before it left would only grow.
void TestAuthorizationMatrix::init()
{
    if (m_beginning.empty())
        m_beginning = m_world.store->snapshot();
    m_world.open(m_beginning);
}

std::string TestAuthorizationMatrix::placeOf(const Row &row) const
{
    const auto &tier = row.at("tier");
    return 't' + (tier.empty() ? "3" : tier);
}

const TestAuthorizationMatrix::Spot &TestAuthorizationMatrix::spotOf(const Row &row) const
{
    const auto &name = row.at("namespace");
    return m_spots.at((name.empty() ? "own" : name) + ' ' + placeOf(row).substr(1));
}

std::string TestAuthorizationMatrix::addressOf(const Row &row) const
{
    const auto &path = row.at("path");
    const auto &spot = spotOf(row);
    std::string id = "none";
    if (path.starts_with("/v1/configs/"))
        id = spot.config;
    else if (path.starts_with("/v1/change-requests/"))
        id = spot.request;
    else if (path.starts_with("/v1/versions/"))
        id = spot.version;
    else if (path.starts_with("/v1/environments/"))
        id = placeOf(row);
    else if (path.starts_with("/v1/principals/"))
        id = m_world.idOf("vic");
    else if (path.starts_with("/v1/emergency-sessions/"))
        id = m_sessions[std::size_t(placeOf(row)[1] - '0')];
    auto address
        = support::replaced(support::replaced(path, "{id}", id), "{environment}", placeOf(row));
    return support::replaced(address, "{token}", "none");
}

// What an operation must be told to know where it would act; the rest of it is wrong on purpose.
std::string TestAuthorizationMatrix::bodyOf(const Row &row) const
{
    const auto &operation = row.at("operation");
    const auto &spot = spotOf(row);
    const auto place = inQuotes(placeOf(row));
    const auto item = R"({"config":)" + inQuotes(spot.config) + R"(,"environment":)" + place
        + R"(,"base":null,"text":"no document"})";
    if (operation == "createConfig")
        return R"({"path":")" + std::string(row.at("namespace") == "foreign" ? "b" : "a")
            + R"(/app","format":"json","schema":null,"description":"","owner":""})";
    if (operation == "createPrincipal")
        return R"({"kind":"user","name":"vic","displayName":"","roles":[],"password":"12345678"})";
    if (operation == "resetPassword")
        return R"({"password":"12345678","reason":"r"})";
    if (operation == "createDraft")
        return item;
    if (operation == "createChangeRequest" || operation == "updateChangeRequest")
        return R"({"title":"t","description":"","reason":"","ticket":"","items":[)" + item
            + R"(],"submit":false})";
    if (operation == "rollBackSeveral")
        return R"({"items":[{"config":)" + inQuotes(spot.config) + R"(,"base":)"
            + inQuotes(spot.version) + R"(,"target":)" + inQuotes(spot.version)
            + R"(,"keys":[]}],"at":null,"reason":"r","ticket":""})";
    if (operation.starts_with("voteOnChangeRequest:"))
        return R"({"kind":)" + inQuotes(operation.substr(operation.find(':') + 1))
            + R"(,"comment":"","cycle":1,"contentDigest":)" + inQuotes(spot.digest) + '}';
    if (operation == "markNotificationsRead")
        return R"({"numbers":[]})";
    if (operation == "activateEmergency")
        return R"({"environment":)" + place
            + R"(,"namespaces":[],"reason":"","incident":"","minutes":0,"password":"12345678"})";
    if (operation.ends_with("Emergency") || operation == "applyInEmergency")
        return R"({"password":"12345678"})";
    return "{}";
}

// Those of whom the row is true; a wrong audience is shown in two ways.
std::vector<std::string> TestAuthorizationMatrix::tokensOf(const Row &row, const std::string &who)
{
    const auto &state = row.at("state");
    if (state == "no token")
        return {{}};
    if (state == "wrong audience")
        return {m_foreignTokens.at(who), support::foreignIdToken(who)};
    if (who == "recovery")
        return {state == "expired" ? m_endedRecovery : m_tokens.at(who)};
    if (who == "machine")
        return {state == "expired" ? m_endedMachine : m_tokens.at(who)};
    return {m_tokens.at(accountOf(who, state))};
}

// Where the operation would act, as its row says.
support::Foretold::Attempt TestAuthorizationMatrix::attemptOf(const Row &row) const
{
    support::Foretold::Attempt attempt{
        {row.at("operation"), row.at("method"), row.at("permission")}, {}};
    const auto &nameSpace = row.at("namespace");
    const std::string path = nameSpace.empty() ? "" : nameSpace == "own" ? "a/app" : "b/app";
    for (int tier = 0; tier < tiers; ++tier) {
        const bool isIn = row.at("tier").empty() || row.at("tier") == std::to_string(tier);
        if (isIn && !(nameSpace.empty() && row.at("tier").empty()))
            attempt.places.emplace_back("t" + std::to_string(tier), path);
    }
    if (row.at("operation").starts_with("voteOnChangeRequest:"))
        attempt.request = spotOf(row).request;
    return attempt;
}

// What is answered, and what the console says beforehand.
QString TestAuthorizationMatrix::wrongOf(
    const Row &row, const std::string &who, const std::string &expected)
{
    const auto attempt = attemptOf(row);
    for (const auto &token : tokensOf(row, who)) {
        // No console runs as a machine.
        const auto foretold = who == "machine" ? expected : m_foretold->answerTo(token, attempt);
        const auto outcome = support::outcomeOf(
            m_world.askAs(token, row.at("method"), addressOf(row), bodyOf(row), "1-00000000"));
        if (outcome != expected || foretold != expected)
            return QString::fromStdString(row.at("namespace") + ' ' + row.at("tier") + ' '
                + row.at("state") + ' ' + who + ": " + outcome + ", foretold " + foretold
                + " instead of " + expected);
    }
    return {};
}

void TestAuthorizationMatrix::everybodyGetsWhatTheMatrixSays_data()
{
    QTest::addColumn<QString>("operation");
    QString last;
    for (const auto &row : m_rows) {
        const auto operation = QString::fromStdString(row.at("operation"));
        if (operation != last)
            QTest::newRow(qPrintable(operation)) << operation;
        last = operation;
    }
}

void TestAuthorizationMatrix::everybodyGetsWhatTheMatrixSays()
{
    static const std::set<std::string> words{
        "operation", "method", "path", "permission", "namespace", "tier", "state"};
    QFETCH(QString, operation);
    QStringList wrong;
    int count = 0;
    for (const auto &row : m_rows) {
        if (row.at("operation") != operation.toStdString())
            continue;
        for (const auto &[who, expected] : row) {
            if (words.contains(who) || expected == "-")
                continue;
            ++count;
            if (const auto fault = wrongOf(row, who, expected); !fault.isEmpty())
                wrong.append(fault);
        }
    }
    QVERIFY(count >= 80);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QStringLiteral("; "))));
}

// Whoever has another account with open emergency access is told the same by the server, and by the
// console beforehand, as if it were that one.
void TestAuthorizationMatrix::aLinkedAccountsEmergencyClosesTheSame()
{
    QStringList wrong;
    int closed = 0;
    std::string last;
    for (auto row : m_rows) {
        const bool isOfOneTier = row.at("tier").empty() || row.at("tier") == "3";
        if (row.at("state") != "emergency" || !isOfOneTier)
            continue;
        if (std::exchange(last, row.at("operation")) != row.at("operation"))
            init();
        row["state"] = "linked";
        for (const auto &[subject, roles] : support::matrixSubjects()) {
            const auto expected = row.at(subject);
            if (expected == "-")
                continue;
            closed += expected == "closed" ? 1 : 0;
            if (const auto fault = wrongOf(row, subject, expected); !fault.isEmpty())
                wrong.append(QString::fromStdString(row.at("operation") + ' ') + fault);
        }
    }
    QVERIFY(closed > 20);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QStringLiteral("; "))));
}

QTEST_GUILESS_MAIN(TestAuthorizationMatrix)
#include "tst_authorizationmatrix.moc"
