// SPDX-License-Identifier: Apache-2.0
#include "personalfields.h"

#include "engine/core/audittext.h"
#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"

#include <algorithm>
#include <charconv>

namespace chancery::core {

namespace {

std::string memberOf(Value event, std::string_view name)
{
    if (event["actor"]["display"]["$pii"].text() == name)
        return "actor.display";
    if (event["source"]["ip"]["$pii"].text() == name)
        return "source.ip";
    return name == "name" ? "actor.name" : "";
}

void hold(PersonalField &field, std::string_view commitment, const PersonalValue &value)
{
    const auto salt = fromBase64(value.salt);
    // Of another length the border between salt and value could be moved.
    const bool isTheirs
        = salt && salt->size() == piiSaltLength && piiCommitment(*salt, value.value) == commitment;
    field.state = isTheirs ? PersonalField::State::Known : PersonalField::State::Wrong;
    field.value = isTheirs ? value.value : std::string();
}

} // namespace

std::vector<PersonalField> personalFieldsOf(
    std::string_view leaf, std::span<const PersonalValue> values)
{
    const auto reading = readJson(std::string(leaf), Limits::wide());
    if (!reading || !reading.tree().root().isObject())
        return {};
    const auto event = reading.tree().root();
    const auto sequence = event["seq"].integer().value_or(-1);
    std::vector<PersonalField> fields;
    for (const auto &entry : event["pii"]) {
        PersonalField field;
        field.name = entry.key();
        field.member = memberOf(event, field.name);
        const auto value = std::ranges::find_if(values, [&](const PersonalValue &one) {
            return one.name == field.name && std::int64_t(one.sequence) == sequence;
        });
        if (value != values.end())
            hold(field, entry.value().text(), *value);
        fields.push_back(std::move(field));
    }
    return fields;
}

std::uint64_t erasedFieldsToldBy(std::string_view leaf)
{
    // Almost none is one, and there may be millions.
    if (leaf.find("privacy.erase") == std::string_view::npos)
        return 0;
    const auto reading = readJson(std::string(leaf), Limits::wide());
    if (!reading || !reading.tree().root().isObject())
        return 0;
    const auto event = reading.tree().root();
    if (event["event"].text() != "privacy.erase" || event["outcome"].text() != "success")
        return 0;
    std::uint64_t sum = 0;
    for (const auto &item : event["related"]) {
        const auto text = item.value()["id"].text();
        std::uint64_t count = 0;
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), count);
        if (item.value()["type"].text() == "erased-field" && parsed.ec == std::errc())
            sum += count;
    }
    return sum;
}

const PersonalField *actorField(const std::vector<PersonalField> &fields)
{
    for (const std::string_view member : {"actor.display", "actor.name"}) {
        const auto field = std::ranges::find(fields, member, &PersonalField::member);
        if (field != fields.end())
            return &*field;
    }
    return nullptr;
}

} // namespace chancery::core
