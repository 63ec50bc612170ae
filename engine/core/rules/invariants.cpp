// SPDX-License-Identifier: Apache-2.0
#include "invariants.h"

#include "engine/core/diff/counterparts.h"
#include "engine/core/document/canonical.h"
#include "engine/core/rules/applied.h"
#include "engine/core/rules/condition.h"
#include "engine/core/rules/entries.h"
#include "engine/core/rules/violation.h"

#include <iterator>
#include <map>
#include <tuple>

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

// What is violated, and where. Of several that are missing in one place each is told by its
// message, which names it; other messages may change with the value that is wrong.
using Rule = std::tuple<std::uint32_t, std::string_view, std::string_view>;

Rule ruleOf(const Violation &violation, std::uint32_t node)
{
    const bool isMissing = violation.code == "required" || violation.code == "dependentRequired"
        || violation.code == "dependencies";
    return {node, violation.schemaPointer, isMissing ? violation.message : std::string_view()};
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
            for (const auto culprit : check.culprits()) {
                if (violations.size() < options.maxErrors)
                    violations.push_back(
                        violationAt(culprit, "x-invariants", messageOf(item.value()), location));
            }
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
    Value before, const std::vector<Violation> &old, Value after, std::vector<Violation> found)
{
    if (old.empty() || found.empty())
        return found;
    const Counterparts counterparts(before, after);
    std::map<Rule, std::size_t> known;
    for (const auto &violation : old) {
        if (const auto node = counterparts.rightOf(violation.node); node != Counterparts::none)
            ++known[ruleOf(violation, node)];
    }
    std::erase_if(found, [&](const Violation &violation) {
        if (violation.code == "budget")
            return false;
        const auto same = known.find(ruleOf(violation, violation.node));
        if (same == known.end() || same->second == 0)
            return false;
        --same->second;
        return true;
    });
    return found;
}

} // namespace chancery::core
