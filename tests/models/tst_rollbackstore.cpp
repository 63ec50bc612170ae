// SPDX-License-Identifier: Apache-2.0
#include "models/qtconvert.h"
#include "models/rollbackstore.h"
#include "tests/support/demoworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::ErrorKind;

// A rollback that is looked at, chosen from and done.
class RollbackStoreTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aPreviewIsOfAllOfIt();
    void whatHoldsItUpIsKnown();
    void keysAreLeftOut();
    void nothingChosenIsNothingToDo();
    void manyGoBackTogether();
    void whatIsRefusedCannotBeDone();
    void aMovedHeadIsRefused();
    void aFailureOfThePreviewIsSaid();
    void whoMayNotIsTold();
    void theTextsAreThoseOfTheChoice();
    void liveThatMovesIsToldAtOnce();
    void theFirstChoiceIsAskedForToo();
    void whatAnyOfTheSchemasCoversIsKnown();

private:
    void answer();
    core::Config config(const char *path) const { return *m_cms->configAt(path); }
    core::VersionId first(const char *path) const;
    models::Permissions permissions(const std::set<std::string> &granted) const;

    const core::EnvironmentId m_prod{"prod"};
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<models::RollbackStore> m_store;
};

void RollbackStoreTest::init()
{
    m_store.reset();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    support::fillDemoWorld(*m_cms);
    for (const char *path : {"shop/one", "shop/two"}) {
        m_cms->addConfig(path, core::Format::Yaml);
        m_cms->publish(path, "prod", "rate: 1\nburst: 1\n", "alice", "Begin");
        m_cms->publish(path, "prod", "rate: 9\nburst: 2\n", "alice", "Raise");
    }
    m_cms->actAs("carol");
    m_store = std::make_unique<models::RollbackStore>(*m_cms);
}

// Delivers what has come, what that asks for, and what waits for the event loop.
void RollbackStoreTest::answer()
{
    do
        QCoreApplication::sendPostedEvents();
    while (m_mailbox->drain() > 0);
}

core::VersionId RollbackStoreTest::first(const char *path) const
{
    return std::ranges::find(m_cms->versions, config(path).id, &core::Version::config)->id;
}

models::Permissions RollbackStoreTest::permissions(const std::set<std::string> &granted) const
{
    models::Permissions permissions;
    permissions.me.id = core::PrincipalId("usr_carol");
    permissions.granted = {granted.begin(), granted.end()};
    return permissions;
}

void RollbackStoreTest::aPreviewIsOfAllOfIt()
{
    m_store->wantVersion(m_prod, config("shop/one").id, first("shop/one"));
    QVERIFY(!m_store->state(permissions({"rollback"})).isEnabled); // not known yet
    answer();
    QCOMPARE(m_store->steps().size(), std::size_t(1));
    const auto &step = m_store->steps().front();
    QCOMPARE(step.keys.size(), std::size_t(2));
    QCOMPARE(step.later.size(), std::size_t(1));
    QVERIFY(m_store->isIncluded(step.config) && m_store->isChosen(step.config, "/rate"));
    QVERIFY(m_store->impact().has_value());
    QVERIFY(m_store->state(permissions({"rollback"})).isEnabled);
}

void RollbackStoreTest::whatHoldsItUpIsKnown()
{
    m_store->wantVersion(m_prod, config("shop/one").id, first("shop/one"));
    answer();
    QVERIFY(!m_store->barriers().heldBy);
    m_cms->freeze("prod",
        R"({"id": "long", "title": "The long one", "kind": "deny", "severity": "hard", )"
        R"("zone": "UTC", "from": "2020-01-01T00:00", "to": "2120-01-01T00:00"})");
    m_store->reload();
    answer();
    QVERIFY(m_store->barriers().heldBy.value_or(QString()).contains(QStringLiteral("long one")));
}

