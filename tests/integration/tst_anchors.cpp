// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "engine/core/signednote.h"
#include "engine/server/secretfile.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/programs.h"
#include "tests/support/rawhttpserver.h"
#include "tests/support/stampauthority.h"
#include "tests/support/testcase.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <fstream>
#include <mutex>

using namespace chancery;
using namespace chancery::support;

namespace {

QByteArray told(const Outcome &outcome)
{
    return QByteArray::fromStdString(outcome.out + outcome.errors);
}

std::string reply(std::string_view body)
{
    return httpAnswer(200, body, "Content-Type: application/timestamp-reply\r\n");
}

} // namespace

// A server's checkpoint under the stamp of an authority on this machine, which is OpenSSL's own
// program behind a few lines of HTTP.
class TestAnchors : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aCheckpointIsAnchoredAndVerifiedLater();
    void whatWasChangedSinceIsFound();
    void bundlesCarryThem();
    void theLogOfTodayGoesOnFromThem();
    void theServerHasItselfStamped();
    void hostileAuthoritiesAreRefused_data();
    void hostileAuthoritiesAreRefused();

private:
    Outcome anchor(const std::string &url, const QString &folder) const;
    Outcome verify(const QString &folder) const;
    QString folder(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

    CmsProcess m_cms;
    QTemporaryDir m_folder;
    StampAuthority m_authority;
    StampAuthority m_other;
    std::optional<Shell> m_auditor;
};

void TestAnchors::initTestCase()
{
    QVERIFY(m_authority.make());
    QVERIFY(m_other.make());
    QVERIFY(m_cms.start());
    (void)makePerson(m_cms.admin(), "ida", R"(["auditor"])");
    m_auditor.emplace(m_folder.filePath(QStringLiteral("home")));
    QVERIFY(m_auditor->login(m_cms.port(), QStringLiteral("ida")));
    // Whose checkpoint it is must be known first.
    QVERIFY(anchor("http://127.0.0.1:9", folder("none")).exitCode != 0);
    QCOMPARE(m_auditor->run("audit verify").exitCode, 0);
}

Outcome TestAnchors::anchor(const std::string &url, const QString &folder) const
{
    return m_auditor->run(
        {QStringLiteral("audit"), QStringLiteral("anchor"), QStringLiteral("make"),
            QStringLiteral("--tsa"), QString::fromStdString(url), QStringLiteral("--tsa-ca"),
            m_authority.certificateFile(), QStringLiteral("--folder"), folder});
}

Outcome TestAnchors::verify(const QString &folder) const
{
    return m_auditor->run({QStringLiteral("audit"), QStringLiteral("anchor"),
        QStringLiteral("verify"), QStringLiteral("--tsa-ca"), m_authority.certificateFile(),
        QStringLiteral("--folder"), folder});
}

void TestAnchors::aCheckpointIsAnchoredAndVerifiedLater()
{
    std::string type;
    RawHttpServer tsa([&](RawConnection &connection) {
        const auto request = connection.readRequest();
        type = headerOf(request, "content-type");
        connection.send(reply(m_authority.answer(bodyOf(request))));
    });
    const auto made = anchor(tsa.url() + "/tsr", folder("anchors"));
    QVERIFY2(made.exitCode == 0, told(made).constData());
    QVERIFY2(made.out.find("Test TSA") != std::string::npos, told(made).constData());
    QCOMPARE(type, std::string("application/timestamp-query"));
    QCOMPARE(QDir(folder("anchors")).entryList({QStringLiteral("*.tsr")}).size(), 1);
    m_cms.kill();
    const auto verified = verify(folder("anchors"));
    QVERIFY2(verified.exitCode == 0, told(verified).constData());
    QVERIFY2(verified.out.find("entries existed at 20") != std::string::npos,
        told(verified).constData());
    QVERIFY(m_cms.startAgain());
    QVERIFY(verify(folder("nowhere")).exitCode != 0);
}

