// SPDX-License-Identifier: Apache-2.0
// Walks the plan along the pointer with a set of subschemas that apply. References and allOf widen
// the set with what certainly applies, alternatives and conditions with what may apply; where the
// document has the place already, branches that it contradicts are left out.
#include "schemainfo.h"

#include "engine/core/document/canonical.h"
#include "engine/core/schema/checker.h"

#include <array>
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

void addOnce(std::vector<std::string> &list, std::string text)
{
    if (std::find(list.begin(), list.end(), text) == list.end())
        list.push_back(std::move(text));
}

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
        auto candidates = expanded({{0, true}}, place);
        bool isSensitive = anySensitive(candidates);
        while (!pointer.empty()) {
            const auto slash = std::min(pointer.find('/', 1), pointer.size());
            const auto step = pointer.substr(0, slash);
            const auto token = unescaped(step.substr(1));
            pointer.remove_prefix(slash);
            place = place ? place.resolve(step) : Value();
            candidates = expanded(children(candidates, token), place);
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
        for (const auto &range : m_plan.subschemas[subschema].byType) {
            for (std::uint32_t i = 0; i < range.count; ++i)
                use(m_plan.instructions[range.begin + i]);
        }
    }

    // With all that the subschemas apply to the same place.
    Candidates expanded(Candidates candidates, Value place)
    {
        std::set<std::uint32_t> seen;
        Candidates all;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const auto candidate = candidates[i];
            if (!seen.insert(candidate.subschema).second)
                continue;
            all.push_back(candidate);
            const auto known = candidates.size();
            eachInstruction(candidate.subschema, [&](const Instruction &instruction) {
                widen(candidates, instruction, candidate.isCertain, place);
            });
            // The lists are by type of instance; the author's order is by position.
            std::sort(candidates.begin() + std::ptrdiff_t(known), candidates.end(),
                [](const Candidate &a, const Candidate &b) {
                    return std::tie(a.position, a.subschema) < std::tie(b.position, b.subschema);
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
        case Operation::AnyOf:
        case Operation::OneOf:
            for (std::uint32_t i = 0; i < instruction.second; ++i) {
                const auto branch = m_plan.branches[instruction.first + i];
                const bool isAll = instruction.operation == Operation::AllOf;
                if (isAll || !contradicts(branch.subschema, place))
                    candidates.push_back({branch.subschema, isAll && isCertain, branch.position});
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
                for (const auto &member : place)
                    found = found || contradicts(m_plan.members[instruction.first], member);
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
            addTexts(info, source);
            addValues(info, source);
            addAnnotations(info.annotations, annotationsOf(source));
            addLimits(info, source);
        }
        return info;
    }

    static void addTexts(PlaceInfo &info, Value source)
    {
        const auto take = [&](std::string &text, const char *keyword) {
            const auto value = source.find(keyword);
            if (text.empty() && value.isString())
                text = value.text();
        };
        take(info.title, "title");
        take(info.description, "description");
        take(info.format, "format");
        take(info.pattern, "pattern");
        info.isDeprecated = info.isDeprecated || source.find("deprecated").isTrue();
        info.isReadOnly = info.isReadOnly || source.find("readOnly").isTrue();
    }

    static void addAnnotations(Annotations &all, const Annotations &more)
    {
        if (!all.impact)
            all.impact = more.impact;
        if (all.reload == Reload::Unsaid)
            all.reload = more.reload;
        if (!all.capacity)
            all.capacity = more.capacity;
        if (!all.maxRemoval)
            all.maxRemoval = more.maxRemoval;
        if (all.owner.empty())
            all.owner = more.owner;
        all.isSensitive = all.isSensitive || more.isSensitive;
        all.isDeprecated = all.isDeprecated || more.isDeprecated;
    }

    static void addValues(PlaceInfo &info, Value source)
    {
        const auto type = source.find("type");
        if (type.isString())
            addOnce(info.types, std::string(type.text()));
        for (const auto &name : type)
            addOnce(info.types, std::string(name.value().text()));
        if (const auto list = source.find("enum"); list.isArray()) {
            for (const auto &item : list)
                addOnce(info.allowed, canonicalJson(item.value()));
        }
        if (const auto constant = source.find("const"))
            addOnce(info.allowed, canonicalJson(constant));
        if (const auto list = source.find("examples"); list.isArray()) {
            for (const auto &item : list)
                addOnce(info.examples, canonicalJson(item.value()));
        }
        if (const auto value = source.find("default"); value && info.defaultValue.empty())
            info.defaultValue = canonicalJson(value);
    }

    static void addLimits(PlaceInfo &info, Value source)
    {
        static constexpr std::array keywords{"minimum", "exclusiveMinimum", "maximum",
            "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems",
            "minProperties", "maxProperties"};
        for (const auto *keyword : keywords) {
            const auto value = source.find(keyword);
            if (value.isNumber())
                addOnce(info.limits, std::string(keyword) + ' ' + std::string(value.text()));
        }
        if (source.find("uniqueItems").isTrue())
            addOnce(info.limits, "uniqueItems");
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
        property.isRequired = property.isRequired || (entry.isRequired && isCertain);
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
};

} // namespace

SchemaInfo schemaInfoAt(
    const CompiledSchema &schema, const Tree &document, std::string_view pointer)
{
    return Collector(schema.plan(), document).at(pointer);
}

} // namespace chancery::core
