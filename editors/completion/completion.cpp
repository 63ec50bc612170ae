// SPDX-License-Identifier: Apache-2.0
#include "completion.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"

#include <algorithm>

namespace chancery::editors {

namespace {

using Kind = CompletionItem::Kind;
using Role = CompletionContext::Role;

bool isPrintable(std::string_view name)
{
    return std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

bool isBareTomlKey(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '_' || c == '-';
    });
}

std::string jsonText(std::string_view text)
{
    std::string out;
    core::appendJsonString(out, text);
    return out;
}

// The word as plain YAML when reading it back gives the same string.
std::string yamlWord(std::string_view text)
{
    const auto reading = core::read("k: " + std::string(text) + "\n", core::Format::Yaml);
    const bool isSame = reading.ok() && reading.tree().root().find("k").isString()
        && reading.tree().root().find("k").text() == text;
    return isSame ? std::string(text) : jsonText(text);
}

std::string keyText(core::Format format, const std::string &name)
{
    if (format == core::Format::Yaml)
        return yamlWord(name);
    return format == core::Format::Toml && isBareTomlKey(name) ? name : jsonText(name);
}

bool hasType(const Advice &advice, std::string_view type)
{
    return std::ranges::find(advice.types, type) != advice.types.end();
}

// The types, or where they say nothing the values; a list is no place for many.
std::string noteOf(const Advice &advice)
{
    constexpr std::size_t longest = 40;
    std::string text;
    for (const auto &part : advice.types.empty() ? advice.values : advice.types) {
        if (text.size() + part.size() > longest)
            return text + " | …";
        text += (text.empty() ? "" : " | ") + part;
    }
    return text;
}

class Builder {
public:
    Builder(core::Format format, const CompletionContext &context, const core::Tree *tree,
        const SchemaAdvisor &advisor)
        : m_format(format)
        , m_context(context)
        , m_tree(tree)
        , m_advisor(advisor)
    {
    }

    std::vector<CompletionItem> build()
    {
        if (m_context.role == Role::Key)
            addKeys();
        if (m_context.role == Role::Value || (m_items.empty() && m_context.mayBeValue))
            addValues();
        return std::move(m_items);
    }

private:
    void addKeys()
    {
        const auto keys = m_advisor.keysFor(m_tree, m_context.pointer);
        for (const bool isRequired : {true, false}) {
            for (const KeyAdvice &key : keys) {
                if (key.isRequired == isRequired && isWanted(key))
                    m_items.push_back(itemFor(key));
            }
        }
    }

    bool isWanted(const KeyAdvice &key) const
    {
        const auto &present = m_context.presentKeys;
        const bool isTable = hasType(key.advice, "object") || hasType(key.advice, "array");
        return std::ranges::find(present, key.name) == present.end() && isPrintable(key.name)
            && (!m_context.isHeading || isTable);
    }

    CompletionItem itemFor(const KeyAdvice &key) const
    {
        CompletionItem item;
        item.kind = key.isRequired ? Kind::RequiredKey : Kind::Key;
        item.name = key.name;
        item.note = noteOf(key.advice);
        item.text = keyText(m_format, key.name);
        item.caret = item.text.size();
        if (!m_context.hasValue)
            addValueTo(item, key.advice);
        return item;
    }

    // The sign behind the key and the brackets or quotes of its only possible type.
    void addValueTo(CompletionItem &item, const Advice &advice) const
    {
        const bool isYaml = m_format == core::Format::Yaml;
        const bool isOne = advice.types.size() == 1 && advice.values.empty();
        item.text += m_format == core::Format::Toml ? " = " : isYaml ? ":" : ": ";
        std::string value;
        if (isOne && hasType(advice, "object"))
            value = isYaml ? '\n' + std::string(m_context.indentation + 2, ' ') : "{}";
        else if (isOne && hasType(advice, "array"))
            value = isYaml ? '\n' + std::string(m_context.indentation + 2, ' ') + "- " : "[]";
        else if (isOne && hasType(advice, "string") && !isYaml)
            value = "\"\"";
        else if (isYaml)
            value = " ";
        item.text += value;
        item.caret = item.text.size() - (!isYaml && !value.empty() ? 1 : 0);
        if (m_context.needsCommaBehind)
            item.text += ',';
    }

    void addValues()
    {
        const auto advice = m_advisor.adviceFor(m_tree, m_context.pointer);
        if (!advice)
            return;
        for (const auto &value : advice->values)
            addValue(value, value == advice->defaultValue ? Kind::DefaultValue : Kind::Value);
        if (advice->values.empty() && advice->defaultValue)
            addValue(*advice->defaultValue, Kind::DefaultValue);
        if (advice->values.empty() && hasType(*advice, "boolean")) {
            addValue("true", Kind::Value);
            addValue("false", Kind::Value);
        }
        if (advice->values.empty() && hasType(*advice, "null"))
            addValue("null", Kind::Value);
        for (const auto &example : advice->examples)
            addValue(example, Kind::Value);
    }

    void addValue(const std::string &json, Kind kind)
    {
        const auto reading = core::readJson(json);
        if (!reading || !isPrintable(json))
            return;
        const core::Value value = reading.tree().root();
        const bool isPlain = !value.isArray() && !value.isObject();
        if (m_format == core::Format::Toml && (!isPlain || value.isNull()))
            return;
        CompletionItem item;
        item.kind = kind;
        item.name = value.isString() ? std::string(value.text()) : json;
        item.note = kind == Kind::DefaultValue ? "default" : "";
        item.text
            = m_format == core::Format::Yaml && value.isString() ? yamlWord(value.text()) : json;
        item.caret = item.text.size();
        if (m_context.needsCommaBehind)
            item.text += ',';
        const bool isKnown
            = std::ranges::find(m_items, item.name, &CompletionItem::name) != m_items.end();
        const auto place = kind == Kind::DefaultValue ? m_items.begin() : m_items.end();
        if (!isKnown && isPrintable(item.name))
            m_items.insert(place, std::move(item));
    }

    core::Format m_format;
    const CompletionContext &m_context;
    const core::Tree *m_tree;
    const SchemaAdvisor &m_advisor;
    std::vector<CompletionItem> m_items;
};

} // namespace

CompletionList completionsAt(core::Format format, std::string_view text, std::size_t caret,
    const core::Tree *tree, const SchemaAdvisor &advisor)
{
    const auto context = contextAt(format, text, std::min(caret, text.size()));
    CompletionList list;
    if (context.role == Role::None)
        return list;
    list.begin = context.begin;
    list.end = context.end;
    list.typed = context.typed.size();
    list.commaAt = context.commaAt;
    list.items = Builder(format, context, tree, advisor).build();
    return list;
}

} // namespace chancery::editors
