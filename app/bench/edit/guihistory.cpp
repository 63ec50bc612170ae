// SPDX-License-Identifier: Apache-2.0
//
// The console's version graph on a Git repository: the window, and what a frame costs while one
// scrolls through all of it.

#include "app/bench/commands.h"
#include "app/bench/common/githistory.h"
#include "models/mailpump.h"
#include "models/qtconvert.h"
#include "views/common/resources.h"
#include "views/lineage/versiongraphpane.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>
#include <optional>
#include <time.h>

namespace chancery::bench {

namespace {

constexpr std::size_t firstRows = 100;
constexpr std::size_t rowsPerTurn = 1'000;
constexpr int frames = 900;
constexpr int framesPerPlace = 15;
constexpr double mostOfAFrame = 16; // milliseconds

// Nobody answers: what is shown comes from the repository.
class NoServer : public client::LineageApi {
public:
    client::Call listLineage(
        const client::LineageQuery &, client::Handler<api::Page<core::LineageEntry>>) override
    {
        return {};
    }
    client::Call blame(const core::ConfigId &, const core::EnvironmentId &, int,
        client::Handler<core::BlameReport>) override
    {
        return {};
    }
};

// The graph in a window of its own, filled as it is from a server: in another thread the versions
// come page by page, the first while the program starts.
class HistoryWindow {
public:
    explicit HistoryWindow(const std::string &path)
        : m_executor(m_mailbox)
        , m_reading{read([this, path] { return begin(path); }), core::Call()}
        , m_application(m_count, m_arguments)
        , m_settings(m_folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
        , m_look(views::Theme::Kind::Light)
        , m_store(m_server, m_compute)
        , m_pump(m_mailbox)
    {
        views::initialiseResources();
        m_look.apply();
        m_look.dress(m_window);
        m_pane = new views::VersionGraphPane(m_store, m_clock, m_look, m_settings,
            [](const core::EnvironmentId &id) { return views::HeadFlag{models::toQt(id), 0}; });
        m_pane->showColumns(false, false);
        auto *layout = new QVBoxLayout(&m_window);
        layout->setContentsMargins(0, 0, 0, 0);
        // As in the console; else they would lie on the table and keep it from moving rows.
        auto *bar = new QHBoxLayout;
        bar->addWidget(&m_pane->search(), 2);
        bar->addWidget(&m_pane->count(), 1);
        m_pane->date().setMaximumWidth(150);
        bar->addWidget(&m_pane->date());
        layout->addLayout(bar);
        layout->addWidget(m_pane);
        m_window.resize(1200, 850);
        m_pump.pump();
    }
    void whenRead(std::function<void()> done) { m_whenRead = std::move(done); }
    QTableView &table() { return m_pane->table(); }
    // The program's exit code.
    int run() { return QApplication::exec(); }

private:
    struct Window : QWidget {
        std::function<void()> painted; // for the first time
        void paintEvent(QPaintEvent *) override
        {
            if (painted)
                QTimer::singleShot(0, this, std::exchange(painted, {}));
        }
    };
    struct Page {
        std::vector<core::LineageEntry> entries;
        bool hasMore = false;
        std::string fault;
    };

    core::Call read(std::function<Page()> job)
    {
        return m_executor.run<Page>(
            [job = std::move(job)](const core::CancelToken &) { return core::Result<Page>(job()); },
            [this](core::Result<Page> page) { show(std::move(*page)); });
    }

    // In the executor's thread.
    Page begin(const std::string &path)
    {
        if (auto fault = m_history.open(path); !fault.empty())
            return {{}, false, std::move(fault)};
        m_order.emplace(m_history);
        for (const auto head : m_history.heads())
            m_order->addHead(head);
        auto first = page(firstRows);
        // As a server has the rest at hand while a program starts.
        if (first.hasMore)
            m_history.readAhead();
        return first;
    }
    Page page(std::size_t count)
    {
        Page page{{}, true, {}};
        page.entries.reserve(count);
        std::uint32_t version = 0;
        while (page.entries.size() < count && (page.hasMore = m_order->next(version)))
            fill(page.entries.emplace_back(), version);
        if (!page.hasMore)
            m_history.stopReading();
        return page;
    }
    void fill(core::LineageEntry &entry, std::uint32_t version)
    {
        entry.version = core::VersionId("sha256:" + m_history.shortId(version));
        entry.environment = core::EnvironmentId("head");
        entry.authorName = m_history.authorOf(version);
        entry.message = m_history.subjectOf(version);
        entry.createdAt = core::Instant(std::chrono::seconds(m_history.timeOf(version)));
        entry.isLive = std::ranges::binary_search(m_history.heads(), version);
        const auto parents = m_history.parentsOf(version);
        entry.parents.reserve(parents.size());
        for (const auto parent : parents) {
            entry.kind = entry.parents.empty() ? core::EdgeKind::Edit : core::EdgeKind::Merge;
            entry.parents.push_back({core::VersionId("sha256:" + m_history.shortId(parent)),
                entry.environment, entry.kind});
        }
    }

    void show(Page page)
    {
        if (!page.fault.empty()) {
            std::fprintf(stderr, "%s\n", page.fault.c_str());
            QMetaObject::invokeMethod(
                &m_application, [] { QApplication::exit(1); }, Qt::QueuedConnection);
            return;
        }
        const bool hasMore = page.hasMore;
        if (m_window.isVisible()) {
            if (m_isComplete) // a page that was asked for before it was known that there is none
                return;
            if (hasMore)
                readOn();
            m_store.addEntries(std::move(page.entries), hasMore);
        } else {
            // Not before the first screen is there. Then one page is read while another is laid out
            // or waits for a frame to be painted.
            if (hasMore)
                m_window.painted = [this] {
                    readOn();
                    readOn();
                };
            m_store.showEntries(std::move(page.entries), hasMore);
            m_window.show();
        }
        m_isComplete = !hasMore;
        if (m_isComplete && m_whenRead)
            m_whenRead();
    }

    void readOn()
    {
        m_isSecond = !m_isSecond;
        m_reading[m_isSecond ? 1 : 0] = read([this] { return page(rowsPerTurn); });
    }

    GitHistory m_history; // of the executor's thread, and of this one between its jobs
    std::optional<core::LineageOrder> m_order;
    std::shared_ptr<core::Mailbox> m_mailbox = std::make_shared<core::Mailbox>();
    core::Executor m_executor;
    core::Call m_reading[2];
    bool m_isSecond = false;
    bool m_isComplete = false;
    int m_count = 1;
    std::string m_name = "chancery-bench";
    char *m_arguments[2] = {m_name.data(), nullptr};
    QApplication m_application;
    QTemporaryDir m_folder;
    QSettings m_settings;
    core::SystemClock m_clock;
    views::Look m_look;
    NoServer m_server;
    core::Executor m_compute{m_mailbox};
    models::VersionGraphStore m_store;
    Window m_window;
    views::VersionGraphPane *m_pane = nullptr;
    std::function<void()> m_whenRead;
    models::MailPump m_pump;
};

double threadSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

// Scrolls with the event loop running, at many places of the graph: a frame is all that one step
// causes in this thread, painting included. By the clock, and by the processor's time, which a busy
// machine changes less; and how many frames took longer than a screen has for one.
class Scroller : public QObject {
public:
    explicit Scroller(QTableView &table)
        : m_table(table)
    {
        m_next.callOnTimeout(this, [this] { step(); });
        m_next.start(0);
    }

private:
    // A jump to another place paints everything, and so does a handle that is dragged.
    enum Way { Jump, Wheel, PageKey, Drag, WayCount };
    struct Frames {
        std::vector<double> times;
        std::vector<double> costs;
    };

