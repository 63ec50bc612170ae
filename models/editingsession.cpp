// SPDX-License-Identifier: Apache-2.0
#include "editingsession.h"

#include "models/paging.h"
#include "models/qtconvert.h"

namespace chancery::models {

EditingSession::EditingSession(client::CmsApi &api, core::Config config,
    core::EnvironmentId environment, Permissions permissions, DraftKeeper *keeper, Delays delays)
    : LiveConfig(api, std::move(config), std::move(environment), std::move(permissions))
    , m_keeper(keeper)
{
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(delays.save);
    connect(&m_saveTimer, &QTimer::timeout, this, &EditingSession::saveNow);
    m_keepTimer.setSingleShot(true);
    m_keepTimer.setInterval(delays.keep);
    connect(&m_keepTimer, &QTimer::timeout, this, &EditingSession::keepNow);
    connect(&m_saving, &Operation::changed, this, &EditingSession::saveFailed);
    connect(&m_submitting, &Operation::changed, this, &EditingSession::changed);
    connect(&m_merging, &Operation::changed, this, &EditingSession::changed);
}

EditingSession::~EditingSession()
{
    if (m_keepTimer.isActive())
        keepNow();
}

bool EditingSession::isOutdated() const
{
    if (!isModified())
        return false;
    return m_base != liveVersion();
}

void EditingSession::takeLive()
{
    // Whoever writes nothing follows live, also where nobody may write.
    const bool isFollowing
        = m_isLoaded && !m_draft && m_text.isRead() && m_text.value() == m_savedText;
    if (isFollowing) {
        replaceText(liveText());
        m_savedText = liveText();
    }
    startPaged<core::Draft>(
        loading(), loading().title(),
        [this](const client::PageQuery &page, auto done) {
            return api().listDrafts(page, std::move(done));
        },
        [this](const std::vector<core::Draft> &drafts) { takeDrafts(drafts); });
}

void EditingSession::takeDrafts(const std::vector<core::Draft> &drafts)
{
    if (standAside(drafts))
        return;
    auto mine = mineOf(drafts);
    m_closed = mine && !mine->isReadable() ? std::exchange(mine, std::nullopt) : std::nullopt;
    if (m_isLoaded && !isAtRest()) {
        // Somebody is writing: only the text that it is compared with has moved.
        Q_EMIT changed();
        return;
    }
    m_draft = std::move(mine);
    // A draft of nothing but a schema goes along with live.
    const bool isOfText = m_draft && (!m_draft->schema || toQt(m_draft->text) != liveText());
    m_base = isOfText ? m_draft->base : liveVersion();
    m_savedSchema = m_draft ? m_draft->schema : std::nullopt;
    setChosenSchema(m_savedSchema);
    m_draftState = m_draft ? DraftState::Saved : DraftState::None;
    const bool isFirst = !std::exchange(m_isLoaded, true);
    replaceText(m_draft ? toQt(m_draft->text) : liveText());
    m_savedText = text();
    m_agreedText = m_draft ? std::optional(m_savedText) : std::nullopt;
    if (isFirst)
        findKept();
    Q_EMIT changed();
}

void EditingSession::reloadLive()
{
    if (!m_isLoaded || loading().isRunning())
        return;
    load();
}

void EditingSession::setText(const QString &text)
{
    if (text == m_text.value() || !m_isLoaded)
        return;
    m_text.set(text);
    noteEdit();
}

void EditingSession::textEdited()
{
    if (!m_isLoaded)
        return;
    m_text.edited();
    noteEdit();
}

// Whether there is anything to save is seen when it is to be saved.
void EditingSession::noteEdit()
{
    keepSoon();
    if (m_draftState == DraftState::Conflict)
        return;
    m_saveTimer.start();
    if (m_draftState != DraftState::Unsaved)
        setDraftState(DraftState::Unsaved);
}

core::DraftText EditingSession::draftText() const
{
    return {config().id, environment(), m_base, fromQt(text()), chosenSchema()};
}

void EditingSession::saveNow()
{
    m_saveTimer.stop();
    if (m_closed)
        return; // what is written stays on this computer until then
    const bool isNeeded = !isOnServer();
    if (!m_isLoaded || m_saving.isRunning() || !isNeeded) {
        if (!isNeeded && m_draftState == DraftState::Unsaved)
            nothingToSave();
        return;
    }
    m_draftState = DraftState::Saving;
    m_saving.startWrite<client::Acknowledged<core::Draft>>(
        tr("Saving the draft of “%1”").arg(toQt(config().path)),
        [this, text = draftText()](auto done) {
            if (!m_draft)
                return api().createDraft(text, std::move(done));
            return api().updateDraft(m_draft->id, text, m_draft->etag, std::move(done));
        },
        [this, text = text(), schema = chosenSchema()](
            const client::Acknowledged<core::Draft> &saved) {
            m_savedText = text;
            m_savedSchema = schema; // as it was sent: a server may not know of it
            takeSaveResult(saved.value);
        });
    Q_EMIT changed();
}

void EditingSession::schemaChosen()
{
    // Nothing would be left of a draft that was for a schema alone.
    if (m_draft && m_savedSchema && !chosenSchema() && !isModified())
        discard();
    else if (m_isLoaded && !isOnServer())
        noteEdit();
}

// One that has become live meanwhile is chosen no more.
std::optional<core::SchemaId> EditingSession::savedSchema() const
{
    return m_draft && m_savedSchema != boundSchema() ? m_savedSchema : std::nullopt;
}

bool EditingSession::isOnServer() const
{
    return text() == (m_draft ? m_savedText : liveText()) && chosenSchema() == savedSchema();
}

// The text went back to what it was.
void EditingSession::nothingToSave()
{
    setDraftState(m_draft ? DraftState::Saved : DraftState::None);
    if (m_draft) {
        afterSave();
        return;
    }
    m_submitAfterSave.reset();
}

void EditingSession::takeSaveResult(const core::Draft &draft)
{
    const bool isNew = !m_draft;
    m_draft = draft;
    if (std::exchange(m_discardAfterSave, false)) {
        discard();
        return;
    }
    m_agreedText = m_savedText;
    const bool isSame = m_text.isRead() && text() == m_savedText && chosenSchema() == savedSchema();
    m_draftState = isSame ? DraftState::Saved : DraftState::Unsaved;
    if (m_draftState == DraftState::Unsaved)
        m_saveTimer.start();
    else
        forgetKept();
    if (isNew)
        Q_EMIT draftChanged();
    Q_EMIT changed();
    afterSave();
}

void EditingSession::afterSave()
{
    if (m_submitAfterSave && m_draftState == DraftState::Saved)
        submit(*std::exchange(m_submitAfterSave, std::nullopt));
}

void EditingSession::saveFailed()
{
    if (!m_saving.hasFailed())
        return;
    m_submitAfterSave.reset();
    m_discardAfterSave = false;
    setDraftState(m_saving.error().kind == core::ErrorKind::Conflict ? DraftState::Conflict
                                                                     : DraftState::Failed);
}

// A save that is under way is waited for: its draft is the one that has to go.
void EditingSession::discard()
{
    setChosenSchema({});
    m_saveTimer.stop();
    if (m_saving.isRunning()) {
        m_discardAfterSave = true;
        return;
    }
    const auto own = std::exchange(m_draft, std::nullopt);
    const auto closed = std::exchange(m_closed, std::nullopt);
    const auto &draft = closed ? closed : own;
    m_agreedText.reset();
    m_base = liveVersion();
    m_savedText = liveText();
    m_savedSchema.reset();
    replaceText(liveText());
    forgetKept();
    setDraftState(DraftState::None);
    if (!draft)
        return;
    m_saving.startWrite<core::Done>(
        tr("Discarding the draft of “%1”").arg(toQt(config().path)),
        [this, draft](
            auto done) { return api().deleteDraft(draft->id, draft->etag, std::move(done)); },
        [this](core::Done) { Q_EMIT draftChanged(); });
}

core::NewChangeRequest EditingSession::requestOf(const SubmitForm &form) const
{
    core::NewChangeRequest request;
    request.title = fromQt(form.title);
    request.reason = fromQt(form.reason);
    request.ticket = fromQt(form.ticket);
    request.items.push_back(
        {config().id, environment(), m_base, fromQt(text()), {}, chosenSchema()});
    request.submit = true;
    if (form.isExpedited)
        request.expedited = true;
    return request;
}

void EditingSession::submit(const SubmitForm &form)
{
    if (m_draftState == DraftState::Unsaved || m_draftState == DraftState::Saving) {
        m_submitAfterSave = form;
        saveNow();
        return;
    }
    m_submitting.startWrite<client::Acknowledged<core::ChangeRequest>>(
        tr("Submitting “%1”").arg(form.title),
        [this, request = requestOf(form)](
            auto done) { return api().createChangeRequest(request, std::move(done)); },
        [this, sent = text(), schema = chosenSchema()](
            const client::Acknowledged<core::ChangeRequest> &request) {
            // What was written meanwhile goes on as a draft.
            if (text() == sent && chosenSchema() == schema)
                discard();
            Q_EMIT changed();
            Q_EMIT submitted(toQt(request.value.id));
        });
    Q_EMIT changed();
}

void EditingSession::replaceText(const QString &text)
{
    if (m_text.value() == text && m_isLoaded)
        return;
    m_text.set(text);
    Q_EMIT textReplaced();
}

void EditingSession::setDraftState(DraftState state)
{
    m_draftState = state;
    Q_EMIT changed();
}

} // namespace chancery::models
