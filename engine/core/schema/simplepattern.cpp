// SPDX-License-Identifier: Apache-2.0
// An anchored sequence of character sets with counts. Taking as many characters as a set allows is
// never wrong when no later item up to the next mandatory one could have taken any of them, so that
// one loop without backtracking decides. Whatever does not look like that is left to the engines.
#include "engine/core/schema/pattern.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace chancery::core {

namespace {

// A set of code points: any of ASCII, and all or none of the others.
struct CharacterSet {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    bool beyond = false;
    bool exceptLineEnds = false; // "." has neither U+2028 nor U+2029

    void add(unsigned char c) { (c < 64 ? low : high) |= std::uint64_t(1) << (c & 63); }
    void add(char first, char last)
    {
        for (int c = first; c <= last; ++c)
            add(static_cast<unsigned char>(c));
    }
    bool has(unsigned char c) const { return ((c < 64 ? low : high) >> (c & 63)) & 1; }
    void negate()
    {
        low = ~low;
        high = ~high;
        beyond = true;
    }
    bool overlaps(const CharacterSet &other) const
    {
        return (low & other.low) != 0 || (high & other.high) != 0 || (beyond && other.beyond);
    }
};

struct Item {
    CharacterSet set;
    std::uint32_t least = 1;
    std::uint32_t most = 1;
};

// What the loop runs over: characters as they stand, or a counted set as a table over ASCII.
struct Step {
    std::string literal;
    std::array<bool, 128> table{};
    std::uint32_t least = 0;
    std::uint32_t most = 0;
    bool beyond = false;
    bool exceptLineEnds = false;
};

bool isLiteral(const Item &item)
{
    const auto members = std::popcount(item.set.low) + std::popcount(item.set.high);
    return item.least == 1 && item.most == 1 && members == 1 && !item.set.beyond;
}

char onlyMember(const CharacterSet &set)
{
    return char(set.low != 0 ? std::countr_zero(set.low) : 64 + std::countr_zero(set.high));
}

std::vector<Step> stepsOf(const std::vector<Item> &items)
{
    std::vector<Step> steps;
    for (const auto &item : items) {
        if (isLiteral(item)) {
            if (steps.empty() || steps.back().literal.empty())
                steps.emplace_back();
            steps.back().literal += onlyMember(item.set);
            continue;
        }
        Step step;
        for (unsigned c = 0; c < step.table.size(); ++c)
            step.table[c] = item.set.has(static_cast<unsigned char>(c));
        step.least = item.least;
        step.most = item.most;
        step.beyond = item.set.beyond;
        step.exceptLineEnds = item.set.exceptLineEnds;
        steps.push_back(std::move(step));
    }
    return steps;
}

constexpr std::uint32_t unlimited = std::numeric_limits<std::uint32_t>::max();
constexpr std::string_view special = "\\^$.|?*+()[]{}";

class SimpleMatcher : public Matcher {
public:
    SimpleMatcher(const std::vector<Item> &items, bool toEnd)
        : m_steps(stepsOf(items))
        , m_toEnd(toEnd)
    {
    }

    Answer match(std::string_view text, std::uint64_t & /*work*/) const override
    {
        for (const auto &step : m_steps) {
            if (!step.literal.empty()) {
                if (!text.starts_with(step.literal))
                    return Answer::No;
                text.remove_prefix(step.literal.size());
                continue;
            }
            std::uint32_t taken = 0;
            std::size_t at = 0;
            for (; taken < step.most && at < text.size(); ++taken) {
                const auto byte = static_cast<unsigned char>(text[at]);
                const auto length
                    = byte < 0x80 ? std::size_t(step.table[byte]) : beyond(step, text, at);
                if (length == 0)
                    break;
                at += length;
            }
            if (taken < step.least)
                return Answer::No;
            text.remove_prefix(at);
        }
        return !m_toEnd || text.empty() ? Answer::Yes : Answer::No;
    }

private:
    // Bytes of the code point beyond ASCII when the set has it.
    static std::size_t beyond(const Step &step, std::string_view text, std::size_t at)
    {
        if (!step.beyond)
            return 0;
        const auto lead = static_cast<unsigned char>(text[at]);
        const auto rest = text.substr(at, 3);
        if (step.exceptLineEnds && (rest == "\xE2\x80\xA8" || rest == "\xE2\x80\xA9"))
            return 0;
        return std::min<std::size_t>(lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2, text.size() - at);
    }

    std::vector<Step> m_steps;
    bool m_toEnd;
};

class LiteralMatcher : public Matcher {
public:
    explicit LiteralMatcher(std::string_view literal)
        : m_literal(literal)
    {
    }
    Answer match(std::string_view text, std::uint64_t & /*work*/) const override
    {
        return text.find(m_literal) == std::string_view::npos ? Answer::No : Answer::Yes;
    }

private:
    std::string m_literal;
};

class Parser {
public:
    explicit Parser(std::string_view source)
        : m_source(source)
    {
    }

