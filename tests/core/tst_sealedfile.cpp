// SPDX-License-Identifier: Apache-2.0
#include "engine/core/storage/sealedcipher.h"
#include "tests/core/sealedworld.h"
#include "tests/support/testcase.h"

#include <QtCore/QDir>

#include <set>

using namespace chancery;
using core::Database;
using core::Secret;
using support::content;
using support::fill;
using support::make;
using support::SealedFile;
using support::sealingKey;

// A file that says nothing to whoever has it without the key, and nothing false to whoever has it.
class TestSealedFile : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void unitsLieOneBehindTheOther();
    void nothingIsReadableOnTheDisk();
    void anotherKeyIsRefused();
    void anotherKeyTakesNothingAway();
    void aPlainFileIsNotTaken();
    void onlyTwoFilesAreMade();
    void aCrashLosesNoCommit();
    void aTornLogEndsWhereItIsTorn();
    void anyByteOfTheFileIsFound();
    void anyByteOfTheLogIsFoundOrEndsIt();
    void aPageThatWasMovedIsFound();
    void aPageOfAnotherFileOfTheKeyIsFound();
    void keysAreChangedWhenTheyAreUsedUp();
    void noEpochIsGuessed();
    void aPlantedJournalIsNotPlayedBack();
    void twoConnectionsShareAFile();
};

