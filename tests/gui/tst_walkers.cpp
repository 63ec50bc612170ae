// SPDX-License-Identifier: Apache-2.0
#include "app/console/viewlist.h"
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "tests/gui/accountsteps.h"
#include "tests/gui/commandeyes.h"
#include "tests/gui/walkereyes.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QLineEdit>
#include <QListWidget>
#include <QTableView>
#include <QTreeView>

using namespace chancery;
using namespace chancery::support::eyes;

// One look at every view of the view list, with the same eyes.
class Walkers : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyFocusableWidgetHasNames_data() { views(); }
    void everyFocusableWidgetHasNames();
    void tabReachesEverythingAndLeaves_data() { views(); }
    void tabReachesEverythingAndLeaves();
    void everyDisabledCommandSaysWhy_data() { views(); }
    void everyDisabledCommandSaysWhy();
    void noShortcutTwice_data() { views(); }
    void noShortcutTwice();
    void noTextIsClipped_data();
    void noTextIsClipped();
    void pluralsAreWords_data() { views(); }
    void pluralsAreWords();
    void everyTextIsTranslated_data() { views(); }
    void everyTextIsTranslated();
    void windowHasTheMark();

private:
    static void views()
    {
        QTest::addColumn<QString>("view");
        for (const views::ViewDescriptor &descriptor : app::viewList())
            QTest::newRow(descriptor.id) << QString::fromLatin1(descriptor.id);
        for (const char *state : otherStates)
            QTest::newRow(state) << QString::fromLatin1(state);
    }
    // What is seen before and beside the views at rest.
    static constexpr const char *otherStates[]{"start", "sign in", "empty", "loading", "failed",
        "form", "table", "no table", "broken form", "effective", "agents of a config",
        "environments", "promotion", "hits", "scheduling", "emergency access", "emergency change",
        "emergency review", "report", "account", "new account"};
    static bool goTo(support::Console &console, const QString &view);
    static bool openFace(support::Console &console, const QString &face);
    static bool openMatrix(support::Console &console, bool isPromoting);
    static bool openSchedule(support::Console &console);
    static bool walkTo(support::Console &console, const QString &view);
    static bool openEmergency(support::Console &console, const QString &state);
    static bool openAccounts(support::Console &console, const QString &state);
};

bool Walkers::walkTo(support::Console &console, const QString &view)
{
    const bool isThere = goTo(console, view);
    console.window().activateWindow();
    return isThere && QTest::qWaitForWindowActive(&console.window());
}

// As somebody who may see everything, with something open in it.
bool Walkers::goTo(support::Console &console, const QString &view)
{
    if (view == QLatin1String("start"))
        return true;
    if (view == QLatin1String("sign in"))
        return console.connectToServer();
    if (view == QLatin1String("scheduling"))
        return openSchedule(console);
    if (view.startsWith(QLatin1String("emergency ")))
        return openEmergency(console, view);
    if (view.contains(QLatin1String("account")))
        return openAccounts(console, view);
    if (!console.connectToServer() || !console.signIn(QStringLiteral("carol"))
        || !console.chooseEnvironment(QStringLiteral("prod")))
        return false;
    if (view == QLatin1String("empty"))
        return QTest::qWaitFor(
            [&] { return !console.textOf(QStringLiteral("emptyTitle")).isEmpty(); });
    if (view == QLatin1String("loading")) {
        console.cms().hang("listAgents");
        return console.openView(QStringLiteral("fleet")) && QTest::qWaitFor([&] {
            return !console.textOf(QStringLiteral("busyText")).isEmpty();
        });
    }
    if (view == QLatin1String("failed")) {
        console.cms().failAlways("listAgents", support::anError(core::ErrorKind::Server));
        return console.openView(QStringLiteral("fleet"))
            && QTest::qWaitFor([&] { return !console.banners().isEmpty(); });
    }
    if (view.endsWith(QLatin1String("form")) || view.endsWith(QLatin1String("table")))
        return openFace(console, view);
    if (view == QLatin1String("effective") || view == QLatin1String("agents of a config"))
        return console.openConfig(QStringLiteral("shop/gateway/limits"))
            && console.trigger(view == QLatin1String("effective") ? QStringLiteral("showEffective")
                                                                  : QStringLiteral("showLive"))
            && console.trigger(QStringLiteral("showKeyHistory"))
            && QTest::qWaitFor([&] { return console.isAtRest(); });
    if (view == QLatin1String("hits")) {
        console.window().workArea()->goTo({QStringLiteral("bulk"), QStringLiteral("find:max")});
        return console.trigger(QStringLiteral("bulkLook"))
            && QTest::qWaitFor([&] { return console.isAtRest(); });
    }
    if (view == QLatin1String("report"))
        return console.openView(QStringLiteral("reports"))
            && QTest::qWaitFor([&] { return console.isAtRest(); })
            && console.trigger(QStringLiteral("runReport")) && QTest::qWaitFor([&] {
                   return !console.textOf(QStringLiteral("reportStanding")).isEmpty();
               });
    if (view == QLatin1String("environments") || view == QLatin1String("promotion"))
        return openMatrix(console, view == QLatin1String("promotion"));
    const bool isOpen = view == QLatin1String("changes")
        ? console.openRequest(QStringLiteral("CR-18"))
        : console.openConfig(QStringLiteral("shop/gateway/limits")) && console.openView(view);
    return isOpen && QTest::qWaitFor([&] { return console.isAtRest(); });
}

