// SPDX-License-Identifier: Apache-2.0
#include "invariants.h"

#include "engine/core/document/canonical.h"
#include "engine/core/rules/applied.h"
#include "engine/core/rules/condition.h"
#include "engine/core/rules/entries.h"
#include "engine/core/rules/violation.h"

#include <iterator>
#include <set>

namespace chancery::core {

namespace {

constexpr std::size_t longestText = 200;

// An author who wrote no message is quoted: the condition holds pointers and what the schema says,
// nothing of the document.
std::string messageOf(Value invariant)
{
    if (const auto message = invariant.find("message"); message.isString())
        return std::string(message.text());
    if (const auto name = invariant.find("name"); name.isString())
        return "The invariant \"" + std::string(name.text()) + "\" does not hold";
    auto text = canonicalJson(invariant);
    if (text.size() > longestText)
        text = "of the schema";
    return "The invariant " + text + " does not hold";
}

} // namespace

Violation violationAt(
    Value where, std::string code, std::string message, std::string schemaLocation)
{
    Violation violation;
    const auto &node = where.node();
    violation.node = where.index();
    violation.begin = node.begin;
    violation.end = node.end;
    violation.instancePointer = pointerOf(where.tree(), where.index());
    violation.schemaPointer = schemaLocation.substr(schemaLocation.find('#') + 1);
    violation.schemaLocation = std::move(schemaLocation);
    violation.code = std::move(code);
    violation.message = std::move(message);
    return violation;
}

std::vector<Violation> checkInvariants(
    const CompiledSchema &schema, Value document, const ValidateOptions &options)
{
    std::vector<Violation> violations;
    ConditionCheck check(
        options.steps + options.stepsPerNode * std::uint64_t(document.tree().nodeCount()));
    const auto use = [&](const AppliedSchema &applied) {
        const Value subject(document.tree(), applied.node);
        std::size_t number = 0;
        for (const auto &item : applied.schema.find("x-invariants")) {
            const auto location = applied.location + "/x-invariants/" + std::to_string(number++);
            if (violations.size() >= options.maxErrors || check.isExceeded()
                || check.holds(item.value(), subject))
                continue;
            violations.push_back(violationAt(check.culprit() ? check.culprit() : subject,
                "x-invariants", messageOf(item.value()), location));
        }
    };
    const bool isComplete = eachAnnotated(schema, document, use, options);
    if (!isComplete || check.isExceeded())
        violations.push_back(violationAt(
            document, "budget", "Checking the invariants takes more steps than are allowed", {}));
    auto entries = checkEntries(schema, document, options);
    std::move(entries.begin(), entries.end(), std::back_inserter(violations));
    return violations;
}

std::vector<Violation> introducedViolations(
    const std::vector<Violation> &before, std::vector<Violation> after)
{
    std::set<std::pair<std::string_view, std::string_view>> known;
    for (const auto &violation : before)
        known.emplace(violation.instancePointer, violation.schemaPointer);
    std::erase_if(after, [&](const Violation &violation) {
        return violation.code != "budget"
            && known.contains({violation.instancePointer, violation.schemaPointer});
    });
    return after;
}

} // namespace chancery::core
