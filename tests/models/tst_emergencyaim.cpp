// SPDX-License-Identifier: Apache-2.0
#include "models/emergencyaim.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

#include <QSignalSpy>

using namespace chancery;
using core::ErrorKind;

// What an action of an emergency session would make live.
class EmergencyAimTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theLastKnownGoodComesFirst();
    void whatSomebodyRolledBackFromIsNotGood();
    void whereNothingIsGoodNothingIsChosen();
    void theDraftStandsSecond();
    void aDraftThatDoesNotOpenIsNoWay();
    void failedDraftsLeaveTheVersions();
    void onlyTheScopeIsOffered();
    void theChoiceStaysWhenLiveMoves();
    void whatCannotBeReadIsNotOffered();
    void oneVersionAloneHasNoWayBack();

private:
    void answer();
    void begin(const std::string &path);
    core::ConfigId config(const char *path) const { return m_cms->configAt(path)->id; }
    core::Version *version(const char *text);

    const core::EnvironmentId m_prod{"prod"};
    core::EmergencySession m_session;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<models::EmergencyAim> m_aim;
};

void EmergencyAimTest::init()
{
    m_aim.reset();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    m_cms->addConfig("shop/pace", core::Format::Yaml);
    for (const char *text : {"rate: 1\n", "rate: 2\n", "rate: 9\n"})
        m_cms->publish("shop/pace", "prod", text, "alice", "Set rate");
    m_cms->actAs("erin");
    m_session.environment = m_prod;
    m_session.namespaces = {"shop"};
    m_aim = std::make_unique<models::EmergencyAim>(*m_cms);
}

void EmergencyAimTest::answer()
{
    while (m_mailbox->drain() > 0) { }
}

void EmergencyAimTest::begin(const std::string &path)
{
    m_aim->begin(m_session, path);
    answer();
}

core::Version *EmergencyAimTest::version(const char *text)
{
    for (auto &each : m_cms->versions) {
        if (m_cms->texts[each.id.text()] == text)
            return &each;
    }
    return nullptr;
}

void EmergencyAimTest::theLastKnownGoodComesFirst()
{
    QVERIFY(!m_aim->state().isEnabled);
    begin("shop/pace");
    QVERIFY(m_aim->state().isEnabled);
    QCOMPARE(m_aim->ways().size(), std::size_t(2));
    QVERIFY(m_aim->way()->isLastGood);
    QCOMPARE(m_aim->texts()->live, QStringLiteral("rate: 9\n"));
    QCOMPARE(m_aim->texts()->after, QStringLiteral("rate: 2\n"));
    const auto item = m_aim->item();
    QCOMPARE(item.base->text(), version("rate: 9\n")->id.text());
    QCOMPARE(item.target->text(), version("rate: 2\n")->id.text());
    QVERIFY(!item.text);
    m_aim->chooseWay(1);
    answer();
    QCOMPARE(m_aim->texts()->after, QStringLiteral("rate: 1\n"));
}

void EmergencyAimTest::whatSomebodyRolledBackFromIsNotGood()
{
    version("rate: 2\n")->quarantined = true;
    begin("shop/pace");
    QCOMPARE(m_aim->texts()->after, QStringLiteral("rate: 1\n"));
    QVERIFY(m_aim->way()->isLastGood && !m_aim->ways()[1].isLastGood);
}

// Live is what somebody went back to: the one before it is the broken one.
void EmergencyAimTest::whereNothingIsGoodNothingIsChosen()
{
    version("rate: 9\n")->quarantined = true;
    version("rate: 1\n")->quarantined = true;
    m_cms->publish("shop/pace", "prod", "rate: 2\n", "alice", "Go back");
    m_cms->actAs("erin");
    begin("shop/pace");
    QCOMPARE(m_aim->ways().size(), std::size_t(2));
    QVERIFY(!m_aim->way() && !m_aim->texts());
    QVERIFY(m_aim->state().whyNot.contains(QStringLiteral("Choose")));
    m_aim->chooseWay(0);
    answer();
    QCOMPARE(m_aim->texts()->after, QStringLiteral("rate: 9\n"));
    QVERIFY(m_aim->state().isEnabled);
}

