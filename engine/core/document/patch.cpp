// SPDX-License-Identifier: Apache-2.0
//
// How a patch is found. Where a value ends, what its quotes are and whether a line may go as a
// whole depends on the language and on habits of the text. Instead of knowing every case, a few
// ways to write the change are made, best first (patchplaces.h), and the first one is taken whose
// text reads back as the intended value. That value is made from the old tree as plain JSON, by
// code that knows nothing of texts; so a wrong way cannot pass.
#include "patch.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/document/patchplaces.h"

#include <functional>

namespace chancery::core {

namespace {

Error refusal(const char *code, std::string_view pointer, std::string message)
{
    FieldError field;
    field.pointer = pointer;
    field.code = code;
    field.message = message;
    return {ErrorKind::Invalid, code, std::move(message), {}, {std::move(field)}, {}};
}

Error noSuchPlace(std::string_view pointer)
{
    return refusal("no-such-place", pointer, "There is no such value in the document.");
}

// What shall stand in the place of one node of the old tree.
struct Change {
    enum class Kind { Set, Remove, Rename, Append };

    Kind kind = Kind::Set;
    std::uint32_t node = 0; // the value; the container for Append
    std::string json; // of Set and Append
    std::string name; // of Rename, and of Append to an object
};

// The whole document as JSON with one change made.
class Intended {
public:
    explicit Intended(const Change &change)
        : m_change(change)
    {
    }

    std::string of(Value root)
    {
        write(root);
        return std::move(m_out);
    }

private:
    void write(Value value)
    {
        const bool isHere = value.index() == m_change.node;
        if (isHere && m_change.kind == Change::Kind::Set)
            m_out += m_change.json;
        else if (value.isArray() || value.isObject())
            writeContainer(value, isHere && m_change.kind == Change::Kind::Append);
        else if (value.isString())
            appendJsonString(m_out, value.text());
        else
            m_out += value.isNumber() ? value.text()
                : value.isNull()      ? "null"
                : value.isTrue()      ? "true"
                                      : "false";
    }

    void writeContainer(Value value, bool isGrown)
    {
        m_out += value.isObject() ? '{' : '[';
        bool isFirst = true;
        for (const auto &member : value) {
            const bool isHere = member.value().index() == m_change.node;
            if (isHere && m_change.kind == Change::Kind::Remove)
                continue;
            m_out += isFirst ? "" : ",";
            isFirst = false;
            const bool isRenamed = isHere && m_change.kind == Change::Kind::Rename;
            if (value.isObject())
                writeKey(isRenamed ? m_change.name : member.key());
            write(member.value());
        }
        if (isGrown) {
            m_out += isFirst ? "" : ",";
            if (value.isObject())
                writeKey(m_change.name);
            m_out += m_change.json;
        }
        m_out += value.isObject() ? '}' : ']';
    }

    void writeKey(std::string_view key)
    {
        appendJsonString(m_out, key);
        m_out += ':';
    }

    const Change &m_change;
    std::string m_out;
};

// The first way whose text has the intended value.
Result<TextPatch> proved(
    const Tree &tree, const Change &change, std::string_view pointer, PatchCandidates ways)
{
    const auto wanted = readJson(Intended(change).of(tree.root()), Limits::wide());
    if (!wanted)
        return toError(wanted.problem());
    const auto value = canonicalJson(wanted.tree().root());
    for (auto &way : ways) {
        const auto reading = read(way.appliedTo(tree.source()), tree.format(), Limits::wide());
        if (reading && canonicalJson(reading.tree().root()) == value)
            return std::move(way);
    }
    return refusal("cannot-patch", pointer,
        "This cannot be changed without touching other parts of the text; change the text itself.");
}

Value containerOf(const Tree &tree, std::string_view pointer)
{
    return tree.root().resolve(pointer.substr(0, pointer.rfind('/')));
}

Result<Tree> valueOf(std::string_view json)
{
    auto reading = readJson(std::string(json));
    if (!reading)
        return toError(reading.problem());
    return std::move(reading).tree();
}

} // namespace

std::string TextPatch::appliedTo(std::string_view source) const
{
    std::string patched;
    patched.reserve(source.size() + text.size());
    patched.append(source.substr(0, begin)).append(text).append(source.substr(end));
    return patched;
}

Result<TextPatch> setValue(const Tree &tree, std::string_view pointer, std::string_view json)
{
    const Value place = tree.root().resolve(pointer);
    if (!place)
        return noSuchPlace(pointer);
    const auto value = valueOf(json);
    if (!value)
        return value.error();
    const Change change{Change::Kind::Set, place.index(), std::string(json), {}};
    return proved(tree, change, pointer, waysToSet(place, value->root()));
}

Result<TextPatch> insertMember(
    const Tree &tree, std::string_view object, std::string_view name, std::string_view json)
{
    const Value place = tree.root().resolve(object);
    if (!place.isObject())
        return noSuchPlace(object);
    const auto value = valueOf(json);
    if (!value)
        return value.error();
    const Change change{Change::Kind::Append, place.index(), std::string(json), std::string(name)};
    return proved(tree, change, object, waysToInsert(place, name, value->root()));
}

Result<TextPatch> appendItem(const Tree &tree, std::string_view array, std::string_view json)
{
    const Value place = tree.root().resolve(array);
    if (!place.isArray())
        return noSuchPlace(array);
    const auto value = valueOf(json);
    if (!value)
        return value.error();
    const Change change{Change::Kind::Append, place.index(), std::string(json), {}};
    return proved(tree, change, array, waysToAppend(place, value->root()));
}

Result<TextPatch> removeValue(const Tree &tree, std::string_view pointer)
{
    const Value place = tree.root().resolve(pointer);
    if (!place || pointer.empty())
        return noSuchPlace(pointer);
    const Change change{Change::Kind::Remove, place.index(), {}, {}};
    return proved(tree, change, pointer, waysToRemove(containerOf(tree, pointer), place.index()));
}

Result<TextPatch> renameKey(const Tree &tree, std::string_view pointer, std::string_view name)
{
    const Value place = tree.root().resolve(pointer);
    if (!place || pointer.empty() || !containerOf(tree, pointer).isObject())
        return noSuchPlace(pointer);
    const Node &key = tree.node(place.index() - 1);
    const auto old = std::string_view(tree.source()).substr(key.begin, key.end - key.begin);
    PatchCandidates ways;
    for (auto &spelling : keySpellings(tree.format(), name, old))
        ways.push_back({key.begin, key.end, std::move(spelling)});
    const Change change{Change::Kind::Rename, place.index(), {}, std::string(name)};
    return proved(tree, change, pointer, std::move(ways));
}

} // namespace chancery::core
