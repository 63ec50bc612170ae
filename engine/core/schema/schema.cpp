// SPDX-License-Identifier: Apache-2.0
#include "schema.h"

#include "engine/core/schema/checker.h"
#include "engine/core/schema/compiler.h"
#include "engine/core/schema/reporter.h"

namespace chancery::core {

namespace {

constexpr std::uint64_t reporterShare = 8;

Violation atRoot(Value instance, std::string code, std::string message)
{
    const Node &node = instance.node();
    return {
        instance.index(), node.begin, node.end, {}, {}, {}, std::move(code), std::move(message)};
}

} // namespace

Result<CompiledSchema> CompiledSchema::compile(
    std::shared_ptr<const Tree> root, const CompileOptions &options, const SchemaLibrary &library)
{
    auto plan = Compiler(options, library).run(std::move(root));
    if (!plan)
        return plan.error();
    return CompiledSchema(std::move(plan).value());
}

Result<CompiledSchema> CompiledSchema::compile(
    Tree root, const CompileOptions &options, const SchemaLibrary &library)
{
    return compile(std::make_shared<const Tree>(std::move(root)), options, library);
}

bool CompiledSchema::accepts(Value instance, const ValidateOptions &options) const
{
    Checker checker(*m_plan, instance.tree(), options);
    return checker.check(0, instance.index()) && !checker.exceeded();
}

Verdict CompiledSchema::validate(Value instance, const ValidateOptions &options) const
{
    return validateOpen(*this, instance, {}, options);
}

Verdict validateOpen(const CompiledSchema &schema, Value instance, const Openness &open,
    const ValidateOptions &options)
{
    const Plan &plan = schema.plan();
    Checker checker(plan, instance.tree(), options, open);
    Verdict verdict;
    verdict.valid = checker.check(0, instance.index());
    verdict.budgetExceeded = checker.exceeded();
    if (verdict.budgetExceeded) {
        verdict.valid = false;
        verdict.violations.push_back(atRoot(instance, "budget",
            "Checking the document against its schema takes more work than is allowed"));
    } else if (!verdict.valid) {
        // Looking for the reasons checks failing parts again, once for every level above them.
        auto wider = options;
        wider.steps *= reporterShare;
        wider.stepsPerNode *= reporterShare;
        verdict.violations = Reporter(plan, instance, wider, open).run();
        if (verdict.violations.empty())
            verdict.violations.push_back(atRoot(instance, "budget",
                "The document does not fit its schema; finding out why takes more work than is "
                "allowed"));
    }
    return verdict;
}

SchemaDraft CompiledSchema::draft() const
{
    return m_plan->draft;
}

const std::vector<SchemaWarning> &CompiledSchema::warnings() const
{
    return m_plan->warnings;
}

FieldError toFieldError(const Violation &violation, const LineIndex &lines)
{
    const auto position = lines.position(violation.begin);
    return {violation.instancePointer, violation.code, violation.message, violation.schemaPointer,
        position.line, position.column};
}

} // namespace chancery::core
