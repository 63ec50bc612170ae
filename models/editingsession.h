// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/draftkeeper.h"
#include "models/editedtext.h"
#include "models/liveconfig.h"

#include <QPointer>
#include <QTimer>

#include <optional>

namespace chancery::models {

// What a submitted change is accompanied by.
struct SubmitForm {
    QString title;
    QString reason;
    QString ticket;
    bool isExpedited = false;
};

// Three texts that want to become one.
struct MergeTexts {
    enum class Source { Draft, Live, Reversal };

    // Where theirs comes from: the draft as saved elsewhere, live, or what was before a change that
    // is taken back.
    Source source = Source::Draft;
    QString base; // what both sides began from
    QString theirs;
    QString mine;
};

// One config in one environment under somebody's hands: the live text, the draft beside it, its
// automatic saving, and the way into a change request. Owned by the view that shows it; the draft
// lives on the server and is never overwritten against its ETag. What has not reached the server is
// kept on this computer every few seconds and offered the next time.
class EditingSession : public LiveConfig {
    Q_OBJECT

public:
    enum class DraftState { None, Unsaved, Saving, Saved, Conflict, Failed };

    struct Delays {
        std::chrono::milliseconds save{1200}; // after the last edit
        std::chrono::milliseconds keep{2000}; // after the first edit that is not kept
    };

    // Without a keeper nothing is kept on this computer.
    EditingSession(client::CmsApi &api, core::Config config, core::EnvironmentId environment,
        Permissions permissions, DraftKeeper *keeper, Delays delays);
    ~EditingSession() override;

    const QString &text() const { return m_text.value(); }
    bool isLoaded() const { return m_isLoaded; }
    // A text that has not been read since it was edited counts as another one.
    bool isModified() const
    {
        return m_isLoaded && (!m_text.isRead() || m_text.value() != liveText());
    }
    // Live moved on since the draft began; the request would need a rebase.
    bool isOutdated() const;
    DraftState draftState() const { return m_draftState; }
    // As it was saved last; nothing while there is none on the server.
    const std::optional<core::Draft> &draft() const { return m_draft; }
    // The server keeps a draft of it that it cannot open: nothing is written, merged or saved until
    // it can, or until it is discarded.
    friend const std::optional<core::Draft> &closedDraft(const EditingSession &session)
    {
        return session.m_closed;
    }
    // A text of an earlier run that had not reached the server, until somebody decides.
    const VaultText *offer() const { return m_offers.empty() ? nullptr : &m_offers.front().text; }
    Operation &finding() { return m_finding; }
    Operation &saving() { return m_saving; }
    Operation &submitting() { return m_submitting; }
    Operation &merging() { return m_merging; }

    void reloadLive();
    void setText(const QString &text);
    // Where the text comes from after textEdited(); must outlive the session.
    void setTextSource(EditedText::Source source) { m_text.setSource(std::move(source)); }
    void textEdited();
    void saveNow();
    // Deletes the draft and goes back to what is live.
    void discard();
    // The draft was saved elsewhere, or live moved on under it, and somebody here may write.
    bool needsMerge() const;
    // Reads what theirs is and what it began from; mergeRead() follows.
    void readMerge();
    // What was read last, beside the text as it is now.
    std::optional<MergeTexts> mergeTexts() const;
    // The text in place of theirs and mine; saved against the state that theirs was read in, so
    // that what happened since is another conflict and not a loss.
    void useMerged(const QString &text);
    void submit(const SubmitForm &form);
    // What the server could not be reached for is saved now.
    void serverIsBack();
    // The offered text goes on, against what it began from; what was typed meanwhile and is nowhere
    // else is offered next.
    // Where none is offered, the same of a draft that a rollback has parked.
    void restore();
    void dropOffer();

Q_SIGNALS:
    void textReplaced(); // by the store, not by setText()
    void textMerged(); // the same, as an edit that can be undone
    void mergeRead();
    void draftChanged(); // one appeared or went
    void submitted(const QString &request);

protected:
    void takeLive() override;
    void schemaChosen() override;

private:
    void takeDrafts(const std::vector<core::Draft> &drafts);
    void findKept();
    void takeKept(DraftKeeper::Found found);
    VaultText textToKeep() const;
    int freeSlot() const;
    void noteEdit();
    bool isOnServer() const;
    std::optional<core::SchemaId> savedSchema() const;
    // Nothing is written that the server has not.
    bool isAtRest() const { return m_isLoaded && !isModified() && chosenSchema() == savedSchema(); }
    void nothingToSave();
    void keepSoon();
    void keepNow();
    void forgetKept();
    struct MergeReading {
        MergeTexts::Source source = MergeTexts::Source::Draft;
        QString base;
        QString theirs;
        std::optional<core::Draft> draft; // as saved elsewhere
        std::optional<core::VersionId> version; // that base is the text of, or that is live
    };

    void takeUp(const core::Draft &parked);
    // Whether a rollback has parked the draft that is written here.
    bool standAside(const std::vector<core::Draft> &drafts);
    std::optional<core::Draft> mineOf(const std::vector<core::Draft> &drafts) const;
    void readMergeBase(MergeReading reading);
    void takeMerge(MergeReading reading);
    void takeSaveResult(const core::Draft &draft);
    void saveFailed();
    void afterSave();
    void replaceText(const QString &text);
    void setDraftState(DraftState state);
    core::DraftText draftText() const;
    core::NewChangeRequest requestOf(const SubmitForm &form) const;

    std::optional<core::Draft> m_draft;
    std::optional<core::Draft> m_closed;
    std::optional<core::VersionId> m_base;
    EditedText m_text;
    QString m_savedText;
    std::optional<core::SchemaId> m_savedSchema; // the same of the schema
    Operation m_saving;
    Operation m_submitting;
    Operation m_finding;
    Operation m_merging;
    std::optional<MergeReading> m_mergeReading;
    std::optional<QString>
        m_agreedText; // of the draft, as last seen on the server; what mine is on
    QPointer<DraftKeeper> m_keeper;
    DraftKeeper::Found m_offers; // texts that somebody has to decide about, one after the other
    int m_slot = 0; // where the present text is kept
    QTimer m_saveTimer;
    QTimer m_keepTimer;
    std::optional<SubmitForm> m_submitAfterSave;
    DraftState m_draftState = DraftState::None;
    bool m_discardAfterSave = false;
    bool m_isLoaded = false;
    bool m_isKept = false; // there is, or may be, a file in that slot
};

// Whether there is anything to submit: another text, or another schema that it is held against.
inline bool isChange(const EditingSession &session)
{
    return session.isModified() || (session.isLoaded() && session.chosenSchema());
}

} // namespace chancery::models
