// SPDX-License-Identifier: Apache-2.0
//
// The console's copy of the audit log: how fast entries are proved and written, how long somebody
// waits for rows and counts, how fast the whole copy is verified. What is measured is the product's
// own: sealed, synchronous FULL, with every check that a sync makes. The events are made before the
// clock starts. The names of the figures are those of a plain table of rows, so that both can be
// set side by side; commit is the whole of a sync here, proofs and indexes included.

#include "app/bench/audit/benchreport.h"
#include "app/bench/audit/eventmill.h"
#include "app/bench/audit/plaintable.h"
#include "app/bench/commands.h"
#include "audit/auditoverview.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>

namespace chancery::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t entriesAtOnce = 18'000; // 16 MiB, as the console takes them over

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

int complain(const core::Error &error)
{
    std::fprintf(stderr, "bench-audit: %s\n", core::toString(error).c_str());
    return 1;
}

double share(std::vector<double> &values, double of)
{
    std::ranges::sort(values);
    return values.empty() ? 0 : values[std::size_t(of * double(values.size() - 1))];
}

core::Result<audit::AuditCache> openCache(const std::string &file, const core::Clock &clock)
{
    auto identity = EventMill::identity();
    if (!identity)
        return identity.error();
    return audit::AuditCache::open(file, *std::move(identity), clock, EventMill::key());
}

int insert(std::size_t count, const std::string &file)
{
    for (const char *suffix : {"", "-wal", "-shm"})
        std::filesystem::remove(file + suffix);
    const core::SystemClock clock;
    auto cache = openCache(file, clock);
    if (!cache)
        return complain(cache.error());
    EventMill mill;
    std::vector<double> syncs;
    double bytes = 0;
    double seconds = 0;
    double work = 0;
    for (std::size_t done = 0; done < count; done += entriesAtOnce) {
        const auto batch = mill.next(std::min(entriesAtOnce, count - done));
        if (!batch)
            return complain(batch.error());
        for (const auto &leaf : batch->leaves)
            bytes += double(leaf.size());
        const auto begin = Clock::now();
        const auto beginOfWork = std::clock();
        if (const auto appended = cache->append(*batch); !appended)
            return complain(appended.error());
        syncs.push_back(secondsSince(begin) * 1e3);
        seconds += syncs.back() / 1e3;
        work += double(std::clock() - beginOfWork) / CLOCKS_PER_SEC;
    }
    // What the console keeps beside it, so that it knows the copy again.
    const auto note = cache->sideNote();
    if (!note)
        return complain(note.error());
    std::ofstream(file + ".checkpoint") << *note;
    printMetric("insert", double(count) / seconds, "rows/s");
    printMetric("insert_MBps", bytes / 1e6 / seconds, "MB/s");
    printMetric("bytes_per_row", bytes / double(count), "B");
    printMetric("insert_cpu", work, "s");
    printMetric("commit_p50", share(syncs, 0.5), "ms");
    printMetric("commit_p99", share(syncs, 0.99), "ms");
    return 0;
}

// Runs of one kind of question. Printed: the median, the 99th of a hundred, the longest, and how
// many rows an answer has.
class Questions {
public:
    Questions(audit::AuditCache &cache, int runs)
        : m_cache(cache)
        , m_runs(runs)
    {
    }
    bool hasFailed() const { return m_hasFailed; }
    void find(const char *name, int limit, const std::function<audit::AuditFilter()> &make)
    {
        time(name, m_runs, [&]() -> core::Result<std::size_t> {
            const auto rows
                = audit::find(m_cache, {make(), audit::AuditOrder::NewestFirst, limit, {}});
            return rows ? core::Result<std::size_t>(rows->size()) : rows.error();
        });
    }
    void count(const char *name, bool isByDay)
    {
        time(name, std::max(1, m_runs / 40), [&]() -> core::Result<std::size_t> {
            const auto overview = audit::overview(m_cache, {});
            if (!overview)
                return overview.error();
            return isByDay ? overview->histogram.size()
                           : overview->facet(audit::Dimension::Event).size()
                    + overview->facet(audit::Dimension::Environment).size();
        });
    }

    // What the kept counts save: the same by a look at every entry.
    void scan(const char *name, const char *sql)
    {
        time(name, std::max(1, m_runs / 40), [&]() -> core::Result<std::size_t> {
            auto select = m_cache.database().prepare(sql);
            if (!select)
                return select.error();
            for (std::size_t rows = 0;; ++rows) {
                const auto row = select->step();
                if (!row)
                    return row.error();
                if (!*row)
                    return rows;
            }
        });
    }

private:
    void time(
        const std::string &name, int runs, const std::function<core::Result<std::size_t>()> &ask)
    {
        std::vector<double> times;
        std::size_t rows = 0;
        for (int i = 0; i < runs; ++i) {
            const auto begin = Clock::now();
            const auto answer = ask();
            times.push_back(secondsSince(begin) * 1e3);
            m_hasFailed = m_hasFailed || !answer;
            rows += answer ? *answer : 0;
        }
        printMetric(name + "_p50", share(times, 0.5), "ms");
        printMetric(name + "_p99", share(times, 0.99), "ms");
        printMetric(name + "_max", times.back(), "ms");
        printMetric(name + "_rows", double(rows) / runs, "rows");
    }

