// SPDX-License-Identifier: Apache-2.0
// toml++ says what the text means and where its values stand, as lines and columns in code points;
// here its tables, which it keeps sorted by key, are put into the order of the source, and its
// places become byte offsets.
#include "toml.h"

#include "engine/core/document/checks.h"
#include "engine/core/document/toml/planes.h"
#include "engine/core/document/toml/shape.h"
#include "engine/core/document/utf8.h"

// The library asserts what malformed text does not keep ("[,]") although it checks the same a line
// later; with NDEBUG it would even assume it.
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(condition) static_assert(true)
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_UNRELEASED_FEATURES 0
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

#include <algorithm>
#include <cmath>

namespace chancery::core {

namespace {

using Place = ::toml::source_position;

// From lines and columns to bytes. Remembers the last place, so that walking along a long line is
// linear.
class Places {
public:
    explicit Places(const std::string &source)
        : m_source(source)
        , m_starts{0}
    {
        for (auto at = source.find('\n'); at != std::string::npos; at = source.find('\n', at + 1))
            m_starts.push_back(at + 1);
    }

    std::size_t offset(const Place &place)
    {
        if (place.line < 1 || place.line > m_starts.size())
            return m_source.size();
        if (place.line != m_line || place.column < m_column) {
            m_line = place.line;
            m_column = 1;
            m_offset = m_starts[m_line - 1];
        }
        while (
            m_column < place.column && m_offset < m_source.size() && m_source[m_offset] != '\n') {
            ++m_column;
            const auto byte = static_cast<unsigned char>(m_source[m_offset]);
            m_offset += byte < 0x80 ? 1 : std::max<std::size_t>(utf8Length(&m_source[m_offset]), 1);
        }
        return m_offset;
    }

private:
    const std::string &m_source;
    std::vector<std::size_t> m_starts;
    std::size_t m_line = 1;
    std::size_t m_column = 1;
    std::size_t m_offset = 0;
};

class TomlReader {
public:
    TomlReader(std::shared_ptr<const std::string> source, const Limits &limits)
        : m_source(*source)
        , m_tree(std::move(source), Format::Toml)
        , m_limits(limits)
        , m_places(m_source)
        , m_planes(m_source)
    {
    }

    Reading read();

private:
    using Entry = std::pair<const ::toml::key *, const ::toml::node *>;

    bool fail(std::string code, std::string message, std::size_t begin, std::size_t end)
    {
        m_problem = problemAt(m_source, std::move(code), std::move(message), begin, end);
        return false;
    }
    std::optional<Problem> refused();
    bool isHeaderOf(std::string_view message, const Place &place);
    std::string shown(std::string_view text) const
    {
        return m_planes.isNeeded() ? m_planes.shown(std::string(text)) : std::string(text);
    }
    Problem syntaxProblem(const ::toml::parse_error &error);

    bool value(const ::toml::node &node);
    bool table(std::uint32_t index, const ::toml::table &table);
    bool array(std::uint32_t index, const ::toml::array &array);
    bool member(std::uint32_t object, const Entry &entry);
    bool string(std::uint32_t index, const std::string &text);
    bool number(std::uint32_t index, std::string text);
    void dateTime(std::uint32_t index);
    void setText(std::uint32_t index, std::string_view text);
    std::string_view written(std::uint32_t index) const
    {
        const Node &node = m_tree.node(index);
        return std::string_view(m_source).substr(node.begin, node.end - node.begin);
    }

