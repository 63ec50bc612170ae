// SPDX-License-Identifier: Apache-2.0
// Walks the plan along the pointer with a set of subschemas that apply. References and allOf widen
// the set with what certainly applies, alternatives and conditions with what may apply; where the
// document has the place already, branches that it contradicts are left out.
#include "schemainfo.h"

#include "engine/core/schema/checker.h"
#include "engine/core/schema/placekeywords.h"

#include <charconv>
#include <set>
#include <tuple>

namespace chancery::core {

namespace {

struct Candidate {
    std::uint32_t subschema = 0;
    bool isCertain = true; // not by way of an alternative
    std::uint32_t position = 0; // in the list of alternatives
};
using Candidates = std::vector<Candidate>;
using Shared = std::set<std::string>; // names that all of several alternatives require

class Collector {
public:
    Collector(const Plan &plan, const Tree &document)
        : m_plan(plan)
        , m_document(document)
        , m_checker(plan, document, {})
    {
    }

    SchemaInfo at(std::string_view pointer)
    {
        Value place = m_document.root();
        const auto tokenIn = [](std::string_view rest) {
            return rest.empty()
                ? std::string()
                : unescaped(rest.substr(1, std::min(rest.find('/', 1), rest.size()) - 1));
        };
        m_lookedAt = tokenIn(pointer);
        auto candidates = expanded({{0, true}}, place, &m_shared);
        bool isSensitive = anySensitive(candidates);
        while (!pointer.empty()) {
            const auto slash = std::min(pointer.find('/', 1), pointer.size());
            const auto step = pointer.substr(0, slash);
            const auto token = unescaped(step.substr(1));
            pointer.remove_prefix(slash);
            place = place ? place.resolve(step) : Value();
            m_lookedAt = tokenIn(pointer);
            m_shared.clear();
            candidates = expanded(children(candidates, token), place, &m_shared);
            isSensitive = isSensitive || anySensitive(candidates);
        }
        SchemaInfo info;
        info.place = placeInfo(candidates);
        info.place.isSensitive = isSensitive;
        addProperties(info, candidates);
        addNamed(info, candidates);
        addDependent(info, candidates, place);
        return info;
    }

private:
    static std::string unescaped(std::string_view token)
    {
        std::string text;
        for (std::size_t i = 0; i < token.size(); ++i) {
            if (token[i] == '~' && i + 1 < token.size())
                text += token[++i] == '0' ? '~' : '/';
            else
                text += token[i];
        }
        return text;
    }

    bool anySensitive(const Candidates &candidates) const
    {
        return std::any_of(
            candidates.begin(), candidates.end(), [this](const Candidate &candidate) {
                return m_plan.subschemas[candidate.subschema].isSensitive;
            });
    }

    // The instructions of a subschema for every type of instance, each once in a list.
    template <typename Use>
    void eachInstruction(std::uint32_t subschema, Use use) const
    {
        eachTyped(
            subschema, [&](const Instruction &instruction, InstanceType) { use(instruction); });
    }

    template <typename Use>
    void eachTyped(std::uint32_t subschema, Use use) const
    {
        for (std::size_t type = 0; type < instanceTypeCount; ++type) {
            const auto range = m_plan.subschemas[subschema].byType[type];
            for (std::uint32_t i = 0; i < range.count; ++i)
                use(m_plan.instructions[range.begin + i], InstanceType(type));
        }
    }

