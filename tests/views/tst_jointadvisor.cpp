// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "tests/support/testcase.h"
#include "views/common/jointadvisor.h"

using namespace chancery;
using views::JointAdvisor;

namespace {

// Calls one key of the document sensitive, and knows its title.
class OneKey final : public editors::SchemaAdvisor {
public:
    explicit OneKey(std::string key)
        : m_key(std::move(key))
    {
    }
    std::optional<editors::Advice> adviceFor(
        const core::Tree *, std::string_view pointer) const override
    {
        if (pointer != '/' + m_key)
            return std::nullopt;
        editors::Advice advice;
        advice.title = m_key;
        return advice;
    }
    std::vector<editors::KeyAdvice> keysFor(const core::Tree *, std::string_view) const override
    {
        return {};
    }
    std::vector<editors::EditorProblem> check(
        const core::Tree &, const core::CancelToken &) const override
    {
        return {};
    }
    std::vector<bool> sensitiveNodes(const core::Tree &tree) const override
    {
        std::vector<bool> nodes(tree.nodeCount(), false);
        if (const core::Value value = tree.root().find(m_key))
            nodes[value.index()] = true;
        return nodes;
    }

private:
    std::string m_key;
};

} // namespace

// What schemas of several times say of one text.
class TestJointAdvisor : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void whatAnyOfThemCoversIsCovered();
    void thoseThatSayNothingAreLeftOut();
};

void TestJointAdvisor::whatAnyOfThemCoversIsCovered()
{
    const auto reading = core::readJson(std::string("{\"a\": 1, \"b\": 2, \"c\": 3}"));
    const core::Tree &tree = reading.tree();
    const auto joint
        = JointAdvisor::of({std::make_shared<OneKey>("a"), nullptr, std::make_shared<OneKey>("c")});
    const auto nodes = joint->sensitiveNodes(tree);
    QVERIFY(nodes[tree.root().find("a").index()]);
    QVERIFY(!nodes[tree.root().find("b").index()]);
    QVERIFY(nodes[tree.root().find("c").index()]);
    QCOMPARE(joint->adviceFor(&tree, "/c")->title, std::string("c"));
    QVERIFY(!joint->adviceFor(&tree, "/b"));
}

void TestJointAdvisor::thoseThatSayNothingAreLeftOut()
{
    QVERIFY(!JointAdvisor::of({nullptr, nullptr}));
    const auto one = std::make_shared<const OneKey>("a");
    QVERIFY(JointAdvisor::of({one, nullptr, one}) == one);
}

QTEST_GUILESS_MAIN(TestJointAdvisor)
#include "tst_jointadvisor.moc"
