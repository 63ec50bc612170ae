// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "tests/gui/emergencysteps.h"
#include "tests/support/testcase.h"

#include <QLabel>

using namespace chancery;
using namespace support::emergency;

namespace {

const QString request = QStringLiteral("CR-18");

core::ChangeRequest &kept(support::ScriptedCms &cms)
{
    return cms.requests.back();
}

bool enter(support::Console &console, const char *name)
{
    return arrive(console, name) && console.openRequest(request)
        && QTest::qWaitFor([&] { return console.isAtRest(); });
}

// All that the page of a request says beside the difference.
QString side(support::Console &console)
{
    QStringList all;
    for (const QLabel *label :
        console.find<QWidget>(QStringLiteral("requestScroll"))->findChildren<QLabel *>()) {
        if (label->isVisibleTo(label->window()))
            all << label->text();
    }
    return all.join(QLatin1Char('\n'));
}

} // namespace

// What has happened to others (docs/governance.md), as the operator sees it blocked and is told
// why; integration.tst_incidents has what is blocked.
class IncidentScreens : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void incident_S05_aStalePlanIsNotAppliedAndSaysSo();
    void incident_S13_routineWorkIsNoEmergency();
    void incident_S17_aLargeCutWaitsForMorePeople();
    void incident_S20_aValueOfAnotherEnvironmentIsRefusedInItsPlace();
};

void IncidentScreens::incident_S05_aStalePlanIsNotAppliedAndSaysSo()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        kept(cms).state = core::RequestState::Approved;
    });
    QVERIFY(enter(console, "alice"));
    QTRY_COMPARE(whyNot(console, "apply"), QStringLiteral("enabled"));
    // A newer plan is live before hers.
    console.cms().failNext("apply",
        {core::ErrorKind::Conflict, "version-conflict",
            "shop/gateway/limits: CR-17 made v9 live first", "req-1", {}, {}});
    kept(console.cms()).items.front().needsRebase = true;
    QVERIFY(console.trigger(QStringLiteral("apply")));
    QTRY_VERIFY2(bannerOf(console).contains(QStringLiteral("has changed in the meantime")),
        qPrintable(bannerOf(console)));
    console.composition().stores()->requests.reloadSelected();
    QTRY_VERIFY2(whyNot(console, "apply").contains(QStringLiteral("it needs a rebase")),
        qPrintable(whyNot(console, "apply")));
}

void IncidentScreens::incident_S13_routineWorkIsNoEmergency()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.cms().emergencySettings.incidentPattern = "INC-[0-9]+";
    QVERIFY(arrive(console, "erin"));
    QVERIFY(console.openConfig(QLatin1String(path)));
    press(Qt::Key_F9);
    QVERIFY(hasFocus("activationReason"));
    type("We would like to be done before lunch");
    press(Qt::Key_Return);
    type("routine");
    press(Qt::Key_Return);
    type("prod");
    press(Qt::Key_Return);
    type("erin-password");
    press(Qt::Key_Return);
    QTRY_VERIFY2(bannerOf(console).contains(QStringLiteral("Expected an id as INC-[0-9]+")),
        qPrintable(bannerOf(console)));
    QVERIFY(console.cms().emergencies.empty());
    // What was typed stands there to be mended.
    QCOMPARE(console.find<QLineEdit>(QStringLiteral("activationIncident"))->text(),
        QStringLiteral("routine"));
    console.picture(QStringLiteral("incident-routine"));
}

void IncidentScreens::incident_S17_aLargeCutWaitsForMorePeople()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        core::Requirement pair;
        pair.rule = "prod: capacity, pair: 2 approvals";
        pair.environment = core::EnvironmentId("prod");
        pair.need = 2;
        pair.have = 1;
        pair.eligible = {"carol"};
        kept(cms).requirements = {pair};
        core::ChangeFacts facts;
        facts.risk = 60;
        facts.factors = {{"environment", 30}, {"numeric-change", 30}};
        kept(cms).items.front().facts = facts;
    });
    QVERIFY(enter(console, "alice"));
    QTRY_VERIFY2(side(console).contains(QStringLiteral("capacity, pair: 2 approvals")),
        qPrintable(side(console)));
    QVERIFY(side(console).contains(QStringLiteral("1 of 2 in Production")));
    QVERIFY(side(console).contains(QStringLiteral("the size of a change of a number")));
    QCOMPARE(whyNot(console, "apply"), QStringLiteral("Approvals are missing."));
}

void IncidentScreens::incident_S20_aValueOfAnotherEnvironmentIsRefusedInItsPlace()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(arrive(console, "alice"));
    QVERIFY(console.openConfig(QLatin1String(path)));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QVERIFY(editor);
    editor->replaceText(QStringLiteral("rate: 9\nurl: x\n"));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    console.cms().failNext("createChangeRequest",
        {core::ErrorKind::Invalid, "schema-violation", "A document is not as it must be", "req-1",
            {{"/items/0/text/url", "seal-refused",
                "The value was sealed for another place, or has been changed since", {}, 2, 6}},
            {}});
    const auto count = console.cms().requests.size();
    QVERIFY(console.trigger(QStringLiteral("submit")));
    QVERIFY(console.write(QStringLiteral("submitTitleField"), QStringLiteral("As in dev")));
    QVERIFY(console.write(QStringLiteral("submitReasonField"), QStringLiteral("Copied")));
    QVERIFY(console.click(QStringLiteral("submitChangeButton")));
    QTRY_VERIFY2(bannerOf(console).contains(QStringLiteral("sealed for another place")),
        qPrintable(bannerOf(console)));
    QCOMPARE(console.cms().requests.size(), count);
}

QTEST_MAIN(IncidentScreens)
#include "tst_incidentscreens.moc"
