// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describerequests.h"
#include "tests/server/doctoredlog.h"
#include "tests/server/loggedverdicts.h"
#include "tests/server/randomlife.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::AuditEvent;
using support::Log;
using support::LoggedVerdicts;
using support::ServiceWorld;

namespace {

const int sequences = qEnvironmentVariableIsSet("CHANCERY_LONG_TESTS") ? 200 : 12;
constexpr int steps = 45;
constexpr unsigned story = 1'000'000; // in the place of a sequence: what is told below
const LoggedVerdicts::Gates gates{{"live", 2}};

} // namespace

Q_DECLARE_METATYPE(support::Doctor)

// "Every change of verdict has an audit event" (the sixth property), and with the first: what went
// live had its votes, told by nothing but the log of a real server.
class TestVerdictLog : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_world.prepareWorld(); }
    void everyChangeOfVerdictIsInTheLog();
    void aVerdictThatChangesByItselfIsTold();
    void aDoctoredLogIsFound_data();
    void aDoctoredLogIsFound();

private:
    void begin(unsigned seed);
    QString wrong();
    QString wrongOf(const std::string &id, const std::string &told);
    bool isSettled();
    void readLog();
    std::string stateOf(const std::string &id)
    {
        return ServiceWorld::at(m_world.requestOf(id), "/state");
    }
    // How often it was told that the verdict has changed by itself.
    std::ptrdiff_t told(const std::string &id);
    const Log &lived(unsigned seed);
    void live(unsigned seed);

    support::RandomLife m_world;
    Log m_log;
    std::optional<LoggedVerdicts> m_reader;
    QString m_wrong;
    LoggedVerdicts::Counts m_total;
    std::map<unsigned, Log> m_logs;
};

void TestVerdictLog::begin(unsigned seed)
{
    m_world.begin(seed);
    m_log.clear();
    m_reader.emplace(gates);
    m_wrong.clear();
}

void TestVerdictLog::readLog()
{
    const auto stored = m_world.store->present();
    const std::string prefix = "audit-leaf/";
    std::size_t number = 0;
    for (auto leaf = stored->lower_bound(prefix);
        leaf != stored->end() && leaf->first.starts_with(prefix); ++leaf) {
        if (number++ < m_log.size())
            continue;
        auto event = core::fromLeaf(*leaf->second);
        if (!event)
            qFatal("%s", core::toString(event.error()).c_str());
        m_log.push_back(std::move(*event));
        if (auto words = m_reader->objection(m_log.back()); !words.empty() && m_wrong.isEmpty())
            m_wrong = QString::fromStdString(words);
    }
}

// Its state is what the log says, and what its votes come to.
QString TestVerdictLog::wrongOf(const std::string &id, const std::string &told)
{
    const auto answer = m_world.requestOf(id);
    const auto request = m_world.read<core::ChangeRequest>(answer);
    if (!request)
        return QStringLiteral("%1 cannot be read").arg(QString::fromStdString(id));
    const auto state = ServiceWorld::at(answer, "/state");
    if (state != told)
        return QStringLiteral("%1 is %2, and the log says %3")
            .arg(QString::fromStdString(id), QString::fromStdString(state),
                QString::fromStdString(told));
    if ((state != "open" && state != "approved") || request->emergency)
        return {};
    const bool suffices
        = std::ranges::all_of(request->requirements, [](const core::Requirement &requirement) {
              return requirement.have >= requirement.need && requirement.blockedBy.empty();
          });
    return suffices == (state == "approved")
        ? QString()
        : QStringLiteral("%1 is %2, and its votes say otherwise")
              .arg(QString::fromStdString(id), QString::fromStdString(state));
}

QString TestVerdictLog::wrong()
{
    m_world.as();
    readLog();
    if (!m_wrong.isEmpty())
        return m_wrong;
    for (const auto &[id, state] : m_reader->states()) {
        if (auto words = wrongOf(id, state); !words.isEmpty())
            return words;
    }
    return {};
}

// What nobody did is told within a minute.
bool TestVerdictLog::isSettled()
{
    for (int second = 0; second < 62; ++second) {
        m_world.tick();
        if (wrong().isEmpty())
            return true;
        if (!m_wrong.isEmpty())
            return false;
    }
    return false;
}

void TestVerdictLog::live(unsigned seed)
{
    begin(seed);
    for (int i = 0; i < steps; ++i) {
        m_world.step();
        QVERIFY2(isSettled(),
            qPrintable(QStringLiteral("sequence %1, step %2: %3").arg(seed).arg(i).arg(wrong())));
    }
    m_total.applied += m_reader->counts().applied;
    m_total.verdicts += m_reader->counts().verdicts;
    m_total.emergencies += m_reader->counts().emergencies;
    m_logs[seed] = m_log;
}

