// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/httpconsole.h"
#include "tests/support/testcase.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QTreeWidget>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 20'000;
constexpr auto path = "payments/limits";
constexpr auto good = "{\"rate\": 1}\n";
constexpr auto broken = "{\"rate\": 9}\n";
const QString table = QStringLiteral("emergenciesTable");

void type(const QString &text)
{
    QTest::keyClicks(QApplication::focusWidget(), text);
}

void press(Qt::Key key)
{
    QTest::keyClick(QApplication::focusWidget(), key);
}

bool hasFocus(HttpConsole &console, const char *name)
{
    return QTest::qWaitFor(
        [&] {
            const auto *widget = console.find<QWidget>(QLatin1String(name));
            return widget && widget->hasFocus();
        },
        patience);
}

bool bring(HttpConsole &console)
{
    console.window().activateWindow();
    return QTest::qWaitForWindowActive(&console.window());
}

bool waitForBanner(const HttpConsole &console, const char *words)
{
    return QTest::qWaitFor(
        [&] { return console.banners().join(u'\n').contains(QLatin1String(words)); }, patience);
}

} // namespace

// From the alarm to the review with everything real: three people at computers of their own, the
// server beside them. Ann is on call, Bob approves, Cid answers for what is done in emergencies.
class EmergencyJourney : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void gov40_annIsLetIn();
    void gov46_theOthersSeeIt();
    void gov45_theBrokenChangeIsUndone();
    void gov42_herOtherComputerMayNot();
    void gov41_sheEndsIt();
    void gov48_itIsProvisionalUntilOthersApprove();
    void gov47_cidReviewsIt();

private:
    std::string live() const
    {
        return at(m_cms.admin().get("/v1/configs/" + m_config + "/heads/prod"), "/version");
    }
    std::string liveText() const
    {
        return m_cms.admin().get("/v1/versions/" + live() + "/text").body;
    }
    std::string session(const char *pointer) const
    {
        return at(m_cms.admin().get("/v1/emergency-sessions/EM-1"), pointer);
    }
    void publish(const std::string &text);
    std::unique_ptr<HttpConsole> consoleOf(const char *name) const;
    static QString rowIn(const HttpConsole &console) { return console.rowsOf(table).value(0); }

    CmsProcess m_cms;
    std::optional<ProbeClient> m_author;
    std::optional<ProbeClient> m_approver;
    std::unique_ptr<HttpConsole> m_ann;
    std::unique_ptr<HttpConsole> m_bob;
    std::unique_ptr<HttpConsole> m_cid;
    std::string m_config;
};

void EmergencyJourney::publish(const std::string &text)
{
    const auto head = m_cms.admin().get("/v1/configs/" + m_config + "/heads/prod");
    const auto made = m_author->post("/v1/change-requests",
        requestBody(m_config, "prod", head.status == 200 ? at(head, "/version") : "", text));
    const auto voted = m_approver->post(verb(made, "vote"), voteBody(made, "approve"), made.etag());
    const auto done = m_author->post(verb(made, "apply"), "{}", voted.etag());
    QVERIFY2(done.status == 200, done.body.c_str());
}

std::unique_ptr<HttpConsole> EmergencyJourney::consoleOf(const char *name) const
{
    auto console = std::make_unique<HttpConsole>();
    const bool isThere = console->arrive(m_cms.port(), QLatin1String(name), QStringLiteral("prod"));
    return isThere ? std::move(console) : nullptr;
}

void EmergencyJourney::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    m_author.emplace(makePerson(m_cms.admin(), "pia", R"(["author"])"));
    m_approver.emplace(makePerson(m_cms.admin(), "otto", R"(["approver"])"));
    (void)makePerson(m_cms.admin(), "ann", R"(["author","emergency.activate"])");
    (void)makePerson(m_cms.admin(), "bob", R"(["approver"])");
    (void)makePerson(m_cms.admin(), "cid", R"(["viewer","emergency.review"])");
    m_config = makeConfig(*m_author, path);
    publish(good);
    publish(broken);
    m_bob = consoleOf("bob");
    m_cid = consoleOf("cid");
    m_ann = consoleOf("ann");
    QVERIFY(m_ann && m_bob && m_cid);
}

