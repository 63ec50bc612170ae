// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditevent.h"
#include "tests/server/fakeprovider.h"
#include "tests/server/recoverykit.h"
#include "tests/server/wayaroundworld.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <filesystem>
#include <memory>
#include <set>

using namespace chancery;
using server::Response;
using support::FakeProvider;
using support::inQuotes;
using support::RecoveryKit;
using support::ServiceWorld;

namespace {

// What a switch of the command line has to do with who approves: nothing; or it is told in
// audit.start, under its own name or another.
const std::map<std::string, std::string> switches{
    // Where it serves, what it writes besides, how it ends.
    {"data", ""}, {"listen", ""}, {"port", ""}, {"cert", ""}, {"key", ""}, {"ready-file", ""},
    {"log-level", ""}, {"exit-with-parent", ""}, {"keep-changes", ""}, {"argon2-cost", ""},
    // A session of the administrator for who started it; the log has it as one.
    {"stop-on-stdin-close", ""},
    // Copies, and what people are told.
    {"audit-syslog", ""}, {"audit-syslog-ca", ""}, {"audit-syslog-content", ""},
    {"audit-syslog-hostname", ""}, {"audit-syslog-facility", ""}, {"audit-syslog-alarm-after", ""},
    {"audit-syslog-settling", ""}, {"audit-tsa", ""}, {"audit-tsa-ca", ""},
    {"audit-tsa-interval", ""}, {"notification-secrets", ""}, {"notification-allow-network", ""},
    {"notification-http-here", ""}, {"notification-ca", ""}, {"notification-links", ""},
    {"mail-relay", ""}, {"mail-from", ""}, {"mail-security", ""}, {"mail-user", ""},
    {"mail-password-file", ""},
    // Who comes in, and as whom.
    {"lasting-passwords", "lasting-passwords"}, {"recovery", "recovery"},
    {"identity-issuer", "identity-issuer"}, {"identity-client-id", "identity-issuer"},
    {"identity-ca", "identity-issuer"}, {"identity-scopes", "identity-issuer"},
    {"identity-groups-claim", "identity-groups-claim"}, {"identity-role", "identity-role"},
    {"identity-attribute", "identity-attribute"}, {"client-ca", "client-trust-domain"},
    {"client-trust-domain", "client-trust-domain"}, {"client-crl", "client-trust-domain"},
    {"client-deny", "client-trust-domain"},
    {"client-certificates-optional", "client-certificates-optional"},
    {"audit-retention-days", "retention-days"}};

// After each add_option( or add_flag( of the text.
void addSwitches(std::set<std::string> &names, const std::string &text)
{
    for (const std::string call : {"add_option(", "add_flag("}) {
        for (auto at = text.find(call); at != std::string::npos; at = text.find(call, at + 1)) {
            const auto begin = text.find_first_not_of(" \n", at + call.size());
            if (text.compare(begin, 3, "\"--") == 0)
                names.insert(text.substr(begin + 3, text.find('"', begin + 3) - begin - 3));
        }
    }
}

// As the sources of the command line declare them.
std::set<std::string> declaredSwitches()
{
    const auto folder = support::dataFile("../../app/cms");
    std::set<std::string> names;
    for (const auto &file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() == ".cpp")
            addSwitches(names, support::contentOf(file.path()));
    }
    return names;
}

} // namespace

// However the server is started: nothing becomes live in a gated environment that nobody approved
// (GOV-53), and what decides who comes in stands in the entry of its start.
class TestStartSwitches : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everySwitchIsKnown();
    void gov53_noStartIsAWayAround_data();
    void gov53_noStartIsAWayAround();
    void gov53_aPasswordThatLastsGivesNoSecondPair_data();
    void gov53_aPasswordThatLastsGivesNoSecondPair();
    void gov53_aProviderGivesNobodyASecondPair();
    void gov53_aRecoveryKeyGoesToWhatWasApproved();
    void gov53_aMachineVotesWithoutACertificateNeither();

private:
    using Options = server::ServiceOptions;
    void start(std::function<void(Options &)> prepare);
    void withProvider(Options &options);
    std::set<std::string> toldAtStart();
    Response approve(const std::string &token, const std::string &request);
    std::string asked(const std::string &who, const std::string &text);
    std::string exchanged(const std::string &name, const std::string &subject);

    // Before the world: they end after its service.
    std::unique_ptr<FakeProvider> m_provider;
    RecoveryKit m_kit;
    support::WayAroundWorld m_world;
    server::MemoryStore::Map m_beginning;
    core::Instant m_began;
};

void TestStartSwitches::initTestCase()
{
    m_provider = std::make_unique<FakeProvider>();
    m_world.beginWayAround(true);
    m_world.makeMore(false);
    m_beginning = m_world.store->snapshot();
    m_began = m_world.clock.time;
}

