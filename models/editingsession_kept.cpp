// SPDX-License-Identifier: Apache-2.0
#include "editingsession.h"

#include "models/qtconvert.h"

// What the editing session keeps on this computer. Three rules hold it together: a text is kept
// while it is not on the server, also beside one of an earlier run, in a slot of its own; a kept
// text of an earlier run is neither overwritten nor deleted before somebody has decided about it;
// and restoring it saves against what it began from, so that what happened on the server meanwhile
// is a conflict and not a loss.

namespace chancery::models {

void EditingSession::findKept()
{
    if (!m_keeper)
        return;
    m_finding.start<DraftKeeper::Found>(
        tr("Looking for an unsaved text of “%1”").arg(toQt(config().path)),
        [this](auto done) { return m_keeper->find(config().id, environment(), std::move(done)); },
        [this](DraftKeeper::Found found) { takeKept(std::move(found)); });
}

void EditingSession::takeKept(DraftKeeper::Found found)
{
    for (KeptText &kept : found) {
        // It reached the server after all; only the news of it did not reach the console.
        const bool isSaved = toQt(kept.text.text) == m_savedText
            && (!kept.text.schema || kept.text.schema == chosenSchema());
        if (isSaved)
            m_keeper->forget(config().id, environment(), kept.slot);
        else
            m_offers.push_back(std::move(kept));
    }
    m_slot = freeSlot();
    if (!m_offers.empty())
        Q_EMIT changed();
}

// The first that holds no text to be decided about; behind the last when there is none.
int EditingSession::freeSlot() const
{
    int slot = 0;
    while (std::ranges::find(m_offers, slot, &KeptText::slot) != m_offers.end())
        ++slot;
    return slot;
}

// Not put off by further edits: somebody who types without a pause must not lose it all.
void EditingSession::keepSoon()
{
    if (m_keeper && !m_keepTimer.isActive())
        m_keepTimer.start();
}

VaultText EditingSession::textToKeep() const
{
    VaultText kept;
    kept.text = fromQt(m_text.value());
    kept.base = m_base;
    if (m_draft)
        kept.draft = m_draft->etag;
    kept.schema = chosenSchema();
    return kept;
}

void EditingSession::keepNow()
{
    m_keepTimer.stop();
    if (!m_keeper || !m_isLoaded || isOnServer())
        return;
    if (m_slot >= DraftKeeper::mostTexts) {
        m_keeper->tellFull();
        return;
    }
    if (m_finding.isRunning()) {
        m_keepTimer.start();
        return;
    }
    m_isKept = true;
    m_keeper->keep(config().id, environment(), {m_slot, textToKeep()});
}

void EditingSession::forgetKept()
{
    m_keepTimer.stop();
    if (std::exchange(m_isKept, false) && m_keeper)
        m_keeper->forget(config().id, environment(), m_slot);
}

// With what is live now merged into it, as into any text of another base; it stays parked until it
// is discarded.
void EditingSession::takeUp(const core::Draft &parked)
{
    m_base = parked.base;
    setChosenSchema(parked.schema);
    m_text.set(toQt(parked.text));
    Q_EMIT textMerged();
    noteEdit();
    Q_EMIT changed();
}

void EditingSession::restore()
{
    if (m_offers.empty()) {
        if (const core::Draft *latest = parked().latest(); latest && m_isLoaded && !isModified())
            takeUp(*latest);
        return;
    }
    KeptText kept = std::move(m_offers.front());
    m_offers.erase(m_offers.begin());
    m_saveTimer.stop();
    m_keepTimer.stop();
    if (!isOnServer() && m_slot < DraftKeeper::mostTexts) {
        KeptText present{m_slot, textToKeep()};
        present.text.writtenAt = m_keeper->keep(config().id, environment(), present);
        m_offers.push_back(std::move(present));
    } else {
        forgetKept();
    }
    m_slot = kept.slot;
    m_isKept = true;
    m_base = kept.text.base;
    setChosenSchema(kept.text.schema);
    replaceText(toQt(kept.text.text));
    if (m_draft && kept.text.draft != m_draft->etag) {
        m_agreedText.reset(); // the text began from a draft that nobody has any more
        setDraftState(DraftState::Conflict);
        return;
    }
    m_draftState = DraftState::Unsaved;
    Q_EMIT changed();
    saveNow();
}

void EditingSession::dropOffer()
{
    if (m_offers.empty()) {
        parked().discard();
        return;
    }
    m_keeper->forget(config().id, environment(), m_offers.front().slot);
    m_offers.erase(m_offers.begin());
    if (m_slot >= DraftKeeper::mostTexts)
        m_slot = freeSlot();
    if (m_draftState != DraftState::None && m_draftState != DraftState::Saved)
        keepSoon();
    Q_EMIT changed();
}

void EditingSession::serverIsBack()
{
    if (m_merging.hasFailed())
        m_merging.retry();
    retrySchema();
    if (m_draftState != DraftState::Failed || !m_saving.hasFailed())
        return;
    // What stands in front of a server that is starting answers for it.
    using enum core::ErrorKind;
    const core::ErrorKind kind = m_saving.error().kind;
    if (kind == Offline || kind == Timeout || kind == Server || kind == RateLimited)
        saveNow();
}

} // namespace chancery::models
