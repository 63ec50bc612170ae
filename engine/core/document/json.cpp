// SPDX-License-Identifier: Apache-2.0
// One pass over the bytes with an explicit stack of open containers, no recursion. Every value and
// key becomes a Node in document order; strings without escapes and numbers stay where they are in
// the source, others are decoded into the tree's own text. std::string keeps a NUL behind its last
// byte, which ends every inner loop without a bounds check; a NUL inside the text is refused like
// any other control character because it is not at the end.
#include "json.h"

#include "engine/core/document/checks.h"
#include "engine/core/document/utf8.h"

#include <cstring>

namespace chancery::core {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

class JsonReader {
public:
    JsonReader(std::shared_ptr<const std::string> source, const Limits &limits)
        : m_tree(source, Format::Json)
        , m_limits(limits)
        , m_begin(source->data())
        , m_end(source->data() + source->size())
        , m_at(m_begin)
    {
    }

    Reading read()
    {
        if (std::size_t(m_end - m_begin) > m_limits.bytes)
            return problem("document-too-large",
                "The document is larger than the limit of " + std::to_string(m_limits.bytes)
                    + " bytes");
        m_tree.nodes().reserve(std::min(std::size_t(m_end - m_begin) / 8 + 8, m_limits.nodes + 2));
        if (!document())
            return *m_problem;
        return std::move(m_tree);
    }

private:
    struct Open {
        std::uint32_t container;
        std::uint32_t last; // the item or Key that was linked last, 0 for none
        bool isObject;
    };

    Problem problem(std::string code, std::string message, std::size_t length = 1) const
    {
        const auto at = std::size_t(m_at - m_begin);
        const auto end = std::min(at + length, std::size_t(m_end - m_begin));
        return {std::move(code), std::move(message), at, end,
            positionOf(std::string_view(m_begin, std::size_t(m_end - m_begin)), at)};
    }
    bool fail(std::string code, std::string message, std::size_t length = 1)
    {
        m_problem = problem(std::move(code), std::move(message), length);
        return false;
    }
    bool unexpected(std::string_view expected)
    {
        if (m_at >= m_end)
            return fail("malformed-json",
                "Unexpected end of the document; expected " + std::string(expected));
        return fail("malformed-json", "Expected " + std::string(expected));
    }

    void skipSpace()
    {
        while (*m_at == ' ' || *m_at == '\n' || *m_at == '\t' || *m_at == '\r')
            ++m_at;
    }

    bool document()
    {
        if (m_end - m_begin >= 3 && std::memcmp(m_begin, "\xEF\xBB\xBF", 3) == 0)
            return fail(
                "byte-order-mark", "The document begins with a byte order mark; remove it", 3);
        skipSpace();
        for (;;) {
            bool opened = false;
            if (!value(opened))
                return false;
            if (opened)
                continue;
            bool more = false;
            if (!closeOrContinue(more))
                return false;
            if (!more)
                return m_at >= m_end || unexpected("the end of the document");
        }
    }

    // One value, and the key before it inside an object. Sets opened when a non-empty container
    // began.
    bool value(bool &opened)
    {
        if (!m_open.empty() && m_open.back().isObject && !key())
            return false;
        const auto index = std::uint32_t(m_tree.nodes().size());
        if (++m_values > m_limits.nodes)
            return fail("too-many-nodes",
                "The document has more than " + std::to_string(m_limits.nodes) + " values");
        m_tree.nodes().push_back(
            {std::uint32_t(m_at - m_begin), 0, 0, 0, 0, NodeType::Null, false, 0});
        if (!m_open.empty()) {
            if (!m_open.back().isObject)
                link(index);
            ++m_tree.nodes()[m_open.back().container].size;
        }
        return valueAt(index, opened);
    }

    bool valueAt(std::uint32_t index, bool &opened)
    {
        switch (*m_at) {
        case '{':
            return open(index, NodeType::Object, '}', opened);
        case '[':
            return open(index, NodeType::Array, ']', opened);
        case '"':
            m_tree.nodes()[index].type = NodeType::String;
            return string(index);
        case 't':
            return literal(index, "true", NodeType::True);
        case 'f':
            return literal(index, "false", NodeType::False);
        case 'n':
            return literal(index, "null", NodeType::Null);
        default:
            if (*m_at == '-' || isDigit(*m_at))
                return number(index);
            return unexpected("a value");
        }
    }

