// SPDX-License-Identifier: Apache-2.0
#include "models/qtconvert.h"
#include "tests/support/testcase.h"
#include "views/common/look.h"
#include "views/common/resources.h"
#include "views/lineage/versiongraphpane.h"

#include <QIdentityProxyModel>
#include <QLabel>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>

#include <set>

using namespace chancery;

namespace {

// So many versions in one line, made when they are asked for, page by page; told when the test
// wants it.
class LongHistory : public client::LineageApi {
public:
    explicit LongHistory(int count)
        : m_count(count)
    {
    }

    client::Call listLineage(const client::LineageQuery &query,
        client::Handler<api::Page<core::LineageEntry>> done) override
    {
        api::Page<core::LineageEntry> page;
        const int first = query.page.cursor.empty() ? 0 : std::stoi(query.page.cursor);
        const int end = std::min(m_count, first + query.page.limit);
        for (int number = first; number < end; ++number)
            page.items.push_back(entry(number));
        if (end < m_count)
            page.next = std::to_string(end);
        m_answers.push_back([done = std::move(done), page = std::move(page)] { done(page); });
        return {};
    }
    client::Call blame(const core::ConfigId &, const core::EnvironmentId &, int,
        client::Handler<core::BlameReport>) override
    {
        return {};
    }

    bool answer()
    {
        if (m_answers.empty())
            return false;
        const auto answer = std::move(m_answers.front());
        m_answers.erase(m_answers.begin());
        answer();
        return true;
    }
    int made() const { return m_made; }

private:
    core::LineageEntry entry(int number)
    {
        ++m_made;
        core::LineageEntry made;
        made.version = core::VersionId("sha256:" + std::to_string(1'000'000 + number));
        made.environment = core::EnvironmentId("prod");
        made.authorName = "Ann";
        made.message = "Change";
        made.createdAt = core::Instant(std::chrono::hours(500'000 - number));
        made.parents.push_back({core::VersionId("sha256:" + std::to_string(1'000'001 + number)),
            made.environment, core::EdgeKind::Edit});
        return made;
    }

    int m_count;
    int m_made = 0;
    std::vector<std::function<void()>> m_answers;
};

struct Work {
    int values = 0; // asked of the model
    int cells = 0; // painted
    std::set<int> rows; // of both

    friend bool operator==(const Work &, const Work &) = default;
};

// Between the table and its model.
class CountingRows : public QIdentityProxyModel {
public:
    explicit CountingRows(Work &work)
        : m_work(work)
    {
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        ++m_work.values;
        m_work.rows.insert(index.row());
        return QIdentityProxyModel::data(index, role);
    }

private:
    Work &m_work;
};

class CountingDelegate : public QStyledItemDelegate {
public:
    CountingDelegate(Work &work, QAbstractItemDelegate &own)
        : m_work(work)
        , m_own(own)
    {
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        ++m_work.cells;
        m_work.rows.insert(index.row());
        m_own.paint(painter, option, index);
    }

private:
    Work &m_work;
    QAbstractItemDelegate &m_own;
};

// A version graph on screen, and what is done for it.
struct Screen {
    explicit Screen(int count)
        : history(count)
        , rows(work)
    {
        look.apply();
        for (QWidget *part :
            std::initializer_list<QWidget *>{&pane.search(), &pane.date(), &pane.count()})
            part->hide();
        QTableView &table = pane.table();
        rows.setSourceModel(table.model());
        auto *cells = table.itemDelegate();
        auto *lanes = table.itemDelegateForColumn(models::VersionGraphModel::GraphColumn);
        table.setModel(&rows);
        forCells = std::make_unique<CountingDelegate>(work, *cells);
        forLanes = std::make_unique<CountingDelegate>(work, *lanes);
        table.setItemDelegate(forCells.get());
        table.setItemDelegateForColumn(models::VersionGraphModel::GraphColumn, forLanes.get());
        pane.resize(1000, 420);
        pane.show();
    }
    // What it takes until the screen is as it should be.
    Work after(const std::function<void()> &deed)
    {
        work = {};
        deed();
        return QTest::qWaitFor([this] { return work.cells > 0; }) ? std::exchange(work, {})
                                                                  : Work();
    }

    Work work;
    std::shared_ptr<core::Mailbox> mailbox = std::make_shared<core::Mailbox>();
    core::Executor compute{mailbox};
    LongHistory history;
    models::VersionGraphStore store{history, compute};
    core::SystemClock clock;
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat};
    views::Look look{views::Theme::Kind::Light};
    views::VersionGraphPane pane{store, clock, look, settings,
        [](const core::EnvironmentId &) { return views::HeadFlag(); }};
    CountingRows rows;
    std::unique_ptr<CountingDelegate> forCells;
    std::unique_ptr<CountingDelegate> forLanes;
};

constexpr int few = 100;
constexpr int many = 100'000;

} // namespace

// What a screen of versions costs, counted and not timed: the same with a hundred of them as with a
// hundred thousand.
class ScreenWorkTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { views::initialiseResources(); }
    void theFirstScreenIsThatOfAHundred();
    void aTurnOfTheWheelIsThatOfAHundred();
    void whatComesBehindIsOneLayout();
};

