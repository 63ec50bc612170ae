// SPDX-License-Identifier: Apache-2.0
#include "models/configtree.h"
#include "models/fleetstore.h"
#include "models/lineagestore.h"
#include "models/liveupdates.h"
#include "models/peoplestore.h"
#include "models/placesstore.h"
#include "models/requeststore.h"
#include "models/schemaset.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

#include <QAbstractItemModelTester>

#include <set>

using namespace chancery;
using core::ErrorKind;

// What a store says and keeps when the server fails it: each failure at each of its steps, answers
// that come too late, lists that change while they are read, and texts that mean no good.
class StoresTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyFailureIsKeptAndCanBeRepeated_data();
    void everyFailureIsKeptAndCanBeRepeated();
    void lostConnectionInTheMiddleKeepsWhatIsShown();
    void cancelledListIsNeitherEmptyNorFailed();
    void answerForWhatWasLeftIsNotTaken();
    void textsOfAnotherConfigDoNotArrive();
    void aFailedReleaseIsOfItsConfig();
    void everyWriteFailureLeavesTheRequestAsItWas_data();
    void everyWriteFailureLeavesTheRequestAsItWas();
    void whoHearsOfARequestMayTurnFromIt();
    void cancelledWriteIsUnknown();
    void actingTwiceSendsOnce();
    void vanishedRequestStaysReadable();
    void vanishedConfigIsNotFoundAnyMore();
    void vanishedEnvironmentIsLeft();
    void listThatChangesBetweenPagesHasEachItemOnce();
    void hostileNamesAreOnlyTexts();
    void schemasAreReadOnWhereTheyFailed();
    void hintsBecomeOneWord();
    void comingBackMeansReadingEverything();

private:
    // Delivers what has come, and what that asks for.
    void answer()
    {
        while (m_mailbox->drain() > 0)
            continue;
    }
    core::Config config(const char *path) { return *m_cms->configAt(path); }
    static models::Permissions permissions()
    {
        models::Permissions granted;
        granted.me.id = core::PrincipalId("usr_bob");
        granted.granted = {"view", "approve", "apply", "rollback"};
        return granted;
    }

    const core::EnvironmentId m_prod{"prod"};
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<support::ScriptedCms> m_cms;
};

namespace {

constexpr ErrorKind failures[]{ErrorKind::Offline, ErrorKind::Timeout, ErrorKind::Unauthorized,
    ErrorKind::Forbidden, ErrorKind::NotFound, ErrorKind::Conflict, ErrorKind::RateLimited,
    ErrorKind::Server, ErrorKind::Protocol};

std::string nameOf(ErrorKind kind)
{
    return std::string(core::name(kind));
}

} // namespace

void StoresTest::init()
{
    m_mailbox = std::make_shared<core::Mailbox>();
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    m_cms->actAs("bob");
}

void StoresTest::everyFailureIsKeptAndCanBeRepeated_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("kind");
    for (const char *method :
        {"listEnvironments", "listNamespaces", "listConfigs", "listChangeRequests",
            "getChangeRequest", "listVersions", "getHead", "listAgents", "listHeads"}) {
        for (const ErrorKind kind : failures)
            QTest::addRow("%s %s", method, nameOf(kind).c_str()) << QByteArray(method) << int(kind);
    }
}

