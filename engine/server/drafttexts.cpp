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

// An earlier server stored the draft itself, which begins with its id.
bool isOldForm(std::string_view json)
{
    return !json.starts_with(R"({"draft":)");
}

// Whatever its form: a text is encrypted even where it is empty.
bool isInPlain(const KeptDraft &kept)
{
    return kept.sealed.empty();
}

void sealText(Unit &unit, KeptDraft &kept)
{
    kept.sealed = unit.sealKeys().sealOwn(unit, kept.draft.text, placeOf(kept.draft));
    kept.draft.text.clear();
}

// Where it cannot be done it stays as it is, for the next start.
void trySealing(Unit &unit, KeptDraft &kept)
{
    try {
        sealText(unit, kept);
    } catch (const Refusal &refusal) {
        if (refusal.error.code != "sealing-unavailable")
            throw;
    }
}

} // namespace

std::string draftKey(const core::PrincipalId &author, const std::string &id)
{
    return keys::join(keys::draft, author.text(), id);
}

KeptDraft keptDraft(const Bytes &bytes)
{
    if (isOldForm(*bytes))
        return {View::parse<core::Draft>(bytes), {}};
    return View::parse<KeptDraft>(bytes);
}

std::optional<KeptDraft> readableDraft(const Bytes &bytes)
{
    try {
        return keptDraft(bytes);
    } catch (const Refusal &) {
        return std::nullopt;
    }
}

std::optional<KeptDraft> findKeptDraft(const View &view, const std::string &key)
{
    const auto bytes = view.get(key);
    return bytes ? std::optional(keptDraft(bytes)) : std::nullopt;
}

core::Result<core::Draft> openedDraft(SealKeys &sealKeys, const View &view, const KeptDraft &kept)
{
    auto draft = kept.draft;
    if (isInPlain(kept))
        return draft;
    auto text = sealKeys.openOwn(view, kept.sealed, placeOf(draft));
    if (!text) {
        auto error = std::move(text).error();
        error.detail = "The draft " + draft.id.text() + " of " + draft.path + " in "
            + draft.environment.text() + " is kept, but cannot be opened: " + error.detail;
        return error;
    }
    draft.text = *std::move(text);
    return draft;
}

core::Draft listedDraft(SealKeys &sealKeys, const View &view, const KeptDraft &kept)
{
    if (auto opened = openedDraft(sealKeys, view, kept))
        return *std::move(opened);
    auto draft = kept.draft;
    draft.text.clear();
    draft.unreadable = true;
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
    if (isInPlain(kept))
        trySealing(unit, kept);
    // Over the encrypted text or none: a tag stands in the audit log too, and one over the words
    // would let them be guessed.
    auto tagged = kept;
    tagged.draft.etag = {};
    tagged.draft.text.clear();
    kept.draft.etag = makeETag(unit.nextOrder(), api::toJson(tagged));
    // In plain only in the form that says so.
    unit.put(keyOf(kept.draft), isInPlain(kept) ? api::toJson(kept.draft) : api::toJson(kept));
}

void storeDraft(Unit &unit, core::Draft &draft)
{
    KeptDraft kept{draft, unit.sealKeys().sealOwn(unit, draft.text, placeOf(draft))};
    kept.draft.text.clear();
    storeKeptDraft(unit, kept);
    draft.etag = kept.draft.etag;
}

void sealOldDrafts(Unit &unit, OldTexts &texts)
{
    auto range = nextPiece(keys::join(keys::draft, ""), texts);
    const auto entries = unit.view().scan(range);
    for (const auto &entry : entries) {
        auto kept = readableDraft(entry.value);
        if (!kept) {
            texts.broken.push_back(entry.key);
            continue;
        }
        if (!isInPlain(*kept))
            continue;
        // Whoever has it before them goes on with the tag that they know.
        sealText(unit, *kept);
        unit.put(entry.key, api::toJson(*kept));
        texts.isAny = true;
    }
    endPiece(range, entries, texts);
}

KeyRange nextPiece(std::string_view under, const OldTexts &texts)
{
    auto range = KeyRange::under(under);
    range.limit = 1000;
    range.bytes = std::size_t(16) << 20;
    if (!texts.from.empty())
        range.from = texts.from;
    return range;
}

void endPiece(const KeyRange &range, const std::vector<Entry> &entries, OldTexts &texts)
{
    texts.isAtEnd = range.isExhausted(entries);
    if (!texts.isAtEnd)
        texts.from = entries.back().key + '\0';
}

} // namespace chancery::server
