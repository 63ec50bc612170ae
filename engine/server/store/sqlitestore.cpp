// SPDX-License-Identifier: Apache-2.0
#include "sqlitestore.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace chancery::server {

namespace {

using Statements = SqliteStore::Statements;

constexpr auto schema = R"(
    CREATE TABLE IF NOT EXISTS kv(key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    PRAGMA secure_delete = ON;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA wal_autocheckpoint = 1000;
)";

// SQLite gives its other files the mode of the first.
bool isMadeForOwner(const std::filesystem::path &file)
{
    const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (handle < 0)
        return false;
    const bool isDone = ::fchmod(handle, 0600) == 0;
    ::close(handle);
    return isDone;
}

core::Result<> prepareReading(core::Database &database, Statements &statements)
{
    const auto prepare = [&](core::Statement &statement, std::string_view sql) -> core::Result<> {
        auto prepared = database.prepare(sql);
        if (!prepared)
            return prepared.error();
        statement = std::move(*prepared);
        return core::Done();
    };
    if (auto done = prepare(statements.get, "SELECT value FROM kv WHERE key = ?1"); !done)
        return done;
    if (auto done = prepare(statements.forwards,
            "SELECT key, value FROM kv WHERE key >= ?1 AND key < ?2 ORDER BY key LIMIT ?3");
        !done)
        return done;
    return prepare(statements.backwards,
        "SELECT key, value FROM kv WHERE key >= ?1 AND key < ?2 ORDER BY key DESC LIMIT ?3");
}

core::Result<Bytes> getWith(Statements &statements, std::string_view key)
{
    auto &statement = statements.get;
    const auto row = statement.bindAll(key).step();
    if (!row)
        return row.error();
    Bytes value;
    if (*row)
        value = std::make_shared<const std::string>(statement.blob(0));
    statement.reset();
    return value;
}

core::Result<std::vector<Entry>> scanWith(Statements &statements, const KeyRange &range)
{
    auto &statement = range.backwards ? statements.backwards : statements.forwards;
    const auto limit = std::int64_t(std::min<std::size_t>(range.limit, INT32_MAX));
    statement.bindAll(std::string_view(range.from), std::string_view(range.to), limit);
    std::vector<Entry> entries;
    for (std::size_t sum = 0; sum < range.bytes;) {
        const auto row = statement.step();
        if (!row)
            return row.error();
        if (!*row)
            return entries;
        entries.push_back({std::string(statement.text(0)),
            std::make_shared<const std::string>(statement.blob(1))});
        sum += entries.back().value->size();
    }
    statement.reset();
    return entries;
}

class SqliteReader final : public Reader {
public:
    explicit SqliteReader(core::Database database)
        : m_database(std::move(database))
    {
    }
    core::Result<> prepare() { return prepareReading(m_database, m_statements); }
    core::Result<Bytes> get(std::string_view key) override { return getWith(m_statements, key); }
    core::Result<std::vector<Entry>> scan(const KeyRange &range) override
    {
        return scanWith(m_statements, range);
    }
    core::Result<> hold() override
    {
        if (auto begun = m_database.execute("BEGIN"); !begun)
            return begun;
        // SQLite takes the state of the first look.
        const auto looked = get({});
        return looked ? core::Result<>(core::Done()) : looked.error();
    }
    void release() override
    {
        if (m_database.isInTransaction())
            (void)m_database.execute("ROLLBACK");
    }

private:
    core::Database m_database;
    Statements m_statements;
};

class SqliteTransaction final : public Transaction {
public:
    SqliteTransaction(
        core::Database &database, Statements &statements, core::Transaction transaction)
        : m_database(database)
        , m_statements(statements)
        , m_transaction(std::move(transaction))
    {
    }
    core::Result<Bytes> get(std::string_view key) override
    {
        return whileOpen([&] { return getWith(m_statements, key); });
    }
    core::Result<std::vector<Entry>> scan(const KeyRange &range) override
    {
        return whileOpen([&] { return scanWith(m_statements, range); });
    }
    core::Result<> put(std::string_view key, std::string value) override
    {
        return whileOpen([&] { return m_statements.put.bindAll(key, core::Blob{value}).run(); });
    }
    core::Result<> remove(std::string_view key) override
    {
        return whileOpen([&] { return m_statements.remove.bindAll(key).run(); });
    }
    core::Result<> mark() override { return execute("SAVEPOINT piece"); }
    core::Result<> keepToMark() override { return execute("RELEASE piece"); }
    core::Result<> undoToMark() override { return execute("ROLLBACK TO piece; RELEASE piece"); }
    core::Result<> commit() override
    {
        return whileOpen([&] { return m_transaction.commit(); });
    }
    void rollback() override { m_transaction.rollback(); }

private:
    core::Result<> execute(const std::string &script)
    {
        return whileOpen([&] { return m_database.execute(script); });
    }
    // SQLite ends a transaction by itself where a page cannot be written or read. Whatever came
    // after would be committed alone, without what it stands on, so nothing does: the batch is
    // lost, for the reason that ended it.
    template <typename Step>
    auto whileOpen(const Step &step) -> decltype(step())
    {
        if (m_loss)
            return *m_loss;
        auto outcome = step();
        if (!outcome && !m_database.isInTransaction())
            m_loss = outcome.error();
        return outcome;
    }

