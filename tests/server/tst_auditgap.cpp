// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditevent.h"
#include "engine/server/gaptelling.h"
#include "engine/server/keys.h"
#include "engine/server/log/gapjournal.h"
#include "tests/server/emergencyworld.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <QtCore/QFile>

using namespace chancery;
using server::GapJournal;
using server::GapRecord;
using support::inQuotes;

// AUD-12: what happens while the log cannot be written is refused, but for what an emergency shows;
// and the log tells of both as soon as it can.
class TestAuditGap : public support::TestCase, protected support::EmergencyWorld {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatWasRefusedIsToldOf();
    void aGapOutlivesTheServer();
    void anEmergencySeesASecretAllTheSame();
    void nobodyElseDoes();
    void aChangedJournalIsToldOf();
    void theJournalKeepsNothing();
    void aFullJournalKeepsNoMore();
    void aJournalThatIsGoneIsToldOf();
    void aJournalThatIsCutOffIsToldOf();
    void anEmergencyElsewhereIsNone();
    void gapsAreNumberedOn();

private:
    std::vector<core::AuditEvent> events()
    {
        const auto lines = *ask("GET", "/v1/audit/entries", {}, {}, "from=0&to=1000").body;
        std::vector<core::AuditEvent> all;
        for (std::size_t at = 0; at < lines.size();) {
            const auto end = lines.find('\n', at);
            all.push_back(core::fromLeaf(lines.substr(at, end - at)).value());
            at = end + 1;
        }
        return all;
    }
    std::vector<core::AuditEvent> gaps()
    {
        auto all = events();
        std::erase_if(all, [](const auto &event) { return event.event != "audit.gap"; });
        return all;
    }
    static std::string related(const core::AuditEvent &event, const std::string &type)
    {
        for (const auto &item : event.related) {
            if (item.type == type)
                return item.id;
        }
        return "none";
    }
    server::Response reveal(const std::string &who)
    {
        return askAs(who, "POST", "/v1/configs/" + cards + "/environments/live:reveal",
            R"({"pointer":"/key","sealed":)" + inQuotes(m_sealed) + R"(,"reason":"look"})");
    }
    std::string m_sealed;
    std::string m_dan;
};

void TestAuditGap::init()
{
    beginEmergencies();
    m_sealed = at(askAs(ann, "POST", "/v1/configs/" + cards + "/environments/live:seal",
                      R"({"pointer":"/key","value":"\"old\"","replaces":""})"),
        "/text");
    publishLive(cards, R"({"key":)" + m_sealed + '}');
    m_dan = person("dan", R"(["author","secret.reveal","emergency.activate"])");
}

void TestAuditGap::whatWasRefusedIsToldOf()
{
    QVERIFY(gaps().empty());
    store->failsCommit = true;
    const auto from = clock.time;
    for (int i = 0; i < 3; ++i) {
        QVERIFY(reveal(m_dan).status >= 500);
        clock.time += std::chrono::seconds(7);
    }
    store->failsCommit = false;
    QCOMPARE(reveal(m_dan).status, 200);
    const auto told = gaps();
    QCOMPARE(told.size(), std::size_t(1));
    QCOMPARE(related(told[0], "refused"), std::string("3"));
    QCOMPARE(related(told[0], "gap-from"), core::toRfc3339(from));
    QCOMPARE(related(told[0], "gap-to"), core::toRfc3339(from + std::chrono::seconds(14)));
    QCOMPARE(related(told[0], "done-in-emergency"), std::string("0"));
    QCOMPARE(told[0].problem, std::string("sqlite-full"));
    // Before what ended it, and once.
    const auto all = events();
    const auto gap = std::ranges::find(all, "audit.gap", &core::AuditEvent::event);
    QVERIFY(
        std::ranges::find(gap, all.end(), "secret.reveal", &core::AuditEvent::event) != all.end());
    QCOMPARE(reveal(m_dan).status, 200);
    QCOMPARE(gaps().size(), std::size_t(1));
}

void TestAuditGap::aGapOutlivesTheServer()
{
    store->failsCommit = true;
    QVERIFY(reveal(m_dan).status >= 500);
    ServiceWorld::open(store->snapshot()); // the log could not be told of the end either
    const auto told = gaps();
    QCOMPARE(told.size(), std::size_t(1));
    QCOMPARE(related(told[0], "refused"), std::string("1"));
    ServiceWorld::open(store->snapshot());
    QCOMPARE(gaps().size(), std::size_t(1));
}

