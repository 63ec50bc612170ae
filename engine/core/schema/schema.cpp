// SPDX-License-Identifier: Apache-2.0
#include "schema.h"

#include "engine/core/schema/checker.h"
#include "engine/core/schema/compiler.h"
#include "engine/core/schema/reporter.h"

namespace chancery::core {

Result<Schema> Schema::compile(
    std::shared_ptr<const Tree> root, const CompileOptions &options, const SchemaLibrary &library)
{
    auto plan = Compiler(options, library).run(std::move(root));
    if (!plan)
        return plan.error();
    return Schema(std::move(plan).value());
}

Result<Schema> Schema::compile(
    Tree root, const CompileOptions &options, const SchemaLibrary &library)
{
    return compile(std::make_shared<const Tree>(std::move(root)), options, library);
}

bool Schema::accepts(Value instance, const ValidateOptions &options) const
{
    Checker checker(*m_plan, instance.tree(), options);
    return checker.check(0, instance.index()) && !checker.exceeded();
}

Verdict Schema::validate(Value instance, const ValidateOptions &options) const
{
    Checker checker(*m_plan, instance.tree(), options);
    Verdict verdict;
    verdict.valid = checker.check(0, instance.index());
    verdict.budgetExceeded = checker.exceeded();
    if (verdict.budgetExceeded) {
        verdict.valid = false;
        const Node &node = instance.node();
        verdict.violations.push_back({instance.index(), node.begin, node.end, {}, {}, {}, "budget",
            "Checking the document against its schema takes more work than is allowed"});
    } else if (!verdict.valid) {
        verdict.violations = Reporter(*m_plan, instance, options).run();
    }
    return verdict;
}

Draft Schema::draft() const
{
    return m_plan->draft;
}

const std::vector<SchemaWarning> &Schema::warnings() const
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
