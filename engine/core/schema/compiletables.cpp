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

// A circle of "$ref" and "allOf", which are followed for every instance of the type, never ends.
// An iterative depth-first search for every type of instance.
std::optional<std::string> Compiler::loop() const
{
    const auto &plan = *m_plan;
    enum class Color : std::uint8_t { White, Grey, Black };
    const auto targets = [&](std::uint32_t subschema, std::size_t type) {
        std::vector<std::uint32_t> found;
        const auto range = plan.subschemas[subschema].byType[type];
        for (std::uint32_t i = 0; i < range.count; ++i) {
            const auto &instruction = plan.instructions[range.begin + i];
            if (instruction.operation == Operation::OneRef)
                found.push_back(instruction.first);
            if (instruction.operation == Operation::AllOf) {
                for (std::uint32_t b = 0; b < instruction.second; ++b)
                    found.push_back(plan.branches[instruction.first + b].subschema);
            }
        }
        return found;
    };
    for (std::size_t type = 0; type < instanceTypeCount; ++type) {
        std::vector<Color> colors(plan.subschemas.size(), Color::White);
        std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> path;
        const auto enter = [&](std::uint32_t subschema) {
            colors[subschema] = Color::Grey;
            path.emplace_back(subschema, targets(subschema, type));
        };
        for (std::uint32_t start = 0; start < plan.subschemas.size(); ++start) {
            if (colors[start] == Color::White)
                enter(start);
            while (!path.empty()) {
                auto &[current, left] = path.back();
                if (left.empty()) {
                    colors[current] = Color::Black;
                    path.pop_back();
                    continue;
                }
                const auto next = left.back();
                left.pop_back();
                if (colors[next] == Color::Grey) {
                    const auto &at = plan.subschemas[next];
                    return '#' + pointerOf(*plan.documents[at.document], at.node);
                }
                if (colors[next] == Color::White)
                    enter(next);
            }
        }
    }
    return std::nullopt;
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