    // With all that the subschemas apply to the same place, and what several alternatives share.
    Candidates expanded(Candidates candidates, Value place, Shared *shared = nullptr)
    {
        std::set<std::uint32_t> seen;
        Candidates all;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const auto candidate = candidates[i];
            if (!seen.insert(candidate.subschema).second)
                continue;
            all.push_back(candidate);
            const auto known = candidates.size();
            eachTyped(candidate.subschema, [&](const Instruction &instruction, InstanceType type) {
                if (instruction.operation == Operation::AnyOf
                    || instruction.operation == Operation::OneOf)
                    widenByAlternatives(candidates, instruction, type,
                        {place, candidate.isCertain ? shared : nullptr, candidate.isCertain});
                else
                    widen(candidates, instruction, candidate.isCertain, place);
            });
            // The lists are by type of instance; the author's order is by position.
            std::sort(candidates.begin() + std::ptrdiff_t(known), candidates.end(),
                [](const Candidate &a, const Candidate &b) {
                    return std::tuple(a.position, a.subschema, !a.isCertain)
                        < std::tuple(b.position, b.subschema, !b.isCertain);
                });
        }
        return all;
    }

    void widen(Candidates &candidates, const Instruction &instruction, bool isCertain, Value place)
    {
        switch (instruction.operation) {
        case Operation::OneRef:
            candidates.push_back({instruction.first, isCertain});
            break;
        case Operation::DynamicRef:
            candidates.push_back(
                {m_plan.dynamicReferences[instruction.first].subschema, isCertain});
            break;
        case Operation::AllOf:
            for (std::uint32_t i = 0; i < instruction.second; ++i) {
                const auto branch = m_plan.branches[instruction.first + i];
                candidates.push_back({branch.subschema, isCertain, branch.position});
            }
            break;
        case Operation::If:
            widenByCondition(candidates, m_plan.conditions[instruction.first], isCertain, place);
            break;
        case Operation::DependentSchema: {
            const auto &dependency = m_plan.dependencies[instruction.first];
            if (place.find(dependency.name))
                candidates.push_back({dependency.subschema, isCertain});
            break;
        }
        default:
            break;
        }
    }

    struct Around {
        Value place;
        Shared *shared; // null: nobody asks
        bool isCertain;
    };

    // The only one that the object does not contradict certainly applies; of several, what all ask
    // for is asked for. Where each is contradicted, any may be meant.
    void widenByAlternatives(Candidates &candidates, const Instruction &instruction,
        InstanceType type, const Around &around)
    {
        std::vector<Branch> all;
        std::vector<Branch> left;
        for (std::uint32_t i = 0; i < instruction.second; ++i) {
            all.push_back(m_plan.branches[instruction.first + i]);
            if (!contradicts(all.back().subschema, around.place))
                left.push_back(all.back());
        }
        if (left.empty())
            left = std::move(all);
        const bool isObject = type == InstanceType::Object;
        const bool isOnly = isObject && left.size() == 1;
        for (const Branch &branch : left)
            candidates.push_back({branch.subschema, isOnly && around.isCertain, branch.position});
        if (isObject && around.shared && left.size() > 1)
            share(*around.shared, left);
    }

    // The names that each of them requires.
    void share(Shared &shared, const std::vector<Branch> &branches)
    {
        Shared all = requiredBy(branches.front().subschema);
        for (const Branch &branch : branches) {
            const Shared own = requiredBy(branch.subschema);
            std::erase_if(all, [&own](const std::string &name) { return !own.contains(name); });
        }
        shared.merge(all);
    }

    Shared requiredBy(std::uint32_t branch)
    {
        Shared names;
        for (const auto &inner : expanded({{branch, true}}, {})) {
            eachInstruction(inner.subschema, [&](const Instruction &instruction) {
                if (instruction.operation != Operation::Members || !inner.isCertain)
                    return;
                const auto &table = m_plan.members[instruction.first].names;
                for (std::uint32_t i = 0; i < table.entryCount; ++i) {
                    const auto &entry = m_plan.entries[table.firstEntry + i];
                    if (entry.isRequired)
                        names.emplace(m_plan.text(entry));
                }
            });
        }
        return names;
    }

