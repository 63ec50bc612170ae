// SPDX-License-Identifier: Apache-2.0
//
// What the merged text must mean is decided on values (valuemerge.h), without any text; how it is
// written follows (mergetext.h). Where it cannot be written, or not without losing a comment, it is
// merged by lines, with lines as conflicts; and where those have none although the values say that
// they are wrong, the whole text is one.
#include "threeway.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/document/patchplaces.h"
#include "engine/core/document/patchproof.h"
#include "engine/core/merge/aliases.h"
#include "engine/core/merge/linemerge.h"
#include "engine/core/merge/mergetext.h"
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
    if (step.isMember() ? !here.isObject() : !here.isArray())
        return std::nullopt;
    if (step.isByPlace() && here.size() != step.count)
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
    std::size_t position = 0;
    const auto isAt = [&](const Value::Iterator &member) {
        if (step.isMember())
            return member.key() == step.name;
        const Value id = step.isByPlace() ? Value() : member.value().find(step.name);
        return step.isByPlace() ? position == step.position : id && canonicalJson(id) == step.id;
    };
    for (const auto &member : here) {
        const bool isHere = isAt(member);
        ++position;
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

// Whether an anchor that stands twice may be the wrong one for an alias: one that a side put
// between an alias of the other and what that one meant.
bool mayMeanAnother(const MergeInput &input, const std::string &merged)
{
    const auto names = AliasCover::anchors(merged);
    if (std::set(names.begin(), names.end()).size() == names.size())
        return false;
    return std::ranges::any_of(std::array{&input.base, &input.theirs, &input.mine},
        [&](const std::string *text) { return AliasCover::anchors(*text) != names; });
}

// The texts of a merge, and one that is edited, as they are merged: with YAML's aliases covered.
struct Covered {
    Covered(const MergeInput &input, const std::string &edited)
        : texts{input.base, input.theirs, input.mine, edited}
    {
        const std::array all{&texts[0], &texts[1], &texts[2], &texts[3]};
        if (input.format == Format::Yaml)
            cover = AliasCover::of(all, isAmbiguous);
        if (!cover || isAmbiguous)
            return;
        for (auto &text : texts)
            text = cover->covered(text);
    }

    // Nothing where the text would mean something else.
    std::optional<std::string> uncovered(std::string text) const
    {
        if (!cover)
            return text;
        auto open = cover->uncovered(text);
        const auto before = readWide(text, Format::Yaml);
        const auto after = readWide(cover->covered(open), Format::Yaml);
        const bool isSame = before && after && sameValue(before.tree().root(), after.tree().root());
        return isSame && readWide(open, Format::Yaml) ? std::optional(open) : std::nullopt;
    }

    std::array<std::string, 4> texts; // base, theirs, mine, edited
    std::optional<AliasCover> cover;
    bool isAmbiguous = false;
};

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
    const auto format = m_input.format;
    const Covered covered(m_input, {});
    const auto &[baseText, theirsText, mineText, none] = covered.texts;
    const auto theirs = readWide(theirsText, format);
    const auto mine = readWide(mineText, format);
    const bool hasBase = !isBlank(baseText);
    const auto base = readWide(hasBase ? baseText : mineText, format);
    if (!theirs || !mine || !base)
        return false;
    m_isReadable = true;
    auto merged = mergeValues(
        hasBase ? base.tree().root() : Value(), theirs.tree().root(), mine.tree().root());
    const auto target = readJson(merged.json, Limits::wide());
    if (!target || covered.isAmbiguous)
        return false;
    const auto found = mergeText({hasBase ? &base.tree() : nullptr, &theirs.tree(), &mine.tree()},
        target.tree().root(), token);
    // In a conflict somebody looks at it.
    if (!found || (!found->keepsComments && merged.conflicts.empty()))
        return false;
    auto text = covered.uncovered(found->text);
    if (!text || (covered.cover && mayMeanAnother(m_input, *text)))
        return false;
    m_text = *std::move(text);
    m_conflicts = std::move(merged.conflicts);
    m_taken = std::move(merged.taken);
    m_takenCount = m_taken.size();
    return true;
}

void ThreeWayMerge::mergeByLines(const CancelToken *token)
{
    m_isByKey = false;
    const auto &[base, theirs, mine, format] = m_input;
    auto lines = mergeLines(base, theirs, mine, LineCare::Careful, token);
    m_text = std::move(lines.text);
    m_conflicts = std::move(lines.conflicts);
    m_takenCount = lines.taken;
    if (!m_isReadable || !m_conflicts.empty())
        return;
    MergeConflict whole;
    whole.kind = MergeConflict::Kind::Lines;
    whole.base = base;
    whole.theirs = theirs;
    whole.mine = mine;
    whole.end = mine.size();
    m_text = mine;
    m_conflicts.push_back(std::move(whole));
    m_takenCount = 0;
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
    const Covered covered(m_input, edited);
    const auto &[base, theirs, mine, text] = covered.texts;
    const auto reading = readWide(text, m_input.format);
    if (!reading)
        return toError(reading.problem());
    const auto json = conflict.place.empty()
        ? wanted
        : withChange(reading.tree().root(), conflict.place, wanted);
    const auto target = readJson(json.value_or(""), Limits::wide());
    if (!target)
        return patchRefusal("no-such-place", toString(conflict.place),
            "What this value stands in is not in the text any more.");
    const auto model = readWide(choice == MergeChoice::Mine ? mine : theirs, m_input.format);
    auto answer
        = rewritten(reading.tree(), target.tree().root(), model ? model.tree().root() : Value());
    if (!answer)
        return answer;
    auto open = covered.uncovered(*std::move(answer));
    if (!open)
        return patchRefusal("cannot-patch", toString(conflict.place),
            "An alias in this answer has nothing to stand for; write it by hand.");
    return *std::move(open);
}

std::optional<ThreeWayMerge::Answers> ThreeWayMerge::answers(const std::string &edited) const
{
    const Covered covered(m_input, edited);
    const auto reading = readWide(covered.texts.back(), m_input.format);
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