void TestAuditGap::anEmergencySeesASecretAllTheSame()
{
    const auto session = EmergencyWorld::open(m_dan);
    store->failsCommit = true;
    const auto when = clock.time;
    const auto shown = reveal(m_dan);
    QCOMPARE(shown.status, 200);
    QVERIFY(!shown.hasAudit); // nobody promises an entry that is not there
    QCOMPARE(at(shown, "/value"), std::string("\"old\""));
    store->failsCommit = false;
    clock.time += std::chrono::minutes(3);
    const auto bob = signIn("bob");
    const auto told = gaps();
    QCOMPARE(told.size(), std::size_t(1));
    QCOMPARE(related(told[0], "done-in-emergency"), std::string("1"));
    QCOMPARE(related(told[0], "refused"), std::string("0"));
    const auto all = events();
    const auto gap = std::ranges::find(all, "audit.gap", &core::AuditEvent::event);
    const auto &own = *(gap + 1);
    QCOMPARE(own.event, std::string("secret.reveal"));
    QCOMPARE(own.actor.id, session.actor.text());
    QCOMPARE(own.seq, gap->seq + 1);
    QCOMPARE(related(own, "happened-at"), core::toRfc3339(when));
    QVERIFY(own.time >= gap->time);
    QCOMPARE(own.reason, std::string("look"));
    // What was seen has to be sealed anew, as ever.
    QCOMPARE(present(session).rotations.size(), std::size_t(1));
}

void TestAuditGap::nobodyElseDoes()
{
    const auto session = EmergencyWorld::open(m_dan);
    const auto eve = person("eve", R"(["author","secret.reveal"])");
    store->failsCommit = true;
    QVERIFY(reveal(eve).status >= 500);
    // Nor is anything changed.
    QVERIFY(step(m_dan, session, "end", R"("reason":"")").status >= 500);
    clock.time += std::chrono::hours(9);
    QVERIFY(reveal(m_dan).status >= 400); // the session is over
    store->failsCommit = false;
}

void TestAuditGap::aChangedJournalIsToldOf()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("gap"));
    const core::Secret key(std::string(32, 'k'));
    const auto at = core::fromRfc3339("2026-11-20T12:00:00Z").value();
    {
        auto journal = GapJournal::open(path.toStdString(), key).value();
        journal->refuse(at, "sqlite-full");
        GapRecord seen;
        seen.leaf = "{}";
        QVERIFY(journal->keep(seen, at, "sqlite-full"));
    }
    const auto whole = support::contentOf(path.toStdString());
    const auto again = GapJournal::open(path.toStdString(), key).value();
    QCOMPARE(again->gap().refused, std::uint64_t(1));
    QCOMPARE(again->gap().done.size(), std::size_t(1));
    QVERIFY(!again->gap().isDamaged);
    const auto used = whole.find_last_not_of('\0');
    for (std::size_t place = 0; place <= used; place += 5) {
        auto bytes = whole;
        bytes[place] = static_cast<char>(bytes[place] ^ 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes.data(), qint64(bytes.size()));
        file.close();
        const auto journal = GapJournal::open(path.toStdString(), key).value();
        QVERIFY2(journal->hasGap() && journal->gap().isDamaged, std::to_string(place).c_str());
    }
    QCOMPARE(support::contentOf(path.toStdString()).size(), GapJournal::fileBytes);
}

// Once the log has told of it. What people are called was in it.
void TestAuditGap::theJournalKeepsNothing()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("gap")).toStdString();
    const core::Secret key(std::string(32, 'k'));
    auto journal = GapJournal::open(path, key).value();
    const auto first = journal->generation();
    GapRecord seen;
    seen.leaf = "a leaf";
    seen.personal = "Ada Lovelace";
    QVERIFY(journal->keep(seen, core::Instant(), "full"));
    QVERIFY(support::contentOf(path).find("Lovelace") != std::string::npos);
    journal->clear();
    QVERIFY(!journal->hasGap());
    QVERIFY(support::contentOf(path).find("Lovelace") == std::string::npos);
    QVERIFY(journal->generation() > first);
    journal.reset();
    QVERIFY(!GapJournal::open(path, key).value()->hasGap());
}