void StoresTest::everyFailureIsKeptAndCanBeRepeated()
{
    QFETCH(QByteArray, method);
    QFETCH(int, kind);
    models::PlacesStore places(*m_cms);
    models::ConfigStore configs(*m_cms);
    models::RequestStore requests(*m_cms, permissions());
    models::LineageStore lineage(*m_cms);
    models::FleetStore fleet(*m_cms);
    const auto load = [&] {
        places.load();
        configs.load();
        configs.loadNamespace("shop");
        requests.reload();
        requests.select(core::ChangeRequestId("CR-18"));
        lineage.show(config("shop/gateway/limits"), m_prod);
        fleet.show(m_prod);
        answer();
    };
    m_cms->failNext(method.toStdString(), support::anError(ErrorKind(kind)));
    load();
    models::Operation *failed = nullptr;
    for (models::Operation *operation :
        {&places.loading(), &configs.loading(), configs.loadingOf("shop"), &requests.loading(),
            &requests.loadingOne(), &lineage.loading(), &fleet.loading()}) {
        QVERIFY(!operation->isRunning());
        if (!operation->hasFailed())
            continue;
        QVERIFY(!failed); // the others have got theirs
        failed = operation;
    }
    QVERIFY(failed);
    QCOMPARE(int(failed->error().kind), kind);
    QVERIFY(!failed->title().isEmpty());
    failed->retry();
    answer();
    QVERIFY(!failed->hasFailed());
    QCOMPARE(places.environments().size(), std::size_t(3));
    QCOMPARE(configs.namespaces().size(), std::size_t(3));
    QCOMPARE(configs.configsOf("shop")->size(), std::size_t(3));
    QVERIFY(!requests.requests().empty());
    QVERIFY(requests.selected());
    QCOMPARE(lineage.versions().size(), std::size_t(3));
    QVERIFY(lineage.head());
    QCOMPARE(fleet.agents().size(), std::size_t(4));
    QVERIFY(fleet.headOf(config("shop/gateway/limits").id));
}

void StoresTest::lostConnectionInTheMiddleKeepsWhatIsShown()
{
    m_cms->pageSize = 1;
    models::ConfigStore store(*m_cms);
    store.loadNamespace("shop");
    answer();
    QCOMPARE(store.configsOf("shop")->size(), std::size_t(3));
    m_cms->addConfig("shop/new", core::Format::Json);
    store.loadNamespace("shop");
    QCOMPARE(m_mailbox->drain(), std::size_t(1)); // the first page has come
    m_cms->failNext("listConfigs", support::anError(ErrorKind::Offline));
    QCOMPARE(m_mailbox->drain(), std::size_t(1)); // the second, and the third is asked for
    answer();
    QVERIFY(store.loadingOf("shop")->hasFailed());
    QCOMPARE(store.configsOf("shop")->size(), std::size_t(3));
    // It goes on where it was.
    const int asked = m_cms->callCount("listConfigs");
    store.loadingOf("shop")->retry();
    answer();
    QCOMPARE(store.configsOf("shop")->size(), std::size_t(4));
    QVERIFY(m_cms->callCount("listConfigs") - asked <= 2);
}

void StoresTest::cancelledListIsNeitherEmptyNorFailed()
{
    models::FleetStore store(*m_cms);
    store.show(m_prod);
    answer();
    QSignalSpy changed(&store, &models::FleetStore::changed);
    m_cms->agents.clear();
    store.reload();
    store.loading().cancel();
    answer();
    QVERIFY(store.loading().state() == models::Operation::State::Idle);
    QCOMPARE(store.agents().size(), std::size_t(4));
    QCOMPARE(changed.count(), 0);
}

void StoresTest::answerForWhatWasLeftIsNotTaken()
{
    models::RequestStore requests(*m_cms, permissions());
    models::LineageStore lineage(*m_cms);
    models::FleetStore fleet(*m_cms);
    for (const char *method : {"getChangeRequest", "listVersions", "listAgents"})
        m_cms->hang(method);
    requests.select(core::ChangeRequestId("CR-1"));
    lineage.show(config("shop/gateway/limits"), m_prod);
    fleet.show(m_prod);
    requests.select(core::ChangeRequestId("CR-18"));
    lineage.show(config("shop/flags"), m_prod);
    fleet.show(core::EnvironmentId("dev"));
    m_cms->release();
    answer();
    QCOMPARE(requests.selected()->id, core::ChangeRequestId("CR-18"));
    QCOMPARE(lineage.versions().size(), std::size_t(1));
    QCOMPARE(lineage.versions().front().config, config("shop/flags").id);
    QVERIFY(fleet.agents().empty());
}

