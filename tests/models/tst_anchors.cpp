// SPDX-License-Identifier: Apache-2.0
#include "audit/reportfilesapi.h"
#include "engine/core/digest.h"
#include "engine/core/evidence/bundle.h"
#include "engine/core/timestamp.h"
#include "models/anchorstore.h"
#include "models/reportanchors.h"
#include "tests/models/reportconsole.h"
#include "tests/support/corpus.h"
#include "tests/support/stampauthority.h"
#include "tests/support/testcase.h"

using namespace chancery;
using audit::Standing;
using models::ReportFormat;
using support::ReportConsole;

// Time stamps of the log in the console: what stands against a log first.
class TestAnchorStore : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anotherPastIsAnAlarm();
    void longerNotesHideNothing();
    void aLogThatWasLongerIsAnAlarm();
    void twoLongerOnesOfOneSizeAreAnAlarm();
    void aReportOfAnotherPastIsNone();
    void whatTheServerTakesBackIsKept();
    void whatIsNoStampOfTheLogIsCounted();
    void strangersStampsHideNoTrustedOne();
    void whatWasKeptBeforeIsSortedByTrust();
    void reportsTakeThemAlong();
    void withoutAServerReportsAreMade();
    void timesAreForPeople();

private:
    core::AuditAnchor anchorOf(const std::string &note, std::uint64_t size) const
    {
        core::AuditAnchor anchor;
        anchor.size = size;
        anchor.note = note;
        anchor.answer = core::toBase64(m_authority.answer(core::timestampQuery(note)->der));
        return anchor;
    }
    core::AuditAnchor anchorOf(const ReportConsole &console, std::uint64_t size) const
    {
        return anchorOf(console.server.log.note(size), size);
    }
    // Signed by the log, of entries that it does not have.
    core::AuditAnchor ofAnotherPast(const ReportConsole &console) const
    {
        const core::Checkpoint other{support::TestLog::origin, 7, core::sha256("another past")};
        return anchorOf(console.server.log.sign(other), 7);
    }
    static bool look(models::AnchorStore &anchors)
    {
        anchors.look();
        return QTest::qWaitFor([&] { return !anchors.looking().isRunning(); });
    }

    // As it was kept once.
    static void keep(const ReportConsole &console, const core::AuditAnchor &anchor)
    {
        const auto folder = console.path("audit/log.sqlite.anchors");
        const auto answer = core::fromBase64(anchor.answer);
        QVERIFY(audit::keepAnchor(folder, anchor.size, {anchor.note, *answer}));
    }

    models::AuditPlace placeOf(ReportConsole &console);
    static audit::AnchorFinding compared(ReportConsole &console, const models::AuditPlace &place,
        const std::vector<core::AuditAnchor> &offered);
    std::vector<core::AuditAnchor> strangersOf(ReportConsole &console);

    support::StampAuthority m_authority;
    support::StampAuthority m_stranger;
};

void TestAnchorStore::initTestCase()
{
    QVERIFY(m_authority.make());
}

void TestAnchorStore::anotherPastIsAnAlarm()
{
    ReportConsole console;
    QVERIFY(console.sync());
    models::AnchorStore anchors(console.server, *console.audit);
    console.server.offered = {anchorOf(console, 9), ofAnotherPast(console)};
    QVERIFY(look(anchors));
    QCOMPARE(anchors.contradicts(), qint64(7));
    QTRY_COMPARE(console.audit->alarm(), QStringLiteral("history-rewritten"));
    const auto alarm = console.audit->raisedAlarm();
    QVERIFY(alarm);
    QCOMPARE(alarm->presentedNote, console.server.offered[1].note); // the evidence
    QVERIFY(!alarm->trustedNote.empty());
}

// Whoever can write there cannot push what proves a forged past out of sight.
void TestAnchorStore::longerNotesHideNothing()
{
    ReportConsole console;
    QVERIFY(console.sync());
    keep(console, ofAnotherPast(console));
    for (std::uint64_t size = 100'000; size < 100'120; ++size)
        keep(console, {size, {}, {}, "words", core::toBase64("words")});
    models::AnchorStore anchors(console.server, *console.audit);
    QVERIFY(look(anchors));
    QCOMPARE(anchors.contradicts(), qint64(7));
    QTRY_COMPARE(console.audit->alarm(), QStringLiteral("history-rewritten"));
}

void TestAnchorStore::aLogThatWasLongerIsAnAlarm()
{
    ReportConsole console;
    QVERIFY(console.sync());
    const auto size = std::uint64_t(console.audit->size()) + 50;
    const core::Checkpoint longer{support::TestLog::origin, size, core::sha256("longer")};
    const auto anchor = anchorOf(console.server.log.sign(longer), size);
    // Of one that the server offers now nothing is known yet.
    console.server.offered = {anchor};
    models::AnchorStore first(console.server, *console.audit);
    QVERIFY(look(first));
    QCOMPARE(first.contradicts(), qint64(0));
    console.server.offered.clear();
    keep(console, anchor);
    QVERIFY(look(first));
    QCOMPARE(first.contradicts(), qint64(size));
    QTRY_COMPARE(console.audit->alarm(), QStringLiteral("history-rewritten"));
    QCOMPARE(console.audit->raisedAlarm()->presentedNote, anchor.note);
}

