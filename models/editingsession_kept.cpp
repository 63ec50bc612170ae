// SPDX-License-Identifier: Apache-2.0
#include "editingsession.h"

#include "models/qtconvert.h"

// What the editing session keeps on this computer. Three rules hold it together: a text is kept
// while it is not on the server; a kept text of an earlier run is neither overwritten nor deleted
// before somebody has decided about it; and restoring it saves against what it began from, so that
// what happened on the server meanwhile is a conflict and not a loss.

namespace chancery::models {

void EditingSession::findKept()
{
    if (!m_keeper)
        return;
    m_finding.start<DraftKeeper::Found>(
        tr("Looking for an unsaved text of “%1”").arg(toQt(m_config.path)),
        [this](auto done) { return m_keeper->find(m_config.id, m_environment, std::move(done)); },
        [this](DraftKeeper::Found found) {
            if (found)
                takeKept(*std::move(found));
        });
}

void EditingSession::takeKept(VaultText kept)
{
    m_isKept = true;
    if (toQt(kept.text) == m_savedText) {
        // It reached the server after all; only the news of it did not reach the console.
        if (text() == m_savedText)
            forgetKept();
        return;
    }
    m_offer = std::move(kept);
    Q_EMIT changed();
}

// Not put off by further edits: somebody who types without a pause must not lose it all.
void EditingSession::keepSoon()
{
    if (m_keeper && !m_keepTimer.isActive())
        m_keepTimer.start();
}

void EditingSession::keepNow()
{
    m_keepTimer.stop();
    if (!m_keeper || m_offer || !m_isLoaded || isOnServer())
        return;
    if (m_finding.isRunning()) {
        m_keepTimer.start();
        return;
    }
    VaultText text;
    text.text = fromQt(m_text.value());
    text.base = m_base;
    if (m_draft)
        text.draft = m_draft->etag;
    m_isKept = true;
    m_keeper->keep(m_config.id, m_environment, std::move(text));
}

void EditingSession::forgetKept()
{
    m_keepTimer.stop();
    if (!m_offer && std::exchange(m_isKept, false) && m_keeper)
        m_keeper->forget(m_config.id, m_environment);
}

void EditingSession::restore()
{
    if (!m_offer)
        return;
    const VaultText kept = *std::exchange(m_offer, std::nullopt);
    m_saveTimer.stop();
    m_base = kept.base;
    replaceText(toQt(kept.text));
    if (m_draft && kept.draft != m_draft->etag) {
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
    if (!std::exchange(m_offer, std::nullopt))
        return;
    forgetKept();
    if (m_draftState != DraftState::None && m_draftState != DraftState::Saved)
        keepSoon();
    Q_EMIT changed();
}

void EditingSession::serverIsBack()
{
    if (m_merging.hasFailed())
        m_merging.retry();
    if (m_schemaLoading.hasFailed())
        m_schemaLoading.retry();
    if (m_draftState != DraftState::Failed || !m_saving.hasFailed())
        return;
    const core::ErrorKind kind = m_saving.error().kind;
    if (kind == core::ErrorKind::Offline || kind == core::ErrorKind::Timeout)
        saveNow();
}

} // namespace chancery::models
