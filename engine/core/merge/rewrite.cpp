// SPDX-License-Identifier: Apache-2.0
//
// From a text to another value, step by step.
//
// 1. The values are compared, and the smallest changes that lead from one to the other are listed
//    in the order of the text: set, insert, append, remove.
// 2. Each change has ways to be written (document/patchplaces.h). What the model has in the same
//    place is written as it stands there, shifted to its new column; so a block stays a block.
// 3. All changes are made at once, each in the first of its ways. If the text reads as the target,
//    that is it.
// 4. Else they are made one by one from the end, each proved.
// 5. Where one cannot be made, lists are no longer changed item by item. Where that does not help
//    either a document in brackets is written anew, and another one refused. What is in lines of
//    its own stays so.
#include "rewrite.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/memberfinder.h"
#include "engine/core/document/patchplaces.h"
#include "engine/core/document/patchproof.h"
#include "engine/core/document/tomltables.h"
#include "engine/core/merge/blocktexts.h"
#include "engine/core/merge/edits.h"
#include "engine/core/merge/place.h"
#include "engine/core/schema/equality.h"

#include <numeric>

namespace chancery::core {

namespace {

// Beyond that many bytes to be read for proofs, the document is written anew.
constexpr std::size_t proofLimit = std::size_t(256) << 20;

// Step 2: the bytes of a node with the lines behind the first moved sideways.
std::optional<std::string> shifted(std::string_view text, std::size_t from, std::size_t to)
{
    std::string out;
    bool isFirst = true;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        auto line = text.substr(0, end);
        text.remove_prefix(end);
        const bool isBlank = line.find_first_not_of(" \t\r\n") == std::string_view::npos;
        if (!isFirst && !isBlank && to >= from)
            out.append(to - from, ' ');
        if (!isFirst && !isBlank && to < from) {
            if (line.substr(0, from - to).find_first_not_of(' ') != std::string_view::npos)
                return std::nullopt;
            line.remove_prefix(std::min(from - to, line.size()));
        }
        out += line;
        isFirst = false;
    }
    return out;
}

// TOML's tables stand in many places; only what has brackets can be taken along.
bool canBeCopied(Value value)
{
    const bool isContainer = value.isArray() || value.isObject();
    return value && (value.tree().format() != Format::Toml || !isContainer || hasBrackets(value));
}

std::optional<std::string> copied(Value value, std::size_t begin, std::size_t column)
{
    if (!canBeCopied(value))
        return std::nullopt;
    const std::string_view source = value.tree().source();
    const auto end = contentEnd(source, value.node());
    if (end < begin)
        return std::nullopt;
    return shifted(source.substr(begin, end - begin), columnOf(source, begin), column);
}

bool isMember(Value value)
{
    return value && value.index() > 0 && value.tree().node(value.index() - 1).type == NodeType::Key;
}

std::size_t keyOf(Value member)
{
    return member.tree().node(member.index() - 1).begin;
}

// The column of what a container holds already.
std::optional<std::size_t> columnIn(Value container)
{
    if (container.size() == 0)
        return std::nullopt;
    const Tree &tree = container.tree();
    const auto first = tree.node((*container.begin()).index()).begin;
    const bool isBlock
        = container.isArray() && tree.format() == Format::Yaml && !hasBrackets(container);
    return columnOf(tree.source(), isBlock ? dashOf(tree.source(), first) : first);
}

std::string itemText(Value array, const std::string &text)
{
    const bool isBlock = array.tree().format() == Format::Yaml && !hasBrackets(array);
    return isBlock ? "- " + text : text;
}

bool isContainer(Value value)
{
    return value.isArray() || value.isObject();
}

void addAll(PatchCandidates &ways, PatchCandidates more)
{
    std::ranges::move(more, std::back_inserter(ways));
}

PatchCandidates waysToSetLike(Value place, const Edit &edit)
{
    PatchCandidates ways;
    if (edit.model && isContainer(edit.target)) {
        const std::string_view source = place.tree().source();
        const auto end = contentEnd(source, place.node());
        // With its key: a block begins on a line of its own, a scalar does not.
        if (isMember(place) && isMember(edit.model)) {
            const auto begin = keyOf(place);
            if (auto text = copied(edit.model, keyOf(edit.model), columnOf(source, begin)))
                ways.push_back({begin, std::max(end, begin), std::move(*text)});
        } else if (auto text
            = copied(edit.model, edit.model.node().begin, columnOf(source, place.node().begin))) {
            ways.push_back({place.node().begin, end, std::move(*text)});
        }
    }
    auto inLines = waysToSetInLines(place, edit.target);
    const bool staysBlock = !inLines.empty() && isBlockContainer(place);
    addAll(ways, std::move(inLines));
    if (!staysBlock)
        addAll(ways, waysToSet(place, edit.target));
    return ways;
}

PatchCandidates waysToInsertLike(Value object, const Edit &edit)
{
    PatchCandidates ways;
    const auto column = columnIn(object);
    if (isMember(edit.model) && column) {
        if (auto text = copied(edit.model, keyOf(edit.model), *column))
            addAll(ways, waysToInsertText(object, {std::move(*text)}));
    }
    if (isBlockContainer(object) && isContainer(edit.target)) {
        const auto deeper = column.value_or(0) + 2;
        const auto key = keySpellings(Format::Yaml, edit.name, {}).front();
        if (auto text = blockText(edit.target, deeper))
            addAll(
                ways, waysToInsertText(object, {key + ":\n" + std::string(deeper, ' ') + *text}));
    }
    addAll(ways, waysToInsert(object, edit.name, edit.target));
    return ways;
}

std::vector<std::string> itemTexts(Value array, const Edit &edit)
{
    std::vector<std::string> texts;
    const auto column = columnIn(array);
    const bool isBlock = array.tree().format() == Format::Yaml && !hasBrackets(array);
    if (edit.model && column) {
        if (auto text = copied(edit.model, edit.model.node().begin, *column + (isBlock ? 2 : 0)))
            texts.push_back(itemText(array, *text));
    }
    if (isBlock && column && isContainer(edit.target)) {
        if (auto text = blockText(edit.target, *column + 2))
            texts.push_back(itemText(array, *text));
    }
    for (const auto &text : spellings(array.tree().format(), edit.target, {}))
        texts.push_back(itemText(array, text));
    return texts;
}

struct Written {
    PatchedChange change;
    PatchCandidates ways;
};

std::string parentOf(std::string_view pointer)
{
    return std::string(pointer.substr(0, pointer.rfind('/')));
}

// At the place of the edit in the text as it is now.
std::optional<Written> waysFor(const Tree &tree, Value place, const Edit &edit)
{
    if (!place)
        return std::nullopt;
    const auto json = edit.target ? jsonText(edit.target) : std::string();
    switch (edit.kind) {
    case Edit::Kind::Set:
        return Written{
            {PatchedChange::Kind::Set, place.index(), json, {}}, waysToSetLike(place, edit)};
    case Edit::Kind::Insert:
        return Written{{PatchedChange::Kind::Append, place.index(), json, edit.name},
            waysToInsertLike(place, edit)};
    case Edit::Kind::Append: {
        auto ways = waysToAppendText(place, itemTexts(place, edit));
        addAll(ways, tablesToAdd(place, place.size(), edit.target));
        return Written{{PatchedChange::Kind::Append, place.index(), json, {}}, std::move(ways)};
    }
    case Edit::Kind::InsertBefore: {
        const Value array = tree.root().resolve(parentOf(edit.pointer));
        const auto index
            = std::size_t(std::stoul(edit.pointer.substr(edit.pointer.rfind('/') + 1)));
        auto ways = waysToInsertItem(array, index, itemTexts(array, edit));
        addAll(ways, tablesToAdd(array, index, edit.target));
        return Written{
            {PatchedChange::Kind::InsertBefore, place.index(), json, {}}, std::move(ways)};
    }
    case Edit::Kind::Remove:
        // A comment that both sides left stays.
        return Written{{PatchedChange::Kind::Remove, place.index(), {}, {}},
            waysToRemove(
                tree.root().resolve(parentOf(edit.pointer)), place.index(), OwnComments::Stay)};
    }
    return std::nullopt;
}

bool reads(const std::string &text, Format format, Value target)
{
    const auto reading = read(text, format, Limits::wide());
    return reading && sameValue(reading.tree().root(), target);
}

// Step 3.
std::optional<std::string> allAtOnce(const Tree &tree, const std::vector<Edit> &edits)
{
    std::vector<TextPatch> patches;
    for (const Edit &edit : edits) {
        auto written = waysFor(tree, edit.place, edit);
        if (!written || written->ways.empty())
            return std::nullopt;
        patches.push_back(std::move(written->ways.front()));
    }
    // Additions in one place stay in their order.
    std::vector<std::size_t> order(patches.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::sort(order, {},
        [&patches](std::size_t index) { return std::pair(patches[index].begin, index); });
    std::string text;
    std::size_t done = 0;
    for (const std::size_t index : order) {
        const TextPatch &patch = patches[index];
        if (patch.begin < done)
            return std::nullopt;
        text.append(tree.source(), done, patch.begin - done).append(patch.text);
        done = patch.end;
    }
    return text.append(tree.source(), done, std::string::npos);
}

// Step 4.
Result<std::string> oneByOne(
    const Tree &tree, const std::vector<Edit> &edits, Value target, const CancelToken *token)
{
    std::string text = tree.source();
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
        if (token && token->isCancelled())
            return Error{ErrorKind::Cancelled, "cancelled", {}, {}, {}, {}};
        const auto reading = read(text, tree.format(), Limits::wide());
        auto written = reading
            ? waysFor(reading.tree(), reading.tree().root().resolve(edit->pointer), *edit)
            : std::nullopt;
        if (!written)
            return patchRefusal("cannot-patch", edit->pointer, "The place is gone.");
        const auto patch
            = proved(reading.tree(), written->change, edit->pointer, std::move(written->ways));
        if (!patch)
            return patch.error();
        text = patch->appliedTo(text);
    }
    if (!reads(text, tree.format(), target))
        return patchRefusal("cannot-patch", {}, "The changes do not add up.");
    return text;
}

Result<std::string> patched(
    const Tree &tree, const std::vector<Edit> &edits, Value target, const CancelToken *token)
{
    if (edits.empty())
        return tree.source();
    auto text = allAtOnce(tree, edits);
    if (text && reads(*text, tree.format(), target))
        return *std::move(text);
    if (edits.size() * tree.source().size() < proofLimit)
        return oneByOne(tree, edits, target, token);
    return patchRefusal("cannot-patch", {}, "There are too many changes for a text of this size.");
}

Value usableModel(const Tree &tree, Value model)
{
    return model && model.tree().format() == tree.format() ? model : Value();
}

} // namespace