void RollbackStoreTest::keysAreLeftOut()
{
    const auto id = config("shop/one").id;
    m_store->wantVersion(m_prod, id, first("shop/one"));
    answer();
    const int asked = m_cms->callCount("previewRollback");
    m_store->choose(id, "/burst", false);
    answer();
    QCOMPARE(m_cms->callCount("previewRollback"), asked + 1);
    QVERIFY(m_store->isChosen(id, "/rate") && !m_store->isChosen(id, "/burst"));
    QCOMPARE(m_store->steps().front().text.value_or(""), std::string("rate: 1\nburst: 2\n"));
    QSignalSpy done(m_store.get(), &models::RollbackStore::rolledBack);
    m_store->rollBack(QStringLiteral("Too fast"), {});
    answer();
    QCOMPARE(done.count(), 1);
    QCOMPARE(m_cms->requests.back().items.front().text, std::string("rate: 1\nburst: 2\n"));
    QCOMPARE(m_cms->requests.back().reason, std::string("Too fast"));
}

void RollbackStoreTest::nothingChosenIsNothingToDo()
{
    const auto id = config("shop/one").id;
    m_store->wantVersion(m_prod, id, first("shop/one"));
    answer();
    m_store->choose(id, "/burst", false);
    m_store->choose(id, "/rate", false);
    answer();
    QVERIFY(!m_store->isIncluded(id));
    const auto state = m_store->state(permissions({"rollback"}));
    QCOMPARE(state.whyNot, QStringLiteral("Nothing is chosen to go back."));
    // The whole of it again.
    m_store->include(id, true);
    answer();
    QVERIFY(m_store->isChosen(id, "/rate") && m_store->isChosen(id, "/burst"));
    QVERIFY(m_store->state(permissions({"rollback"})).isEnabled);
}

void RollbackStoreTest::manyGoBackTogether()
{
    core::RollbackScope scope;
    scope.nameSpace = "shop";
    scope.at = m_cms->now;
    m_cms->publish("shop/one", "prod", "rate: 10\nburst: 2\n", "alice", "Once more");
    m_cms->publish("shop/two", "prod", "rate: 10\nburst: 2\n", "alice", "Once more");
    m_cms->otherLayersThen = {{"shop/three"}};
    m_store->wantInstant(m_prod, scope);
    answer();
    QCOMPARE(m_store->steps().size(), std::size_t(2));
    QVERIFY(m_store->rest().sameCount > 0);
    QCOMPARE(m_store->rest().otherLayers, std::vector<std::string>{"shop/three"});
    m_store->include(config("shop/two").id, false);
    answer();
    // What is left out stays to be seen.
    QCOMPARE(m_store->steps().size(), std::size_t(2));
    m_store->rollBack(QStringLiteral("Back"), QStringLiteral("INC-1"));
    answer();
    QCOMPARE(m_cms->requests.back().items.size(), std::size_t(1));
    QCOMPARE(m_cms->requests.back().items.front().path, std::string("shop/one"));
}

void RollbackStoreTest::whatIsRefusedCannotBeDone()
{
    m_cms->rollbackProblems = {{"shop/other", "", "dangling-reference", "Nothing is there", 0, 0}};
    m_store->wantVersion(m_prod, config("shop/one").id, first("shop/one"));
    answer();
    const auto state = m_store->state(permissions({"rollback"}));
    QVERIFY(!state.isEnabled);
    QVERIFY(state.whyNot.contains(QStringLiteral("shop/one")));
}

void RollbackStoreTest::aMovedHeadIsRefused()
{
    m_store->wantVersion(m_prod, config("shop/one").id, first("shop/one"));
    answer();
    m_cms->publish("shop/one", "prod", "rate: 7\n", "alice", "Meanwhile");
    QSignalSpy done(m_store.get(), &models::RollbackStore::rolledBack);
    m_store->rollBack(QStringLiteral("Back"), {});
    answer();
    QCOMPARE(done.count(), 0);
    QVERIFY(m_store->rollingBack().error().kind == ErrorKind::Conflict);
    m_store->reload();
    answer();
    QCOMPARE(m_store->steps().front().later.size(), std::size_t(2));
    m_store->rollBack(QStringLiteral("Back"), {});
    answer();
    QCOMPARE(done.count(), 1);
}

void RollbackStoreTest::aFailureOfThePreviewIsSaid()
{
    m_cms->failNext("previewRollback", support::anError(ErrorKind::Offline));
    m_store->wantVersion(m_prod, config("shop/one").id, first("shop/one"));
    answer();
    QVERIFY(m_store->loading().hasFailed());
    QCOMPARE(m_store->state(permissions({"rollback"})).whyNot,
        QStringLiteral("What it would do is not known."));
    m_store->loading().retry();
    answer();
    QVERIFY(m_store->state(permissions({"rollback"})).isEnabled);
}

