// SPDX-License-Identifier: Apache-2.0
#include "engine/client/httpcms.h"
#include "engine/client/mailloop.h"
#include "models/accessstore.h"
#include "models/accesswords.h"
#include "models/actionstate.h"
#include "models/permissions.h"
#include "models/qtconvert.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/testcase.h"

#include <QSignalSpy>

using namespace chancery;
using namespace chancery::support;
using core::Permission;

namespace {

constexpr int permissionCount = int(core::permissionCount);

const std::vector<std::pair<std::string, std::string>> people{{"viewer", R"(["viewer"])"},
    {"author", R"(["author"])"}, {"approver", R"(["approver"])"}, {"operator", R"(["operator"])"},
    {"auditor", R"(["auditor"])"}, {"boss", R"(["admin"])"},
    {"named",
        R"(["viewer","freeze.override","emergency.activate","emergency.review","policy.edit","secret.reveal"])"},
    {"payer", R"(["viewer"])"}, {"nobody", "[]"}};

} // namespace

// What the console says beforehand is what the server answers: for everybody, every permission and
// every kind of place, under several documents of access.
class TestAccessPrediction : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void consoleAndServerAgree_data();
    void consoleAndServerAgree();
    void commandsAskWhereTheyAre();
    void whatCannotBeReadStaysAsItWasKnown();

private:
    void govern(const std::string &config, const std::string &text);
    void load(models::AccessStore &store);
    models::Permissions permissionsOf(const std::string &name, const models::AccessStore &store);
    QStringList disagreements(const std::string &name, const models::Permissions &permissions);

    CmsProcess m_cms;
    client::MailLoop m_loop;
    std::unique_ptr<client::HttpCms> m_api;
    core::SystemClock m_clock;
    std::optional<ProbeClient> m_pia;
    std::map<std::string, ProbeClient> m_people;
    std::string m_access;
    std::string m_groups;
    int m_allowed = 0;
};

void TestAccessPrediction::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    (void)m_cms.admin().post(
        "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    m_pia.emplace(makePerson(m_cms.admin(), "pia", R"(["author","operator","policy.edit"])"));
    for (const auto &[name, roles] : people)
        m_people.emplace(name, makePerson(m_cms.admin(), name, roles));
    m_access = makeConfig(*m_pia, "sys/access");
    m_groups = makeConfig(*m_pia, "sys/groups");
    client::TransportOptions options;
    options.baseUrl = "http://127.0.0.1:" + std::to_string(m_cms.port());
    m_api = std::make_unique<client::HttpCms>(options, m_loop.mailbox());
    m_api->setToken(core::Secret(m_cms.token()));
    govern(m_groups, R"({"groups":[{"name":"payers","members":["payer","author"]}]})");
}

void TestAccessPrediction::govern(const std::string &config, const std::string &text)
{
    const auto head = m_pia->get("/v1/configs/" + config + "/heads/dev");
    const auto base = head.status == 200 ? at(head, "/version") : std::string();
    const auto request = m_pia->post("/v1/change-requests", requestBody(config, "dev", base, text));
    QVERIFY2(request.status == 201, request.body.c_str());
    // What gives rights is seen by a second person, also where nothing else is.
    const auto vote = m_people.at("boss").post(
        verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QVERIFY2(vote.status == 200, vote.body.c_str());
    QCOMPARE(m_pia->post(verb(request, "apply"), "{}", vote.etag()).status, 200);
}

void TestAccessPrediction::load(models::AccessStore &store)
{
    QSignalSpy changed(&store, &models::AccessStore::changed);
    store.load();
    while (store.loading().isRunning())
        (void)m_loop.await<core::Meta>([&](auto done) { return m_api->getMeta(std::move(done)); });
    QCOMPARE(changed.size(), 1);
}

models::Permissions TestAccessPrediction::permissionsOf(
    const std::string &name, const models::AccessStore &store)
{
    const auto all = m_cms.admin().get("/v1/principals?limit=100");
    models::Permissions permissions;
    permissions.access = store.known();
    for (int i = 0;
        permissions.me.name != name && !at(all, "/items/" + std::to_string(i) + "/name").empty();
        ++i) {
        const auto item = "/items/" + std::to_string(i);
        permissions.me.name = at(all, item + "/name");
        permissions.me.roles.clear();
        for (int role = 0; !at(all, item + "/roles/" + std::to_string(role)).empty(); ++role)
            permissions.me.roles.push_back(at(all, item + "/roles/" + std::to_string(role)));
    }
    return permissions;
}

QStringList TestAccessPrediction::disagreements(
    const std::string &name, const models::Permissions &permissions)
{
    QStringList wrong;
    for (int number = 0; number < permissionCount; ++number) {
        const auto permission = static_cast<Permission>(number);
        for (const char *environment : {"dev", "prod", ""}) {
            for (const char *path : {"payments/limits", "search/x", ""}) {
                const auto told = m_people.at(name).post("/v1/authz:explain",
                    R"({"principal":"","permission":")" + std::string(core::name(permission))
                        + R"(","environment":")" + environment + R"(","path":")" + path + R"("})");
                const auto decision
                    = permissions.decide(permission, core::EnvironmentId(environment), path);
                m_allowed += decision.isAllowed ? 1 : 0;
                const bool isSame = told.status == 200
                    && (at(told, "/allowed") == "true") == decision.isAllowed
                    && at(told, "/decidedBy") == core::access::name(decision.decidedBy)
                    && at(told, "/rule") == decision.rule;
                if (!isSame)
                    wrong.append(QStringLiteral("%1 %2 %3 %4: %5")
                            .arg(models::toQt(name), models::toQt(core::name(permission)),
                                models::toQt(std::string_view(environment)),
                                models::toQt(std::string_view(path)), models::toQt(told.body)));
            }
        }
    }
    return wrong;
}

