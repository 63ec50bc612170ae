// SPDX-License-Identifier: Apache-2.0
#include "parser.h"

#include "engine/core/document/checks.h"

namespace chancery::core::toml {

namespace {

bool isTable(EntryKind kind)
{
    return kind == EntryKind::Super || kind == EntryKind::Table || kind == EntryKind::Dotted;
}

std::string_view whyClosed(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Scalar:
        return "is defined as a value already";
    case EntryKind::Array:
        return "is defined as an array already, which is complete";
    case EntryKind::InlineTable:
        return "is defined as an inline table already, which is complete";
    case EntryKind::TableArray:
        return "is defined as an array of tables already";
    default:
        return "is defined as a table already";
    }
}

} // namespace

Parser::Parser(Tree &tree, const Limits &limits)
    : Scanner(tree, limits)
    , m_entries(tree)
{
}

std::optional<Problem> Parser::parse()
{
    for (;;) {
        if (!skipLines())
            return m_problem;
        if (atEnd())
            break;
        if (!line())
            return m_problem;
    }
    m_entries.writeTree();
    return std::nullopt;
}

bool Parser::line()
{
    return (*m_at == '[' ? heading() : pair(m_table)) && restOfLine();
}

// A dotted key and the sign behind it.
bool Parser::path(std::string_view closing)
{
    m_path.clear();
    for (;;) {
        skipBlanks();
        if (m_path.size() >= m_limits.depth)
            return failWithCode("too-deep", m_at, m_at + 1,
                "The key has more than " + std::to_string(m_limits.depth) + " parts");
        if (!keyPart(m_path.emplace_back()))
            return false;
        skipBlanks();
        if (*m_at != '.')
            break;
        ++m_at;
    }
    for (const char c : closing) {
        if (*m_at != c)
            return unexpected("'" + std::string(closing) + "' after the key");
        ++m_at;
    }
    return true;
}

bool Parser::heading()
{
    const char *const begin = m_at;
    const bool isArray = m_at[1] == '[';
    m_at += isArray ? 2 : 1;
    return path(isArray ? "]]" : "]") && define(begin, isArray);
}

bool Parser::define(const char *begin, bool isArray)
{
    std::uint32_t table = 0;
    for (std::size_t i = 0; i + 1 < m_path.size(); ++i) {
        const auto next = enter(table, m_path[i], begin);
        if (!next)
            return false;
        table = *next;
    }
    return isArray ? defineItem(table, begin) : defineTable(table, begin);
}

bool Parser::defineTable(std::uint32_t table, const char *begin)
{
    const Node &key = m_path.back();
    auto found = m_entries.find(table, key);
    if (found != 0 && m_entries.kind(found) != EntryKind::Super)
        return redefined(key, found, begin);
    if (found == 0) {
        if (!checkNodes(begin, m_at))
            return false;
        found = m_entries.addMember(table, key, EntryKind::Table);
        m_entries.value(found).type = NodeType::Object;
        m_entries.value(found).begin = offset(begin);
    }
    m_entries.setKind(found, EntryKind::Table);
    m_entries.value(found).end = offset(m_at);
    m_table = found;
    return checkDepth(found, begin, m_at);
}

bool Parser::defineItem(std::uint32_t table, const char *begin)
{
    const Node &key = m_path.back();
    auto array = m_entries.find(table, key);
    if (array != 0 && m_entries.kind(array) != EntryKind::TableArray)
        return redefined(key, array, begin);
    if (array == 0) {
        if (!checkNodes(begin, m_at))
            return false;
        array = m_entries.addMember(table, key, EntryKind::TableArray);
        m_entries.value(array).type = NodeType::Array;
        m_entries.value(array).begin = offset(begin);
    }
    if (!checkNodes(begin, m_at))
        return false;
    m_table = m_entries.addItem(array, EntryKind::Table);
    Node &item = m_entries.value(m_table);
    item.type = NodeType::Object;
    item.begin = offset(begin);
    item.end = offset(m_at);
    return checkDepth(m_table, begin, m_at);
}

std::optional<std::uint32_t> Parser::enter(
    std::uint32_t table, const Node &key, const char *heading)
{
    const auto found = m_entries.find(table, key);
    if (found != 0) {
        const auto kind = m_entries.kind(found);
        if (heading != nullptr && kind == EntryKind::TableArray)
            return m_entries.lastChild(found);
        // What a heading defined takes no dotted keys from another one.
        if (!isTable(kind) || (heading == nullptr && kind == EntryKind::Table)) {
            redefined(key, found, heading);
            return std::nullopt;
        }
        if (heading == nullptr)
            m_entries.setKind(found, EntryKind::Dotted);
        return found;
    }
    const char *const begin = heading != nullptr ? heading : m_begin + key.begin;
    const char *const end = heading != nullptr ? m_at : m_begin + key.end;
    if (!checkNodes(begin, end))
        return std::nullopt;
    const auto made = m_entries.addMember(
        table, key, heading != nullptr ? EntryKind::Super : EntryKind::Dotted);
    Node &object = m_entries.value(made);
    object.type = NodeType::Object;
    object.begin = offset(begin);
    object.end = offset(end);
    if (!checkDepth(made, begin, end))
        return std::nullopt;
    return made;
}

