// SPDX-License-Identifier: Apache-2.0
#include "models/qtconvert.h"
#include "models/requestreversal.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::ErrorKind;
using core::ReversalOutcome;

// A change of several configs is taken back: all of it or nothing, and what came later stays.
class RequestReversalTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void severalConfigsAreOneRequest();
    void laterChangesStay();
    void theSchemaGoesBackToo();
    void aConflictOfSchemasIsDecided();
    void theSamePlaceIsDecidedFirst();
    void aFirstVersionStaysAndTheRestGoes();
    void nothingButFirstVersions();
    void whatIsGoneAlreadyIsLeftOut();
    void liveThatMovedIsReadAgain();
    void whatWasNotAppliedCannot();
    void whoMayNotIsTold();
    void aFailureIsSaid();

private:
    void answer();
    core::Config config(const char *path) const { return *m_cms->configAt(path); }
    // Both to rate 2, as one applied request.
    core::ChangeRequest change(const char *one, const char *two);
    models::Permissions permissions(const std::vector<std::string> &granted) const;

    const core::EnvironmentId m_prod{"prod"};
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<core::Executor> m_compute;
    std::unique_ptr<models::RequestReversal> m_reversal;
    core::ChangeRequest m_change;
};

void RequestReversalTest::init()
{
    m_reversal.reset();
    m_compute.reset();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    m_compute = std::make_unique<core::Executor>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    for (const char *path : {"shop/one", "shop/two"}) {
        m_cms->addConfig(path, core::Format::Yaml);
        m_cms->publish(path, "prod", "rate: 1\nburst: 1 # kept\n", "alice", "Begin");
    }
    m_cms->actAs("alice");
    m_change = change("shop/one", "shop/two");
    m_reversal = std::make_unique<models::RequestReversal>(*m_cms, *m_compute);
}

core::ChangeRequest RequestReversalTest::change(const char *one, const char *two)
{
    const std::string text = "rate: 2\nburst: 1 # kept\n";
    m_cms->publish(one, "prod", text, "alice", "Raise");
    core::ChangeRequest request = m_cms->requests.back();
    m_cms->publish(two, "prod", text, "alice", "Raise");
    const core::ChangeRequest &other = m_cms->requests.back();
    request.title = "Raise both";
    request.items.push_back(other.items.front());
    request.appliedVersions.push_back(other.appliedVersions.front());
    return request;
}

// The merges are made elsewhere: all that is asked for has come when nothing runs any more.
void RequestReversalTest::answer()
{
    QTRY_VERIFY((m_mailbox->drain(),
        !m_reversal->reading().isRunning() && !m_reversal->sending().isRunning()));
}

models::Permissions RequestReversalTest::permissions(const std::vector<std::string> &granted) const
{
    models::Permissions permissions;
    permissions.me.id = core::PrincipalId("usr_alice");
    permissions.granted = granted;
    return permissions;
}

void RequestReversalTest::severalConfigsAreOneRequest()
{
    m_reversal->want(m_change);
    QVERIFY(!m_reversal->state(permissions({"edit", "submit"})).isEnabled); // not known yet
    answer();
    QCOMPARE(m_reversal->items().size(), std::size_t(2));
    const auto state = m_reversal->state(permissions({"edit", "submit"}));
    QVERIFY2(state.isEnabled, qUtf8Printable(state.whyNot));
    QSignalSpy done(m_reversal.get(), &models::RequestReversal::requested);
    m_reversal->send(QStringLiteral("Too fast"), QStringLiteral("INC-1"));
    answer();
    QCOMPARE(done.count(), 1);
    const core::ChangeRequest &made = m_cms->requests.back();
    QCOMPARE(made.items.size(), std::size_t(2));
    for (const core::RequestItem &item : made.items)
        QCOMPARE(item.text, std::string("rate: 1\nburst: 1 # kept\n"));
    QCOMPARE(made.title, "Revert " + m_change.id.text() + ": Raise both");
    QCOMPARE(made.reason, std::string("Too fast"));
    QCOMPARE(made.ticket, std::string("INC-1"));
}

void RequestReversalTest::laterChangesStay()
{
    m_cms->publish("shop/two", "prod", "rate: 2\nburst: 7 # kept\nmore: 1\n", "alice", "Later");
    m_reversal->want(m_change);
    answer();
    QCOMPARE(m_reversal->items()[0].laterCount, 0);
    QCOMPARE(m_reversal->items()[1].laterCount, 1);
    QCOMPARE(m_reversal->items()[1].text(), QStringLiteral("rate: 1\nburst: 7 # kept\nmore: 1\n"));
}

