// SPDX-License-Identifier: Apache-2.0
#include "error.h"

#include <sqlite3.h>

namespace chancery::core {

namespace {

std::string_view codeOf(int resultCode)
{
    switch (resultCode & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "sqlite-busy";
    case SQLITE_CORRUPT:
        return "sqlite-corrupt";
    case SQLITE_NOTADB:
        return "sqlite-not-a-database";
    case SQLITE_FULL:
        return "sqlite-full";
    case SQLITE_IOERR:
        return "sqlite-io";
    case SQLITE_READONLY:
        return "sqlite-read-only";
    case SQLITE_CANTOPEN:
        return "sqlite-cannot-open";
    case SQLITE_CONSTRAINT:
        return "sqlite-constraint";
    case SQLITE_INTERRUPT:
        return "sqlite-interrupt";
    case SQLITE_NOMEM:
        return "sqlite-memory";
    case SQLITE_TOOBIG:
        return "sqlite-too-big";
    default:
        return "sqlite-error";
    }
}

} // namespace

Error storageError(sqlite3 *connection, int resultCode)
{
    const char *message
        = connection ? sqlite3_errmsg(connection) : sqlite3_errstr(resultCode & 0xFF);
    return {ErrorKind::Storage, std::string(codeOf(resultCode)), message, {}, {}, {}};
}

} // namespace chancery::core
