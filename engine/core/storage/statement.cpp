// SPDX-License-Identifier: Apache-2.0
#include "statement.h"

#include "engine/core/storage/error.h"

#include <sqlite3.h>

namespace chancery::core {

Statement::Statement(sqlite3_stmt *statement)
    : m_statement(statement)
{
}

void Statement::Finalizer::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

void Statement::note(int bindResult)
{
    if (m_bindError == SQLITE_OK)
        m_bindError = bindResult;
}

Statement &Statement::bind(int parameter, std::int64_t value)
{
    note(sqlite3_bind_int64(m_statement.get(), parameter, value));
    return *this;
}

Statement &Statement::bind(int parameter, double value)
{
    note(sqlite3_bind_double(m_statement.get(), parameter, value));
    return *this;
}

Statement &Statement::bind(int parameter, std::string_view text)
{
    // A null pointer would bind NULL where an empty text is meant.
    const char *bytes = text.empty() ? "" : text.data();
    note(sqlite3_bind_text64(m_statement.get(), parameter, bytes, text.size(),
        SQLITE_TRANSIENT, // NOLINT: SQLite's own cast
        SQLITE_UTF8));
    return *this;
}

Statement &Statement::bind(int parameter, Blob blob)
{
    const char *bytes = blob.bytes.empty() ? "" : blob.bytes.data();
    note(sqlite3_bind_blob64(
        m_statement.get(), parameter, bytes, blob.bytes.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement &Statement::bind(int parameter, LastingText text)
{
    const char *bytes = text.text.empty() ? "" : text.text.data();
    note(sqlite3_bind_text64(
        m_statement.get(), parameter, bytes, text.text.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Statement &Statement::bind(int parameter, LastingBlob blob)
{
    const char *bytes = blob.bytes.empty() ? "" : blob.bytes.data();
    note(
        sqlite3_bind_blob64(m_statement.get(), parameter, bytes, blob.bytes.size(), SQLITE_STATIC));
    return *this;
}

Statement &Statement::bind(int parameter, std::nullptr_t)
{
    note(sqlite3_bind_null(m_statement.get(), parameter));
    return *this;
}

Result<bool> Statement::step()
{
    if (m_bindError != SQLITE_OK) {
        const auto error = storageError(nullptr, m_bindError);
        reset();
        return error;
    }
    const int outcome = sqlite3_step(m_statement.get());
    if (outcome == SQLITE_ROW)
        return true;
    if (outcome == SQLITE_DONE) {
        reset();
        return false;
    }
    const auto error = storageError(sqlite3_db_handle(m_statement.get()), outcome);
    reset();
    return error;
}

Result<> Statement::run()
{
    for (;;) {
        const auto row = step();
        if (!row)
            return row.error();
        if (!*row)
            return Done();
    }
}

void Statement::reset()
{
    m_bindError = SQLITE_OK;
    sqlite3_reset(m_statement.get());
    sqlite3_clear_bindings(m_statement.get());
}

int Statement::columnCount() const
{
    return sqlite3_column_count(m_statement.get());
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

bool Statement::isText(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_TEXT;
}

bool Statement::isInteger(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_INTEGER;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

double Statement::real(int column) const
{
    return sqlite3_column_double(m_statement.get(), column);
}

std::string_view Statement::text(int column) const
{
    const auto *bytes = sqlite3_column_text(m_statement.get(), column);
    const auto size = sqlite3_column_bytes(m_statement.get(), column);
    if (bytes == nullptr)
        return {};
    return {reinterpret_cast<const char *>(bytes), static_cast<std::size_t>(size)};
}

std::string_view Statement::blob(int column) const
{
    const void *bytes = sqlite3_column_blob(m_statement.get(), column);
    const auto size = sqlite3_column_bytes(m_statement.get(), column);
    if (bytes == nullptr)
        return {};
    return {static_cast<const char *>(bytes), static_cast<std::size_t>(size)};
}

} // namespace chancery::core
