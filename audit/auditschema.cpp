// SPDX-License-Identifier: Apache-2.0
#include "auditschema.h"

namespace chancery::audit {

namespace {

using core::Database;
using core::Done;
using core::Error;
using core::ErrorKind;
using core::Result;

constexpr int schemaVersion = 3;

// leaf is the evidence, kept as the bytes that came and guarded by triggers. node are the complete
// subtrees above it. event, event_fts, tally and span are derived and can be made again. What no
// signature covers has a mark (rowmarks.h).
constexpr auto schema = R"sql(
CREATE TABLE leaf(
    seq INTEGER PRIMARY KEY,
    raw BLOB NOT NULL,
    leaf_hash BLOB NOT NULL CHECK (length(leaf_hash) = 32)
) STRICT;
CREATE TRIGGER leaf_is_not_changed BEFORE UPDATE ON leaf
    BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER leaf_is_not_deleted BEFORE DELETE ON leaf
    BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TABLE node(
    level INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;
CREATE TABLE event(
    seq INTEGER PRIMARY KEY REFERENCES leaf,
    time_us INTEGER NOT NULL,
    event TEXT NOT NULL,
    code TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    outcome TEXT NOT NULL,
    env TEXT NOT NULL,
    ns TEXT NOT NULL,
    target_type TEXT NOT NULL,
    target_id TEXT NOT NULL,
    correlation TEXT NOT NULL,
    request_id TEXT NOT NULL,
    bg TEXT NOT NULL,
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    problem TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_event ON event(event, seq);
CREATE INDEX event_by_actor ON event(actor, seq);
CREATE INDEX event_by_outcome ON event(outcome, seq);
CREATE INDEX event_by_env ON event(env, seq);
CREATE INDEX event_by_target ON event(target_id, seq);
CREATE INDEX event_by_correlation ON event(correlation, seq);
CREATE VIEW event_text AS SELECT seq, event || ' ' || code || ' ' || actor || ' ' || action
    || ' ' || outcome || ' ' || env || ' ' || ns || ' ' || target_type || ' ' || target_id
    || ' ' || correlation || ' ' || request_id || ' ' || bg || ' ' || reason || ' ' || words
    AS body FROM event;
CREATE VIRTUAL TABLE event_fts USING fts5(body, content = 'event_text', content_rowid = 'seq',
    columnsize = 0);
CREATE VIRTUAL TABLE event_terms USING fts5vocab(event_fts, instance);
CREATE TABLE tally(
    dimension INTEGER NOT NULL,
    value TEXT NOT NULL,
    day INTEGER NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY(dimension, value, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE span(
    day INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    events INTEGER NOT NULL
) STRICT;
CREATE TABLE checkpoint(
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL,
    received_us INTEGER NOT NULL,
    mark BLOB NOT NULL
) STRICT;
CREATE TABLE trust(
    id INTEGER PRIMARY KEY CHECK (id = 1),
    covered INTEGER NOT NULL,
    size INTEGER NOT NULL,
    remainder BLOB NOT NULL,
    generation INTEGER NOT NULL,
    refusals INTEGER NOT NULL,
    alarms INTEGER NOT NULL,
    receipts INTEGER NOT NULL,
    mark BLOB NOT NULL
) STRICT;
CREATE TABLE alarm(
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    trusted_note TEXT NOT NULL,
    presented_note TEXT NOT NULL,
    detail TEXT NOT NULL,
    raised_us INTEGER NOT NULL,
    first_bad INTEGER NOT NULL,
    acknowledged_by TEXT NOT NULL,
    acknowledged_us INTEGER NOT NULL,
    mark BLOB NOT NULL
) STRICT;
CREATE TABLE receipt(
    seq INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    received_us INTEGER NOT NULL,
    state INTEGER NOT NULL,
    mark BLOB NOT NULL,
    PRIMARY KEY (seq, request_id)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 3;
)sql";

Error damaged(const char *code, std::string detail)
{
    return {ErrorKind::Storage, code, std::move(detail), {}, {}, {}};
}

Result<std::string> fingerprint(Database &database)
{
    return database.text("SELECT coalesce(group_concat(entry, char(10)), '') FROM"
                         " (SELECT type || ' ' || name || ' ' || tbl_name || ' ' ||"
                         " coalesce(sql, '') AS entry FROM sqlite_schema ORDER BY type, name)");
}

// What the schema looks like when this program and this SQLite make it.
Result<std::string> expectedFingerprint()
{
    auto memory = Database::openInMemory();
    if (!memory)
        return memory.error();
    if (auto made = memory->execute(schema); !made)
        return made.error();
    return fingerprint(*memory);
}

Result<> makeSchema(Database &database)
{
    auto transaction = core::Transaction::begin(database);
    if (!transaction)
        return transaction.error();
    if (auto made = database.execute(schema); !made)
        return made;
    return transaction->commit();
}

// Of a sealed file every page is proved when it is read; reading all of them would take minutes.
Result<> checkPages(Database &database)
{
    const auto verdict = database.text("PRAGMA quick_check(1)");
    if (!verdict)
        return verdict.error();
    if (*verdict != "ok")
        return damaged("audit-cache-damaged", *verdict);
    return Done();
}

Result<> checkSchema(Database &database)
{
    const auto version = database.integer("PRAGMA user_version");
    if (version && *version > schemaVersion)
        return damaged("audit-cache-newer", "written by a newer version");
    const auto present = fingerprint(database);
    const auto expected = expectedFingerprint();
    if (!version || !present || !expected)
        return !version ? version.error() : !present ? present.error() : expected.error();
    if (*version < schemaVersion)
        return damaged("audit-cache-older", "written by an older version");
    if (*version != schemaVersion || *present != *expected)
        return damaged(
            "audit-cache-schema", "tables, indexes or triggers are not as they were made");
    return Done();
}

} // namespace

Result<Database> openCacheFile(const std::filesystem::path &file, const core::Secret &key)
{
    core::DatabaseOptions options;
    options.key = key;
    auto database = Database::open(file, options);
    if (!database)
        return database;
    // Seven indexes grow at once: their pages stay in memory while a long log is fetched, and since
    // each sync touches most of them again, the write-ahead log is written back after several.
    if (auto set
        = database->execute("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 32768;");
        !set)
        return set.error();
    const auto tables = database->integer("SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return tables.error();
    if (*tables == 0) {
        if (auto made = makeSchema(*database); !made)
            return made.error();
        // Out of the log, so that another key is told from an empty file.
        static_cast<void>(database->execute("PRAGMA wal_checkpoint(TRUNCATE)"));
    }
    if (key.isEmpty()) {
        if (auto checked = checkPages(*database); !checked)
            return checked.error();
    }
    if (auto checked = checkSchema(*database); !checked)
        return checked.error();
    return database;
}

} // namespace chancery::audit