    void step()
    {
        if (m_frame > 0) {
            m_frames[m_way].times.push_back(double(m_clock.nsecsElapsed()) / 1e6);
            m_frames[m_way].costs.push_back((threadSeconds() - m_cost) * 1e3);
        }
        if (m_frame == frames) {
            m_next.stop();
            constexpr const char *names[WayCount]{"jump", "wheel", "page_key", "drag"};
            for (int way = 0; way < WayCount; ++way) {
                tell(std::string(names[way]), m_frames[way].times);
                tell(std::string(names[way]) + "_cpu", m_frames[way].costs);
            }
            QApplication::exit();
            return;
        }
        const int place = m_frame % framesPerPlace;
        m_way = place == 0 ? Jump : place <= 7 ? Wheel : place <= 10 ? PageKey : Drag;
        m_clock.start();
        m_cost = threadSeconds();
        move();
        ++m_frame;
    }
    void move()
    {
        QScrollBar *bar = m_table.verticalScrollBar();
        bar->setSliderDown(m_way == Drag);
        if (m_way == Jump) {
            bar->setValue(int(double(bar->maximum()) * m_frame / frames));
        } else if (m_way == Drag) { // by a pixel of the handle
            bar->setSliderPosition(
                bar->value() + std::max(1, bar->maximum() / std::max(1, bar->height())));
        } else if (m_way == PageKey) {
            QKeyEvent key(QEvent::KeyPress, Qt::Key_PageDown, Qt::NoModifier);
            QApplication::sendEvent(&m_table, &key);
        } else {
            const QPointF middle(m_table.viewport()->rect().center());
            QWheelEvent wheel(middle, m_table.viewport()->mapToGlobal(middle), {}, {0, -120},
                Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(m_table.viewport(), &wheel);
        }
    }
    static void tell(const std::string &name, std::vector<double> &values)
    {
        std::ranges::sort(values);
        printMetric(name + "_p50", values[values.size() / 2], "ms");
        printMetric(name + "_p99", values[values.size() * 99 / 100], "ms");
        printMetric(name + "_max", values.back(), "ms");
        printMetric(name + "_over_16",
            double(values.end() - std::ranges::upper_bound(values, mostOfAFrame)), "");
    }

    QTableView &m_table;
    QTimer m_next;
    QElapsedTimer m_clock;
    double m_cost = 0;
    int m_frame = 0;
    Way m_way = Jump;
    Frames m_frames[WayCount];
};

} // namespace

int guiHistory(std::span<const std::string> arguments)
{
    HistoryWindow window(arguments[0]);
    return window.run();
}

int benchScroll(std::span<const std::string> arguments)
{
    HistoryWindow window(arguments[0]);
    std::optional<Scroller> scroller;
    window.whenRead([&] { scroller.emplace(window.table()); });
    return window.run();
}

} // namespace chancery::bench
