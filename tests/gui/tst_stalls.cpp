// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "tests/support/console.h"
#include "tests/support/largeworld.h"
#include "tests/support/stallmeter.h"
#include "tests/support/testcase.h"

#include <QLineEdit>
#include <QTableView>

using namespace chancery;
using support::StallMeter;
using support::StallReport;

// Walks through every view of a small and of a large workspace and reports how long the GUI thread
// was kept from everything else. The figures of a release build stand in docs/performance.md; the
// walk itself fails when it does not get where it should.
class Stalls : public support::TestCase {
    Q_OBJECT

public:
    explicit Stalls(StallMeter &meter)
        : m_meter(meter)
    {
    }

private Q_SLOTS:
    void meterTellsPaintingFromTheRest();
    void walkThroughEveryView_data();
    void walkThroughEveryView();
    void editsTenMegabytes();

private:
    using Step = std::function<bool(support::Console &)>;

    // Does it, waits until nothing goes on any more, and reports.
    bool measure(support::Console &console, const char *what, const Step &step);
    static bool settle(support::Console &console);

    bool enter(support::Console &console, const QString &name = QStringLiteral("carol"));
    bool walkAudit(support::Console &console);

    StallMeter &m_meter;
    StallReport m_walk;
};

namespace {

void burn(std::chrono::milliseconds time)
{
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end)
        continue;
}

class SlowPainter : public QWidget {
public:
    void paintEvent(QPaintEvent *) override { burn(std::chrono::milliseconds(40)); }
};

} // namespace

void Stalls::meterTellsPaintingFromTheRest()
{
    SlowPainter widget;
    widget.setObjectName(QStringLiteral("slow"));
    widget.show();
    QVERIFY(QTest::qWaitForWindowExposed(&widget));
    QObject receiver;
    receiver.setObjectName(QStringLiteral("busy"));
    bool isDone = false;
    m_meter.begin();
    QMetaObject::invokeMethod(
        &receiver,
        [&] {
            burn(std::chrono::milliseconds(30));
            widget.repaint();
            isDone = true;
        },
        Qt::QueuedConnection);
    QTRY_VERIFY(isDone);
    const StallReport report = m_meter.end();
    QCOMPARE(report.stalls.size(), std::size_t(1));
    QCOMPARE(report.stalls.front().what, QByteArray("QObject \"busy\" MetaCall"));
    QVERIFY(report.stalls.front().time >= std::chrono::milliseconds(30));
    QCOMPARE(report.paintings.size(), std::size_t(1));
    QVERIFY(report.longestPainting >= std::chrono::milliseconds(40));
    // The painting inside is not the slow event's own time.
    QVERIFY(report.longest < report.stalls.front().time + std::chrono::milliseconds(1));
}

