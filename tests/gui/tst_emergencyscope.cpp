// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditevent.h"
#include "tests/gui/accountsteps.h"
#include "tests/support/testcase.h"

#include <QAction>

using namespace chancery;
using namespace support::emergency;

// GOV-44 as people meet it: each thing that may be done inside an emergency session, and each that
// may not, on the screen where it would be.
class EmergencyScope : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void gov44_backToAVersionThatWasOnceLive();
    void gov44_aKillSwitchIsThrown();
    void gov44_keysInScopeAreEdited();
    void gov44_whatIsOutOfScopeIsNotOffered();
    void gov44_policiesAreNotOffered();
    void gov44_neitherUsersNorRolesAreChanged_data();
    void gov44_neitherUsersNorRolesAreChanged();
    void gov44_neitherRetentionNorTheLogIsTouched_data();
    void gov44_neitherRetentionNorTheLogIsTouched();
    void gov44_noCommandReachesKeys();
    void gov44_itOpensAgainWhenTheSessionIsOver();

private:
    static void draft(support::ScriptedCms &cms, const char *at, const char *text)
    {
        core::Draft draft;
        draft.id = core::DraftId("drf_x");
        draft.config = cms.configAt(at)->id;
        draft.path = at;
        draft.environment = prod;
        draft.author = core::PrincipalId("usr_erin");
        draft.base = cms.headOf(draft.config, prod)->version;
        draft.text = text;
        draft.updatedAt = cms.now;
        draft.etag = core::ETag("d");
        cms.drafts.push_back(draft);
    }
    static std::string live(support::ScriptedCms &cms, const char *at)
    {
        return cms.texts[cms.headOf(cms.configAt(at)->id, prod)->version.text()];
    }
    // From the config into an open session, by the draft that is there, typed and sent.
    static bool makeLive(support::Console &console, const char *at)
    {
        if (!arrive(console, "erin") || !console.openConfig(QLatin1String(at))
            || !console.trigger(QStringLiteral("emergencyFromAnywhere"))
            || !hasFocus("activationReason") || !activate() || !hasFocus("actionConfirmation"))
            return false;
        auto *way = console.find<QComboBox>(QStringLiteral("actionWay"));
        const auto indexOfDraft
            = [&] { return way->findText(QStringLiteral("your draft"), Qt::MatchStartsWith); };
        if (!QTest::qWaitFor([&] { return indexOfDraft() >= 0; }))
            return false;
        way->setCurrentIndex(indexOfDraft());
        Q_EMIT way->activated(indexOfDraft());
        if (!QTest::qWaitFor([&] { return console.isAtRest(); })
            || !console.write(QStringLiteral("actionConfirmation"), QStringLiteral("prod")))
            return false;
        press(Qt::Key_Return);
        return true;
    }
    // An administrator who has a session open from this very sign-in.
    static void openFor(support::ScriptedCms &cms, const char *name)
    {
        auto session = openElsewhere(cms);
        session.actor = core::PrincipalId(std::string("usr_") + name);
        session.actorName = name;
        cms.emergencies = {session};
    }
    static bool looksAtAnEvent(support::Console &console);
};

void EmergencyScope::gov44_backToAVersionThatWasOnceLive()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(begin(console));
    QTRY_VERIFY(console.isAtRest());
    const auto *way = console.find<QComboBox>(QStringLiteral("actionWay"));
    QVERIFY(way && !way->currentText().startsWith(QStringLiteral("your draft")));
    type("prod");
    press(Qt::Key_Return);
    QTRY_COMPARE(liveText(console.cms()), std::string(before));
    QVERIFY(console.cms().emergencies.front().actions.front().isRollback);
}

void EmergencyScope::gov44_aKillSwitchIsThrown()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        fill(cms);
        cms.addConfig("shop/checkout", core::Format::Yaml);
        cms.publish("shop/checkout", "prod", "enabled: true\nrate: 4\n", "alice", "Begin");
        draft(cms, "shop/checkout", "enabled: false\nrate: 4\n");
        cms.current = nullptr;
    });
    QVERIFY(makeLive(console, "shop/checkout"));
    QTRY_COMPARE(live(console.cms(), "shop/checkout"), std::string("enabled: false\nrate: 4\n"));
    QVERIFY(!console.cms().emergencies.front().actions.front().isRollback);
}

void EmergencyScope::gov44_keysInScopeAreEdited()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        fill(cms);
        draft(cms, path, "rate: 3\n");
        cms.current = nullptr;
    });
    QVERIFY(makeLive(console, path));
    QTRY_COMPARE(liveText(console.cms()), std::string("rate: 3\n"));
}

// The session is for "shop": what lies elsewhere cannot even be chosen.
void EmergencyScope::gov44_whatIsOutOfScopeIsNotOffered()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(begin(console));
    QTRY_VERIFY(console.isAtRest());
    const auto *configs = console.find<QComboBox>(QStringLiteral("actionConfig"));
    QVERIFY(configs && configs->count() > 1);
    for (int i = 0; i < configs->count(); ++i)
        QVERIFY2(configs->itemText(i).startsWith(QStringLiteral("shop/")),
            qPrintable(configs->itemText(i)));
    QVERIFY(console.cms().headOf(console.cms().configAt("platform/database/pool")->id, prod));
}

