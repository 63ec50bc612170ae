// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/emergencysteps.h"
#include "tests/support/testcase.h"

#include <QCheckBox>
#include <QLabel>
#include <QTreeWidget>

using namespace chancery;
using namespace std::chrono_literals;
using namespace support::emergency;

// The rules of emergency access as people meet them on the screen: each named after its rule.
class EmergencyRules : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void gov43_anOverrideIsAFlagWithAReason();
    void gov44_theRulesAreNoScope();
    void gov44_nobodyApprovesFromWithin();
    void gov49_withOneReviewOverdueTwoOpenIt();
    void gov49_withTwoNobodyDoes();
    void gov50_whatWasSeenIsRotatedFirst();

private:
    static bool enterReview(support::Console &console)
    {
        console.window().workArea()->goTo({QStringLiteral("emergency"), QStringLiteral("EM-1")});
        if (!QTest::qWaitFor([&] { return console.isAtRest(); })
            || !console.trigger(QStringLiteral("reviewEmergency")) || !QTest::qWaitFor([&] {
                   return console.find<QComboBox>(QStringLiteral("reviewVerdict"));
               }))
            return false;
        console.find<QComboBox>(QStringLiteral("reviewVerdict"))->setCurrentIndex(0);
        return console.write(
                   QStringLiteral("reviewText"), QStringLiteral("It was needed and it helped"))
            && console.write(QStringLiteral("reviewPassword"), QStringLiteral("rita-password"));
    }
};

// Off at first, and of no use without a reason of its own.
void EmergencyRules::gov43_anOverrideIsAFlagWithAReason()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(begin(console));
    QTRY_VERIFY(console.isAtRest());
    auto *flag = console.find<QCheckBox>(QStringLiteral("actionOverride"));
    QVERIFY(flag && !flag->isChecked());
    QVERIFY(!console.find<QLineEdit>(QStringLiteral("actionOverrideReason")));
    type("prod");
    const auto *button = console.find<QPushButton>(QStringLiteral("applyInEmergencyButton"));
    QTRY_VERIFY(button->isEnabled());
    flag->setFocus();
    press(Qt::Key_Space);
    QVERIFY(console.find<QLineEdit>(QStringLiteral("actionOverrideReason")));
    QVERIFY(!button->isEnabled());
    QVERIFY(console.textOf(QStringLiteral("actionHint")).contains(QStringLiteral("20 more")));
    QVERIFY(console.write(QStringLiteral("actionOverrideReason"),
        QStringLiteral("The service reads words since yesterday")));
    QVERIFY(button->isEnabled());
    console.picture(QStringLiteral("emergency-override"));
}

void EmergencyRules::gov44_theRulesAreNoScope()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(arrive(console, "erin"));
    press(Qt::Key_F9);
    QVERIFY(hasFocus("activationReason"));
    QVERIFY(console.write(QStringLiteral("activationNamespaces"), QStringLiteral("shop, sys")));
    console.find<QLineEdit>(QStringLiteral("activationReason"))->setFocus();
    QVERIFY(activate());
    QTRY_VERIFY2(
        bannerOf(console).contains(QStringLiteral("The rules are not changed in an emergency")),
        qPrintable(bannerOf(console)));
    QVERIFY(console.cms().emergencies.empty());
}

// What is closed for so long says so, and opens again by itself.
void EmergencyRules::gov44_nobodyApprovesFromWithin()
{
    support::Console console(views::Theme::Kind::Light, fill);
    auto session = openElsewhere(console.cms());
    session.actor = core::PrincipalId("usr_bob");
    session.actorName = "Bob";
    console.cms().emergencies = {session};
    QVERIFY(arrive(console, "bob"));
    const auto request = QString::fromStdString(console.cms().requests.front().id.text());
    QVERIFY(console.openRequest(request));
    QTRY_VERIFY2(whyNot(console, "approve").contains(QStringLiteral("EM-1")),
        qPrintable(whyNot(console, "approve")));
    console.picture(QStringLiteral("emergency-closes-approving"));
    console.cms().now += 31min;
    console.composition().stores()->emergencies.watch();
    QTRY_VERIFY2(!whyNot(console, "approve").contains(QStringLiteral("EM-1")),
        qPrintable(whyNot(console, "approve")));
}

void EmergencyRules::gov49_withOneReviewOverdueTwoOpenIt()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.cms().overdueReviews = 1;
    QVERIFY(arrive(console, "erin"));
    QVERIFY(console.openConfig(QLatin1String(path)));
    press(Qt::Key_F9);
    QVERIFY(hasFocus("activationReason"));
    QVERIFY(activate());
    QTRY_COMPARE(console.textOf(QStringLiteral("emergencyState")),
        QStringLiteral("Waits for a second person"));
    QVERIFY(whyNot(console, "changeInEmergency") != QStringLiteral("enabled"));
}

void EmergencyRules::gov49_withTwoNobodyDoes()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.cms().overdueReviews = 2;
    QVERIFY(arrive(console, "erin"));
    QVERIFY(console.openConfig(QLatin1String(path)));
    press(Qt::Key_F9);
    QVERIFY(hasFocus("activationReason"));
    QVERIFY(activate());
    QTRY_VERIFY2(bannerOf(console).contains(QStringLiteral(
                     "Two reviews of emergency access are overdue; they come first")),
        qPrintable(bannerOf(console)));
    QVERIFY(console.cms().emergencies.empty());
    // What was typed is still there for when they are done.
    QCOMPARE(
        console.find<QLineEdit>(QStringLiteral("activationReason"))->text(), QLatin1String(reason));
    console.picture(QStringLiteral("emergency-overdue"));
}

void EmergencyRules::gov50_whatWasSeenIsRotatedFirst()
{
    support::Console console(views::Theme::Kind::Light, fill);
    auto session = openElsewhere(console.cms());
    session.state = core::EmergencyState::ReviewDue;
    session.endedAt = console.cms().now;
    session.reviewDueAt = console.cms().now + 1h;
    const core::EmergencyRotation seen{
        console.cms().configAt(path)->id, path, "/token", "sealed", console.cms().now};
    session.rotations = {seen};
    console.cms().unrotatedSecrets = {seen};
    console.cms().emergencies = {session};
    QVERIFY(arrive(console, "rita"));
    QVERIFY(enterReview(console));
    console.find<QLineEdit>(QStringLiteral("reviewPassword"))->setFocus();
    press(Qt::Key_Return);
    QTRY_VERIFY2(
        bannerOf(console).contains(QStringLiteral("secrets that were seen and are still the same")),
        qPrintable(bannerOf(console)));
    QVERIFY(console.cms().emergencies.front().state == core::EmergencyState::ReviewDue);
    console.picture(QStringLiteral("emergency-rotation"));
    console.cms().unrotatedSecrets.clear();
    QVERIFY(console.write(QStringLiteral("reviewPassword"), QStringLiteral("rita-password")));
    console.find<QLineEdit>(QStringLiteral("reviewPassword"))->setFocus();
    press(Qt::Key_Return);
    QTRY_COMPARE(console.textOf(QStringLiteral("emergencyState")), QStringLiteral("Reviewed"));
    QVERIFY(console.textOf(QStringLiteral("emergencyFacts"))
            .contains(QStringLiteral("To be rotated, because it was seen: shop/pace /token")));
}

QTEST_MAIN(EmergencyRules)
#include "tst_emergencyrules.moc"
