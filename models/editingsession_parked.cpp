// SPDX-License-Identifier: Apache-2.0
#include "editingsession.h"

#include "models/qtconvert.h"

// What an editing session does when a rollback parks its draft (GOV-29): the editor follows live,
// and nothing that was written is an unpublished change of what was rolled back. What had not
// reached the server goes into the parked draft.

namespace chancery::models {

bool EditingSession::standAside(const std::vector<core::Draft> &drafts)
{
    parked().take(drafts, config().id, environment());
    if (!m_draft)
        return false;
    const auto displaced = std::ranges::find(drafts, m_draft->id, &core::Draft::id);
    if (displaced == drafts.end() || displaced->parkedAs.empty())
        return false;
    m_saveTimer.stop();
    m_saving.cancel(); // whatever becomes of it, the parked draft is another one than it knew
    m_saving.dismiss();
    const QString mine = text();
    const auto schema = chosenSchema();
    const bool isMore
        = !displaced->isReadable() || mine != toQt(displaced->text) || schema != savedSchema();
    if (isMore && m_keeper && m_slot < DraftKeeper::mostTexts) {
        VaultText kept = textToKeep();
        kept.draft = {}; // offered later it is one of its own
        m_keepTimer.stop();
        m_isKept = true;
        m_keeper->keep(config().id, environment(), {m_slot, std::move(kept)});
    }
    m_draft.reset();
    m_agreedText.reset();
    m_mergeReading.reset();
    m_base = liveVersion();
    m_draftState = DraftState::None;
    replaceText(liveText());
    m_savedText = liveText();
    m_savedSchema.reset();
    setChosenSchema({});
    // Until the server has it, it is kept on this computer.
    if (isMore && displaced->isReadable())
        parked().keep(*displaced,
            {config().id, environment(), displaced->base, fromQt(mine), schema}, [this] {
                forgetKept();
                Q_EMIT changed();
            });
    else if (!isMore)
        forgetKept();
    Q_EMIT draftChanged();
    Q_EMIT changed();
    return true;
}

} // namespace chancery::models