// A change that only brought a schema is not nothing.
void RequestReversalTest::theSchemaGoesBackToo()
{
    const core::SchemaId before("sch_before");
    const core::SchemaId brought("sch_brought");
    m_cms->publish("shop/one", "prod", "rate: 2\nburst: 1 # kept\n", "alice", "Schema");
    core::ChangeRequest request = m_cms->requests.back();
    request.items.front().schema = brought;
    for (core::Version &version : m_cms->versions) {
        if (version.config == config("shop/one").id)
            version.schema = version.id == request.appliedVersions.front() ? brought : before;
    }
    core::Head *head = m_cms->headOf(config("shop/one").id, m_prod);
    head->schema = brought;
    m_reversal->want(request);
    answer();
    const auto &item = m_reversal->items().front();
    QCOMPARE(item.outcome, ReversalOutcome::Ready);
    QVERIFY(item.schemaFate == core::SchemaReversal::Back);
    m_reversal->send(QStringLiteral("Wrong"), {});
    answer();
    QVERIFY(m_cms->requests.back().items.front().schema == before);
}

// Another one since: somebody says which one holds.
void RequestReversalTest::aConflictOfSchemasIsDecided()
{
    const core::SchemaId before("sch_before");
    const core::SchemaId brought("sch_brought");
    const std::string text = "rate: 1\nburst: 1 # kept\n";
    m_cms->publish("shop/one", "prod", text, "alice", "Schema");
    core::ChangeRequest request = m_cms->requests.back();
    request.items.front().schema = brought;
    for (core::Version &version : m_cms->versions) {
        if (version.config == config("shop/one").id)
            version.schema = version.id == request.appliedVersions.front() ? brought : before;
    }
    m_cms->publish("shop/one", "prod", "rate: 2\nburst: 1 # kept\n", "alice", "Back");
    m_cms->headOf(config("shop/one").id, m_prod)->schema = core::SchemaId("sch_later");
    m_reversal->want(request);
    answer();
    const auto &item = m_reversal->items().front();
    QVERIFY(item.schemaFate == core::SchemaReversal::Conflict);
    QVERIFY(item.isOpen() && item.isSchemaOpen() && !item.isTextOpen());
    const auto may = permissions({"edit", "submit"});
    QVERIFY2(m_reversal->state(may).whyNot.contains(QStringLiteral("another schema")),
        qUtf8Printable(m_reversal->state(may).whyNot));
    const auto requests = m_cms->requests.size();
    m_reversal->send(QStringLiteral("Wrong"), {}); // is not sent
    answer();
    QCOMPARE(m_cms->requests.size(), requests);
    using enum core::SchemaChoice;
    m_reversal->decideSchema(0, Made);
    QVERIFY(m_reversal->items().front().schemaBack == brought);
    m_reversal->decideSchema(0, std::nullopt);
    QVERIFY(m_reversal->items().front().isOpen());
    m_reversal->decideSchema(0, Now);
    QVERIFY(!m_reversal->items().front().schemaBack && !m_reversal->items().front().isOpen());
    m_reversal->decideSchema(0, Before);
    QVERIFY(m_reversal->state(may).isEnabled);
    m_reversal->send(QStringLiteral("Wrong"), {});
    answer();
    QVERIFY(m_cms->requests.back().items.front().schema == before);
}

void RequestReversalTest::theSamePlaceIsDecidedFirst()
{
    m_cms->publish("shop/two", "prod", "rate: 9\nburst: 1 # kept\n", "alice", "Again");
    m_reversal->want(m_change);
    answer();
    const auto &item = m_reversal->items()[1];
    QCOMPARE(item.outcome, ReversalOutcome::Conflicts);
    const auto state = m_reversal->state(permissions({"edit", "submit"}));
    QVERIFY(!state.isEnabled);
    QVERIFY2(state.whyNot.contains(QStringLiteral("shop/two")), qUtf8Printable(state.whyNot));
    // What is live stays in the one; the other is taken back.
    m_reversal->decide(1, item.liveText);
    QVERIFY(m_reversal->state(permissions({"edit", "submit"})).isEnabled);
    m_reversal->send(QStringLiteral("Too fast"), {});
    answer();
    QCOMPARE(m_cms->requests.back().items.size(), std::size_t(1));
    QCOMPARE(m_cms->requests.back().items.front().path, std::string("shop/one"));
}

