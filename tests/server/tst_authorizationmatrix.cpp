// SPDX-License-Identifier: Apache-2.0
#include "tests/server/recoverykit.h"
#include "tests/support/testcase.h"

#include <QFile>
#include <QFileInfo>

#include <set>

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

namespace {

constexpr int tiers = 4;

// A row of docs/authorization-matrix.csv by the names of its columns.
using Row = std::map<std::string, std::string>;

std::vector<std::string> cellsOf(const QByteArray &line)
{
    std::vector<std::string> cells;
    for (const auto &cell : line.trimmed().split(','))
        cells.push_back(cell.toStdString());
    return cells;
}

std::vector<Row> matrixRows()
{
    // The contract is engine/api/openapi.yaml.
    QFile file(QFileInfo(QStringLiteral(CHANCERY_CONTRACT)).path()
        + QStringLiteral("/../../docs/authorization-matrix.csv"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto header = cellsOf(file.readLine());
    std::vector<Row> rows;
    while (!file.atEnd()) {
        const auto cells = cellsOf(file.readLine());
        Row row;
        for (std::size_t i = 0; i < header.size() && i < cells.size(); ++i)
            row[header[i]] = cells[i];
        rows.push_back(std::move(row));
    }
    return rows;
}

// Only what authorization says; that the rest of such a request is wrong does not matter here.
std::string outcomeOf(const Response &response)
{
    const auto detail = response.body ? ServiceWorld::at(response, "/detail") : std::string();
    if (response.status == 401)
        return "401";
    if (response.status == 403 && detail.starts_with("This needs the permission"))
        return "no";
    if (response.status == 403 && detail.starts_with("Not while your emergency session"))
        return "closed";
    if (response.status == 403 && detail.starts_with("The password is a one-time password"))
        return "password";
    if (response.status == 403 && detail.starts_with("Recovery access opens four things"))
        return "recovery";
    return "yes";
}

std::string replaced(std::string path, std::string_view variable, const std::string &value)
{
    const auto at = path.find(variable);
    return at == std::string::npos ? path : path.replace(at, variable.size(), value);
}

} // namespace

// Every cell of docs/authorization-matrix.csv is tried: every operation of the contract by
// everybody who could try it, in their own namespace and in a foreign one, in an environment of
// each tier. What the matrix expects is worked out from the contract by tests/architecture.
class TestAuthorizationMatrix : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void everybodyGetsWhatTheMatrixSays_data();
    void everybodyGetsWhatTheMatrixSays();

private:
    struct Spot {
        std::string config;
        std::string version;
        std::string request;
    };
    void makeEnvironment(int tier);
    void makeSpots(const std::string &nameSpace);
    void govern(const std::string &place);
    void signEverybodyUp();
    void openEmergency(const std::string &who, const std::string &place);
    std::string landed(const std::string &request);
    std::string addressOf(const Row &row) const;
    std::string bodyOf(const Row &row) const;
    std::string tried(const Row &row, const std::string &who);
    const Spot &spotOf(const Row &row) const;
    std::string placeOf(const Row &row) const;

    ServiceWorld m_world;
    std::vector<Row> m_rows;
    std::vector<std::string> m_subjects;
    std::map<std::string, Spot> m_spots; // "own 2"
    std::string m_access;
    std::vector<std::string> m_sessions; // of each tier
    std::string m_foreignToken;
    server::MemoryStore::Map m_beginning;
    support::RecoveryKit m_kit;
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
        Spot spot{config, landed(ServiceWorld::at(first, "/id")), {}};
        spot.request
            = ServiceWorld::at(m_world.request(m_world.item(config, place, R"({"x":2})")), "/id");
        QVERIFY(!spot.version.empty() && !spot.request.empty());
        const auto name = nameSpace == "a" ? "own " : "foreign ";
        m_spots[name + std::to_string(tier)] = std::move(spot);
    }
}

