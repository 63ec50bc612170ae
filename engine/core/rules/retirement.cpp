// SPDX-License-Identifier: Apache-2.0
#include "retirement.h"

#include "engine/core/rules/annotations.h"

#include <algorithm>
#include <set>
#include <utility>

namespace chancery::core {

namespace {

constexpr std::size_t mostPlaces = 200'000; // of one schema

// Which keys a schema declares and which it retires, each by its place in an instance. A schema
// that holds itself is entered once on each way: further down it says the same.
class Keys {
public:
    explicit Keys(Value root)
        : m_root(root)
    {
        visit(root, {});
    }

    std::set<std::string> declared;
    std::set<std::string> retired;

private:
    void visit(Value schema, const std::string &place)
    {
        const bool isInside
            = schema && std::find(m_way.begin(), m_way.end(), schema.index()) != m_way.end();
        if (!schema.isObject() || isInside || m_seen.size() > mostPlaces
            || !m_seen.emplace(schema.index(), place).second)
            return;
        m_way.push_back(schema.index());
        for (const auto &name : annotationsOf(schema).retired)
            retired.insert(place + '/' + escapePointerToken(name));
        if (const auto reference = schema.find("$ref"); reference.isString())
            follow(reference.text(), place);
        for (const auto *applicator : {"allOf", "anyOf", "oneOf"}) {
            for (const auto &branch : schema.find(applicator))
                visit(branch.value(), place);
        }
        for (const auto *branch : {"if", "then", "else"})
            visit(schema.find(branch), place);
        below(schema, place);
        m_way.pop_back();
    }

    void below(Value schema, const std::string &place)
    {
        for (const auto &member : schema.find("properties")) {
            const auto key = place + '/' + escapePointerToken(member.key());
            declared.insert(key);
            visit(member.value(), key);
        }
        for (const auto *inner : {"items", "additionalProperties", "additionalItems"})
            visit(schema.find(inner), place + "/*");
        for (const auto *several : {"prefixItems", "patternProperties"}) {
            for (const auto &member : schema.find(several))
                visit(member.value(), place + "/*");
        }
    }

    void follow(std::string_view reference, const std::string &place)
    {
        if (reference == "#" || reference.starts_with("#/"))
            visit(m_root.resolve(reference.substr(1)), place);
    }

    Value m_root;
    std::vector<std::uint32_t> m_way; // the schemas around the one that is visited
    std::set<std::pair<std::uint32_t, std::string>> m_seen;
};

} // namespace

std::vector<std::string> revivedKeys(Value before, Value after)
{
    const Keys old(before);
    const Keys now(after);
    std::vector<std::string> revived;
    for (const auto &key : old.retired) {
        if (now.declared.contains(key) || !now.retired.contains(key))
            revived.push_back(key);
    }
    return revived;
}

} // namespace chancery::core
