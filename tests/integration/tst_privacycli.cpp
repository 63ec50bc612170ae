// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeprivacy.h"
#include "engine/core/digest.h"
#include "engine/server/keys.h"
#include "engine/server/log/auditlog.h"
#include "engine/server/secretfile.h"
#include "engine/server/store/loggedstore.h"
#include "engine/server/store/sqlitestore.h"
#include "tests/integration/oldlog.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/programpath.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <filesystem>

using namespace chancery;
using namespace chancery::support;

namespace {

QByteArray told(const Outcome &outcome)
{
    return QByteArray::fromStdString(outcome.out + outcome.errors);
}

} // namespace

// Personal data of a real server's log, from the shell of those who answer for it: what is on the
// disk, what is printed, and what can still be proved.
class TestPrivacyCli : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tooShortARetentionIsRefused_data();
    void tooShortARetentionIsRefused();
    void namesArePrintedWhereTheyStand();
    void holdsStandInTheWay();
    void erasedBytesAreInNoFile();
    void aKilledServerBringsNothingBack();
    void prunedLogsVerify();
    void prunedLogsAreReportedAndExported();
    void entriesThatWereLeftOutAreNotPruned();

private:
    std::string filesWith(const std::string &text) const;
    std::string etagOf(const std::string &id) const;

    CmsProcess m_cms;
    QTemporaryDir m_folder;
    std::optional<Shell> m_boss;
    std::optional<Shell> m_second;
    std::optional<Shell> m_auditor;
    std::string m_pia;
};

// The log begins long ago, and the server keeps it no longer than it must.
const QStringList young{QStringLiteral("--audit-retention-days"), QStringLiteral("365"),
    QStringLiteral("--stop-on-stdin-close")};

void TestPrivacyCli::initTestCase()
{
    QVERIFY(beginLogLongAgo(m_cms.data(), 300));
    QVERIFY(m_cms.start(young));
    const auto admin = m_cms.admin();
    makePlaces(admin);
    (void)makePerson(admin, "boss", R"(["admin"])");
    (void)makePerson(admin, "second", R"(["admin"])");
    (void)makePerson(admin, "ida", R"(["auditor"])");
    for (auto [shell, name] : {std::pair(&m_boss, "boss"), std::pair(&m_second, "second"),
             std::pair(&m_auditor, "ida")}) {
        shell->emplace(m_folder.filePath(QLatin1String(name)));
        QVERIFY((*shell)->login(m_cms.port(), QLatin1String(name)));
    }
    const auto made = admin.post("/v1/principals",
        R"({"kind":"user","name":"pia.planted","displayName":"Pia Planted","roles":["viewer"],)"
        R"("password":"correct horse"})");
    QCOMPARE(made.status, 201);
    m_pia = at(made, "/id");
    for (int i = 0; i < 20; ++i) {
        const auto session
            = ProbeClient(m_cms.port(), "")
                  .post("/v1/sessions", R"({"name":"pia.planted","password":"correct horse"})");
        QCOMPARE(session.status, 201);
        const ProbeClient pia(m_cms.port(), at(session, "/token"));
        QCOMPARE(pia.post("/v1/namespaces", "{}").status, 403);
    }
    QCOMPARE(m_auditor->run("audit verify").exitCode, 0);
}

void TestPrivacyCli::tooShortARetentionIsRefused_data()
{
    QTest::addColumn<QString>("days");
    for (const char *days : {"0", "364", "-1", "many", "36526", "99999999999", ""})
        QTest::newRow(days) << QString::fromLatin1(days);
}

