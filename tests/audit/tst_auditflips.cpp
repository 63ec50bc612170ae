// SPDX-License-Identifier: Apache-2.0
#include "audit/auditquery.h"
#include "tests/audit/testlog.h"
#include "tests/support/testcase.h"

#include <sqlite3.h>

#include <QtCore/QFile>

#include <set>

using namespace chancery;
using support::TestCache;
using support::TestLog;

namespace {

namespace fs = std::filesystem;

// The file as somebody sees it who does not mind what SQLite would refuse.
class RawFile {
public:
    explicit RawFile(const fs::path &file)
    {
        if (sqlite3_open(file.c_str(), &m_connection) != SQLITE_OK)
            qFatal("the file does not open");
        run("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;");
        m_triggers = strings("SELECT sql FROM sqlite_schema WHERE type = 'trigger'");
        for (const auto &name : strings("SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
            run("DROP TRIGGER " + name);
    }
    ~RawFile()
    {
        for (const auto &sql : m_triggers)
            run(sql);
        sqlite3_close(m_connection);
    }

    bool run(const std::string &sql)
    {
        return sqlite3_exec(m_connection, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    }
    std::vector<std::string> strings(const std::string &sql)
    {
        std::vector<std::string> texts;
        auto *select = prepare(sql);
        while (sqlite3_step(select) == SQLITE_ROW)
            texts.emplace_back(reinterpret_cast<const char *>(sqlite3_column_text(select, 0)));
        sqlite3_finalize(select);
        return texts;
    }
    sqlite3_stmt *prepare(const std::string &sql)
    {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v2(m_connection, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
            qFatal("%s: %s", sql.c_str(), sqlite3_errmsg(m_connection));
        return statement;
    }

private:
    sqlite3 *m_connection = nullptr;
    std::vector<std::string> m_triggers;
};

// One byte of one cell.
struct Flip {
    std::string table;
    std::string column;
    std::int64_t row = 0; // in the order of the table
    std::int64_t byte = 0; // of an integer: which bit
    bool isInteger = false;

    std::string text() const
    {
        return table + '.' + column + " of row " + std::to_string(row) + ", byte "
            + std::to_string(byte);
    }
};

// The columns that name a row.
std::string keyOf(RawFile &file, const std::string &table)
{
    std::string key;
    for (const auto &name : file.strings(
             "SELECT name FROM pragma_table_info('" + table + "') WHERE pk > 0 ORDER BY pk"))
        key += (key.empty() ? "" : ", ") + name;
    return key.empty() ? "rowid" : key;
}

void addCell(std::vector<Flip> &flips, const Flip &flip, int type, std::int64_t length)
{
    auto one = flip;
    one.isInteger = type == SQLITE_INTEGER;
    std::set<std::int64_t> places{0, 13};
    if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
        places.clear();
        for (int part = 0; part < 4 && length > 0; ++part)
            places.insert(part * (length - 1) / 3);
    }
    for (const auto place : places) {
        one.byte = place;
        if (type != SQLITE_NULL)
            flips.push_back(one);
    }
}

// Of every column of every table, in its first, a middle and its last row.
std::vector<Flip> flipsOf(const fs::path &path)
{
    std::vector<Flip> flips;
    RawFile file(path);
    for (const auto &table : file.strings("SELECT name FROM sqlite_schema WHERE type = 'table' AND"
                                          " sql NOT LIKE 'CREATE VIRTUAL%'")) {
        const auto rows = std::stoll(file.strings("SELECT count(*) FROM " + table)[0]);
        for (const auto row : std::set<std::int64_t>{0, rows / 2, rows - 1}) {
            if (row < 0 || row >= rows)
                continue;
            auto *select = file.prepare("SELECT * FROM " + table + " ORDER BY " + keyOf(file, table)
                + " LIMIT 1 OFFSET " + std::to_string(row));
            sqlite3_step(select);
            for (int column = 0; column < sqlite3_column_count(select); ++column)
                addCell(flips, {table, sqlite3_column_name(select, column), row},
                    sqlite3_column_type(select, column), sqlite3_column_bytes(select, column));
            sqlite3_finalize(select);
        }
    }
    return flips;
}

// False where SQLite cannot hold it: a key that is there already.
bool apply(const fs::path &path, const Flip &flip)
{
    RawFile file(path);
    const auto key = keyOf(file, flip.table);
    const auto where = " WHERE (" + key + ") = (SELECT " + key + " FROM " + flip.table
        + " ORDER BY " + key + " LIMIT 1 OFFSET " + std::to_string(flip.row) + ')';
    auto *select = file.prepare("SELECT " + flip.column + " FROM " + flip.table + where);
    sqlite3_step(select);
    const int type = sqlite3_column_type(select, 0);
    const auto number = sqlite3_column_int64(select, 0);
    std::string bytes(static_cast<const char *>(sqlite3_column_blob(select, 0)),
        std::size_t(sqlite3_column_bytes(select, 0)));
    sqlite3_finalize(select);
    auto *update = file.prepare("UPDATE " + flip.table + " SET " + flip.column + " = ?" + where);
    if (flip.isInteger) {
        sqlite3_bind_int64(update, 1, number ^ std::int64_t(1) << flip.byte);
    } else {
        bytes[std::size_t(flip.byte)] ^= 1;
        const int length = int(bytes.size());
        if (type == SQLITE_TEXT)
            sqlite3_bind_text(update, 1, bytes.data(), length, SQLITE_TRANSIENT);
        else
            sqlite3_bind_blob(update, 1, bytes.data(), length, SQLITE_TRANSIENT);
    }
    const bool isDone = sqlite3_step(update) == SQLITE_DONE;
    sqlite3_finalize(update);
    return isDone;
}

// A log with all that the file can hold: two checkpoints, the second not reached yet, an alarm that
// was acknowledged, receipts.
void fillAll(TestCache &test)
{
    auto cache = test.open();
    test.log.append(3);
    if (!cache->append(test.log.batchFrom(0)))
        qFatal("not appended");
    static_cast<void>(cache->append({test.log.note(2), {}, {}}));
    test.log.append(9);
    if (!cache->acknowledgeAlarm("usr_ada") || !cache->addReceipt(1, "req-1")
        || !cache->addReceipt(50, "req-50") || !cache->append(test.log.pieceOf(3, 7, 3)))
        qFatal("not filled");
}

// What a person would see of it.
std::string shown(audit::AuditCache &cache)
{
    std::string text;
    for (const char *word : {"", "usr_ada", "approve", "CR 1"}) {
        audit::AuditQuery query;
        query.filter.text = word;
        const auto rows = audit::find(cache, query);
        text += rows ? std::to_string(rows->size()) + ' ' : core::toString(rows.error());
        for (std::size_t at = 0; rows && at < rows->size(); ++at)
            text += (*rows)[at].event + (*rows)[at].actor + std::to_string((*rows)[at].seq) + ' ';
    }
    return text;
}

std::string shownBy(const TestCache &test)
{
    auto cache = test.open();
    return shown(*cache);
}

enum class Outcome { Found, Harmless, Hidden };

Outcome outcomeOf(const TestCache &test, const std::string &before)
{
    auto cache = test.open();
    if (!cache || cache->alarm())
        return Outcome::Found;
    const auto verification = cache->verifyLocal();
    if (!verification || verification->finding)
        return Outcome::Found;
    return shown(*cache) == before ? Outcome::Harmless : Outcome::Hidden;
}

} // namespace

// AUD-9: the cache is evidence too. One byte of any column of any table is found, or it can be told
// why it makes no difference.
class TestAuditFlips : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void oneByteOfAnyColumnIsFound();
    void oneByteOfTheFileIsFoundOrChangesNothing();
    void oneByteOfASealedFileIsFound();
};

void TestAuditFlips::oneByteOfAnyColumnIsFound()
{
    TestCache test;
    fillAll(test);
    const auto before = shownBy(test);
    const auto flips = flipsOf(test.file());
    const auto pristine = test.file().string() + ".pristine";
    fs::copy_file(test.file(), pristine);
    int found = 0;
    std::set<std::string> harmless;
    std::set<std::string> columns;
    for (const auto &flip : flips) {
        fs::copy_file(pristine, test.file(), fs::copy_options::overwrite_existing);
        if (!apply(test.file(), flip))
            continue;
        columns.insert(flip.table + '.' + flip.column);
        const auto outcome = outcomeOf(test, before);
        QVERIFY2(outcome != Outcome::Hidden, flip.text().c_str());
        found += outcome == Outcome::Found;
        if (outcome == Outcome::Harmless)
            harmless.insert(flip.table + '.' + flip.column);
    }
    qInfo("%d flips in %d columns found", found, int(columns.size()));
    // Of the search index: the averages, which only ranking uses and nothing is ranked by; and the
    // page on which a segment begins, where it has only one. Both searches and integrity-check are
    // the same with them.
    harmless.erase("event_fts_data.block");
    harmless.erase("event_fts_idx.segid");
    QVERIFY2(harmless.empty(), harmless.empty() ? "" : harmless.begin()->c_str());
    QVERIFY(columns.size() > 50);
}

// In the file as bytes: what is not found lies in the free part of a page, so that every table
// reads as before.
void TestAuditFlips::oneByteOfTheFileIsFoundOrChangesNothing()
{
    TestCache test;
    fillAll(test);
    const auto before = shownBy(test);
    QFile file(QString::fromStdString(test.file().string()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto pristine = file.readAll();
    file.close();
    int found = 0;
    int harmless = 0;
    for (qsizetype at = 0; at < pristine.size(); at += 1019) {
        auto bytes = pristine;
        bytes[at] = char(bytes[at] ^ 1);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
        file.close();
        const auto outcome = outcomeOf(test, before);
        QVERIFY2(outcome != Outcome::Hidden, std::to_string(at).c_str());
        ++(outcome == Outcome::Found ? found : harmless);
    }
    qInfo("%d bytes found, %d harmless", found, harmless);
    QVERIFY(found > 10);
}

// With a key there is no free part: every byte of every page is bound.
void TestAuditFlips::oneByteOfASealedFileIsFound()
{
    TestCache test;
    test.key = core::Secret(std::string(32, 'k'));
    fillAll(test);
    const auto before = shownBy(test);
    QFile file(QString::fromStdString(test.file().string()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto pristine = file.readAll();
    file.close();
    for (qsizetype at = 0; at < pristine.size(); at += 2039) {
        auto bytes = pristine;
        bytes[at] = char(bytes[at] ^ 1);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
        file.close();
        QVERIFY2(outcomeOf(test, before) == Outcome::Found, std::to_string(at).c_str());
    }
}

QTEST_GUILESS_MAIN(TestAuditFlips)
#include "tst_auditflips.moc"