    // What is there decides which of the two applies; of a place that is not there both may.
    void widenByCondition(
        Candidates &candidates, const Condition &condition, bool isCertain, Value place)
    {
        isCertain = isCertain && place.isPresent();
        const bool isTrue = place && m_checker.check(condition.test, place.index());
        if (condition.whenTrue != none && (!place || isTrue))
            candidates.push_back({condition.whenTrue, isCertain});
        if (condition.whenFalse != none && (!place || !isTrue))
            candidates.push_back({condition.whenFalse, isCertain});
    }

    // Whether a member that the branch fixes with "const" or "enum" has another value: the
    // discriminator of a union, which is there before the rest is complete.
    bool contradicts(std::uint32_t branch, Value place)
    {
        if (!place.isObject())
            return false;
        bool found = false;
        for (const auto &inner : expanded({{branch, true}}, {})) {
            eachInstruction(inner.subschema, [&](const Instruction &instruction) {
                if (instruction.operation != Operation::Members || !inner.isCertain)
                    return;
                // Whoever looks at the member itself wants to know what it may be.
                for (const auto &member : place)
                    found = found
                        || (member.key() != m_lookedAt
                            && contradicts(m_plan.members[instruction.first], member));
            });
        }
        return found;
    }

    bool contradicts(const Members &members, const Value::Iterator &member)
    {
        const auto *entry = m_plan.find(members.names, member.keyNode().hash, member.key());
        if (!entry || entry->subschema == none)
            return false;
        bool isFixed = false;
        eachInstruction(entry->subschema, [&](const Instruction &instruction) {
            isFixed = isFixed || instruction.operation == Operation::Const
                || instruction.operation == Operation::Enum;
        });
        return isFixed && !m_checker.check(entry->subschema, member.value().index());
    }

    Candidates children(const Candidates &candidates, const std::string &token)
    {
        Candidates found;
        std::size_t index = 0;
        const auto parsed = std::from_chars(token.data(), token.data() + token.size(), index);
        const bool isIndex = parsed.ec == std::errc() && parsed.ptr == token.data() + token.size();
        for (const auto &candidate : candidates) {
            eachInstruction(candidate.subschema, [&](const Instruction &instruction) {
                if (instruction.operation == Operation::Members)
                    addMember(found, m_plan.members[instruction.first], token, candidate.isCertain);
                else if (instruction.operation == Operation::Items && isIndex)
                    addItem(found, m_plan.items[instruction.first], index, candidate.isCertain);
            });
        }
        return found;
    }

    void addMember(
        Candidates &found, const Members &members, const std::string &name, bool isCertain) const
    {
        const auto *entry = m_plan.find(members.names, Tree::keyHash(name), name);
        bool isKnown = entry && entry->subschema != none;
        if (isKnown)
            found.push_back({entry->subschema, isCertain});
        for (std::uint32_t i = 0; i < members.patterns.count; ++i) {
            const auto &pattern = m_plan.patternSubschemas[members.patterns.begin + i];
            if (m_plan.patterns[pattern.pattern].match(name) != Matcher::Answer::Yes)
                continue;
            isKnown = true;
            found.push_back({pattern.subschema, isCertain});
        }
        if (!isKnown && members.additional != none)
            found.push_back({members.additional, isCertain});
    }

    void addItem(Candidates &found, const Items &items, std::size_t index, bool isCertain) const
    {
        if (index < items.prefix.count)
            found.push_back({m_plan.branches[items.prefix.begin + index].subschema, isCertain});
        else if (items.rest != none)
            found.push_back({items.rest, isCertain});
    }

    PlaceInfo placeInfo(const Candidates &candidates) const
    {
        PlaceInfo info;
        for (const auto &candidate : candidates) {
            const auto &subschema = m_plan.subschemas[candidate.subschema];
            const auto source = m_plan.source(subschema);
            info.isSensitive = info.isSensitive || subschema.isSensitive;
            info.isKnown = info.isKnown || source.isObject() || source.isTrue();
            if (info.location.empty())
                info.location = m_plan.resources[subschema.resource].uri + '#'
                    + pointerOf(source.tree(), source.index());
            addKeywords(info, source);
        }
        return info;
    }