void StoresTest::textsOfAnotherConfigDoNotArrive()
{
    models::LineageStore store(*m_cms);
    store.show(config("shop/gateway/limits"), m_prod);
    answer();
    const core::VersionId first = store.versions()[0].id;
    const core::VersionId second = store.versions()[1].id;
    m_cms->hang("versionText");
    store.wantTexts(first, second);
    store.show(config("shop/flags"), m_prod);
    m_cms->release();
    answer();
    QVERIFY(!store.textOf(first) && !store.textOf(second));
    QVERIFY(!store.loadingTexts().isRunning());
}

// Nobody is told of it over another one.
void StoresTest::aFailedReleaseIsOfItsConfig()
{
    models::LineageStore store(*m_cms);
    store.show(config("shop/gateway/limits"), m_prod);
    answer();
    m_cms->failNext("releaseVersion", support::anError(ErrorKind::Conflict));
    store.release(store.versions()[0].id, QStringLiteral("fine"));
    answer();
    store.reload();
    answer();
    QVERIFY(store.releasing().hasFailed());
    store.show(config("shop/flags"), m_prod);
    QVERIFY(!store.releasing().hasFailed());
}

void StoresTest::everyWriteFailureLeavesTheRequestAsItWas_data()
{
    QTest::addColumn<int>("kind");
    for (const ErrorKind kind : failures)
        QTest::newRow(nameOf(kind).c_str()) << int(kind);
}

void StoresTest::everyWriteFailureLeavesTheRequestAsItWas()
{
    QFETCH(int, kind);
    models::RequestStore store(*m_cms, permissions());
    store.reload();
    store.select(core::ChangeRequestId("CR-18"));
    answer();
    const auto before = *store.selected();
    QSignalSpy acted(&store, &models::RequestStore::acted);
    m_cms->failNext("vote", support::anError(ErrorKind(kind)));
    store.vote(core::VoteKind::Approve, {});
    answer();
    QVERIFY(store.acting().hasFailed());
    QCOMPARE(int(store.acting().error().kind), kind);
    QVERIFY(*store.selected() == before);
    QCOMPARE(acted.count(), 0);
    // Another request is not to blame for it.
    store.select(core::ChangeRequestId("CR-1"));
    QVERIFY(!store.acting().hasFailed());
    answer();
    store.select(core::ChangeRequestId("CR-18"));
    answer();
    store.vote(core::VoteKind::Approve, {});
    answer();
    QVERIFY(store.selected()->state == core::RequestState::Approved);
    QCOMPARE(acted.count(), 1);
}

void StoresTest::whoHearsOfARequestMayTurnFromIt()
{
    models::RequestStore store(*m_cms, permissions());
    int heard = 0;
    connect(&store, &models::RequestStore::selectedChanged, this, [&] {
        if (store.selected() && ++heard == 1)
            store.select({});
    });
    store.select(core::ChangeRequestId("CR-18"));
    answer();
    QCOMPARE(heard, 1);
    QVERIFY(!store.selected());
    QCOMPARE(m_cms->callCount("getConfig"), 0);
}

void StoresTest::cancelledWriteIsUnknown()
{
    models::RequestStore store(*m_cms, permissions());
    store.select(core::ChangeRequestId("CR-18"));
    answer();
    m_cms->hang("vote");
    store.vote(core::VoteKind::Approve, {});
    store.acting().cancel();
    QVERIFY(store.acting().hasFailed());
    QCOMPARE(store.acting().error().code, std::string("state-unknown"));
    m_cms->release();
    answer();
    QVERIFY(store.selected()->state == core::RequestState::Open);
    store.reloadSelected();
    answer();
    QVERIFY(store.selected()->state == core::RequestState::Approved); // it had arrived
}

void StoresTest::actingTwiceSendsOnce()
{
    models::RequestStore store(*m_cms, permissions());
    store.select(core::ChangeRequestId("CR-18"));
    answer();
    store.vote(core::VoteKind::Approve, {});
    store.vote(core::VoteKind::Approve, {});
    store.reject(QStringLiteral("twice"));
    answer();
    QCOMPARE(m_cms->callCount("vote"), 1);
    QCOMPARE(m_cms->callCount("reject"), 0);
}