// Twelve months: whoever starts a server otherwise is told so, and nothing is begun.
void TestPrivacyCli::tooShortARetentionIsRefused()
{
    QFETCH(QString, days);
    const auto data = m_folder.filePath(QStringLiteral("never"));
    QProcess server;
    server.setProcessChannelMode(QProcess::MergedChannels);
    server.start(programPath(QStringLiteral("chancery-cms")),
        {QStringLiteral("--data"), data, QStringLiteral("--port"), QStringLiteral("0"),
            QStringLiteral("--audit-retention-days=") + days});
    QVERIFY(server.waitForFinished(30'000));
    const auto said = server.readAll();
    QVERIFY2(server.exitCode() != 0, said.constData());
    QVERIFY2(said.contains("--audit-retention-days"), said.constData());
    if (days == QStringLiteral("0") || days == QStringLiteral("364")) {
        QVERIFY2(said.contains("365 days at least"), said.constData());
        QVERIFY2(said.contains("Give 365 or more"), said.constData());
    }
    QVERIFY(!std::filesystem::exists(data.toStdString()));
}

std::string TestPrivacyCli::filesWith(const std::string &text) const
{
    std::string names;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(m_cms.data())) {
        if (entry.is_regular_file()
            && contentOf(entry.path().string()).find(text) != std::string::npos)
            names += entry.path().filename().string() + ' ';
    }
    return names;
}

std::string TestPrivacyCli::etagOf(const std::string &id) const
{
    const auto people = m_cms.admin().get("/v1/principals?limit=500");
    for (int i = 0; i < 50; ++i) {
        const auto place = "/items/" + std::to_string(i);
        if (at(people, place + "/id") == id)
            return at(people, place + "/etag");
    }
    return {};
}

void TestPrivacyCli::namesArePrintedWhereTheyStand()
{
    const auto plain = m_auditor->run("audit list --find authz.denied");
    QCOMPARE(plain.exitCode, 0);
    QVERIFY2(plain.out.find("Planted") == std::string::npos, told(plain).constData());
    const auto named = m_auditor->run("audit list --names --find authz.denied");
    QVERIFY2(
        named.out.find(m_pia + " (Pia Planted)") != std::string::npos, told(named).constData());
    QVERIFY(!filesWith("Planted").empty());
}

void TestPrivacyCli::holdsStandInTheWay()
{
    const auto body = R"({"reason":"left"})";
    QCOMPARE(m_cms.admin().post("/v1/principals/" + m_pia + ":disable", body, etagOf(m_pia)).status,
        200);
    const auto hold = m_boss->run("privacy hold pia.planted --reason litigation --ticket CASE-7");
    QVERIFY2(hold.exitCode == 0, told(hold).constData());
    const auto id = QString::fromStdString(hold.out.substr(0, hold.out.find(':')));
    const auto refused = m_boss->run("privacy erase pia.planted --reason Art17 --ticket DSR-1");
    QVERIFY(refused.exitCode != 0);
    QVERIFY2(refused.errors.find("CASE-7") != std::string::npos, told(refused).constData());
    const auto holds = m_auditor->run("privacy holds");
    QVERIFY2(holds.out.find("CASE-7") != std::string::npos, told(holds).constData());
    const QStringList lift{QStringLiteral("privacy"), QStringLiteral("lift"), id,
        QStringLiteral("--reason"), QStringLiteral("settled")};
    QVERIFY(m_boss->run(lift).exitCode != 0);
    const auto lifted = m_second->run(lift);
    QVERIFY2(lifted.exitCode == 0, told(lifted).constData());
}

void TestPrivacyCli::erasedBytesAreInNoFile()
{
    QVERIFY(m_auditor->run("privacy erase pia.planted --reason r --ticket t").exitCode != 0);
    QVERIFY(!filesWith("Planted").empty());
    const auto erased = m_boss->run("privacy erase pia.planted --reason Art17 --ticket DSR-1");
    QVERIFY2(erased.exitCode == 0, told(erased).constData());
    QVERIFY2(erased.out.starts_with("Erased "), told(erased).constData());
    QCOMPARE(filesWith("Planted"), std::string());
    QCOMPARE(filesWith("pia.planted"), std::string());
    const auto named = m_auditor->run("audit list --names --find authz.denied");
    QVERIFY2(named.out.find(m_pia + " (erased)") != std::string::npos, told(named).constData());
    const auto verified = m_auditor->run("audit verify");
    QVERIFY2(verified.exitCode == 0, told(verified).constData());
}

void TestPrivacyCli::aKilledServerBringsNothingBack()
{
    m_cms.kill();
    QCOMPARE(filesWith("Planted"), std::string());
    QVERIFY(m_cms.startAgain(young));
    QCOMPARE(filesWith("Planted"), std::string());
    QCOMPARE(m_auditor->run("audit verify").exitCode, 0);
}

void TestPrivacyCli::prunedLogsVerify()
{
    const auto early = m_second->run("audit verify");
    QVERIFY(early.exitCode == 0);
    QVERIFY(m_boss->run("audit prune --before 100 --reason old --ticket RET-1").exitCode != 0);
    // A server that has just begun looks at its clock first, and says so until then.
    auto pruned = m_boss->run("audit prune --before 256 --reason old --ticket RET-1");
    (void)QTest::qWaitFor(
        [&] {
            if (pruned.exitCode != 0)
                pruned = m_boss->run("audit prune --before 256 --reason old --ticket RET-1");
            return pruned.exitCode == 0;
        },
        20'000);
    QVERIFY2(pruned.exitCode == 0, told(pruned).constData());
    // Who verified what has gone, who verified nothing before, and once more.
    const auto before = m_second->run("audit verify");
    QVERIFY2(before.exitCode == 0, told(before).constData());
    QVERIFY2(before.out.find("The first 256 were pruned") != std::string::npos,
        told(before).constData());
    const auto anew = m_auditor->run("audit verify --forget");
    QVERIFY2(anew.exitCode == 0, told(anew).constData());
    const auto again = m_second->run("audit verify");
    QVERIFY2(again.exitCode == 0, told(again).constData());
}

// From the server, and from the files that an export leaves.
void TestPrivacyCli::prunedLogsAreReportedAndExported()
{
    const auto file = [this](const char *name) { return m_folder.filePath(QLatin1String(name)); };
    const auto made = m_auditor->run({QStringLiteral("report"), QStringLiteral("key"),
        QStringLiteral("--out"), file("reports.key"), QStringLiteral("--signer"),
        QStringLiteral("cms.example/reports")});
    QVERIFY2(made.exitCode == 0, told(made).constData());
    const auto key = QString::fromStdString(made.out).trimmed();
    const auto report = [&](const char *out, const QStringList &more) {
        return m_auditor->run(
            QStringList{QStringLiteral("report"), QStringLiteral("run"),
                QStringLiteral("--framework"), QStringLiteral("soc2"), QStringLiteral("--from"),
                QStringLiteral("2020-01-01"), QStringLiteral("--to"), QStringLiteral("2100-01-01"),
                QStringLiteral("--out"), file(out), QStringLiteral("--signing-key"),
                file("reports.key"), QStringLiteral("--signer"),
                QStringLiteral("cms.example/reports"), QStringLiteral("--without-pdf")}
            + more);
    };
    const auto run = report("pruned.cmsr", {});
    QVERIFY2(run.exitCode == 0, told(run).constData());
    QVERIFY2(run.out.find("Pruned: the first 256 entries, before ") != std::string::npos,
        told(run).constData());
    const auto verified = m_auditor->run({QStringLiteral("bundle"), QStringLiteral("verify"),
        file("pruned.cmsr"), QStringLiteral("--key"), key});
    QVERIFY2(verified.exitCode == 0, told(verified).constData());
    QVERIFY2(verified.out.find("256 entries before them were pruned") != std::string::npos,
        told(verified).constData());
    const auto exported = m_auditor->run(
        {QStringLiteral("audit"), QStringLiteral("export"), QStringLiteral("--format"),
            QStringLiteral("ndjson"), QStringLiteral("-o"), file("entries.ndjson")});
    QVERIFY2(exported.exitCode == 0, told(exported).constData());
    QVERIFY2(exported.errors.find("The 256 entries before them were pruned") != std::string::npos
            && exported.errors.find("personal fields were erased") != std::string::npos,
        told(exported).constData());
    const auto keys = m_cms.admin().get("/v1/audit/keys");
    const auto logKey
        = QString::fromStdString(at(keys, "/0").empty() ? at(keys, "/items/0") : at(keys, "/0"));
    const auto offline = report("offline.cmsr",
        {QStringLiteral("--log"), file("entries.ndjson"), QStringLiteral("--checkpoint"),
            file("entries.ndjson.note"), QStringLiteral("--pruned"),
            file("entries.ndjson.pruned.note"), QStringLiteral("--key"), logKey});
    QVERIFY2(offline.exitCode == 0, told(offline).constData());
    const auto without = report("offline.cmsr",
        {QStringLiteral("--log"), file("entries.ndjson"), QStringLiteral("--checkpoint"),
            file("entries.ndjson.note"), QStringLiteral("--key"), logKey});
    QVERIFY(without.exitCode != 0);
}

namespace {

// What somebody does who has the server's files and its key, and something to hide: the record of a
// pruning that the log does not know of.
void hideTheBeginning(const std::filesystem::path &data)
{
    auto store = server::LoggedStore::open(server::SqliteStore::open(data / "chancery.db").value(),
        server::RedoLog::open(data / "chancery.redo").value());
    const auto reader = (*store)->openReader().value();
    const auto seed = server::keepSecret(data / "audit-log.key", 32).value();
    const auto key = core::SigningKey::fromSeed(seed).value();
    const auto lookup = server::nodesOf(*reader);
    const auto tree = core::MerkleTree::restore(core::pruneTile, lookup).value();
    core::PruneRecord record;
    record.before = core::pruneTile;
    record.note
        = core::signCheckpoint({"chancery.local/audit", record.before, tree.root()}, key).value();
    record.hashes.push_back(core::toBase64(core::bytesOf(lookup(8, 0).value())));
    auto transaction = (*store)->begin().value();
    for (std::uint64_t seq = 0; seq < record.before; ++seq)
        (void)transaction->remove(
            server::keys::join(server::keys::leaf, server::keys::number(seq)));
    QVERIFY(transaction->put(server::keys::pruned, api::toJson(record)).ok());
    QVERIFY(transaction->commit().ok());
}

} // namespace

void TestPrivacyCli::entriesThatWereLeftOutAreNotPruned()
{
    CmsProcess cms;
    QVERIFY(beginLogLongAgo(cms.data(), 300));
    hideTheBeginning(cms.data());
    QVERIFY(cms.start(young));
    (void)makePerson(cms.admin(), "eve", R"(["auditor"])");
    Shell eve(m_folder.filePath(QStringLiteral("eve")));
    QVERIFY(eve.login(cms.port(), QStringLiteral("eve")));
    const auto verified = eve.run("audit verify");
    QVERIFY2(verified.exitCode != 0, told(verified).constData());
    QVERIFY2(verified.errors.find("no entry of the log tells of it") != std::string::npos,
        told(verified).constData());
}

QTEST_GUILESS_MAIN(TestPrivacyCli)
#include "tst_privacycli.moc"
