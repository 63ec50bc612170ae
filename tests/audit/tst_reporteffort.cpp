// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/eventbase.h"
#include "audit/report/reporttables.h"
#include "audit/report/scratchfolder.h"
#include "engine/core/evidence/definition.h"
#include "tests/audit/reportworld.h"
#include "tests/support/filelimit.h"

#include <QTest>

#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

// What a report over a long log may cost: nothing in plain text beside it, no table in memory that
// is written once, and an end whenever somebody wants it.

using namespace chancery;
using support::ReportWorld;

class TestReportEffort : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sortedEntriesNeverReachADisk();
    void aTableOfMillionsMakesItsRowsWhenTheyAreLookedAt();
    void aTableIsNotWrittenToItsEndWhenNobodyWantsIt();
    void whatAKilledProgramLeavesIsSweptAway();
};

namespace {

std::string listUpTo(int count)
{
    std::string list = "[0";
    for (int i = 1; i < count; ++i)
        list += ',' + std::to_string(i);
    return list + ']';
}

// Thirty megabytes that have to be sorted: more than SQLite keeps in memory of its own accord.
std::string longSort()
{
    return "SELECT printf('%0300d', 100000 - a.value * 100 - b.value) AS id, NULL AS seq,"
           " '' AS detail FROM json_each('"
        + listUpTo(1000) + "') a, json_each('" + listUpTo(100) + "') b ORDER BY id LIMIT 1000000";
}

} // namespace

void TestReportEffort::sortedEntriesNeverReachADisk()
{
    auto base = audit::EventBase::build(core::evidence::tables().value(), {},
        [](std::uint64_t) { return core::Result<std::string>(std::string()); });
    QVERIFY(base.ok());
    const support::FileLimit nothing(0);
    const auto rows = base->run(longSort(), {}, {0, 1, 0});
    QVERIFY2(rows.ok(), rows.ok() ? "" : core::toString(rows.error()).c_str());
    QCOMPARE(rows->size(), std::size_t(100'000));
}

void TestReportEffort::aTableOfMillionsMakesItsRowsWhenTheyAreLookedAt()
{
    audit::Table table{"population", {"number"}, {}};
    std::size_t made = 0;
    table.madeRows = 3;
    table.make = [&made](std::size_t at, audit::Table::Row &row) {
        ++made;
        row = {std::int64_t(at)};
    };
    QCOMPARE(table.size(), std::size_t(3));
    QCOMPARE(made, std::size_t(0));
    QCOMPARE(audit::toCsv(table).value(), std::string("\"number\"\r\n\"0\"\r\n\"1\"\r\n\"2\"\r\n"));
    QCOMPARE(made, std::size_t(3));
    // Of a whole report: as many as were found, in the order of the queries.
    const auto run = ReportWorld().run();
    for (const auto &one : audit::tablesOf(run)) {
        if (one.name != "population")
            continue;
        std::size_t at = 0;
        for (const auto &query : run.queries) {
            for (const auto &row : query.result.population) {
                const auto cells = one.row(at++);
                QCOMPARE(cells[0].text, query.result.definition.id);
                QCOMPARE(cells[1].text, audit::Cell(row.id).text);
            }
        }
        QCOMPARE(at, one.size());
        QVERIFY(at > 0);
    }
}

void TestReportEffort::aTableIsNotWrittenToItsEndWhenNobodyWantsIt()
{
    audit::Table table{"population", {"number"}, {}};
    std::size_t made = 0;
    table.madeRows = 1'000'000;
    table.make = [&made](std::size_t at, audit::Table::Row &row) {
        ++made;
        row = {std::int64_t(at)};
    };
    const auto csv = audit::toCsv(table, {[&made] { return made > 1000; }, {}});
    QCOMPARE(csv.error().kind, core::ErrorKind::Cancelled);
    QVERIFY2(made < 2000, std::to_string(made).c_str());
}

// A report that is being written while the program is killed: what stood in plain goes with the
// next start, and what another program is writing stays.
void TestReportEffort::whatAKilledProgramLeavesIsSweptAway()
{
    const audit::ScratchFolder alive;
    QVERIFY(alive.isThere());
    std::ofstream(alive.file("in")) << "usr_ada";
    const auto temporary = alive.path().parent_path();
    const auto folders = [&temporary] {
        return std::distance(
            std::filesystem::directory_iterator(temporary), std::filesystem::directory_iterator());
    };
    const auto before = folders();
    const pid_t child = ::fork();
    if (child == 0) {
        const auto *left = new audit::ScratchFolder;
        std::ofstream(left->file("evidence.xlsx")) << "usr_bob";
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(folders(), before + 1);
    audit::ScratchFolder::sweep();
    QCOMPARE(folders(), before);
    QVERIFY(std::filesystem::exists(alive.file("in")));
}

QTEST_GUILESS_MAIN(TestReportEffort)
#include "tst_reporteffort.moc"