    const std::string &m_source;
    Tree m_tree;
    Limits m_limits;
    Places m_places;
    toml::Planes m_planes;
    std::size_t m_values = 0;
    std::size_t m_depth = 0;
    std::optional<Problem> m_problem;
};

std::optional<Problem> TomlReader::refused()
{
    if (m_source.size() > m_limits.bytes) {
        fail("document-too-large",
            "The document is larger than the limit of " + std::to_string(m_limits.bytes) + " bytes",
            0, 1);
    } else if (m_source.starts_with("\xEF\xBB\xBF")) {
        fail("byte-order-mark", "The document begins with a byte order mark; remove it", 0, 3);
    } else if (const auto at = firstInvalidUtf8(m_source); at != std::string::npos) {
        fail("invalid-utf-8", "This byte is not valid UTF-8", at, at + 1);
    } else {
        m_problem = toml::checkShape(m_source, m_limits);
    }
    return std::move(m_problem);
}

Reading TomlReader::read()
{
    if (auto problem = refused())
        return std::move(*problem);
    if (m_planes.isNeeded() && !m_planes.isPossible())
        return problemAt(m_source, "malformed-toml",
            "Text with characters from every plane of Unicode cannot be read", 0, 1);
    const auto text = m_planes.isNeeded() ? m_planes.hidden(m_source) : m_source;
    const ::toml::parse_result result = ::toml::parse(std::string_view(text));
    if (!result)
        return syntaxProblem(result.error());
    if (!value(result.table()))
        return std::move(*m_problem);
    Node &root = m_tree.nodes().front();
    root.begin = 0;
    root.end = std::uint32_t(m_source.size());
    return std::move(m_tree);
}

// Is the key that the library's message names in the line of that place?
bool TomlReader::isHeaderOf(std::string_view message, const Place &place)
{
    const auto first = message.find('\'');
    const auto last = message.rfind('\'');
    const auto begin = m_places.offset(place);
    const auto line = std::string_view(m_source).substr(begin, m_source.find('\n', begin) - begin);
    return first < last && line.starts_with('[')
        && line.find(message.substr(first + 1, last - first - 1)) != std::string_view::npos;
}

Problem TomlReader::syntaxProblem(const ::toml::parse_error &error)
{
    const auto text = shown(error.description());
    const bool isDuplicate = text.find("cannot redefine") != std::string::npos
        || text.find("cannot insert") != std::string::npos;
    auto place = error.source().begin;
    // What is wrong with a header is often found behind its line break only.
    if (isDuplicate && place.column == 1 && place.line > 1 && !isHeaderOf(text, place))
        --place.line;
    const auto begin = m_places.offset(place);
    const auto end = std::max(m_places.offset(error.source().end), begin + 1);
    // "Error while parsing <what>: <reason>"
    const auto colon = text.find(": ");
    return problemAt(m_source, isDuplicate ? "duplicate-key" : "malformed-toml",
        colon == std::string::npos ? text : "This is not TOML: " + text.substr(colon + 2), begin,
        end);
}

bool TomlReader::value(const ::toml::node &node)
{
    const auto index = std::uint32_t(m_tree.nodeCount());
    const auto begin = m_places.offset(node.source().begin);
    const auto end = std::max(m_places.offset(node.source().end), begin);
    if (++m_values > m_limits.nodes)
        return fail("too-many-nodes",
            "The document has more than " + std::to_string(m_limits.nodes) + " values", begin, end);
    const auto first = std::uint32_t(begin);
    m_tree.nodes().push_back({first, std::uint32_t(end), first, 0, 0, NodeType::Null, false, 0});
    if (const auto *content = node.as_table())
        return table(index, *content);
    if (const auto *content = node.as_array())
        return array(index, *content);
    if (const auto *text = node.as_string())
        return string(index, shown(text->get()));
    if (const auto *integer = node.as_integer())
        return number(index, std::to_string(integer->get()));
    if (const auto *real = node.as_floating_point())
        return number(index, std::isfinite(real->get()) ? std::string(written(index)) : "");
    if (const auto *truth = node.as_boolean())
        m_tree.nodes()[index].type = truth->get() ? NodeType::True : NodeType::False;
    else
        dateTime(index);
    return true;
}

bool TomlReader::table(std::uint32_t index, const ::toml::table &table)
{
    m_tree.nodes()[index].type = NodeType::Object;
    if (++m_depth > m_limits.depth)
        return fail("too-deep",
            "The document is nested deeper than " + std::to_string(m_limits.depth) + " levels",
            m_tree.node(index).begin, m_tree.node(index).end);
    std::vector<Entry> entries;
    entries.reserve(table.size());
    for (const auto &[key, node] : table)
        entries.emplace_back(&key, &node);
    std::sort(entries.begin(), entries.end(), [](const Entry &left, const Entry &right) {
        return left.first->source().begin < right.first->source().begin;
    });
    std::uint32_t last = 0;
    for (const auto &entry : entries) {
        const auto key = std::uint32_t(m_tree.nodeCount());
        if (!member(index, entry))
            return false;
        if (last != 0)
            m_tree.nodes()[last].next = key;
        last = key;
        // A table that headers and dotted keys define reaches from its first member to its last.
        if (!table.is_inline()) {
            Node &object = m_tree.nodes()[index];
            const Node &content = m_tree.node(key + 1);
            object.begin = std::min({object.begin, m_tree.node(key).begin, content.begin});
            object.end = std::max(object.end, content.end);
        }
    }
    --m_depth;
    return true;
}

bool TomlReader::member(std::uint32_t object, const Entry &entry)
{
    const auto index = std::uint32_t(m_tree.nodeCount());
    const auto text = shown(entry.first->str());
    const auto begin = std::uint32_t(m_places.offset(entry.first->source().begin));
    const auto end = std::uint32_t(m_places.offset(entry.first->source().end));
    m_tree.nodes().push_back({begin, end, begin, 0, 0, NodeType::Key, false, Tree::keyHash(text)});
    setText(index, text);
    ++m_tree.nodes()[object].size;
    if (text.size() > m_limits.stringBytes)
        return fail("string-too-large", "A key is longer than the limit", begin, end);
    return value(*entry.second);
}

bool TomlReader::array(std::uint32_t index, const ::toml::array &array)
{
    m_tree.nodes()[index].type = NodeType::Array;
    if (++m_depth > m_limits.depth)
        return fail("too-deep",
            "The document is nested deeper than " + std::to_string(m_limits.depth) + " levels",
            m_tree.node(index).begin, m_tree.node(index).end);
    std::uint32_t last = 0;
    for (const auto &item : array) {
        const auto place = std::uint32_t(m_tree.nodeCount());
        if (!value(item))
            return false;
        if (last != 0)
            m_tree.nodes()[last].next = place;
        last = place;
        Node &node = m_tree.nodes()[index];
        ++node.size;
        node.end = std::max(node.end, m_tree.node(place).end);
    }
    --m_depth;
    return true;
}

bool TomlReader::string(std::uint32_t index, const std::string &text)
{
    m_tree.nodes()[index].type = NodeType::String;
    const Node node = m_tree.node(index);
    if (text.size() > m_limits.stringBytes)
        return fail("string-too-large", "A string is longer than the limit", node.begin, node.end);
    setText(index, text);
    return true;
}

// Keeps the text in the source where it stands there as it is, with or without quotes.
void TomlReader::setText(std::uint32_t index, std::string_view text)
{
    Node &node = m_tree.nodes()[index];
    node.size = std::uint32_t(text.size());
    const auto inSource = written(index);
    if (inSource == text)
        return;
    if (inSource.size() == text.size() + 2 && inSource.substr(1, text.size()) == text) {
        node.text = node.begin + 1;
        return;
    }
    node.text = std::uint32_t(m_tree.texts().size());
    node.ownText = true;
    m_tree.texts() += text;
}

// An empty text stands for infinity and for what is not a number.
bool TomlReader::number(std::uint32_t index, std::string text)
{
    std::erase(text, '_');
    if (text.starts_with('+'))
        text.erase(0, 1);
    m_tree.nodes()[index].type = NodeType::Number;
    if (text.empty() || !isInteroperable(text)) {
        const Node &node = m_tree.node(index);
        return fail(
            "number-not-interoperable", std::string(notInteroperable), node.begin, node.end);
    }
    setText(index, text);
    return true;
}

// TOML allows a space or small letters where RFC 3339 has T and Z.
void TomlReader::dateTime(std::uint32_t index)
{
    std::string text(written(index));
    for (char &c : text) {
        if (c == ' ' || c == 't')
            c = 'T';
        else if (c == 'z')
            c = 'Z';
    }
    m_tree.nodes()[index].type = NodeType::String;
    setText(index, text);
}

} // namespace

Reading readToml(std::shared_ptr<const std::string> source, const Limits &limits)
{
    return TomlReader(std::move(source), limits).read();
}

} // namespace chancery::core
