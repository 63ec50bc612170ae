// SPDX-License-Identifier: Apache-2.0
#include "engine/core/bulk/bulkoperation.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::Format;

namespace {

// A document that lives as long as the test looks at it.
struct Text {
    Text(std::string source, Format format, std::string configPath = "/shop/api")
        : reading(core::read(std::move(source), format, core::Limits::wide()))
        , path(std::move(configPath))
    {
    }

    core::Reading reading;
    std::string path;
    core::EnvironmentId environment;
};

core::BulkOperation renaming(const char *places, const char *name)
{
    core::BulkOperation operation;
    operation.kind = core::BulkKind::Rename;
    operation.what.places = places;
    operation.with = name;
    operation.owners = {{"/shop/api", {}}};
    return operation;
}

core::Result<core::BulkPlan> planned(const Text &text, const core::BulkOperation &operation)
{
    const auto planner = core::BulkPlanner::compile(operation);
    if (!planner)
        return planner.error();
    return planner->plan(
        {text.path, text.environment, {text.reading.tree().source(), &text.reading.tree(), {}}}, {},
        core::CancelToken());
}

QByteArray printed(const core::Result<core::BulkPlan> &plan)
{
    return QByteArray::fromStdString(plan ? plan->after : '!' + plan.error().code);
}

} // namespace

// Whose keys a rename changes, and which references follow.
class TestRenamePlaces : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void anotherEnvironmentHasOtherKeys();
    void whoHasAKeyMayTakeItOverToo();
};

// The same texts of the same paths: references lead to what is live in their own environment.
void TestRenamePlaces::anotherEnvironmentHasOtherKeys()
{
    auto operation = renaming("/store/host", "node");
    operation.owners = {{"/shop/api", core::EnvironmentId("prod")}};
    operation.parts = {{"/shop/web", core::EnvironmentId("prod"), "/db", "/store"}};
    const std::string before = "a: ${ref:/shop/web#/db/host}\nb: ${ref:/shop/api#/store/host}\n";
    Text text(before, Format::Yaml, "/shop/app");
    text.environment = core::EnvironmentId("prod");
    QCOMPARE(printed(planned(text, operation)),
        QByteArray("a: ${ref:/shop/web#/db/node}\nb: ${ref:/shop/api#/store/node}\n"));
    text.environment = core::EnvironmentId("dev");
    QCOMPARE(printed(planned(text, operation)), QByteArray::fromStdString(before));
    Text owner("store: {host: h}\n", Format::Yaml);
    owner.environment = core::EnvironmentId("dev");
    QCOMPARE(printed(planned(owner, operation)), QByteArray("store: {host: h}\n"));
    owner.environment = core::EnvironmentId("prod");
    QCOMPARE(printed(planned(owner, operation)), QByteArray("store: {node: h}\n"));
}

void TestRenamePlaces::whoHasAKeyMayTakeItOverToo()
{
    auto operation = renaming("/store/host", "node");
    operation.parts = {{"/shop/api", {}, "/copy", "/store"}, {"/shop/api", {}, "/a/b", "/store"}};
    const Text text("a: ${ref:/shop/api#/copy/host}\nb: ${ref:/shop/api#/a/b/host}\n", Format::Yaml,
        "/shop/app");
    QCOMPARE(printed(planned(text, operation)),
        QByteArray("a: ${ref:/shop/api#/copy/node}\nb: ${ref:/shop/api#/a/b/node}\n"));
}

QTEST_GUILESS_MAIN(TestRenamePlaces)
#include "tst_renameplaces.moc"
