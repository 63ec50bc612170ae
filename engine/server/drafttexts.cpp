// SPDX-License-Identifier: Apache-2.0
#include "drafttexts.h"

namespace chancery::server {

template <typename Visitor>
void describe(Visitor &visit, KeptDraft &value)
{
    visit("draft", value.draft);
    visit("sealed", value.sealed);
}

namespace {

// An earlier server stored the draft itself, which begins with its id.
bool isInPlain(std::string_view json)
{
    return !json.starts_with(R"({"draft":)");
}

std::string keyOf(const core::Draft &draft)
{
    return draftKey(draft.author, draft.id.text());
}

// Where the text belongs. A row that is put in the place of another, or says that it is about
// another config, does not open.
std::string placeOf(const core::Draft &draft)
{
    return keys::join(keyOf(draft), draft.config.text(), draft.environment.text());
}

} // namespace

std::string draftKey(const core::PrincipalId &author, const std::string &id)
{
    return keys::join(keys::draft, author.text(), id);
}

KeptDraft keptDraft(const Bytes &bytes)
{
    if (isInPlain(*bytes))
        return {View::parse<core::Draft>(bytes), {}};
    return View::parse<KeptDraft>(bytes);
}

std::optional<KeptDraft> findKeptDraft(const View &view, const std::string &key)
{
    const auto bytes = view.get(key);
    return bytes ? std::optional(keptDraft(bytes)) : std::nullopt;
}

core::Result<core::Draft> openedDraft(SealKeys &sealKeys, const View &view, const KeptDraft &kept)
{
    auto draft = kept.draft;
    if (kept.sealed.empty())
        return draft;
    auto text = sealKeys.openOwn(view, kept.sealed, placeOf(draft));
    if (!text) {
        auto error = std::move(text).error();
        error.detail = "The draft of " + draft.path + " in " + draft.environment.text()
            + " is kept, but cannot be opened: " + error.detail;
        return error;
    }
    draft.text = *std::move(text);
    return draft;
}

core::Draft needDraft(
    SealKeys &sealKeys, const View &view, const core::PrincipalId &author, const std::string &id)
{
    const auto kept = keptDraft(view.needBytes(draftKey(author, id), "draft " + id));
    return orRefuse(openedDraft(sealKeys, view, kept));
}

void storeKeptDraft(Unit &unit, KeptDraft &kept)
{
    // Over the encrypted text: a tag stands in the audit log too, and one over the words would let
    // them be guessed.
    kept.draft.etag = {};
    kept.draft.etag = makeETag(unit.nextOrder(), api::toJson(kept));
    unit.put(keyOf(kept.draft), api::toJson(kept));
}

void storeDraft(Unit &unit, core::Draft &draft)
{
    KeptDraft kept{draft, unit.sealKeys().sealOwn(unit, draft.text, placeOf(draft))};
    kept.draft.text.clear();
    storeKeptDraft(unit, kept);
    draft.etag = kept.draft.etag;
}

bool sealOldDrafts(Unit &unit)
{
    bool isAny = false;
    auto range = KeyRange::under(keys::join(keys::draft, ""));
    range.limit = 100;
    range.bytes = std::size_t(16) << 20;
    for (;;) {
        const auto entries = unit.view().scan(range);
        for (const auto &entry : entries) {
            if (!isInPlain(*entry.value))
                continue;
            auto kept = keptDraft(entry.value);
            // Whoever has it before them goes on with the tag that they know.
            kept.sealed = unit.sealKeys().sealOwn(unit, kept.draft.text, placeOf(kept.draft));
            kept.draft.text.clear();
            unit.put(entry.key, api::toJson(kept));
            isAny = true;
        }
        if (range.isExhausted(entries))
            return isAny;
        range.from = entries.back().key + '\0';
    }
}

} // namespace chancery::server
