// SPDX-License-Identifier: Apache-2.0
// Why none of several alternatives fits. Which one is meant is told by the members that they fix
// with "const" or "enum"; else it is the one that finds the least wrong. Where neither tells, what
// all of them find is wrong whichever is meant; only where there is no such thing the value as a
// whole is.
#include "engine/core/schema/messages.h"
#include "engine/core/schema/reporter.h"

#include <algorithm>
#include <iterator>

namespace chancery::core {

namespace {

constexpr std::size_t mostOfOne = 100; // violations of one alternative
constexpr std::size_t mostTried = 2000; // alternatives in one validation
constexpr int mostNested = 4; // alternatives inside each other
constexpr int deepestReference = 8;
constexpr auto fitsNone = "The value fits none of the allowed alternatives";

bool isFixing(const Instruction &instruction)
{
    return instruction.operation == Operation::Const || instruction.operation == Operation::Enum;
}

// The fewer the better; of as many, those that lie deeper.
std::pair<std::size_t, std::size_t> weightOf(
    const std::vector<Violation> &found, std::uint32_t node)
{
    const auto isHere = [node](const Violation &violation) { return violation.node == node; };
    return {found.size(), std::size_t(std::ranges::count_if(found, isHere))};
}

bool isSame(const Violation &one, const Violation &other)
{
    return one.node == other.node && one.code == other.code && one.message == other.message;
}

} // namespace

// What one alternative finds, and what the members that it fixes say of it.
struct Reporter::Attempt {
    std::vector<Violation> found;
    std::uint32_t wrong = none; // a member with another value than the alternative fixes
    bool isMeant = false; // a member has the value that it fixes
};

namespace {

template <typename Attempts>
std::vector<std::vector<Violation>> allOf(const Attempts &attempts)
{
    std::vector<std::vector<Violation>> all;
    for (const auto &attempt : attempts)
        all.push_back(attempt.found);
    return all;
}

// What is missing when each alternative lacks one member and nothing else: their names in quotes.
template <typename Attempts>
std::string missingIn(const Attempts &attempts, std::uint32_t node)
{
    std::string names;
    for (const auto &attempt : attempts) {
        const bool isOne = attempt.found.size() == 1 && attempt.found.front().code == "required"
            && attempt.found.front().node == node;
        if (!isOne)
            return {};
        const std::string_view message = attempt.found.front().message;
        const auto begin = message.find('"');
        const auto name = message.substr(begin, message.rfind('"') + 1 - begin);
        if (names.find(name) == std::string::npos)
            names += (names.empty() ? "" : ", ") + std::string(name);
    }
    return names;
}

// Those that may be meant, by their places in the list.
template <typename Attempts>
std::vector<std::size_t> likelyOf(const Attempts &attempts)
{
    std::vector<std::size_t> meant;
    std::vector<std::size_t> open;
    for (std::size_t place = 0; place < attempts.size(); ++place) {
        if (attempts[place].wrong != none)
            continue;
        open.push_back(place);
        if (attempts[place].isMeant)
            meant.push_back(place);
    }
    if (!meant.empty() || !open.empty())
        return meant.empty() ? open : meant;
    for (std::size_t place = 0; place < attempts.size(); ++place)
        open.push_back(place);
    return open;
}

// The one that finds less wrong than every other; nothing when two are alike.
template <typename Attempts>
std::optional<std::size_t> nearestOf(
    const Attempts &attempts, const std::vector<std::size_t> &likely, std::uint32_t node)
{
    std::optional<std::size_t> best;
    bool isAlone = true;
    for (const auto place : likely) {
        const auto weight = weightOf(attempts[place].found, node);
        const auto least = best ? weightOf(attempts[*best].found, node) : weight;
        isAlone = !best || weight < least || (isAlone && weight != least);
        if (!best || weight < least)
            best = place;
    }
    return isAlone ? best : std::nullopt;
}

} // namespace

void Reporter::alternatives(const Instruction &instruction, std::uint32_t node)
{
    const auto attempts = attemptsAt(instruction, node);
    if (attempts.empty()) {
        add(node, instruction.keyword, fitsNone);
        return;
    }
    const auto wrong = attempts.front().wrong;
    const bool isOneWrong = wrong != none
        && std::ranges::all_of(
            attempts, [wrong](const Attempt &attempt) { return attempt.wrong == wrong; });
    const auto likely = likelyOf(attempts);
    const auto nearest = isOneWrong ? std::nullopt : nearestOf(attempts, likely, node);
    std::vector<Violation> told;
    if (nearest) {
        told = attempts[*nearest].found;
    } else if (!isOneWrong) {
        for (const auto &violation : attempts[likely.front()].found) {
            const auto isShared = [&](std::size_t place) {
                return std::ranges::any_of(attempts[place].found,
                    [&](const Violation &other) { return isSame(violation, other); });
            };
            if (std::ranges::all_of(likely, isShared))
                told.push_back(violation);
        }
    }
    if (!told.empty()) {
        for (const auto &attempt : attempts)
            std::ranges::copy(attempt.found, std::back_inserter(told.front().elsewhere));
        std::ranges::move(told, std::back_inserter(m_violations));
        m_violations.resize(std::min(m_violations.size(), m_most));
        return;
    }
    const auto missing = missingIn(attempts, node);
    const auto count = m_violations.size();
    add(isOneWrong ? wrong : node, instruction.keyword,
        missing.empty() ? fitsNone : "One of these properties is missing: " + missing);
    if (m_violations.size() > count)
        m_violations.back().alternatives = allOf(attempts);
}

// Empty where trying them says nothing more than that none fits, or would take too long: it may
// take as much work again as all the rest.
std::vector<Reporter::Attempt> Reporter::attemptsAt(
    const Instruction &instruction, std::uint32_t node)
{
    std::vector<Attempt> attempts;
    const auto type = m_tree.node(node).type;
    const bool isContainer = type == NodeType::Object || type == NodeType::Array;
    if (!isContainer || isFull() || m_nested == mostNested
        || m_tried + instruction.second > mostTried)
        return attempts;
    const auto left = m_checker.left();
    const auto allowed = std::min(left, m_leftForTrying);
    m_checker.allow(allowed);
    ++m_nested;
    for (std::uint32_t i = 0; i < instruction.second && !m_checker.exceeded(); ++i) {
        const auto &branch = m_plan.branches[instruction.first + i];
        ++m_tried;
        Attempt attempt;
        auto kept = std::exchange(m_violations, {});
        const auto most = std::exchange(m_most, mostOfOne);
        descend(branch.subschema, node, instruction.keyword, std::to_string(branch.position));
        attempt.found = std::exchange(m_violations, std::move(kept));
        m_most = most;
        readFixed(attempt, branch.subschema, node, 0);
        attempts.push_back(std::move(attempt));
    }
    --m_nested;
    m_leftForTrying -= std::min(m_leftForTrying, allowed - m_checker.left());
    const bool isCut = m_checker.exceeded()
        || std::ranges::any_of(attempts, [](const Attempt &one) { return one.found.empty(); });
    m_checker.allow(left);
    if (isCut)
        attempts.clear();
    return attempts;
}

// The members with a "const" or "enum" of their own, also behind references and in "allOf".
void Reporter::readFixed(Attempt &attempt, std::uint32_t subschema, std::uint32_t node, int depth)
{
    const auto range
        = m_plan.subschemas[subschema].byType[std::size_t(instanceType(m_tree.node(node).type))];
    for (std::uint32_t i = 0; i < range.count && depth < deepestReference; ++i) {
        const auto &instruction = m_plan.instructions[range.begin + i];
        if (instruction.operation == Operation::OneRef)
            readFixed(attempt, instruction.first, node, depth + 1);
        for (std::uint32_t b = 0;
            instruction.operation == Operation::AllOf && b < instruction.second; ++b)
            readFixed(attempt, m_plan.branches[instruction.first + b].subschema, node, depth + 1);
        if (instruction.operation == Operation::Members)
            readFixed(attempt, m_plan.members[instruction.first], node);
    }
}

void Reporter::readFixed(Attempt &attempt, const Members &members, std::uint32_t object)
{
    for (std::uint32_t i = 0; i < members.names.entryCount; ++i) {
        const auto &entry = m_plan.entries[members.names.firstEntry + i];
        const auto member = Value(m_tree, object).find(m_plan.text(entry));
        if (entry.subschema == none || !member || member.isObject() || member.isArray())
            continue;
        const auto range = m_plan.subschemas[entry.subschema]
                               .byType[std::size_t(instanceType(member.node().type))];
        for (std::uint32_t at = range.begin; at < range.begin + range.count; ++at) {
            if (!isFixing(m_plan.instructions[at]))
                continue;
            if (m_checker.step(m_plan.instructions[at], member.index(), nullptr))
                attempt.isMeant = true;
            else
                attempt.wrong = member.index();
        }
    }
}

} // namespace chancery::core
