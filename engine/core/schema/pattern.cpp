// SPDX-License-Identifier: Apache-2.0
// Three engines, the first that can takes the expression: a loop of ours for what needs no
// backtracking (most patterns of real schemas, and compiled in no time), RE2 for every regular
// language, PCRE2 for look-around, back-references and counts beyond RE2's bounds. PCRE2 may be
// made to work for ever by a pattern, so that its limits end it with "too costly", which fails the
// validation instead of passing it. Below the limits, a document of many texts could still keep it
// at work for minutes, so that what a match takes is charged: PCRE2 does not say how much it was,
// and is given a little first, then more and more; RE2 may need all of a program for each byte.
#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern.h"

#include "engine/core/schema/ecmaregex.h"

#include <pcre2.h>
#include <re2/re2.h>

#include <array>

namespace chancery::core {

namespace {

constexpr std::array<std::uint32_t, 6> pcreMatchLimits{100, 500, 2'000, 8'000, 32'000, 200'000};
constexpr std::uint32_t pcreMatchesPerStep = 5;
constexpr std::uint64_t re2InstructionsPerStep = 1'000; // times bytes
constexpr std::uint32_t pcreDepthLimit = 10'000;
constexpr std::uint32_t pcreHeapLimit = 8 * 1024; // KiB
constexpr std::size_t longestPattern = 64 * 1024;

class Re2Matcher : public Matcher {
public:
    explicit Re2Matcher(const std::string &text)
        : m_expression(text, options())
    {
    }
    bool ok() const { return m_expression.ok(); }
    std::string error() const { return m_expression.error(); }

    Answer match(std::string_view text, std::uint64_t &work) const override
    {
        work += text.size() * std::uint64_t(m_expression.ProgramSize()) / re2InstructionsPerStep;
        const bool found = m_expression.Match(re2::StringPiece(text.data(), text.size()), 0,
            text.size(), re2::RE2::UNANCHORED, nullptr, 0);
        return found ? Answer::Yes : Answer::No;
    }

private:
    static re2::RE2::Options options()
    {
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_never_capture(true);
        return options;
    }

    re2::RE2 m_expression;
};

struct CodeDeleter {
    void operator()(pcre2_code *code) const { pcre2_code_free(code); }
};
struct MatchDataDeleter {
    void operator()(pcre2_match_data *data) const { pcre2_match_data_free(data); }
};
struct ContextDeleter {
    void operator()(pcre2_match_context *context) const { pcre2_match_context_free(context); }
};

const unsigned char *pcreText(std::string_view text)
{
    // PCRE2 reads its texts as unsigned bytes.
    return reinterpret_cast<const unsigned char *>(text.data());
}

class PcreMatcher : public Matcher {
public:
    explicit PcreMatcher(const std::string &text)
    {
        int error = 0;
        std::size_t offset = 0;
        m_code.reset(pcre2_compile(pcreText(text), text.size(),
            PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF,
            &error, &offset, nullptr));
        if (!m_code) {
            unsigned char message[128] = {};
            pcre2_get_error_message(error, message, sizeof message);
            for (const auto *at = message; *at != 0; ++at)
                m_error += char(*at);
            return;
        }
        for (std::size_t i = 0; i < m_contexts.size(); ++i) {
            m_contexts[i].reset(pcre2_match_context_create(nullptr));
            pcre2_set_match_limit(m_contexts[i].get(), pcreMatchLimits[i]);
            pcre2_set_depth_limit(m_contexts[i].get(), pcreDepthLimit);
            pcre2_set_heap_limit(m_contexts[i].get(), pcreHeapLimit);
        }
    }
    bool ok() const { return m_code != nullptr; }
    const std::string &error() const { return m_error; }
    bool isCostly() const override { return true; }

    Answer match(std::string_view text, std::uint64_t &work) const override
    {
        const std::unique_ptr<pcre2_match_data, MatchDataDeleter> data(
            pcre2_match_data_create_from_pattern(m_code.get(), nullptr));
        for (std::size_t i = 0; i < m_contexts.size(); ++i) {
            work += pcreMatchLimits[i] / pcreMatchesPerStep;
            const int result = pcre2_match(m_code.get(), pcreText(text), text.size(), 0,
                PCRE2_NO_UTF_CHECK, data.get(), m_contexts[i].get());
            if (result == PCRE2_ERROR_NOMATCH)
                return Answer::No;
            if (result >= 0)
                return Answer::Yes;
            if (result != PCRE2_ERROR_MATCHLIMIT)
                break;
        }
        return Answer::TooCostly;
    }

private:
    std::unique_ptr<pcre2_code, CodeDeleter> m_code;
    std::array<std::unique_ptr<pcre2_match_context, ContextDeleter>, pcreMatchLimits.size()>
        m_contexts;
    std::string m_error;
};

Error invalidPattern(const std::string &detail)
{
    return {ErrorKind::Invalid, "invalid-pattern", detail, {}, {}, {}};
}

} // namespace

Result<Pattern> Pattern::compile(std::string_view source)
{
    if (source.size() > longestPattern)
        return invalidPattern("The regular expression is longer than 64 KiB");
    if (auto simple = simpleMatcher(source))
        return Pattern(std::string(source), std::move(simple));
    const auto translated = translateEcmaRegex(source);
    if (!translated)
        return invalidPattern("The regular expression is incomplete");
    if (!translated->needsBacktracking) {
        auto matcher = std::make_shared<const Re2Matcher>(translated->text);
        if (matcher->ok())
            return Pattern(std::string(source), std::move(matcher));
    }
    auto matcher = std::make_shared<const PcreMatcher>(translated->text);
    if (!matcher->ok())
        return invalidPattern("The regular expression cannot be read: " + matcher->error());
    return Pattern(std::string(source), std::move(matcher));
}

} // namespace chancery::core
