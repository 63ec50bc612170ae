// SPDX-License-Identifier: Apache-2.0
#include "engine/core/storage/database.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/syslogreceiver.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 60'000;

} // namespace

// A log with holes, on its way to a receiver of syslog.
class TestSinkGaps : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aGapIsToldAndPassedBy();

private:
    QTemporaryDir m_folder;
    CmsProcess m_cms;
    std::unique_ptr<SyslogReceiver> m_receiver;
};

// Somebody has taken entries out of the store while the receiver was away.
void TestSinkGaps::aGapIsToldAndPassedBy()
{
    QVERIFY(m_cms.start());
    const auto nobody = makePerson(m_cms.admin(), "nobody", "[]");
    for (int i = 0; i < 100; ++i)
        QCOMPARE(nobody.post("/v1/namespaces", "{}").status, 403);
    QCOMPARE(m_cms.stop(), 0);
    {
        auto store = core::Database::open(m_cms.data() + "/chancery.db");
        QVERIFY(store.ok());
        for (const int number : {40, 41, 42, 70})
            QVERIFY(store->execute("DELETE FROM kv WHERE key = 'audit-leaf/"
                + QString::number(number, 16).rightJustified(16, QLatin1Char('0')).toStdString()
                + "'"));
    }
    m_receiver = std::make_unique<SyslogReceiver>(m_folder.filePath(QStringLiteral("out")));
    QVERIFY(m_receiver->start(QStringLiteral("tcp")));
    QVERIFY(m_cms.startAgain(
        {QStringLiteral("--audit-syslog"), m_receiver->address(QStringLiteral("tcp"))}));
    const auto has = [this](std::size_t number) {
        return m_receiver->bySequence().contains(std::int64_t(number));
    };
    QTRY_VERIFY_WITH_TIMEOUT(has(100), patience);
    for (const std::size_t number : {39U, 43U, 69U, 71U})
        QVERIFY(has(number));
    for (const std::size_t number : {40U, 41U, 42U, 70U})
        QVERIFY(!has(number));
    const auto logs = [this](const std::string &text) {
        m_cms.readLog();
        return m_cms.log().find(text) != std::string::npos;
    };
    QTRY_VERIFY_WITH_TIMEOUT(logs("event=sink.entries_are_missing"), patience);
    // The log is told of both, and the receiver hears that too.
    const auto tells = [this](const std::string &words) {
        return std::ranges::any_of(m_receiver->records(), [&](const SyslogRecord &record) {
            return record.msg.find("audit.sink_fail") != std::string::npos
                && record.msg.find(words) != std::string::npos;
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(tells("Entries 40 to 42 are not in the log"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(tells("Entries 70 to 70 are not in the log"), patience);
}

QTEST_GUILESS_MAIN(TestSinkGaps)
#include "tst_sinkgaps.moc"
