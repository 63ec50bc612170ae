// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "models/bulkstore.h"
#include "models/mailpump.h"
#include "models/matrixpromotion.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Permission;

namespace {

// Alice edits in "own" and nowhere else; "prod" takes nothing from her.
constexpr auto rules
    = R"({"rules":[{"id":"theirs","effect":"forbid","to":["alice"],"permissions":["edit"],)"
      R"("paths":["foreign/)"
      "**"
      R"("]}]})";
constexpr auto closed
    = R"({"rules":[{"id":"frozen","effect":"forbid","to":["alice"],"permissions":["submit"]}]})";

} // namespace

// A command is about something that lies somewhere: where it may not be done, the command says so
// beforehand, by the rule of that place and not of any.
class PlacedRightsTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void manyTextsAreChangedWhereAllMayBe();
    void keysArePromotedWhereTheTargetsMayBeChanged();
    void aChangeIsTakenBackWhereItIs();

private:
    void govern(const char *environment, const std::string &text)
    {
        const auto reading = core::readJson(text);
        m_governed[core::EnvironmentId(environment)] = core::access::governedAccess(
            core::EnvironmentId(environment), &reading.tree(), nullptr);
        m_access->set(m_governed);
    }
    bool plan(const char *path)
    {
        core::BulkOperation operation;
        operation.kind = core::BulkKind::Replace;
        operation.what.pattern = "old";
        operation.with = "new";
        m_store->plan(operation, {core::EnvironmentId("dev"), path, false});
        return QTest::qWaitFor([this] { return !m_store->searching().isRunning(); })
            && m_store->changeCount() > 0;
    }

    core::SystemClock m_clock;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<models::MailPump> m_pump;
    std::unique_ptr<core::Executor> m_compute;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<models::SchemaSet> m_schemas;
    std::unique_ptr<models::BulkStore> m_store;
    std::shared_ptr<models::KnownAccess> m_access;
    models::KnownAccess::Governed m_governed;
    models::Permissions m_permissions;
};

void PlacedRightsTest::init()
{
    m_mailbox = std::make_shared<core::Mailbox>();
    m_pump = std::make_unique<models::MailPump>(m_mailbox);
    m_compute = std::make_unique<core::Executor>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    m_cms->addUser("alice", "Alice Ardent", {"author"}, {"view", "edit", "submit"});
    m_cms->actAs("alice");
    for (const char *id : {"dev", "prod"}) {
        core::Environment environment;
        environment.id = core::EnvironmentId(id);
        environment.title = id;
        environment.order = int(m_cms->environments.size());
        m_cms->environments.push_back(environment);
    }
    for (const char *path : {"own/a", "foreign/a"}) {
        m_cms->addConfig(path, core::Format::Json);
        m_cms->publish(path, "dev", R"({"host": "old"})", "alice", "r");
        m_cms->publish(path, "prod", R"({"host": "other"})", "alice", "r");
    }
    m_schemas = std::make_unique<models::SchemaSet>(*m_cms);
    m_store = std::make_unique<models::BulkStore>(*m_cms, *m_schemas, *m_compute);
    m_access = std::make_shared<models::KnownAccess>(m_clock);
    m_governed.clear();
    govern("dev", rules);
    govern("prod", "{}");
    m_permissions = {m_cms->current->principal, m_cms->current->permissions, m_access};
}

void PlacedRightsTest::cleanup()
{
    m_store.reset();
    m_schemas.reset();
    m_cms.reset();
    m_compute.reset();
    m_pump.reset();
}

void PlacedRightsTest::manyTextsAreChangedWhereAllMayBe()
{
    QVERIFY(plan("own/"));
    QVERIFY(m_store->editState(m_permissions).isEnabled);
    QVERIFY(plan("foreign/"));
    const auto foreign = m_store->editState(m_permissions);
    QVERIFY(!foreign.isEnabled);
    QVERIFY2(foreign.whyNot.contains(QStringLiteral("foreign/a")), qPrintable(foreign.whyNot));
    // Together they all go or none does; what is left out is not asked for.
    QVERIFY(plan(""));
    QVERIFY(!m_store->editState(m_permissions).isEnabled);
    for (const models::BulkObject &object : m_store->objects()) {
        if (object.found.path == "foreign/a")
            m_store->choose(object.id(), false);
    }
    QVERIFY(m_store->editState(m_permissions).isEnabled);
}

void PlacedRightsTest::keysArePromotedWhereTheTargetsMayBeChanged()
{
    models::MatrixStore matrix(*m_cms, *m_schemas, *m_compute);
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    const auto promote = [&](std::size_t from, std::size_t to) {
        promotion.prepare(matrix.shown(), from, {to}, {{""}});
        return QTest::qWaitFor([&] { return !promotion.texts().empty(); });
    };
    matrix.show(*m_cms->configAt("foreign/a"), m_cms->environments);
    QTRY_VERIFY(matrix.shown());
    // From where she may not write to where she may, and the other way round.
    QVERIFY(promote(0, 1));
    QVERIFY(promotion.draftState().isEnabled && promotion.requestState().isEnabled);
    QVERIFY(promote(1, 0));
    QVERIFY(!promotion.draftState().isEnabled && !promotion.requestState().isEnabled);
    QVERIFY(promotion.draftState().whyNot.contains(QStringLiteral("theirs")));
    govern("prod", closed);
    QVERIFY(promote(0, 1));
    QVERIFY(promotion.draftState().isEnabled && !promotion.requestState().isEnabled);
}

void PlacedRightsTest::aChangeIsTakenBackWhereItIs()
{
    core::Version version;
    version.parents.emplace_back("sha256:1");
    const auto state = [&](const char *place, const char *path) {
        return models::revertState(m_permissions, &version, core::EnvironmentId(place), path)
            .isEnabled;
    };
    QVERIFY(state("dev", "own/a"));
    QVERIFY(!state("dev", "foreign/a"));
    QVERIFY(state("prod", "foreign/a"));
}

QTEST_GUILESS_MAIN(PlacedRightsTest)
#include "tst_placedrights.moc"
