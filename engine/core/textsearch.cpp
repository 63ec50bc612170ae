// SPDX-License-Identifier: Apache-2.0
#include "textsearch.h"

#include <re2/re2.h>

#include <charconv>

namespace chancery::core {

namespace {

constexpr std::size_t longestPattern = 64 * 1024;
constexpr std::size_t hitsBetweenLooks = 1024;
constexpr auto lineEnds = "(?m)"; // "^" and "$" stand for them

bool isInside(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Behind the character at the place.
std::size_t behindCharacter(std::string_view text, std::size_t at)
{
    ++at;
    while (at < text.size() && isInside(text[at]))
        ++at;
    return at;
}

// What is beyond ASCII counts as letters.
bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
        || static_cast<unsigned char>(c) >= 0x80;
}

Error invalid(const char *code, std::string detail)
{
    return {ErrorKind::Invalid, code, std::move(detail), {}, {}, {}};
}

// A piece of a replacement: a text, or the group of that number.
struct Piece {
    std::string text;
    int group = -1;
};

// Reads the signs of a replacement.
class ReplacementReader {
public:
    ReplacementReader(std::string_view with, const re2::RE2 &expression)
        : m_with(with)
        , m_expression(expression)
    {
    }

    Result<std::vector<Piece>> read()
    {
        std::vector<Piece> pieces(1);
        while (m_at < m_with.size()) {
            const char c = m_with[m_at++];
            if (c == '\\' && m_at < m_with.size())
                pieces.back().text += escaped(m_with[m_at++]);
            else if (c != '$' || m_at == m_with.size())
                pieces.back().text += c;
            else if (m_with[m_at] == '$')
                pieces.back().text += m_with[m_at++];
            else if (const auto group = groupName()) {
                const int number = numberOf(*group);
                if (number < 0)
                    return invalid("bad-replacement", std::string(*group));
                pieces.push_back({{}, number});
                pieces.emplace_back();
            } else {
                pieces.back().text += c;
            }
        }
        return pieces;
    }

private:
    static std::string escaped(char c)
    {
        switch (c) {
        case 'n':
            return "\n";
        case 't':
            return "\t";
        case '\\':
            return "\\";
        default:
            return {'\\', c};
        }
    }

    std::optional<std::string_view> groupName()
    {
        const auto rest = m_with.substr(m_at);
        if (rest.front() == '{') {
            const auto close = rest.find('}');
            if (close == std::string_view::npos)
                return std::nullopt;
            m_at += close + 1;
            return rest.substr(1, close - 1);
        }
        const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
        if (digits == 0)
            return std::nullopt;
        m_at += digits;
        return rest.substr(0, digits);
    }

    int numberOf(std::string_view group) const
    {
        int number = -1;
        const auto parsed = std::from_chars(group.data(), group.data() + group.size(), number);
        if (parsed.ec == std::errc() && parsed.ptr == group.data() + group.size())
            return number <= m_expression.NumberOfCapturingGroups() ? number : -1;
        const auto &names = m_expression.NamedCapturingGroups();
        const auto found = names.find(std::string(group));
        return found == names.end() ? -1 : found->second;
    }

    std::string_view m_with;
    const re2::RE2 &m_expression;
    std::size_t m_at = 0;
};

} // namespace

class TextSearch::Expression {
public:
    explicit Expression(const SearchQuery &query)
        : m_expression(
              query.isExpression ? lineEnds + query.pattern : re2::RE2::QuoteMeta(query.pattern),
              options(query))
    {
    }

    const re2::RE2 &get() const { return m_expression; }
    // Where in what was typed the fault is, from one; zero where that is not known.
    int errorColumn(std::string_view pattern) const
    {
        const auto at = pattern.find(m_expression.error_arg());
        return m_expression.error_arg().empty() || at == std::string_view::npos
            ? 0
            : positionOf(pattern, at).column;
    }
    // About what was typed, without what stands before it.
    std::string error() const
    {
        std::string text = m_expression.error();
        if (const auto at = text.find(lineEnds); at != std::string::npos)
            text.erase(at, std::string_view(lineEnds).size());
        return text;
    }
    bool find(std::string_view text, std::size_t from, SearchHit &hit) const
    {
        re2::StringPiece found;
        const re2::StringPiece whole(text.data(), text.size());
        if (!m_expression.Match(whole, from, text.size(), re2::RE2::UNANCHORED, &found, 1))
            return false;
        hit.begin = static_cast<std::size_t>(found.data() - text.data());
        hit.end = hit.begin + found.size();
        return true;
    }

private:
    static re2::RE2::Options options(const SearchQuery &query)
    {
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_case_sensitive(query.matchesCase);
        return options;
    }

