// SPDX-License-Identifier: Apache-2.0
#include "models/qtconvert.h"
#include "tests/support/testcase.h"
#include "views/common/resources.h"
#include "views/lineage/versiongraphpane.h"

#include <QSettings>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTemporaryDir>

#include <deque>
#include <set>

using namespace chancery;
using models::VersionGraphModel;

namespace {

constexpr int few = 100;
constexpr int many = 100'000;

// Five lines beside each other that meet now and then, the newest first.
core::LineageEntry entry(int number, int count)
{
    core::LineageEntry made;
    made.version = core::VersionId("sha256:" + std::to_string(1'000'000 + number));
    made.config = core::ConfigId("cfg_1");
    made.path = "shop/gateway/limits";
    made.environment = core::EnvironmentId("prod");
    made.authorName = number % 2 ? "Ann Ardent" : "Bob Byrne";
    made.message = "Change " + std::to_string(number);
    made.createdAt = core::Instant(std::chrono::minutes(30'000'000 - number));
    made.keys = {"/limits/max"};
    const auto add = [&](int parent, core::EdgeKind kind) {
        if (parent < count)
            made.parents.push_back({core::VersionId("sha256:" + std::to_string(1'000'000 + parent)),
                made.environment, kind});
    };
    add(number + 5, core::EdgeKind::Edit);
    if (number % 17 == 0)
        add(number + 7, core::EdgeKind::Merge);
    if (number % 41 == 0)
        add(number + 60, core::EdgeKind::Rollback);
    return made;
}

// A server that has so many versions, and answers when it is told to.
class History : public client::LineageApi {
public:
    explicit History(int count)
        : m_count(count)
    {
    }

    client::Call listLineage(const client::LineageQuery &query,
        client::Handler<api::Page<core::LineageEntry>> done) override
    {
        asked.push_back(query.page.limit);
        m_waiting.push_back({query.page.cursor.empty() ? 0 : std::stoi(query.page.cursor),
            query.page.limit, std::move(done)});
        return {};
    }
    client::Call blame(const core::ConfigId &, const core::EnvironmentId &, int,
        client::Handler<core::BlameReport>) override
    {
        return {};
    }
    // False where nothing was asked.
    bool answer()
    {
        if (m_waiting.empty())
            return false;
        auto [from, limit, done] = std::move(m_waiting.front());
        m_waiting.pop_front();
        const int end = std::min(from + limit, m_count);
        api::Page<core::LineageEntry> page;
        for (int i = from; i < end; ++i)
            page.items.push_back(entry(i, m_count));
        if (end < m_count)
            page.next = std::to_string(end);
        done(std::move(page));
        return true;
    }

