// SPDX-License-Identifier: Apache-2.0
#include "form.h"

#include <algorithm>
#include <cmath>

namespace chancery::core::governing {

namespace {

constexpr std::size_t longestText = 500;
constexpr std::size_t mostTexts = 1000;

} // namespace

void Form::complain(Value where, std::string_view code, std::string message)
{
    FieldError problem;
    problem.pointer = pointerOf(where.tree(), where.index());
    problem.code = code;
    problem.message = std::move(message);
    m_problems.push_back(std::move(problem));
}

bool Form::object(Value value, std::initializer_list<std::string_view> members)
{
    if (!value.isObject()) {
        complain(value, "type", "Expected an object");
        return false;
    }
    for (const auto &member : value) {
        if (std::ranges::find(members, member.key()) == members.end())
            complain(member.value(), "unknown-member",
                "Nothing of the name \"" + std::string(member.key()) + "\" is known here");
    }
    return true;
}

std::string Form::text(Value object, std::string_view key, bool isRequired)
{
    const auto value = object[key];
    if (!value) {
        if (isRequired)
            complain(object, "required", "\"" + std::string(key) + "\" is missing");
        return {};
    }
    if (!value.isString() || value.text().size() > longestText
        || (isRequired && value.text().empty())) {
        complain(value, "type", "Expected a text of at most 500 bytes");
        return {};
    }
    return std::string(value.text());
}

std::vector<std::string> Form::texts(Value object, std::string_view key)
{
    std::vector<std::string> texts;
    const auto items = list(object, key);
    if (items.size() > mostTexts) {
        complain(items, "maxItems", "Expected at most 1000 of them");
        return texts;
    }
    for (const auto &item : items) {
        const auto value = item.value();
        if (value.isString() && !value.text().empty() && value.text().size() <= longestText)
            texts.emplace_back(value.text());
        else
            complain(value, "type", "Expected a text of 1 to 500 bytes");
    }
    return texts;
}

bool Form::flag(Value object, std::string_view key)
{
    const auto value = object[key];
    if (value && !value.isBool())
        complain(value, "type", "Expected true or false");
    return value.isTrue();
}

std::optional<int> Form::whole(Value object, std::string_view key, int least, int most)
{
    const auto value = object[key];
    if (!value)
        return std::nullopt;
    const auto number = value.isNumber() ? value.integer() : std::nullopt;
    if (!number || *number < least || *number > most) {
        complain(value, "range",
            "Expected a whole number from " + std::to_string(least) + " to "
                + std::to_string(most));
        return std::nullopt;
    }
    return int(*number);
}

std::optional<double> Form::number(Value object, std::string_view key)
{
    const auto value = object[key];
    if (!value)
        return std::nullopt;
    if (value.isNumber() && std::isfinite(value.number()))
        return value.number();
    complain(value, "type", "Expected a number");
    return std::nullopt;
}

Value Form::list(Value object, std::string_view key)
{
    const auto value = object[key];
    if (!value || value.isArray())
        return value;
    complain(value, "type", "Expected a list");
    return {};
}

std::string Form::id(Value object, std::set<std::string> &known)
{
    auto id = text(object, "id", true);
    if (!id.empty() && !known.insert(id).second)
        complain(object["id"], "duplicate", "This id stands twice");
    return id;
}

} // namespace chancery::core::governing