// The form with a row that is wrong, the table and the place where there is none.
bool Walkers::openFace(support::Console &console, const QString &face)
{
    if (!console.openConfig(QStringLiteral("ai/gateway/models")))
        return false;
    auto *editor = console.find<editors::ConfigEditor>(QString());
    const bool isTable = face.endsWith(QLatin1String("table"));
    const QString place = QStringLiteral("/endpoints/0/model");
    const bool isThere = QTest::qWaitFor([&] {
        return !editor->isBusy()
            && (face == QLatin1String("no table") || editor->goToPointer(place));
    });
    if (face == QLatin1String("broken form"))
        editor->view().replaceBytes(0, 1, "[");
    return isThere
        && console.trigger(isTable ? QStringLiteral("showTable") : QStringLiteral("showForm"))
        && QTest::qWaitFor([&] {
               const auto *rows = console.find<QAbstractItemView>(
                   isTable ? QStringLiteral("collectionTable") : QStringLiteral("formTree"));
               return !editor->isBusy()
                   && (face == QLatin1String("no table")
                           ? !console.textOf(QStringLiteral("emptyTitle")).isEmpty()
                           : rows && rows->model()->rowCount() > 0);
           });
}

// Keys against environments, and the way on from there.
bool Walkers::openMatrix(support::Console &console, bool isPromoting)
{
    if (!console.openConfig(QStringLiteral("shop/gateway/limits"))
        || !console.trigger(QStringLiteral("showEnvironments"))
        || !QTest::qWaitFor([&] { return console.isAtRest(); }))
        return false;
    auto *tree = console.find<QTreeView>(QStringLiteral("matrixTree"));
    if (!isPromoting || !tree)
        return tree != nullptr;
    QTest::keyClick(tree, Qt::Key_Space);
    QTest::keyClick(tree, Qt::Key_Return, Qt::ControlModifier);
    return QTest::qWaitFor([&] {
        const auto *notes = console.find<QListWidget>(QStringLiteral("promotionNotes"));
        return notes && notes->count() > 0 && console.isAtRest();
    });
}

// A request that is frozen and scheduled, and the form for another time.
bool Walkers::openSchedule(support::Console &console)
{
    support::ScriptedCms &cms = console.cms();
    cms.addUser("olga", "Olga Orr", {"operator"}, {"view", "apply", "schedule"});
    cms.freeze("prod", R"({"id": "long", "title": "The long one", "kind": "deny",
        "severity": "soft", "zone": "UTC", "from": "2020-01-01T00:00", "to": "2120-01-01T00:00"})");
    cms.requests.back().state = core::RequestState::Approved;
    cms.requests.back().schedule
        = core::Schedule{cms.now + std::chrono::hours(5), "UTC", 15, {}, "Olga Orr", {}};
    return console.connectToServer() && console.signIn(QStringLiteral("olga"))
        && console.chooseEnvironment(QStringLiteral("prod"))
        && console.openRequest(QStringLiteral("CR-18"))
        && QTest::qWaitFor([&] { return console.isAtRest(); })
        && console.trigger(QStringLiteral("scheduleRequest"));
}

// The forms of somebody on call, and of who answers for it.
bool Walkers::openEmergency(support::Console &console, const QString &state)
{
    auto &cms = console.cms();
    const bool isOver = state == QLatin1String("emergency review");
    core::EmergencySession session;
    session.id = core::EmergencyId("EM-1");
    session.actor = core::PrincipalId("usr_erin");
    session.actorName = "Erin Ek";
    session.device = cms.device;
    session.environment = core::EnvironmentId("prod");
    session.namespaces = {"shop"};
    session.reason = "Checkout refuses every card";
    session.incident = "INC-7";
    session.minutes = 30;
    core::openEmergency(session, {}, cms.now);
    core::EmergencyAction action;
    action.number = 1;
    action.request = core::ChangeRequestId("CR-1");
    action.changes.resize(1);
    action.changes.front().path = "shop/flags";
    session.actions.push_back(action);
    if (isOver)
        session.state = core::EmergencyState::ReviewDue;
    if (state != QLatin1String("emergency access"))
        cms.emergencies = {session};
    if (!console.connectToServer()
        || !console.signIn(isOver ? QStringLiteral("rita") : QStringLiteral("erin"))
        || !console.chooseEnvironment(QStringLiteral("prod")))
        return false;
    if (isOver) {
        console.window().workArea()->goTo({QStringLiteral("emergency"), QStringLiteral("EM-1")});
        return console.trigger(QStringLiteral("reviewEmergency"));
    }
    return QTest::qWaitFor([&] { return console.isAtRest(); })
        && console.openConfig(QStringLiteral("shop/flags"))
        && console.trigger(QStringLiteral("emergencyFromAnywhere")) && QTest::qWaitFor([&] {
               const auto *field
                   = console.find<QLineEdit>(state == QLatin1String("emergency access")
                           ? QStringLiteral("activationReason")
                           : QStringLiteral("actionConfirmation"));
               return field && field->hasFocus() && console.isAtRest();
           });
}