void TestAnchors::whatWasChangedSinceIsFound()
{
    const QDir anchors(folder("anchors"));
    for (const char *pattern : {"*.note", "*.tsr"}) {
        const auto name = anchors.entryList({QLatin1String(pattern)}).value(0);
        QFile file(anchors.filePath(name));
        QVERIFY(file.open(QIODevice::ReadWrite));
        const auto before = file.readAll();
        auto changed = before;
        // Of the note its size, of the stamp what is signed last.
        const auto place
            = name.endsWith(QLatin1String("note")) ? changed.indexOf('\n') + 1 : changed.size() - 1;
        changed[place] = char(changed[place] ^ 1);
        file.seek(0);
        QCOMPARE(file.write(changed), changed.size());
        file.flush();
        const auto found = verify(anchors.path());
        QVERIFY2(found.exitCode == 1, told(found).constData());
        file.seek(0);
        QCOMPARE(file.write(before), before.size());
        file.flush();
        QCOMPARE(verify(anchors.path()).exitCode, 0);
    }
}

void TestAnchors::bundlesCarryThem()
{
    const auto key
        = m_auditor->run({QStringLiteral("report"), QStringLiteral("key"), QStringLiteral("--out"),
            folder("key"), QStringLiteral("--signer"), QStringLiteral("ida.example/reports")});
    QVERIFY2(key.exitCode == 0, told(key).constData());
    const auto made = m_auditor->run({QStringLiteral("report"), QStringLiteral("run"),
        QStringLiteral("--out"), folder("bundle"), QStringLiteral("--signing-key"), folder("key"),
        QStringLiteral("--signer"), QStringLiteral("ida.example/reports"), QStringLiteral("--from"),
        QStringLiteral("2020-01-01"), QStringLiteral("--to"), QStringLiteral("2100-01-01"),
        QStringLiteral("--without-pdf"), QStringLiteral("--anchors"), folder("anchors")});
    QVERIFY2(made.exitCode == 0, told(made).constData());
    const auto check = [&](const StampAuthority &authority) {
        return m_auditor->run({QStringLiteral("bundle"), QStringLiteral("verify"), folder("bundle"),
            QStringLiteral("--key"), QString::fromStdString(key.out).trimmed(),
            QStringLiteral("--tsa-ca"), authority.certificateFile()});
    };
    const auto fine = check(m_authority);
    QVERIFY2(fine.exitCode == 0, told(fine).constData());
    QVERIFY2(fine.out.find("says a time stamp") != std::string::npos, told(fine).constData());
    const auto another = check(m_other);
    QVERIFY2(another.exitCode == 1, told(another).constData());
}

void TestAnchors::theLogOfTodayGoesOnFromThem()
{
    QDirIterator files(folder("home"), {QStringLiteral("cli.json")}, QDir::Files | QDir::Hidden,
        QDirIterator::Subdirectories);
    QVERIFY(files.hasNext());
    const auto kept = QFileInfo(files.next()).absolutePath() + QStringLiteral("/anchors/");
    QVERIFY(QDir().mkpath(kept));
    const QDir anchors(folder("anchors"));
    for (const auto &name : anchors.entryList(QDir::Files))
        QVERIFY(QFile::copy(anchors.filePath(name), kept + name));
    const auto fine = m_auditor->run("audit verify");
    QVERIFY2(fine.exitCode == 0, told(fine).constData());
    QVERIFY2(fine.out.find("It goes on from all 1 checkpoints") != std::string::npos,
        told(fine).constData());
    // One that the log has signed, of a past that it does not have any more.
    const auto seed = server::keepSecret(m_cms.data() + "/audit-log.key", 32).value();
    const auto key = core::SigningKey::fromSeed(seed).value();
    const auto note
        = core::signCheckpoint({"chancery.local/audit", 3, core::sha256("another past")}, key);
    std::ofstream(kept.toStdString() + "3.note", std::ios::binary) << note.value();
    const auto found = m_auditor->run("audit verify");
    QVERIFY2(found.exitCode == 1, told(found).constData());
    QVERIFY2(found.errors.find("since its 3 entries were anchored") != std::string::npos,
        told(found).constData());
    QVERIFY(QFile::remove(kept + QStringLiteral("3.note")));
}

