// SPDX-License-Identifier: Apache-2.0
#include "engine/core/storage/database.h"
#include "tests/support/testcase.h"

#include <QtCore/QTemporaryDir>

using namespace chancery;
using core::Blob;
using core::Database;
using core::Transaction;

namespace {

std::filesystem::path inFolder(const QTemporaryDir &folder, const char *name)
{
    return std::filesystem::path(folder.path().toStdString()) / name;
}

} // namespace

class TestDatabase : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void opensWithTheDurableAndDistrustingPragmas();
    void everyTypeComesBack();
    void aStatementIsUsedAgain();
    void aFailedBindFailsTheStep();
    void failuresHaveCodes();
    void aTransactionThatDiesLeavesNothing();
    void aFailedCommitLeavesNothing();
    void theSchemaCannotBeWrittenDirectly();
};

void TestDatabase::opensWithTheDurableAndDistrustingPragmas()
{
    QTemporaryDir folder;
    auto database = Database::open(inFolder(folder, "a.sqlite"));
    QVERIFY(database.ok());
    QCOMPARE(database->text("PRAGMA journal_mode").value(), std::string("wal"));
    QCOMPARE(database->integer("PRAGMA synchronous").value(), 2);
    QCOMPARE(database->integer("PRAGMA foreign_keys").value(), 1);
    QCOMPARE(database->integer("PRAGMA trusted_schema").value(), 0);
    QCOMPARE(database->integer("PRAGMA cell_size_check").value(), 1);
}

void TestDatabase::everyTypeComesBack()
{
    auto database = Database::openInMemory();
    auto select = database->prepare("SELECT ?1, ?2, ?3, ?4, ?5, ?6, typeof(?4), typeof(?6)");
    QVERIFY(select.ok());
    const std::string bytes("a\0b", 3);
    select->bindAll(std::int64_t(-5), 2.5, "text", Blob{bytes}, nullptr, std::string_view());
    QVERIFY(select->step().value());
    QCOMPARE(select->columnCount(), 8);
    QCOMPARE(select->integer(0), -5);
    QCOMPARE(select->real(1), 2.5);
    QCOMPARE(select->text(2), std::string_view("text"));
    QCOMPARE(select->blob(3), std::string_view(bytes));
    QVERIFY(select->isNull(4));
    QVERIFY(!select->isNull(5));
    QCOMPARE(select->text(6), std::string_view("blob"));
    QCOMPARE(select->text(7), std::string_view("text"));
    QVERIFY(!select->step().value());
}

void TestDatabase::aStatementIsUsedAgain()
{
    auto database = Database::openInMemory();
    QVERIFY(database->execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT) STRICT").ok());
    auto insert = database->prepare("INSERT INTO t(b) VALUES (?)");
    for (int i = 0; i < 3; ++i)
        QVERIFY(insert->bindAll(std::optional<std::string_view>("x")).run().ok());
    QVERIFY(insert->run().ok()); // bindings are forgotten: NULL
    QCOMPARE(database->lastInsertId(), 4);
    QCOMPARE(database->changes(), 1);
    QCOMPARE(database->integer("SELECT count(*) FROM t WHERE b = 'x'").value(), 3);
    QCOMPARE(database->integer("SELECT count(*) FROM t WHERE b IS NULL").value(), 1);
}

void TestDatabase::aFailedBindFailsTheStep()
{
    auto database = Database::openInMemory();
    auto select = database->prepare("SELECT ?1");
    select->bind(1, 1).bind(2, 2);
    const auto stepped = select->step();
    QVERIFY(!stepped.ok());
    QCOMPARE(stepped.error().kind, core::ErrorKind::Storage);
    QVERIFY(select->bindAll(7).step().value());
    QCOMPARE(select->integer(0), 7);
}

void TestDatabase::failuresHaveCodes()
{
    QTemporaryDir folder;
    const auto missing = Database::open(inFolder(folder, "none/a.sqlite"));
    QCOMPARE(missing.error().code, std::string("sqlite-cannot-open"));

    const auto garbage = inFolder(folder, "garbage.sqlite");
    QFile file(QString::fromStdString(garbage.string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(4096, 'x'));
    file.close();
    QCOMPARE(Database::open(garbage).error().code, std::string("sqlite-not-a-database"));

    auto database = Database::open(inFolder(folder, "a.sqlite"));
    QVERIFY(database->execute("CREATE TABLE t(a INTEGER PRIMARY KEY) STRICT").ok());
    QVERIFY(database->execute("INSERT INTO t VALUES (1)").ok());
    const auto twice = database->execute("INSERT INTO t VALUES (1)");
    QCOMPARE(twice.error().code, std::string("sqlite-constraint"));
    QCOMPARE(database->prepare("SELECT nonsense").error().code, std::string("sqlite-error"));
    QCOMPARE(database->integer("SELECT a FROM t WHERE a = 9").error().code,
        std::string("sqlite-no-row"));

    core::DatabaseOptions hurried;
    hurried.busyTimeout = std::chrono::milliseconds(1);
    auto other = Database::open(inFolder(folder, "a.sqlite"), hurried);
    const auto held = Transaction::begin(*database);
    QVERIFY(held.ok());
    QCOMPARE(Transaction::begin(*other).error().code, std::string("sqlite-busy"));

    core::DatabaseOptions reading;
    reading.readOnly = true;
    auto reader = Database::open(inFolder(folder, "a.sqlite"), reading);
    QCOMPARE(reader->execute("DELETE FROM t").error().code, std::string("sqlite-read-only"));
}

void TestDatabase::aTransactionThatDiesLeavesNothing()
{
    auto database = Database::openInMemory();
    QVERIFY(database->execute("CREATE TABLE t(a INTEGER) STRICT").ok());
    {
        auto transaction = Transaction::begin(*database);
        QVERIFY(database->execute("INSERT INTO t VALUES (1)").ok());
        QVERIFY(database->isInTransaction());
    }
    QVERIFY(!database->isInTransaction());
    QCOMPARE(database->integer("SELECT count(*) FROM t").value(), 0);
    auto transaction = Transaction::begin(*database);
    QVERIFY(database->execute("INSERT INTO t VALUES (1)").ok());
    QVERIFY(transaction->commit().ok());
    QCOMPARE(database->integer("SELECT count(*) FROM t").value(), 1);
}

void TestDatabase::aFailedCommitLeavesNothing()
{
    auto database = Database::openInMemory();
    QVERIFY(database
            ->execute("CREATE TABLE p(a INTEGER PRIMARY KEY) STRICT;"
                      "CREATE TABLE c(a INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED)"
                      " STRICT;")
            .ok());
    auto transaction = Transaction::begin(*database);
    QVERIFY(database->execute("INSERT INTO c VALUES (5)").ok());
    const auto committed = transaction->commit();
    QCOMPARE(committed.error().code, std::string("sqlite-constraint"));
    QVERIFY(!database->isInTransaction());
    QCOMPARE(database->integer("SELECT count(*) FROM c").value(), 0);
}

void TestDatabase::theSchemaCannotBeWrittenDirectly()
{
    auto database = Database::openInMemory();
    QVERIFY(database->execute("PRAGMA writable_schema = ON; CREATE TABLE t(a)").ok());
    QVERIFY(!database->execute("UPDATE sqlite_schema SET sql = 'x'").ok());
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
