// SPDX-License-Identifier: Apache-2.0
#include "models/hierarchystore.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::ErrorKind;

// The regions, groups and instances of what a config refers to: of the environment that is looked
// at, and as they are now.
class PlacesBehindTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theyAreOfTheEnvironment();
    void theyAreAskedForAgain();

private:
    core::Config config(const char *path) { return *m_cms->configAt(path); }
    core::HierarchyPlace prod() const { return {m_prod, {}, {}, {}}; }
    // Something that refers to another config in staging alone, which has a region.
    void referInStaging();
    static QStringList regionsOf(const models::HierarchyStore &store)
    {
        return store.namesOf(core::LayerKind::Region);
    }

    const core::EnvironmentId m_prod{"prod"};
    const QStringList m_prodRegions{QStringLiteral("eu-west")};
    const QStringList m_stagingRegions{QStringLiteral("eu-west"), QStringLiteral("us-east")};
    std::unique_ptr<QObject> m_receiver;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<core::Executor> m_compute;
    std::unique_ptr<support::ScriptedCms> m_cms;
};

void PlacesBehindTest::init()
{
    m_receiver = std::make_unique<QObject>();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_mailbox->setWaker([this] {
        QMetaObject::invokeMethod(
            m_receiver.get(), [mailbox = m_mailbox] { mailbox->drain(); }, Qt::QueuedConnection);
    });
    m_compute = std::make_unique<core::Executor>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    m_cms->addUser("alice", "Alice Ardent", {"author"}, {"view", "edit"});
    core::Environment environment;
    environment.id = m_prod;
    m_cms->environments.push_back(environment);
    using core::Format;
    for (const char *path : {"shop/defaults", "shop/base", "shop/eu", "shop/api", "ops/db"})
        m_cms->addConfig(path, path == std::string("shop/eu") ? Format::Yaml : Format::Json);
    m_cms->addLayer("shop/api", core::LayerKind::Base, "", "shop/base");
    m_cms->addLayer("shop/api", core::LayerKind::Region, "eu-west", "shop/eu");
    m_cms->addLayer("shop/defaults", core::LayerKind::Group, "canary", "ops/db");
    m_cms->publish("ops/db", "prod", R"({"host": "db-1", "password": "hunter2"})", "alice", "r");
    m_cms->publish("shop/defaults", "prod", R"({"owner": "team", "rate": 1})", "alice", "r");
    m_cms->publish("shop/base", "prod", R"({"rate": 2, "burst": 3})", "alice", "r");
    m_cms->publish(
        "shop/api", "prod", R"({"rate": 4, "host": "${ref:/ops/db#/host}"})", "alice", "r");
    m_cms->publish("shop/eu", "prod", "rate: 5\n", "alice", "r");
}

void PlacesBehindTest::cleanup()
{
    m_compute.reset();
    m_cms.reset();
    m_mailbox.reset();
    m_receiver.reset();
}

void PlacesBehindTest::referInStaging()
{
    core::Environment environment;
    environment.id = core::EnvironmentId("staging");
    m_cms->environments.push_back(environment);
    m_cms->addConfig("ops/far", core::Format::Json);
    m_cms->addLayer("ops/far", core::LayerKind::Region, "us-east", "ops/db");
    m_cms->publish("ops/far", "staging", "{\"a\": 1}", "alice", "r");
    m_cms->publish("shop/api", "staging", R"({"a": "${ref:/ops/far#/a}"})", "alice", "r");
}

// Also while those of another one are on their way, and after a failure.
void PlacesBehindTest::theyAreOfTheEnvironment()
{
    referInStaging();
    models::HierarchyStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), core::EnvironmentId("staging"));
    QTRY_VERIFY(!store.finding().isRunning());
    m_cms->hang("configLayers");
    const int asked = m_cms->callCount("configLayers");
    store.findNamesBehindReferences();
    QTRY_COMPARE(m_cms->callCount("configLayers"), asked + 1);
    store.choose(prod());
    store.findNamesBehindReferences();
    m_cms->release();
    QTRY_VERIFY(!store.finding().isRunning());
    QCOMPARE(regionsOf(store), m_prodRegions);
    store.choose({core::EnvironmentId("staging"), {}, {}, {}});
    m_cms->failNext("dependencyMap", support::anError(ErrorKind::Server));
    store.findNamesBehindReferences();
    QTRY_VERIFY(store.finding().hasFailed());
    store.findNamesBehindReferences();
    QTRY_COMPARE(regionsOf(store), m_stagingRegions);
}

// A reference that is new leads to places that were not there.
void PlacesBehindTest::theyAreAskedForAgain()
{
    referInStaging();
    models::HierarchyStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), m_prod);
    QTRY_VERIFY(!store.finding().isRunning());
    const int before = m_cms->callCount("dependencyMap");
    store.findAgainBehindReferences(); // nobody has asked for them yet
    QCOMPARE(m_cms->callCount("dependencyMap"), before);
    store.findNamesBehindReferences();
    QTRY_VERIFY(!store.finding().isRunning());
    QCOMPARE(regionsOf(store), m_prodRegions);
    m_cms->publish("ops/far", "prod", "{\"a\": 1}", "alice", "r");
    m_cms->publish("shop/api", "prod", R"({"a": "${ref:/ops/far#/a}"})", "alice", "r");
    store.findAgainBehindReferences();
    QTRY_COMPARE(regionsOf(store), m_stagingRegions);
}

QTEST_GUILESS_MAIN(PlacesBehindTest)
#include "tst_placesbehind.moc"
