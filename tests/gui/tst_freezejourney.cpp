// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/hierarchysteps.h"
#include "tests/support/httpconsole.h"
#include "tests/support/testcase.h"
#include "views/calendar/calendargrid.h"

#include <QDateTimeEdit>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 20'000;

// So long that no moment of the test is near its ends.
std::string century(const std::string &severity)
{
    return R"({"id": "long", "title": "The long one", "kind": "deny", "severity": ")" + severity
        + R"(", "zone": "Europe/Berlin", "from": "2020-01-01T00:00", "to": "2120-01-01T00:00"})";
}

} // namespace

// Freezes and schedules before a window, with the real server and the real windows of time.
class FreezeJourney : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void gov27_theConsoleIsStopped();
    void gov28_theConsoleOverrides();
    void gov25_theConsoleSchedules();
    void gov25_theConsoleSchedulesAfterTheServerWasAway();

private:
    std::string wish(const std::string &text);
    std::string live() const
    {
        return at(m_cms.admin().get("/v1/configs/" + m_config + "/heads/dev"), "/version");
    }
    bool freeze(const std::string &windows)
    {
        return publishInDev(*m_pia, m_freezes, "{\"windows\": [" + windows + "]}").status == 200;
    }
    // The page of a new request for this text.
    bool openWish(const std::string &text);
    QString schedule() const { return m_olga->textOf(QStringLiteral("requestSchedule")); }
    QString words() const { return m_olga->banners().join(u'\n') + schedule(); }

    CmsProcess m_cms;
    std::optional<ProbeClient> m_pia;
    std::unique_ptr<HttpConsole> m_olga;
    std::string m_config;
    std::string m_freezes;
    std::string m_request;
};

std::string FreezeJourney::wish(const std::string &text)
{
    return at(m_cms.admin().post("/v1/change-requests", requestBody(m_config, "dev", live(), text)),
        "/id");
}

bool FreezeJourney::openWish(const std::string &text)
{
    m_request = wish(text);
    return m_olga->openRequest(QString::fromStdString(m_request))
        && QTest::qWaitFor([this] { return m_olga->isAtRest(); }, patience);
}

void FreezeJourney::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    (void)m_cms.admin().post(
        "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    m_config = makeConfig(m_cms.admin(), "payments/limits");
    m_pia.emplace(makePerson(m_cms.admin(), "pia", R"(["author","policy.edit"])"));
    m_freezes = makeConfig(*m_pia, "sys/freezes");
    QCOMPARE(publishInDev(m_cms.admin(), m_config, R"({"rate": 1})").status, 200);
    (void)makePerson(m_cms.admin(), "olga", R"(["operator","author","freeze.override"])");
    m_olga = std::make_unique<HttpConsole>();
    QVERIFY(m_olga->arrive(m_cms.port(), QStringLiteral("olga"), QStringLiteral("dev")));
}

void FreezeJourney::gov27_theConsoleIsStopped()
{
    const auto before = live();
    QVERIFY(freeze(century("soft")));
    QVERIFY(openWish(R"({"rate": 2})"));
    QTRY_VERIFY_WITH_TIMEOUT(
        schedule().contains(QStringLiteral("is frozen by “The long one” (soft)")), patience);
    QVERIFY(m_olga->trigger(QStringLiteral("apply")));
    QTRY_VERIFY_WITH_TIMEOUT(
        words().contains(QStringLiteral("A freeze stands against it: ")), patience);
    QVERIFY(words().contains(QStringLiteral("dev is frozen by \"The long one\" (soft)")));
    QVERIFY(words().contains(QStringLiteral("there is no slot within 400 days")));
    QCOMPARE(live(), before);
}

