// SPDX-License-Identifier: Apache-2.0
#include "engine/core/storage/database.h"
#include "engine/core/storage/sealedlayout.h"
#include "tests/support/testcase.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <set>

using namespace chancery;
using core::Database;
using core::Secret;

namespace {

namespace fs = std::filesystem;

Secret key(char letter = 'k')
{
    return Secret(std::string(core::sealedKeyBytes, letter));
}

// A sealed file in a folder of its own, with a table and a search index of some pages.
struct SealedFile {
    QTemporaryDir folder;

    fs::path path(const char *suffix = "") const
    {
        return fs::path(folder.path().toStdString()) / (std::string("a.sqlite") + suffix);
    }
    core::Result<Database> open(const Secret &with = key()) const
    {
        core::DatabaseOptions options;
        options.key = with;
        return Database::open(path(), options);
    }
    // Begins anew on what lies on the disk now, as after a crash.
    void copyTo(const SealedFile &other) const
    {
        for (const char *suffix : {"", "-wal"}) {
            fs::remove(other.path(suffix));
            if (fs::exists(path(suffix)))
                fs::copy_file(path(suffix), other.path(suffix));
        }
        fs::remove(other.path("-shm"));
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

void make(Database &database)
{
    const auto made = database.execute(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
        "CREATE VIRTUAL TABLE f USING fts5(text, content = 't', content_rowid = 'id');");
    if (!made)
        qFatal("%s", core::toString(made.error()).c_str());
}

void fill(Database &database, int from, int to)
{
    const std::string rows = "WITH RECURSIVE n(i) AS (SELECT " + std::to_string(from)
        + " UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(to) + ")";
    const auto filled = database.execute("BEGIN;" + rows
        + "INSERT INTO t SELECT i, 'SECRETWORD of ' || i || hex(zeroblob(60)) FROM n;" + rows
        + "INSERT INTO f(rowid, text) SELECT id, text FROM t JOIN n ON n.i = t.id; COMMIT;");
    if (!filled)
        qFatal("%s", core::toString(filled.error()).c_str());
}

// Everything there is, or how it cannot be read.
std::string content(const SealedFile &file, const Secret &with = key())
{
    auto database = file.open(with);
    if (!database)
        return database.error().code;
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

} // namespace

// A file that says nothing to whoever has it without the key, and nothing false to whoever has it.
class TestSealedFile : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void unitsLieOneBehindTheOther();
    void nothingIsReadableOnTheDisk();
    void anotherKeyIsRefused();
    void aPlainFileIsNotTaken();
    void onlyTwoFilesAreMade();
    void aCrashLosesNoCommit();
    void aTornLogEndsWhereItIsTorn();
    void anyByteOfTheFileIsFound();
    void anyByteOfTheLogIsFoundOrEndsIt();
    void aPageThatWasMovedIsFound();
    void aPlantedJournalIsNotPlayedBack();
    void twoConnectionsShareAFile();
};

void TestSealedFile::unitsLieOneBehindTheOther()
{
    using core::SealedKind;
    for (const auto kind : {SealedKind::Database, SealedKind::Log}) {
        std::int64_t logical = 0;
        std::int64_t physical = 0;
        for (int i = 0; i < 9; ++i) {
            const auto unit = core::unitAt(kind, logical);
            QCOMPARE(unit.logical, logical);
            QCOMPARE(unit.physical, physical);
            QCOMPARE(core::unitAt(kind, logical + unit.length - 1).physical, physical);
            logical += unit.length;
            physical += unit.stored;
            QCOMPARE(core::physicalSize(kind, logical), physical);
            if (kind == SealedKind::Database || i % 2 == 0 || i == 1)
                QCOMPARE(core::logicalSize(kind, physical), logical);
        }
        QCOMPARE(core::physicalSize(kind, 0), 0);
        QCOMPARE(core::logicalSize(kind, 0), 0);
    }
}

void TestSealedFile::nothingIsReadableOnTheDisk()
{
    SealedFile file;
    auto database = file.open();
    QVERIFY2(database.ok(), database ? "" : core::toString(database.error()).c_str());
    QCOMPARE(database->text("PRAGMA journal_mode").value(), std::string("wal"));
    make(*database);
    fill(*database, 1, 200);
    QVERIFY(database->execute("PRAGMA wal_checkpoint(PASSIVE)").ok());
    fill(*database, 201, 400);
    for (const char *suffix : {"", "-wal"}) {
        const auto bytes = file.bytes(suffix);
        QVERIFY(bytes.size() > 40'000);
        for (const char *word : {"SECRETWORD", "secretword", "CREATE", "SQLite format"})
            QVERIFY2(!bytes.contains(word), word);
    }
    QVERIFY(!file.bytes("-shm").contains("SECRETWORD"));
}

void TestSealedFile::anotherKeyIsRefused()
{
    SealedFile file;
    {
        auto database = file.open();
        make(*database);
        fill(*database, 1, 50);
    }
    QCOMPARE(content(file, key('x')), std::string("sqlite-not-a-database"));
    QCOMPARE(content(file, Secret()), std::string("sqlite-not-a-database"));
    QCOMPARE(content(file, Secret("short")), std::string("sealed-key-unusable"));
    QVERIFY(content(file).ends_with(" 50 ok"));
}

void TestSealedFile::aPlainFileIsNotTaken()
{
    SealedFile file;
    {
        auto database = file.open(Secret());
        make(*database);
    }
    QCOMPARE(content(file), std::string("sqlite-not-a-database"));
}

void TestSealedFile::onlyTwoFilesAreMade()
{
    SealedFile file;
    auto database = file.open();
    make(*database);
    fill(*database, 1, 3000);
    QVERIFY(database
            ->integer("SELECT count(DISTINCT text) FROM (SELECT a.text FROM t a, t b"
                      " WHERE b.id < 4 ORDER BY a.text DESC)")
            .ok());
    QVERIFY(database
            ->execute("BEGIN; UPDATE t SET text = text || 'x'; SAVEPOINT s;"
                      "UPDATE t SET text = text || 'y'; ROLLBACK TO s; COMMIT;")
            .ok());
    const auto names = QDir(file.folder.path()).entryList(QDir::Files, QDir::Name);
    QCOMPARE(names.join(u' '), QStringLiteral("a.sqlite a.sqlite-shm a.sqlite-wal"));
}

void TestSealedFile::aCrashLosesNoCommit()
{
    SealedFile file;
    auto database = file.open();
    make(*database);
    QVERIFY(database->execute("PRAGMA wal_autocheckpoint = 0").ok());
    for (int i = 0; i < 5; ++i) {
        fill(*database, i * 10 + 1, i * 10 + 10);
        SealedFile copy;
        file.copyTo(copy);
        const auto text = content(copy);
        QVERIFY2(text.starts_with(std::to_string(i * 10 + 10) + ' '), text.c_str());
        QVERIFY2(text.ends_with("ok"), text.c_str());
    }
}

void TestSealedFile::aTornLogEndsWhereItIsTorn()
{
    SealedFile file;
    auto database = file.open();
    make(*database);
    QVERIFY(database->execute("PRAGMA wal_checkpoint(TRUNCATE)").ok());
    QVERIFY(database->execute("PRAGMA wal_autocheckpoint = 0").ok());
    fill(*database, 1, 10);
    const auto first = file.bytes("-wal").size();
    fill(*database, 11, 20);
    const auto log = file.bytes("-wal");
    for (auto size = first; size < log.size(); size += 997) {
        SealedFile copy;
        file.copyTo(copy);
        copy.write(log.left(size), "-wal");
        const auto text = content(copy);
        QVERIFY2(text.starts_with("10 ") && text.ends_with(" 10 ok"), text.c_str());
    }
}

void TestSealedFile::anyByteOfTheFileIsFound()
{
    SealedFile file;
    {
        auto database = file.open();
        make(*database);
        fill(*database, 1, 100);
    }
    const auto whole = file.bytes();
    QVERIFY(whole.size() % core::sealedPageBytes == 0);
    for (qsizetype at = 0; at < whole.size(); at += 811) {
        auto changed = whole;
        changed[at] = char(changed[at] ^ 0x10);
        file.write(changed);
        const auto text = content(file);
        QVERIFY2(!text.ends_with(" ok"), (std::to_string(at) + ": " + text).c_str());
    }
    // The spare bytes at the end of a page, too.
    auto changed = whole;
    changed[core::sealedPageBytes - 1] = 1;
    file.write(changed);
    QCOMPARE(content(file), std::string("sqlite-not-a-database"));
}

void TestSealedFile::anyByteOfTheLogIsFoundOrEndsIt()
{
    SealedFile file;
    auto database = file.open();
    make(*database);
    QVERIFY(database->execute("PRAGMA wal_checkpoint(TRUNCATE)").ok());
    QVERIFY(database->execute("PRAGMA wal_autocheckpoint = 0").ok());
    std::set<std::string> states;
    for (int i = 0; i < 3; ++i) {
        SealedFile copy;
        file.copyTo(copy);
        states.insert(content(copy));
        fill(*database, i * 10 + 1, i * 10 + 10);
    }
    const auto log = file.bytes("-wal");
    for (qsizetype at = 0; at < log.size(); at += 611) {
        SealedFile copy;
        file.copyTo(copy);
        auto changed = log;
        changed[at] = char(changed[at] ^ 0x10);
        copy.write(changed, "-wal");
        const auto text = content(copy);
        QVERIFY2(states.contains(text) || text == "sqlite-not-a-database", text.c_str());
    }
}

void TestSealedFile::aPageThatWasMovedIsFound()
{
    SealedFile file;
    {
        auto database = file.open();
        make(*database);
        fill(*database, 1, 100);
    }
    const auto whole = file.bytes();
    const auto page = qsizetype(core::sealedPageBytes);
    auto changed = whole;
    changed.replace(2 * page, page, whole.mid(3 * page, page));
    changed.replace(3 * page, page, whole.mid(2 * page, page));
    file.write(changed);
    QCOMPARE(content(file), std::string("sqlite-corrupt"));
    changed = whole;
    changed.replace(2 * page, page, QByteArray(page, '\0'));
    file.write(changed);
    QCOMPARE(content(file), std::string("sqlite-corrupt"));
}

void TestSealedFile::aPlantedJournalIsNotPlayedBack()
{
    SealedFile file;
    {
        auto database = file.open();
        make(*database);
        fill(*database, 1, 20);
    }
    const auto whole = file.bytes();
    QByteArray journal = QByteArray::fromHex("d9d505f920a163d7ffffffff00000000000000");
    journal += QByteArray(512 - journal.size(), '\0') + QByteArray::fromHex("00000002")
        + QByteArray(core::sealedPageBytes, 'x') + QByteArray(4, '\0');
    file.write(journal, "-journal");
    QVERIFY(!file.open() || content(file).ends_with("ok"));
    QCOMPARE(file.bytes().size(), whole.size());
    QFile::remove(QString::fromStdString(file.path("-journal").string()));
    QVERIFY(content(file).ends_with(" 20 ok"));
}

void TestSealedFile::twoConnectionsShareAFile()
{
    SealedFile file;
    auto one = file.open();
    make(*one);
    auto other = file.open();
    QVERIFY2(other.ok(), other ? "" : core::toString(other.error()).c_str());
    fill(*one, 1, 10);
    QCOMPARE(other->integer("SELECT count(*) FROM t").value(), 10);
    fill(*other, 11, 20);
    QCOMPARE(one->integer("SELECT count(*) FROM t").value(), 20);
    *one = std::move(*other);
    QCOMPARE(one->integer("SELECT count(*) FROM t").value(), 20);
}

QTEST_GUILESS_MAIN(TestSealedFile)
#include "tst_sealedfile.moc"