// Empty where it went wrong.
const Log &TestVerdictLog::lived(unsigned seed)
{
    if (!m_logs.contains(seed))
        live(seed);
    return m_logs[seed];
}

void TestVerdictLog::everyChangeOfVerdictIsInTheLog()
{
    for (int seed = 0; seed < sequences; ++seed)
        QVERIFY(!lived(unsigned(seed)).empty());
    qInfo("%d sequences: %d applied, %d verdicts changed, %d in emergencies", sequences,
        m_total.applied, m_total.verdicts, m_total.emergencies);
    QVERIFY(m_total.applied > 4 * sequences);
    QVERIFY(m_total.verdicts > 4 * sequences);
    QVERIFY(m_total.emergencies > sequences / 4);
}

std::ptrdiff_t TestVerdictLog::told(const std::string &id)
{
    readLog();
    return std::ranges::count_if(m_log, [&](const AuditEvent &event) {
        return event.event == "change_request.dismiss_stale" && event.target.id == id;
    });
}

// A right that ends at an instant, and one that is taken: nobody touches the request.
void TestVerdictLog::aVerdictThatChangesByItselfIsTold()
{
    begin(0);
    m_world.lend();
    m_world.as("ann");
    m_world.opened("ann", m_world.item(m_world.app(), "live", m_world.text()));
    const auto id = m_world.lastRequest();
    m_world.clock.time += std::chrono::seconds(1);
    m_world.vote("bob", id);
    m_world.vote("sam", id);
    QCOMPARE(stateOf(id), std::string("approved"));
    const auto before = told(id);
    m_world.clock.time += std::chrono::minutes(31);
    QVERIFY(isSettled());
    QCOMPARE(stateOf(id), std::string("open"));
    QCOMPARE(told(id), before + 1);
    m_world.vote("cy", id);
    QCOMPARE(stateOf(id), std::string("approved"));
    const auto voted = m_world.clock.now();
    m_world.clock.time += std::chrono::minutes(2);
    const auto etag = m_world.etagOf("cy");
    const auto place = "/v1/principals/" + m_world.idOf("cy");
    QCOMPARE(m_world.ask("POST", place + ":disable", R"({"reason":"Left"})", etag).status, 200);
    m_world.tick();
    QCOMPARE(stateOf(id), std::string("open"));
    QCOMPARE(told(id), before + 2);
    // GOV-16: what turned by itself goes on expiring from the last deed on.
    QCOMPARE(ServiceWorld::at(m_world.requestOf(id), "/expiresAt"),
        core::toRfc3339(voted + std::chrono::days(14)));
    m_world.tick();
    QCOMPARE(told(id), before + 2);
    QVERIFY2(wrong().isEmpty(), qPrintable(wrong()));
    m_logs[story] = m_log;
}

void TestVerdictLog::aDoctoredLogIsFound_data()
{
    QTest::addColumn<support::Doctor>("doctor");
    QTest::newRow("a vote is cut out") << &support::dropVotes;
    QTest::newRow("a change of the verdict is cut out") << &support::dropQuietVerdict;
    QTest::newRow("an edit is cut out") << &support::dropEdit;
    QTest::newRow("the approver wrote it") << &support::forgeAuthor;
    QTest::newRow("the approver had gone") << &support::forgeAbsence;
    QTest::newRow("approved from the beginning") << &support::forgeVerdict;
    QTest::newRow("the demands are cut out") << &support::dropDemands;
    QTest::newRow("the emergency is cut out") << &support::dropEmergency;
    QTest::newRow("what went live is cut out") << &support::dropHead;
}

// Wherever it can be done to.
void TestVerdictLog::aDoctoredLogIsFound()
{
    QFETCH(const support::Doctor, doctor);
    int planted = 0;
    if (!m_logs.contains(story))
        aVerdictThatChangesByItselfIsTold();
    for (const unsigned seed : {0u, 1u, 2u, 3u, story}) {
        auto log = lived(seed);
        QVERIFY(!log.empty());
        QCOMPARE(LoggedVerdicts::objectionTo(log, gates), std::string());
        if (!doctor(log))
            continue;
        ++planted;
        const auto words = LoggedVerdicts::objectionTo(log, gates);
        QVERIFY2(!words.empty(), qPrintable(QStringLiteral("sequence %1").arg(seed)));
        qInfo("%s", words.c_str());
    }
    QVERIFY(planted > 0);
}

QTEST_GUILESS_MAIN(TestVerdictLog)
#include "tst_verdictlog.moc"