void TestSealedFile::unitsLieOneBehindTheOther()
{
    using core::SealedKind;
    for (const auto kind : {SealedKind::Database, SealedKind::Log}) {
        std::int64_t logical = 0;
        std::int64_t physical = kind == SealedKind::Database ? core::sealedHeadBytes : 0;
        QCOMPARE(core::physicalSize(kind, 0), physical);
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
    QCOMPARE(content(file, sealingKey('x')), std::string("sqlite-not-a-database"));
    QCOMPARE(content(file, Secret()), std::string("sqlite-not-a-database"));
    QCOMPARE(content(file, Secret("short")), std::string("sealed-key-unusable"));
    QVERIFY(content(file).ends_with(" 50 ok"));
}

// Nothing that only the log has is lost because somebody tried.
void TestSealedFile::anotherKeyTakesNothingAway()
{
    SealedFile file;
    auto database = file.open();
    make(*database);
    QVERIFY(database->execute("PRAGMA wal_checkpoint(TRUNCATE)").ok());
    QVERIFY(database->execute("PRAGMA wal_autocheckpoint = 0").ok());
    fill(*database, 1, 50);
    SealedFile copy;
    file.copyTo(copy);
    const auto log = copy.bytes("-wal");
    for (const auto &torn : {false, true}) {
        if (torn) {
            auto bytes = copy.bytes();
            bytes.replace(int(core::sealedHeadBytes), 2000, QByteArray(2000, '\0'));
            copy.write(bytes);
        }
        QCOMPARE(content(copy, sealingKey('x')), std::string("sqlite-not-a-database"));
        QCOMPARE(copy.bytes("-wal"), log);
    }
    // Torn as it is, its first page comes from the log.
    QVERIFY(content(copy).ends_with(" 50 ok"));
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
    changed[2 * core::sealedPageBytes - 1] = char(changed[2 * core::sealedPageBytes - 1] ^ 1);
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

// Two files of one key, page by page the same in all but the file.
void TestSealedFile::aPageOfAnotherFileOfTheKeyIsFound()
{
    std::array<SealedFile, 2> files;
    for (const auto &file : files) {
        auto database = file.open();
        make(*database);
        fill(*database, 1, 100);
    }
    const auto mine = files[0].bytes();
    const auto other = files[1].bytes();
    QCOMPARE(mine.size(), other.size());
    const auto page = qsizetype(core::sealedPageBytes);
    for (qsizetype at = 0; at < mine.size(); at += page) {
        auto changed = mine;
        changed.replace(at, page, other.mid(at, page));
        files[0].write(changed);
        const auto text = content(files[0]);
        QVERIFY2(!text.ends_with(" ok"), (std::to_string(at / page) + ": " + text).c_str());
    }
}

void TestSealedFile::keysAreChangedWhenTheyAreUsedUp()
{
    core::PageCipher cipher(sealingKey(), 3);
    cipher.useFile(std::string(32, 'f'));
    const auto unit = core::unitAt(core::SealedKind::Database, 4096);
    core::SealedBuffer plain{};
    plain.fill(7);
    plain[4095] = 0;
    std::fill(plain.end() - core::sealedReservedBytes, plain.end(), 0);
    std::set<std::string> epochs;
    for (int i = 0; i < 12; ++i) {
        core::SealedBuffer stored{};
        QVERIFY(cipher.seal(unit, plain.data(), stored.data()));
        epochs.insert(std::string(stored.end() - 4, stored.end()));
        QCOMPARE(epochs.size(), std::size_t(1 + i / 3));
        core::SealedBuffer opened{};
        QVERIFY(cipher.open(unit, stored.data(), opened.data()));
        QVERIFY(opened == plain);
        // What another epoch has sealed is not of this one.
        stored[4095] ^= 1;
        QVERIFY(!cipher.open(unit, stored.data(), opened.data()));
    }
}

// Each opening writes with a key of its own, and reads what all before it have written.
void TestSealedFile::noEpochIsGuessed()
{
    SealedFile file;
    {
        auto database = file.open();
        make(*database);
    }
    for (int i = 0; i < 4; ++i) {
        auto database = file.open();
        fill(*database, i * 100 + 1, i * 100 + 100);
    }
    std::set<QByteArray> epochs;
    const auto bytes = file.bytes();
    for (auto end = core::sealedHeadBytes + core::sealedPageBytes; end <= bytes.size();
        end += core::sealedPageBytes)
        epochs.insert(bytes.mid(qsizetype(end) - 4, 4));
    QVERIFY2(epochs.size() >= 3, std::to_string(epochs.size()).c_str());
    QVERIFY(content(file).ends_with(" 400 ok"));
}

namespace {

void appendNumber(QByteArray &bytes, quint32 number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += char(number >> unsigned(shift) & 0xFFU);
}

// A rollback journal of one page, hot and whole, as SQLite has written it before the page was
// changed.
QByteArray journalOf(quint32 number, const QByteArray &page, quint32 pages)
{
    QByteArray journal = QByteArray::fromHex("d9d505f920a163d7");
    const quint32 nonce = 0x12345678;
    for (const auto field : {quint32(1), nonce, pages, quint32(512), quint32(page.size())})
        appendNumber(journal, field);
    journal += QByteArray(512 - journal.size(), '\0');
    appendNumber(journal, number);
    journal += page;
    quint32 sum = nonce;
    for (auto at = page.size() - 200; at > 0; at -= 200)
        sum += quint8(page[at]);
    appendNumber(journal, sum);
    return journal;
}

} // namespace

void TestSealedFile::aPlantedJournalIsNotPlayedBack()
{
    // The same journal is played back into a file that is not sealed.
    SealedFile plain;
    {
        auto database = Database::open(plain.path());
        QVERIFY(database->execute("PRAGMA journal_mode = DELETE").ok());
        make(*database);
        fill(*database, 1, 20);
    }
    const auto page = qsizetype(core::sealedPageBytes);
    const auto before = plain.bytes();
    QCOMPARE(before.size() % page, 0);
    const auto garbage = QByteArray(page, 'x');
    plain.write(journalOf(2, garbage, quint32(before.size() / page)), "-journal");
    static_cast<void>(Database::open(plain.path())->integer("SELECT count(*) FROM t"));
    QCOMPARE(plain.bytes().mid(page, page), garbage);
    // Not into a sealed one: it is refused as long as the journal is there, and whole without it.
    SealedFile file;
    {
        auto database = file.open();
        make(*database);
        fill(*database, 1, 20);
    }
    const auto whole = file.bytes();
    for (const quint32 number : {1U, 2U, 3U}) {
        const auto journal = journalOf(number, garbage, quint32(whole.size() / page - 1));
        file.write(journal, "-journal");
        const auto text = content(file);
        QVERIFY2(text == "sqlite-cannot-open", text.c_str());
        QVERIFY(file.bytes() == whole);
        QVERIFY(QFile::remove(QString::fromStdString(file.path("-journal").string())));
        QVERIFY(content(file).ends_with(" 20 ok"));
    }
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
