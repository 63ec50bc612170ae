// SPDX-License-Identifier: Apache-2.0
#include "editingsession.h"

#include "models/actionstate.h"
#include "models/paging.h"
#include "models/qtconvert.h"

// What the editing session knows for a three-way merge. Two things can happen to a draft while
// somebody writes it: it is saved elsewhere, or live moves on under it. Each is a merge with its
// own theirs and its own base; when both have happened, the draft comes first, because what is
// saved elsewhere may stand on the new live already.

namespace chancery::models {

std::optional<core::Draft> EditingSession::mineOf(const std::vector<core::Draft> &drafts) const
{
    const auto mine = std::ranges::find_if(drafts, [this](const core::Draft &draft) {
        return draft.config == config().id && draft.environment == environment()
            && draft.parkedAs.empty();
    });
    return mine == drafts.end() ? std::nullopt : std::optional(*mine);
}

bool EditingSession::needsMerge() const
{
    if (!m_isLoaded || offer() || !editState(*this).isEnabled)
        return false;
    return m_draftState == DraftState::Conflict || isOutdated();
}

void EditingSession::readMerge()
{
    if (!needsMerge())
        return;
    m_mergeReading.reset();
    MergeReading reading;
    if (m_draftState != DraftState::Conflict) {
        reading.source = MergeTexts::Source::Live;
        reading.theirs = liveText();
        reading.version = liveVersion();
        readMergeBase(std::move(reading));
        return;
    }
    startPaged<core::Draft>(
        m_merging, tr("Reading the saved draft of “%1”").arg(toQt(config().path)),
        [this](const client::PageQuery &page, auto done) {
            return api().listDrafts(page, std::move(done));
        },
        [this](const std::vector<core::Draft> &drafts) {
            if (standAside(drafts)) {
                reloadLive();
                return;
            }
            MergeReading read;
            read.draft = mineOf(drafts);
            if (read.draft && !read.draft->isReadable()) {
                m_closed = read.draft;
                Q_EMIT changed();
                return;
            }
            // Discarded or submitted elsewhere: what they have is live.
            read.theirs = read.draft ? toQt(read.draft->text) : liveText();
            if (m_agreedText) {
                read.base = *m_agreedText;
                takeMerge(std::move(read));
            } else {
                readMergeBase(std::move(read));
            }
        });
}

void EditingSession::readMergeBase(MergeReading reading)
{
    if (!m_base || (head() && m_base == head()->version)) {
        reading.base = m_base ? liveText() : QString();
        takeMerge(std::move(reading));
        return;
    }
    m_merging.start<std::string>(
        tr("Reading what the draft of “%1” began from").arg(toQt(config().path)),
        [this](auto done) { return api().versionText(*m_base, std::move(done)); },
        [this, reading = std::move(reading)](const std::string &text) {
            MergeReading complete = reading;
            complete.base = toQt(text);
            takeMerge(std::move(complete));
        });
}

void EditingSession::takeMerge(MergeReading reading)
{
    m_mergeReading = std::move(reading);
    Q_EMIT mergeRead();
}

std::optional<MergeTexts> EditingSession::mergeTexts() const
{
    if (!m_mergeReading)
        return std::nullopt;
    return MergeTexts{m_mergeReading->source, m_mergeReading->base, m_mergeReading->theirs, text()};
}

void EditingSession::useMerged(const QString &text)
{
    if (!m_mergeReading)
        return;
    const MergeReading reading = *std::exchange(m_mergeReading, std::nullopt);
    const auto live = liveVersion();
    m_saveTimer.stop();
    if (reading.source == MergeTexts::Source::Live) {
        m_base = reading.version;
        m_savedText = QString(); // the base is part of what is saved
    } else {
        // Who chose none here goes along with what was chosen there.
        const bool isUnchosen = chosenSchema() == savedSchema();
        m_draft = reading.draft;
        m_savedSchema = m_draft ? m_draft->schema : std::nullopt;
        if (isUnchosen)
            setChosenSchema(m_savedSchema);
        m_savedText = reading.theirs;
        m_agreedText = m_draft ? std::optional(m_savedText) : std::nullopt;
        // Whichever side stands on live already has brought its changes along.
        if (!m_draft || m_draft->base == live)
            m_base = live;
        else if (m_base != live)
            m_base = m_draft->base;
    }
    m_draftState = DraftState::Unsaved;
    if (text != m_text.value()) {
        m_text.set(text);
        keepSoon();
        Q_EMIT textMerged();
    }
    Q_EMIT changed();
    saveNow();
}

} // namespace chancery::models
