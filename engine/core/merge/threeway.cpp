// SPDX-License-Identifier: Apache-2.0
//
// How the merged text is found. What it must mean is decided on values (valuemerge.h), without any
// text. Then ways to write that are tried, the one that keeps most first, and the first one that
// reads as the wanted value is taken:
//
// 1. A merge of the lines. It keeps the comments of both sides, and where it goes wrong (two
//    changes on one line, a comma too few) it does not read as it should.
// 2. My text with their changes patched in (rewrite.h). It keeps my comments.
// 3. Nothing reads as it should, as when an alias is shared: lines, with lines as conflicts.
#include "threeway.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/document/patchplaces.h"
#include "engine/core/document/patchproof.h"
#include "engine/core/merge/linemerge.h"
#include "engine/core/merge/rewrite.h"
#include "engine/core/schema/equality.h"

namespace chancery::core {

namespace {

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Reading readWide(const std::string &text, Format format)
{
    return read(text, format, Limits::wide());
}

const std::optional<std::string> &textOf(const MergeConflict &conflict, MergeChoice choice)
{
    switch (choice) {
    case MergeChoice::Theirs:
        return conflict.theirs;
    case MergeChoice::Mine:
        return conflict.mine;
    case MergeChoice::Both:
        break;
    }
    return conflict.both;
}

constexpr std::array choices{MergeChoice::Theirs, MergeChoice::Mine, MergeChoice::Both};

// A conflict without both has no such answer, while a side may well have nothing.
bool isPossible(const MergeConflict &conflict, MergeChoice choice)
{
    return choice != MergeChoice::Both || conflict.both;
}

// Where a range of lines is after edits: what lies between the lines around it, found again by
// comparing. What was added right at its ends is part of it or not.
std::pair<std::size_t, std::size_t> followed(std::string_view before, std::string_view now,
    std::size_t begin, std::size_t end, bool withEnds)
{
    const auto oldLines = splitLines(before);
    const auto newLines = splitLines(now);
    const auto oldOffset = [&](std::size_t line) {
        return line < oldLines.size() ? std::size_t(oldLines[line].data() - before.data())
                                      : before.size();
    };
    const auto newOffset = [&](std::size_t line) {
        return line < newLines.size() ? std::size_t(newLines[line].data() - now.data())
                                      : now.size();
    };
    std::ptrdiff_t beginShift = 0;
    std::ptrdiff_t endShift = 0;
    std::size_t first = std::string_view::npos; // of the new text, where changes touch the range
    std::size_t last = 0;
    for (const Hunk &hunk : diffLines(oldLines, newLines)) {
        const auto hunkBegin = oldOffset(hunk.leftBegin);
        const auto hunkEnd = oldOffset(hunk.leftEnd);
        const auto shift = std::ptrdiff_t(newOffset(hunk.rightEnd)) - std::ptrdiff_t(hunkEnd);
        const bool isBefore = hunkEnd < begin || (hunkEnd == begin && !withEnds);
        if (isBefore)
            beginShift = endShift = shift;
        else if (hunkBegin > end || (hunkBegin == end && !withEnds))
            break;
        else {
            first = std::min(first, newOffset(hunk.rightBegin));
            last = std::max(last, newOffset(hunk.rightEnd));
            endShift = shift;
        }
    }
    auto newBegin = std::size_t(std::ptrdiff_t(begin) + beginShift);
    auto newEnd = std::size_t(std::ptrdiff_t(end) + endShift);
    if (first != std::string_view::npos) {
        newBegin = std::min(newBegin, first);
        newEnd = std::max(newEnd, last);
    }
    return {std::min(newBegin, now.size()), std::min(std::max(newBegin, newEnd), now.size())};
}

// The lines of a conflict; with what is added at their ends where that makes an answer.
std::pair<std::size_t, std::size_t> linesOf(
    const MergeConflict &conflict, std::string_view before, std::string_view now)
{
    const auto wide = followed(before, now, conflict.begin, conflict.end, true);
    const auto text = now.substr(wide.first, wide.second - wide.first);
    const bool isAnswer = std::ranges::any_of(choices, [&](MergeChoice choice) {
        return isPossible(conflict, choice) && text == textOf(conflict, choice).value_or("");
    });
    if (isAnswer || conflict.begin == conflict.end)
        return wide;
    return followed(before, now, conflict.begin, conflict.end, false);
}

// The value as JSON with something else, or nothing, in one place of it. Nothing when what the
// place stands in is gone.
std::optional<std::string> withChange(
    Value here, std::span<const MergeStep> place, const std::optional<std::string> &json)
{
    const bool isLast = place.size() == 1;
    const MergeStep &step = place.front();
    if (step.id.empty() ? !here.isObject() : !here.isArray())
        return std::nullopt;
    std::string out;
    const auto add = [&](std::string_view key, std::string_view value) {
        out += out.empty() ? "" : ",";
        if (here.isObject()) {
            appendJsonString(out, key);
            out += ':';
        }
        out += value;
    };
    bool isFound = false;
    for (const auto &member : here) {
        const Value id = step.id.empty() ? Value() : member.value().find(step.name);
        const bool isHere
            = step.id.empty() ? member.key() == step.name : id && canonicalJson(id) == step.id;
        if (!isHere) {
            add(member.key(), jsonText(member.value()));
            continue;
        }
        isFound = true;
        const auto inner = isLast ? json : withChange(member.value(), place.subspan(1), json);
        if (inner)
            add(member.key(), *inner);
        else if (!isLast)
            return std::nullopt;
    }
    if (!isFound && !isLast)
        return std::nullopt;
    if (!isFound && json)
        add(step.name, *json);
    return here.isObject() ? '{' + out + '}' : '[' + out + ']';
}

bool says(Value value, const std::optional<std::string> &json)
{
    if (!value || !json)
        return !value && !json;
    const auto reading = readJson(*json, Limits::wide());
    return reading && sameValue(reading.tree().root(), value);
}

} // namespace

ThreeWayMerge::ThreeWayMerge(MergeInput input, const CancelToken *token)
    : m_input(std::move(input))
{
    const auto &[base, theirs, mine, format] = m_input;
    if (theirs == mine || theirs == base)
        m_text = mine;
    else if (mine == base)
        m_text = theirs;
    else if (!mergeByKey(token))
        mergeByLines(token);
}

bool ThreeWayMerge::mergeByKey(const CancelToken *token)
{
    const auto &[baseText, theirsText, mineText, format] = m_input;
    const auto theirs = readWide(theirsText, format);
    const auto mine = readWide(mineText, format);
    const bool hasBase = !isBlank(baseText);
    const auto base = readWide(hasBase ? baseText : mineText, format);
    if (!theirs || !mine || !base)
        return false;
    auto merged = mergeValues(
        hasBase ? base.tree().root() : Value(), theirs.tree().root(), mine.tree().root());
    const auto target = readJson(merged.json, Limits::wide());
    if (!target)
        return false;
    const Value wanted = target.tree().root();
    m_text.clear();
    for (const auto care : {LineCare::Bold, LineCare::BoldForMine}) {
        auto lines = mergeLines(baseText, theirsText, mineText, care, token);
        const auto reading = readWide(lines.text, format);
        if (reading && sameValue(reading.tree().root(), wanted)) {
            m_text = std::move(lines.text);
            break;
        }
    }
    if (m_text.empty()) {
        auto patched = rewritten(mine.tree(), wanted, theirs.tree().root(), token);
        if (!patched)
            return false;
        m_text = *std::move(patched);
    }
    m_conflicts = std::move(merged.conflicts);
    m_taken = std::move(merged.taken);
    m_takenCount = m_taken.size();
    return true;
}

void ThreeWayMerge::mergeByLines(const CancelToken *token)
{
    m_isByKey = false;
    auto lines = mergeLines(m_input.base, m_input.theirs, m_input.mine, LineCare::Careful, token);
    m_text = std::move(lines.text);
    m_conflicts = std::move(lines.conflicts);
    m_takenCount = lines.taken;
}

Result<std::string> ThreeWayMerge::answered(
    const std::string &edited, std::size_t index, MergeChoice choice) const
{
    const MergeConflict &conflict = m_conflicts[index];
    if (!isPossible(conflict, choice))
        return patchRefusal("no-such-choice", {}, "These changes cannot both be had.");
    const auto &wanted = textOf(conflict, choice);
    if (conflict.kind == MergeConflict::Kind::Lines) {
        const auto [begin, end] = linesOf(conflict, m_text, edited);
        return TextPatch{begin, end, wanted.value_or("")}.appliedTo(edited);
    }
    const auto reading = readWide(edited, m_input.format);
    if (!reading)
        return toError(reading.problem());
    const auto json = conflict.place.empty()
        ? wanted
        : withChange(reading.tree().root(), conflict.place, wanted);
    const auto target = readJson(json.value_or(""), Limits::wide());
    if (!target)
        return patchRefusal("no-such-place", toString(conflict.place),
            "What this value stands in is not in the text any more.");
    const auto model
        = readWide(choice == MergeChoice::Mine ? m_input.mine : m_input.theirs, m_input.format);
    return rewritten(reading.tree(), target.tree().root(), model ? model.tree().root() : Value());
}

std::optional<ThreeWayMerge::Answers> ThreeWayMerge::answers(const std::string &edited) const
{
    const auto reading = readWide(edited, m_input.format);
    if (m_isByKey && !reading)
        return std::nullopt;
    Answers answers;
    for (const MergeConflict &conflict : m_conflicts) {
        const auto gives = [&](MergeChoice choice) {
            if (!isPossible(conflict, choice))
                return false;
            const auto &wanted = textOf(conflict, choice);
            if (m_isByKey)
                return says(valueAt(reading.tree().root(), conflict.place), wanted);
            const auto [begin, end] = linesOf(conflict, m_text, edited);
            return std::string_view(edited).substr(begin, end - begin) == wanted.value_or("");
        };
        const auto found = std::ranges::find_if(choices, gives);
        answers.push_back(found == choices.end() ? std::nullopt : std::optional(*found));
    }
    return answers;
}

ThreeWayMerge::Span ThreeWayMerge::spanIn(const std::string &edited, std::size_t index) const
{
    const MergeConflict &conflict = m_conflicts[index];
    if (!m_isByKey) {
        const auto [begin, end] = linesOf(conflict, m_text, edited);
        return {begin, end};
    }
    return spanIn(edited, conflict.place);
}

ThreeWayMerge::Span ThreeWayMerge::spanIn(const std::string &edited, const MergePlace &wanted) const
{
    const auto reading = readWide(edited, m_input.format);
    if (!reading)
        return {};
    std::span<const MergeStep> place = wanted;
    Value found = valueAt(reading.tree().root(), place);
    while (!found && !place.empty()) {
        place = place.first(place.size() - 1);
        found = valueAt(reading.tree().root(), place);
    }
    if (!found)
        return {};
    const bool isMember = !place.empty() && place.back().id.empty();
    const Node &first = isMember ? reading.tree().node(found.index() - 1) : found.node();
    return {first.begin, std::max<std::size_t>(first.end, contentEnd(edited, found.node()))};
}

} // namespace chancery::core
