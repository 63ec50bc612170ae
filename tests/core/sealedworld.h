// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/storage/database.h"
#include "engine/core/storage/sealedlayout.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

namespace chancery::support {

inline core::Secret sealingKey(char letter = 'k')
{
    return core::Secret(std::string(core::sealedKeyBytes, letter));
}

// A sealed file in a folder of its own, with a table and a search index of some pages.
struct SealedFile {
    QTemporaryDir folder;

    std::filesystem::path path(const char *suffix = "") const
    {
        return std::filesystem::path(folder.path().toStdString())
            / (std::string("a.sqlite") + suffix);
    }
    core::Result<core::Database> open(const core::Secret &with = sealingKey()) const
    {
        core::DatabaseOptions options;
        options.key = with;
        return core::Database::open(path(), options);
    }
    // Begins anew on what lies on the disk now, as after a crash.
    void copyTo(const SealedFile &other) const
    {
        for (const char *suffix : {"", "-wal"}) {
            std::filesystem::remove(other.path(suffix));
            if (std::filesystem::exists(path(suffix)))
                std::filesystem::copy_file(path(suffix), other.path(suffix));
        }
        std::filesystem::remove(other.path("-shm"));
    }
    QByteArray bytes(const char *suffix = "") const
    {
        QFile file(QString::fromStdString(path(suffix).string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QByteArray &bytes, const char *suffix = "") const
    {
        QFile file(QString::fromStdString(path(suffix).string()));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) < 0)
            qFatal("not written");
    }
};

inline core::Result<> makeTables(core::Database &database)
{
    return database.execute(
        "BEGIN; CREATE TABLE t(id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
        "CREATE VIRTUAL TABLE f USING fts5(text, content = 't', content_rowid = 'id'); COMMIT;");
}

inline core::Result<> addRows(core::Database &database, int from, int to)
{
    const std::string rows = "WITH RECURSIVE n(i) AS (SELECT " + std::to_string(from)
        + " UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(to) + ")";
    return database.execute("BEGIN;" + rows
        + "INSERT INTO t SELECT i, 'SECRETWORD of ' || i || hex(zeroblob(60)) FROM n;" + rows
        + "INSERT INTO f(rowid, text) SELECT id, text FROM t JOIN n ON n.i = t.id; COMMIT;");
}

inline void make(core::Database &database)
{
    if (const auto made = makeTables(database); !made)
        qFatal("%s", core::toString(made.error()).c_str());
}

inline void fill(core::Database &database, int from, int to)
{
    if (const auto filled = addRows(database, from, to); !filled)
        qFatal("%s", core::toString(filled.error()).c_str());
}

// Everything there is, or how it cannot be read.
inline std::string content(
    const SealedFile &file, const core::Secret &with = sealingKey(), bool isMade = true)
{
    auto database = file.open(with);
    if (!database)
        return database.error().code;
    if (!isMade && database->integer("SELECT count(*) FROM sqlite_schema").value() == 0)
        return "0 nothing ok";
    const auto text = database->text("SELECT count(*) || ' ' || total(id) || ' ' ||"
                                     " coalesce(max(text), '') FROM t");
    if (!text)
        return text.error().code;
    const auto found = database->integer("SELECT count(*) FROM f WHERE f MATCH 'SECRETWORD'");
    const auto whole = database->text("PRAGMA integrity_check(1)");
    if (!found || !whole)
        return found ? whole.error().code : found.error().code;
    return *text + ' ' + std::to_string(*found) + ' ' + *whole;
}

} // namespace chancery::support