    bool open(std::uint32_t index, NodeType type, char close, bool &opened)
    {
        m_tree.nodes()[index].type = type;
        if (m_open.size() >= m_limits.depth)
            return fail("too-deep",
                "The document is nested deeper than " + std::to_string(m_limits.depth) + " levels");
        ++m_at;
        skipSpace();
        if (*m_at == close) {
            ++m_at;
            m_tree.nodes()[index].end = std::uint32_t(m_at - m_begin);
            return true;
        }
        m_open.push_back({index, 0, type == NodeType::Object});
        opened = true;
        return true;
    }

    // After a value: a comma, or the ends of as many containers as close here.
    bool closeOrContinue(bool &more)
    {
        for (;;) {
            skipSpace();
            if (m_open.empty()) {
                more = false;
                return true;
            }
            const Open &innermost = m_open.back();
            if (*m_at == ',') {
                ++m_at;
                skipSpace();
                more = true;
                return true;
            }
            if (*m_at != (innermost.isObject ? '}' : ']'))
                return unexpected(innermost.isObject ? "',' or '}'" : "',' or ']'");
            if (innermost.isObject && !keysAreUnique(innermost.container))
                return false;
            ++m_at;
            m_tree.nodes()[innermost.container].end = std::uint32_t(m_at - m_begin);
            m_open.pop_back();
        }
    }

    void link(std::uint32_t index)
    {
        Open &open = m_open.back();
        if (open.last != 0)
            m_tree.nodes()[open.last].next = index;
        open.last = index;
    }

    bool key()
    {
        if (*m_at != '"')
            return unexpected("a property name in double quotes");
        const auto index = std::uint32_t(m_tree.nodes().size());
        m_tree.nodes().push_back(
            {std::uint32_t(m_at - m_begin), 0, 0, 0, 0, NodeType::Key, false, 0});
        link(index);
        if (!string(index))
            return false;
        Node &node = m_tree.nodes()[index];
        node.hash = Tree::keyHash(m_tree.text(node));
        skipSpace();
        if (*m_at != ':')
            return unexpected("':' after the property name");
        ++m_at;
        skipSpace();
        return true;
    }

    bool keysAreUnique(std::uint32_t object);
    bool string(std::uint32_t index);
    bool stringWithEscapes(std::uint32_t index, const char *begin);
    bool escape(std::string &out);
    bool hexadecimal(std::uint32_t &unit);
    bool number(std::uint32_t index);
    bool representable(std::string_view lexeme);
    bool literal(std::uint32_t index, std::string_view word, NodeType type);

