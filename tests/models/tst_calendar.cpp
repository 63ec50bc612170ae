// SPDX-License-Identifier: Apache-2.0
#include "models/calendarmodel.h"
#include "models/freezestate.h"
#include "models/qtconvert.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

#include <QAbstractItemModelTester>

using namespace chancery;
using namespace std::chrono_literals;
using core::ErrorKind;
using Kind = models::FreezeState::Kind;

// The change calendar as the console has it: what freezes, what is scheduled, days of people.
class CalendarTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void calendarsComeTogether();
    void offlineKeepsWhatIsShown();
    void anotherRangeForgets();
    void whatBecomesLiveIsReadAgain();
    void theBeginningOfAFreezeIsNoticed();
    void theHardestOfSeveralEnvironmentsCounts();
    void whatCannotBeReadIsClosed();
    void theNextSlotIsLongEnough();
    void whatMayBeOverridden_data();
    void whatMayBeOverridden();
    void daysHaveTheirLength_data();
    void daysHaveTheirLength();
    void hoursAreWhereTheClockShowsThem();
    void aMonthHasWholeWeeks();
    void aWeekHasEveryEnvironment();
    void cellsSayWhatIsInThem();
    void collisionsAreSaidInWords();

private:
    void answer()
    {
        while (m_mailbox->drain() > 0)
            continue;
    }
    void load(const std::vector<client::CalendarQuery> &queries)
    {
        m_store->show(queries);
        answer();
    }
    static core::Instant at(const char *text) { return *core::fromRfc3339(text); }

    const core::EnvironmentId m_prod{"prod"};
    const core::EnvironmentId m_dev{"dev"};
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<models::LiveUpdates> m_live;
    std::unique_ptr<models::CalendarStore> m_store;
};

namespace {

std::string window(const char *id, const char *severity, const char *from, const char *to)
{
    return std::string(R"({"id": ")") + id + R"(", "title": "The )" + id
        + R"(", "kind": "deny", "severity": ")" + severity
        + R"(", "zone": "Europe/Berlin", "from": ")" + from + R"(", "to": ")" + to + R"("})";
}

core::ChangeCalendar closedCalendar(const char *severity, core::Instant from, core::Instant to)
{
    core::ChangeCalendar calendar;
    calendar.environment = core::EnvironmentId(severity);
    calendar.from = from - 2h;
    calendar.to = from + 240h;
    core::CalendarWindow shown;
    shown.id = shown.title = severity;
    shown.kind = "deny";
    shown.severity = severity;
    calendar.windows = {shown};
    calendar.closed = {{from, to, severity, {severity}}};
    return calendar;
}

} // namespace

void CalendarTest::init()
{
    m_store.reset();
    m_live.reset();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    m_cms->actAs("carol");
    m_live = std::make_unique<models::LiveUpdates>(*m_cms);
    m_store = std::make_unique<models::CalendarStore>(*m_cms, *m_live);
}

void CalendarTest::calendarsComeTogether()
{
    m_cms->freeze("prod", window("end", "hard", "2026-12-20T00:00", "2027-01-04T08:00"));
    QSignalSpy changed(m_store.get(), &models::CalendarStore::changed);
    m_store->show({{m_dev, {}, {}, {}}, {m_prod, {}, {}, {}}});
    QVERIFY(m_store->loading().isRunning());
    QVERIFY(m_store->calendars().empty());
    answer();
    QVERIFY(!m_store->loading().isRunning());
    QCOMPARE(m_store->calendars().size(), std::size_t(2));
    QVERIFY(m_store->find(m_dev)->windows.empty());
    QCOMPARE(m_store->find(m_prod)->windows.front().title, std::string("The end"));
    QVERIFY(!m_store->find(core::EnvironmentId("staging")));
    QCOMPARE(changed.count(), 2); // forgotten, and come
}

void CalendarTest::offlineKeepsWhatIsShown()
{
    load({{m_dev, {}, {}, {}}, {m_prod, {}, {}, {}}});
    m_cms->failAlways("changeCalendar", support::anError(ErrorKind::Offline));
    m_store->reload();
    answer();
    QVERIFY(m_store->loading().hasFailed());
    QCOMPARE(m_store->calendars().size(), std::size_t(2));
    m_cms->heal();
    m_store->loading().retry();
    answer();
    QVERIFY(!m_store->loading().hasFailed());
    QCOMPARE(m_store->calendars().size(), std::size_t(2));
}

void CalendarTest::anotherRangeForgets()
{
    load({{m_prod, {}, {}, {}}});
    m_cms->hang("changeCalendar");
    m_store->show({{m_prod, at("2026-12-01T00:00:00Z"), at("2027-01-01T00:00:00Z"), {}}});
    answer();
    QVERIFY(m_store->calendars().empty());
    // What was asked for meanwhile counts, not what comes late.
    m_store->show({{m_dev, at("2026-12-01T00:00:00Z"), at("2027-01-01T00:00:00Z"), {}}});
    m_cms->release();
    answer();
    QCOMPARE(m_store->calendars().size(), std::size_t(1));
    QVERIFY(m_store->find(m_dev));
}

