// SPDX-License-Identifier: Apache-2.0
#include "models/qtconvert.h"
#include "models/requestrebase.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::ErrorKind;
using core::ReversalOutcome;

// A request whose configs have moved on is put onto what is live.
class RequestRebaseTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatBecameLiveIsTakenAlong();
    void theSamePlaceIsDecidedFirst();
    void liveThatMovesAgainIsReadAgain();
    void whatHasAllOfItMakesTheSameText();
    void aFirstVersionMadeByAnotherIsMerged();
    void whatCannotBeRebasedSaysWhy();
    void aChangedRequestIsRefused();

private:
    void answer();
    // Of both configs, from what is live; not yet applied.
    core::ChangeRequest open(const std::vector<std::string> &paths, const std::string &text);
    void publish(const char *path, const std::string &text)
    {
        m_cms->publish(path, "prod", text, "bob", "Meanwhile");
    }
    core::ChangeRequest moved(core::ChangeRequest request);
    const core::ChangeRequest &present(const core::ChangeRequest &request) const
    {
        return *std::ranges::find(m_cms->requests, request.id, &core::ChangeRequest::id);
    }
    models::Permissions permissions(const std::vector<std::string> &granted = {"edit"}) const;

    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<core::Executor> m_compute;
    std::unique_ptr<models::RequestRebase> m_rebase;
};

void RequestRebaseTest::init()
{
    m_rebase.reset();
    m_compute.reset();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    m_compute = std::make_unique<core::Executor>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    for (const char *path : {"shop/one", "shop/two"}) {
        m_cms->addConfig(path, core::Format::Yaml);
        m_cms->publish(path, "prod", "rate: 1\nburst: 1 # kept\n", "alice", "Begin");
    }
    m_cms->addConfig("shop/new", core::Format::Yaml);
    m_cms->actAs("alice");
    m_rebase = std::make_unique<models::RequestRebase>(*m_cms, *m_compute);
}

void RequestRebaseTest::answer()
{
    QTRY_VERIFY(
        (m_mailbox->drain(), !m_rebase->reading().isRunning() && !m_rebase->sending().isRunning()));
}

core::ChangeRequest RequestRebaseTest::open(
    const std::vector<std::string> &paths, const std::string &text)
{
    core::NewChangeRequest content;
    content.title = "Raise";
    content.reason = "Why";
    content.submit = true;
    for (const std::string &path : paths) {
        const core::Config &config = *m_cms->configAt(path);
        const core::Head *head = m_cms->headOf(config.id, core::EnvironmentId("prod"));
        content.items.push_back({config.id, core::EnvironmentId("prod"),
            head ? std::optional(head->version) : std::nullopt, text, {}});
    }
    core::Call call = m_cms->createChangeRequest(content, [](auto) { });
    m_mailbox->drain();
    return m_cms->requests.back();
}

// As the server tells it once live has moved.
core::ChangeRequest RequestRebaseTest::moved(core::ChangeRequest request)
{
    for (core::RequestItem &item : request.items) {
        const core::Head *head = m_cms->headOf(item.config, item.environment);
        item.needsRebase = head && head->version != item.base;
    }
    return request;
}

models::Permissions RequestRebaseTest::permissions(const std::vector<std::string> &granted) const
{
    models::Permissions permissions;
    permissions.me.id = core::PrincipalId("usr_alice");
    permissions.granted = granted;
    return permissions;
}

void RequestRebaseTest::whatBecameLiveIsTakenAlong()
{
    const core::ChangeRequest request
        = open({"shop/one", "shop/two"}, "rate: 2\nburst: 1 # kept\n");
    publish("shop/two", "rate: 1\nburst: 7 # kept\nmore: 1\n");
    m_rebase->want(moved(request));
    answer();
    QVERIFY(!m_rebase->items()[0].merge); // it has not moved
    QCOMPARE(m_rebase->items()[1].laterCount, 1);
    QVERIFY(m_rebase->state(permissions()).isEnabled);
    QSignalSpy done(m_rebase.get(), &models::RequestMerging::requested);
    m_rebase->send({}, {});
    answer();
    QCOMPARE(done.count(), 1);
    const core::ChangeRequest &rebased = present(request);
    QCOMPARE(rebased.items[0].text, std::string("rate: 2\nburst: 1 # kept\n"));
    QCOMPARE(rebased.items[1].text, std::string("rate: 2\nburst: 7 # kept\nmore: 1\n"));
    QVERIFY(!rebased.items[1].needsRebase);
    QCOMPARE(rebased.reason, std::string("Why"));
}