    Tree m_tree;
    Limits m_limits;
    const char *m_begin;
    const char *m_end;
    const char *m_at;
    std::size_t m_values = 0;
    std::vector<Open> m_open;
    std::optional<Problem> m_problem;
};

bool JsonReader::keysAreUnique(std::uint32_t object)
{
    const auto second = findDuplicateKey(m_tree, object);
    if (second == 0)
        return true;
    const Node &node = m_tree.node(second);
    m_at = m_begin + node.begin;
    return fail("duplicate-key",
        "The property \"" + std::string(m_tree.text(node)) + "\" is defined twice in this object",
        node.end - node.begin);
}

bool JsonReader::string(std::uint32_t index)
{
    const char *const begin = ++m_at;
    for (;;) {
        while (m_end - m_at >= 8 && isPlainRun(m_at))
            m_at += 8;
        const auto byte = static_cast<unsigned char>(*m_at);
        if (byte == '"')
            break;
        if (byte == '\\')
            return stringWithEscapes(index, begin);
        if (byte < 0x20) {
            if (m_at >= m_end)
                return unexpected("a closing quote");
            return fail("malformed-json", "A control character in a string must be escaped");
        }
        if (byte < 0x80) {
            ++m_at;
            continue;
        }
        const auto length = utf8Length(m_at);
        if (length == 0)
            return fail("invalid-utf-8", "This byte is not valid UTF-8");
        m_at += length;
    }
    Node &node = m_tree.nodes()[index];
    node.text = std::uint32_t(begin - m_begin);
    node.size = std::uint32_t(m_at - begin);
    ++m_at;
    node.end = std::uint32_t(m_at - m_begin);
    return node.size <= m_limits.stringBytes
        || fail("string-too-large", "A string is longer than the limit");
}

// Continues at the first backslash; what stands before it is copied.
bool JsonReader::stringWithEscapes(std::uint32_t index, const char *begin)
{
    std::string &out = m_tree.texts();
    const auto start = out.size();
    out.append(begin, m_at);
    for (;;) {
        const auto byte = static_cast<unsigned char>(*m_at);
        if (byte == '"')
            break;
        if (byte == '\\') {
            if (!escape(out))
                return false;
        } else if (byte < 0x20) {
            if (m_at >= m_end)
                return unexpected("a closing quote");
            return fail("malformed-json", "A control character in a string must be escaped");
        } else {
            const auto length = byte < 0x80 ? 1 : utf8Length(m_at);
            if (length == 0)
                return fail("invalid-utf-8", "This byte is not valid UTF-8");
            out.append(m_at, length);
            m_at += length;
        }
    }
    ++m_at;
    Node &node = m_tree.nodes()[index];
    node.text = std::uint32_t(start);
    node.size = std::uint32_t(out.size() - start);
    node.ownText = true;
    node.end = std::uint32_t(m_at - m_begin);
    return node.size <= m_limits.stringBytes
        || fail("string-too-large", "A string is longer than the limit");
}

bool JsonReader::escape(std::string &out)
{
    static constexpr std::string_view names = "\"\\/bfnrt";
    static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const char kind = m_at[1];
    if (const auto simple = names.find(kind); kind != '\0' && simple != std::string_view::npos) {
        out += meanings[simple];
        m_at += 2;
        return true;
    }
    if (kind != 'u')
        return fail("malformed-json", "This escape is not known to JSON", 2);
    std::uint32_t unit = 0;
    if (!hexadecimal(unit))
        return false;
    if (unit >= 0xD800 && unit <= 0xDFFF) {
        std::uint32_t low = 0;
        if (unit > 0xDBFF || m_at[6] != '\\' || m_at[7] != 'u')
            return fail("lone-surrogate", "A surrogate escape must be one of a pair", 6);
        const char *const first = m_at;
        m_at += 6;
        if (!hexadecimal(low))
            return false;
        if (low < 0xDC00 || low > 0xDFFF) {
            m_at = first;
            return fail("lone-surrogate", "A surrogate escape must be one of a pair", 6);
        }
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    appendUtf8(out, unit);
    m_at += 6;
    return true;
}

bool JsonReader::hexadecimal(std::uint32_t &unit)
{
    for (int i = 2; i < 6; ++i) {
        const char c = m_at[i];
        const char lower = char(c | 0x20);
        if (isDigit(c))
            unit = unit * 16 + std::uint32_t(c - '0');
        else if (lower >= 'a' && lower <= 'f')
            unit = unit * 16 + std::uint32_t(lower - 'a' + 10);
        else
            return fail("malformed-json", "\\u needs four hexadecimal digits", 2);
    }
    return true;
}

bool JsonReader::number(std::uint32_t index)
{
    const char *const begin = m_at;
    const auto digits = [this] {
        const char *const from = m_at;
        while (isDigit(*m_at))
            ++m_at;
        return m_at > from;
    };
    if (*m_at == '-')
        ++m_at;
    if (*m_at == '0')
        ++m_at;
    else if (!digits())
        return unexpected("a digit");
    if (*m_at == '.') {
        ++m_at;
        if (!digits())
            return unexpected("a digit after the decimal point");
    }
    if ((*m_at | 0x20) == 'e') {
        ++m_at;
        if (*m_at == '+' || *m_at == '-')
            ++m_at;
        if (!digits())
            return unexpected("a digit in the exponent");
    }
    const std::string_view lexeme(begin, std::size_t(m_at - begin));
    Node &node = m_tree.nodes()[index];
    node.type = NodeType::Number;
    node.text = node.begin;
    node.size = std::uint32_t(lexeme.size());
    node.end = std::uint32_t(m_at - m_begin);
    return representable(lexeme);
}

bool JsonReader::representable(std::string_view lexeme)
{
    if (m_limits.anyNumber || isInteroperable(lexeme))
        return true;
    m_at -= lexeme.size();
    return fail("number-not-interoperable", std::string(notInteroperable), lexeme.size());
}

bool JsonReader::literal(std::uint32_t index, std::string_view word, NodeType type)
{
    if (std::string_view(m_at, std::size_t(m_end - m_at)).substr(0, word.size()) != word)
        return unexpected("a value");
    m_at += word.size();
    Node &node = m_tree.nodes()[index];
    node.type = type;
    node.end = std::uint32_t(m_at - m_begin);
    return true;
}

} // namespace

Reading readJson(std::shared_ptr<const std::string> source, const Limits &limits)
{
    return JsonReader(std::move(source), limits).read();
}

Reading readJson(std::string source, const Limits &limits)
{
    return readJson(std::make_shared<const std::string>(std::move(source)), limits);
}

} // namespace chancery::core