void TestStartSwitches::start(std::function<void(Options &)> prepare)
{
    m_world.prepare = std::move(prepare);
    m_world.clock.time = m_began;
    m_world.open(m_beginning);
}

void TestStartSwitches::withProvider(Options &options)
{
    server::ProviderOptions provider;
    provider.provider = {FakeProvider::issuer, "chancery", {"openid"}};
    provider.rolesOfGroups = {{"leads", {"approver", "author", "operator"}}};
    provider.attributes = {"department"};
    options.provider = std::move(provider);
    options.fetcher = m_provider.get();
}

// The names in the last entry of a start.
std::set<std::string> TestStartSwitches::toldAtStart()
{
    std::set<std::string> told;
    for (const auto &[key, leaf] : *m_world.store->present()) {
        if (!key.starts_with("audit-leaf/"))
            continue;
        const auto event = core::fromLeaf(*leaf).value();
        if (event.event != "audit.start")
            continue;
        told.clear();
        for (const auto &related : event.related)
            told.insert(related.type == "start-option" ? related.id : related.type);
    }
    told.erase("ended"); // whether the last one had ended as it should
    return told;
}

void TestStartSwitches::everySwitchIsKnown()
{
    const auto declared = declaredSwitches();
    QVERIFY(declared.size() > 30);
    for (const auto &name : declared)
        QVERIFY2(switches.contains(name), name.c_str());
    for (const auto &[name, told] : switches)
        QVERIFY2(declared.contains(name), name.c_str());
    start([this](Options &options) {
        withProvider(options);
        options.lastingPasswords = true;
        options.recovery = m_kit.roster();
        options.certificates = server::ClientCertificates{"corp", true};
    });
    const auto all = toldAtStart();
    for (const auto &[name, told] : switches)
        QVERIFY2(told.empty() || all.contains(told), name.c_str());
    start([](Options &options) { options.lastingPasswords = false; });
    QCOMPARE(toldAtStart(), (std::set<std::string>{"retention-days"}));
}

void TestStartSwitches::gov53_noStartIsAWayAround_data()
{
    QTest::addColumn<int>("variant");
    int variant = 0;
    for (const char *name : {"one-time passwords", "lasting passwords", "a provider",
             "recovery keys", "certificates", "certificates where there are some",
             "few changes kept, the shortest retention", "all at once"})
        QTest::newRow(name) << variant++;
}

void TestStartSwitches::gov53_noStartIsAWayAround()
{
    QFETCH(const int, variant);
    const bool isAll = variant == 7;
    start([&](Options &options) {
        options.lastingPasswords = variant != 0;
        if (variant == 2 || isAll)
            withProvider(options);
        if (variant == 3 || isAll)
            options.recovery = m_kit.roster();
        if (variant == 4 || variant == 5 || isAll)
            options.certificates = server::ClientCertificates{"corp", variant != 4};
        if (variant == 6 || isAll) {
            options.changesKept = 1;
            options.auditRetention = std::chrono::days(365);
            options.freshToken = true;
        }
    });
    const auto beginning = m_world.store->snapshot();
    QStringList wrong;
    int tried = 0;
    for (const auto &route : api::routes()) {
        if (route.method == "GET")
            continue;
        for (const char *who : {"ann", "max", "robot"}) {
            m_world.open(beginning);
            m_world.clock.time = m_began;
            wrong += m_world.wrongOf(route, who, support::WayAroundWorld::Breadth::OneBody);
            ++tried;
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QStringLiteral("; "))));
    QVERIFY(tried > 150);
}

Response TestStartSwitches::approve(const std::string &token, const std::string &request)
{
    const auto path = "/v1/change-requests/" + request;
    m_world.as("max");
    const auto seen = m_world.ask("GET", path);
    return m_world.askAs(token, "POST", path + ":vote",
        R"({"kind":"approve","comment":"","cycle":1,"contentDigest":)"
            + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + '}',
        seen.etag);
}

std::string TestStartSwitches::asked(const std::string &who, const std::string &text)
{
    m_world.as(who);
    return ServiceWorld::at(m_world.request(m_world.item(m_world.app(), "live", text)), "/id");
}

void TestStartSwitches::gov53_aPasswordThatLastsGivesNoSecondPair_data()
{
    QTest::addColumn<bool>("isLasting");
    QTest::newRow("lasting") << true;
    QTest::newRow("one time") << false;
}