void EmergencyJourney::gov40_annIsLetIn()
{
    QVERIFY(m_ann->openConfig(QLatin1String(path)));
    QVERIFY(bring(*m_ann));
    press(Qt::Key_F9);
    QVERIFY(hasFocus(*m_ann, "activationReason"));
    type(QStringLiteral("Checkout refuses every card"));
    press(Qt::Key_Return);
    type(QStringLiteral("not an incident"));
    press(Qt::Key_Return);
    type(QStringLiteral("prod"));
    press(Qt::Key_Return);
    type(QStringLiteral("correct horse"));
    press(Qt::Key_Return);
    // The form of the incident is the environment's own; the server says which it is.
    QVERIFY(waitForBanner(*m_ann, "Expected an id as"));
    QVERIFY(m_ann->write(QStringLiteral("activationIncident"), QStringLiteral("INC-4711")));
    QVERIFY(m_ann->write(QStringLiteral("activationPassword"), QStringLiteral("correct horse")));
    press(Qt::Key_Return);
    QVERIFY(hasFocus(*m_ann, "actionConfirmation"));
    QCOMPARE(session("/state"), std::string("active"));
}

void EmergencyJourney::gov46_theOthersSeeIt()
{
    for (HttpConsole *console : {m_bob.get(), m_cid.get()}) {
        QVERIFY(waitForBanner(*console, "EMERGENCY in Prod: ann changes payments"));
        QVERIFY(waitForBanner(*console, "Checkout refuses every card (INC-4711)"));
    }
    QVERIFY(waitForBanner(*m_ann, "EMERGENCY in Prod: you change payments"));
    // Bob may look at it and nothing else.
    QVERIFY(m_bob->click(QStringLiteral("bannerActionButton")));
    QTRY_VERIFY(m_bob->textOf(QStringLiteral("emergencyTitle")).startsWith(QStringLiteral("EM-1")));
    QTRY_VERIFY(m_bob->textOf(QStringLiteral("emergencyTold")).contains(QStringLiteral("bob")));
    for (const char *name : {"changeInEmergency", "endEmergency", "extendEmergency"})
        QVERIFY(!m_bob->action(QLatin1String(name))->isEnabled());
}

void EmergencyJourney::gov45_theBrokenChangeIsUndone()
{
    QVERIFY(bring(*m_ann));
    const auto *way = m_ann->find<QComboBox>(QStringLiteral("actionWay"));
    QVERIFY(way);
    QTRY_VERIFY_WITH_TIMEOUT(
        way->currentText().startsWith(QStringLiteral("the last known good")), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_ann->textOf(QStringLiteral("actionHint")),
        QStringLiteral("The environment's name confirms it."), patience);
    m_ann->find<QWidget>(QStringLiteral("actionConfirmation"))->setFocus();
    type(QStringLiteral("prod"));
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(liveText() == good, patience);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_ann->find<QTreeWidget>(QStringLiteral("emergencyActions")), patience);
    // Bob's page follows by itself.
    const auto *actions = m_bob->find<QTreeWidget>(QStringLiteral("emergencyActions"));
    QVERIFY(actions);
    QTRY_VERIFY_WITH_TIMEOUT(actions->topLevelItem(0)->childCount() == 1, patience);
    QCOMPARE(actions->topLevelItem(0)->child(0)->text(0), QLatin1String(path));
    QCOMPARE(actions->topLevelItem(0)->child(0)->text(2), QStringLiteral("Provisional"));
}

