// SPDX-License-Identifier: Apache-2.0
//
// The console's version graph on a Git repository: the window, and what a frame costs while one
// scrolls through all of it.

#include "app/bench/commands.h"
#include "app/bench/githistory.h"
#include "models/mailpump.h"
#include "models/qtconvert.h"
#include "views/common/resources.h"
#include "views/lineage/versiongraphpane.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QVBoxLayout>

#include <algorithm>
#include <time.h>

namespace chancery::bench {

namespace {

constexpr std::size_t firstRows = 100;
constexpr std::size_t rowsPerTurn = 1'000;
constexpr int frames = 900;
constexpr int framesPerPlace = 15;

// Nobody answers: what is shown comes from the repository.
class NoServer : public client::LineageApi {
public:
    client::Call listLineage(
        const client::LineageQuery &, client::Handler<api::Page<core::LineageEntry>>) override
    {
        return {};
    }
    client::Call blame(const core::ConfigId &, const core::EnvironmentId &,
        client::Handler<core::BlameReport>) override
    {
        return {};
    }
};

// The graph in a window of its own, filled as it is from a server: the first page, then the rest.
class HistoryWindow {
public:
    HistoryWindow()
        : m_application(m_count, m_arguments)
        , m_settings(m_folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
        , m_look(views::Theme::Kind::Light)
        , m_pump(m_mailbox)
        , m_executor(m_mailbox)
        , m_store(m_server, m_executor)
    {
        views::initialiseResources();
        m_look.apply();
    }

    bool open(const std::string &path)
    {
        if (const auto fault = m_history.open(path); !fault.empty()) {
            std::fprintf(stderr, "%s\n", fault.c_str());
            return false;
        }
        m_order.emplace(m_history);
        for (const auto head : m_history.heads())
            m_order->addHead(head);
        m_window.emplace();
        m_look.dress(*m_window);
        m_pane = new views::VersionGraphPane(m_store, m_clock, m_look, m_settings,
            [](const core::EnvironmentId &id) { return views::HeadFlag{models::toQt(id), 0}; });
        m_pane->showColumns(false, false);
        auto *layout = new QVBoxLayout(&*m_window);
        layout->setContentsMargins(0, 0, 0, 0);
        // What the pane gives away to be shown elsewhere would lie on the table.
        auto *bar = new QHBoxLayout;
        for (QWidget *part :
            std::initializer_list<QWidget *>{&m_pane->search(), &m_pane->date(), &m_pane->count()})
            bar->addWidget(part);
        layout->addLayout(bar);
        layout->addWidget(m_pane);
        m_store.showEntries(entries(firstRows));
        m_window->resize(1200, 850);
        m_window->show();
        m_more.callOnTimeout([this] { readOn(); });
        m_more.start(0);
        return true;
    }
    void whenRead(std::function<void()> done) { m_whenRead = std::move(done); }
    QTableView &table() { return m_pane->table(); }
    int run() { return QApplication::exec(); }

private:
    std::vector<core::LineageEntry> entries(std::size_t count)
    {
        std::vector<core::LineageEntry> list;
        std::uint32_t version = 0;
        while (list.size() < count && m_order->next(version)) {
            core::LineageEntry entry;
            entry.version = core::VersionId("sha256:" + m_history.shortId(version));
            entry.environment = core::EnvironmentId("head");
            entry.authorName = m_history.authorOf(version);
            entry.message = m_history.subjectOf(version);
            entry.createdAt = core::Instant(std::chrono::seconds(m_history.timeOf(version)));
            entry.isLive = std::ranges::binary_search(m_history.heads(), version);
            for (const auto parent : m_history.parentsOf(version)) {
                const bool isFirst = entry.parents.empty();
                entry.kind = isFirst ? core::EdgeKind::Edit : core::EdgeKind::Merge;
                entry.parents.push_back({core::VersionId("sha256:" + m_history.shortId(parent)),
                    entry.environment, entry.kind});
            }
            list.push_back(std::move(entry));
        }
        return list;
    }

    void readOn()
    {
        auto more = entries(rowsPerTurn);
        if (more.empty()) {
            m_more.stop();
            if (m_whenRead)
                m_whenRead();
            return;
        }
        m_store.addEntries(std::move(more));
    }

    int m_count = 1;
    std::string m_name = "chancery-bench";
    char *m_arguments[2] = {m_name.data(), nullptr};
    QApplication m_application;
    QTemporaryDir m_folder;
    QSettings m_settings;
    core::SystemClock m_clock;
    views::Look m_look;
    NoServer m_server;
    std::shared_ptr<core::Mailbox> m_mailbox = std::make_shared<core::Mailbox>();
    models::MailPump m_pump;
    core::Executor m_executor;
    GitHistory m_history;
    std::optional<core::LineageOrder> m_order;
    models::VersionGraphStore m_store;
    std::optional<QWidget> m_window;
    views::VersionGraphPane *m_pane = nullptr;
    QTimer m_more;
    std::function<void()> m_whenRead;
};

double threadSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

// Turns the wheel with the event loop running, at many places of the graph: a frame is all that one
// step causes in this thread, painting included. The jumps between the places, which paint
// everything, are frames of their own. By the clock, and by the processor's time, which a busy
// machine changes less.
class Scroller : public QObject {
public:
    explicit Scroller(QTableView &table)
        : m_table(table)
    {
        m_next.callOnTimeout(this, [this] { step(); });
        m_next.start(0);
    }

private:
    void step()
    {
        if (m_frame > 0) {
            (m_isJump ? m_jumps : m_wheel).push_back(double(m_clock.nsecsElapsed()) / 1e6);
            (m_isJump ? m_jumpCosts : m_wheelCosts).push_back((threadSeconds() - m_cost) * 1e3);
        }
        if (m_frame == frames) {
            m_next.stop();
            tell("wheel", m_wheel, m_wheelCosts);
            tell("jump", m_jumps, m_jumpCosts);
            QApplication::exit();
            return;
        }
        QScrollBar *bar = m_table.verticalScrollBar();
        m_isJump = m_frame % framesPerPlace == 0;
        m_clock.start();
        m_cost = threadSeconds();
        bar->setValue(m_isJump ? int(double(bar->maximum()) * m_frame / frames)
                               : bar->value() + 3 * m_table.rowHeight(0));
        ++m_frame;
    }
    static void tell(
        const std::string &name, std::vector<double> &times, std::vector<double> &costs)
    {
        std::ranges::sort(times);
        std::ranges::sort(costs);
        printMetric(name + "_p50", times[times.size() / 2], "ms");
        printMetric(name + "_p99", times[times.size() * 99 / 100], "ms");
        printMetric(name + "_max", times.back(), "ms");
        printMetric(name + "_cpu_p50", costs[costs.size() / 2], "ms");
        printMetric(name + "_cpu_max", costs.back(), "ms");
    }

    QTableView &m_table;
    QTimer m_next;
    QElapsedTimer m_clock;
    double m_cost = 0;
    int m_frame = 0;
    bool m_isJump = false;
    std::vector<double> m_wheel;
    std::vector<double> m_jumps;
    std::vector<double> m_wheelCosts;
    std::vector<double> m_jumpCosts;
};

} // namespace

int guiHistory(std::span<const std::string> arguments)
{
    HistoryWindow window;
    return window.open(arguments[0]) ? window.run() : 1;
}

int benchScroll(std::span<const std::string> arguments)
{
    HistoryWindow window;
    if (!window.open(arguments[0]))
        return 1;
    std::optional<Scroller> scroller;
    window.whenRead([&] { scroller.emplace(window.table()); });
    return window.run();
}

} // namespace chancery::bench
