// SPDX-License-Identifier: Apache-2.0
//
// Two covers look the same, so that the difference of two covered texts would not show that what is
// under them changed. The texts themselves are compared; their lines are shown with covers, and a
// cover says whether the value under it is among those that differ in meaning.
#include "hiddentext.h"

#include "app/cli/unifieddiff.h"
#include "engine/core/diff/unified.h"
#include "engine/core/document/patchplaces.h"
#include "engine/core/hierarchy/brought.h"

#include <algorithm>
#include <ostream>
#include <set>

namespace chancery::cli {

namespace {

using Spans = std::vector<core::TextSpan>;

core::TextSpan spanOf(core::Value value)
{
    const auto &node = value.node();
    return {node.begin,
        std::max<std::size_t>(node.begin, core::contentEnd(value.tree().source(), node))};
}

void addScalars(core::Value value, Spans &spans)
{
    if (core::canHoldSecret(value.type()))
        spans.push_back(spanOf(value));
    for (const auto &member : value)
        addScalars(member.value(), spans);
}

// The span that a place is in, or the next one behind it.
auto spanFrom(const Spans &spans, std::size_t place)
{
    return std::ranges::upper_bound(spans, place, {}, &core::TextSpan::end);
}

// What is said of the hidden values of one text, by where the values begin.
struct Notes {
    std::vector<std::size_t> changed;
    std::vector<std::size_t> unpaired; // added, removed or moved: the line says it

    void sort()
    {
        std::ranges::sort(changed);
        std::ranges::sort(unpaired);
    }
    std::string_view of(const core::TextSpan &span) const
    {
        const auto has = [&span](const std::vector<std::size_t> &places) {
            const auto first = std::ranges::lower_bound(places, span.begin);
            return first != places.end() && *first < span.end;
        };
        if (has(changed))
            return " (changed, value hidden)";
        return has(unpaired) ? "" : " (unchanged, value hidden)";
    }
};

void note(core::Value value, std::vector<std::size_t> &places)
{
    if (!value)
        return;
    Spans spans;
    addScalars(value, spans);
    for (const auto &span : spans)
        places.push_back(span.begin);
}

// Of both texts; nothing where they cannot be compared by key.
std::optional<std::pair<Notes, Notes>> notesOf(const HiddenText &left, const HiddenText &right)
{
    if (!left.tree || !right.tree || left.isAllHidden() || right.isAllHidden())
        return std::nullopt;
    std::pair<Notes, Notes> notes;
    for (const auto &change : core::diffTrees(left.tree->root(), right.tree->root())) {
        using enum core::TreeChange::Kind;
        if (change.kind == Reordered)
            continue;
        const bool isChanged = change.kind == Changed;
        note(change.leftValue, isChanged ? notes.first.changed : notes.first.unpaired);
        note(change.rightValue, isChanged ? notes.second.changed : notes.second.unpaired);
    }
    notes.first.sort();
    notes.second.sort();
    return notes;
}

// One line, [begin, end) of the text, with its end.
std::string shownLine(const HiddenText &text, const Notes *notes, core::TextSpan line)
{
    const std::string_view all(text.text);
    std::string shown;
    auto done = line.begin;
    const auto bytes = all.substr(line.begin, line.end - line.begin);
    const auto end = line.begin + bytes.find_last_not_of("\r\n") + 1;
    for (auto span = spanFrom(text.hidden, line.begin);
        span != text.hidden.end() && span->begin < end; ++span) {
        // The indentation of a block is none of its text.
        const auto first
            = bytes.find_first_not_of(" \t", std::max(span->begin, line.begin) - line.begin);
        const auto last = std::min(span->end, end);
        if (first == std::string_view::npos || line.begin + first >= last)
            continue;
        shown += all.substr(done, line.begin + first - done);
        shown += core::cover;
        if (notes)
            shown += notes->of(*span);
        done = last;
    }
    shown += all.substr(done, line.end - done);
    return shown;
}

std::vector<std::string> shownLines(const HiddenText &text, const Notes *notes)
{
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.text.size();) {
        const auto found = text.text.find('\n', begin);
        const auto end = found == std::string::npos ? text.text.size() : found + 1;
        lines.push_back(shownLine(text, notes, {begin, end}));
        begin = end;
    }
    return lines;
}

// By which schemas merged documents of a config are covered: those of the versions that take part,
// and what is bound today to each config of them.
class EffectiveSchemas {
public:
    EffectiveSchemas(Online &online, const core::Config &config)
        : m_online(online)
        , m_config(config)
        , m_ids{config.schema}
    {
    }

    core::Result<core::Done> read(const std::vector<const core::EffectiveView *> &views)
    {
        core::TakingPart part;
        core::EnvironmentId environment;
        part.add(m_config.id);
        for (const auto *view : views) {
            environment = view->environment;
            part.add(*view);
        }
        for (const auto &version : part.versions) {
            if (auto known = addVersion(version); !known)
                return known;
        }
        for (const auto &config : part.configs) {
            if (auto known = addBound(config, environment); !known)
                return known;
        }
        return core::Done();
    }
    const Covers::SchemaIds &ids() const { return m_ids; }
    std::vector<std::string> unknownIn(const core::EffectiveView &view) const
    {
        return core::pointersBrought(view, m_unknown);
    }

private:
    static bool isClosed(const core::Error &error)
    {
        return error.kind == core::ErrorKind::NotFound || error.kind == core::ErrorKind::Forbidden;
    }

