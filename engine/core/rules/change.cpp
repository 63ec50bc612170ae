// SPDX-License-Identifier: Apache-2.0
#include "change.h"

#include "engine/core/diff/counterparts.h"
#include "engine/core/diff/equalvalues.h"
#include "engine/core/document/memberfinder.h"
#include "engine/core/rules/amount.h"
#include "engine/core/rules/violation.h"
#include "engine/core/sealing/sealedvalue.h"

#include <algorithm>

namespace chancery::core {

namespace {

Value keyOf(Value item, const RemovalRule &rule)
{
    return item.resolve(rule.key);
}

// How many items of the one are not in the other, each counted as often as it stands there.
std::size_t missingItems(Value before, Value after, const RemovalRule &rule)
{
    EqualValues left(after.size());
    std::size_t number = 0;
    for (const auto &item : after) {
        if (const auto key = keyOf(item.value(), rule))
            left.add(key, number++);
    }
    std::size_t missing = 0;
    for (const auto &item : before) {
        const auto key = keyOf(item.value(), rule);
        missing += key && left.take(key) == EqualValues::none ? 1 : 0;
    }
    return missing;
}

std::size_t removedFrom(Value before, Value after, const RemovalRule &rule)
{
    if (before.type() != after.type())
        return before.size();
    if (before.isObject()) {
        std::size_t missing = 0;
        MemberFinder others(after);
        for (const auto &member : before)
            missing += others.find(member.key()) ? 0 : 1;
        return missing;
    }
    // Objects that nothing names are edited as often as they are removed; only their number tells.
    const auto first = before.at(0);
    if (rule.key.empty() && (first.isObject() || first.isArray()))
        return before.size() > after.size() ? before.size() - after.size() : 0;
    return missingItems(before, after, rule);
}

// One schema object that limits changes of one value.
struct Limit {
    Value value;
    Annotations rules;
    std::string location;
};

// False where not all are known.
bool collectLimits(const CompiledSchema &schema, Value document, const ValidateOptions &options,
    std::vector<Limit> &limits)
{
    return eachAnnotated(
        schema, document,
        [&](const AppliedSchema &applied) {
            auto rules = annotationsOf(applied.schema);
            if (rules.maxRemoval || rules.capacity)
                limits.push_back(
                    {{document.tree(), applied.node}, std::move(rules), applied.location});
        },
        options);
}

// By what the removal of items is counted, they are told apart here as well.
Counterparts::Keys keysOf(const std::vector<Limit> &limits)
{
    Counterparts::Keys keys;
    for (const auto &limit : limits) {
        if (limit.rules.maxRemoval && !limit.rules.maxRemoval->key.empty())
            keys.emplace(limit.value.index(), limit.rules.maxRemoval->key);
    }
    return keys;
}

class ChangeCheck {
public:
    ChangeCheck(Value before, Value after, const Counterparts::Keys &keys)
        : m_before(before)
        , m_after(after)
        , m_counterparts(before, after, keys)
    {
    }

    // What the old document's values allow.
    void old(const Limit &limit)
    {
        const auto &[value, rules, location] = limit;
        const auto now = later(value);
        if (isMarkedSealed(value) || isMarkedSealed(now))
            return;
        const auto where = nearest(value);
        if (rules.maxRemoval && value.size() > 0)
            removal(value, now, where, *rules.maxRemoval, location + "/x-max-removal");
        if (rules.capacity && value.isNumber())
            capacity(value, now, where, *rules.capacity, location + "/x-capacity");
    }

    // What the new document's values must not be, where the old ones were not.
    void fresh(const Limit &limit)
    {
        const auto &[value, rules, location] = limit;
        if (!rules.capacity || rules.capacity->minimum.empty() || !value.isNumber())
            return;
        const Amount minimum(rules.capacity->minimum);
        const auto node = m_counterparts.leftOf(value.index());
        const Value earlier = node == Counterparts::none ? Value() : Value(m_before.tree(), node);
        const bool wasBelow = earlier.isNumber() && Amount(earlier.text()).compare(minimum) < 0;
        if (!wasBelow && Amount(value.text()).compare(minimum) < 0)
            add(value, "x-capacity", "No change may go below " + rules.capacity->minimum + " here",
                location + "/x-capacity");
    }

    std::vector<Violation> &violations() { return m_violations; }

private:
    // The same value in the new document; absent where it is gone.
    Value later(Value value) const
    {
        const auto node = m_counterparts.rightOf(value.index());
        return node == Counterparts::none ? Value() : Value(m_after.tree(), node);
    }

    // That, or what is left of what held it.
    Value nearest(Value value) const
    {
        auto pointer = pointerOf(m_before.tree(), value.index());
        for (auto holder = value; holder; holder = Value(m_before.tree(), 0).resolve(pointer)) {
            if (const auto now = later(holder))
                return now;
            pointer.resize(pointer.rfind('/'));
        }
        return m_after;
    }

    void removal(
        Value before, Value now, Value where, const RemovalRule &rule, std::string location)
    {
        const auto removed = now ? removedFrom(before, now, rule) : before.size();
        if (double(removed) * 100 <= rule.percent * double(before.size()))
            return;
        std::string percent = std::to_string(rule.percent);
        percent.erase(percent.find_last_not_of('0') + 1);
        if (percent.ends_with('.'))
            percent.pop_back();
        add(where, "x-max-removal",
            "The change takes " + std::to_string(removed) + " of " + std::to_string(before.size())
                + " away; at most " + percent + " percent may go in one change",
            std::move(location));
    }

    void capacity(
        Value before, Value now, Value where, const CapacityRule &rule, std::string location)
    {
        const double old = before.number();
        if (!(old > 0))
            return;
        const double value = now.isNumber() ? now.number() : 0;
        if (value <= old * rule.factor && value >= old / rule.factor)
            return;
        add(where, "x-capacity",
            now.isNumber() ? "The change moves a capacity too far in one step"
                           : "The change takes a capacity away",
            std::move(location));
    }

    void add(Value where, std::string code, std::string message, std::string location)
    {
        m_violations.push_back(
            violationAt(where, std::move(code), std::move(message), std::move(location)));
    }

    Value m_before;
    Value m_after;
    Counterparts m_counterparts;
    std::vector<Violation> m_violations;
};

} // namespace

std::vector<Violation> checkChange(
    const CompiledSchema &schema, Value before, Value after, const ValidateOptions &options)
{
    std::vector<Limit> old;
    std::vector<Limit> fresh;
    const bool isKnown = collectLimits(schema, before, options, old)
        && collectLimits(schema, after, options, fresh);
    std::vector<Violation> violations;
    if (!old.empty() || !fresh.empty()) {
        ChangeCheck check(before, after, keysOf(old));
        std::ranges::for_each(old, [&](const Limit &limit) { check.old(limit); });
        std::ranges::for_each(fresh, [&](const Limit &limit) { check.fresh(limit); });
        violations = std::move(check.violations());
    }
    if (!isKnown)
        violations.push_back(violationAt(
            after, "budget", "Checking the change takes more steps than are allowed", {}));
    return violations;
}

} // namespace chancery::core