void CalendarTest::whatBecomesLiveIsReadAgain()
{
    m_live->follow();
    load({{m_prod, {}, {}, {}}});
    const int asked = m_cms->callCount("changeCalendar");
    m_cms->freeze("prod", window("end", "soft", "2026-12-20T00:00", "2027-01-04T08:00"));
    QTRY_VERIFY((answer(), m_cms->callCount("changeCalendar") > asked));
    answer();
    QCOMPARE(m_store->find(m_prod)->windows.size(), std::size_t(1));
    // Nothing of it hangs on agents.
    const int again = m_cms->callCount("changeCalendar");
    m_cms->sayStream(client::StreamState::Connected, {{1, "agent.report", "", "", ""}});
    QSignalSpy heard(m_live.get(), &models::LiveUpdates::changed);
    QTRY_COMPARE((answer(), heard.count()), 1);
    QCOMPARE(m_cms->callCount("changeCalendar"), again);
}

// By the server's clock: it begins 20 ms after the server was asked.
void CalendarTest::theBeginningOfAFreezeIsNoticed()
{
    const auto begin = std::chrono::ceil<std::chrono::seconds>(m_cms->now);
    m_cms->now = begin - 20ms;
    const std::string from = core::toRfc3339(begin).substr(0, 19);
    m_cms->freeze("prod",
        R"({"id": "end", "kind": "deny", "severity": "hard", "zone": "UTC", "from": ")" + from
            + R"(", "to": "2127-01-04T08:00"})");
    load({{m_prod, {}, {}, {}}});
    QVERIFY(models::freezeAt(m_store->calendars(), m_store->find(m_prod)->from).kind == Kind::Open);
    m_cms->now = begin;
    QTRY_VERIFY((answer(),
        models::freezeAt(m_store->calendars(), m_store->find(m_prod)->from).kind == Kind::Hard));
}

void CalendarTest::theHardestOfSeveralEnvironmentsCounts()
{
    const auto begin = at("2026-12-01T12:00:00Z");
    const std::vector calendars{
        closedCalendar("soft", begin, begin + 2h), closedCalendar("hard", begin + 1h, begin + 3h)};
    QVERIFY(models::freezeAt(calendars, begin - 1s).kind == Kind::Open);
    QVERIFY(models::freezeAt(calendars, begin).kind == Kind::Soft);
    const auto state = models::freezeAt(calendars, begin + 1h);
    QVERIFY(state.kind == Kind::Hard);
    QCOMPARE(state.windows, QStringList{QStringLiteral("“hard” (hard)")});
    QVERIFY(state.until == begin + 3h);
    QVERIFY(!state.isForSomeConfigs);
    QVERIFY(models::freezeAt(calendars, begin + 3h).kind == Kind::Open);
    QVERIFY(models::freezeAt(calendars, begin + 1000h).kind == Kind::Unknown);
    QVERIFY(models::freezeAt({}, begin).kind == Kind::Unknown);
}

void CalendarTest::whatCannotBeReadIsClosed()
{
    m_cms->freeze("prod", R"({"id": "end"})");
    load({{m_prod, {}, {}, {}}});
    const auto state = models::freezeAt(m_store->calendars(), m_cms->now + 1h);
    QVERIFY(state.kind == Kind::Unreadable && state.isClosed());
    QVERIFY(!models::nextSlot(m_store->calendars(), m_cms->now, true));
}

void CalendarTest::theNextSlotIsLongEnough()
{
    const auto begin = at("2026-12-01T12:00:00Z");
    // Ten minutes between the two are no slot.
    const std::vector calendars{closedCalendar("soft", begin, begin + 2h),
        closedCalendar("hard", begin + 2h + 10min, begin + 3h)};
    QVERIFY(models::nextSlot(calendars, begin, false) == begin + 3h);
    QVERIFY(models::nextSlot(calendars, begin, true) == begin);
    QVERIFY(models::nextSlot(calendars, begin - 10min, false) == begin + 3h);
    QVERIFY(models::nextSlot(calendars, begin - 15min, false) == begin - 15min);
    QVERIFY(!models::nextSlot({closedCalendar("hard", begin, begin + 999h)}, begin, false));
}