// Neither can be looked at yet, and both cannot be true.
void TestAnchorStore::twoLongerOnesOfOneSizeAreAnAlarm()
{
    ReportConsole console;
    QVERIFY(console.sync());
    const auto size = std::uint64_t(console.audit->size()) + 50;
    const auto offered = [&](const char *content) {
        const core::Checkpoint one{support::TestLog::origin, size, core::sha256(content)};
        return anchorOf(console.server.log.sign(one), size);
    };
    console.server.offered = {offered("one"), offered("one")};
    models::AnchorStore anchors(console.server, *console.audit);
    QVERIFY(look(anchors));
    QCOMPARE(anchors.contradicts(), qint64(0));
    console.server.offered = {offered("one"), offered("two")};
    QVERIFY(look(anchors));
    QCOMPARE(anchors.contradicts(), qint64(size));
    QTRY_COMPARE(console.audit->alarm(), QStringLiteral("history-rewritten"));
    QCOMPARE(console.audit->raisedAlarm()->presentedNote, console.server.offered[1].note);
}

void TestAnchorStore::aReportOfAnotherPastIsNone()
{
    ReportConsole console;
    QVERIFY(console.sync());
    console.server.offered = {ofAnotherPast(console)};
    QVERIFY(console.run(console.world.request));
    QCOMPARE(console.store->standing(), Standing::Failed);
    QCOMPARE(console.store->fault(), std::string("anchor-contradicts"));
    QVERIFY(console.store->refusal(ReportFormat::Pdf, {}));
}

void TestAnchorStore::whatTheServerTakesBackIsKept()
{
    ReportConsole console;
    QVERIFY(console.sync());
    models::AnchorStore anchors(console.server, *console.audit);
    console.server.offered = {anchorOf(console, 40), anchorOf(console, 9)};
    QVERIFY(look(anchors));
    QCOMPARE(anchors.count(), qint64(2));
    QCOMPARE(anchors.newestSize(), qint64(40));
    QVERIFY(anchors.newestTime().startsWith(QStringLiteral("20")));
    console.server.offered.clear();
    models::AnchorStore later(console.server, *console.audit); // another start
    QVERIFY(look(later));
    QCOMPARE(later.count(), qint64(2));
    console.server.noAnchors = core::Error{core::ErrorKind::NotFound, "not-found", {}, {}, {}, {}};
    QVERIFY(look(later));
    QCOMPARE(later.count(), qint64(2));
    QVERIFY(console.audit->alarm().isEmpty());
    // Also in a report.
    QVERIFY(console.run(console.world.request));
    QCOMPARE(console.store->result()->anchors.anchors.size(), std::size_t(2));
}

void TestAnchorStore::whatIsNoStampOfTheLogIsCounted()
{
    ReportConsole console;
    QVERIFY(console.sync());
    models::AnchorStore anchors(console.server, *console.audit);
    auto words = anchorOf(console, 9);
    words.note = "words";
    auto noStamp = anchorOf(console, 8);
    noStamp.answer = core::toBase64("no stamp");
    auto noBase = anchorOf(console, 7);
    noBase.answer = "\"";
    auto exchanged = anchorOf(console, 6);
    exchanged.answer = anchorOf(console, 5).answer;
    const auto stranger = core::SigningKey::fromSeed(core::Secret(std::string(32, 'x'))).value();
    const auto forged = anchorOf(
        core::signCheckpoint({support::TestLog::origin, 4, core::sha256("forged")}, stranger)
            .value(),
        4);
    console.server.offered = {words, noStamp, noBase, exchanged, forged, anchorOf(console, 3)};
    QVERIFY(look(anchors));
    QCOMPARE(anchors.refused(), qint64(5));
    QCOMPARE(anchors.count(), qint64(1));
    QCOMPARE(anchors.contradicts(), qint64(0)); // nobody whose word counts has said so
    QVERIFY(console.audit->alarm().isEmpty());
}

// A server may offer as many as it likes.
models::AuditPlace TestAnchorStore::placeOf(ReportConsole &console)
{
    models::AuditPlace place;
    place.file = console.path("audit/log.sqlite");
    place.origin = support::TestLog::origin;
    place.verifierKey = core::toVkey(console.server.log.identity().verifiers.front());
    place.authorities = models::fromQt(m_authority.certificateFile());
    return place;
}

audit::AnchorFinding TestAnchorStore::compared(ReportConsole &console,
    const models::AuditPlace &place, const std::vector<core::AuditAnchor> &offered)
{
    audit::AnchorFinding finding;
    bool isDone = false;
    const auto call = console.audit->withCopy(
        [&](audit::AuditCache &cache, const models::AuditPlace &) {
            return models::compareAnchors(cache, place, offered, finding);
        },
        [&isDone](const auto &) { isDone = true; });
    if (!QTest::qWaitFor([&isDone] { return isDone; }))
        qWarning("nothing was compared");
    return finding;
}

