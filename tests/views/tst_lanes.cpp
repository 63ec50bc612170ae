// SPDX-License-Identifier: Apache-2.0
#include "models/qtconvert.h"
#include "tests/support/demoworld.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"
#include "views/common/look.h"
#include "views/common/resources.h"
#include "views/lineage/versiongraphpane.h"

#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>

using namespace chancery;

namespace {

core::LineageEntry entry(int number, int parent)
{
    core::LineageEntry made;
    made.version = core::VersionId("sha256:" + std::to_string(number));
    made.environment = core::EnvironmentId("prod");
    made.createdAt = core::Instant(std::chrono::hours(24 * (5000 - number)));
    made.parents.push_back({core::VersionId("sha256:" + std::to_string(parent)), made.environment,
        core::EdgeKind::Edit});
    return made;
}

} // namespace

// How the lanes of versions stand on screen.
class LanesTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { views::initialiseResources(); }
    void whatComesBehindLeavesTheScreenAsItIs();
    void aDateIsReadUpTo();
    void aDayEndsWithItsLastMoment();
    void whatAKeyMayNotBeIsSaid();
};

void LanesTest::whatComesBehindLeavesTheScreenAsItIs()
{
    auto mailbox = std::make_shared<core::Mailbox>();
    core::Executor compute(mailbox);
    support::ScriptedCms cms(mailbox);
    models::VersionGraphStore store(cms, compute);
    const core::SystemClock clock;
    QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    views::Look look(views::Theme::Kind::Light);
    look.apply();
    views::VersionGraphPane pane(store, clock, look, settings,
        [](const core::EnvironmentId &) { return views::HeadFlag(); });
    for (QWidget *part :
        std::initializer_list<QWidget *>{&pane.search(), &pane.date(), &pane.count()})
        part->hide();
    // One line, and far below it thirty that lie side by side.
    std::vector<core::LineageEntry> first;
    for (int i = 0; i < 100; ++i)
        first.push_back(entry(i, i + 1));
    std::vector<core::LineageEntry> behind;
    for (int i = 100; i < 130; ++i)
        behind.push_back(entry(i, 999));
    store.showEntries(std::move(first), true);
    pane.resize(600, 300);
    pane.show();
    QVERIFY(QTest::qWaitForWindowExposed(&pane));
    const auto lanes = [&pane] {
        QTableView &table = pane.table();
        return table.viewport()->grab({0, 0, table.columnWidth(0), 200}).toImage();
    };
    const QImage before = lanes();
    store.addEntries(std::move(behind), false);
    QCOMPARE(pane.table().model()->rowCount(), 130);
    QVERIFY(store.lanes().width() > 20);
    QVERIFY(lanes() == before);
    pane.selectRow(129);
    QVERIFY(pane.table().rowAt(0) > 90);
    const QImage below = lanes();
    QVERIFY(below != before);
    // All rows of a screen are painted alike, also when only some of them had been new.
    QVERIFY(lanes() == below);
    pane.table().verticalScrollBar()->setValue(0);
    QCOMPARE(pane.table().rowAt(0), 0);
    QVERIFY(lanes() != before);
}

// The pane and its store, with pages that come one by one.
void LanesTest::aDateIsReadUpTo()
{
    auto mailbox = std::make_shared<core::Mailbox>();
    core::Executor compute(mailbox);
    support::ScriptedCms cms(mailbox);
    support::fillDemoWorld(cms);
    cms.actAs("bob");
    cms.pageSize = 1;
    models::VersionGraphStore store(cms, compute);
    const core::SystemClock clock;
    QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    views::Look look(views::Theme::Kind::Light);
    views::VersionGraphPane pane(store, clock, look, settings,
        [](const core::EnvironmentId &) { return views::HeadFlag(); });
    store.show(
        {cms.configAt("shop/gateway/limits")->id, core::EnvironmentId("prod"), std::string()});
    QCOMPARE(mailbox->drain(), std::size_t(1));
    QCOMPARE(store.rowCount(), 1);
    const auto enter = [&pane](const QString &text) {
        pane.date().setText(text);
        QTest::keyClick(&pane.date(), Qt::Key_Return);
    };
    const auto row = [&pane] { return pane.table().currentIndex().row(); };
    const int before = row();
    enter(QStringLiteral("1999-01-01"));
    QCOMPARE(row(), before);
    QVERIFY(pane.count().text().contains(QStringLiteral("reading on to that date")));
    // Somebody has had enough of it.
    QTest::keyClick(&pane.date(), Qt::Key_Escape);
    QVERIFY(!pane.count().text().contains(QStringLiteral("to that date")));
    const auto oldest = std::ranges::find_if(cms.versions, [&](const core::Version &version) {
        return version.config == store.scope()->config
            && version.environment == store.scope()->environment;
    });
    enter(models::toQt(oldest->createdAt).addSecs(61).toString(QStringLiteral("yyyy-MM-dd HH:mm")));
    QTRY_VERIFY((mailbox->drain(), row() == store.rowCount() - 1 && store.rowCount() > 1));
    QCOMPARE(store.entry(row()).version, oldest->id);
}

// Of a version of its last second, and of one of the next day's first.
void LanesTest::aDayEndsWithItsLastMoment()
{
    auto mailbox = std::make_shared<core::Mailbox>();
    core::Executor compute(mailbox);
    support::ScriptedCms cms(mailbox);
    models::VersionGraphStore store(cms, compute);
    const core::SystemClock clock;
    QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    views::Look look(views::Theme::Kind::Light);
    views::VersionGraphPane pane(store, clock, look, settings,
        [](const core::EnvironmentId &) { return views::HeadFlag(); });
    std::vector<core::LineageEntry> entries{entry(0, 1), entry(1, 2), entry(2, 999)};
    const auto midnight = core::Instant(std::chrono::hours(24 * 20'000)); // 2024-10-04
    entries[0].createdAt = midnight;
    entries[1].createdAt = midnight - std::chrono::milliseconds(600);
    entries[2].createdAt = midnight - std::chrono::hours(12);
    store.showEntries(std::move(entries));
    pane.date().setText(QStringLiteral("2024-10-03"));
    QTest::keyClick(&pane.date(), Qt::Key_Return);
    QCOMPARE(pane.table().currentIndex().row(), 1);
}

void LanesTest::whatAKeyMayNotBeIsSaid()
{
    auto mailbox = std::make_shared<core::Mailbox>();
    core::Executor compute(mailbox);
    support::ScriptedCms cms(mailbox);
    models::VersionGraphStore store(cms, compute);
    const core::SystemClock clock;
    QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    views::Look look(views::Theme::Kind::Light);
    views::VersionGraphPane pane(store, clock, look, settings,
        [](const core::EnvironmentId &) { return views::HeadFlag(); });
    std::vector<core::LineageEntry> entries{entry(0, 1), entry(1, 2), entry(2, 999)};
    entries[0].keys = {"/other"};
    entries[1].hasMoreKeys = true;
    store.showEntries(std::move(entries));
    pane.search().setText(QStringLiteral("key:/other"));
    QTRY_VERIFY((mailbox->drain(), store.rowCount() == 2));
    QVERIFY2(pane.count().text().contains(QStringLiteral("1 of them changed more keys")),
        qPrintable(pane.count().text()));
    pane.search().setText(QStringLiteral("author:nobody"));
    QTRY_VERIFY((mailbox->drain(), store.rowCount() == 0));
    QVERIFY(!pane.count().text().contains(QStringLiteral("more keys")));
}

QTEST_MAIN(LanesTest)
#include "tst_lanes.moc"