    std::shared_ptr<const Matcher> run()
    {
        std::vector<Item> items;
        bool toEnd = false;
        if (!take('^'))
            return nullptr;
        while (m_at < m_source.size()) {
            if (m_source[m_at] == '$' && m_at + 1 == m_source.size()) {
                toEnd = true;
                break;
            }
            Item item;
            if (!set(item.set) || !quantifier(item))
                return nullptr;
            items.push_back(item);
        }
        if (!needsNoBacktracking(items))
            return nullptr;
        return std::make_shared<const SimpleMatcher>(items, toEnd);
    }

private:
    bool take(char c)
    {
        if (m_at >= m_source.size() || m_source[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    static bool needsNoBacktracking(const std::vector<Item> &items)
    {
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i].least == items[i].most)
                continue;
            for (std::size_t later = i + 1; later < items.size(); ++later) {
                if (items[i].set.overlaps(items[later].set))
                    return false;
                if (items[later].least > 0)
                    break;
            }
        }
        return true;
    }

    bool set(CharacterSet &set)
    {
        const char c = m_source[m_at];
        if (c == '[')
            return characterClass(set);
        if (c == '\\')
            return escape(set).has_value();
        ++m_at;
        if (c == '.') {
            set.add('\n', '\n');
            set.add('\r', '\r');
            set.negate();
            set.exceptLineEnds = true;
            return true;
        }
        set.add(static_cast<unsigned char>(c));
        return static_cast<unsigned char>(c) < 0x80 && special.find(c) == std::string_view::npos;
    }

    // The character of an escape of one; 0 for one of several.
    std::optional<char> escape(CharacterSet &set)
    {
        if (m_at + 1 >= m_source.size())
            return std::nullopt;
        const char c = m_source[m_at + 1];
        m_at += 2;
        if (c == 'd' || c == 'w') {
            set.add('0', '9');
            if (c == 'w') {
                set.add('a', 'z');
                set.add('A', 'Z');
                set.add('_', '_');
            }
            return '\0';
        }
        const auto known = std::string_view("tnr").find(c);
        const bool isPunctuation = c > ' ' && c < 0x7F && !(c >= '0' && c <= '9')
            && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        if (!isPunctuation && known == std::string_view::npos)
            return std::nullopt;
        const char meant = isPunctuation ? c : "\t\n\r"[known];
        set.add(static_cast<unsigned char>(meant));
        return meant;
    }

    std::optional<char> classCharacter(CharacterSet &set)
    {
        if (m_source[m_at] == '\\')
            return escape(set);
        const char c = m_source[m_at++];
        if (static_cast<unsigned char>(c) >= 0x80)
            return std::nullopt;
        set.add(static_cast<unsigned char>(c));
        return c;
    }

    bool characterClass(CharacterSet &set)
    {
        ++m_at;
        const bool isNegated = take('^');
        if (m_at < m_source.size() && m_source[m_at] == ']')
            return false;
        while (m_at < m_source.size() && m_source[m_at] != ']') {
            const auto first = classCharacter(set);
            if (!first)
                return false;
            const bool isRange
                = m_at + 1 < m_source.size() && m_source[m_at] == '-' && m_source[m_at + 1] != ']';
            if (!isRange)
                continue;
            ++m_at;
            const auto last = classCharacter(set);
            if (!last || *first == '\0' || *last == '\0' || *last < *first)
                return false;
            set.add(*first, *last);
        }
        if (isNegated)
            set.negate();
        return take(']');
    }

    std::optional<std::uint32_t> count()
    {
        const auto from = m_at;
        std::uint32_t value = 0;
        while (m_at < m_source.size() && m_source[m_at] >= '0' && m_source[m_at] <= '9'
            && m_at - from < 6)
            value = value * 10 + std::uint32_t(m_source[m_at++] - '0');
        return m_at > from ? std::optional(value) : std::nullopt;
    }

    bool quantifier(Item &item)
    {
        if (take('*')) {
            item.least = 0;
            item.most = unlimited;
        } else if (take('+')) {
            item.most = unlimited;
        } else if (take('?')) {
            item.least = 0;
        } else if (take('{')) {
            const auto least = count();
            if (!least)
                return false;
            item.least = item.most = *least;
            if (take(','))
                item.most = count().value_or(unlimited);
            if (!take('}') || item.most < item.least)
                return false;
        } else {
            return true;
        }
        take('?'); // laziness changes what is captured, not whether there is a match
        return true;
    }

    std::string_view m_source;
    std::size_t m_at = 0;
};

} // namespace

std::shared_ptr<const Matcher> simpleMatcher(std::string_view source)
{
    const bool isLiteral = source.find_first_of(special) == std::string_view::npos;
    if (isLiteral)
        return std::make_shared<const LiteralMatcher>(source);
    if (source == ".*")
        return std::make_shared<const LiteralMatcher>("");
    return Parser(source).run();
}

} // namespace chancery::core