void RollbackStoreTest::whoMayNotIsTold()
{
    m_store->wantVersion(m_prod, config("shop/one").id, first("shop/one"));
    answer();
    QVERIFY(!m_store->state(permissions({"view"})).isEnabled);
}

void RollbackStoreTest::theTextsAreThoseOfTheChoice()
{
    const auto id = config("shop/one").id;
    m_store->wantVersion(m_prod, id, first("shop/one"));
    answer();
    QVERIFY(!m_store->textsOf(id));
    m_store->wantTexts(id);
    answer();
    QCOMPARE(m_store->textsOf(id)->live, QStringLiteral("rate: 9\nburst: 2\n"));
    QCOMPARE(m_store->textsOf(id)->after, QStringLiteral("rate: 1\nburst: 1\n"));
    m_store->choose(id, "/rate", false);
    answer();
    QCOMPARE(m_store->textsOf(id)->after, QStringLiteral("rate: 9\nburst: 1\n"));
    m_store->include(id, false);
    answer();
    QCOMPARE(m_store->textsOf(id)->after, QStringLiteral("rate: 9\nburst: 2\n"));
}

// The first answer is of everything, and what is ticked is less: what it needs is told of that.
void RollbackStoreTest::theFirstChoiceIsAskedForToo()
{
    m_cms->sharedPaths = {"shop/two"};
    for (core::Environment &environment : m_cms->environments)
        environment.rollbackNeedsApproval = false;
    m_cms->publish("shop/one", "prod", "rate: 5\nburst: 2\n", "alice", "Lower");
    const core::Version &before
        = *std::ranges::find(m_cms->versions, first("shop/two"), &core::Version::id);
    core::RollbackScope scope;
    scope.at = before.createdAt;
    scope.nameSpace = "shop";
    m_store->wantInstant(m_prod, scope);
    const int asked = m_cms->callCount("previewRollback");
    answer();
    QCOMPARE(m_cms->callCount("previewRollback"), asked + 1);
    QVERIFY(m_store->isIncluded(config("shop/one").id));
    QVERIFY(!m_store->isIncluded(config("shop/two").id));
    QVERIFY(!m_store->barriers().needsApproval);
    QVERIFY(m_store->find(config("shop/two").id)->isShared);
    m_store->include(config("shop/two").id, true);
    answer();
    QVERIFY(m_store->barriers().needsApproval);
}

void RollbackStoreTest::liveThatMovesIsToldAtOnce()
{
    m_store->wantVersion(m_prod, config("shop/one").id, first("shop/one"));
    answer();
    m_cms->publish("shop/two", "prod", "rate: 5\n", "alice", "Elsewhere");
    m_store->checkLive();
    answer();
    QVERIFY(!m_store->hasMoved());
    m_cms->publish("shop/one", "prod", "rate: 5\n", "alice", "Meanwhile");
    m_store->checkLive();
    answer();
    QVERIFY(m_store->hasMoved());
    const auto state = m_store->state(permissions({"rollback"}));
    QVERIFY2(state.whyNot.contains(QStringLiteral("look again")), qUtf8Printable(state.whyNot));
    m_store->reload();
    answer();
    QVERIFY(!m_store->hasMoved() && m_store->state(permissions({"rollback"})).isEnabled);
}

void RollbackStoreTest::whatAnyOfTheSchemasCoversIsKnown()
{
    const core::SchemaId later("sch_later");
    m_cms->configAt("shop/one")->schema = later;
    m_cms->publish("shop/one", "prod", "rate: 5\n", "alice", "Under another schema");
    const auto id = config("shop/one").id;
    m_store->wantVersion(m_prod, id, first("shop/one"));
    answer();
    m_store->wantTexts(id);
    answer();
    const auto texts = m_store->textsOf(id);
    QVERIFY(texts.has_value());
    const auto &schemas = texts->schemas;
    QCOMPARE(schemas.size(), std::size_t(2));
    QVERIFY(schemas[0] == later && schemas[1] != later);
}

QTEST_GUILESS_MAIN(RollbackStoreTest)
#include "tst_rollbackstore.moc"
