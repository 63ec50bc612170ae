// SPDX-License-Identifier: Apache-2.0
#include "audit/report/anchorcheck.h"
#include "audit/report/reporttables.h"
#include "engine/core/digest.h"
#include "engine/core/timestamp.h"
#include "tests/audit/bundleforgery.h"
#include "tests/audit/reportworld.h"
#include "tests/support/stampauthority.h"
#include "tests/support/testcase.h"

#include <QProcess>
#include <QTemporaryDir>

#include <fstream>
#include <random>

using namespace chancery;
using core::evidence::BundleVerdict;
using core::evidence::Files;
using support::ReportWorld;

// Time stamps of the log's checkpoints in a bundle: what they prove, and what is no proof, in the
// words of two programs.
class TestReportAnchors : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void stampsOfTheLogsBeginningsGoIn();
    void aRewrittenPastIsRefused();
    void whatIsNoAnchorIsRefused_data();
    void whatIsNoAnchorIsRefused();
    void theAuthorityIsCheckedWhereItIsGiven();
    void whoStampedIsAskedWhereSomebodyIsTrusted();
    void strangersStampsHideNoTrustedOne();
    void bothProgramsAgreeOnMutations();

private:
    audit::ReportAnchor anchorOf(const std::string &note) const;
    Files filesWith(std::span<const audit::ReportAnchor> anchors) const;
    std::string bundleOf(const Files &files) const
    {
        return audit::bundleOf(m_run, files, m_world.signer()).value();
    }
    core::evidence::BundleFinding verified(const Files &files) const
    {
        return core::evidence::verifyBundle(bundleOf(files), m_world.keys());
    }
    std::vector<int> saidByPython(const std::vector<Files> &all) const;

    ReportWorld m_world;
    support::StampAuthority m_authority;
    support::StampAuthority m_other;
    audit::EvidenceLog m_log;
    audit::ReportRun m_run;
    Files m_plain;
    std::vector<audit::ReportAnchor> m_anchors;
    Files m_files; // with both
};

audit::ReportAnchor TestReportAnchors::anchorOf(const std::string &note) const
{
    return {note, m_authority.answer(core::timestampQuery(note)->der)};
}

Files TestReportAnchors::filesWith(std::span<const audit::ReportAnchor> anchors) const
{
    auto files = m_plain;
    if (!audit::addAnchors(files, m_log, anchors))
        qFatal("no anchors");
    return files;
}

void TestReportAnchors::initTestCase()
{
    QVERIFY(m_authority.make());
    QVERIFY(m_other.make());
    m_log = m_world.log();
    m_run = m_world.run();
    m_plain = audit::reportFiles(m_run, m_log).value();
    m_anchors = {anchorOf(m_world.story.log.note(9)), anchorOf(m_world.story.log.note(40))};
    m_files = filesWith(m_anchors);
}

