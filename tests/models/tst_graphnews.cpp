// SPDX-License-Identifier: Apache-2.0
#include "models/versiongraphstore.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

using namespace chancery;

// A graph of versions on top of which others come while somebody looks at it.
class GraphNewsTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatComesWhileTheNewestAreReadStays();
    void aRollbackFarBelowIsSeen();
    void everyWayItCameByIsAKind();

private:
    int rows()
    {
        m_mailbox->drain();
        return m_store->rowCount();
    }
    void show(const models::GraphScope &scope)
    {
        m_store->show(scope);
        QVERIFY(QTest::qWaitFor([this] { return rows() > 0 && !m_store->loading().isRunning(); }));
    }
    void publish(const std::string &path, int rate)
    {
        m_cms->publish(
            path, "prod", "{\"requestsPerSecond\": " + std::to_string(rate) + "}", "alice", "More");
    }

    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<core::Executor> m_compute;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<models::VersionGraphStore> m_store;
};

void GraphNewsTest::init()
{
    m_store.reset();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_compute = std::make_unique<core::Executor>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    m_cms->actAs("bob");
    m_store = std::make_unique<models::VersionGraphStore>(*m_cms, *m_compute);
}

void GraphNewsTest::whatComesWhileTheNewestAreReadStays()
{
    const std::string path = "shop/gateway/limits";
    show({m_cms->configAt(path)->id, core::EnvironmentId("prod"), {}});
    const int before = rows();
    publish(path, 7);
    m_store->reload();
    m_mailbox->drain();
    // The executor is at it; the rows are as they were.
    QCOMPARE(m_store->rowCount(), before);
    core::LineageEntry older;
    older.version = core::VersionId("sha256:older");
    m_store->addEntries({older});
    // This one is not in the page that is being merged.
    publish(path, 8);
    m_store->reload();
    QTRY_COMPARE(rows(), before + 3);
    QVERIFY(m_store->entry(0).isLive);
    QVERIFY(!m_store->entry(1).isLive);
    QCOMPARE(m_store->rowOf(older.version), before + 2);
    QCOMPARE(m_store->entry(before + 2).version, older.version);
    QCOMPARE(m_store->laneRow(1).arriving.size(), std::size_t(1));
}

// The newest page does not tell of a version that far below; what came after it does.
void GraphNewsTest::aRollbackFarBelowIsSeen()
{
    show({{}, core::EnvironmentId("prod"), {}});
    const int before = rows();
    int row = before - 1;
    while (row > 2 && !m_store->entry(row).isLive)
        --row;
    QVERIFY(row > 2);
    const auto bad = m_store->entry(row).version;
    m_cms->pageSize = 2;
    publish(m_store->entry(row).path, 9);
    m_cms->versions.back().rollbackOf = bad;
    m_store->reload();
    QTRY_COMPARE(rows(), before + 1);
    const auto *entry = m_store->find(bad);
    QVERIFY(entry && !entry->isLive);
    QVERIFY(entry->isQuarantined);
}

// By two at once: the text of another environment, under another schema.
void GraphNewsTest::everyWayItCameByIsAKind()
{
    core::LineageEntry entry;
    entry.kind = core::EdgeKind::Promotion;
    entry.parents
        = {{core::VersionId("sha256:1"), core::EnvironmentId("prod"), core::EdgeKind::Migration},
            {core::VersionId("sha256:2"), core::EnvironmentId("dev"), core::EdgeKind::Promotion}};
    const auto finds = [&entry](const char *words) {
        return models::LineageFilter::parse(QString::fromUtf8(words)).matches(entry);
    };
    QVERIFY(finds("kind:promotion"));
    QVERIFY(finds("kind:migration"));
    QVERIFY(!finds("kind:merge"));
}

QTEST_GUILESS_MAIN(GraphNewsTest)
#include "tst_graphnews.moc"
