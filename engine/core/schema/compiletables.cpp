// SPDX-License-Identifier: Apache-2.0
#include "engine/core/schema/compiler.h"

#include <bit>

namespace chancery::core {

NameEntry Compiler::nameEntry(std::string_view name)
{
    NameEntry entry;
    entry.text = std::uint32_t(m_plan->texts.size());
    entry.size = std::uint32_t(name.size());
    m_plan->texts += name;
    return entry;
}

// Entries of the same name become one. At most half of the slots are taken.
NameTable Compiler::nameTable(std::vector<NameEntry> entries)
{
    auto &plan = *m_plan;
    NameTable table;
    const auto slotCount = std::bit_ceil(std::uint32_t(2 * entries.size() + 1));
    table.mask = slotCount - 1;
    table.firstSlot = std::uint32_t(plan.slots.size());
    table.firstEntry = std::uint32_t(plan.entries.size());
    plan.slots.resize(plan.slots.size() + slotCount);
    for (const auto &entry : entries) {
        const auto hash = Tree::keyHash(plan.text(entry));
        if (const auto *known = plan.find(table, hash, plan.text(entry))) {
            auto &same = plan.entries[std::size_t(known - plan.entries.data())];
            same.isRequired = same.isRequired || entry.isRequired;
            continue;
        }
        std::uint32_t slot = hash & table.mask;
        while (plan.slots[table.firstSlot + slot].entry != none)
            slot = (slot + 1) & table.mask;
        plan.slots[table.firstSlot + slot] = {hash, std::uint32_t(plan.entries.size())};
        plan.entries.push_back(entry);
    }
    table.entryCount = std::uint32_t(plan.entries.size()) - table.firstEntry;
    return table;
}

// What every instance of the type is checked with besides: "$ref" and "allOf".
std::vector<std::uint32_t> Compiler::alwaysFollowed(std::uint32_t subschema, std::size_t type) const
{
    const auto &plan = *m_plan;
    std::vector<std::uint32_t> found;
    const auto range = plan.subschemas[subschema].byType[type];
    for (std::uint32_t i = 0; i < range.count; ++i) {
        const auto &instruction = plan.instructions[range.begin + i];
        if (instruction.operation == Operation::OneRef)
            found.push_back(instruction.first);
        if (instruction.operation != Operation::AllOf)
            continue;
        for (std::uint32_t branch = 0; branch < instruction.second; ++branch)
            found.push_back(plan.branches[instruction.first + branch].subschema);
    }
    return found;
}

// A depth-first search without recursion for a circle that never ends; gives a subschema on it.
std::optional<std::uint32_t> Compiler::loopFrom(
    std::uint32_t start, std::size_t type, std::vector<bool> &done) const
{
    std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> path;
    std::set<std::uint32_t> open;
    const auto enter = [&](std::uint32_t subschema) {
        done[subschema] = true;
        open.insert(subschema);
        path.emplace_back(subschema, alwaysFollowed(subschema, type));
    };
    enter(start);
    while (!path.empty()) {
        auto &[current, left] = path.back();
        if (left.empty()) {
            open.erase(current);
            path.pop_back();
            continue;
        }
        const auto next = left.back();
        left.pop_back();
        if (open.contains(next))
            return next;
        if (!done[next])
            enter(next);
    }
    return std::nullopt;
}

// A circle that the root itself runs into is an error; one elsewhere may never be reached, and
// validation that does reach it runs out of its depth.
void Compiler::findLoops()
{
    const auto count = m_plan->subschemas.size();
    for (std::size_t type = 0; type < instanceTypeCount; ++type) {
        std::vector<bool> done(count, false);
        for (std::uint32_t start = 0; start < count; ++start) {
            const auto found = done[start] ? std::nullopt : loopFrom(start, type, done);
            if (!found)
                continue;
            const auto &subschema = m_plan->subschemas[*found];
            m_place = {subschema.document, subschema.node, subschema.resource};
            const auto where = m_documents.value(m_place);
            const std::string message = "This schema refers to itself without end";
            if (start == 0) {
                const auto pointer = pointerOf(where.tree(), where.index());
                fail({ErrorKind::Invalid, "reference-loop", message + ": #" + pointer, {}, {}, {}});
                return;
            }
            const auto isKnown = std::any_of(m_plan->warnings.begin(), m_plan->warnings.end(),
                [](const auto &warning) { return warning.code == "reference-loop"; });
            if (!isKnown)
                warn("reference-loop", message, where);
        }
    }
}

// Whether the subschema refuses every instance of the type, as far as "type" and "$ref" tell.
bool Compiler::rejects(std::uint32_t subschema, std::size_t type, int depth) const
{
    const auto range = m_plan->subschemas[subschema].byType[type];
    if (range.count == 0)
        return false;
    const auto &first = m_plan->instructions[range.begin];
    if (first.operation == Operation::WrongType || first.operation == Operation::Fail)
        return true;
    return range.count == 1 && first.operation == Operation::OneRef && depth < 8
        && rejects(first.first, type, depth + 1);
}

// Branches of anyOf and oneOf that cannot take the type are left out of that type's list.
void Compiler::narrowBranches()
{
    auto &plan = *m_plan;
    for (std::size_t i = 0; i < plan.subschemas.size(); ++i) {
        for (std::size_t type = 0; type < instanceTypeCount; ++type) {
            const auto range = plan.subschemas[i].byType[type];
            for (auto at = range.begin; at < range.begin + range.count; ++at) {
                auto &instruction = plan.instructions[at];
                if (instruction.operation != Operation::AnyOf
                    && instruction.operation != Operation::OneOf)
                    continue;
                std::vector<Branch> kept;
                for (std::uint32_t b = 0; b < instruction.second; ++b) {
                    const auto branch = plan.branches[instruction.first + b];
                    if (!rejects(branch.subschema, type))
                        kept.push_back(branch);
                }
                if (kept.size() == instruction.second)
                    continue;
                instruction.first = std::uint32_t(plan.branches.size());
                instruction.second = std::uint32_t(kept.size());
                plan.branches.insert(plan.branches.end(), kept.begin(), kept.end());
            }
        }
    }
}

} // namespace chancery::core