std::vector<int> TestReportAnchors::saidByPython(const std::vector<Files> &all) const
{
    const QTemporaryDir folder;
    QStringList arguments{QStringLiteral("docs/samples/verify_bundle.py")};
    for (const auto &key : m_world.keys())
        arguments << QStringLiteral("--key") << QString::fromStdString(core::toVkey(key));
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto file = folder.filePath(QString::number(i));
        std::ofstream(file.toStdString(), std::ios::binary) << bundleOf(all[i]);
        arguments << file;
    }
    QProcess python;
    python.start(QStringLiteral("python3"), arguments);
    std::vector<int> codes;
    if (!python.waitForFinished(300'000))
        return codes;
    const auto lines = python.readAllStandardOutput().split('\n');
    for (const auto &line : lines) {
        if (!line.isEmpty())
            codes.push_back(line.left(1).toInt());
    }
    return codes;
}

void TestReportAnchors::stampsOfTheLogsBeginningsGoIn()
{
    const auto finding = verified(m_files);
    QVERIFY2(finding.verdict == BundleVerdict::Fine, finding.what.c_str());
    QCOMPARE(finding.anchors.size(), 2u);
    QCOMPARE(finding.anchors[0].size, std::uint64_t(9));
    QCOMPARE(finding.anchors[1].size, std::uint64_t(40));
    QVERIFY(finding.anchors[0].time.starts_with("20"));
    // The same log and the same stamps give the same bytes.
    QCOMPARE(bundleOf(filesWith(m_anchors)), bundleOf(m_files));
    // One of a log that is longer than the report's says nothing about it.
    support::StoryLog longer("");
    for (const auto &leaf : m_world.story.log.batchFrom(0).leaves)
        longer.log.appendLeaf(leaf);
    longer.log.append(3);
    const std::vector later{anchorOf(longer.log.note())};
    QVERIFY(filesWith(later) == m_plain);
    QVERIFY(verified(m_plain).anchors.empty());
}

void TestReportAnchors::aRewrittenPastIsRefused()
{
    support::StoryLog other("1d authn.login mal on=mal\n2d authn.login mal on=mal\n");
    const std::vector anchors{anchorOf(other.log.note())};
    auto files = m_plain;
    const auto added = audit::addAnchors(files, m_log, anchors);
    QCOMPARE(added.error().code, std::string("report-anchor"));
    QVERIFY2(
        added.error().detail.find("rewritten") != std::string::npos, added.error().detail.c_str());
    // Whoever puts it in all the same is found out.
    files["anchors/2.note"] = anchors[0].note;
    files["anchors/2.tsr"] = anchors[0].answer;
    QVERIFY(verified(files).verdict == BundleVerdict::Mismatch);
    QCOMPARE(saidByPython({files, m_files}), (std::vector<int>{1, 0}));
}

void TestReportAnchors::whatIsNoAnchorIsRefused_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<int>("code");
    QTest::newRow("a stamp alone") << "drop note" << 2;
    QTest::newRow("a note alone") << "drop stamp" << 2;
    QTest::newRow("under another number") << "rename" << 1;
    QTest::newRow("a number with a zero in front") << "zero" << 2;
    QTest::newRow("another file") << "another" << 2;
    QTest::newRow("the stamp of the other") << "exchange" << 1;
    QTest::newRow("an empty stamp") << "empty" << 2;
    QTest::newRow("no checkpoint") << "words" << 2;
    QTest::newRow("signed by nobody") << "unsigned" << 1;
}

void TestReportAnchors::whatIsNoAnchorIsRefused()
{
    QFETCH(QString, change);
    QFETCH(int, code);
    auto files = m_files;
    const auto note = files.at("anchors/9.note");
    const auto stamp = files.at("anchors/9.tsr");
    if (change == QStringLiteral("drop note"))
        files.erase("anchors/9.note");
    if (change == QStringLiteral("drop stamp"))
        files.erase("anchors/9.tsr");
    if (change == QStringLiteral("rename") || change == QStringLiteral("zero")) {
        const std::string number = change == QStringLiteral("zero") ? "09" : "8";
        files["anchors/" + number + ".note"] = note;
        files["anchors/" + number + ".tsr"] = stamp;
    }
    if (change == QStringLiteral("another"))
        files["anchors/9.txt"] = "words";
    if (change == QStringLiteral("exchange"))
        files["anchors/9.tsr"] = files.at("anchors/40.tsr");
    if (change == QStringLiteral("empty"))
        files["anchors/9.tsr"] = "";
    if (change == QStringLiteral("words"))
        files["anchors/9.note"] = "words";
    if (change == QStringLiteral("unsigned")) {
        const auto stranger
            = core::SigningKey::fromSeed(core::Secret(std::string(32, 'x'))).value();
        const auto text = core::readNote(note)->text;
        const auto forged
            = anchorOf(core::signNote(std::string(text), "stranger", stranger).value());
        files["anchors/9.note"] = forged.note;
        files["anchors/9.tsr"] = forged.answer;
    }
    const auto finding = verified(files);
    QVERIFY2(int(finding.verdict) == code, finding.what.c_str());
    QCOMPARE(saidByPython({files}), std::vector<int>{code});
}

void TestReportAnchors::theAuthorityIsCheckedWhereItIsGiven()
{
    const auto bundle = bundleOf(m_files);
    const auto ours
        = core::evidence::verifyBundle(bundle, m_world.keys(), m_authority.certificate());
    QVERIFY2(ours.verdict == BundleVerdict::Fine, ours.what.c_str());
    const auto theirs = core::evidence::verifyBundle(bundle, m_world.keys(), m_other.certificate());
    QVERIFY(theirs.verdict == BundleVerdict::Mismatch);
}