// Also what is asked of the server, and how many versions are made.
void ScreenWorkTest::theFirstScreenIsThatOfAHundred()
{
    Work work[2];
    for (const int count : {few, many}) {
        Screen screen(count);
        QVERIFY(QTest::qWaitForWindowExposed(&screen.pane));
        screen.store.show({core::ConfigId("cfg_1"), core::EnvironmentId("prod"), {}});
        QCOMPARE(screen.history.made(), few);
        Work &own = work[count == many ? 1 : 0];
        own = screen.after([&screen] { screen.history.answer(); });
        QCOMPARE(screen.store.rowCount(), few);
        QVERIFY(own.cells > 0);
        // No row below the screen is looked at.
        QVERIFY2(*own.rows.rbegin() < 20, qPrintable(QString::number(*own.rows.rbegin())));
    }
    QCOMPARE(work[1].cells, work[0].cells);
    QCOMPARE(work[1].values, work[0].values);
    QVERIFY(work[1] == work[0]);
}

void ScreenWorkTest::aTurnOfTheWheelIsThatOfAHundred()
{
    constexpr int turns = 12;
    std::vector<Work> works[2];
    for (const int count : {few, many}) {
        Screen screen(count);
        QVERIFY(QTest::qWaitForWindowExposed(&screen.pane));
        screen.store.show({core::ConfigId("cfg_1"), core::EnvironmentId("prod"), {}});
        while (screen.history.answer())
            ;
        QCOMPARE(screen.store.rowCount(), count);
        QScrollBar *bar = screen.pane.table().verticalScrollBar();
        // Far from the beginning, on the way of as many rows as there are in the other.
        const int first = count == many ? 64 * 700 : 0;
        const int height = screen.pane.table().rowHeight(0);
        (void)screen.after([&] { bar->setValue(height * (first + 3)); });
        for (int turn = 2; turn < turns; ++turn) {
            auto work = screen.after([&] { bar->setValue(height * (first + 3 * turn)); });
            // A screen at most; where the window system moves what is there, the rows that come.
            QVERIFY2(work.rows.size() <= 16, qPrintable(QString::number(work.rows.size())));
            std::set<int> rows;
            for (const int row : work.rows)
                rows.insert(row - first);
            work.rows = rows;
            works[count == many ? 1 : 0].push_back(std::move(work));
        }
    }
    for (std::size_t i = 0; i < works[0].size(); ++i) {
        QCOMPARE(works[1][i].cells, works[0][i].cells);
        QCOMPARE(works[1][i].values, works[0][i].values);
        QVERIFY(works[1][i] == works[0][i]);
    }
}

// However many pages come before the next frame, and however many rows there are by then.
void ScreenWorkTest::whatComesBehindIsOneLayout()
{
    Screen screen(many);
    QVERIFY(QTest::qWaitForWindowExposed(&screen.pane));
    screen.store.show({core::ConfigId("cfg_1"), core::EnvironmentId("prod"), {}});
    const auto first = screen.after([&screen] { screen.history.answer(); });
    const QSignalSpy inserted(&screen.rows, &QAbstractItemModel::rowsInserted);
    const auto rest = screen.after([&screen] {
        while (screen.history.answer())
            ;
    });
    QCOMPARE(screen.store.rowCount(), many);
    QCOMPARE(inserted.size(), 1);
    QVERIFY(rest.rows.size() <= first.rows.size() + 1);
    QVERIFY(rest.cells <= first.cells + screen.rows.columnCount());
}

QTEST_MAIN(ScreenWorkTest)
#include "tst_screenwork.moc"
