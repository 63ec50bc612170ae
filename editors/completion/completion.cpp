// SPDX-License-Identifier: Apache-2.0
#include "completion.h"

#include "editors/completion/snippet.h"
#include "engine/core/document/json.h"
#include "engine/core/document/lines.h"
#include "engine/core/document/value.h"

#include <algorithm>

namespace chancery::editors {

namespace {

using Kind = CompletionItem::Kind;
using Role = CompletionContext::Role;

// The types, or where they say nothing the values; a list is no place for many.
std::string noteOf(const Advice &advice)
{
    constexpr std::size_t longest = 40;
    std::string text;
    for (const auto &part : advice.types.empty() ? advice.values : advice.types) {
        if (text.size() + part.size() > longest) {
            text += " | …";
            break;
        }
        text += (text.empty() ? "" : " | ") + part;
    }
    if (advice.isDeprecated)
        text += text.empty() ? "deprecated" : ", deprecated";
    return text;
}

// "{name, port}": an object by what it begins with.
std::string nameOfObject(const std::vector<KeyAdvice> &required)
{
    constexpr std::size_t longest = 40;
    std::string text;
    for (const KeyAdvice &key : required) {
        if (text.size() + key.name.size() > longest)
            return '{' + text + ", …}";
        text += (text.empty() ? "" : ", ") + key.name;
    }
    return '{' + text + '}';
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
        const auto rankOf = [](const KeyAdvice &key) {
            return key.isRequired ? 0 : key.advice.isDeprecated ? 2 : 1;
        };
        for (const int rank : {0, 1, 2}) {
            for (const KeyAdvice &key : keys) {
                if (rankOf(key) == rank && isWanted(key))
                    m_items.push_back(itemFor(key));
            }
        }
        const auto required = requiredKeys(m_tree, m_advisor, m_context.pointer);
        if (m_context.mayBeValue && m_context.typed.empty() && required.size() > 1)
            addAllMembers(required);
    }

    // All that the object needs at once; with one key that would be the key.
    void addAllMembers(const std::vector<KeyAdvice> &required)
    {
        CompletionItem item;
        item.kind = Kind::Value;
        item.name = nameOfObject(required);
        item.note = "object";
        SnippetWriter writer(m_format, true, m_tree, m_advisor);
        const auto caret = writer.writeMembers(item.text, m_context.pointer, m_context.indentation);
        item.caret = caret.value_or(item.text.size());
        m_items.insert(m_items.begin(), std::move(item));
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
        if (advice->values.empty() && hasType(*advice, "object"))
            addObject();
        if (advice->values.empty() && hasType(*advice, "array"))
            addArray();
    }

    // A new one, with what has to stand in it.
    void addObject()
    {
        const auto required = requiredKeys(m_tree, m_advisor, m_context.pointer);
        const bool isLines = isBlock() && m_context.role == Role::Value && !required.empty();
        CompletionItem item;
        item.name = nameOfObject(required);
        item.note = "object";
        SnippetWriter writer(m_format, isLines, m_tree, m_advisor);
        addWritten(std::move(item), isLines, [&](std::string &text) {
            return writer.writeObject(text, m_context.pointer, m_context.indentation);
        });
    }

    void addArray()
    {
        const bool isLines = isBlock() && m_context.role == Role::Value;
        CompletionItem item;
        item.name = "[]";
        item.note = "array";
        SnippetWriter writer(m_format, isLines, m_tree, m_advisor);
        addWritten(std::move(item), isLines,
            [&](std::string &text) { return writer.writeArray(text, m_context.indentation); });
    }

    template <typename Write>
    void addWritten(CompletionItem item, bool isLines, Write write)
    {
        item.kind = Kind::Value;
        item.caret = write(item.text).value_or(item.text.size());
        // Nothing is left behind the colon when the value begins on the next line.
        item.before = isLines ? m_context.blanksBefore : 0;
        if (m_context.needsCommaBehind)
            item.text += ',';
        if (std::ranges::find(m_items, item.name, &CompletionItem::name) == m_items.end())
            m_items.push_back(std::move(item));
    }

