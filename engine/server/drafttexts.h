// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/server/sealkeys.h"
#include "engine/server/unit.h"

namespace chancery::server {

// A draft as it is stored (docs/adr/0027). What somebody is still writing may hold a secret in
// plain, so its text is encrypted; all else of it stays readable, also where the key is missing.
struct KeptDraft {
    core::Draft draft; // without its text, unless an earlier server wrote it
    std::string sealed; // the text; empty where an earlier server wrote it
};

std::string draftKey(const core::PrincipalId &author, const std::string &id);
// What is stored under the key, for whom the text is of no use; nothing where there is none.
std::optional<KeptDraft> findKeptDraft(const View &view, const std::string &key);
KeptDraft keptDraft(const Bytes &bytes);
// The same where many are looked at: a row that cannot be read is none, and takes no other with it.
std::optional<KeptDraft> readableDraft(const Bytes &bytes);
// With its text. Error{Server, "sealing-unavailable"} names the draft: it stays as it is. Of any
// thread.
core::Result<core::Draft> openedDraft(SealKeys &sealKeys, const View &view, const KeptDraft &kept);
// The same among others, none of which it takes with it: marked and without its text where it does
// not open.
core::Draft listedDraft(SealKeys &sealKeys, const View &view, const KeptDraft &kept);
// The draft of that author, or 404, or 503 where it cannot be opened.
core::Draft needDraft(
    SealKeys &sealKeys, const View &view, const core::PrincipalId &author, const std::string &id);
// Gives the draft its new ETag and keeps it, its text encrypted. Refuses with
// "sealing-unavailable".
void storeDraft(Unit &unit, core::Draft &draft);
// The same for one whose text stays as it is, and need not be opened for that.
void storeKeptDraft(Unit &unit, KeptDraft &kept);

// What an earlier server left in plain, piece by piece, each a unit of its own; once in the life of
// a store.
struct OldTexts {
    std::string from; // where the next piece begins; empty at the first
    bool isAtEnd = false;
    bool isAny = false; // that was encrypted
    std::vector<std::string> broken; // rows that cannot be read, which are nobody's to encrypt
};
KeyRange nextPiece(std::string_view under, const OldTexts &texts);
void endPiece(const KeyRange &range, const std::vector<Entry> &entries, OldTexts &texts);
// The next piece. Refuses with "sealing-unavailable".
void sealOldDrafts(Unit &unit, OldTexts &texts);

} // namespace chancery::server
