// SPDX-License-Identifier: Apache-2.0
#include "draftmerges.h"

#include "engine/server/drafttexts.h"

namespace chancery::server {

namespace {

constexpr std::string_view draftMerged = "draft-merged"; // /author/draft: vid

std::string keyOf(const core::Draft &draft)
{
    return keys::join(draftMerged, draft.author.text(), draft.id.text());
}

// A base is its author's word: only what was once live there is one.
bool wasLiveThere(const View &view, const core::Draft &draft, const core::VersionId &id)
{
    const auto version = view.find<core::Version>(keys::join(keys::version, id.text()));
    return version && version->config == draft.config && version->environment == draft.environment;
}

} // namespace

void keepDraftMerge(Unit &unit, const core::Draft &before, const core::Draft &now)
{
    const auto key = keyOf(now);
    const auto kept = unit.view().text(key);
    if (!now.base || !before.base) {
        if (!kept.empty())
            unit.remove(key);
        return;
    }
    // Whoever takes what is live has begun anew.
    const bool isAnew = now.base->text() == kept
        || (now.base != before.base
            && now.text == unit.view().text(keys::join(keys::text, now.base->text())));
    if (isAnew) {
        if (!kept.empty())
            unit.remove(key);
        return;
    }
    if (now.base == before.base || !kept.empty())
        return;
    if (wasLiveThere(unit.view(), now, *before.base) && wasLiveThere(unit.view(), now, *now.base))
        unit.put(key, before.base->text());
}

void dropDraftMerge(Unit &unit, const core::Draft &draft)
{
    const auto key = keyOf(draft);
    if (!unit.view().text(key).empty())
        unit.remove(key);
}

void takeDraftMerges(Unit &unit, std::vector<core::RequestItem> &items)
{
    const auto &author = unit.actor().principal.id;
    for (auto &item : items) {
        if (item.mergedFrom || !item.base)
            continue;
        const auto id = unit.view().text(
            keys::join(keys::draftAt, item.config.text(), item.environment.text(), author.text()));
        if (id.empty())
            continue;
        const auto kept = findKeptDraft(unit.view(), draftKey(author, id));
        const auto begun = kept ? unit.view().text(keyOf(kept->draft)) : std::string();
        if (begun.empty() || kept->draft.base != item.base)
            continue;
        // What cannot be opened keeps nobody from sending what they have before them.
        const auto draft = openedDraft(unit.sealKeys(), unit.view(), *kept);
        if (draft && draft->text == item.text)
            item.mergedFrom = core::VersionId(begun);
    }
}

} // namespace chancery::server