Result<std::string> patchedByItems(
    const Tree &tree, Value target, Value model, const CancelToken *token)
{
    const auto edits = editsTo(tree.root(), target, usableModel(tree, model), ListEdits::ByItems);
    if (std::ranges::any_of(edits, &Edit::isWholeList))
        return patchRefusal("cannot-patch", {}, "The order of items differs.");
    return patched(tree, edits, target, token);
}

Result<std::string> patchedTo(const Tree &tree, Value target, Value model, const CancelToken *token)
{
    const Value usable = usableModel(tree, model);
    auto text
        = patched(tree, editsTo(tree.root(), target, usable, ListEdits::ByItems), target, token);
    if (text || text.error().kind == ErrorKind::Cancelled)
        return text;
    return patched(tree, editsTo(tree.root(), target, usable, ListEdits::Whole), target, token);
}

Result<std::string> rewritten(const Tree &tree, Value target, Value model, const CancelToken *token)
{
    auto text = patchedTo(tree, target, model, token);
    if (text || text.error().kind == ErrorKind::Cancelled)
        return text;
    if (isBlockContainer(tree.root()))
        return text;
    const auto whole = setValue(tree, "", jsonText(target));
    if (!whole)
        return whole.error();
    return whole->appliedTo(tree.source());
}

} // namespace chancery::core
