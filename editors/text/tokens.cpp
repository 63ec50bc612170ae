// SPDX-License-Identifier: Apache-2.0
#include "tokens.h"

#include "engine/core/document/comments.h"

#include <algorithm>
#include <string_view>

namespace chancery::editors {

namespace {

std::optional<Style> styleOf(core::NodeType type)
{
    switch (type) {
    case core::NodeType::Key:
        return Style::Key;
    case core::NodeType::String:
        return Style::String;
    case core::NodeType::Number:
        return Style::Number;
    case core::NodeType::Null:
    case core::NodeType::False:
    case core::NodeType::True:
        return Style::Literal;
    case core::NodeType::Array:
    case core::NodeType::Object:
        return {};
    }
    return {};
}

// Nodes stand in the order of the document, not of the text: TOML's tables may be continued later
// and the copies that a YAML alias makes all lie on the alias.
void sortOut(std::vector<Token> &tokens)
{
    const auto before = [](const Token &a, const Token &b) { return a.begin < b.begin; };
    if (!std::ranges::is_sorted(tokens, before))
        std::ranges::sort(tokens, before);
    std::uint32_t end = 0;
    std::erase_if(tokens, [&end](const Token &token) {
        if (token.begin < end)
            return true;
        end = token.end;
        return false;
    });
}

// Looks for comments, YAML's properties, and the keys that TOML repeats in headings and dotted
// keys, in what lies between two tokens.
class GapScanner {
    static constexpr std::string_view tomlSigns = " \t\r\n[]{}=,.#";

public:
    GapScanner(std::string_view text, core::Format format, std::vector<Token> &out)
        : m_text(text)
        , m_isYaml(format == core::Format::Yaml)
        , m_isToml(format == core::Format::Toml)
        , m_out(out)
    {
    }

    void scan(std::size_t begin, std::size_t end)
    {
        while (begin < end) {
            const char c = m_text[begin];
            std::size_t tokenEnd = begin + 1;
            if (c == '#' && (!m_isYaml || isAtWordStart(begin))) {
                tokenEnd = std::min(end, m_text.find_first_of("\r\n", begin));
                add(begin, tokenEnd, Style::Comment);
            } else if (m_isYaml && isProperty(begin)) {
                const auto stop = c == '%' ? "\r\n" : " \t\r\n,]}";
                tokenEnd = std::min(end, m_text.find_first_of(stop, begin));
                add(begin, tokenEnd, Style::Tag);
            } else if (m_isToml && (c == '"' || c == '\'')) {
                tokenEnd = std::min(end, core::behindQuotedKey(m_text, begin));
                add(begin, tokenEnd, Style::Key);
            } else if (m_isToml && tomlSigns.find(c) == std::string_view::npos) {
                tokenEnd = std::min(end, m_text.find_first_of(tomlSigns, begin));
                add(begin, tokenEnd, Style::Key);
            }
            begin = std::max(tokenEnd, begin + 1);
        }
    }

private:
    bool isAtWordStart(std::size_t at) const
    {
        return at == 0
            || std::string_view(" \t\r\n").find(m_text[at - 1]) != std::string_view::npos;
    }
    bool isProperty(std::size_t at) const
    {
        const char c = m_text[at];
        if (c == '%')
            return at == 0 || m_text[at - 1] == '\n';
        return c == '&' || c == '!' || c == '*' || m_text.substr(at, 2) == "<<";
    }
    void add(std::size_t begin, std::size_t end, Style style)
    {
        m_out.push_back({std::uint32_t(begin), std::uint32_t(end), style});
    }

    std::string_view m_text;
    bool m_isYaml;
    bool m_isToml;
    std::vector<Token> &m_out;
};

std::vector<Token> withGaps(const core::Tree &tree, const std::vector<Token> &tokens)
{
    std::vector<Token> all;
    all.reserve(tokens.size() + tokens.size() / 4);
    GapScanner scanner(tree.source(), tree.format(), all);
    std::size_t from = 0;
    for (const Token &token : tokens) {
        scanner.scan(from, token.begin);
        all.push_back(token);
        from = token.end;
    }
    scanner.scan(from, tree.source().size());
    return all;
}

} // namespace

std::vector<Token> tokensOf(const core::Tree &tree)
{
    const bool isYaml = tree.format() == core::Format::Yaml;
    std::vector<Token> tokens;
    tokens.reserve(tree.nodeCount());
    for (std::uint32_t index = 0; index < tree.nodeCount(); ++index) {
        const core::Node &node = tree.node(index);
        const auto style = styleOf(node.type);
        if (!style || node.begin == node.end)
            continue;
        const bool isAlias = isYaml && tree.source()[node.begin] == '*';
        tokens.push_back({node.begin, node.end, isAlias ? Style::Tag : *style});
    }
    sortOut(tokens);
    if (tree.format() == core::Format::Json)
        return tokens;
    return withGaps(tree, tokens);
}

void paintTokens(std::span<const Token> tokens, std::size_t begin, std::size_t size, char *styles)
{
    std::fill_n(styles, size, static_cast<char>(Style::Punctuation));
    const auto end = begin + size;
    auto token = std::ranges::upper_bound(tokens, begin, {}, &Token::end);
    for (; token != tokens.end() && token->begin < end; ++token) {
        const auto from = std::max<std::size_t>(token->begin, begin);
        const auto to = std::min<std::size_t>(token->end, end);
        std::fill_n(styles + (from - begin), to - from, static_cast<char>(token->style));
    }
}

} // namespace chancery::editors