void StoresTest::vanishedRequestStaysReadable()
{
    models::RequestStore store(*m_cms, permissions());
    store.reload();
    store.select(core::ChangeRequestId("CR-18"));
    answer();
    m_cms->requests.pop_back();
    store.reload();
    store.reloadSelected();
    answer();
    QVERIFY(store.requests().empty());
    QVERIFY(store.loadingOne().hasFailed());
    QVERIFY(store.loadingOne().error().kind == ErrorKind::NotFound);
    QCOMPARE(store.selected()->id, core::ChangeRequestId("CR-18"));
    QCOMPARE(store.waitingCount(), 0);
}

void StoresTest::vanishedConfigIsNotFoundAnyMore()
{
    models::ConfigStore store(*m_cms);
    models::ConfigTree tree(store);
    const QAbstractItemModelTester tester(
        &tree, QAbstractItemModelTester::FailureReportingMode::Fatal);
    store.load();
    store.loadNamespace("shop");
    answer();
    const core::ConfigId gone = config("shop/flags").id;
    const core::ConfigId stays = config("shop/gateway/limits").id;
    QVERIFY(tree.indexOfPath(QStringLiteral("shop/flags")).isValid());
    std::erase_if(m_cms->configs, [&](const core::Config &one) { return one.id == gone; });
    store.loadNamespace("shop");
    answer();
    QVERIFY(!store.find(gone));
    QVERIFY(!store.findPath("shop/flags"));
    QVERIFY(!tree.indexOfPath(QStringLiteral("shop/flags")).isValid());
    QCOMPARE(store.find(stays)->path, std::string("shop/gateway/limits"));
}

void StoresTest::vanishedEnvironmentIsLeft()
{
    models::PlacesStore store(*m_cms);
    store.load();
    answer();
    store.setCurrent(m_prod);
    std::erase_if(m_cms->environments,
        [&](const core::Environment &environment) { return environment.id == m_prod; });
    QSignalSpy changed(&store, &models::PlacesStore::currentChanged);
    store.load();
    answer();
    QCOMPARE(store.currentId(), core::EnvironmentId("dev"));
    QCOMPARE(changed.count(), 1);
    store.setCurrent(m_prod);
    QCOMPARE(store.currentId(), core::EnvironmentId("dev"));
    QCOMPARE(store.titleOf(m_prod), QStringLiteral("prod"));
}

void StoresTest::listThatChangesBetweenPagesHasEachItemOnce()
{
    m_cms->pageSize = 2;
    models::RequestStore store(*m_cms, permissions());
    store.setScope(models::RequestStore::Scope::All);
    m_mailbox->drain(); // the newest two have come
    m_cms->open("shop/flags", "prod", "flags: {}\n", "alice", "One more in front");
    answer();
    std::set<std::string> ids;
    for (const core::ChangeRequest &request : store.requests())
        ids.insert(request.id.text());
    QCOMPARE(ids.size(), store.requests().size());
    QVERIFY(ids.contains("CR-1") && ids.contains("CR-18"));
}

void StoresTest::hostileNamesAreOnlyTexts()
{
    const std::string bidi = "evil\u202Efdp.exe\u0007\n";
    const std::string huge(1'000'000, 'x');
    m_cms->environments.front().title = bidi;
    m_cms->users.front().principal.displayName = huge;
    m_cms->namespaces.front().slug = bidi;
    m_cms->addConfig(bidi + "/" + huge, core::Format::Json);
    m_cms->addConfig(bidi + "//" + "empty/part", core::Format::Json);
    m_cms->addConfig(bidi, core::Format::Json); // not even below its namespace
    models::PlacesStore places(*m_cms);
    models::PeopleStore people(*m_cms);
    models::ConfigStore configs(*m_cms);
    models::ConfigTree tree(configs);
    const QAbstractItemModelTester tester(
        &tree, QAbstractItemModelTester::FailureReportingMode::Fatal);
    places.load();
    people.load();
    configs.load();
    configs.loadNamespace(bidi);
    answer();
    QCOMPARE(places.titleOf(places.environments().front().id), QString::fromStdString(bidi));
    QCOMPARE(people.nameOf(core::PrincipalId("usr_alice")).size(), qsizetype(1'000'000));
    QCOMPARE(configs.configsOf(bidi)->size(), std::size_t(2));
    const QModelIndex space = tree.indexOfPath(QString::fromStdString(bidi));
    QCOMPARE(tree.rowCount(space), 2);
    QVERIFY(tree.indexOfPath(QString::fromStdString(bidi + "/" + huge)).isValid());
}