void EmergencyAimTest::theDraftStandsSecond()
{
    core::Draft draft;
    draft.id = core::DraftId("drf_x");
    draft.config = config("shop/pace");
    draft.environment = m_prod;
    draft.author = core::PrincipalId("usr_erin");
    draft.text = "rate: 9\n";
    m_cms->drafts = {draft};
    draft.id = core::DraftId("drf_y");
    draft.parkedAs = "before";
    m_cms->drafts.push_back(draft);
    begin("shop/pace");
    QCOMPARE(m_aim->ways().size(), std::size_t(3));
    m_aim->chooseWay(1);
    answer();
    QVERIFY(!m_aim->state().isEnabled); // it is live already
    QCOMPARE(*m_aim->item().text, std::string("rate: 9\n"));
    QVERIFY(!m_aim->item().target);
}

void EmergencyAimTest::aDraftThatDoesNotOpenIsNoWay()
{
    core::Draft draft;
    draft.id = core::DraftId("drf_x");
    draft.config = config("shop/pace");
    draft.environment = m_prod;
    draft.author = core::PrincipalId("usr_erin");
    draft.unreadable = true;
    m_cms->drafts = {draft};
    begin("shop/pace");
    QCOMPARE(m_aim->ways().size(), std::size_t(2));
    for (const auto &way : m_aim->ways())
        QVERIFY(!way.draft);
    QVERIFY(m_aim->state().isEnabled);
}

void EmergencyAimTest::failedDraftsLeaveTheVersions()
{
    m_cms->failAlways("listDrafts", support::anError(ErrorKind::Server));
    begin("shop/pace");
    QVERIFY(m_aim->loadingDrafts().hasFailed());
    QCOMPARE(m_aim->ways().size(), std::size_t(2));
    QVERIFY2(m_aim->state().isEnabled, qPrintable(m_aim->state().whyNot));
    QCOMPARE(m_aim->texts()->after, QStringLiteral("rate: 2\n"));
}

void EmergencyAimTest::onlyTheScopeIsOffered()
{
    begin("");
    QVERIFY(!m_aim->config() && !m_aim->state().isEnabled);
    QVERIFY(m_aim->configs().size() > 1);
    for (const auto &head : m_aim->configs())
        QVERIFY(head.path.starts_with("shop/"));
    begin("ai/gateway/models"); // of another namespace
    QVERIFY(!m_aim->config());
    m_aim->chooseConfig(config("shop/pace"));
    answer();
    QVERIFY(m_aim->state().isEnabled);
    m_session.namespaces = {"none"};
    begin("shop/pace");
    QVERIFY(m_aim->configs().empty() && !m_aim->state().isEnabled);
}

void EmergencyAimTest::theChoiceStaysWhenLiveMoves()
{
    begin("shop/pace");
    m_aim->chooseWay(1);
    answer();
    m_cms->publish("shop/pace", "prod", "rate: 5\n", "bob", "Set rate");
    m_cms->actAs("erin");
    m_aim->reload();
    answer();
    QCOMPARE(m_aim->ways().size(), std::size_t(3));
    QCOMPARE(m_aim->texts()->live, QStringLiteral("rate: 5\n"));
    QCOMPARE(m_aim->texts()->after, QStringLiteral("rate: 1\n"));
}

void EmergencyAimTest::whatCannotBeReadIsNotOffered()
{
    m_cms->failNext("listVersions", support::anError(ErrorKind::Offline));
    begin("shop/pace");
    QVERIFY(!m_aim->state().isEnabled);
    QVERIFY(m_aim->state().whyNot.contains(QStringLiteral("could not be read")));
    m_aim->reload();
    answer();
    QVERIFY(m_aim->state().isEnabled);
    m_cms->failAlways("versionText", support::anError(ErrorKind::Offline));
    models::EmergencyAim other(*m_cms);
    other.begin(m_session, "shop/pace");
    answer();
    QVERIFY(!other.state().isEnabled && !other.texts());
}

void EmergencyAimTest::oneVersionAloneHasNoWayBack()
{
    begin("shop/flags");
    QVERIFY(m_aim->ways().empty());
    QVERIFY(m_aim->state().whyNot.contains(QStringLiteral("no earlier version")));
    QVERIFY(!m_aim->texts());
}

QTEST_GUILESS_MAIN(EmergencyAimTest)
#include "tst_emergencyaim.moc"