bool Parser::redefined(const Node &key, std::uint32_t found, const char *heading)
{
    const auto message = "\"" + std::string(m_tree.text(key)) + "\" "
        + std::string(whyClosed(m_entries.kind(found)));
    return heading != nullptr
        ? failWithCode("duplicate-key", heading, m_at, message)
        : failWithCode("duplicate-key", m_begin + key.begin, m_begin + key.end, message);
}

// A key, "=" and a value; the value of a member in braces is begun only.
bool Parser::pair(std::uint32_t table)
{
    if (!path("="))
        return false;
    for (std::size_t i = 0; i + 1 < m_path.size(); ++i) {
        const auto next = enter(table, m_path[i], nullptr);
        if (!next)
            return false;
        table = *next;
    }
    const Node &key = m_path.back();
    if (const auto found = m_entries.find(table, key); found != 0)
        return redefined(key, found, nullptr);
    skipBlanks();
    if (!checkNodes(m_begin + key.begin, m_begin + key.end))
        return false;
    const auto entry = m_entries.addMember(table, key, EntryKind::Scalar);
    return m_open.empty() ? value(entry) : begin(entry);
}

bool Parser::value(std::uint32_t entry)
{
    if (!begin(entry))
        return false;
    while (!m_open.empty()) {
        if (!(m_open.back().isTable ? member() : item()))
            return false;
    }
    return true;
}

// The whole of a scalar, or the bracket that opens a container.
bool Parser::begin(std::uint32_t entry)
{
    Node &node = m_entries.value(entry);
    switch (*m_at) {
    case '[':
        return open(entry, EntryKind::Array);
    case '{':
        return open(entry, EntryKind::InlineTable);
    case '"':
    case '\'':
        return string(node);
    case 't':
        return literal(node, "true", NodeType::True);
    case 'f':
        return literal(node, "false", NodeType::False);
    case 'i':
    case 'n':
    case '+':
    case '-':
        return number(node);
    default:
        if (!isDigit(*m_at))
            return unexpected("a value");
        return isTime() ? time(node) : number(node);
    }
}

bool Parser::open(std::uint32_t entry, EntryKind kind)
{
    const bool isTable = kind == EntryKind::InlineTable;
    m_entries.setKind(entry, kind);
    Node &node = m_entries.value(entry);
    node.type = isTable ? NodeType::Object : NodeType::Array;
    node.begin = offset(m_at);
    if (!checkDepth(entry, m_at, m_at + 1))
        return false;
    ++m_at;
    m_open.push_back({entry, isTable, false});
    return true;
}

// The next item of an array, or its end.
bool Parser::item()
{
    if (!skipLines())
        return false;
    Open &open = m_open.back();
    if (*m_at == ']') {
        close();
        return true;
    }
    if (open.hasValue) {
        if (*m_at != ',')
            return unexpected("',' or ']'");
        ++m_at;
        open.hasValue = false;
        return true;
    }
    open.hasValue = true;
    return checkNodes(m_at, m_at + 1) && begin(m_entries.addItem(open.entry, EntryKind::Scalar));
}

// The next member of an inline table, or its end.
bool Parser::member()
{
    skipBlanks();
    Open &open = m_open.back();
    if (*m_at == '}' && (open.hasValue || m_entries.lastChild(open.entry) == 0)) {
        close();
        return true;
    }
    if (open.hasValue) {
        if (*m_at != ',')
            return unexpected("',' or '}'");
        ++m_at;
        skipBlanks();
    }
    open.hasValue = true;
    return pair(open.entry);
}

void Parser::close()
{
    ++m_at;
    m_entries.value(m_open.back().entry).end = offset(m_at);
    m_open.pop_back();
}

bool Parser::literal(Node &node, std::string_view word, NodeType type)
{
    if (std::string_view(m_at, std::size_t(m_end - m_at)).substr(0, word.size()) != word)
        return unexpected("a value");
    node.type = type;
    node.begin = offset(m_at);
    m_at += word.size();
    node.end = offset(m_at);
    return true;
}

bool Parser::checkNodes(const char *at, const char *end)
{
    return m_entries.size() < m_limits.nodes
        || failWithCode("too-many-nodes", at, end,
            "The document has more than " + std::to_string(m_limits.nodes) + " values");
}

bool Parser::checkDepth(std::uint32_t entry, const char *at, const char *end)
{
    return m_entries.depth(entry) <= m_limits.depth
        || failWithCode("too-deep", at, end,
            "The document is nested deeper than " + std::to_string(m_limits.depth) + " levels");
}

} // namespace chancery::core::toml