    std::optional<core::Error> m_loss;
    core::Database &m_database;
    Statements &m_statements;
    core::Transaction m_transaction;
};

} // namespace

SqliteStore::SqliteStore(std::filesystem::path file, core::Database database)
    : m_file(std::move(file))
    , m_database(std::move(database))
{
}

core::Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path &file)
{
    if (!isMadeForOwner(file))
        return core::Error{core::ErrorKind::Storage, "sqlite-cantopen", file.string(), {}, {}, {}};
    // Most values then stand in the tree itself instead of on pages of their own.
    core::DatabaseOptions options;
    options.pageSize = 16384;
    auto database = core::Database::open(file, options);
    if (!database)
        return database.error();
    std::unique_ptr<SqliteStore> store(new SqliteStore(file, std::move(*database)));
    if (auto done = store->m_database.execute(schema); !done)
        return done.error();
    auto &statements = store->m_statements;
    if (auto done = prepareReading(store->m_database, statements); !done)
        return done.error();
    auto put = store->m_database.prepare("INSERT INTO kv(key, value) VALUES(?1, ?2) "
                                         "ON CONFLICT(key) DO UPDATE SET value = excluded.value");
    auto remove = store->m_database.prepare("DELETE FROM kv WHERE key = ?1");
    if (!put)
        return put.error();
    if (!remove)
        return remove.error();
    statements.put = std::move(*put);
    statements.remove = std::move(*remove);
    return store;
}

core::Result<std::unique_ptr<Transaction>> SqliteStore::begin()
{
    auto transaction = core::Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    return std::unique_ptr<Transaction>(
        new SqliteTransaction(m_database, m_statements, std::move(*transaction)));
}

// SQLite overwrites what is deleted, but a page that was split or filled up may still hold bytes of
// a cell that moved elsewhere before. So the file is written anew, and the log that did it is cut.
core::Result<> SqliteStore::scrub()
{
    // The copy beside it may be larger than what fits into memory.
    auto copied = m_database.execute("PRAGMA temp_store = FILE; VACUUM;");
    if (auto done = m_database.execute("PRAGMA temp_store = MEMORY;"); copied && !done)
        copied = done;
    if (!copied)
        return copied;
    const auto isBusy = m_database.integer("PRAGMA wal_checkpoint(TRUNCATE)");
    if (!isBusy)
        return isBusy.error();
    if (*isBusy != 0)
        return core::Error{
            core::ErrorKind::Storage, "sqlite-busy", "somebody reads what was removed", {}, {}, {}};
    return core::Done();
}

core::Result<std::unique_ptr<Reader>> SqliteStore::openReader()
{
    core::DatabaseOptions options;
    options.readOnly = true;
    auto database = core::Database::open(m_file, options);
    if (!database)
        return database.error();
    auto reader = std::make_unique<SqliteReader>(std::move(*database));
    if (auto done = reader->prepare(); !done)
        return done.error();
    return std::unique_ptr<Reader>(std::move(reader));
}

} // namespace chancery::server
