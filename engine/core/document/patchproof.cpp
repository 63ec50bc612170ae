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

namespace chancery::core {

namespace {

// The whole document as JSON with one change made.
class Intended {
public:
    explicit Intended(const PatchedChange &change)
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
        if (isHere && m_change.kind == PatchedChange::Kind::Set)
            m_out += m_change.json;
        else if (value.isArray() || value.isObject())
            writeContainer(value, isHere && m_change.kind == PatchedChange::Kind::Append);
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
        std::optional<Value> exchanged;
        for (const auto &member : value) {
            const bool isHere = member.value().index() == m_change.node;
            if (isHere && m_change.kind == PatchedChange::Kind::Remove)
                continue;
            if (isHere && m_change.kind == PatchedChange::Kind::Exchange) {
                exchanged = member.value();
                continue;
            }
            m_out += isFirst ? "" : ",";
            isFirst = false;
            if (isHere && m_change.kind == PatchedChange::Kind::InsertBefore)
                m_out += m_change.json + ',';
            const bool isRenamed = isHere && m_change.kind == PatchedChange::Kind::Rename;
            if (value.isObject())
                writeKey(isRenamed ? m_change.name : member.key());
            write(member.value());
            if (exchanged) {
                m_out += ',';
                write(*exchanged);
                exchanged.reset();
            }
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

    const PatchedChange &m_change;
    std::string m_out;
};

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
    const auto wanted = readJson(Intended(change).of(tree.root()), Limits::wide());
    if (!wanted)
        return toError(wanted.problem());
    const auto value = canonicalJson(wanted.tree().root());
    for (auto &way : ways) {
        const auto reading = read(way.appliedTo(tree.source()), tree.format(), Limits::wide());
        if (reading && canonicalJson(reading.tree().root()) == value)
            return std::move(way);
    }
    return patchRefusal("cannot-patch", pointer,
        "This cannot be changed without touching other parts of the text; change the text itself.");
}

} // namespace chancery::core