bool Stalls::settle(support::Console &console)
{
    // In twenty looks in a row, so that what the end of one thing begins is seen.
    int calm = 0;
    return QTest::qWaitFor(
        [&] {
            const auto *editor = console.find<editors::ConfigEditor>(QString());
            const bool isCalm = console.isAtRest() && !(editor && editor->isBusy());
            calm = isCalm ? calm + 1 : 0;
            return calm > 20;
        },
        20'000);
}

bool Stalls::measure(support::Console &console, const char *what, const Step &step)
{
    bool isThere = false;
    // As one event, so that what is done directly is measured as well.
    m_meter.begin();
    QMetaObject::invokeMethod(&m_meter, [&] { isThere = step(console); }, Qt::QueuedConnection);
    QCoreApplication::sendPostedEvents();
    const bool isSettled = settle(console);
    const StallReport report = m_meter.end();
    m_walk.join(report);
    qInfo("%s", qPrintable(report.text(what)));
    return isThere && isSettled;
}

void Stalls::walkThroughEveryView_data()
{
    QTest::addColumn<bool>("isLarge");
    QTest::newRow("demo") << false;
    QTest::newRow("large") << true;
}

namespace {

auto goTo(const char *view, const char *subject)
{
    return [view, subject](support::Console &at) {
        at.window().workArea()->goTo({QString::fromLatin1(view), QString::fromLatin1(subject)});
        return true;
    };
}

auto setText(const char *field, const char *text)
{
    return [field, text](support::Console &at) {
        auto *line = at.find<QLineEdit>(QString::fromLatin1(field));
        if (line)
            line->setText(QString::fromLatin1(text));
        return line != nullptr;
    };
}

} // namespace

bool Stalls::enter(support::Console &console, const QString &name)
{
    if (!console.connectToServer())
        return false;
    m_meter.begin();
    const bool isIn = console.signIn(name) && settle(console);
    const StallReport signIn = m_meter.end();
    m_walk.join(signIn);
    qInfo("%s", qPrintable(signIn.text("sign in")));
    return isIn && measure(console, "choose an environment", [](support::Console &at) {
        at.composition().stores()->places.setCurrent(core::EnvironmentId("prod"));
        return true;
    });
}

bool Stalls::walkAudit(support::Console &console)
{
    return measure(console, "open the audit log", goTo("audit", ""))
        && measure(console, "search the audit log", setText("auditSearch", "Reason 00"))
        && measure(console, "clear the search", setText("auditSearch", ""))
        && measure(console, "scroll to the end of the events", [](support::Console &at) {
               auto *table = at.find<QTableView>(QStringLiteral("eventsTable"));
               if (table)
                   table->scrollToBottom();
               return table != nullptr;
           });
}

void Stalls::walkThroughEveryView()
{
    QFETCH(bool, isLarge);
    m_walk = {};
    support::Console console(
        views::Theme::Kind::Light, isLarge ? support::fillLargeWorld : support::fillDemoWorld);
    m_meter.setExcuse([&] { return console.cms().timeSpent(); });
    const auto noExcuse = qScopeGuard([this] { m_meter.setExcuse({}); });
    QVERIFY(enter(console));
    QVERIFY(measure(console, "open a config", goTo("configs", "shop/gateway/limits")));
    if (isLarge)
        QVERIFY(measure(console, "open a config of 1 MB", goTo("configs", "shop/catalogue")));
    QVERIFY(measure(console, "filter the tree", setText("configFilter", "limits")));
    QVERIFY(measure(console, "filter the tree for much", setText("configFilter", "conf")));
    QVERIFY(measure(console, "clear the tree's filter", setText("configFilter", "")));
    QVERIFY(measure(console, "quick open", [](support::Console &at) {
        at.action(QStringLiteral("quickOpen"))->trigger();
        return true;
    }));
    QVERIFY(measure(console, "type in quick open", setText("quickOpenFinderLine", "gate lim")));
    QVERIFY(measure(console, "open the inbox", goTo("changes", "CR-18")));
    QVERIFY(measure(console, "filter requests", setText("requestsFilter", "2")));
    QVERIFY(measure(console, "open the lineage", goTo("lineage", "shop/gateway/limits")));
    QVERIFY(measure(console, "open the fleet", goTo("fleet", "")));
    QVERIFY(measure(console, "filter the fleet", setText("fleetFilter", "01")));
    QVERIFY(walkAudit(console));
    QVERIFY(measure(console, "everything changed", [](support::Console &at) {
        at.cms().sayStream(client::StreamState::Disconnected);
        at.cms().sayStream(client::StreamState::Connected);
        return true;
    }));
    QVERIFY(measure(console, "change the theme", [](support::Console &at) {
        at.composition().look().setKind(views::Theme::Kind::Dark);
        return true;
    }));
    QVERIFY(measure(console, "sign out", [](support::Console &at) {
        at.action(QStringLiteral("signOut"))->trigger();
        return true;
    }));
    qInfo("%s", qPrintable(m_walk.text(isLarge ? "THE LARGE WORKSPACE" : "THE DEMO", 12)));
}

void Stalls::editsTenMegabytes()
{
    if (!qEnvironmentVariableIsSet("CHANCERY_LONG_TESTS"))
        QSKIP("takes long in a debug build; CHANCERY_LONG_TESTS=1 runs it");
    m_walk = {};
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        support::addCatalogue(cms, "shop/archive", 10'000'000);
    });
    m_meter.setExcuse([&] { return console.cms().timeSpent(); });
    const auto noExcuse = qScopeGuard([this] { m_meter.setExcuse({}); });
    QVERIFY(enter(console, QStringLiteral("alice")));
    QVERIFY(measure(console, "open 10 MB", goTo("configs", "shop/archive")));
    const auto caret = [](int line) {
        return [line](support::Console &at) {
            at.find<editors::ConfigEditor>(QString())->goToLine(line, 12);
            return true;
        };
    };
    const auto type = [](support::Console &at) {
        for (int i = 0; i < 10; ++i)
            QTest::keyClick(at.find<editors::CodeView>(QString()), Qt::Key_A);
        return true;
    };
    QVERIFY(measure(console, "go to the middle", caret(60'000)));
    for (int i = 0; i < 10; ++i)
        QVERIFY(measure(console, "ten keys in the middle of 10 MB", type));
    QVERIFY(measure(console, "save the draft", [](support::Console &at) {
        at.action(QStringLiteral("saveDraft"))->trigger();
        return true;
    }));
    QVERIFY(measure(console, "close the tab", [](support::Console &at) {
        at.action(QStringLiteral("closeTab"))->trigger();
        return true;
    }));
    qInfo("%s", qPrintable(m_walk.text("TEN MEGABYTES", 12)));
}

int main(int argc, char **argv)
{
    StallMeter application(argc, argv);
    Stalls test(application);
    return QTest::qExec(&test, argc, argv);
}
#include "tst_stalls.moc"
