// SPDX-License-Identifier: Apache-2.0
#include "invariants.h"

#include "engine/core/diff/counterparts.h"
#include "engine/core/document/canonical.h"
#include "engine/core/rules/applied.h"
#include "engine/core/rules/condition.h"
#include "engine/core/rules/entries.h"
#include "engine/core/rules/violation.h"
#include "engine/core/schema/equality.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
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
    // Of alternatives none may fit, or more than one: the one is not the other.
    const bool isCount
        = violation.code == "oneOf" && violation.message.find("exactly one") != std::string::npos;
    return {node, violation.schemaPointer,
        isMissing || isCount ? violation.message : std::string_view()};
}

// What was wrong before, in the places where it is now. What alternatives found counts as well,
// whichever of them was taken for the one that is meant.
class OldViolations {
public:
    OldViolations(Value before, Value after, const std::vector<Violation> &old)
        : m_before(before.tree())
        , m_after(after.tree())
        , m_counterparts(before, after)
    {
        for (const auto &violation : old)
            add(violation, false);
    }

    // Each is as often old as it was there.
    bool take(const Violation &violation)
    {
        if (violation.code == "budget")
            return false;
        if (!violation.alternatives.empty())
            return isOfAlternatives(violation);
        const auto rule = ruleOf(violation, violation.node);
        const auto same = m_told.find(rule);
        if (same == m_told.end() || same->second == 0)
            return m_untouched.contains(rule);
        --same->second;
        return true;
    }

private:
    void add(const Violation &violation, bool isTried)
    {
        if (const auto node = m_counterparts.rightOf(violation.node); node != Counterparts::none) {
            const auto rule = ruleOf(violation, node);
            if (isTried)
                m_tried.insert(rule);
            else
                ++m_told[rule];
            // What another alternative found counts in a value that is still as it was: who makes
            // the value meant for that one brings its faults.
            if (isTried && sameValue(Value(m_before, violation.node), Value(m_after, node)))
                m_untouched.insert(rule);
        }
        for (const auto &found : violation.alternatives) {
            for (const auto &inner : found)
                add(inner, true);
        }
        for (const auto &inner : violation.elsewhere)
            add(inner, true);
    }

    // That none fits is old as long as one of them is no further away than it was.
    bool isOfAlternatives(const Violation &violation) const
    {
        return std::ranges::any_of(violation.alternatives, [this](const auto &found) {
            return std::ranges::all_of(found, [this](const Violation &inner) {
                const auto rule = ruleOf(inner, inner.node);
                return inner.alternatives.empty() ? m_told.contains(rule) || m_tried.contains(rule)
                                                  : isOfAlternatives(inner);
            });
        });
    }

    const Tree &m_before;
    const Tree &m_after;
    Counterparts m_counterparts;
    std::map<Rule, std::size_t> m_told;
    std::set<Rule> m_tried;
    std::set<Rule> m_untouched; // of those tried
};

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
    OldViolations known(before, after, old);
    std::erase_if(found, [&known](const Violation &violation) { return known.take(violation); });
    return found;
}

} // namespace chancery::core
