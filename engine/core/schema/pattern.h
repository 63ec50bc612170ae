// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace chancery::core {

// How one kind of engine decides; see pattern.cpp for who takes what.
class Matcher {
public:
    enum class Answer { Yes, No, TooCostly };
    virtual ~Matcher() = default;
    // The work is added to what stands there: nothing where it is that of reading the text.
    virtual Answer match(std::string_view text, std::uint64_t &work) const = 0;
    virtual bool isCostly() const { return false; }
};

// A regular expression of JSON Schema: ECMA-262 with Unicode, unanchored, matched against code
// points. Simple ones run in a loop of ours, the rest in RE2 in linear time; look-around and
// back-references need PCRE2 and run under limits of matching, depth and memory. What a match costs
// beyond reading the text is told in steps of validation, the same on every machine. Immutable,
// safe from any thread.
class Pattern {
public:
    static Result<Pattern> compile(std::string_view source);

    const std::string &source() const { return m_source; }
    Matcher::Answer match(std::string_view text) const
    {
        std::uint64_t work = 0;
        return match(text, work);
    }
    Matcher::Answer match(std::string_view text, std::uint64_t &work) const
    {
        return m_matcher->match(text, work);
    }
    // Needs backtracking; a lint may say so.
    bool isCostly() const { return m_matcher->isCostly(); }

private:
    Pattern(std::string source, std::shared_ptr<const Matcher> matcher)
        : m_source(std::move(source))
        , m_matcher(std::move(matcher))
    {
    }

    std::string m_source;
    std::shared_ptr<const Matcher> m_matcher;
};

// The matcher for a sequence of characters and character classes with counts that needs no
// backtracking ("^[a-z][a-z0-9-]*$"); null when the expression is more than that.
std::shared_ptr<const Matcher> simpleMatcher(std::string_view source);

} // namespace chancery::core