void CalendarTest::whatMayBeOverridden_data()
{
    QTest::addColumn<bool>("mayOverride");
    QTest::addColumn<int>("now");
    QTest::addColumn<int>("later");
    QTest::addColumn<QString>("whyNot");
    const auto row = [](const char *name, bool may, Kind now, Kind later, const char *whyNot) {
        QTest::newRow(name) << may << int(now) << int(later) << QString::fromUtf8(whyNot);
    };
    row("soft", true, Kind::Soft, Kind::Open, "");
    row("soft at its time", true, Kind::Open, Kind::Soft, "");
    row("without the right", false, Kind::Soft, Kind::Open, "freeze.override");
    row("hard", true, Kind::Hard, Kind::Soft, "hard freeze: “end”");
    row("hard at its time", true, Kind::Open, Kind::Hard, "hard freeze: “end”");
    row("open", true, Kind::Open, Kind::Open, "No freeze");
    row("unknown", true, Kind::Unknown, Kind::Open, "not known");
    row("unreadable", true, Kind::Unreadable, Kind::Open, "cannot be read");
}

void CalendarTest::whatMayBeOverridden()
{
    QFETCH(bool, mayOverride);
    QFETCH(int, now);
    QFETCH(int, later);
    QFETCH(QString, whyNot);
    models::Permissions permissions;
    if (mayOverride)
        permissions.granted = {"freezeOverride"};
    core::ChangeRequest request;
    request.state = core::RequestState::Approved;
    models::FreezeState first{Kind(now), m_prod, {QStringLiteral("“end”")}, false, {}};
    models::FreezeState second{Kind(later), m_prod, {QStringLiteral("“end”")}, false, {}};
    const auto state = models::overrideState(permissions, request, first, second);
    QCOMPARE(state.isEnabled, whyNot.isEmpty());
    QVERIFY2(state.whyNot.contains(whyNot), qPrintable(state.whyNot));
    request.freezeOverride = core::FreezeOverride{};
    QVERIFY(!models::overrideState(permissions, request, first, second).isEnabled);
    request.freezeOverride->cycle = request.cycle + 1; // of another content
    QCOMPARE(
        models::overrideState(permissions, request, first, second).isEnabled, whyNot.isEmpty());
}

void CalendarTest::daysHaveTheirLength_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QDate>("date");
    QTest::addColumn<int>("minutes");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const char *zone, QDate date, int minutes,
                         const char *words) {
        QTest::newRow(name) << QByteArray(zone) << date << minutes << QString::fromLatin1(words);
    };
    row("usual", "Europe/Berlin", {2026, 12, 20}, 1440, "");
    row("put forward", "Europe/Berlin", {2027, 3, 28}, 1380, "23 hours: the clock is put forward");
    row("put back", "Europe/Berlin", {2026, 10, 25}, 1500, "25 hours: the clock is put back");
    row("by half an hour", "Australia/Lord_Howe", {2026, 10, 4}, 1410,
        "23.5 hours: the clock is put forward");
    row("without a midnight", "America/Santiago", {2026, 9, 6}, 1380,
        "23 hours: the clock is put forward");
    row("never", "UTC", {2027, 3, 28}, 1440, "");
}

void CalendarTest::daysHaveTheirLength()
{
    QFETCH(QByteArray, zone);
    QFETCH(QDate, date);
    const QTimeZone place(zone);
    const auto days = models::daysFrom(date.addDays(-1), 3, place);
    QTEST(days[1].minutes(), "minutes");
    QTEST(models::lengthText(days[1]), "words");
    QVERIFY(days[0].to == days[1].from && days[1].to == days[2].from);
    QCOMPARE(models::dateOf(days[1].from, place), date);
    QCOMPARE(models::dateOf(days[1].to - 1us, place), date);
}

void CalendarTest::hoursAreWhereTheClockShowsThem()
{
    const QTimeZone berlin("Europe/Berlin");
    const auto parts = [&](QDate date, int hour) {
        const auto day = models::dayOf(date, berlin);
        return day.partAt(models::hourOf(day, hour, berlin));
    };
    QCOMPARE(parts({2026, 12, 20}, 6), 6.0 / 24);
    QCOMPARE(parts({2027, 3, 28}, 6), 5.0 / 23);
    QCOMPARE(parts({2026, 10, 25}, 6), 7.0 / 25);
    QCOMPARE(parts({2027, 3, 28}, 2), 2.0 / 23); // left out: the leap
    const auto day = models::dayOf({2026, 12, 20}, berlin);
    QCOMPARE(models::clockText(day.to, day, berlin), QStringLiteral("24:00"));
    QCOMPARE(day.partAt(day.to + 5h), 1.0);
}

