// SPDX-License-Identifier: Apache-2.0
#include "placekeywords.h"

#include "engine/core/document/canonical.h"

#include <algorithm>
#include <array>

namespace chancery::core {

namespace {

void addOnce(std::vector<std::string> &list, std::string text)
{
    if (std::find(list.begin(), list.end(), text) == list.end())
        list.push_back(std::move(text));
}

void addTexts(PlaceInfo &info, Value source)
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

void addAnnotations(Annotations &all, const Annotations &more)
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

void addValues(PlaceInfo &info, Value source)
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

void addLimits(PlaceInfo &info, Value source)
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

} // namespace

void addKeywords(PlaceInfo &info, Value schema)
{
    addTexts(info, schema);
    addValues(info, schema);
    addAnnotations(info.annotations, annotationsOf(schema));
    addLimits(info, schema);
}

} // namespace chancery::core
