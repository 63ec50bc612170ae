// SPDX-License-Identifier: Apache-2.0
#include "convert.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/convert/losses.h"
#include "engine/core/document/convert/writers.h"
#include "engine/core/document/json.h"
#include "engine/core/document/layout.h"
#include "engine/core/secrets/covered.h"
#include "engine/core/secrets/incomments.h"

#include <algorithm>

namespace chancery::core {

namespace {

Error refusal(const char *code, std::string message)
{
    return {ErrorKind::Invalid, code, std::move(message), {}, {}, {}};
}

// The value as JSON, without members that are null when the format has no null.
void writeValue(std::string &out, Value value, bool hasNull)
{
    if (!value.isArray() && !value.isObject()) {
        convert::writeJsonScalar(out, value);
        return;
    }
    out += value.isObject() ? '{' : '[';
    bool isFirst = true;
    for (const auto &member : value) {
        if (!hasNull && value.isObject() && member.value().isNull())
            continue;
        out += isFirst ? "" : ",";
        isFirst = false;
        if (value.isObject()) {
            appendJsonString(out, member.key());
            out += ':';
        }
        writeValue(out, member.value(), hasNull);
    }
    out += value.isObject() ? '}' : ']';
}

bool hasNullItem(const Tree &tree)
{
    for (std::uint32_t index = 0; index < tree.nodeCount(); ++index) {
        if (tree.node(index).type != NodeType::Array)
            continue;
        for (const auto &item : Value(tree, index)) {
            if (item.value().isNull())
                return true;
        }
    }
    return false;
}

// A secret in a comment is no more to be read where it is left behind than where it stood.
void coverSecrets(const Tree &tree, std::vector<ConversionLoss> &losses)
{
    std::vector<TextSpan> spans;
    for (const CommentSecret &secret : commentSecrets(tree, SecretScanner::shared()))
        spans.push_back({secret.begin, secret.end});
    spans = mergedSpans(std::move(spans));
    for (ConversionLoss &loss : losses) {
        if (loss.kind != ConversionLoss::Kind::Comment)
            continue;
        const auto end = loss.offset + loss.text.size();
        const auto first = std::ranges::upper_bound(spans, loss.offset, {}, &TextSpan::end);
        const auto last = std::ranges::lower_bound(spans, end, {}, &TextSpan::begin);
        if (first < last)
            loss.text = covered(tree.source(), {first, last}, loss.offset, end);
    }
}

} // namespace

Result<Conversion> convertDocument(const Tree &tree, Format to)
{
    if (tree.nodeCount() == 0)
        return Conversion{};
    const bool toToml = to == Format::Toml;
    if (toToml && !tree.root().isObject())
        return refusal("toml-needs-table",
            "A TOML document is a table of keys; this one is a single value or a list.");
    if (toToml && hasNullItem(tree))
        return refusal("toml-has-no-null",
            "A list holds a null, which TOML does not have; it cannot be left out "
            "without moving the others.");
    std::string json;
    writeValue(json, tree.root(), !toToml);
    auto wanted = readJson(std::move(json), Limits::wide());
    if (!wanted)
        return toError(wanted.problem());
    Conversion conversion;
    conversion.losses = convert::lossesOf(tree, to);
    coverSecrets(tree, conversion.losses);
    conversion.text = convert::written(wanted.tree(), to);
    const auto reading = read(conversion.text, to, Limits::wide());
    if (!reading || canonicalJson(reading.tree().root()) != canonicalJson(wanted.tree().root()))
        return refusal("cannot-convert",
            "The document holds something that cannot be written in that format.");
    return conversion;
}

} // namespace chancery::core