void StoresTest::schemasAreReadOnWhereTheyFailed()
{
    for (const char *name : {"a", "b"}) {
        core::Schema schema;
        schema.id = core::SchemaId(std::string("sch_") + name);
        schema.uri = std::string("https://x.test/") + name;
        m_cms->schemas.push_back(schema);
        m_cms->schemaTexts[schema.id.text()] = "{}";
    }
    const std::set<std::string> wanted{"https://x.test/a", "https://x.test/b", "https://x.test/no"};
    const core::SchemaId referring("sch_c");
    models::SchemaSet store(*m_cms);
    QSignalSpy read(&store, &models::SchemaSet::wantedRead);
    m_cms->failNext("listSchemas", support::anError(ErrorKind::Forbidden));
    store.want(wanted, referring);
    answer();
    QVERIFY(store.loading().hasFailed());
    QCOMPARE(read.count(), 0);
    m_cms->failNext("schemaText", support::anError(ErrorKind::Offline));
    store.loading().retry();
    answer();
    QVERIFY(store.loading().hasFailed());
    store.loading().retry();
    answer();
    QCOMPARE(read.count(), 1);
    QCOMPARE(store.known(wanted, referring).size(), std::size_t(2));
    // What came later is not what it refers to.
    QCOMPARE(store.known(wanted, core::SchemaId("sch_a")).size(), std::size_t(1));
    const int before = m_cms->callCount("schemaText");
    store.want(wanted, referring);
    answer();
    QCOMPARE(m_cms->callCount("schemaText"), before); // a text is read once
}

void StoresTest::hintsBecomeOneWord()
{
    models::LiveUpdates live(*m_cms);
    live.follow();
    QSignalSpy changed(&live, &models::LiveUpdates::changed);
    QSignalSpy noticed(&live, &models::LiveUpdates::noticed);
    m_cms->sayStream(client::StreamState::Connected, {{1, "nobody.knows", "/v1/x", "", ""}});
    m_cms->sayStream(client::StreamState::Connected,
        {{2, "head.update", "/v1/x", "", "one"}, {3, "agent.report", "/v1/y", "", "two"}});
    m_cms->sayStream(client::StreamState::Connected,
        {{4, "draft.update", "/v1/z", "", std::string(1'000'000, '\n')}});
    answer();
    QTRY_COMPARE(changed.count(), 1);
    using Live = models::LiveUpdates;
    QCOMPARE(changed.front().front().value<Live::Topics>(),
        Live::Topics(Live::Heads | Live::Requests | Live::Agents | Live::Drafts));
    QCOMPARE(noticed.front().front().toString(), QStringLiteral("two"));
    QVERIFY(!live.isOffline());
}

void StoresTest::comingBackMeansReadingEverything()
{
    models::LiveUpdates live(*m_cms);
    live.follow();
    QSignalSpy state(&live, &models::LiveUpdates::stateChanged);
    QSignalSpy changed(&live, &models::LiveUpdates::changed);
    for (int time = 0; time < 3; ++time)
        m_cms->sayStream(client::StreamState::Disconnected);
    answer();
    QVERIFY(live.isOffline());
    QCOMPARE(state.count(), 1);
    const QDateTime since = live.offlineSince();
    QVERIFY(since.isValid());
    m_cms->sayStream(client::StreamState::Connected);
    answer();
    QVERIFY(!live.isOffline());
    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(changed.front().front().value<models::LiveUpdates::Topics>(),
        models::LiveUpdates::Topics(models::LiveUpdates::Everything));
}

QTEST_GUILESS_MAIN(StoresTest)
#include "tst_stores.moc"