// An administrator takes the approver's account.
void TestStartSwitches::gov53_aPasswordThatLastsGivesNoSecondPair()
{
    QFETCH(const bool, isLasting);
    start([isLasting](Options &options) { options.lastingPasswords = isLasting; });
    QCOMPARE(toldAtStart().contains("lasting-passwords"), isLasting);
    const auto id = asked("max", R"({"limit":7})");
    QCOMPARE(m_world
                 .ask("POST", "/v1/principals/" + m_world.idOf("bob") + ":reset-password",
                     R"({"password":"mine for now","reason":"forgotten"})")
                 .status,
        204);
    auto token = m_world.signIn("bob", "mine for now");
    if (!isLasting) {
        QCOMPARE(
            ServiceWorld::at(approve(token, id), "/code"), std::string("password-change-required"));
        QCOMPARE(m_world
                     .askAs(token, "POST", "/v1/sessions/current:change-password",
                         R"({"currentPassword":"mine for now","newPassword":"mine for good"})")
                     .status,
            200);
    }
    const auto vote = approve(token, id);
    QCOMPARE(vote.status, 403);
    m_world.as("max");
    const auto path = "/v1/change-requests/" + id;
    QCOMPARE(m_world.ask("POST", path + ":apply", "{}", m_world.etagOf(path)).status, 409);
    QCOMPARE(m_world.live(m_world.app(), "live"), m_world.liveVersion());
}

std::string TestStartSwitches::exchanged(const std::string &name, const std::string &subject)
{
    const auto token = m_provider->token(m_world.clock.time,
        {{"preferred_username", inQuotes(name)}, {"sub", inQuotes(subject)},
            {"groups", R"(["leads"])"}});
    return ServiceWorld::at(m_world.askAs({}, "POST", "/v1/sessions:exchange",
                                R"({"idToken":)" + inQuotes(token) + R"(,"nonce":"n-1"})"),
        "/token");
}

// Who signs in there under a name that somebody here has is that person. What the provider says of
// another name is another person, by its word: that is the one way in which a switch says who
// counts, and the entry of the start names it with the roles that come from there.
void TestStartSwitches::gov53_aProviderGivesNobodyASecondPair()
{
    start([this](Options &options) { withProvider(options); });
    const auto told = toldAtStart();
    QVERIFY(told.contains("identity-issuer") && told.contains("identity-role"));
    const auto id = asked("ann", R"({"limit":8})");
    const auto token = exchanged("ann", "u-1");
    QVERIFY(!token.empty());
    m_world.clock.time += std::chrono::seconds(1);
    QCOMPARE(approve(token, id).status, 403);
    // Nor when the request is younger than the account.
    QCOMPARE(approve(token, asked("ann", R"({"limit":9})")).status, 403);
    const auto other = exchanged("lea", "u-2");
    m_world.clock.time += std::chrono::seconds(1);
    QCOMPARE(approve(other, id).status, 403); // an approver since then only
    QCOMPARE(approve(other, asked("ann", R"({"limit":10})")).status, 200);
}

// The other way with less: back to what two people had approved, told and reviewed.
void TestStartSwitches::gov53_aRecoveryKeyGoesToWhatWasApproved()
{
    start([this](Options &options) { options.recovery = m_kit.roster(); });
    QVERIFY(toldAtStart().contains("recovery"));
    const auto id = asked("ann", R"({"limit":8})");
    const auto token = RecoveryKit::signIn(m_world, m_kit.a);
    QVERIFY(!token.empty());
    const auto path = "/v1/change-requests/" + id;
    QVERIFY(approve(token, id).status >= 400);
    QVERIFY(
        m_world.askAs(token, "POST", path + ":apply", "{}", m_world.etagOf(path)).status >= 400);
    QVERIFY(m_world
                .askAs(token, "POST", "/v1/change-requests",
                    R"({"title":"t","description":"","reason":"r","ticket":"","items":[)"
                        + m_world.item(m_world.app(), "live", R"({"limit":11})")
                        + R"(],"submit":true})")
                .status
        >= 400);
    QCOMPARE(m_world.live(m_world.app(), "live"), m_world.liveVersion());
}

void TestStartSwitches::gov53_aMachineVotesWithoutACertificateNeither()
{
    for (const bool isOptional : {false, true}) {
        start([isOptional](Options &options) {
            options.certificates = server::ClientCertificates{"corp", isOptional};
        });
        QCOMPARE(toldAtStart().contains("client-certificates-optional"), isOptional);
        const auto id = asked("ann", R"({"limit":8})");
        m_world.as("robot");
        const auto path = "/v1/change-requests/" + id;
        const auto vote = m_world.ask("POST", path + ":vote",
            R"({"kind":"approve","comment":"","cycle":1,"contentDigest":"x"})", "1-00000000");
        QCOMPARE(vote.status, isOptional ? 403 : 401);
        m_world.as("max");
        QCOMPARE(m_world.live(m_world.app(), "live"), m_world.liveVersion());
    }
}

QTEST_GUILESS_MAIN(TestStartSwitches)
#include "tst_startswitches.moc"
