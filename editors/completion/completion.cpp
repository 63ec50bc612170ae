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

// The word as plain YAML when reading it back gives the same string, alone and in brackets.
std::string yamlWord(std::string_view text)
{
    const auto reading = core::read(
        "k: " + std::string(text) + "\nf: [" + std::string(text) + "]\n", core::Format::Yaml);
    const auto isSame
        = [text](core::Value value) { return value.isString() && value.text() == text; };
    const bool isPlain = reading.ok() && isSame(reading.tree().root().find("k"))
        && reading.tree().root().find("f").size() == 1
        && isSame(reading.tree().root().find("f").at(0));
    return isPlain ? std::string(text) : jsonText(text);
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

// Writes the value of a key: brackets or quotes where there is only one type, what must stand in an
// object, constants and defaults.
class SnippetWriter {
public:
    SnippetWriter(
        core::Format format, bool isBlock, const core::Tree *tree, const SchemaAdvisor &advisor)
        : m_format(format)
        , m_isBlock(isBlock)
        , m_tree(tree)
        , m_advisor(advisor)
    {
    }

    // Where typing goes on; nothing when it is behind all.
    std::optional<std::size_t> write(
        std::string &out, const Advice &advice, const std::string &pointer, std::size_t indentation)
    {
        writeValue(out, advice, pointer, indentation, 0);
        return m_caret;
    }

private:
    static constexpr int deepest = 3;
    static constexpr std::size_t most = 20;

    void writeValue(std::string &out, const Advice &advice, const std::string &pointer,
        std::size_t indentation, int depth)
    {
        const bool isOne = advice.types.size() == 1 && advice.values.empty();
        if (isOne && hasType(advice, "object"))
            writeObject(out, pointer, indentation, depth);
        else if (isOne && hasType(advice, "array"))
            writeArray(out, indentation);
        else if (depth > 0 && writeKnown(out, advice))
            return;
        else
            writeScalar(out, isOne && hasType(advice, "string"));
    }

    // A constant or the default: nothing to type.
    bool writeKnown(std::string &out, const Advice &advice) const
    {
        const auto &known
            = advice.values.size() == 1 ? advice.values.front() : advice.defaultValue.value_or("");
        const auto reading = core::readJson(known.empty() ? "[]" : known);
        const auto value = reading ? reading.tree().root() : core::Value();
        if (!value || value.isArray() || value.isObject()
            || (value.isNull() && m_format == core::Format::Toml))
            return false;
        const bool isWord = m_format == core::Format::Yaml && value.isString();
        out += (m_isBlock ? " " : "") + (isWord ? yamlWord(value.text()) : known);
        return true;
    }

    void writeScalar(std::string &out, bool isString)
    {
        if (m_isBlock)
            out += ' ';
        const bool isQuoted = isString && m_format != core::Format::Yaml;
        out += isQuoted ? "\"\"" : "";
        stayAt(out.size() - (isQuoted ? 1 : 0));
    }

    void writeArray(std::string &out, std::size_t indentation)
    {
        out += m_isBlock ? '\n' + std::string(indentation + 2, ' ') + "- " : "[]";
        stayAt(out.size() - (m_isBlock ? 0 : 1));
    }

    void writeObject(
        std::string &out, const std::string &pointer, std::size_t indentation, int depth)
    {
        std::vector<KeyAdvice> required;
        for (auto &key : m_advisor.keysFor(m_tree, pointer)) {
            if (key.isRequired && isPrintable(key.name) && required.size() < most)
                required.push_back(std::move(key));
        }
        const std::string lineStart = '\n' + std::string(indentation + 2, ' ');
        if (required.empty() || depth == deepest) {
            out += m_isBlock ? lineStart : "{}";
            stayAt(out.size() - (m_isBlock ? 0 : 1));
            return;
        }
        out += m_isBlock ? "" : "{";
        for (const KeyAdvice &key : required) {
            out += m_isBlock ? lineStart : &key == &required.front() ? "" : ", ";
            out += keyText(m_format, key.name);
            out += m_isBlock ? ":" : m_format == core::Format::Toml ? " = " : ": ";
            writeValue(out, key.advice, pointer + '/' + core::escapePointerToken(key.name),
                indentation + 2, depth + 1);
        }
        out += m_isBlock ? "" : "}";
    }

    void stayAt(std::size_t place)
    {
        if (!m_caret)
            m_caret = place;
    }

    core::Format m_format;
    bool m_isBlock;
    const core::Tree *m_tree;
    const SchemaAdvisor &m_advisor;
    std::optional<std::size_t> m_caret;
};

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
            addValueTo(item, key);
        return item;
    }

    // The sign behind the key and its value, as far as that is certain.
    void addValueTo(CompletionItem &item, const KeyAdvice &key) const
    {
        item.text += isBlock() ? ":" : m_format == core::Format::Toml ? " = " : ": ";
        const auto pointer = m_context.pointer + '/' + core::escapePointerToken(key.name);
        SnippetWriter writer(m_format, isBlock(), m_tree, m_advisor);
        const auto caret = writer.write(item.text, key.advice, pointer, m_context.indentation);
        item.caret = caret.value_or(item.text.size());
        if (m_context.needsCommaBehind)
            item.text += ',';
    }

    bool isBlock() const { return m_format == core::Format::Yaml && !m_context.isFlow; }

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
    const bool isCurrent = tree && tree->format() == format && tree->nodeCount() > 0
        && std::string_view(tree->source()) == text;
    const auto place = std::min(caret, text.size());
    const auto context = isCurrent ? contextIn(*tree, place) : contextAt(format, text, place, tree);
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
