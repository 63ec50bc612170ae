// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/secret.h"
#include "engine/core/storage/statement.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

struct sqlite3;

namespace chancery::core {

class SealedVfs;

struct DatabaseOptions {
    bool readOnly = false;
    bool create = true;
    int pageSize = 0; // bytes, of a file that is made; 0 for SQLite's own choice
    std::chrono::milliseconds busyTimeout = std::chrono::seconds(5);
    // 32 bytes: the file and its write-ahead log are sealed with it (sealedvfs.h). Empty: plain.
    Secret key = {};
};

// One connection to a SQLite file: WAL, synchronous FULL, foreign keys on, an untrusted schema,
// cells checked, defensive. Every failure is Error{Storage} whose code names SQLite's
// ("sqlite-busy", "sqlite-corrupt", "sqlite-full", …). Owned and used by one thread at a time; only
// interrupt() may come from another.
class Database {
public:
    static Result<Database> open(
        const std::filesystem::path &file, const DatabaseOptions &options = {});
    static Result<Database> openInMemory();
    // One more connection to the same file, which only reads, for work in another thread while this
    // one rests or reads as well. Error{Storage, "database-moved"} where no such file is at its
    // place any more, "database-in-memory" where there never was one.
    Result<Database> openReader();

    // Runs a script of statements that return nothing that is wanted.
    Result<> execute(const std::string &script);
    // For statements that their owner keeps.
    Result<Statement> prepare(std::string_view sql);
    // The first column of the first row: "PRAGMA user_version", "SELECT count(*) …".
    Result<std::int64_t> integer(std::string_view sql);
    Result<std::string> text(std::string_view sql);
    // What an index holds, column by column and then the row's number, as a table of that name that
    // only this connection knows. For connections that only read.
    Result<> showIndex(const std::string &index, const std::string &table, int columns);

    std::int64_t lastInsertId() const;
    std::int64_t changes() const;
    bool isInTransaction() const;
    // Makes the running statement fail with "sqlite-interrupt".
    void interrupt();
    // While it is there, statements ask it now and then, and fail with "sqlite-interrupt" when it
    // says so. Asked in the thread that uses the database; empty: nobody is asked.
    void watch(std::function<bool()> wantsEnd);

private:
    struct Closer {
        std::shared_ptr<SealedVfs> vfs; // of a sealed file, which is used until it is closed
        void operator()(sqlite3 *connection) const;
    };

    Database(sqlite3 *connection, std::shared_ptr<SealedVfs> vfs);
    static Result<Database> openFile(const std::string &name, const DatabaseOptions &options);
    Result<> configure(const DatabaseOptions &options);
    Result<Statement> firstRow(std::string_view sql);
    bool hasMoved() const;

    std::unique_ptr<sqlite3, Closer> m_connection;
    std::unique_ptr<std::function<bool()>> m_watch; // SQLite knows its address
};

// BEGIN IMMEDIATE … COMMIT; rolls back when it dies without a commit. A failed commit is rolled
// back as well. The database must outlive it.
class [[nodiscard]] Transaction {
public:
    static Result<Transaction> begin(Database &database);
    Transaction(Transaction &&other) noexcept;
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();

    Result<> commit();
    void rollback();

private:
    explicit Transaction(Database &database);

    Database *m_database;
};

} // namespace chancery::core
