// SPDX-License-Identifier: Apache-2.0
#include "referencesource.h"

#include "editors/referencesat.h"
#include "engine/core/document/json.h"
#include "engine/core/hierarchy/referencetext.h"

namespace chancery::editors {

namespace {

constexpr std::size_t mostItems = 200;
constexpr std::size_t longestNote = 60;

// On one line of the list, whose signs it must not contain.
std::string noteOf(std::string text)
{
    std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    if (text.size() <= longestNote)
        return text;
    std::size_t end = longestNote;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end) + "…";
}

void add(CompletionList &list, std::string_view typed, const std::string &name, std::string note,
    std::string text)
{
    if (!name.starts_with(typed) || list.items.size() >= mostItems)
        return;
    CompletionItem item;
    item.kind = CompletionItem::Kind::Value;
    item.name = name;
    item.note = std::move(note);
    item.caret = text.size();
    item.text = std::move(text);
    list.items.push_back(std::move(item));
}

// As it stands in the text: in a string of JSON, and between double quotes elsewhere, where the
// same signs have to be written in another way.
std::string written(const std::string &pointer, bool isInQuotes)
{
    const auto encoded = core::encodedPointer(pointer);
    if (!isInQuotes)
        return encoded;
    std::string json;
    core::appendJsonString(json, encoded);
    return json.substr(1, json.size() - 2);
}

// Whether the reference that begins there stands in a string with double quotes: the quotes in
// front of it in its line come in pairs but for the last.
bool isInQuotes(std::string_view text, std::size_t begin)
{
    const auto lineStart = text.substr(0, begin).rfind('\n') + 1;
    bool isOpen = false;
    for (auto at = lineStart; at < begin; ++at) {
        if (isOpen && text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            isOpen = !isOpen;
    }
    return isOpen;
}

} // namespace

std::optional<ReferenceCompletions> referenceCompletionsAt(
    std::string_view text, std::size_t caret, ReferenceSource &source)
{
    const auto reference = unfinishedReferenceAt(text, caret);
    if (!reference)
        return {};
    ReferenceCompletions found;
    found.list.begin = reference->begin;
    found.list.end = reference->end;
    if (!reference->pointer) {
        found.list.typed = reference->path.size();
        for (const std::string &path : source.paths())
            add(found.list, reference->path, path, {}, path + '#');
        return found;
    }
    found.list.begin += reference->path.size() + 1;
    found.list.typed = reference->pointer->size();
    const auto keys = source.keysOf(reference->path);
    found.isComing = !keys;
    const bool isClosed = reference->end < text.size() && text[reference->end] == '}';
    const bool inQuotes = isInQuotes(text, reference->begin);
    for (const ReferenceSource::Key &key : keys.value_or(std::vector<ReferenceSource::Key>())) {
        const auto shown = written(key.pointer, inQuotes);
        add(found.list, *reference->pointer, shown, noteOf(key.present),
            shown + (isClosed ? "" : "}"));
    }
    return found;
}

} // namespace chancery::editors
