// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/storage/database.h"
#include "engine/server/store/store.h"

namespace chancery::server {

// The store in one SQLite file: one table, WAL, synchronous FULL. Owned by the service; begin() is
// for the writer's thread, openReader() for any other before it starts.
class SqliteStore final : public Store {
public:
    static core::Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path &file);

    core::Result<std::unique_ptr<Transaction>> begin() override;
    core::Result<std::unique_ptr<Reader>> openReader() override;
    core::Result<> scrub() override;

    struct Statements {
        core::Statement get;
        core::Statement forwards;
        core::Statement backwards;
        core::Statement put;
        core::Statement remove;
    };

private:
    explicit SqliteStore(std::filesystem::path file, core::Database database);

    std::filesystem::path m_file;
    core::Database m_database;
    Statements m_statements;
};

} // namespace chancery::server
