// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <memory>
#include <string>
#include <string_view>

namespace chancery::core {

// A pattern over texts of segments between slashes: "*" stands for any characters of one segment,
// "**" for any number of segments, "\*" for a star and "\\" for a backslash (any other backslash
// stands for itself). Matches in time linear in the text. A value, of any thread.
class Glob {
public:
    // Everything.
    Glob() = default;
    // "payments/*/limits" with or without a slash in front: these configs and all below them;
    // "=payments/api" is that config alone. Error{Invalid, "bad-path"}.
    static Result<Glob> ofPaths(std::string_view pattern);
    // "/routes/*/timeout": exactly these RFC 6901 pointers. Error{Invalid, "bad-places"}.
    static Result<Glob> ofPointers(std::string_view pattern);
    // The empty pointer alone: the whole document.
    static Glob root();

    bool matches(std::string_view text) const;
    // What all matches begin with.
    const std::string &prefix() const { return m_prefix; }
    // The one text that it stands for has no wildcards in it.
    bool isExact() const { return m_isExact; }
    // The pattern that stands for this text alone.
    static std::string escaped(std::string_view text);

private:
    class Expression;
    static Result<Glob> compile(std::string_view pattern, bool withBelow, const char *code);

    std::shared_ptr<const Expression> m_expression;
    std::string m_prefix;
    bool m_isExact = false;
};

} // namespace chancery::core
