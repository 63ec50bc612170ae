// SPDX-License-Identifier: Apache-2.0
#include "entries.h"

#include "engine/core/rules/applied.h"
#include "engine/core/rules/violation.h"
#include "engine/core/schema/pattern.h"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace chancery::core {

namespace {

constexpr std::size_t longestEntry = 1000;
constexpr std::size_t mostShown = 3; // of the samples that an entry matches
constexpr std::size_t longestShown = 60;

// What compiling an expression may take, beside its length: RE2 writes counts out.
std::uint64_t costOfCounts(std::string_view expression)
{
    std::uint64_t cost = 0;
    for (auto at = expression.find('{'); at != std::string_view::npos;
        at = expression.find('{', at + 1)) {
        unsigned count = 0;
        const auto *const end = expression.data() + expression.size();
        auto read = std::from_chars(expression.data() + at + 1, end, count);
        unsigned most = count;
        if (read.ptr != end && *read.ptr == ',')
            (void)std::from_chars(read.ptr + 1, end, most);
        cost += std::min(std::max(count, most), 1000U) * 10;
    }
    return cost;
}

// "*" for any run of characters, "?" for one. Greedy with one point to return to: at worst the
// product of the two lengths, and never more.
bool matchesGlob(std::string_view glob, std::string_view text)
{
    std::size_t at = 0;
    std::size_t in = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (in < text.size()) {
        if (at < glob.size() && glob[at] == '*') {
            star = at++;
            resume = in;
        } else if (at < glob.size() && (glob[at] == '?' || glob[at] == text[in])) {
            ++at;
            ++in;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            in = ++resume;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', at) == std::string_view::npos;
}

std::string shortened(std::string_view text)
{
    if (text.size() <= longestShown)
        return std::string(text);
    auto end = longestShown;
    while (end > 0 && (text[end] & 0xC0) == 0x80)
        --end;
    return std::string(text.substr(0, end)) + "…";
}

std::string percentOf(double percent)
{
    auto text = std::to_string(percent);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

class EntryCheck {
public:
    EntryCheck(Value document, const ValidateOptions &options)
        : m_document(document)
        , m_most(options.maxErrors)
        , m_left(options.steps + options.stepsPerNode * std::uint64_t(document.tree().nodeCount()))
    {
    }

    void use(const AppliedSchema &applied)
    {
        const Value subject(m_document.tree(), applied.node);
        if (subject.isObject())
            retired(applied, subject);
        if (!subject.isString() && !subject.isArray())
            return;
        const auto rule = patternRuleOf(applied.schema);
        if (!rule)
            return;
        const auto location = applied.location + "/x-patterns";
        if (subject.isString())
            entry(*rule, subject, location);
        for (const auto &item : subject) {
            if (item.value().isString())
                entry(*rule, item.value(), location);
        }
    }

    void exceed()
    {
        m_violations.push_back(violationAt(
            m_document, "budget", "Checking the patterns takes more steps than are allowed", {}));
    }
    bool isExceeded() const { return m_isExceeded; }
    std::vector<Violation> &violations() { return m_violations; }

private:
    bool spend(std::uint64_t steps)
    {
        if (m_left >= steps) {
            m_left -= steps;
            return true;
        }
        m_left = 0;
        m_isExceeded = true;
        return false;
    }

    void add(Value where, std::string code, std::string message, std::string location)
    {
        if (m_violations.size() < m_most)
            m_violations.push_back(
                violationAt(where, std::move(code), std::move(message), std::move(location)));
    }

    void retired(const AppliedSchema &applied, Value object)
    {
        const auto names = annotationsOf(applied.schema).retired;
        for (const auto &member : object) {
            if (std::find(names.begin(), names.end(), member.key()) == names.end())
                continue;
            add({object.tree(), member.index()}, "x-retired",
                "This key was retired: what still reads it means something else by it, so that it "
                "cannot be used again",
                applied.location + "/x-retired");
        }
    }

    void entry(const PatternRule &rule, Value value, const std::string &location)
    {
        const auto text = value.text();
        const bool isBlank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
        if (isBlank || text == "/") {
            add(value, "x-patterns",
                isBlank ? "An empty entry matches everything" : "A lone \"/\" matches everything",
                location);
            return;
        }
        if (text.size() > longestEntry) {
            add(value, "x-patterns", "Expected a pattern of at most 1000 bytes", location);
            return;
        }
        if (rule.kind == PatternRule::Kind::Regex)
            expression(rule, value, location);
        else
            weigh(rule, value, location, [&](std::string_view sample) {
                if (rule.kind == PatternRule::Kind::Prefix)
                    return sample.starts_with(text);
                return rule.kind == PatternRule::Kind::Glob
                    ? matchesGlob(text, sample)
                    : sample.find(text) != std::string_view::npos;
            });
    }

    void expression(const PatternRule &rule, Value value, const std::string &location)
    {
        const auto text = value.text();
        if (!spend(text.size() + costOfCounts(text)))
            return;
        const auto pattern = Pattern::compile(text);
        if (!pattern) {
            add(value, "x-patterns", pattern.error().detail, location);
            return;
        }
        if (pattern->isCostly()) {
            add(value, "x-patterns",
                "Expected a regular expression without look-around and back-references, which "
                "always ends in time",
                location);
            return;
        }
        weigh(rule, value, location, [&](std::string_view sample) {
            return pattern->match(sample) == Matcher::Answer::Yes;
        });
    }

    template <typename Matches>
    void weigh(const PatternRule &rule, Value value, const std::string &location, Matches matches)
    {
        const auto perSample = 1 + value.text().size() / 16;
        std::size_t count = 0;
        std::string shown;
        for (const auto &item : rule.samples) {
            const auto sample = item.value().text();
            if (!spend(perSample + sample.size() / 16))
                return;
            if (!matches(sample))
                continue;
            if (++count <= mostShown)
                shown += (shown.empty() ? "\"" : ", \"") + shortened(sample) + '"';
        }
        const auto all = rule.samples.size();
        if (double(count) * 100 <= rule.percent * double(all))
            return;
        add(value, "x-patterns",
            "This entry matches " + std::to_string(count) + " of " + std::to_string(all)
                + " samples, and at most " + percentOf(rule.percent)
                + " percent are allowed; among them " + shown,
            location);
    }

    Value m_document;
    std::size_t m_most;
    std::uint64_t m_left;
    bool m_isExceeded = false;
    std::vector<Violation> m_violations;
};

} // namespace

std::vector<Violation> checkEntries(
    const CompiledSchema &schema, Value document, const ValidateOptions &options)
{
    EntryCheck check(document, options);
    const bool isComplete = eachAnnotated(
        schema, document, [&](const AppliedSchema &applied) { check.use(applied); }, options);
    if (!isComplete || check.isExceeded())
        check.exceed();
    std::ranges::sort(check.violations(), {}, [](const Violation &violation) {
        return std::tie(violation.begin, violation.schemaPointer);
    });
    return std::move(check.violations());
}

} // namespace chancery::core
