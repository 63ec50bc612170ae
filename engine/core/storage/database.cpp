// SPDX-License-Identifier: Apache-2.0
#include "database.h"

#include "engine/core/storage/error.h"
#include "engine/core/storage/sealedvfs.h"

#include <sqlite3.h>

namespace chancery::core {

namespace {

// synchronous FULL: what a commit has acknowledged survives a power cut, also in WAL mode.
constexpr auto pragmasForAll = "PRAGMA synchronous = FULL;"
                               "PRAGMA foreign_keys = ON;"
                               "PRAGMA trusted_schema = OFF;"
                               "PRAGMA cell_size_check = ON;"
                               "PRAGMA temp_store = MEMORY;";

} // namespace

Database::Database(sqlite3 *connection, std::shared_ptr<SealedVfs> vfs)
    : m_connection(connection, Closer{std::move(vfs)})
{
}

void Database::Closer::operator()(sqlite3 *connection) const
{
    // The "v2" of close waits for a statement that was forgotten instead of leaking the file.
    sqlite3_close_v2(connection);
}

Result<Database> Database::open(const std::filesystem::path &file, const DatabaseOptions &options)
{
    return openFile(file.string(), options);
}

Result<Database> Database::openInMemory()
{
    return openFile(":memory:", {});
}

Result<Database> Database::openFile(const std::string &name, const DatabaseOptions &options)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= options.readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options.create && !options.readOnly)
        flags |= SQLITE_OPEN_CREATE;
    std::shared_ptr<SealedVfs> vfs;
    if (!options.key.isEmpty()) {
        auto made = SealedVfs::make(options.key);
        if (!made)
            return made.error();
        vfs = std::move(*made);
    }
    sqlite3 *connection = nullptr;
    const int outcome
        = sqlite3_open_v2(name.c_str(), &connection, flags, vfs ? vfs->name() : nullptr);
    Database database(connection, std::move(vfs));
    if (outcome != SQLITE_OK)
        return storageError(connection, outcome);
    if (auto configured = database.configure(options); !configured)
        return configured.error();
    return database;
}

