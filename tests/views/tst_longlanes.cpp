// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"
#include "views/common/look.h"
#include "views/common/resources.h"
#include "views/lineage/versiongraphpane.h"

#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QPicture>
#include <QScrollBar>
#include <QSettings>
#include <QTableView>
#include <QWheelEvent>

using namespace chancery;

namespace {

constexpr int laneCount = 8;

core::LineageEntry entry(int number)
{
    core::LineageEntry made;
    made.version = core::VersionId("sha256:" + std::to_string(10'000'000 + number));
    made.environment = core::EnvironmentId("prod");
    made.path = "shop/one";
    made.authorName = "Ann Ardent";
    made.message = "A change";
    made.keys = {"/limits/max"};
    made.createdAt = core::Instant(std::chrono::minutes(25'000'000 - number));
    made.parents.push_back(
        {core::VersionId("sha256:" + std::to_string(10'000'000 + number + laneCount)),
            made.environment, core::EdgeKind::Edit});
    if (number % 5 == 0) // an edge across
        made.parents.push_back(
            {core::VersionId("sha256:" + std::to_string(10'000'000 + number + laneCount + 3)),
                made.environment, core::EdgeKind::Merge});
    return made;
}

// Passes everything on to the delegate that was there and counts.
class CountingDelegate : public QStyledItemDelegate {
public:
    explicit CountingDelegate(QAbstractItemDelegate &inner)
        : QStyledItemDelegate(&inner)
        , m_inner(inner)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        ++painted;
        m_inner.paint(painter, option, index);
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        ++measured;
        return m_inner.sizeHint(option, index);
    }

    mutable int painted = 0;
    mutable int measured = 0;

private:
    QAbstractItemDelegate &m_inner;
};

// A pane on screen with so many rows in several lanes, and what each frame of it does.
class CountedPane : public QObject {
public:
    explicit CountedPane(int rows)
        : m_compute(m_mailbox)
        , m_cms(m_mailbox)
        , m_store(m_cms, m_compute)
        , m_settings(m_folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat)
        , m_look(views::Theme::Kind::Light)
        , m_pane(m_store, m_clock, m_look, m_settings,
              [](const core::EnvironmentId &) { return views::HeadFlag(); })
    {
        m_look.apply();
        std::vector<core::LineageEntry> entries;
        for (int i = 0; i < rows; ++i)
            entries.push_back(entry(i));
        m_store.showEntries(std::move(entries));
        m_pane.resize(1100, 700);
        m_pane.show();
        for (int column = 0; column < table().model()->columnCount(); ++column) {
            auto *inner = table().itemDelegateForColumn(column);
            m_counters.push_back(new CountingDelegate(*(inner ? inner : table().itemDelegate())));
            table().setItemDelegateForColumn(column, m_counters.back());
        }
        for (QObject *watched : std::initializer_list<QObject *>{
                 &m_pane, &table(), table().viewport(), table().horizontalHeader()})
            watched->installEventFilter(this);
    }

    QTableView &table() { return m_pane.table(); }
    views::VersionGraphPane &pane() { return m_pane; }
    std::uint32_t lanes() const { return m_store.lanes().width(); }
    int visibleRows() { return table().viewport()->height() / table().rowHeight(0) + 2; }
    int visibleCells() { return visibleRows() * table().model()->columnCount(); }

    // One step of somebody who scrolls, with all that it brings about.
    template <typename Deed>
    void frame(Deed &&deed)
    {
        QCoreApplication::sendPostedEvents();
        for (auto *counter : m_counters)
            counter->painted = counter->measured = 0;
        m_layouts = 0;
        deed();
        (void)QTest::qWaitFor([this] { return painted() > 0; });
        QCoreApplication::sendPostedEvents();
    }
    int painted() const { return sum(&CountingDelegate::painted); }
    int measured() const { return sum(&CountingDelegate::measured); }
    int layouts() const { return m_layouts; }

    // All that is drawn of the screen that begins with that row.
    std::size_t drawnFrom(int row)
    {
        table().scrollTo(table().model()->index(row, 1), QAbstractItemView::PositionAtTop);
        QPicture picture;
        QPainter painter(&picture);
        table().viewport()->render(&painter);
        painter.end();
        return picture.size();
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        m_layouts += event->type() == QEvent::LayoutRequest ? 1 : 0;
        return QObject::eventFilter(watched, event);
    }

private:
    int sum(int CountingDelegate::*counted) const
    {
        int count = 0;
        for (const auto *counter : m_counters)
            count += counter->*counted;
        return count;
    }

