// SPDX-License-Identifier: Apache-2.0
#include "audit/report/reporttables.h"
#include "tests/audit/reportentry.h"
#include "tests/audit/reportworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::ReportWorld;

namespace {

std::string aboutOf(const audit::ReportRun &run, std::string_view what)
{
    const auto about = audit::aboutTable(run);
    const auto row = std::ranges::find(
        about.rows, what, [](const auto &cells) { return std::string_view(cells[0].text); });
    return row == about.rows.end() ? std::string() : (*row)[1].text;
}

} // namespace

// What a report says of itself, and what it must not say.
class TestReportHeader : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void nobodyIsNamedWhoseSignatureWasNotVerified();
    void theHeaderSaysWhatTheLogHasAnswered();
};

// Anybody can put a line under a checkpoint; only who was asked for is named.
void TestReportHeader::nobodyIsNamedWhoseSignatureWasNotVerified()
{
    const ReportWorld world;
    const auto &log = world.story.log;
    const auto stranger = core::SigningKey::fromSeed(core::Secret(std::string(32, 'x'))).value();
    const auto theirs
        = core::signNote(std::string(core::readNote(log.note())->text), "auditor.example", stranger)
              .value();
    const auto line = theirs.substr(theirs.rfind("\n\u2014 ") + 1);
    const auto said = [&](const std::string &note) {
        const auto evidence
            = audit::evidenceOf(log.batchFrom(0).leaves, note, log.identity().verifiers);
        return aboutOf(audit::runReport(evidence.value(), world.request).value(), "signed by");
    };
    QCOMPARE(said(log.note()), support::TestLog::origin);
    QCOMPARE(said(log.note() + line),
        support::TestLog::origin + "; 1 more signatures that nobody has verified");
}

void TestReportHeader::theHeaderSaysWhatTheLogHasAnswered()
{
    const ReportWorld world;
    auto run = world.run();
    QVERIFY(aboutOf(run, "run by").starts_with("not known: the log had not acknowledged"));
    run.toldAs = 99;
    QVERIFY(aboutOf(run, "run by").find("as entry 99, which was not read") != std::string::npos);
    const auto told = audit::activityOf(run, core::AuditActivityKind::ReportRun);
    auto event = support::reportEntry(told);
    event.seq = 99;
    const auto leaf = core::toLeaf(event).value();
    QVERIFY(audit::makingFrom(leaf, 99, told).ok());
    QVERIFY(!audit::makingFrom(leaf, 98, told).ok());
    for (auto *text :
        {&event.target.id, &event.related[0].id, &event.related[1].id, &event.related[2].id}) {
        const auto before = std::exchange(*text, "another");
        QVERIFY(!audit::makingFrom(core::toLeaf(event).value(), 99, told).ok());
        *text = before;
    }
    run.making = audit::makingFrom(leaf, 99, told).value();
    QVERIFY(aboutOf(run, "proof of that entry").starts_with("none"));
}

QTEST_GUILESS_MAIN(TestReportHeader)
#include "tst_reportheader.moc"