void EmergencyJourney::gov42_herOtherComputerMayNot()
{
    auto other = consoleOf("ann");
    QVERIFY(other && waitForBanner(*other, "EMERGENCY in Prod: you change"));
    QVERIFY(bring(*other));
    QVERIFY(other->trigger(QStringLiteral("emergencyFromAnywhere")));
    QVERIFY(hasFocus(*other, "actionConfig"));
    // What was broken is all that there is to go back to; nobody does that by accident.
    QTRY_COMPARE_WITH_TIMEOUT(other->textOf(QStringLiteral("actionHint")),
        QStringLiteral("Choose what becomes live."), patience);
    other->find<QComboBox>(QStringLiteral("actionWay"))->setFocus();
    press(Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(other->textOf(QStringLiteral("actionHint")),
        QStringLiteral("The environment's name confirms it."), patience);
    QVERIFY(other->write(QStringLiteral("actionConfirmation"), QStringLiteral("prod")));
    press(Qt::Key_Return);
    QVERIFY(waitForBanner(*other, "EM-1 was opened in another session"));
    QCOMPARE(liveText(), std::string(good));
}

void EmergencyJourney::gov41_sheEndsIt()
{
    QVERIFY(m_ann->trigger(QStringLiteral("endEmergency")));
    QVERIFY(m_ann->answerPrompt(QStringLiteral("Cards are taken again")));
    QTRY_COMPARE_WITH_TIMEOUT(
        m_ann->textOf(QStringLiteral("emergencyState")), QStringLiteral("Review due"), patience);
    for (HttpConsole *console : {m_ann.get(), m_bob.get(), m_cid.get()})
        QTRY_VERIFY_WITH_TIMEOUT(console->banners().isEmpty(), patience);
    QVERIFY(m_ann->textOf(QStringLiteral("emergencyHint")).contains(QStringLiteral("yours")));
    QVERIFY2(rowIn(*m_ann).contains(QStringLiteral("1 provisional")), qPrintable(rowIn(*m_ann)));
}

void EmergencyJourney::gov48_itIsProvisionalUntilOthersApprove()
{
    QVERIFY(m_ann->trigger(QStringLiteral("ratifyEmergency")));
    QVERIFY(m_ann->answerPrompt(QStringLiteral("The lower rate is right")));
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->textOf(QStringLiteral("requestTitle"))
                                 .contains(QStringLiteral("Ratify the changes of EM-1")),
        patience);
    const QString id = m_ann->textOf(QStringLiteral("requestTitle")).section(u' ', 0, 0);
    QVERIFY(!m_ann->action(QStringLiteral("approve"))->isEnabled());
    QVERIFY(m_bob->openRequest(id));
    QVERIFY(m_bob->trigger(QStringLiteral("approve")));
    QVERIFY(m_bob->answerPrompt({}));
    QVERIFY(m_ann->trigger(QStringLiteral("apply")));
    QTRY_VERIFY_WITH_TIMEOUT(session("/actions/0/changes/0/provision") == "ratified", patience);
    QVERIFY(m_ann->openView(QStringLiteral("emergency")));
    QTRY_VERIFY_WITH_TIMEOUT(rowIn(*m_ann).contains(QStringLiteral("none left")), patience);
}

void EmergencyJourney::gov47_cidReviewsIt()
{
    m_cid->window().workArea()->goTo({QStringLiteral("emergency"), QStringLiteral("EM-1")});
    QVERIFY(bring(*m_cid));
    QVERIFY(m_cid->trigger(QStringLiteral("reviewEmergency")));
    QVERIFY(hasFocus(*m_cid, "reviewFate1"));
    press(Qt::Key_Down); // kept
    m_cid->find<QComboBox>(QStringLiteral("reviewVerdict"))->setCurrentIndex(0);
    QVERIFY(
        m_cid->write(QStringLiteral("reviewText"), QStringLiteral("It was needed and it helped")));
    QVERIFY(m_cid->write(QStringLiteral("reviewPassword"), QStringLiteral("correct horse")));
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(
        m_cid->textOf(QStringLiteral("emergencyState")), QStringLiteral("Reviewed"), patience);
    QCOMPARE(session("/review/verdict"), std::string("justified"));
    QCOMPARE(session("/actions/0/fate"), std::string("kept"));
    QTRY_VERIFY_WITH_TIMEOUT(rowIn(*m_ann).contains(QStringLiteral("Justified")), patience);
}

QTEST_MAIN(EmergencyJourney)
#include "tst_emergencyjourney.moc"
