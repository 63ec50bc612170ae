// SPDX-License-Identifier: Apache-2.0
#include "glob.h"

#include <re2/re2.h>

namespace chancery::core {

namespace {

constexpr std::size_t longestPattern = 2048;

Error invalid(const char *code, std::string detail)
{
    return {ErrorKind::Invalid, code, std::move(detail), {}, {}, {}};
}

// A star or a backslash that is meant, at the beginning.
bool isEscape(std::string_view pattern)
{
    return pattern.starts_with("\\*") || pattern.starts_with("\\\\");
}

// The text before the first wildcard, as it is read.
std::string takePlain(std::string_view &pattern)
{
    std::string plain;
    while (!pattern.empty() && pattern.front() != '*') {
        if (isEscape(pattern))
            pattern.remove_prefix(1);
        plain += pattern.front();
        pattern.remove_prefix(1);
    }
    return plain;
}

std::string expressionOf(std::string_view pattern)
{
    std::string out;
    while (!pattern.empty()) {
        if (pattern.starts_with("**/")) {
            out += "(?:.*/)?";
            pattern.remove_prefix(3);
        } else if (pattern.starts_with("**")) {
            out += ".*";
            pattern.remove_prefix(2);
        } else if (pattern.front() == '*') {
            out += "[^/]*";
            pattern.remove_prefix(1);
        } else {
            out += re2::RE2::QuoteMeta(takePlain(pattern));
        }
    }
    return out;
}

} // namespace

class Glob::Expression {
public:
    explicit Expression(const std::string &pattern)
        : m_expression(pattern, options())
    {
    }
    const re2::RE2 &get() const { return m_expression; }

private:
    static re2::RE2::Options options()
    {
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_dot_nl(true);
        return options;
    }

    re2::RE2 m_expression;
};

Result<Glob> Glob::compile(std::string_view pattern, bool withBelow, const char *code)
{
    if (pattern.size() > longestPattern)
        return invalid(code, "longer than 2,048 bytes");
    Glob glob;
    auto rest = pattern;
    glob.m_prefix = takePlain(rest);
    glob.m_isExact = rest.empty();
    glob.m_expression
        = std::make_shared<const Expression>(expressionOf(pattern) + (withBelow ? "(?:/.*)?" : ""));
    if (!glob.m_expression->get().ok())
        return invalid(code, glob.m_expression->get().error());
    return glob;
}

Result<Glob> Glob::ofPaths(std::string_view pattern)
{
    if (pattern.starts_with('='))
        return compile(pattern.substr(1), false, "bad-path");
    while (pattern.starts_with('/'))
        pattern.remove_prefix(1);
    while (pattern.ends_with('/'))
        pattern.remove_suffix(1);
    if (pattern.empty())
        return Glob();
    return compile(pattern, true, "bad-path");
}

Result<Glob> Glob::ofPointers(std::string_view pattern)
{
    if (pattern.empty())
        return Glob();
    if (pattern.front() != '/')
        return invalid("bad-places", "a path of keys begins with a slash");
    return compile(pattern, false, "bad-places");
}

std::string Glob::escaped(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '*' || isEscape(text.substr(at)))
            out += '\\';
        out += text[at];
    }
    return out;
}

Glob Glob::root()
{
    return *compile({}, false, "bad-places");
}

bool Glob::matches(std::string_view text) const
{
    return !m_expression
        || re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), m_expression->get());
}

} // namespace chancery::core