    re2::RE2 m_expression;
};

Result<TextSearch> TextSearch::compile(const SearchQuery &query)
{
    if (query.pattern.empty())
        return invalid("empty-pattern", {});
    if (query.pattern.size() > longestPattern)
        return invalid("bad-pattern", "longer than 64 KiB");
    TextSearch search(query);
    if (query.isExpression || !query.matchesCase) {
        search.m_expression = std::make_shared<const Expression>(query);
        if (!search.m_expression->get().ok()) {
            auto error = invalid("bad-pattern", search.m_expression->error());
            const int column = search.m_expression->errorColumn(query.pattern);
            error.fields.push_back(
                {"/pattern", error.code, error.detail, {}, column > 0 ? 1 : 0, column});
            return error;
        }
    }
    return search;
}

bool TextSearch::isWholeWord(std::string_view text, const SearchHit &hit) const
{
    if (hit.begin == hit.end)
        return false;
    const bool touchesBefore
        = hit.begin > 0 && isWordByte(text[hit.begin - 1]) && isWordByte(text[hit.begin]);
    const bool touchesBehind
        = hit.end < text.size() && isWordByte(text[hit.end]) && isWordByte(text[hit.end - 1]);
    return !touchesBefore && !touchesBehind;
}

std::vector<SearchHit> TextSearch::findAll(
    std::string_view text, std::size_t limit, const CancelToken &token) const
{
    std::vector<SearchHit> hits;
    std::size_t from = 0;
    std::size_t looked = 0;
    SearchHit hit;
    while (from <= text.size() && hits.size() < limit) {
        if (++looked % hitsBetweenLooks == 0 && token.isCancelled())
            break;
        if (m_expression) {
            if (!m_expression->find(text, from, hit))
                break;
        } else {
            hit.begin = text.find(m_query.pattern, from);
            if (hit.begin == std::string_view::npos)
                break;
            hit.end = hit.begin + m_query.pattern.size();
        }
        if (m_query.wholeWords && !isWholeWord(text, hit)) {
            // From inside a long match of an expression all of it would be looked at again.
            const auto next = behindCharacter(text, hit.begin);
            from = m_query.isExpression ? std::max(next, hit.end) : next;
            continue;
        }
        hits.push_back(hit);
        from = hit.end > hit.begin ? hit.end : behindCharacter(text, hit.end);
    }
    return hits;
}

Result<std::string> TextSearch::replacement(
    std::string_view text, const SearchHit &hit, std::string_view with) const
{
    if (!m_query.isExpression)
        return std::string(with);
    const CancelToken token;
    auto patch = replaceAll(text, {hit}, with, token);
    if (!patch)
        return std::move(patch).error();
    return std::move(patch->text);
}

Result<TextPatch> TextSearch::replaceAll(std::string_view text, const std::vector<SearchHit> &hits,
    std::string_view with, const CancelToken &token) const
{
    if (hits.empty())
        return TextPatch{};
    std::vector<Piece> pieces{{std::string(with), -1}};
    if (m_query.isExpression) {
        auto read = ReplacementReader(with, m_expression->get()).read();
        if (!read)
            return std::move(read).error();
        pieces = std::move(*read);
    }
    const bool hasGroups = pieces.size() > 1;
    const int groups = hasGroups ? m_expression->get().NumberOfCapturingGroups() + 1 : 0;
    std::vector<re2::StringPiece> found(static_cast<std::size_t>(groups));
    TextPatch patch{hits.front().begin, hits.back().end, {}};
    std::size_t done = patch.begin;
    for (const SearchHit &hit : hits) {
        if (token.isCancelled())
            return Error{ErrorKind::Cancelled, "cancelled", {}, {}, {}, {}};
        patch.text.append(text.substr(done, hit.begin - done));
        // What is around the hit may be a part of why it is one.
        if (hasGroups)
            m_expression->get().Match(re2::StringPiece(text.data(), text.size()), hit.begin,
                text.size(), re2::RE2::ANCHOR_START, found.data(), groups);
        for (const Piece &piece : pieces) {
            if (piece.group < 0)
                patch.text += piece.text;
            else if (const auto &group = found[static_cast<std::size_t>(piece.group)]; group.data())
                patch.text.append(group.data(), group.size());
        }
        done = hit.end;
    }
    return patch;
}

} // namespace chancery::core