void RequestReversalTest::aFirstVersionStaysAndTheRestGoes()
{
    m_cms->publish("shop/one", "prod", "rate: 1\nburst: 1 # kept\n", "alice", "Lower");
    m_cms->addConfig("shop/new", core::Format::Yaml);
    m_reversal->want(change("shop/one", "shop/new"));
    answer();
    QCOMPARE(m_reversal->items()[0].outcome, ReversalOutcome::Ready);
    QCOMPARE(m_reversal->items()[1].outcome, ReversalOutcome::FirstVersion);
    const auto state = m_reversal->state(permissions({"edit", "submit"}));
    QVERIFY2(state.isEnabled, qUtf8Printable(state.whyNot));
    QSignalSpy done(m_reversal.get(), &models::RequestReversal::requested);
    QSignalSpy moved(m_reversal.get(), &models::RequestReversal::moved);
    m_reversal->send(QStringLiteral("Too fast"), {});
    answer();
    QCOMPARE(moved.count(), 0);
    QCOMPARE(done.count(), 1);
    const core::ChangeRequest &made = m_cms->requests.back();
    QCOMPARE(made.items.size(), std::size_t(1));
    QCOMPARE(made.items.front().path, std::string("shop/one"));
    QVERIFY2(made.description.find("shop/new in prod stays") != std::string::npos,
        made.description.c_str());
}

void RequestReversalTest::nothingButFirstVersions()
{
    m_cms->addConfig("shop/new", core::Format::Yaml);
    m_cms->publish("shop/new", "prod", "rate: 1\n", "alice", "Begin");
    m_reversal->want(m_cms->requests.back());
    answer();
    const auto state = m_reversal->state(permissions({"edit", "submit"}));
    QVERIFY2(state.whyNot.contains(QStringLiteral("first version")), qUtf8Printable(state.whyNot));
}

void RequestReversalTest::whatIsGoneAlreadyIsLeftOut()
{
    m_cms->publish("shop/one", "prod", "rate: 1\nburst: 1 # kept\n", "alice", "Lower");
    m_reversal->want(m_change);
    answer();
    QCOMPARE(m_reversal->items()[0].outcome, ReversalOutcome::NothingLeft);
    m_reversal->send(QStringLiteral("Too fast"), {});
    answer();
    QCOMPARE(m_cms->requests.back().items.size(), std::size_t(1));
    m_cms->publish("shop/two", "prod", "rate: 1\nburst: 1 # kept\n", "alice", "Lower");
    m_reversal->reload();
    answer();
    QCOMPARE(m_reversal->state(permissions({"edit", "submit"})).whyNot,
        QStringLiteral("Nothing of this change is left."));
}

void RequestReversalTest::liveThatMovedIsReadAgain()
{
    m_reversal->want(m_change);
    answer();
    m_cms->publish("shop/two", "prod", "rate: 2\nburst: 7 # kept\n", "alice", "Meanwhile");
    const auto before = m_cms->requests.size();
    QSignalSpy moved(m_reversal.get(), &models::RequestReversal::moved);
    m_reversal->send(QStringLiteral("Too fast"), {});
    answer();
    QCOMPARE(moved.count(), 1);
    QCOMPARE(m_cms->requests.size(), before);
    QCOMPARE(m_reversal->items()[1].text(), QStringLiteral("rate: 1\nburst: 7 # kept\n"));
    m_reversal->send(QStringLiteral("Too fast"), {});
    answer();
    QCOMPARE(m_cms->requests.back().items.size(), std::size_t(2));
}

void RequestReversalTest::whatWasNotAppliedCannot()
{
    m_change.state = core::RequestState::Open;
    const auto state = models::RequestReversal::rightTo(permissions({"edit", "submit"}), m_change);
    QCOMPARE(state.whyNot, QStringLiteral("Only what was applied can be taken back."));
}

void RequestReversalTest::whoMayNotIsTold()
{
    QVERIFY(!models::RequestReversal::rightTo(permissions({"submit"}), m_change).isEnabled);
    QVERIFY(!models::RequestReversal::rightTo(permissions({"edit"}), m_change).isEnabled);
    QVERIFY(models::RequestReversal::rightTo(permissions({"edit", "submit"}), m_change).isEnabled);
}

void RequestReversalTest::aFailureIsSaid()
{
    m_cms->failNext("listHeads", support::anError(ErrorKind::Offline));
    m_reversal->want(m_change);
    answer();
    QVERIFY(m_reversal->reading().hasFailed());
    QVERIFY(!m_reversal->state(permissions({"edit", "submit"})).isEnabled);
    m_reversal->reading().retry();
    answer();
    QVERIFY(m_reversal->isRead());
    m_cms->failNext("createChangeRequest", support::anError(ErrorKind::Forbidden));
    m_reversal->send(QStringLiteral("Too fast"), {});
    answer();
    QVERIFY(m_reversal->sending().hasFailed());
}

QTEST_GUILESS_MAIN(RequestReversalTest)
#include "tst_requestreversal.moc"