// By its start options, and without anybody asking.
void TestAnchors::theServerHasItselfStamped()
{
    RawHttpServer tsa([&](RawConnection &connection) {
        connection.send(reply(m_authority.answer(bodyOf(connection.readRequest()))));
    });
    QCOMPARE(m_cms.stop(), 0);
    QVERIFY(m_cms.startAgain({QStringLiteral("--audit-tsa"),
        QString::fromStdString(tsa.url() + "/tsr"), QStringLiteral("--audit-tsa-ca"),
        m_authority.certificateFile(), QStringLiteral("--notification-http-here")}));
    QTRY_VERIFY_WITH_TIMEOUT(
        !at(m_cms.admin().get("/v1/audit/anchors"), "/items/0/note").empty(), 20'000);
    const auto fetch = [&] {
        return m_auditor->run({QStringLiteral("audit"), QStringLiteral("anchor"),
            QStringLiteral("fetch"), QStringLiteral("--tsa-ca"), m_authority.certificateFile(),
            QStringLiteral("--folder"), folder("fetched")});
    };
    const auto fetched = fetch();
    QVERIFY2(fetched.exitCode == 0, told(fetched).constData());
    QVERIFY2(fetched.out.find("1 of the server's 1 anchors") != std::string::npos,
        told(fetched).constData());
    QCOMPARE(verify(folder("fetched")).exitCode, 0);
    const auto again = fetch();
    QVERIFY2(again.out.find("0 of the server's 1 anchors") != std::string::npos,
        told(again).constData());
    // Whoever does not trust that authority takes none.
    const auto refused = m_auditor->run({QStringLiteral("audit"), QStringLiteral("anchor"),
        QStringLiteral("fetch"), QStringLiteral("--tsa-ca"), m_other.certificateFile(),
        QStringLiteral("--folder"), folder("refused")});
    QVERIFY(refused.exitCode != 0);
    QVERIFY(QDir(folder("refused")).entryList(QDir::Files).isEmpty());
}

void TestAnchors::hostileAuthoritiesAreRefused_data()
{
    QTest::addColumn<QByteArray>("what");
    for (const char *what : {"another's signature", "an earlier answer", "other bytes",
             "not granted", "a page", "another type", "oversize", "a redirect", "silence"})
        QTest::newRow(what) << QByteArray(what);
}

void TestAnchors::hostileAuthoritiesAreRefused()
{
    QFETCH(QByteArray, what);
    const auto earlier = m_authority.query("other bytes", "-sha256");
    RawHttpServer tsa([&](RawConnection &connection) {
        const auto query = bodyOf(connection.readRequest());
        if (what == "another's signature")
            connection.send(reply(m_other.answer(query)));
        else if (what == "an earlier answer" || what == "other bytes")
            connection.send(reply(m_authority.answer(earlier)));
        else if (what == "not granted")
            connection.send(reply(m_authority.answer("none")));
        else if (what == "a page")
            connection.send(reply("<html>"));
        else if (what == "another type")
            connection.send(httpAnswer(200, m_authority.answer(query)));
        else if (what == "oversize")
            connection.send(reply(std::string(100'000, 'x')));
        else if (what == "a redirect")
            connection.send(httpAnswer(302, "", "Location: http://127.0.0.1:9/\r\n"));
    });
    const auto refused = anchor(tsa.url(), folder("hostile"));
    QVERIFY2(refused.exitCode != 0, told(refused).constData());
    QVERIFY(!refused.errors.empty());
    QVERIFY(QDir(folder("hostile")).entryList(QDir::Files).isEmpty());
}

QTEST_GUILESS_MAIN(TestAnchors)
#include "tst_anchors.moc"
