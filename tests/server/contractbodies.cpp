// SPDX-License-Identifier: Apache-2.0
#include "contractbodies.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "tests/support/corpus.h"

#include <QtGlobal>

#include <algorithm>

namespace chancery::support {

namespace {

using core::Value;

// One body; at the point with that number it takes that choice instead of the first.
class Maker {
public:
    Maker(Value contract, const ContractBodies::Words &words, std::size_t point, std::size_t choice)
        : m_contract(contract)
        , m_words(words)
        , m_point(point)
        , m_choice(choice)
    {
    }

    std::string made(Value schema)
    {
        const auto [name, resolved] = followed(schema);
        if (resolved["anyOf"])
            return made(resolved.resolve("/anyOf/0"));
        if (resolved["enum"])
            return choiceOf(listed(resolved["enum"]));
        const auto type = typeOf(resolved);
        if (type == "boolean")
            return choiceOf({"true", "false"});
        if (type == "integer")
            return resolved["minimum"] ? std::string(resolved["minimum"].text()) : "1";
        if (type == "array")
            return '[' + made(resolved["items"]) + ']';
        if (type == "object")
            return object(name, resolved);
        return R"("x")";
    }
    // How many choices each point has that was come by.
    const std::vector<std::size_t> &points() const { return m_points; }

private:
    std::pair<std::string, Value> followed(Value schema) const
    {
        const auto reference = schema["$ref"];
        if (!reference)
            return {{}, schema};
        const auto pointer = reference.text().substr(1);
        return {std::string(pointer.substr(pointer.rfind('/') + 1)), m_contract.resolve(pointer)};
    }
    static std::string typeOf(Value schema)
    {
        const auto type = schema["type"];
        return std::string((type.isArray() ? schema.resolve("/type/0") : type).text());
    }
    static std::vector<std::string> listed(Value values)
    {
        std::vector<std::string> all;
        for (const auto &value : values)
            all.push_back(core::canonicalJson(value.value()));
        return all;
    }
    std::string choiceOf(const std::vector<std::string> &choices)
    {
        m_points.push_back(choices.size());
        return choices[m_points.size() - 1 == m_point ? m_choice : 0];
    }
    std::string object(const std::string &name, Value schema)
    {
        std::vector<std::string> required;
        for (const auto &one : schema["required"])
            required.emplace_back(one.value().text());
        std::string json;
        for (const auto &property : schema["properties"]) {
            const std::string key(property.key());
            auto known = m_words.find(name + '.' + key);
            if (known == m_words.end())
                known = m_words.find(key);
            const bool isNeeded = std::ranges::find(required, key) != required.end();
            const bool isSwitch = typeOf(followed(property.value()).second) == "boolean";
            // Unknown members that may be left out are.
            if (!isNeeded && known == m_words.end() && !isSwitch)
                continue;
            if (!isNeeded && choiceOf({"with", "without"}) == "without")
                continue;
            json += (json.empty() ? "\"" : ",\"") + key + "\":"
                + (known == m_words.end() ? made(property.value()) : choiceOf(known->second));
        }
        return '{' + json + '}';
    }

    Value m_contract;
    const ContractBodies::Words &m_words;
    std::size_t m_point;
    std::size_t m_choice;
    std::vector<std::size_t> m_points;
};

} // namespace

ContractBodies::ContractBodies()
{
    auto reading = core::read(contentOf(CHANCERY_CONTRACT), core::Format::Yaml);
    if (!reading)
        qFatal("The contract cannot be read");
    m_tree = std::move(reading).tree();
}

std::vector<std::string> ContractBodies::of(std::string_view operation, const Words &words) const
{
    for (const auto &path : m_tree.root()["paths"]) {
        for (const auto &method : path.value()) {
            if (method.value()["operationId"].text() != operation)
                continue;
            const auto schema
                = method.value().resolve("/requestBody/content/application~1json/schema");
            if (!schema)
                return {{}};
            constexpr auto none = static_cast<std::size_t>(-1);
            Maker ordinary(m_tree.root(), words, none, 0);
            std::vector<std::string> all{ordinary.made(schema)};
            for (std::size_t point = 0; point < ordinary.points().size(); ++point) {
                for (std::size_t choice = 1; choice < ordinary.points()[point]; ++choice)
                    all.push_back(Maker(m_tree.root(), words, point, choice).made(schema));
            }
            return all;
        }
    }
    return {};
}

} // namespace chancery::support