void FreezeJourney::gov28_theConsoleOverrides()
{
    const auto before = live();
    QVERIFY(m_olga->trigger(QStringLiteral("overrideFreeze")));
    QVERIFY(QTest::qWaitFor([this] {
        return m_olga->write(QStringLiteral("promptTicketField"), QStringLiteral("INC-7"));
    }));
    const QString place
        = m_olga->composition().stores()->places.titleOf(core::EnvironmentId("dev"));
    QVERIFY(m_olga->answerPrompt(QStringLiteral("It is down"), place));
    QTRY_VERIFY_WITH_TIMEOUT(schedule().contains(QStringLiteral("(INC-7): It is down")), patience);
    QVERIFY(m_olga->trigger(QStringLiteral("apply")));
    QTRY_COMPARE_WITH_TIMEOUT(
        m_olga->textOf(QStringLiteral("requestState")), QStringLiteral("Applied"), patience);
    QVERIFY(live() != before);
}

void FreezeJourney::gov25_theConsoleSchedules()
{
    QVERIFY(freeze(""));
    QVERIFY(openWish(R"({"rate": 3})"));
    QVERIFY(m_olga->trigger(QStringLiteral("scheduleRequest")));
    auto *time = m_olga->find<QDateTimeEdit>(QStringLiteral("scheduleTime"));
    QVERIFY(time);
    time->setDateTime(time->dateTime().addDays(1));
    const QDate day = time->date();
    QVERIFY(m_olga->click(QStringLiteral("scheduleSubmitButton")));
    QTRY_VERIFY_WITH_TIMEOUT(schedule().startsWith(QStringLiteral("Scheduled for ")), patience);
    QVERIFY(freeze(century("hard")));
    QTRY_VERIFY_WITH_TIMEOUT(
        schedule().contains(QStringLiteral("It will be stopped at its time.")), patience);
    QVERIFY(!m_olga->action(QStringLiteral("overrideFreeze"))->isEnabled());
    m_olga->window().workArea()->goTo({QStringLiteral("calendar"), day.toString(Qt::ISODate)});
    const auto cell = [this] {
        return m_olga->find<views::CalendarGrid>(QStringLiteral("calendarGrid"))
            ->currentIndex()
            .data(Qt::AccessibleTextRole)
            .toString();
    };
    QTRY_VERIFY_WITH_TIMEOUT(cell().contains(QStringLiteral("collides with “The long one”"))
            && cell().contains(QString::fromStdString(m_request)),
        patience);
    QVERIFY(m_olga->openRequest(QString::fromStdString(m_request)));
    QVERIFY(m_olga->trigger(QStringLiteral("unscheduleRequest")));
    QVERIFY(m_olga->answerPrompt({}));
    QTRY_VERIFY_WITH_TIMEOUT(!schedule().contains(QStringLiteral("Scheduled for ")), patience);
    QVERIFY(freeze(""));
}

void FreezeJourney::gov25_theConsoleSchedulesAfterTheServerWasAway()
{
    QVERIFY(openWish(R"({"rate": 4})"));
    QVERIFY(m_olga->trigger(QStringLiteral("scheduleRequest")));
    QVERIFY(m_olga->find<QDateTimeEdit>(QStringLiteral("scheduleTime")));
    m_cms.kill();
    QVERIFY(m_olga->click(QStringLiteral("scheduleSubmitButton")));
    const auto &acting = m_olga->composition().stores()->requests.acting();
    QTRY_VERIFY_WITH_TIMEOUT(acting.hasFailed(), 2 * patience);
    QVERIFY(!m_olga->banners().isEmpty());
    // What was chosen is still there.
    QVERIFY(m_olga->find<QDateTimeEdit>(QStringLiteral("scheduleTime")));
    QVERIFY(m_cms.startAgain());
    QVERIFY(m_olga->click(QStringLiteral("scheduleSubmitButton")));
    QTRY_VERIFY_WITH_TIMEOUT(schedule().startsWith(QStringLiteral("Scheduled for ")), patience);
    const auto request = m_cms.admin().get("/v1/change-requests/" + m_request);
    QVERIFY(!at(request, "/schedule/at").empty());
}

QTEST_MAIN(FreezeJourney)
#include "tst_freezejourney.moc"
