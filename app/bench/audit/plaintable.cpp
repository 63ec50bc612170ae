// SPDX-License-Identifier: Apache-2.0
#include "plaintable.h"

#include "app/bench/audit/eventmill.h"
#include "app/bench/commands.h"

#include <chrono>
#include <cstdio>

namespace chancery::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t rowsOfCommit = 1000;
constexpr int columnsOfEvent = 17; // then the leaf

constexpr auto schema = "CREATE TABLE audit(seq INTEGER PRIMARY KEY, time_us INTEGER, event TEXT,"
                        " code TEXT, actor TEXT, action TEXT, outcome TEXT, env TEXT, ns TEXT,"
                        " target_type TEXT, target_id TEXT, correlation TEXT, request_id TEXT,"
                        " bg TEXT, reason TEXT, words TEXT, problem TEXT, raw BLOB);"
                        "CREATE INDEX audit_by_actor ON audit(actor, time_us);"
                        "CREATE VIRTUAL TABLE ft USING fts5(target_id, reason, content = 'audit',"
                        " content_rowid = 'seq', detail = none);"
                        "PRAGMA cache_size = -65536;";

struct Inserts {
    core::Statement row;
    core::Statement words;

    core::Result<> run(const audit::EventRow &entry, const std::string &raw)
    {
        audit::bindRow(row, entry);
        row.bind(columnsOfEvent + 1, core::Blob{raw});
        if (auto done = row.run(); !done)
            return done;
        return words.bindAll(entry.seq, entry.targetId, entry.reason).run();
    }
};

core::Result<Inserts> prepare(core::Database &database)
{
    if (auto made = database.execute(schema); !made)
        return made.error();
    std::string marks = "?";
    for (int i = 0; i < columnsOfEvent; ++i)
        marks += ", ?";
    auto row = database.prepare("INSERT INTO audit VALUES (" + marks + ')');
    auto words = database.prepare("INSERT INTO ft(rowid, target_id, reason) VALUES (?, ?, ?)");
    if (!row || !words)
        return row ? words.error() : row.error();
    return Inserts{*std::move(row), *std::move(words)};
}

// In commits of a thousand rows; the rows are made before the clock starts.
core::Result<> take(core::Database &database, Inserts &inserts,
    const std::vector<std::pair<audit::EventRow, std::string>> &entries)
{
    for (std::size_t at = 0; at < entries.size(); at += rowsOfCommit) {
        auto transaction = core::Transaction::begin(database);
        if (!transaction)
            return transaction.error();
        for (auto i = at; i < std::min(entries.size(), at + rowsOfCommit); ++i) {
            if (auto done = inserts.run(entries[i].first, entries[i].second); !done)
                return done;
        }
        if (auto done = transaction->commit(); !done)
            return done;
    }
    return core::Done();
}

core::Result<double> fill(core::Database &database, std::size_t count)
{
    static constexpr std::size_t entriesAtOnce = 20'000;
    auto inserts = prepare(database);
    if (!inserts)
        return inserts.error();
    EventMill mill;
    double seconds = 0;
    for (std::size_t done = 0; done < count; done += entriesAtOnce) {
        auto batch = mill.next(std::min(entriesAtOnce, count - done));
        if (!batch)
            return batch.error();
        std::vector<std::pair<audit::EventRow, std::string>> entries;
        for (auto &leaf : batch->leaves) {
            auto row = audit::rowOf(std::int64_t(done + entries.size()), leaf);
            entries.emplace_back(std::move(row), std::move(leaf));
        }
        const auto begin = Clock::now();
        if (auto taken = take(database, *inserts, entries); !taken)
            return taken.error();
        seconds += std::chrono::duration<double>(Clock::now() - begin).count();
    }
    return seconds;
}

} // namespace

int insertPlain(std::size_t count, const std::string &file)
{
    for (const char *suffix : {"", "-wal", "-shm"})
        std::filesystem::remove(file + suffix);
    auto database = core::Database::open(file);
    const auto seconds = database ? fill(*database, count) : core::Result<double>(database.error());
    if (!seconds) {
        std::fprintf(stderr, "bench-audit: %s\n", core::toString(seconds.error()).c_str());
        return 1;
    }
    printMetric("insert_plain", double(count) / *seconds, "rows/s");
    return 0;
}

} // namespace chancery::bench
