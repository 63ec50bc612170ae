// SPDX-License-Identifier: Apache-2.0
#include "risk.h"

#include "engine/core/diff/treediff.h"
#include "engine/core/governing/documents.h"

#include <algorithm>
#include <array>
#include <cmath>

// Points are coarse on purpose: a score that nobody can work out by hand convinces nobody. Each
// factor counts once, with its worst case.
namespace chancery::core::policy {

namespace {

constexpr std::size_t mostKeys = 200;
constexpr int mostPercent = 1'000'000;
constexpr std::array<std::string_view, 6> switchNames{
    "enabled", "disabled", "killswitch", "active", "on", "off"};
constexpr std::array<std::string_view, 18> securityWords{"auth", "authn", "authz", "tls", "cert",
    "certificate", "secret", "password", "permission", "permissions", "role", "roles", "token",
    "allow", "deny", "firewall", "cors", "acl"};

// The words of a name: "tlsMinVersion", "tls_min_version" and "tls-min-version" begin with "tls".
std::vector<std::string> wordsOf(std::string_view name)
{
    std::vector<std::string> words(1);
    bool wasLower = false;
    for (const char c : name) {
        const bool isUpper = c >= 'A' && c <= 'Z';
        const bool isWord = isUpper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if ((!isWord || (isUpper && wasLower)) && !words.back().empty())
            words.emplace_back();
        if (isWord)
            words.back() += char(isUpper ? c | 0x20 : c);
        wasLower = isWord && !isUpper;
    }
    return words;
}

bool isSecurityKey(std::string_view pointer)
{
    return std::ranges::any_of(wordsOf(pointer), [](const std::string &word) {
        return std::ranges::find(securityWords, word) != securityWords.end();
    });
}

bool isSwitch(std::string_view pointer)
{
    std::string name;
    for (const auto &word : wordsOf(pointer.substr(pointer.rfind('/') + 1)))
        name += word;
    return std::ranges::find(switchNames, name) != switchNames.end();
}

bool hasNumber(Value value)
{
    if (!value || value.isNumber())
        return bool(value);
    for (const auto &item : value) {
        if (hasNumber(item.value()))
            return true;
    }
    return false;
}

int numericPoints(int percent)
{
    return percent >= 900 ? 30 : percent >= 50 ? 20 : percent >= 20 ? 10 : 0;
}

int dependentPoints(std::size_t count)
{
    return count >= 100 ? 20 : count >= 10 ? 10 : count > 0 ? 5 : 0;
}

} // namespace

void ChangeMeasure::compare(const ChangedDocument &document)
{
    const auto &[before, after, hasSizes] = document;
    // Of what was not there before nobody knows how large anything was.
    if (!before || !after) {
        keysOf("", before, after);
        return;
    }
    for (const auto &change : diffTrees(before, after)) {
        if (change.kind == TreeChange::Kind::Reordered)
            continue;
        keysOf(change.leftValue ? change.left : change.right, change.leftValue, change.rightValue);
        if (hasSizes)
            sizes(change.leftValue, change.rightValue);
    }
}

ChangeFacts ChangeMeasure::take(const RiskPlace &place)
{
    add("environment", 10 * std::clamp(place.tier, 0, 3));
    if (m_facts.largestChange)
        add("numeric-change", numericPoints(*m_facts.largestChange));
    add("kill-switch", m_hasSwitch ? 25 : 0);
    add("security-key", m_hasSecurity ? 25 : 0);
    add("dependents", dependentPoints(place.dependents));
    add("removal", m_hasRemoval ? 10 : 0);
    add("governing", governing::isGoverning(place.path) ? 40 : 0);
    add("schema", place.hasOtherSchema ? 25 : 0);
    return std::move(m_facts);
}

void ChangeMeasure::keysOf(const std::string &pointer, Value before, Value after)
{
    m_hasSwitch = m_hasSwitch || ((before.isBool() || after.isBool()) && isSwitch(pointer));
    m_hasRemoval = m_hasRemoval || (before && !after);
    // Both sides: a leaf that goes is as much a change of its key as one that comes.
    leaves(pointer, before);
    leaves(pointer, after);
}

// A number that comes, goes or becomes something else may have been any size: in two steps or
// as text it would pass every rule on sizes.
void ChangeMeasure::sizes(Value before, Value after)
{
    if (before.isNumber() && after.isNumber())
        number(before.number(), after.number());
    else if (hasNumber(before) || hasNumber(after))
        m_facts.largestChange = mostPercent;
}

void ChangeMeasure::add(std::string_view code, int points)
{
    if (points == 0)
        return;
    m_facts.factors.push_back({std::string(code), points});
    m_facts.risk = std::min(100, m_facts.risk + points);
}

// In percent of what it was; from zero to anything is as large as it gets.
void ChangeMeasure::number(double before, double after)
{
    if (before == after)
        return;
    const double share
        = before == 0 ? mostPercent : std::abs(after - before) / std::abs(before) * 100;
    const int percent = share >= mostPercent || std::isnan(share) ? mostPercent : int(share);
    m_facts.largestChange = std::max(m_facts.largestChange.value_or(0), percent);
}

void ChangeMeasure::leaves(const std::string &pointer, Value value)
{
    if (!value || m_facts.moreKeys)
        return;
    if (value.size() == 0) {
        key(pointer);
        return;
    }
    std::size_t position = 0;
    for (const auto &item : value) {
        const auto token
            = value.isObject() ? escapePointerToken(item.key()) : std::to_string(position++);
        leaves(pointer + '/' + token, item.value());
    }
}

void ChangeMeasure::key(const std::string &pointer)
{
    auto &keys = m_facts.keys;
    m_hasSecurity = m_hasSecurity || isSecurityKey(pointer);
    if (std::ranges::find(keys, pointer) != keys.end())
        return;
    if (keys.size() == mostKeys) {
        m_facts.moreKeys = true;
        m_hasSecurity = true; // it cannot be ruled out any more
        return;
    }
    keys.push_back(pointer);
}

ChangeFacts factsOf(Value before, Value after, const RiskPlace &place)
{
    ChangeMeasure measure;
    measure.compare({before, after, true});
    return measure.take(place);
}

ChangeFacts atHour(ChangeFacts facts, Instant now)
{
    using namespace std::chrono;
    const auto day = floor<days>(now);
    const auto hour = floor<hours>(now - day).count();
    const weekday weekday{sys_days(day.time_since_epoch())};
    const bool isOff = weekday == Saturday || weekday == Sunday || hour < 8 || hour >= 18;
    if (isOff) {
        facts.factors.push_back({"off-hours", 10});
        facts.risk = std::min(100, facts.risk + 10);
    }
    return facts;
}

} // namespace chancery::core::policy
