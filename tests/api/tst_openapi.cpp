// SPDX-License-Identifier: Apache-2.0
#include "engine/api/problem.h"
#include "engine/api/routes.h"
#include "engine/core/document/tree.h"
#include "engine/core/document/value.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <set>

using namespace chancery;

// The contract in engine/api/openapi.yaml and the route table say the same.
class TestOpenApi : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRouteIsAnOperation();
    void everyOperationIsARoute();
    void guardsAreParameters();
    void everyOperationHasAnErrorExample();
    void everyReferenceLeadsSomewhere();

private:
    core::Value operation(const api::Route &route) const;
    core::Tree m_tree;
};

void TestOpenApi::initTestCase()
{
    const auto text = support::contentOf(CHANCERY_CONTRACT);
    QVERIFY(!text.empty());
    auto reading = core::read(text, core::Format::Yaml);
    QVERIFY2(reading.ok(), reading.ok() ? "" : reading.problem().message.c_str());
    m_tree = std::move(reading).tree();
}

core::Value TestOpenApi::operation(const api::Route &route) const
{
    std::string method(route.method);
    for (char &c : method)
        c = char(c | 0x20);
    return m_tree.root()["paths"][route.path][method];
}

void TestOpenApi::everyRouteIsAnOperation()
{
    for (const auto &route : api::routes()) {
        const auto found = operation(route);
        const std::string name(route.operationId);
        QVERIFY2(found.isObject(), name.c_str());
        QCOMPARE(std::string(found["operationId"].text()), name);
        QCOMPARE(found["x-permission"].text(), route.permission);
        QVERIFY2(found["responses"][std::to_string(route.success)].isObject(), name.c_str());
        QCOMPARE(found["security"].isArray(), route.permission.empty());
    }
}

void TestOpenApi::everyOperationIsARoute()
{
    std::size_t count = 0;
    for (const auto &path : m_tree.root()["paths"])
        count += path.value().size();
    QCOMPARE(count, api::routes().size());
}

void TestOpenApi::guardsAreParameters()
{
    for (const auto &route : api::routes()) {
        std::set<std::string> parameters;
        for (const auto &parameter : operation(route)["parameters"])
            parameters.emplace(parameter.value()["$ref"].text());
        const bool wantsKey
            = route.guard == api::Guard::idempotencyKey || route.guard == api::Guard::both;
        const bool wantsMatch
            = route.guard == api::Guard::ifMatch || route.guard == api::Guard::both;
        QCOMPARE(parameters.contains("#/components/parameters/idempotencyKey"), wantsKey);
        QCOMPARE(parameters.contains("#/components/parameters/ifMatch"), wantsMatch);
    }
}

void TestOpenApi::everyOperationHasAnErrorExample()
{
    for (const auto &route : api::routes()) {
        const auto example = operation(
            route)["responses"]["default"]["content"]["application/problem+json"]["example"];
        const auto &problem = api::problemCode(example["code"].text());
        QCOMPARE(problem.code, example["code"].text());
        QCOMPARE(std::int64_t(problem.status), example["status"].integer().value_or(0));
        QCOMPARE(problem.title, example["title"].text());
    }
}

void TestOpenApi::everyReferenceLeadsSomewhere()
{
    int count = 0;
    for (std::uint32_t i = 0; i < m_tree.nodeCount(); ++i) {
        const auto reference = core::Value(m_tree, i);
        if (reference.type() == core::NodeType::Key || !reference.isObject()
            || !reference["$ref"].isString())
            continue;
        const auto pointer = reference["$ref"].text().substr(1);
        QVERIFY2(m_tree.root().resolve(pointer).isPresent(), std::string(pointer).c_str());
        ++count;
    }
    QVERIFY(count > 100);
}

QTEST_GUILESS_MAIN(TestOpenApi)
#include "tst_openapi.moc"