    core::Result<core::Done> addVersion(const core::VersionId &id)
    {
        const auto version = m_online.ask<core::Version>(
            [&](auto done) { return m_online.cms().getVersion(id, std::move(done)); });
        if (version)
            m_ids.push_back(version->schema);
        else if (isClosed(version.error()))
            m_unknown.insert(id);
        else
            return version.error();
        return core::Done();
    }

    // Of what may not be looked at, the versions are not known either.
    core::Result<core::Done> addBound(
        const core::ConfigId &config, const core::EnvironmentId &environment)
    {
        const auto head = m_online.ask<core::Head>([&](auto done) {
            return m_online.cms().getHead(config, environment, std::move(done));
        });
        if (head)
            m_ids.push_back(head->schema);
        else if (!isClosed(head.error()))
            return head.error();
        return core::Done();
    }

    Online &m_online;
    const core::Config &m_config;
    Covers::SchemaIds m_ids;
    std::set<core::VersionId> m_unknown;
};

} // namespace

bool HiddenText::isAllHidden() const
{
    const bool isOneValue = tree && tree->root().size() == 0;
    return !isOneValue && !hidden.empty() && hidden.front().begin == 0
        && hidden.front().end >= text.size();
}

bool HiddenText::hides(core::Value value) const
{
    const auto [begin, end] = spanOf(value);
    const auto span = spanFrom(hidden, begin);
    return span != hidden.end() && span->begin < end;
}

bool HiddenText::hidesAnyOf(core::Value value) const
{
    if (core::canHoldSecret(value.type()) && hides(value))
        return true;
    for (const auto &member : value) {
        if (hidesAnyOf(member.value()))
            return true;
    }
    return false;
}

core::Result<HiddenText> hide(Covers &covers, std::string text, core::Format format,
    const Covers::SchemaIds &schemas, const std::vector<std::string> &pointers)
{
    HiddenText result{std::move(text), {}, {}};
    if (result.text.empty())
        return result;
    auto reading = core::read(result.text, format, core::Limits::wide());
    if (!reading) {
        result.hidden.push_back({0, result.text.size()});
        return result;
    }
    result.tree = std::move(reading).tree();
    auto spans = covers.spans(*result.tree, schemas);
    if (!spans)
        return std::move(spans).error();
    for (const auto &pointer : pointers) {
        if (const auto value = result.tree->root().resolve(pointer))
            addScalars(value, *spans);
    }
    result.hidden = core::mergedSpans(std::move(*spans));
    return result;
}

core::Result<HiddenPair> hideEffective(Online &online, Covers &covers, const core::Config &config,
    const core::EffectiveView *left, const core::EffectiveView *right)
{
    EffectiveSchemas schemas(online, config);
    HiddenPair pair;
    std::vector<const core::EffectiveView *> views;
    for (const auto *view : {left, right}) {
        if (view)
            views.push_back(view);
    }
    if (auto known = views.empty() ? core::Result<>(core::Done()) : schemas.read(views); !known)
        return std::move(known).error();
    for (const auto &[view, text] : {std::pair(left, &pair.left), std::pair(right, &pair.right)}) {
        if (!view)
            continue;
        auto hidden
            = hide(covers, view->text, core::Format::Json, schemas.ids(), schemas.unknownIn(*view));
        if (!hidden)
            return std::move(hidden).error();
        *text = std::move(*hidden);
    }
    return pair;
}

std::string hiddenDiff(const HiddenText &left, const HiddenText &right, const std::string &leftName,
    const std::string &rightName, const core::IgnoreRules &rules)
{
    const auto notes = notesOf(left, right);
    const auto leftLines = shownLines(left, notes ? &notes->first : nullptr);
    const auto rightLines = shownLines(right, notes ? &notes->second : nullptr);
    core::UnifiedOptions options{leftName, rightName};
    options.leftShown = &leftLines;
    options.rightShown = &rightLines;
    options.choose = [&](const auto &hunks, const auto &leftTexts, const auto &rightTexts) {
        return core::hunksToTell(hunks, {left.text, leftTexts, left.tree ? &*left.tree : nullptr},
            {right.text, rightTexts, right.tree ? &*right.tree : nullptr}, rules);
    };
    return core::unifiedDiff(left.text, right.text, options);
}

bool printHiddenDiff(const HiddenText &left, const HiddenText &right, const std::string &leftName,
    const std::string &rightName, std::ostream &out, const core::IgnoreRules &rules)
{
    return printVisibly(hiddenDiff(left, right, leftName, rightName, rules), out);
}

std::string coveredJson(const HiddenText &json)
{
    if (!json.tree)
        return json.text;
    std::string out;
    std::size_t done = 0;
    Spans scalars;
    addScalars(json.tree->root(), scalars);
    for (const auto &span : scalars) {
        const auto hidden = spanFrom(json.hidden, span.begin);
        if (hidden == json.hidden.end() || hidden->begin >= span.end)
            continue;
        out += json.text.substr(done, span.begin - done);
        (out += '"').append(core::cover) += '"';
        done = span.end;
    }
    return out + json.text.substr(done);
}

} // namespace chancery::cli