void TestAuthorizationMatrix::govern(const std::string &place)
{
    static constexpr std::string_view all
        = R"("permissions":["edit","submit","approve","apply","schedule","rollback","freeze.override",)"
          R"("emergency.activate","emergency.review","policy.edit","secret.reveal"])";
    const auto part = R"(,"paths":["a/**"],)" + std::string(all);
    m_world.as("pia");
    const auto made = m_world.request(m_world.item(m_access, place,
        R"({"rules":[{"id":"part","to":["scoped"])" + part
            + R"(},{"id":"over","to":["expired"],"notAfter":"2026-01-01T00:00:00Z")" + part
            + R"(},{"id":"ban","effect":"forbid","to":["banned"],"paths":["b/**"],)"
            + std::string(all) + "}]}"));
    QCOMPARE(made.status, 201);
    QVERIFY(!landed(ServiceWorld::at(made, "/id")).empty());
}

void TestAuthorizationMatrix::signEverybodyUp()
{
    const std::vector<std::string> named{"freeze.override", "emergency.activate",
        "emergency.review", "policy.edit", "secret.reveal"};
    auto with = [&](const std::string &role) {
        auto roles = named;
        roles.push_back(role);
        return roles;
    };
    for (const char *role :
        {"viewer", "author", "approver", "operator", "auditor", "admin", "agent"})
        m_world.signUp(role == std::string("admin") ? "administrator" : role, {role});
    m_world.signUp("granted", with("viewer"));
    m_world.signUp("scoped", {"viewer"});
    m_world.signUp("expired", {"viewer"});
    m_world.signUp("banned", with("admin"));
    m_world.signUp("emergency", {"admin", "emergency.activate"});
    m_world.signUp("disabled", {"admin"});
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
    m_world.signUp("one-time", with("admin"));
    m_world.adopt("recovery", support::RecoveryKit::signIn(m_world, m_kit.a));
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
    m_rows = matrixRows();
    QVERIFY2(!m_rows.empty(), "docs/authorization-matrix.csv is missing");
    ServiceWorld other;
    other.begin();
    m_foreignToken = other.person("admin2", R"(["admin"])");
    m_world.begin();
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
    makeSpots("a");
    makeSpots("b");
    for (const char *place : {"dev", "prod", "t0", "t1", "t2", "t3"})
        govern(place);
    for (int tier = 0; tier < tiers; ++tier)
        openEmergency("hero", "t" + std::to_string(tier));
    openEmergency("emergency", "t0");
    m_world.as();
    const auto id = m_world.idOf("disabled");
    const auto all = m_world.ask("GET", "/v1/principals");
    const auto reading = core::readJson(*all.body);
    for (const auto &item : reading.tree().root()["items"]) {
        if (item.value()["id"].text() == id)
            QCOMPARE(m_world
                         .ask("POST", "/v1/principals/" + id + ":disable", R"({"reason":"gone"})",
                             std::string(item.value()["etag"].text()))
                         .status,
                200);
    }
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
    auto address = replaced(replaced(path, "{id}", id), "{environment}", placeOf(row));
    return replaced(address, "{token}", "none");
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
    if (operation == "markNotificationsRead")
        return R"({"numbers":[]})";
    if (operation == "activateEmergency")
        return R"({"environment":)" + place
            + R"(,"namespaces":[],"reason":"","incident":"","minutes":0,"password":"12345678"})";
    if (operation.ends_with("Emergency") || operation == "applyInEmergency")
        return R"({"password":"12345678"})";
    return "{}";
}

std::string TestAuthorizationMatrix::tried(const Row &row, const std::string &who)
{
    const auto address = addressOf(row);
    const auto &method = row.at("method");
    const std::string etag = "1-00000000";
    if (who == "no token")
        return outcomeOf(m_world.askAs({}, method, address, bodyOf(row), etag));
    if (who == "other server")
        return outcomeOf(m_world.askAs(m_foreignToken, method, address, bodyOf(row), etag));
    m_world.as(who == "admin" ? "administrator" : who);
    return outcomeOf(m_world.ask(method, address, bodyOf(row), etag));
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
        "operation", "method", "path", "permission", "namespace", "tier"};
    QFETCH(QString, operation);
    QStringList wrong;
    int count = 0;
    for (const auto &row : m_rows) {
        if (row.at("operation") != operation.toStdString())
            continue;
        for (const auto &[who, expected] : row) {
            if (words.contains(who))
                continue;
            ++count;
            const auto outcome = tried(row, who);
            if (outcome != expected)
                wrong.append(QString::fromStdString(row.at("namespace") + ' ' + row.at("tier") + ' '
                    + who + ": " + outcome + " instead of " + expected));
        }
    }
    QVERIFY(count >= 15);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QStringLiteral("; "))));
}

QTEST_GUILESS_MAIN(TestAuthorizationMatrix)
#include "tst_authorizationmatrix.moc"
