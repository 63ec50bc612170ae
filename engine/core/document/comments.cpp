// SPDX-License-Identifier: Apache-2.0
//
// A comment stands between keys and scalars, whose places the tree knows. Three things that hold
// signs are no nodes: the keys that TOML repeats in headings, YAML's tags and anchors, in which a
// sign has no blank in front, and the line that a block text of YAML begins with, which is told to
// be a part of the text although its comment is not.
#include "comments.h"

#include <algorithm>

namespace chancery::core {

namespace {

constexpr auto npos = std::string_view::npos;

using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// The places of keys and scalars in the order of the text. YAML's aliases lie on each other, and
// TOML's tables may be continued further down.
Spans textsOf(const Tree &tree)
{
    const std::string_view source = tree.source();
    const bool isYaml = tree.format() == Format::Yaml;
    Spans texts;
    for (std::uint32_t index = 0; index < tree.nodeCount(); ++index) {
        const Node &node = tree.node(index);
        if (node.type == NodeType::Array || node.type == NodeType::Object || node.begin == node.end)
            continue;
        const bool isBlock = isYaml && (source[node.begin] == '|' || source[node.begin] == '>');
        const auto begin
            = isBlock ? std::min<std::size_t>(source.find('\n', node.begin), node.end) : node.begin;
        texts.emplace_back(begin, node.end);
    }
    if (!std::ranges::is_sorted(texts))
        std::ranges::sort(texts);
    return texts;
}

class GapReader {
public:
    explicit GapReader(const Tree &tree)
        : m_text(tree.source())
        , m_format(tree.format())
    {
    }

    void skip(std::size_t begin, std::size_t end)
    {
        if (begin > m_at)
            look(begin);
        m_at = std::max(m_at, end);
    }
    std::vector<Comment> all() &&
    {
        look(m_text.size());
        return std::move(m_comments);
    }

private:
    void look(std::size_t end)
    {
        while (m_at < end) {
            // Not further than the gap: looking to the end of the text from each would be
            // quadratic.
            const auto found = m_text.substr(m_at, end - m_at).find_first_of("#\"'");
            if (found == npos)
                break;
            const auto at = m_at + found;
            if (m_text[at] != '#') {
                m_at = m_format == Format::Toml ? behindQuotedKey(m_text, at) : at + 1;
                continue;
            }
            if (m_format == Format::Yaml && at > 0 && !isBlank(m_text[at - 1])) {
                m_at = at + 1;
                continue;
            }
            m_at = std::min(m_text.find('\n', at), m_text.size());
            const auto last = m_text.substr(at, m_at - at).find_last_not_of(" \t\r");
            m_comments.push_back({at, at + last + 1});
        }
        m_at = std::max(m_at, end);
    }

    std::string_view m_text;
    Format m_format;
    std::size_t m_at = 0;
    std::vector<Comment> m_comments;
};

} // namespace

std::size_t behindQuotedKey(std::string_view text, std::size_t quote)
{
    const char sign = text[quote];
    for (auto at = quote + 1; at < text.size() && text[at] != '\n'; ++at) {
        if (text[at] == sign)
            return at + 1;
        at += sign == '"' && text[at] == '\\' ? 1 : 0;
    }
    return std::min(text.find('\n', quote), text.size());
}

std::vector<Comment> commentsOf(const Tree &tree)
{
    if (tree.format() == Format::Json || tree.source().find('#') == npos)
        return {};
    GapReader reader(tree);
    for (const auto &[begin, end] : textsOf(tree))
        reader.skip(begin, end);
    return std::move(reader).all();
}

} // namespace chancery::core