void TestAccessPrediction::consoleAndServerAgree_data()
{
    QTest::addColumn<QString>("document");
    QTest::newRow("empty") << QStringLiteral("{}");
    QTest::newRow("rules") << QString::fromUtf8(R"({"rules":[
        {"id":"pay","to":["payers"],"roles":["approver","operator"],"paths":["payments/**"]},
        {"id":"over","to":["viewer"],"roles":["admin"],"notAfter":"2020-01-01T00:00:00Z"},
        {"id":"later","to":["viewer"],"roles":["author"],"notBefore":"2120-01-01T00:00:00Z"},
        {"id":"no","effect":"forbid","to":["boss"],"permissions":["apply","edit"],"paths":["search/*"]},
        {"id":"never","effect":"forbid","to":["operator"],"permissions":["rollback"]}]})");
    // What only the server can tell counts as met, and is.
    QTest::newRow("conditions") << QString::fromUtf8(R"({"rules":[
        {"id":"tier","to":["viewer"],"roles":["admin"],"when":{"resource":{"tiers":[0,1]}}},
        {"id":"owned","to":["payers"],"roles":["approver"],"when":{"resource":{"owners":["team"]}}},
        {"id":"not","effect":"forbid","to":["operator"],"permissions":["apply"],
         "unless":{"resource":{"owners":["team"]}}},
        {"id":"how","effect":"forbid","to":["boss"],"permissions":["approve"],
         "unless":{"circumstances":{"methods":["password"]},"person":{"kind":["user"]}}}]})");
    QTest::newRow("closed") << QString::fromUtf8(R"({"closed":true,"rules":[
        {"id":"keep","to":["pia"],"roles":["author","operator"],"permissions":["policy.edit"]},
        {"id":"all","to":["payers","boss"],"roles":["admin"]},
        {"id":"no","effect":"forbid","to":["payer"],"roles":["author"],"paths":["payments/**"]}]})");
}

void TestAccessPrediction::consoleAndServerAgree()
{
    QFETCH(QString, document);
    govern(m_access, document.toStdString());
    models::AccessStore store(*m_api, m_clock);
    load(store);
    m_allowed = 0;
    QStringList wrong;
    for (const auto &[name, roles] : people)
        wrong += disagreements(name, permissionsOf(name, store));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.mid(0, 5).join(QLatin1Char('\n'))));
    QVERIFY(m_allowed > 100);
}

// What a command is about lies somewhere: in a namespace where somebody may not edit it is disabled
// there and nowhere else, as the server would answer.
void TestAccessPrediction::commandsAskWhereTheyAre()
{
    govern(m_access, R"({"rules":[
        {"id":"own","to":["viewer"],"roles":["author"],"paths":["payments/**"]},
        {"id":"no","effect":"forbid","to":["author"],"permissions":["edit"],"paths":["search/**"]}]})");
    models::AccessStore store(*m_api, m_clock);
    load(store);
    (void)m_cms.admin().post(
        "/v1/namespaces", R"({"id":"","slug":"search","title":"","owner":"","etag":""})");
    core::Version version;
    version.parents.emplace_back("sha256:1");
    int allowed = 0;
    int refused = 0;
    for (const char *path : {"payments/prediction", "search/prediction"}) {
        const auto config = makeConfig(*m_pia, path);
        for (const auto &[name, roles] : people) {
            for (const char *place : {"dev", "prod"}) {
                const auto permissions = permissionsOf(name, store);
                const auto state
                    = models::revertState(permissions, &version, core::EnvironmentId(place), path);
                const auto answer = m_people.at(name).post("/v1/drafts",
                    R"({"config":")" + config + R"(","environment":")" + place
                        + R"(","base":null,"text":"{}"})");
                QVERIFY2(answer.status == 201 || answer.status == 403, answer.body.c_str());
                QVERIFY2(state.isEnabled == (answer.status == 201),
                    (name + ' ' + place + ' ' + path + answer.body).c_str());
                ++(state.isEnabled ? allowed : refused);
            }
        }
    }
    QVERIFY(allowed > 4 && refused > 4);
}

void TestAccessPrediction::whatCannotBeReadStaysAsItWasKnown()
{
    govern(m_access,
        R"({"rules":[{"id":"no","effect":"forbid","to":["boss"],"permissions":["apply"]}]})");
    models::AccessStore store(*m_api, m_clock);
    load(store);
    const auto boss = permissionsOf("boss", store);
    m_cms.kill();
    store.load();
    while (store.loading().isRunning())
        (void)m_loop.await<core::Meta>([&](auto done) { return m_api->getMeta(std::move(done)); });
    QVERIFY(store.loading().hasFailed());
    const auto decision
        = boss.decide(Permission::Apply, core::EnvironmentId("dev"), "payments/limits");
    QCOMPARE(models::whyNot(decision, Permission::Apply, core::EnvironmentId("dev"),
                 QStringLiteral("payments/limits")),
        QStringLiteral("The rule “no” of sys/access forbids “apply” for payments/limits in dev. "
                       "Whoever keeps sys/access can lift that. Emergency access is another "
                       "way."));
}

QTEST_GUILESS_MAIN(TestAccessPrediction)
#include "tst_accessprediction.moc"