    std::shared_ptr<core::Mailbox> m_mailbox = std::make_shared<core::Mailbox>();
    core::Executor m_compute;
    support::ScriptedCms m_cms;
    models::VersionGraphStore m_store;
    const core::SystemClock m_clock;
    QTemporaryDir m_folder;
    QSettings m_settings;
    views::Look m_look;
    views::VersionGraphPane m_pane;
    std::vector<CountingDelegate *> m_counters;
    int m_layouts = 0;
};

} // namespace

// A graph of 100,000 versions is scrolled: what a frame does is what is on screen, and no more.
// How long that takes is measured by "chancery-bench history-scroll".
class LongLanesTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { views::initialiseResources(); }
    void aFramePaintsWhatIsOnScreen_data();
    void aFramePaintsWhatIsOnScreen();
    void aFrameDrawsTheSameInALongGraph();
    void theCountSeesAMeasuredColumn();
};

void LongLanesTest::aFramePaintsWhatIsOnScreen_data()
{
    QTest::addColumn<int>("way");
    QTest::newRow("wheel") << 0;
    QTest::newRow("page keys") << 1;
    QTest::newRow("scroll bar") << 2;
    QTest::newRow("date") << 3;
}

void LongLanesTest::aFramePaintsWhatIsOnScreen()
{
    QFETCH(int, way);
    CountedPane counted(100'000);
    QVERIFY(QTest::qWaitForWindowExposed(&counted.pane()));
    QVERIFY(counted.lanes() >= laneCount);
    auto &table = counted.table();
    table.setFocus();
    int painted = 0;
    for (int i = 1; i <= 30; ++i) {
        counted.frame([&] {
            const QPointF middle(table.viewport()->rect().center());
            if (way == 0) {
                QWheelEvent wheel(middle, table.viewport()->mapToGlobal(middle), {}, {0, -360},
                    Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
                QApplication::sendEvent(table.viewport(), &wheel);
            } else if (way == 1) {
                QTest::keyClick(&table, Qt::Key_PageDown);
            } else if (way == 2) {
                table.verticalScrollBar()->setValue(table.verticalScrollBar()->maximum() * i / 31);
            } else {
                counted.pane().selectRow(3'000 * i);
            }
        });
        QVERIFY2(counted.painted() <= counted.visibleCells(),
            qPrintable(QStringLiteral("%1 cells of %2 on screen")
                    .arg(counted.painted())
                    .arg(counted.visibleCells())));
        QCOMPARE(counted.measured(), 0);
        QCOMPARE(counted.layouts(), 0);
        painted += counted.painted();
    }
    QVERIFY(table.rowAt(0) > 0);
    QVERIFY2(painted > 30, qPrintable(QString::number(painted)));
}

void LongLanesTest::aFrameDrawsTheSameInALongGraph()
{
    CountedPane few(1'000);
    CountedPane many(100'000);
    QVERIFY(QTest::qWaitForWindowExposed(&few.pane()));
    QVERIFY(QTest::qWaitForWindowExposed(&many.pane()));
    QCOMPARE(many.drawnFrom(500), few.drawnFrom(500));
    // Far below the same lanes, with labels that are other ones.
    const auto near = double(many.drawnFrom(500));
    const auto far = double(many.drawnFrom(90'000));
    QVERIFY2(far > near * 0.8 && far < near * 1.25,
        qPrintable(QStringLiteral("%1 bytes, %2 bytes").arg(near).arg(far)));
}

// The counts would not stay as they are, were a column as wide as what it shows.
void LongLanesTest::theCountSeesAMeasuredColumn()
{
    CountedPane counted(1'000);
    QVERIFY(QTest::qWaitForWindowExposed(&counted.pane()));
    counted.frame([&] { counted.table().resizeRowToContents(3); });
    QVERIFY(counted.measured() > 0);
    counted.frame([&] { counted.table().updateGeometry(); });
    counted.frame([&] { counted.table().viewport()->repaint(); });
    QVERIFY(counted.painted() > counted.visibleRows());
}

QTEST_MAIN(LongLanesTest)
#include "tst_longlanes.moc"
