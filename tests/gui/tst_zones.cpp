// SPDX-License-Identifier: Apache-2.0
#include "editors/diffview.h"
#include "models/words.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QDateTimeEdit>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>

#include <ctime>

using namespace chancery;
using namespace std::chrono_literals;

namespace {

constexpr auto path = "shop/pace";

// Both at half past two by the clock of Berlin, where that hour comes twice.
void fill(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    cms.addConfig(path, core::Format::Json);
    // What is published is asked for and applied within eighteen minutes.
    cms.now = *core::fromRfc3339("2026-10-25T00:30:00Z") - 18min;
    cms.publish(path, "prod", R"({"rate": 1})", "alice", "Summer");
    cms.now = *core::fromRfc3339("2026-10-25T01:30:00Z") - 18min;
    cms.publish(path, "prod", R"({"rate": 2})", "alice", "Winter");
    cms.now += 30min;
}

} // namespace

// Times are shown and entered in one zone, whatever the computer's is; in the night when an hour
// comes twice too.
class ZonesTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void anHourThatComesTwiceIsTwoHours();

private:
    QByteArray m_zone;
};

void ZonesTest::initTestCase()
{
    m_zone = qgetenv("TZ");
    qputenv("TZ", "Europe/Berlin");
    ::tzset();
    QCOMPARE(QDateTime::fromSecsSinceEpoch(1'793'493'000).offsetFromUtc(), 3600);
}

void ZonesTest::cleanupTestCase()
{
    qputenv("TZ", m_zone);
    ::tzset();
}

void ZonesTest::anHourThatComesTwiceIsTwoHours()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("carol"))
        && console.chooseEnvironment(QStringLiteral("prod")));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QLatin1String(path)});
    const auto rows = [&] { return console.rowsOf(QStringLiteral("versionsTable")); };
    QTRY_COMPARE(rows().size(), 2);
    QCOMPARE(models::fullTime(console.cms().versions.back().createdAt),
        QStringLiteral("25 Oct 2026 01:30:00 UTC"));
    // As it is shown it is entered.
    auto *filter = console.find<QLineEdit>(QStringLiteral("lineageFilter"));
    filter->setText(QStringLiteral("after:2026-10-25T01:00"));
    QTRY_COMPARE(rows().size(), 1);
    QVERIFY2(rows().front().contains(QStringLiteral("Winter")), qPrintable(rows().front()));
    filter->clear();
    QTRY_COMPARE(rows().size(), 2);
    auto *date = console.find<QLineEdit>(QStringLiteral("lineageDate"));
    date->setText(QStringLiteral("2026-10-25 00:45"));
    QTest::keyClick(date, Qt::Key_Return);
    auto *table = console.find<QTableView>(QStringLiteral("versionsTable"));
    QTRY_COMPARE(table->currentIndex().row(), 1);
    // And two instants of that night are two.
    QVERIFY(console.trigger(QStringLiteral("showInstants")));
    auto *earlier = console.find<QDateTimeEdit>(QStringLiteral("instantsEarlier"));
    QVERIFY(earlier);
    earlier->setDateTime(QDateTime(QDate(2026, 10, 25), QTime(0, 45), Qt::UTC));
    QCOMPARE(earlier->text(), QStringLiteral("2026-10-25 00:45:00 UTC"));
    QVERIFY(console.click(QStringLiteral("compareInstantsButton")));
    QTRY_COMPARE(
        console.textOf(QStringLiteral("instantsSummary")), QStringLiteral("Different: 1 of 1"));
    QTRY_VERIFY(console.textOf(QStringLiteral("leftTitle"))
            .contains(QStringLiteral("25 Oct 2026 00:45:00 UTC")));
}

QTEST_MAIN(ZonesTest)
#include "tst_zones.moc"
