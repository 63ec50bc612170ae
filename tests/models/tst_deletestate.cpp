// SPDX-License-Identifier: Apache-2.0
#include "models/actionstate.h"
#include "models/configstore.h"
#include "models/editingsession.h"
#include "models/mailpump.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using models::EditingSession;

// What the console says before a config is taken back (GOV-26).
class DeleteStateTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingIsKnownBeforeItIsLoaded();
    void aGoverningOneAsksForBothRights_data();
    void aGoverningOneAsksForBothRights();
    void aRequestElsewhereKeepsItToo();

private:
    std::unique_ptr<EditingSession> session(
        const std::string &path, const std::vector<std::string> &granted);

    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<models::MailPump> m_pump;
    std::unique_ptr<support::ScriptedCms> m_cms;
};

void DeleteStateTest::init()
{
    m_cms.reset();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_pump = std::make_unique<models::MailPump>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    m_cms->actAs("alice");
    m_cms->addConfig("shop/fresh", core::Format::Json);
    m_cms->addConfig("sys/policy", core::Format::Json);
}

std::unique_ptr<EditingSession> DeleteStateTest::session(
    const std::string &path, const std::vector<std::string> &granted)
{
    const models::Permissions permissions{m_cms->current->principal, granted};
    return std::make_unique<EditingSession>(*m_cms, *m_cms->configAt(path),
        core::EnvironmentId("prod"), permissions, nullptr,
        EditingSession::Delays{std::chrono::milliseconds(1), std::chrono::milliseconds(1)});
}

void DeleteStateTest::nothingIsKnownBeforeItIsLoaded()
{
    const auto fresh = session("shop/fresh", {"edit"});
    const auto before = models::deleteState(*fresh, {});
    QVERIFY(before.whyNot.contains(QStringLiteral("not known yet")));
    fresh->load();
    QTRY_VERIFY(fresh->isLoaded());
    QVERIFY(models::deleteState(*fresh, {}).isEnabled);
}

void DeleteStateTest::aGoverningOneAsksForBothRights_data()
{
    QTest::addColumn<std::vector<std::string>>("granted");
    QTest::addColumn<bool>("isEnabled");
    using Names = std::vector<std::string>;
    QTest::newRow("none") << Names{} << false;
    QTest::newRow("edit") << Names{"edit"} << false;
    QTest::newRow("policy.edit") << Names{"policyEdit"} << false;
    QTest::newRow("both") << Names{"edit", "policyEdit"} << true;
}

void DeleteStateTest::aGoverningOneAsksForBothRights()
{
    QFETCH(const std::vector<std::string>, granted);
    QFETCH(const bool, isEnabled);
    const auto policy = session("sys/policy", granted);
    policy->load();
    QTRY_VERIFY(policy->isLoaded());
    QCOMPARE(models::deleteState(*policy, {}).isEnabled, isEnabled);
}

void DeleteStateTest::aRequestElsewhereKeepsItToo()
{
    const auto id = m_cms->configAt("shop/fresh")->id;
    core::ChangeRequest request;
    request.id = core::ChangeRequestId("CR-77");
    request.state = core::RequestState::Open;
    core::RequestItem item;
    item.config = id;
    item.environment = core::EnvironmentId("dev");
    request.items = {item};
    m_cms->requests.push_back(request);
    models::ConfigStore store(*m_cms);
    store.loadMarks(core::EnvironmentId("prod"));
    QTRY_COMPARE(store.marks(id).anyRequest, std::string("CR-77"));
    QCOMPARE(store.marks(id).openRequest, std::string());
    const auto fresh = session("shop/fresh", {"edit"});
    fresh->load();
    QTRY_VERIFY(fresh->isLoaded());
    QVERIFY(models::deleteState(*fresh, store.marks(id).anyRequest)
            .whyNot.contains(QStringLiteral("CR-77")));
}

QTEST_GUILESS_MAIN(DeleteStateTest)
#include "tst_deletestate.moc"