// Whether the file's name means another file by now, or none.
bool Database::hasMoved() const
{
    int hasMoved = 0;
    const int outcome
        = sqlite3_file_control(m_connection.get(), "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved);
    return outcome != SQLITE_OK || hasMoved != 0;
}

Result<Database> Database::openReader()
{
    const Error moved{ErrorKind::Storage, "database-moved", {}, {}, {}, {}};
    const char *name = sqlite3_db_filename(m_connection.get(), "main");
    if (!name || *name == '\0')
        return Error{ErrorKind::Storage, "database-in-memory", {}, {}, {}, {}};
    if (hasMoved())
        return moved;
    DatabaseOptions options;
    options.readOnly = true;
    if (const auto &vfs = m_connection.get_deleter().vfs)
        options.key = vfs->key();
    auto reader = openFile(name, options);
    // Nobody has put another file in its place meanwhile.
    if (reader && (reader->hasMoved() || hasMoved()))
        return moved;
    return reader;
}

Result<> Database::configure(const DatabaseOptions &options)
{
    sqlite3_busy_timeout(m_connection.get(), int(options.busyTimeout.count()));
    sqlite3_db_config(m_connection.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(m_connection.get(), SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    if (auto done = execute(pragmasForAll); !done)
        return done;
    const bool isSealed = !options.key.isEmpty();
    int reserved = sealedReservedBytes;
    if (isSealed)
        sqlite3_file_control(
            m_connection.get(), "main", SQLITE_FCNTL_RESERVE_BYTES, static_cast<void *>(&reserved));
    if (options.readOnly)
        return Done();
    const int pageSize = isSealed ? sealedPageBytes : options.pageSize;
    if (pageSize > 0) {
        const auto script = "PRAGMA page_size = " + std::to_string(pageSize) + ';';
        if (auto done = execute(script); !done)
            return done;
    }
    // The step to the log of a new file would go through a journal, which is not sealed.
    if (isSealed) {
        const auto mode = text("PRAGMA journal_mode");
        if (!mode)
            return mode.error();
        if (*mode != "wal") {
            if (auto done = execute("PRAGMA journal_mode = MEMORY;"); !done)
                return done;
        }
    }
    return execute("PRAGMA journal_mode = WAL;");
}

Result<> Database::execute(const std::string &script)
{
    const int outcome = sqlite3_exec(m_connection.get(), script.c_str(), nullptr, nullptr, nullptr);
    if (outcome != SQLITE_OK)
        return storageError(m_connection.get(), outcome);
    return Done();
}

Result<Statement> Database::prepare(std::string_view sql)
{
    sqlite3_stmt *statement = nullptr;
    const int outcome = sqlite3_prepare_v3(m_connection.get(), sql.data(), int(sql.size()),
        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (outcome != SQLITE_OK)
        return storageError(m_connection.get(), outcome);
    return Statement(statement);
}

Result<Statement> Database::firstRow(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return statement;
    const auto row = statement->step();
    if (!row)
        return row.error();
    if (!*row)
        return Error{ErrorKind::Storage, "sqlite-no-row", std::string(sql), {}, {}, {}};
    return statement;
}

Result<std::int64_t> Database::integer(std::string_view sql)
{
    const auto row = firstRow(sql);
    if (!row)
        return row.error();
    return row->integer(0);
}

Result<std::string> Database::text(std::string_view sql)
{
    const auto row = firstRow(sql);
    if (!row)
        return row.error();
    return std::string(row->text(0));
}

// SQLite's own way to look at an index: a table without row numbers that begins at its root page
// (".imposter" of its shell). Where SQLite was built without it, making the table fails.
Result<> Database::showIndex(const std::string &index, const std::string &table, int columns)
{
    auto root = prepare("SELECT rootpage FROM sqlite_schema WHERE type = 'index' AND name = ?");
    if (!root)
        return root.error();
    const auto row = root->bindAll(index).step();
    if (!row)
        return row.error();
    if (!*row || sqlite3_db_readonly(m_connection.get(), "main") != 1)
        return Error{ErrorKind::Storage, "sqlite-no-row", index, {}, {}, {}};
    const int page = int(root->integer(0));
    root->reset();
    std::string names;
    for (int column = 0; column <= columns; ++column)
        names += (column > 0 ? ", c" : "c") + std::to_string(column);
    auto *connection = m_connection.get();
    sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, connection, "main", 1, page);
    auto made = execute(
        "CREATE TABLE " + table + '(' + names + ", PRIMARY KEY(" + names + ")) WITHOUT ROWID;");
    sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, connection, "main", 0, 0);
    return made;
}

std::int64_t Database::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_connection.get());
}

std::int64_t Database::changes() const
{
    return sqlite3_changes64(m_connection.get());
}

bool Database::isInTransaction() const
{
    return sqlite3_get_autocommit(m_connection.get()) == 0;
}

void Database::interrupt()
{
    sqlite3_interrupt(m_connection.get());
}

void Database::watch(std::function<bool()> wantsEnd)
{
    constexpr int stepsBetweenQuestions = 20'000;
    m_watch.reset();
    sqlite3_progress_handler(m_connection.get(), 0, nullptr, nullptr);
    if (!wantsEnd)
        return;
    m_watch = std::make_unique<std::function<bool()>>(std::move(wantsEnd));
    sqlite3_progress_handler(
        m_connection.get(), stepsBetweenQuestions,
        [](void *asked) { return (*static_cast<std::function<bool()> *>(asked))() ? 1 : 0; },
        m_watch.get());
}

Result<Transaction> Transaction::begin(Database &database)
{
    if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun)
        return begun.error();
    return Transaction(database);
}

Transaction::Transaction(Database &database)
    : m_database(&database)
{
}

Transaction::Transaction(Transaction &&other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
{
}

Transaction::~Transaction()
{
    rollback();
}

Result<> Transaction::commit()
{
    auto committed = m_database->execute("COMMIT");
    if (committed)
        m_database = nullptr;
    else
        rollback();
    return committed;
}

void Transaction::rollback()
{
    Database *database = std::exchange(m_database, nullptr);
    // Some failures have rolled back already; an interrupt may hit the rollback as well, and a
    // transaction that stays open would show its half to the next reader.
    for (int attempt = 0; database && database->isInTransaction() && attempt < 3; ++attempt)
        static_cast<void>(database->execute("ROLLBACK"));
}

} // namespace chancery::core
