// SPDX-License-Identifier: Apache-2.0
#include "snippet.h"

#include "editors/form/field.h"
#include "engine/core/document/json.h"
#include "engine/core/document/yaml/ambiguous.h"

#include <algorithm>

namespace chancery::editors {

namespace {

constexpr int deepest = 3;
constexpr std::size_t most = 20;
constexpr std::size_t mostItems = 20;

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

// The word as plain YAML when reading it back gives the same string, alone and in brackets, also to
// other readers.
std::string yamlWord(std::string_view text)
{
    const auto reading = core::read(
        "k: " + std::string(text) + "\nf: [" + std::string(text) + "]\n", core::Format::Yaml);
    const auto isSame
        = [text](core::Value value) { return value.isString() && value.text() == text; };
    const bool isPlain = reading.ok() && isSame(reading.tree().root().find("k"))
        && reading.tree().root().find("f").size() == 1
        && isSame(reading.tree().root().find("f").at(0));
    return isPlain && !core::yaml::isTakenForAnother(text) ? std::string(text) : jsonText(text);
}

// The one type that a value has to have, unless it is null; empty when there are several.
std::string_view onlyType(const Advice &advice)
{
    std::string_view only;
    for (const std::string &type : advice.types) {
        if (type == "null")
            continue;
        if (!only.empty())
            return {};
        only = type;
    }
    return only.empty() && !advice.types.empty() ? std::string_view("null") : only;
}

const char *signOf(core::Format format, bool isBlock)
{
    return isBlock ? ":" : format == core::Format::Toml ? " = " : ": ";
}

// How many items an array must have.
std::size_t leastItems(const Advice &advice)
{
    static constexpr std::string_view word = "minItems ";
    for (const std::string &limit : advice.limits) {
        if (limit.starts_with(word))
            return std::min<std::size_t>(
                std::strtoul(limit.c_str() + word.size(), nullptr, 10), mostItems);
    }
    return 0;
}

std::string filled(const core::Tree *tree, const SchemaAdvisor &advisor, const std::string &pointer,
    const Advice &advice, int depth)
{
    const bool isFree = advice.values.empty() && !advice.defaultValue && depth < deepest;
    const auto type = onlyType(advice);
    std::string json;
    if (isFree && type == "object") {
        for (const KeyAdvice &key : requiredKeys(tree, advisor, pointer))
            json += (json.empty() ? "" : ", ") + jsonText(key.name) + ": "
                + filled(tree, advisor, pointer + '/' + core::escapePointerToken(key.name),
                    key.advice, depth + 1);
        return '{' + json + '}';
    }
    if (isFree && type == "array") {
        for (std::size_t item = 0; item < leastItems(advice); ++item) {
            const auto place = pointer + '/' + std::to_string(item);
            json += (json.empty() ? "" : ", ")
                + filled(tree, advisor, place, advisor.adviceFor(tree, place).value_or(Advice()),
                    depth + 1);
        }
        return '[' + json + ']';
    }
    return emptyValue(advice);
}

} // namespace

bool isPrintable(std::string_view name)
{
    return std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

bool hasType(const Advice &advice, std::string_view type)
{
    return std::ranges::find(advice.types, type) != advice.types.end();
}

std::string keyText(core::Format format, const std::string &name)
{
    if (format == core::Format::Yaml)
        return yamlWord(name);
    return format == core::Format::Toml && isBareTomlKey(name) ? name : jsonText(name);
}

std::string wordText(core::Format format, std::string_view text)
{
    return format == core::Format::Yaml ? yamlWord(text) : jsonText(text);
}

std::optional<std::string> inlineText(core::Format format, core::Value value)
{
    if (value.isString())
        return wordText(format, value.text());
    if (!value.isArray() && !value.isObject()) {
        if (!value || (value.isNull() && format == core::Format::Toml))
            return {};
        return scalarJson(value);
    }
    std::string text;
    for (const auto &item : value) {
        const auto inside = inlineText(format, item.value());
        if (!inside)
            return {};
        text += text.empty() ? "" : ", ";
        if (value.isObject())
            text += keyText(format, std::string(item.key())) + signOf(format, false);
        text += *inside;
    }
    return value.isObject() ? '{' + text + '}' : '[' + text + ']';
}

std::vector<KeyAdvice> requiredKeys(
    const core::Tree *tree, const SchemaAdvisor &advisor, const std::string &pointer)
{
    std::vector<KeyAdvice> required;
    for (auto &key : advisor.keysFor(tree, pointer)) {
        if (key.isRequired && isPrintable(key.name) && required.size() < most)
            required.push_back(std::move(key));
    }
    return required;
}

std::string filledValue(const core::Tree *tree, const SchemaAdvisor &advisor,
    const std::string &pointer, const Advice &advice)
{
    return filled(tree, advisor, pointer, advice, 0);
}

std::optional<std::size_t> SnippetWriter::write(
    std::string &out, const Advice &advice, const std::string &pointer, std::size_t indentation)
{
    addValue(out, advice, pointer, indentation, 0);
    return m_caret;
}

std::optional<std::size_t> SnippetWriter::writeObject(
    std::string &out, const std::string &pointer, std::size_t indentation)
{
    addObject(out, pointer, indentation, 0);
    return m_caret;
}

std::optional<std::size_t> SnippetWriter::writeArray(std::string &out, std::size_t indentation)
{
    addArray(out, indentation);
    return m_caret;
}

std::optional<std::size_t> SnippetWriter::writeMembers(
    std::string &out, const std::string &pointer, std::size_t indentation)
{
    const std::string lineStart = '\n' + std::string(indentation, ' ');
    for (const KeyAdvice &key : requiredKeys(m_tree, m_advisor, pointer)) {
        out += out.empty() ? "" : lineStart;
        addMember(out, key, pointer, indentation, 0);
    }
    return m_caret;
}

void SnippetWriter::addValue(std::string &out, const Advice &advice, const std::string &pointer,
    std::size_t indentation, int depth)
{
    const auto type = advice.values.empty() ? onlyType(advice) : std::string_view();
    if (type == "object")
        addObject(out, pointer, indentation, depth);
    else if (type == "array")
        addArray(out, indentation);
    else if (depth == 0 || !addKnown(out, advice))
        addScalar(out, type == "string" && !hasType(advice, "null"));
}

// A constant or the default: nothing to type.
bool SnippetWriter::addKnown(std::string &out, const Advice &advice) const
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

void SnippetWriter::addScalar(std::string &out, bool isString)
{
    if (m_isBlock)
        out += ' ';
    const bool isQuoted = isString && m_format != core::Format::Yaml;
    out += isQuoted ? "\"\"" : "";
    stayAt(out.size() - (isQuoted ? 1 : 0));
}

void SnippetWriter::addArray(std::string &out, std::size_t indentation)
{
    out += m_isBlock ? '\n' + std::string(indentation + 2, ' ') + "- " : "[]";
    stayAt(out.size() - (m_isBlock ? 0 : 1));
}

void SnippetWriter::addObject(
    std::string &out, const std::string &pointer, std::size_t indentation, int depth)
{
    const auto required = requiredKeys(m_tree, m_advisor, pointer);
    const std::string lineStart = '\n' + std::string(indentation + 2, ' ');
    if (required.empty() || depth == deepest) {
        out += m_isBlock ? lineStart : "{}";
        stayAt(out.size() - (m_isBlock ? 0 : 1));
        return;
    }
    out += m_isBlock ? "" : "{";
    for (const KeyAdvice &key : required) {
        out += m_isBlock ? lineStart : &key == &required.front() ? "" : ", ";
        addMember(out, key, pointer, indentation + 2, depth);
    }
    out += m_isBlock ? "" : "}";
}

void SnippetWriter::addMember(std::string &out, const KeyAdvice &key, const std::string &pointer,
    std::size_t indentation, int depth)
{
    out += keyText(m_format, key.name) + signOf(m_format, m_isBlock);
    addValue(out, key.advice, pointer + '/' + core::escapePointerToken(key.name), indentation,
        depth + 1);
}

void SnippetWriter::stayAt(std::size_t place)
{
    if (!m_caret)
        m_caret = place;
}

} // namespace chancery::editors