// As many as are looked at, of longer logs than the one that is trusted.
std::vector<core::AuditAnchor> TestAnchorStore::strangersOf(ReportConsole &console)
{
    if (!m_stranger.make())
        qWarning("no stranger");
    std::vector<core::AuditAnchor> strangers;
    for (std::uint64_t size = 4; size < 4 + std::uint64_t(models::mostAnchors); ++size) {
        core::AuditAnchor anchor;
        anchor.size = size;
        anchor.note = console.server.log.note(size);
        anchor.answer = core::toBase64(m_stranger.answer(core::timestampQuery(anchor.note)->der));
        strangers.push_back(std::move(anchor));
    }
    return strangers;
}

void TestAnchorStore::strangersStampsHideNoTrustedOne()
{
    ReportConsole console;
    console.server.log.append(120);
    QVERIFY(console.sync());
    const models::AuditPlace place = placeOf(console);
    QCOMPARE(compared(console, place, {anchorOf(console, 3)}).trusted, std::size_t(1));
    QCOMPARE(compared(console, place, strangersOf(console)).trusted, std::size_t(1));
    const auto later = compared(console, place, {});
    QCOMPARE(later.trusted, std::size_t(1));
    QCOMPARE(later.trustedSize, std::uint64_t(3));
}

// They were kept before anybody said whom to trust; a file that is away makes nobody a stranger.
void TestAnchorStore::whatWasKeptBeforeIsSortedByTrust()
{
    ReportConsole console;
    console.server.log.append(120);
    QVERIFY(console.sync());
    models::AuditPlace place = placeOf(console);
    place.authorities = console.path("away.pem");
    compared(console, place, {anchorOf(console, 3)});
    const QDir folder(QString::fromStdString(place.file.string() + ".anchors"));
    QVERIFY(folder.exists(QStringLiteral("3.note")));
    QVERIFY(!folder.exists(QStringLiteral("others")));
    place.authorities.clear();
    compared(console, place, strangersOf(console));
    place.authorities = models::fromQt(m_authority.certificateFile());
    const auto found = compared(console, place, {});
    QCOMPARE(found.trusted, std::size_t(1));
    QCOMPARE(found.trustedSize, std::uint64_t(3));
    QCOMPARE(folder.entryList({QStringLiteral("*.note")}), QStringList{QStringLiteral("3.note")});
    // The other way round, with another authority: what was apart is in front.
    place.authorities = models::fromQt(m_stranger.certificateFile());
    QCOMPARE(compared(console, place, {}).trusted, std::size_t(models::mostAnchors));
    QVERIFY(!folder.exists(QStringLiteral("3.note")));
    QVERIFY(folder.exists(QStringLiteral("others/3.note")));
}

void TestAnchorStore::reportsTakeThemAlong()
{
    ReportConsole console;
    QVERIFY(console.sync());
    console.writeKey();
    console.server.offered = {anchorOf(console, 40), anchorOf(console, 9)};
    QVERIFY(console.run(console.world.request));
    QCOMPARE(console.store->standing(), Standing::Verified);
    QCOMPARE(console.store->result()->anchors.newestSize, std::uint64_t(40));
    QVERIFY(console.write("a.cmsr", ReportFormat::Bundle));
    QVERIFY2(
        !console.store->exporting().hasFailed(), console.store->exporting().error().code.c_str());
    const auto bundle = support::contentOf(console.path("a.cmsr").string());
    const auto finding
        = core::evidence::verifyBundle(bundle, console.world.keys(), m_authority.certificate());
    QVERIFY2(finding.verdict == core::evidence::BundleVerdict::Fine, finding.what.c_str());
    QCOMPARE(finding.anchors.size(), std::size_t(2));
}

void TestAnchorStore::withoutAServerReportsAreMade()
{
    ReportConsole console;
    QVERIFY(console.sync());
    console.server.noAnchors = core::Error{core::ErrorKind::Offline, "unreachable", {}, {}, {}, {}};
    QVERIFY(console.run(console.world.request));
    QCOMPARE(console.store->standing(), Standing::Verified);
    QVERIFY(console.store->result()->anchors.anchors.empty());
}

void TestAnchorStore::timesAreForPeople()
{
    QCOMPARE(models::stampTime(QStringLiteral("20261130120507Z")),
        QStringLiteral("30 Nov 2026 12:05:07 UTC"));
    QCOMPARE(models::stampTime(QStringLiteral("20261130120507.25Z")),
        QStringLiteral("30 Nov 2026 12:05:07 UTC"));
    for (const char *text : {"", "Z", "2026113012050", "20261399129999Z"})
        QCOMPARE(models::stampTime(QString::fromLatin1(text)), QString::fromLatin1(text));
}

QTEST_GUILESS_MAIN(TestAnchorStore)
#include "tst_anchors.moc"