    void addValue(const std::string &json, Kind kind)
    {
        const auto reading = core::readJson(json);
        if (!reading || !isPrintable(json))
            return;
        const core::Value value = reading.tree().root();
        // As the schema has it written, where that is possible.
        const bool isJson = m_format != core::Format::Toml && !value.isString();
        const auto text = isJson ? json : inlineText(m_format, value);
        if (!text)
            return;
        CompletionItem item;
        item.kind = kind;
        item.name = value.isString() ? std::string(value.text()) : json;
        item.note = kind == Kind::DefaultValue ? "default" : "";
        item.text = *text;
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

// What stands there now, without its quotes.
std::string wordOf(std::string_view text, std::size_t begin, std::size_t end)
{
    auto word = text.substr(begin, end - begin);
    const bool isQuoted
        = word.size() > 1 && word.front() == word.back() && (word[0] == '"' || word[0] == '\'');
    if (isQuoted)
        word = word.substr(1, word.size() - 2);
    return std::string(word);
}

// Between a colon and its value nothing can be put in: a value that is one word gives way to
// another, and a larger one is there already. Answers with the blanks in front of the word, which
// stay. In front of a list's item another may stand.
std::string meetValueBehind(const core::Tree &tree, CompletionContext &context)
{
    const auto value = tree.root().resolve(context.pointer);
    if (context.role != Role::Value || context.begin != context.end || !value)
        return {};
    const core::Node &node = value.node();
    if (node.begin < context.end || node.begin == node.end)
        return {};
    auto blanks = tree.source().substr(context.end, node.begin - context.end);
    const bool isNext = blanks.find_first_not_of(" \t\r\n") == std::string::npos;
    const bool isItem
        = value.index() > 0 && tree.node(value.index() - 1).type != core::NodeType::Key;
    if (isItem) {
        context.needsCommaBehind
            = context.needsCommaBehind || (context.isFlow && isNext && !blanks.empty());
        return {};
    }
    if (value.isObject() || value.isArray() || !isNext || blanks.find('\n') != std::string::npos) {
        context.role = Role::None;
        return {};
    }
    context.end = node.end;
    context.commaAt.reset();
    context.needsCommaBehind = false;
    context.blanksBefore = 0;
    return blanks;
}

// In a line of its own in front of lines that stand further in: those belong to what is above, and
// anything between would take them from it.
bool partsABlock(std::string_view text, const CompletionContext &context)
{
    const auto start = core::lineStart(text, context.begin);
    const auto column = context.begin - start;
    if (context.isFlow || context.begin != context.end
        || text.substr(start, column).find_first_not_of(' ') != std::string_view::npos)
        return false;
    for (auto at = context.begin; at < text.size(); at = core::nextLine(text, at)) {
        const auto first = std::min(text.find_first_not_of(' ', at), text.size());
        const bool isOwn = at == context.begin;
        if (first < text.size()
            && std::string_view("#\r\n").find(text[first]) == std::string_view::npos)
            return !isOwn && first - at > column;
    }
    return false;
}

} // namespace

CompletionList completionsAt(core::Format format, std::string_view text, std::size_t caret,
    const core::Tree *tree, const SchemaAdvisor &advisor)
{
    const bool isCurrent = tree && tree->format() == format && tree->nodeCount() > 0
        && std::string_view(tree->source()) == text;
    const auto place = std::min(caret, text.size());
    auto context = isCurrent ? contextIn(*tree, place) : contextAt(format, text, place, tree);
    const auto blanks = isCurrent ? meetValueBehind(*tree, context) : std::string();
    if (format == core::Format::Yaml && partsABlock(text, context))
        context.role = Role::None;
    CompletionList list;
    if (context.role == Role::None)
        return list;
    list.begin = context.begin;
    list.end = context.end;
    list.typed = context.typed.size();
    if (context.role == Role::Value)
        list.present = wordOf(text, context.begin + blanks.size(), context.end);
    list.commaAt = context.commaAt;
    list.items = Builder(format, context, tree, advisor).build();
    for (CompletionItem &item : list.items) {
        item.text.insert(0, blanks);
        item.caret += blanks.size();
    }
    return list;
}

} // namespace chancery::editors
