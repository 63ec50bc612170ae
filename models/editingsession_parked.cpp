// SPDX-License-Identifier: Apache-2.0
#include "editingsession.h"

#include "models/qtconvert.h"

// What an editing session does when a rollback parks its draft (GOV-29): the editor follows live,
// and nothing that was written is an unpublished change of what was rolled back. What had not
// reached the server goes into the parked draft.

namespace chancery::models {

bool EditingSession::standAside(const std::vector<core::Draft> &drafts)
{
    m_parked.take(drafts, m_config.id, m_environment);
    if (!m_draft)
        return false;
    const auto parked = std::ranges::find(drafts, m_draft->id, &core::Draft::id);
    if (parked == drafts.end() || parked->parkedAs.empty())
        return false;
    m_saveTimer.stop();
    m_saving.cancel(); // whatever becomes of it, the parked draft is another one than it knew
    m_saving.dismiss();
    const QString mine = text();
    const bool isMore = mine != toQt(parked->text);
    if (isMore && m_keeper && m_slot < DraftKeeper::mostTexts) {
        VaultText kept = textToKeep();
        kept.draft = {}; // offered later it is one of its own
        m_keepTimer.stop();
        m_isKept = true;
        m_keeper->keep(m_config.id, m_environment, {m_slot, std::move(kept)});
    }
    m_draft.reset();
    m_agreedText.reset();
    m_mergeReading.reset();
    m_base = m_head ? std::optional(m_head->version) : std::nullopt;
    m_draftState = DraftState::None;
    replaceText(m_liveText);
    m_savedText = m_liveText;
    // Until the server has it, it is kept on this computer.
    if (isMore)
        m_parked.keep(*parked, {m_config.id, m_environment, parked->base, fromQt(mine)}, [this] {
            forgetKept();
            Q_EMIT changed();
        });
    else
        forgetKept();
    Q_EMIT draftChanged();
    Q_EMIT changed();
    return true;
}

void EditingSession::takeUpParked()
{
    const core::Draft *parked = m_parked.latest();
    if (!parked || !m_isLoaded || isModified())
        return;
    m_base = parked->base;
    m_text.set(toQt(parked->text));
    Q_EMIT textMerged();
    noteEdit();
    Q_EMIT changed();
}

void EditingSession::discardParked()
{
    m_parked.discard([this] { Q_EMIT changed(); });
}

} // namespace chancery::models
