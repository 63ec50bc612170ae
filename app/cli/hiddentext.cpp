// SPDX-License-Identifier: Apache-2.0
//
// Two covers look the same, so that the difference of two covered texts would not show that what is
// under them changed. The texts themselves are compared; their lines are shown with covers, and a
// cover says whether the value under it is among those that differ in meaning.
#include "hiddentext.h"

#include "app/cli/visible.h"
#include "engine/core/diff/unified.h"
#include "engine/core/document/patchplaces.h"

#include <algorithm>
#include <ostream>

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
    for (const auto index : core::SecretScanner::shared().scan(*result.tree).named)
        spans->push_back(spanOf({*result.tree, index}));
    for (const auto &pointer : pointers) {
        if (const auto value = result.tree->root().resolve(pointer))
            addScalars(value, *spans);
    }
    result.hidden = core::mergedSpans(std::move(*spans));
    return result;
}

core::Result<HiddenText> hideEffective(
    Online &online, Covers &covers, const core::Config &config, const core::EffectiveView &view)
{
    Covers::SchemaIds schemas{config.schema};
    std::vector<bool> isUnknown(view.layers.size());
    for (std::size_t i = 0; i < view.layers.size(); ++i) {
        const auto &id = view.layers[i].version;
        if (id.isEmpty() || int(i) >= view.chain) // what is tried has none yet
            continue;
        const auto version = online.ask<core::Version>(
            [&](auto done) { return online.cms().getVersion(id, std::move(done)); });
        if (version)
            schemas.push_back(version->schema);
        else if (version.error().kind == core::ErrorKind::NotFound
            || version.error().kind == core::ErrorKind::Forbidden)
            isUnknown[i] = true;
        else
            return version.error();
    }
    std::vector<std::string> pointers;
    for (const auto &value : view.values) {
        const auto layer = std::size_t(value.layer);
        if (value.reference || layer >= isUnknown.size() || isUnknown[layer])
            pointers.push_back(value.pointer);
    }
    for (const auto &reference : view.references)
        pointers.push_back(reference.at);
    return hide(covers, view.text, core::Format::Json, schemas, pointers);
}

std::string hiddenDiff(const HiddenText &left, const HiddenText &right, const std::string &leftName,
    const std::string &rightName)
{
    const auto notes = notesOf(left, right);
    const auto leftLines = shownLines(left, notes ? &notes->first : nullptr);
    const auto rightLines = shownLines(right, notes ? &notes->second : nullptr);
    core::UnifiedOptions options{leftName, rightName};
    options.leftShown = &leftLines;
    options.rightShown = &rightLines;
    return core::unifiedDiff(left.text, right.text, options);
}

bool printHiddenDiff(const HiddenText &left, const HiddenText &right, const std::string &leftName,
    const std::string &rightName, std::ostream &out)
{
    const auto text = hiddenDiff(left, right, leftName, rightName);
    auto lines = core::splitLines(text);
    lines.pop_back(); // nothing stands behind the last end
    for (const auto line : lines)
        out << visible(line) << '\n';
    return !text.empty();
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