    void addProperties(SchemaInfo &info, const Candidates &candidates)
    {
        for (const auto &candidate : candidates) {
            eachInstruction(candidate.subschema, [&](const Instruction &instruction) {
                if (instruction.operation != Operation::Members)
                    return;
                const auto &members = m_plan.members[instruction.first];
                for (std::uint32_t i = 0; i < members.names.entryCount; ++i)
                    addProperty(
                        info, m_plan.entries[members.names.firstEntry + i], candidate.isCertain);
                if (members.additional != none && candidate.isCertain)
                    info.allowsOtherProperties
                        = info.allowsOtherProperties && !isFalse(members.additional);
            });
        }
    }

    // The names that "propertyNames" lists, where the object is open to them.
    void addNamed(SchemaInfo &info, const Candidates &candidates)
    {
        if (!info.allowsOtherProperties)
            return;
        for (const auto &candidate : candidates) {
            eachInstruction(candidate.subschema, [&](const Instruction &instruction) {
                if (instruction.operation != Operation::Members)
                    return;
                const auto &members = m_plan.members[instruction.first];
                if (members.propertyNames != none)
                    addNames(info, members);
            });
        }
    }

    void addNames(SchemaInfo &info, const Members &members)
    {
        for (const auto &inner : expanded({{members.propertyNames, true}}, {})) {
            const auto source = m_plan.source(m_plan.subschemas[inner.subschema]);
            const auto take = [&](Value name) {
                if (name.isString())
                    addProperty(info, std::string(name.text()), members.additional);
            };
            take(source.find("const"));
            if (const auto list = source.find("enum"); list.isArray()) {
                for (const auto &name : list)
                    take(name.value());
            }
        }
    }

    // What a member that is there wants beside it.
    void addDependent(SchemaInfo &info, const Candidates &candidates, Value place)
    {
        for (const auto &candidate : candidates) {
            eachInstruction(candidate.subschema, [&](const Instruction &instruction) {
                if (instruction.operation != Operation::DependentNames)
                    return;
                const auto &dependency = m_plan.dependencies[instruction.first];
                if (!place.find(dependency.name))
                    return;
                for (const auto &name : dependency.names) {
                    auto &property = addProperty(info, name, none);
                    property.isRequired = property.isRequired || candidate.isCertain;
                }
            });
        }
    }

    bool isFalse(std::uint32_t subschema) const
    {
        const auto source = m_plan.source(m_plan.subschemas[subschema]);
        return source.isBool() && !source.isTrue();
    }

    void addProperty(SchemaInfo &info, const NameEntry &entry, bool isCertain)
    {
        auto &property = addProperty(info, std::string(m_plan.text(entry)), entry.subschema);
        property.isRequired = property.isRequired || (entry.isRequired && isCertain)
            || m_shared.contains(property.name);
    }

    PropertyInfo &addProperty(SchemaInfo &info, std::string name, std::uint32_t subschema)
    {
        auto known = std::find_if(info.properties.begin(), info.properties.end(),
            [&](const PropertyInfo &property) { return property.name == name; });
        if (known == info.properties.end())
            known = info.properties.insert(known, {std::move(name), false, {}});
        if (subschema != none && !known->place.isKnown)
            known->place = placeInfo(expanded({{subschema, true}}, {}));
        known->place.isSensitive = known->place.isSensitive || info.place.isSensitive;
        return *known;
    }

    const Plan &m_plan;
    const Tree &m_document;
    Checker m_checker;
    Shared m_shared; // of the place where the walk is
    std::string m_lookedAt; // the member of it where it goes on; empty at its end
};

} // namespace

SchemaInfo schemaInfoAt(
    const CompiledSchema &schema, const Tree &document, std::string_view pointer)
{
    return Collector(schema.plan(), document).at(pointer);
}

} // namespace chancery::core