    audit::AuditCache &m_cache;
    int m_runs;
    bool m_hasFailed = false;
};

int query(const std::string &file, int runs)
{
    const core::SystemClock clock;
    auto cache = openCache(file, clock);
    if (!cache)
        return complain(cache.error());
    const auto first = audit::find(*cache, {{}, audit::AuditOrder::OldestFirst, 1, {}});
    const auto last = audit::find(*cache, {{}, audit::AuditOrder::NewestFirst, 1, {}});
    if (!first || !last || first->empty() || last->empty())
        return 1;
    std::mt19937 random(7);
    const auto from = first->front().time;
    const auto whole = last->front().time - from;
    Questions questions(*cache, runs);
    questions.find("actor+7%range,first100", 100, [&] {
        audit::AuditFilter filter;
        filter.actor = actorNumber(random() % 40);
        // The range lies anywhere in the log.
        filter.from = from + whole * std::int64_t(random() % 93) / 100;
        filter.before = *filter.from + whole * 7 / 100;
        return filter;
    });
    questions.find("rare_actor_all", 1'000'000, [&] {
        audit::AuditFilter filter;
        filter.actor = actorNumber(40 + random() % 1900);
        return filter;
    });
    questions.find("fts1+env,first100", 100, [&] {
        audit::AuditFilter filter;
        filter.text = wordNumber(random());
        filter.environment = "prod";
        return filter;
    });
    questions.find("fts_ticket+env", 1'000'000, [&] {
        audit::AuditFilter filter;
        filter.text = "CHG" + std::to_string(random() % 100'000);
        filter.environment = "prod";
        return filter;
    });
    questions.find("last_page200", 200, [] { return audit::AuditFilter(); });
    questions.count("count_by_day_full_scan", true);
    questions.count("count_by_action_full_scan", false);
    // Two values that each occur often, and seldom together.
    questions.find("actor+event,first100", 100, [&] {
        audit::AuditFilter filter;
        filter.actor = actorNumber(random() % 40);
        filter.event = "freeze.override";
        return filter;
    });
    questions.scan("scan_by_day", "SELECT time_us / 86400000000, count(*) FROM event GROUP BY 1");
    questions.scan("scan_by_actor", "SELECT +actor, count(*) FROM event GROUP BY 1");
    return questions.hasFailed() ? 1 : 0;
}

// Everything: each leaf hashed and compared with its row, the tree, the signatures, the indexes.
int verify(const std::string &file)
{
    const core::SystemClock clock;
    auto cache = openCache(file, clock);
    if (!cache)
        return complain(cache.error());
    const auto bytes = cache->database().integer("SELECT sum(length(raw)) FROM leaf");
    const auto begin = Clock::now();
    const auto beginOfWork = std::clock();
    double proved = 0;
    audit::Watch watch;
    watch.proved = [&](std::int64_t) { proved = secondsSince(begin); };
    const auto verification = cache->verifyLocal(watch);
    const double seconds = secondsSince(begin);
    const double work = double(std::clock() - beginOfWork) / CLOCKS_PER_SEC;
    if (!verification || !bytes || verification->finding)
        return 1;
    const auto entries = double(verification->checked);
    // The evidence: read from the disk, hashed, led to what was signed. Nothing else is hashed by
    // what it is compared with.
    printMetric("sha256_400B", entries / proved, "records/s");
    printMetric("chained_432B", entries / proved, "records/s");
    printMetric("merkle_inner_nodes", entries / proved, "leaves/s");
    printMetric("chain_MBps", double(*bytes) / 1e6 / proved, "MB/s");
    printMetric("verify_evidence", proved, "s");
    // With all that is made of it: rows, counts, indexes, search.
    printMetric("verify_all", seconds, "s");
    // Of all threads; a busy machine changes it less.
    printMetric("verify_cpu", work, "s");
    return 0;
}

std::size_t numberIn(const std::string &text)
{
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace

int benchAudit(std::span<const std::string> arguments)
{
    const auto &what = arguments[0];
    const bool hasThree = arguments.size() == 3;
    if (what == "insert" && hasThree && numberIn(arguments[1]) > 0)
        return insert(numberIn(arguments[1]), arguments[2]);
    if (what == "plain" && hasThree && numberIn(arguments[1]) > 0)
        return insertPlain(numberIn(arguments[1]), arguments[2]);
    if (what == "query" && hasThree && numberIn(arguments[2]) > 0)
        return query(arguments[1], int(numberIn(arguments[2])));
    if (what == "verify" && !hasThree)
        return verify(arguments[1]);
    if (what == "report" && !hasThree)
        return benchReport(arguments[1]);
    std::fprintf(
        stderr, "bench-audit: insert N DB | plain N DB | query DB RUNS | verify DB | report DB\n");
    return 2;
}

} // namespace chancery::bench
