// SPDX-License-Identifier: Apache-2.0
#include "conditions.h"

#include "engine/core/governing/form.h"

#include <algorithm>

namespace chancery::core::access {

namespace {

using governing::Form;
using Texts = std::vector<std::string>;

constexpr std::size_t mostValues = 100;
constexpr std::size_t mostAttributes = 20;
constexpr int highestTier = 3;
constexpr int longestProofAge = 24 * 60; // minutes

std::string joined(const Texts &texts)
{
    std::string all;
    for (const auto &text : texts)
        all += (all.empty() ? "" : ", ") + text;
    return all;
}

bool holds(const Texts &wanted, std::string_view value)
{
    return std::ranges::find(wanted, value) != wanted.end();
}

bool areOf(const std::vector<Network> &networks, std::string_view address)
{
    const auto parsed = addressFromText(address);
    return parsed && std::ranges::any_of(networks, [&](const Network &network) {
        return network.contains(*parsed);
    });
}

// Collects what holds, what does not, and of what nobody can tell.
class Scales {
public:
    void weigh(std::string words, Truth truth)
    {
        if (truth == Truth::Unknown)
            m_weighing.unknown.push_back(std::move(words));
        else if (truth == Truth::No && m_weighing.failed.empty())
            m_weighing.failed = std::move(words);
    }
    void weigh(std::string words, bool isTrue)
    {
        weigh(std::move(words), isTrue ? Truth::Yes : Truth::No);
    }
    Weighing result() &&
    {
        if (!m_weighing.failed.empty())
            m_weighing.truth = Truth::No;
        else if (!m_weighing.unknown.empty())
            m_weighing.truth = Truth::Unknown;
        return std::move(m_weighing);
    }

private:
    Weighing m_weighing;
};

Truth hasOneOf(const Attributes *person, const std::string &attribute, const Texts &wanted)
{
    if (!person)
        return Truth::Unknown;
    const auto found = person->find(attribute);
    const bool isOne = found != person->end()
        && std::ranges::any_of(
            found->second, [&](const std::string &value) { return holds(wanted, value); });
    return isOne ? Truth::Yes : Truth::No;
}

template <typename Question>
Truth asked(const Circumstances *circumstances, const Question &question)
{
    if (!circumstances)
        return Truth::Unknown;
    return question(*circumstances) ? Truth::Yes : Truth::No;
}

void weighCircumstances(
    const Conditions &conditions, const Circumstances *circumstances, Scales &scales)
{
    using Now = const Circumstances &;
    if (!conditions.methods.empty())
        scales.weigh("circumstances.methods: " + joined(conditions.methods),
            asked(circumstances, [&](Now now) { return holds(conditions.methods, now.method); }));
    if (conditions.needsSecondFactor)
        scales.weigh("circumstances.secondFactor",
            asked(circumstances, [](Now now) { return now.hasSecondFactor; }));
    if (!conditions.levels.empty())
        scales.weigh("circumstances.levels: " + joined(conditions.levels),
            asked(circumstances, [&](Now now) { return holds(conditions.levels, now.level); }));
    if (const auto within = conditions.provenWithin)
        scales.weigh("circumstances.provenWithin: " + std::to_string(within->count()),
            asked(circumstances, [&](Now now) {
                return now.provenAgo && now.provenAgo->count() >= 0 && *now.provenAgo <= *within;
            }));
    if (!conditions.addresses.empty())
        scales.weigh("circumstances.addresses: " + joined(conditions.addresses),
            circumstances && circumstances->address
                ? (areOf(conditions.networks, *circumstances->address) ? Truth::Yes : Truth::No)
                : Truth::Unknown);
}

Texts someTexts(Form &form, Value object, std::string_view key)
{
    auto texts = form.texts(object, key);
    if (texts.size() > mostValues)
        form.complain(object[key], "maxItems", "Expected at most 100 of them");
    if (texts.empty() && object[key])
        form.complain(object[key], "empty", "Expected at least one");
    return texts;
}

void demandSome(Form &form, Value object)
{
    if (object.size() == 0)
        form.complain(object, "empty", "Expected at least one condition");
}

void readPerson(Form &form, Value person, Conditions &conditions)
{
    if (!person)
        return;
    if (!person.isObject()) {
        form.complain(person, "type", "Expected an object of lists of values");
        return;
    }
    if (person.size() == 0 || person.size() > mostAttributes)
        form.complain(person, "length", "Expected 1 to 20 attributes");
    for (const auto &member : person)
        conditions.person.emplace(member.key(), someTexts(form, person, member.key()));
}

void readResource(Form &form, Value resource, Conditions &conditions)
{
    if (!resource || !form.object(resource, {"tiers", "owners"}))
        return;
    demandSome(form, resource);
    for (const auto &item : form.list(resource, "tiers")) {
        const auto tier = item.value().isNumber() ? item.value().integer() : std::nullopt;
        if (!tier || *tier < 0 || *tier > highestTier)
            form.complain(item.value(), "range", "Expected a tier from 0 to 3");
        else
            conditions.tiers.push_back(int(*tier));
    }
    if (resource["tiers"].isArray() && resource["tiers"].size() == 0)
        form.complain(resource["tiers"], "empty", "Expected at least one");
    conditions.owners = someTexts(form, resource, "owners");
}

void readCircumstances(Form &form, Value value, Conditions &conditions)
{
    if (!value
        || !form.object(value, {"methods", "secondFactor", "levels", "provenWithin", "addresses"}))
        return;
    demandSome(form, value);
    conditions.methods = someTexts(form, value, "methods");
    conditions.needsSecondFactor = form.flag(value, "secondFactor");
    if (value["secondFactor"].isBool() && !conditions.needsSecondFactor)
        form.complain(value["secondFactor"], "enum", "Expected true, or nothing");
    conditions.levels = someTexts(form, value, "levels");
    if (const auto minutes = form.whole(value, "provenWithin", 1, longestProofAge))
        conditions.provenWithin = std::chrono::minutes(*minutes);
    for (const auto &item : form.list(value, "addresses")) {
        const auto network = Network::parse(item.value().text());
        if (!network)
            form.complain(item.value(), "bad-network",
                "Expected a network such as \"10.1.0.0/16\" or an address");
        else
            conditions.networks.push_back(*network);
    }
    conditions.addresses = someTexts(form, value, "addresses");
}

} // namespace

Weighing weigh(const Conditions &conditions, const Known &known)
{
    Scales scales;
    for (const auto &[attribute, wanted] : conditions.person)
        scales.weigh("person." + attribute + ": " + joined(wanted),
            hasOneOf(known.person, attribute, wanted));
    if (!conditions.tiers.empty()) {
        Texts tiers;
        for (const int tier : conditions.tiers)
            tiers.push_back(std::to_string(tier));
        scales.weigh("resource.tiers: " + joined(tiers), holds(tiers, std::to_string(known.tier)));
    }
    if (!conditions.owners.empty())
        scales.weigh("resource.owners: " + joined(conditions.owners),
            !known.owner.empty() && holds(conditions.owners, known.owner));
    weighCircumstances(conditions, known.circumstances, scales);
    return std::move(scales).result();
}

std::optional<Conditions> readConditions(Form &form, Value rule, std::string_view member)
{
    const auto value = rule[member];
    if (!value || !form.object(value, {"person", "resource", "circumstances"}))
        return std::nullopt;
    Conditions conditions;
    readPerson(form, value["person"], conditions);
    readResource(form, value["resource"], conditions);
    readCircumstances(form, value["circumstances"], conditions);
    // One that asks for nothing would hold for everybody, which nobody means.
    demandSome(form, value);
    return conditions;
}

} // namespace chancery::core::access