// Of somebody who administers; one of the accounts, or the form for another.
bool Walkers::openAccounts(support::Console &console, const QString &state)
{
    support::accounts::addAdministrators(console.cms());
    if (!support::accounts::enter(console))
        return false;
    if (state == QLatin1String("account"))
        return support::accounts::choose(console, "bob");
    return state == QLatin1String("accounts") || console.trigger(QStringLiteral("createAccount"));
}

void Walkers::everyFocusableWidgetHasNames()
{
    QFETCH(QString, view);
    support::Console console;
    QVERIFY(walkTo(console, view));
    QVERIFY(focusable(console, Qt::TabFocus).size() > 2);
    const QStringList nameless = namelessWidgets(console);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
}

void Walkers::tabReachesEverythingAndLeaves()
{
    QFETCH(QString, view);
    support::Console console;
    QVERIFY(walkTo(console, view));
    const QStringList missed = missedByTab(console);
    QVERIFY2(missed.isEmpty(), qPrintable(missed.join(u'\n')));
}

void Walkers::everyDisabledCommandSaysWhy()
{
    QFETCH(QString, view);
    support::Console console;
    QVERIFY2(goTo(console, view), qPrintable(view));
    const auto silent = silentCommands(console);
    QVERIFY2(silent.isEmpty(), qPrintable(silent.join(u'\n')));
}

void Walkers::noShortcutTwice()
{
    QFETCH(QString, view);
    support::Console console;
    QVERIFY(walkTo(console, view));
    const QStringList twice = shortcutsTwice(console);
    QVERIFY2(twice.isEmpty(), qPrintable(twice.join(u'\n')));
}

void Walkers::noTextIsClipped_data()
{
    QTest::addColumn<QString>("view");
    QTest::addColumn<bool>("isDark");
    QTest::addColumn<double>("scale");
    for (const views::ViewDescriptor &descriptor : app::viewList()) {
        const QString view = QString::fromLatin1(descriptor.id);
        QTest::addRow("%s light", descriptor.id) << view << false << 1.0;
        QTest::addRow("%s dark", descriptor.id) << view << true << 1.0;
        QTest::addRow("%s light at 150 %%", descriptor.id) << view << false << 1.5;
        QTest::addRow("%s light at 200 %%", descriptor.id) << view << false << 2.0;
    }
    for (const char *state : otherStates) {
        QTest::addRow("%s", state) << QString::fromLatin1(state) << false << 1.0;
        QTest::addRow("%s at 200 %%", state) << QString::fromLatin1(state) << false << 2.0;
    }
}

void Walkers::noTextIsClipped()
{
    QFETCH(QString, view);
    QFETCH(bool, isDark);
    QFETCH(double, scale);
    const QFont before = QApplication::font();
    QFont font = before;
    font.setPointSizeF(font.pointSizeF() * scale);
    QApplication::setFont(font);
    const auto restore = qScopeGuard([&] { QApplication::setFont(before); });
    support::Console console(isDark ? views::Theme::Kind::Dark : views::Theme::Kind::Light);
    if (scale > 1)
        console.window().resize(int(1270 * scale), int(740 * scale));
    QVERIFY(walkTo(console, view));
    QStringList clipped;
    // A layout follows a text with the next turn of the event loop.
    const bool isFitted = QTest::qWaitFor(
        [&] {
            clipped = clippedTexts(visible(console));
            return clipped.isEmpty();
        },
        1000);
    QVERIFY2(isFitted, qPrintable(clipped.join(u'\n')));
}

void Walkers::pluralsAreWords()
{
    QFETCH(QString, view);
    support::Console console;
    QVERIFY(walkTo(console, view));
    for (const QWidget *widget : visible(console))
        QVERIFY2(!textOf(widget).contains(QLatin1String("(s)")), qPrintable(textOf(widget)));
}

void Walkers::everyTextIsTranslated()
{
    QFETCH(QString, view);
    PseudoLanguage language;
    QCoreApplication::installTranslator(&language);
    support::Console console;
    QVERIFY(walkTo(console, view));
    const QStringList plain = untranslatedTexts(console);
    QVERIFY2(plain.isEmpty(), qPrintable(plain.join(u'\n')));
}

void Walkers::windowHasTheMark()
{
    support::Console console;
    const QImage icon = console.window().windowIcon().pixmap(64, 64).toImage();
    QCOMPARE(icon.pixelColor(10, 32), QColor(0x1f, 0x5f, 0x8b));
}

QTEST_MAIN(Walkers)
#include "tst_walkers.moc"