void TestAuditGap::aFullJournalKeepsNoMore()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("gap")).toStdString();
    auto journal = GapJournal::open(path, core::Secret(std::string(32, 'k'))).value();
    GapRecord seen;
    seen.leaf = std::string(100'000, 'x');
    QVERIFY(journal->keep(seen, core::Instant(), "full"));
    QVERIFY(journal->keep(seen, core::Instant(), "full"));
    QVERIFY(!journal->keep(seen, core::Instant(), "full"));
    QCOMPARE(journal->gap().done.size(), std::size_t(2));
    QCOMPARE(support::contentOf(path).size(), GapJournal::fileBytes);
}

// Whoever takes the file away takes away what it held, and what comes is a gap of its own: or the
// log would seem to have told of it.
void TestAuditGap::aJournalThatIsGoneIsToldOf()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("gap")).toStdString();
    const core::Secret key(std::string(32, 'k'));
    QVERIFY(!GapJournal::open(path, key, 0).value()->hasGap()); // the first start
    QVERIFY(!GapJournal::open(path, key, 0).value()->hasGap());
    auto old = GapJournal::open(path, key, 3).value(); // an older file
    QVERIFY(old->hasGap() && old->gap().isDamaged);
    QVERIFY(old->generation() > 3);
    old.reset();
    std::filesystem::remove(path);
    auto journal = GapJournal::open(path, key, 3).value();
    QVERIFY(journal->hasGap() && journal->gap().isDamaged);
    GapRecord seen;
    seen.leaf = "{}";
    QVERIFY(journal->keep(seen, core::Instant(), "full"));
    journal.reset();
    journal = GapJournal::open(path, key, 3).value();
    QCOMPARE(journal->gap().done.size(), std::size_t(1));
    QVERIFY(journal->generation() > 3);
    const auto told = journal->generation();
    journal->clear();
    QVERIFY(!GapJournal::open(path, key, told).value()->hasGap());
}

void TestAuditGap::aJournalThatIsCutOffIsToldOf()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("gap")).toStdString();
    const core::Secret key(std::string(32, 'k'));
    GapRecord seen;
    seen.leaf = "{}";
    QVERIFY(GapJournal::open(path, key).value()->keep(seen, core::Instant(), "full"));
    std::filesystem::resize_file(path, GapJournal::fileBytes - 1);
    const auto journal = GapJournal::open(path, key).value();
    QVERIFY(journal->hasGap() && journal->gap().isDamaged);
    QCOMPARE(journal->gap().done.size(), std::size_t(1));
}

// A session for one namespace opens the journal for that one.
void TestAuditGap::anEmergencyElsewhereIsNone()
{
    (void)EmergencyWorld::open(m_dan);
    auto map = store->snapshot();
    int changed = 0;
    for (auto &[key, value] : map) {
        if (!key.starts_with(server::keys::join(server::keys::emergency, "")))
            continue;
        auto text = *value;
        const auto begin = text.find("\"namespaces\":[");
        QVERIFY(begin != std::string::npos);
        text.replace(begin, text.find(']', begin) + 1 - begin, R"("namespaces":["zoo"])");
        value = std::make_shared<const std::string>(text);
        ++changed;
    }
    QCOMPARE(changed, 1);
    ServiceWorld::open(std::move(map));
    store->failsCommit = true;
    QVERIFY(reveal(m_dan).status >= 500);
    store->failsCommit = false;
}

// Also behind the tenth.
void TestAuditGap::gapsAreNumberedOn()
{
    for (int i = 0; i < 12; ++i) {
        store->failsCommit = true;
        QVERIFY(reveal(m_dan).status >= 500);
        store->failsCommit = false;
        QCOMPARE(reveal(m_dan).status, 200);
        clock.time += std::chrono::minutes(1);
    }
    QCOMPARE(gaps().size(), std::size_t(12));
    const auto reader = store->openReader();
    QVERIFY(reader);
    QCOMPARE(server::toldGapOf(server::View(**reader)), std::uint64_t(12));
}

QTEST_GUILESS_MAIN(TestAuditGap)
#include "tst_auditgap.moc"
