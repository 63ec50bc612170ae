// SPDX-License-Identifier: Apache-2.0
//
// How a patch is found. Where a value ends, what its quotes are and whether a line may go as a
// whole depends on the language and on habits of the text. Instead of knowing every case, a few
// ways to write the change are made, best first (patchplaces.h), and the first one is taken whose
// text reads back as the intended value. That value is made from the old tree as plain JSON, by
// code that knows nothing of texts; so a wrong way cannot pass.
#include "patchproof.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace chancery::core {

namespace {

// The whole document as JSON with the changes made. What is inside of something that is set or
// removed goes with it.
class Intended {
public:
    explicit Intended(const std::vector<PatchedChange> &changes)
    {
        for (const PatchedChange &change : changes)
            m_changes.emplace(change.node, &change);
    }

    std::string of(Value root)
    {
        write(root);
        return std::move(m_out);
    }

private:
    using Kind = PatchedChange::Kind;

    const PatchedChange *changeAt(Value value, Kind kind) const
    {
        const auto found = m_changes.find(value.index());
        return found != m_changes.end() && found->second->kind == kind ? found->second : nullptr;
    }

    void write(Value value)
    {
        if (const auto *set = changeAt(value, Kind::Set))
            m_out += set->json;
        else if (value.isArray() || value.isObject())
            writeContainer(value, changeAt(value, Kind::Append));
        else if (value.isString())
            appendJsonString(m_out, value.text());
        else
            m_out += value.isNumber() ? value.text()
                : value.isNull()      ? "null"
                : value.isTrue()      ? "true"
                                      : "false";
    }

    void writeContainer(Value value, const PatchedChange *grown)
    {
        m_out += value.isObject() ? '{' : '[';
        bool isFirst = true;
        std::optional<Value> exchanged;
        for (const auto &member : value) {
            if (changeAt(member.value(), Kind::Remove))
                continue;
            if (changeAt(member.value(), Kind::Exchange)) {
                exchanged = member.value();
                continue;
            }
            m_out += isFirst ? "" : ",";
            isFirst = false;
            if (const auto *inserted = changeAt(member.value(), Kind::InsertBefore))
                m_out += inserted->json + ',';
            const auto *renamed = changeAt(member.value(), Kind::Rename);
            if (value.isObject())
                writeKey(renamed ? std::string_view(renamed->name) : member.key());
            write(member.value());
            if (exchanged) {
                m_out += ',';
                write(*exchanged);
                exchanged.reset();
            }
        }
        if (grown) {
            m_out += isFirst ? "" : ",";
            if (value.isObject())
                writeKey(grown->name);
            m_out += grown->json;
        }
        m_out += value.isObject() ? '}' : ']';
    }

    void writeKey(std::string_view key)
    {
        appendJsonString(m_out, key);
        m_out += ':';
    }

    std::unordered_map<std::uint32_t, const PatchedChange *> m_changes;
    std::string m_out;
};

// The canonical form of what the changes make of the value; nothing where it can be none.
Result<std::string> intendedValue(const Tree &tree, const std::vector<PatchedChange> &changes)
{
    const auto wanted = readJson(Intended(changes).of(tree.root()), Limits::wide());
    if (!wanted)
        return toError(wanted.problem());
    return canonicalJson(wanted.tree().root());
}

// Nothing where two of them overlap without one lying inside of the other. What is put in at one
// place stands in the order of the steps: an outer container ends behind what an inner one got.
std::optional<std::string> appliedTogether(
    std::string_view source, const std::vector<TextPatch> &patches)
{
    std::vector<std::size_t> order(patches.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        const auto &left = patches[a];
        const auto &right = patches[b];
        const auto rank = [](const TextPatch &patch) { return patch.begin != patch.end; };
        if (left.begin != right.begin || rank(left) != rank(right))
            return std::tuple(left.begin, rank(left)) < std::tuple(right.begin, rank(right));
        return left.end != right.end ? left.end > right.end : a < b;
    });
    std::string text;
    std::size_t done = 0;
    for (const auto i : order) {
        const TextPatch &patch = patches[i];
        if (patch.begin < done && patch.end <= done)
            continue;
        if (patch.begin < done)
            return std::nullopt;
        text += source.substr(done, patch.begin - done);
        text += patch.text;
        done = patch.end;
    }
    return text.append(source.substr(done));
}

} // namespace

Error patchRefusal(const char *code, std::string_view pointer, std::string message)
{
    FieldError field;
    field.pointer = pointer;
    field.code = code;
    field.message = message;
    return {ErrorKind::Invalid, code, std::move(message), {}, {std::move(field)}, {}};
}

Result<TextPatch> proved(
    const Tree &tree, const PatchedChange &change, std::string_view pointer, PatchCandidates ways)
{
    const auto value = intendedValue(tree, {change});
    if (!value)
        return value.error();
    for (auto &way : ways) {
        const auto reading = read(way.appliedTo(tree.source()), tree.format(), Limits::wide());
        if (reading && canonicalJson(reading.tree().root()) == *value)
            return std::move(way);
    }
    return patchRefusal("cannot-patch", pointer,
        "This cannot be changed without touching other parts of the text; change the text itself.");
}

std::optional<Tree> provedTogether(const Tree &tree, const std::vector<PatchedChange> &changes,
    const std::vector<TextPatch> &patches, const Limits &limits)
{
    auto text = appliedTogether(tree.source(), patches);
    if (!text)
        return std::nullopt;
    auto reading = read(*std::move(text), tree.format(), limits);
    if (!reading)
        return std::nullopt;
    const auto value = intendedValue(tree, changes);
    if (!value || canonicalJson(reading.tree().root()) != *value)
        return std::nullopt;
    return std::move(reading).tree();
}

} // namespace chancery::core