// A stamp by whoever it was is counted apart, and proves no time.
void TestReportAnchors::whoStampedIsAskedWhereSomebodyIsTrusted()
{
    const auto log = m_world.log();
    const std::vector<audit::ReportAnchor> anchors{
        anchorOf(m_world.story.log.note(9)), anchorOf(m_world.story.log.note(20))};
    const auto keys = m_world.story.log.identity().verifiers;
    const auto unsaid = audit::checkAnchors(anchors, log, keys);
    QVERIFY(!unsaid.isTrustKnown);
    QCOMPARE(unsaid.anchors.size(), std::size_t(2));
    QCOMPARE(unsaid.trusted, std::size_t(0));
    QVERIFY(unsaid.trustedTime.empty());
    const auto ours = audit::checkAnchors(anchors, log, keys, m_authority.certificate());
    QVERIFY(ours.isTrustKnown);
    QCOMPARE(ours.trusted, std::size_t(2));
    QCOMPARE(ours.trustedSize, std::uint64_t(20));
    QCOMPARE(ours.trustedTime, ours.newestTime);
    for (const auto &trusted : {m_other.certificate(), std::string("none")}) {
        const auto theirs = audit::checkAnchors(anchors, log, keys, trusted);
        QVERIFY(theirs.isTrustKnown && theirs.trustedTime.empty());
        QCOMPARE(theirs.trusted, std::size_t(0));
        QCOMPARE(theirs.anchors.size(), std::size_t(2));
        const auto said = audit::stampsIn(theirs);
        QVERIFY(said.count == 2 && said.trusted == 0 && said.isTrustKnown);
    }
}

// A newer stamp by anybody lends its time to nothing, and shuts no trusted one out.
void TestReportAnchors::strangersStampsHideNoTrustedOne()
{
    const auto log = m_world.log();
    const auto keys = m_world.story.log.identity().verifiers;
    const auto byOther = [this](std::uint64_t size) {
        const auto note = m_world.story.log.note(size);
        return audit::ReportAnchor{note, m_other.answer(core::timestampQuery(note)->der)};
    };
    const std::vector<audit::ReportAnchor> anchors{
        byOther(9), anchorOf(m_world.story.log.note(9)), byOther(20), byOther(30)};
    auto finding = audit::checkAnchors(anchors, log, keys, m_authority.certificate());
    QCOMPARE(finding.anchors.size(), std::size_t(3));
    QCOMPARE(finding.trusted, std::size_t(1));
    QCOMPARE(finding.trustedSize, std::uint64_t(9));
    QVERIFY(finding.anchors.at(9).answer == anchors[1].answer);
    auto run = m_run;
    run.stamps = audit::stampsIn(finding);
    const auto rows = audit::aboutTable(run).rows;
    const auto row
        = std::ranges::find(rows, "time stamps", [](const auto &cells) { return cells[0].text; });
    const auto &said = (*row)[1].text;
    QVERIFY2(said.starts_with("1 by an authority") && said.find("over 9 entries") != said.npos
            && said.find("over 30") == said.npos && said.find("2 by others") != said.npos,
        said.c_str());
    audit::keepNewest(finding, 2);
    QCOMPARE(finding.trusted, std::size_t(1));
    QVERIFY(finding.anchors.contains(9) && finding.anchors.contains(30));
    audit::keepNewest(finding, 1);
    QVERIFY(finding.anchors.contains(9) && finding.newestSize == 9);
    audit::keepNewest(finding, 0);
    QVERIFY(finding.trusted == 0 && finding.trustedTime.empty() && finding.newestTime.empty());
}

// Under a signature of the report that holds, so that nothing but the anchor's own form decides.
void TestReportAnchors::bothProgramsAgreeOnMutations()
{
    std::mt19937 random(7);
    std::vector<Files> all;
    std::vector<int> expected;
    for (int i = 0; i < 120; ++i) {
        auto files = m_files;
        auto &content = files.at(i % 3 == 0 ? "anchors/9.note" : "anchors/9.tsr");
        const auto at = i % 5 == 0 ? random() % content.size()
                                   : random() % std::min<std::size_t>(content.size(), 200);
        if (i % 4 == 0)
            content.erase(at, 1);
        else if (i % 4 == 1)
            content.insert(at, 1, char(random() % 256));
        else
            content[at] = static_cast<char>(
                static_cast<unsigned char>(content[at]) ^ (1U + random() % 255U));
        expected.push_back(int(verified(files).verdict));
        all.push_back(std::move(files));
    }
    QCOMPARE(saidByPython(all), expected);
    QVERIFY(std::ranges::count(expected, 1) > 5 && std::ranges::count(expected, 2) > 20);
}

QTEST_GUILESS_MAIN(TestReportAnchors)
#include "tst_reportanchors.moc"