    std::vector<int> asked; // how many versions, each time

private:
    struct Question {
        int from = 0;
        int limit = 0;
        client::Handler<api::Page<core::LineageEntry>> done;
    };
    int m_count;
    std::deque<Question> m_waiting;
};

// What is painted, by row and column; in the place of the delegate that paints it.
class Counting : public QStyledItemDelegate {
public:
    Counting(QAbstractItemDelegate *own, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_own(own)
    {
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        ++cells;
        rows.insert(index.row());
        m_own->paint(painter, option, index);
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        ++sized;
        return m_own->sizeHint(option, index);
    }
    mutable int cells = 0;
    mutable int sized = 0; // asked how large a cell wants to be
    mutable std::set<int> rows;

private:
    QAbstractItemDelegate *m_own;
};

// A pane of its own over such a history.
class Pane {
public:
    explicit Pane(int count)
        : history(count)
        , m_settings(m_folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
        , m_store(history, m_compute)
        , m_pane(m_store, m_clock, m_look, m_settings,
              [](const core::EnvironmentId &id) { return views::HeadFlag{models::toQt(id), 0}; })
    {
        for (auto *delegate : {table().itemDelegate(), lanes()})
            m_counting.push_back(new Counting(delegate, &m_pane));
        table().setItemDelegate(m_counting[0]);
        table().setItemDelegateForColumn(VersionGraphModel::GraphColumn, m_counting[1]);
        m_pane.resize(1200, 800);
    }

    bool show()
    {
        m_store.show({core::ConfigId("cfg_1"), core::EnvironmentId("prod"), {}});
        m_pane.show();
        return QTest::qWaitForWindowExposed(&m_pane) && history.answer();
    }
    int rows() const { return m_store.rowCount(); }
    // All pages.
    void read()
    {
        while (history.answer())
            m_mailbox->drain();
        QTRY_COMPARE(table().model()->rowCount(), rows());
        settle();
    }
    QTableView &table() { return m_pane.table(); }
    int visibleRows() { return table().viewport()->height() / table().rowHeight(0) + 2; }

    struct Work {
        int cells = 0;
        int rows = 0;
        int sized = 0;
    };
    // What is painted until nothing is left to be painted.
    Work during(const std::function<void()> &deed)
    {
        settle();
        for (auto *counting : m_counting) {
            counting->cells = counting->sized = 0;
            counting->rows.clear();
        }
        deed();
        settle();
        Work work;
        std::set<int> rows;
        for (const auto *counting : m_counting) {
            work.cells += counting->cells;
            work.sized += counting->sized;
            rows.insert(counting->rows.begin(), counting->rows.end());
        }
        work.rows = int(rows.size());
        return work;
    }

    History history;

private:
    QAbstractItemDelegate *lanes()
    {
        return table().itemDelegateForColumn(VersionGraphModel::GraphColumn);
    }
    static void settle()
    {
        int turns = 0;
        (void)QTest::qWaitFor([&] { return ++turns > 5; });
    }

    std::shared_ptr<core::Mailbox> m_mailbox = std::make_shared<core::Mailbox>();
    core::Executor m_compute{m_mailbox};
    QTemporaryDir m_folder;
    QSettings m_settings;
    views::Look m_look{views::Theme::Kind::Light};
    core::SystemClock m_clock;
    models::VersionGraphStore m_store;
    views::VersionGraphPane m_pane;
    std::vector<Counting *> m_counting;
};

} // namespace

// What a long history costs whoever looks at it: no more than a short one. Work is counted, which
// is the same on every machine; views.tst_longlanes counts what a frame of scrolling does.
class LineageScaleTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { views::initialiseResources(); }
    void theFirstScreenIsThatOfAShortHistory();
    void theRestComesInFewPages();
};

void LineageScaleTest::theFirstScreenIsThatOfAShortHistory()
{
    Pane::Work work[2];
    const int counts[]{few, many};
    for (int i = 0; i < 2; ++i) {
        Pane pane(counts[i]);
        work[i] = pane.during([&] { QVERIFY(pane.show()); });
        // One question of one size, and its answer fills the screen.
        QCOMPARE(pane.history.asked.front(), few);
        QVERIFY(pane.history.asked.size() <= 2); // the next is under way already
        QCOMPARE(pane.rows(), few);
        QVERIFY(pane.visibleRows() < few);
        QVERIFY(work[i].rows > 0 && work[i].rows <= pane.visibleRows());
    }
    const auto told = QStringLiteral("%1 cells of few, %2 of many; sized %3 and %4")
                          .arg(work[0].cells)
                          .arg(work[1].cells)
                          .arg(work[0].sized)
                          .arg(work[1].sized);
    QCOMPARE(work[1].rows, work[0].rows);
    QVERIFY2(work[1].cells <= work[0].cells, qPrintable(told));
    QVERIFY2(work[1].sized <= work[0].sized, qPrintable(told));
}

void LineageScaleTest::theRestComesInFewPages()
{
    Pane pane(many);
    QVERIFY(pane.show());
    const auto work = pane.during([&] { pane.read(); });
    QCOMPARE(pane.rows(), many);
    QCOMPARE(pane.history.asked.size(), std::size_t(1 + (many - few + 499) / 500));
    // What comes behind does not paint the screen at every page.
    QVERIFY2(work.rows <= pane.visibleRows(), qPrintable(QString::number(work.rows)));
    QVERIFY2(work.cells <= 40 * pane.visibleRows() * VersionGraphModel::ColumnCount,
        qPrintable(QString::number(work.cells)));
}

QTEST_MAIN(LineageScaleTest)
#include "tst_lineagescale.moc"
