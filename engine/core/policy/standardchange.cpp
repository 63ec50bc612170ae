// SPDX-License-Identifier: Apache-2.0
#include "standardchange.h"

#include "engine/core/diff/treediff.h"
#include "engine/core/document/canonical.h"
#include "engine/core/policy/principal.h"
#include "engine/core/schema/pattern.h"

#include <algorithm>
#include <cmath>

namespace chancery::core::policy {

namespace {

bool matchesKey(const StandardKey &key, std::string_view pointer)
{
    return pointer.starts_with('/')
        && matchesPath(std::string_view(key.key).substr(1), pointer.substr(1));
}

// By how much a number that is there already may change.
bool isSmallStep(const StandardKey &key, Value before, double after)
{
    if (!key.changedBy)
        return true;
    if (!before.isNumber() || before.number() == 0)
        return before.isNumber() && after == 0;
    const double share = std::abs(after - before.number()) / std::abs(before.number()) * 100;
    return share <= *key.changedBy;
}

bool allowsNumber(const StandardKey &key, Value before, Value after)
{
    const double number = after.number();
    if (!std::isfinite(number) || !isSmallStep(key, before, number))
        return false;
    return (!key.minimum || number >= *key.minimum) && (!key.maximum || number <= *key.maximum);
}

// Texts, flags and null only as they are listed: a text may stand for anything.
bool allowsValue(const StandardKey &key, Value before, Value after)
{
    if (!after || after.isObject() || after.isArray())
        return false;
    const bool isListed = !key.values.empty()
        && std::ranges::find(key.values, canonicalJson(after)) != key.values.end();
    if (!after.isNumber())
        return isListed;
    return (key.values.empty() || isListed) && allowsNumber(key, before, after);
}

// "$remove" and "$replace" say what becomes of other keys (docs/hierarchy.md).
bool hasDirective(std::string_view pointer)
{
    return pointer.find("/$") != std::string_view::npos;
}

// Of an item that goes in the others stand elsewhere from then on.
bool isInList(const TreeChange &change)
{
    const auto &pointer = change.right;
    const auto parent = change.rightValue.tree().root().resolve(
        std::string_view(pointer).substr(0, pointer.rfind('/')));
    return parent.isArray();
}

bool allows(const StandardChange &standard, const TreeChange &change)
{
    using enum TreeChange::Kind;
    if (change.kind != Added && change.kind != Changed)
        return false;
    if (hasDirective(change.left) || hasDirective(change.right))
        return false;
    if (change.kind == Added && isInList(change))
        return false;
    if (change.kind == Changed && (change.leftValue.isObject() || change.leftValue.isArray()))
        return false; // what it held is gone
    const auto &pointer = change.kind == Added ? change.right : change.left;
    return std::ranges::any_of(standard.keys, [&](const StandardKey &key) {
        return matchesKey(key, pointer) && allowsValue(key, change.leftValue, change.rightValue);
    });
}

bool coversAll(const StandardChange &standard, std::span<const std::string> paths)
{
    return std::ranges::all_of(paths, [&](const std::string &path) {
        return std::ranges::any_of(
            standard.paths, [&](const std::string &pattern) { return matchesPath(pattern, path); });
    });
}

} // namespace

std::optional<std::string> standardOf(std::span<const StandardChange> standards,
    std::span<const std::string> paths, Value before, Value after)
{
    if (!before || !after || standards.empty())
        return std::nullopt;
    auto changes = diffTrees(before, after);
    // The order of members has no meaning.
    std::erase_if(changes,
        [](const TreeChange &change) { return change.kind == TreeChange::Kind::Reordered; });
    if (changes.empty())
        return std::nullopt;
    for (const auto &standard : standards) {
        const auto isAllowed = [&](const TreeChange &change) { return allows(standard, change); };
        if (coversAll(standard, paths) && std::ranges::all_of(changes, isAllowed))
            return standard.id;
    }
    return std::nullopt;
}

bool allows(const ExpeditedTerms &terms, const std::optional<ChangeFacts> &facts)
{
    return facts && facts->risk <= terms.mostRisk;
}

bool isTicketOf(const ExpeditedTerms &terms, std::string_view ticket)
{
    const auto pattern = Pattern::compile("^(?:" + terms.ticketPattern + ")$");
    return pattern && !pattern->isCostly() && pattern->match(ticket) == Matcher::Answer::Yes;
}

Instant afterBusinessDays(Instant from, int days)
{
    using namespace std::chrono;
    while (days > 0) {
        from += std::chrono::days(1);
        const weekday day{sys_days(floor<std::chrono::days>(from).time_since_epoch())};
        days -= int(day != Saturday && day != Sunday);
    }
    return from;
}

} // namespace chancery::core::policy