void RequestRebaseTest::theSamePlaceIsDecidedFirst()
{
    const core::ChangeRequest request = open({"shop/one"}, "rate: 2\nburst: 1 # kept\n");
    publish("shop/one", "rate: 9\nburst: 1 # kept\n");
    m_rebase->want(moved(request));
    answer();
    QCOMPARE(m_rebase->items()[0].outcome, ReversalOutcome::Conflicts);
    QVERIFY(!m_rebase->state(permissions()).isEnabled);
    m_rebase->send({}, {});
    answer();
    QCOMPARE(m_cms->callCount("updateChangeRequest"), 0);
    m_rebase->decide(0, QStringLiteral("rate: 5\nburst: 1 # kept\n"));
    QVERIFY(m_rebase->state(permissions()).isEnabled);
    m_rebase->send({}, {});
    answer();
    QCOMPARE(present(request).items[0].text, std::string("rate: 5\nburst: 1 # kept\n"));
}

void RequestRebaseTest::liveThatMovesAgainIsReadAgain()
{
    const core::ChangeRequest request = open({"shop/one"}, "rate: 2\nburst: 1 # kept\n");
    publish("shop/one", "rate: 1\nburst: 3 # kept\n");
    m_rebase->want(moved(request));
    answer();
    publish("shop/one", "rate: 1\nburst: 4 # kept\n");
    QSignalSpy movedAgain(m_rebase.get(), &models::RequestMerging::moved);
    m_rebase->send({}, {});
    answer();
    QCOMPARE(movedAgain.count(), 1);
    QCOMPARE(m_cms->callCount("updateChangeRequest"), 0);
    QCOMPARE(m_rebase->items()[0].text(), QStringLiteral("rate: 2\nburst: 4 # kept\n"));
}

void RequestRebaseTest::whatHasAllOfItMakesTheSameText()
{
    const core::ChangeRequest request = open({"shop/one"}, "rate: 2\nburst: 1 # kept\n");
    publish("shop/one", "rate: 2\nburst: 1 # kept\n");
    m_rebase->want(moved(request));
    answer();
    QCOMPARE(m_rebase->items()[0].outcome, ReversalOutcome::NothingLeft);
    QVERIFY(m_rebase->state(permissions()).isEnabled);
}

// Somebody else was quicker with the first one.
void RequestRebaseTest::aFirstVersionMadeByAnotherIsMerged()
{
    const core::ChangeRequest request = open({"shop/new"}, "mine: 1\n");
    publish("shop/new", "theirs: 1\n");
    m_rebase->want(moved(request));
    answer();
    QCOMPARE(m_rebase->items()[0].text(), QStringLiteral("mine: 1\ntheirs: 1\n"));
}

void RequestRebaseTest::whatCannotBeRebasedSaysWhy()
{
    using models::RequestRebase;
    core::ChangeRequest request = open({"shop/one"}, "rate: 2\n");
    QVERIFY(!RequestRebase::rightTo(permissions(), request).isEnabled); // nothing moved
    publish("shop/one", "rate: 3\n");
    request = moved(request);
    QVERIFY(RequestRebase::rightTo(permissions(), request).isEnabled);
    QVERIFY(!RequestRebase::rightTo(permissions({}), request).isEnabled);
    core::ChangeRequest rollback = request;
    rollback.rollbackTo = core::VersionId("sha256:1");
    QVERIFY(!RequestRebase::rightTo(permissions(), rollback).isEnabled);
    request.state = core::RequestState::Withdrawn;
    QVERIFY(!RequestRebase::rightTo(permissions(), request).isEnabled);
}

void RequestRebaseTest::aChangedRequestIsRefused()
{
    core::ChangeRequest request = open({"shop/one"}, "rate: 2\nburst: 1 # kept\n");
    publish("shop/one", "rate: 1\nburst: 3 # kept\n");
    request.etag = core::ETag("of before");
    m_rebase->want(moved(request));
    answer();
    m_rebase->send({}, {});
    answer();
    QVERIFY(m_rebase->sending().hasFailed());
    QVERIFY(m_rebase->sending().error().kind == ErrorKind::Conflict);
}

QTEST_GUILESS_MAIN(RequestRebaseTest)
#include "tst_requestrebase.moc"
