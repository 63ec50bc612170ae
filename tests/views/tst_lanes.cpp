// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"
#include "views/common/look.h"
#include "views/common/resources.h"
#include "views/lineage/versiongraphpane.h"

#include <QLabel>
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

QTEST_MAIN(LanesTest)
#include "tst_lanes.moc"
