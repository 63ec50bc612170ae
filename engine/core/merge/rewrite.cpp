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
//    either the whole document is written anew, or it is refused.
#include "rewrite.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/memberfinder.h"
#include "engine/core/document/patchplaces.h"
#include "engine/core/document/patchproof.h"
#include "engine/core/merge/place.h"
#include "engine/core/schema/equality.h"

#include <numeric>
#include <unordered_map>
#include <unordered_set>

namespace chancery::core {

namespace {

// Beyond that many bytes to be read for proofs, the document is written anew.
constexpr std::size_t proofLimit = std::size_t(256) << 20;

struct Edit {
    enum class Kind : std::uint8_t { Set, Insert, Append, InsertBefore, Remove };

    Kind kind = Kind::Set;
    std::string pointer; // of the value, or of the container for Insert and Append
    std::string name; // of Insert
    Value target;
    Value model; // the same value written by somebody; or absent
    Value place; // what the pointer leads to in the text as it was
};

// Step 1.
class Comparison {
public:
    // Coarse: a list that differs is one change.
    explicit Comparison(bool isCoarse)
        : m_isCoarse(isCoarse)
    {
    }

    std::vector<Edit> run(Value from, Value to, Value model)
    {
        compare(from, to, model, {});
        return std::move(m_edits);
    }

private:
    void add(Edit edit)
    {
        if (!edit.target || !edit.model || !sameValue(edit.target, edit.model))
            edit.model = {};
        m_edits.push_back(std::move(edit));
    }

    void compare(Value from, Value to, Value model, const std::string &pointer)
    {
        if (sameValue(from, to))
            return;
        if (from.isObject() && to.isObject())
            compareMembers(from, to, model, pointer);
        else if (!from.isArray() || !to.isArray() || m_isCoarse
            || !compareItems(from, to, model, pointer))
            add({Edit::Kind::Set, pointer, {}, to, model, from});
    }

    void compareMembers(Value from, Value to, Value model, const std::string &pointer)
    {
        MemberFinder wishes(to);
        MemberFinder models(model);
        for (const auto &member : from) {
            const auto place = pointer + '/' + escapePointerToken(member.key());
            const Value wanted = wishes.find(member.key());
            if (wanted)
                compare(member.value(), wanted, models.find(member.key()), place);
            else
                add({Edit::Kind::Remove, place, {}, {}, {}, member.value()});
        }
        MemberFinder present(from);
        for (const auto &member : to) {
            if (!present.find(member.key()))
                add({Edit::Kind::Insert, pointer, std::string(member.key()), member.value(),
                    model.find(member.key()), from});
        }
    }

    // False when it is not a matter of single items.
    bool compareItems(Value from, Value to, Value model, const std::string &pointer)
    {
        const std::array lists{from, to};
        const auto names = ItemNames::of(lists);
        if (!names)
            return comparePlaces(from, to, model, pointer);
        const auto ofFrom = names->of(from);
        const auto ofTo = names->of(to);
        const std::unordered_map<std::string_view, Value> models = modelsOf(model, *names);
        std::unordered_map<std::string_view, Value> wanted;
        std::size_t next = 0;
        for (const auto &item : to)
            wanted.emplace(ofTo[next++], item.value());
        const std::unordered_set<std::string_view> present(ofFrom.begin(), ofFrom.end());
        const auto before = m_edits.size();
        std::size_t goal = 0;
        std::size_t place = 0;
        const auto modelOf = [&](std::string_view name) {
            const auto found = models.find(name);
            return found == models.end() ? Value() : found->second;
        };
        for (const auto &item : from) {
            const auto &name = ofFrom[place];
            const auto here = pointer + '/' + std::to_string(place++);
            if (!wanted.contains(name)) {
                add({Edit::Kind::Remove, here, {}, {}, {}, item.value()});
                continue;
            }
            for (; goal < ofTo.size() && ofTo[goal] != name; ++goal) {
                if (present.contains(ofTo[goal])) { // another order
                    m_edits.resize(before);
                    return false;
                }
                add({Edit::Kind::InsertBefore, here, {}, wanted[ofTo[goal]], modelOf(ofTo[goal]),
                    item.value()});
            }
            ++goal;
            compare(item.value(), wanted[name], modelOf(name), here);
        }
        for (; goal < ofTo.size(); ++goal)
            add({Edit::Kind::Append, pointer, {}, wanted[ofTo[goal]], modelOf(ofTo[goal]), from});
        return true;
    }

    bool comparePlaces(Value from, Value to, Value model, const std::string &pointer)
    {
        if (from.size() != to.size())
            return false;
        auto wanted = to.begin();
        std::size_t place = 0;
        for (const auto &item : from) {
            compare(item.value(), wanted.value(), model.at(place),
                pointer + '/' + std::to_string(place));
            ++wanted;
            ++place;
        }
        return true;
    }

    // The owner of the names that the map's keys look at.
    std::unordered_map<std::string_view, Value> modelsOf(Value model, const ItemNames &names)
    {
        std::unordered_map<std::string_view, Value> models;
        const std::array lists{model};
        const auto own = model.isArray() ? ItemNames::of(lists) : std::nullopt;
        if (!own || own->key() != names.key())
            return models;
        m_names.push_back(std::make_unique<std::vector<std::string>>(names.of(model)));
        std::size_t next = 0;
        for (const auto &item : model)
            models.emplace((*m_names.back())[next++], item.value());
        return models;
    }

    bool m_isCoarse;
    std::vector<Edit> m_edits;
    std::vector<std::unique_ptr<std::vector<std::string>>> m_names;
};

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
        return Written{{PatchedChange::Kind::Append, place.index(), json, {}}, std::move(ways)};
    }
    case Edit::Kind::InsertBefore: {
        const Value array = tree.root().resolve(parentOf(edit.pointer));
        const auto index
            = std::size_t(std::stoul(edit.pointer.substr(edit.pointer.rfind('/') + 1)));
        return Written{{PatchedChange::Kind::InsertBefore, place.index(), json, {}},
            waysToInsertItem(array, index, itemTexts(array, edit))};
    }
    case Edit::Kind::Remove:
        return Written{{PatchedChange::Kind::Remove, place.index(), {}, {}},
            waysToRemove(tree.root().resolve(parentOf(edit.pointer)), place.index())};
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

} // namespace

Result<std::string> patchedTo(const Tree &tree, Value target, Value model, const CancelToken *token)
{
    const Value usable = model && model.tree().format() == tree.format() ? model : Value();
    auto text = patched(tree, Comparison(false).run(tree.root(), target, usable), target, token);
    if (text || text.error().kind == ErrorKind::Cancelled)
        return text;
    return patched(tree, Comparison(true).run(tree.root(), target, usable), target, token);
}

Result<std::string> rewritten(const Tree &tree, Value target, Value model, const CancelToken *token)
{
    auto text = patchedTo(tree, target, model, token);
    if (text || text.error().kind == ErrorKind::Cancelled)
        return text;
    const auto whole = setValue(tree, "", jsonText(target));
    if (!whole)
        return whole.error();
    return whole->appliedTo(tree.source());
}

} // namespace chancery::core
