// SPDX-License-Identifier: Apache-2.0
#include "annotations.h"

#include "engine/core/rules/invariants.h"

#include <algorithm>
#include <array>

namespace chancery::core {

namespace {

using Problems = std::vector<AnnotationProblem>;

template <typename Enum>
struct Word {
    std::string_view text;
    Enum value;
};
constexpr std::array impacts{Word<Impact>{"none", Impact::None},
    Word<Impact>{"ordinary", Impact::Ordinary}, Word<Impact>{"breaking", Impact::Breaking}};
constexpr std::array reloads{
    Word<Reload>{"hot", Reload::Hot}, Word<Reload>{"restart", Reload::Restart}};

template <typename Words>
auto wordOf(const Words &words, Value value) -> const typename Words::value_type *
{
    const auto text = value.isString() ? value.text() : "";
    const auto found = std::find_if(
        words.begin(), words.end(), [&](const auto &word) { return word.text == text; });
    return found == words.end() ? nullptr : &*found;
}

bool isPercentage(Value value)
{
    return value.isNumber() && value.number() >= 0 && value.number() <= 100;
}

bool isPointer(Value value)
{
    return value.isString() && (value.text().empty() || value.text().starts_with('/'));
}

std::optional<CapacityRule> capacityOf(Value value)
{
    if (!value.isTrue() && !value.isObject())
        return std::nullopt;
    CapacityRule rule;
    if (const auto factor = value.find("factor"); factor.isNumber() && factor.number() > 1)
        rule.factor = factor.number();
    if (const auto minimum = value.find("minimum"); minimum.isNumber())
        rule.minimum = minimum.text();
    return rule;
}

std::optional<RemovalRule> removalOf(Value value)
{
    RemovalRule rule;
    const auto percent = value.isObject() ? value.find("percent") : value;
    if (isPercentage(percent))
        rule.percent = percent.number();
    else if (!value.isTrue())
        return std::nullopt;
    if (const auto key = value.find("key"); isPointer(key))
        rule.key = key.text();
    return rule;
}

constexpr std::array patternKinds{Word<PatternRule::Kind>{"regex", PatternRule::Kind::Regex},
    Word<PatternRule::Kind>{"prefix", PatternRule::Kind::Prefix},
    Word<PatternRule::Kind>{"contains", PatternRule::Kind::Contains},
    Word<PatternRule::Kind>{"glob", PatternRule::Kind::Glob}};
constexpr std::size_t mostSamples = 1000;
constexpr std::size_t longestSample = 1024;

bool isTexts(Value value, std::size_t most, std::size_t longest)
{
    if (!value.isArray() || value.size() == 0 || value.size() > most)
        return false;
    for (const auto &item : value) {
        if (!item.value().isString() || item.value().text().size() > longest)
            return false;
    }
    return true;
}

std::vector<std::string> namesIn(Value value)
{
    std::vector<std::string> names;
    for (const auto &item : value) {
        if (value.isArray() && item.value().isString())
            names.emplace_back(item.value().text());
    }
    return names;
}

void checkMembers(Value object, std::initializer_list<std::string_view> known, Problems &problems)
{
    for (const auto &member : object) {
        if (std::find(known.begin(), known.end(), member.key()) == known.end())
            problems.push_back(
                {"Nothing of the name \"" + std::string(member.key()) + "\" is known here",
                    member.value()});
    }
}

void checkCapacity(Value value, Problems &problems)
{
    if (value.isBool())
        return;
    if (!value.isObject()) {
        problems.push_back({"Expected true or {\"factor\": 2, \"minimum\": 10}", value});
        return;
    }
    checkMembers(value, {"factor", "minimum"}, problems);
    if (const auto factor = value.find("factor"); factor && !(factor.number() > 1))
        problems.push_back({"Expected a number above 1", factor});
    if (const auto minimum = value.find("minimum"); minimum && !minimum.isNumber())
        problems.push_back({"Expected a number", minimum});
}

void checkRemoval(Value value, Problems &problems)
{
    if (value.isBool() || isPercentage(value))
        return;
    if (!value.isObject() || !isPercentage(value.find("percent"))) {
        problems.push_back({"Expected true, a percentage from 0 to 100, or {\"percent\": 10, "
                            "\"key\": \"/name\"}",
            value});
        return;
    }
    checkMembers(value, {"percent", "key"}, problems);
    if (const auto key = value.find("key"); key && !isPointer(key))
        problems.push_back({"Expected a pointer as in \"/name\"", key});
}

void checkPatterns(Value value, Problems &problems)
{
    if (!value.isObject() || !isTexts(value.find("samples"), mostSamples, longestSample)) {
        problems.push_back({"Expected {\"kind\": \"prefix\", \"samples\": [\"/shop\"], "
                            "\"percent\": 10} with 1 to 1000 samples of at most 1024 bytes",
            value});
        return;
    }
    checkMembers(value, {"kind", "samples", "percent"}, problems);
    if (const auto kind = value.find("kind"); kind && !wordOf(patternKinds, kind))
        problems.push_back({"Expected \"regex\", \"prefix\", \"contains\" or \"glob\"", kind});
    if (const auto percent = value.find("percent"); percent && !isPercentage(percent))
        problems.push_back({"Expected a percentage from 0 to 100", percent});
}

void checkRetired(Value object, Value value, Problems &problems)
{
    if (!isTexts(value, mostSamples, longestSample)) {
        problems.push_back({"Expected the names of keys that were removed", value});
        return;
    }
    for (const auto &item : value) {
        if (object.find("properties").isObject()
            && object.find("properties").find(item.value().text()))
            problems.push_back(
                {"\"" + std::string(item.value().text()) + "\" is a property here and retired",
                    item.value()});
    }
}

} // namespace

std::optional<PatternRule> patternRuleOf(Value object)
{
    const auto value = object.find("x-patterns");
    Problems problems;
    if (value)
        checkPatterns(value, problems);
    if (!value || !problems.empty())
        return std::nullopt;
    PatternRule rule;
    if (const auto *word = wordOf(patternKinds, value.find("kind")))
        rule.kind = word->value;
    if (const auto percent = value.find("percent"))
        rule.percent = percent.number();
    rule.samples = value.find("samples");
    return rule;
}

Annotations annotationsOf(Value object)
{
    Annotations annotations;
    for (const auto &member : object) {
        const auto name = member.key();
        const auto value = member.value();
        if (name == "x-impact") {
            if (const auto *word = wordOf(impacts, value))
                annotations.impact = word->value;
        } else if (name == "x-reload") {
            if (const auto *word = wordOf(reloads, value))
                annotations.reload = word->value;
        } else if (name == "x-capacity") {
            annotations.capacity = capacityOf(value);
        } else if (name == "x-max-removal") {
            annotations.maxRemoval = removalOf(value);
        } else if (name == "x-retired") {
            annotations.retired = namesIn(value);
        } else if (name == "x-requires" && value.isString()) {
            annotations.capability = value.text();
        } else if (name == "x-owner" && value.isString()) {
            annotations.owner = value.text();
        } else if (name == "x-sensitive") {
            // What cannot be read is better kept secret.
            annotations.isSensitive = !value.isNull() && value.type() != NodeType::False;
        } else if (name == "x-per-environment") {
            annotations.isPerEnvironment = value.isTrue();
        } else if (name == "deprecated") {
            annotations.isDeprecated = value.isTrue();
        }
    }
    return annotations;
}

bool isAnnotated(Value object)
{
    if (!object.isObject())
        return false;
    static constexpr std::array<std::string_view, 12> names{"x-impact", "x-reload", "x-capacity",
        "x-max-removal", "x-owner", "x-sensitive", "x-per-environment", "deprecated",
        "x-invariants", "x-patterns", "x-retired", "x-requires"};
    for (const auto &member : object) {
        if (std::find(names.begin(), names.end(), member.key()) != names.end())
            return true;
    }
    return false;
}

std::vector<AnnotationProblem> checkAnnotations(Value object)
{
    Problems problems;
    for (const auto &member : object) {
        const auto name = member.key();
        const auto value = member.value();
        if (name == "x-impact" && !wordOf(impacts, value))
            problems.push_back({"Expected \"none\", \"ordinary\" or \"breaking\"", value});
        else if (name == "x-reload" && !wordOf(reloads, value))
            problems.push_back({"Expected \"hot\" or \"restart\"", value});
        else if (name == "x-capacity")
            checkCapacity(value, problems);
        else if (name == "x-max-removal")
            checkRemoval(value, problems);
        else if (name == "x-owner" && (!value.isString() || value.text().empty()))
            problems.push_back({"Expected the name of a team or a person", value});
        else if (name == "x-sensitive" && !value.isBool()
            && (!value.isString() || value.text().empty()))
            problems.push_back({"Expected true, false or the name of a class of data", value});
        else if (name == "x-per-environment" && !value.isBool())
            problems.push_back({"Expected true or false", value});
        else if (name == "x-patterns")
            checkPatterns(value, problems);
        else if (name == "x-retired")
            checkRetired(object, value, problems);
        else if (name == "x-requires" && (!value.isString() || value.text().empty()))
            problems.push_back({"Expected the name of a capability", value});
        else if (name == "x-invariants")
            checkInvariantForm(value, problems);
    }
    return problems;
}

} // namespace chancery::core