void CalendarTest::aMonthHasWholeWeeks()
{
    models::CalendarModel model(*m_store, QTimeZone("Europe/Berlin"));
    const QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 0);
    model.show(models::CalendarModel::Span::Month, {2026, 12, 20},
        {{m_prod, QStringLiteral("Production")}, {m_dev, QStringLiteral("Development")}});
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.title(), QStringLiteral("December 2026"));
    QVERIFY(model.range().from == at("2026-11-29T23:00:00Z"));
    QVERIFY(model.range().to == at("2027-01-03T23:00:00Z"));
    QVERIFY(model.cell(model.index(0, 0)).isOutside);
    QVERIFY(!model.cell(model.index(0, 1)).isOutside);
    QVERIFY(model.indexOf({2026, 12, 20}) == model.index(2, 6));
    QVERIFY(!model.indexOf({2027, 2, 1}).isValid());
    QCOMPARE(
        model.headerData(0, Qt::Vertical, Qt::DisplayRole).toString(), QStringLiteral("Week 49"));
    // Four weeks to the day, and six.
    model.show(models::CalendarModel::Span::Month, {2027, 2, 14}, model.places());
    QCOMPARE(model.rowCount(), 4);
    model.show(models::CalendarModel::Span::Month, {2027, 5, 1}, model.places());
    QCOMPARE(model.rowCount(), 6);
}

void CalendarTest::aWeekHasEveryEnvironment()
{
    models::CalendarModel model(*m_store, QTimeZone("Europe/Berlin"));
    model.show(models::CalendarModel::Span::Week, {2027, 3, 28},
        {{m_dev, QStringLiteral("Development")}, {m_prod, QStringLiteral("Production")}});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.title(), QStringLiteral("22 March – 28 March 2027"));
    QVERIFY(model.range().to - model.range().from == 7 * 24h - 1h);
    QCOMPARE(model.headerData(1, Qt::Vertical, Qt::DisplayRole).toString(),
        QStringLiteral("Production"));
    QVERIFY(model.indexOf({2027, 3, 28}, m_prod) == model.index(1, 6));
    const auto words = model.data(model.index(1, 6), Qt::AccessibleTextRole).toString();
    QVERIFY2(words.startsWith(QStringLiteral("Sunday 28 March 2027, Production\n23 hours")),
        qPrintable(words));
    QVERIFY(words.endsWith(QStringLiteral("Not known yet")));
}

void CalendarTest::cellsSayWhatIsInThem()
{
    m_cms->freeze("prod", window("end", "hard", "2026-12-20T07:30", "2026-12-21T08:00"));
    models::CalendarModel model(*m_store, QTimeZone("Europe/Berlin"));
    model.show(models::CalendarModel::Span::Month, {2026, 12, 20},
        {{m_prod, QStringLiteral("Production")}});
    load({{m_prod, model.range().from, model.range().to, {}}});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.read();
    QCOMPARE(changed.count(), 1);
    const auto words = [&](QDate date, int role = Qt::AccessibleTextRole) {
        return model.data(model.indexOf(date), role).toString();
    };
    QCOMPARE(words({2026, 12, 20}),
        QStringLiteral("Sunday 20 December 2026, Production\n"
                       "07:30–24:00 frozen: “The end” (hard)"));
    QVERIFY(words({2026, 12, 21}).contains(QStringLiteral("00:00–08:00 frozen")));
    QVERIFY(words({2026, 12, 22}).contains(QStringLiteral("Nothing is frozen or scheduled")));
    QVERIFY(words({2026, 12, 20}, Qt::ToolTipRole)
            .endsWith(QStringLiteral("UTC: 2026-12-20 06:30 – 2026-12-20 23:00")));
}

void CalendarTest::collisionsAreSaidInWords()
{
    core::ChangeRequest &request = m_cms->requests.back();
    request.state = core::RequestState::Approved;
    request.schedule = core::Schedule{at("2026-12-20T06:00:00Z"), "Europe/Berlin", 15, {}, {}, {}};
    const auto outlook = [&] {
        load({{m_prod, at("2026-12-01T00:00:00Z"), at("2027-01-01T00:00:00Z"), {}}});
        const core::ChangeCalendar &calendar = *m_store->find(m_prod);
        return models::outlookText(calendar, calendar.requests.front());
    };
    QCOMPARE(outlook(), QStringLiteral("waits for its time"));
    m_cms->freeze("prod", window("end", "soft", "2026-12-20T00:00", "2026-12-21T00:00"));
    QCOMPARE(outlook(), QStringLiteral("collides with “The end” (soft)"));
    QVERIFY(m_store->find(m_prod)->requests.front().nextSlot == at("2026-12-20T23:00:00Z"));
    request.freezeOverride = core::FreezeOverride{};
    request.freezeOverride->cycle = request.cycle;
    QCOMPARE(outlook(), QStringLiteral("waits for its time; the freeze is overridden"));
    request.schedule->suspendedBecause = "late";
    QCOMPARE(outlook(), QStringLiteral("suspended: late"));
}

QTEST_GUILESS_MAIN(CalendarTest)
#include "tst_calendar.moc"