void EmergencyScope::gov44_policiesAreNotOffered()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        fill(cms);
        for (const char *at : {"sys/policy", "sys/access", "sys/emergency"}) {
            cms.addConfig(at, core::Format::Json);
            cms.publish(at, "prod", "{}", "alice", "Begin");
        }
        cms.current = nullptr;
    });
    QVERIFY(begin(console));
    QTRY_VERIFY(console.isAtRest());
    const auto *configs = console.find<QComboBox>(QStringLiteral("actionConfig"));
    QVERIFY(configs && configs->count() > 0);
    QCOMPARE(configs->findText(QStringLiteral("sys/"), Qt::MatchStartsWith), -1);
}

void EmergencyScope::gov44_neitherUsersNorRolesAreChanged_data()
{
    QTest::addColumn<QByteArray>("action");
    QTest::newRow("users: a new one") << QByteArray("createAccount");
    QTest::newRow("users: a password") << QByteArray("resetAccountPassword");
    QTest::newRow("users: disable") << QByteArray("disableAccount");
    QTest::newRow("users: enable") << QByteArray("enableAccount");
    QTest::newRow("users: link") << QByteArray("linkAccount");
    QTest::newRow("users: take out") << QByteArray("partAccount");
    QTest::newRow("users: end a session") << QByteArray("revokeToken");
    QTest::newRow("users: end all") << QByteArray("revokeAllTokens");
    QTest::newRow("roles") << QByteArray("setAccountRoles");
}

void EmergencyScope::gov44_neitherUsersNorRolesAreChanged()
{
    QFETCH(QByteArray, action);
    support::Console console(views::Theme::Kind::Light, support::accounts::fill);
    openFor(console.cms(), "adam");
    QVERIFY(support::accounts::enter(console));
    QVERIFY(support::accounts::choose(console, "bob"));
    QTRY_VERIFY2(whyNot(console, action.constData())
                     .contains(QStringLiteral("Not while your emergency session EM-1 is open")),
        qPrintable(whyNot(console, action.constData())));
    if (action == "setAccountRoles")
        console.picture(QStringLiteral("accounts-emergency"));
}

// Something of Alice's in the log, looked at by somebody who administers.
bool EmergencyScope::looksAtAnEvent(support::Console &console)
{
    return console.connectToServer() && console.signIn(QStringLiteral("adam"))
        && console.openView(QStringLiteral("audit")) && QTest::qWaitFor([&] {
               return console.isAtRest()
                   && !console.rowsOf(QStringLiteral("eventsTable")).isEmpty();
           })
        && console.select(QStringLiteral("eventsTable"), QStringLiteral("head.update"));
}

void EmergencyScope::gov44_neitherRetentionNorTheLogIsTouched_data()
{
    QTest::addColumn<QByteArray>("action");
    QTest::newRow("the log: forget a person") << QByteArray("forgetPerson");
    QTest::newRow("retention: place a hold") << QByteArray("placeLegalHold");
    QTest::newRow("retention: lift a hold") << QByteArray("liftLegalHold");
}

void EmergencyScope::gov44_neitherRetentionNorTheLogIsTouched()
{
    QFETCH(QByteArray, action);
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::accounts::fill(cms);
        auto event = core::auditEvent(core::AuditKind::HeadUpdate, core::AuditOutcome::Success);
        event.time = cms.now;
        event.recordedTime = cms.now;
        event.actor.id = "usr_alice";
        event.environment = "prod";
        event.target = {"change_request", "CR-1", ""};
        event.eventId = "event-0";
        cms.auditLeaves = {core::toLeaf(event).value()};
    });
    openFor(console.cms(), "adam");
    QVERIFY(looksAtAnEvent(console));
    QTRY_VERIFY2(whyNot(console, action.constData())
                     .contains(QStringLiteral("Not while your emergency session EM-1 is open")),
        qPrintable(whyNot(console, action.constData())));
}

// Sealing keys and the keys of agents are turned from the command line alone, where the server
// refuses it (server.tst_emergencies::gov44_noRolesNoPolicies); no screen leads there.
void EmergencyScope::gov44_noCommandReachesKeys()
{
    support::Console console(views::Theme::Kind::Light, support::accounts::fill);
    openFor(console.cms(), "adam");
    QVERIFY(support::accounts::enter(console));
    for (const char *view : {"configs", "emergency", "audit", "fleet"})
        QVERIFY(console.openView(QString::fromLatin1(view)));
    QTRY_VERIFY(console.isAtRest());
    for (const QAction *action : console.window().findChildren<QAction *>())
        QVERIFY2(!action->objectName().contains(QStringLiteral("rotate"), Qt::CaseInsensitive),
            qPrintable(action->objectName()));
}

void EmergencyScope::gov44_itOpensAgainWhenTheSessionIsOver()
{
    support::Console console(views::Theme::Kind::Light, support::accounts::fill);
    openFor(console.cms(), "adam");
    QVERIFY(support::accounts::enter(console));
    QVERIFY(support::accounts::choose(console, "bob"));
    QTRY_VERIFY(whyNot(console, "setAccountRoles").contains(QStringLiteral("EM-1")));
    console.cms().now += std::chrono::minutes(31);
    console.composition().stores()->emergencies.watch();
    QTRY_COMPARE(whyNot(console, "setAccountRoles"), QStringLiteral("enabled"));
}

QTEST_MAIN(EmergencyScope)
#include "tst_emergencyscope.moc"
