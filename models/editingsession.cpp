// SPDX-License-Identifier: Apache-2.0
#include "editingsession.h"

#include "models/paging.h"
#include "models/qtconvert.h"

namespace chancery::models {

namespace {

// For what may be absent: "not found" is an answer, not a failure.
template <typename T>
core::Handler<T> present(core::Handler<std::optional<T>> done)
{
    return [done = std::move(done)](core::Result<T> result) {
        if (result)
            done(std::optional<T>(std::move(*std::move(result))));
        else if (result.error().kind == core::ErrorKind::NotFound)
            done(std::optional<T>());
        else
            done(std::move(result).error());
    };
}

} // namespace

EditingSession::EditingSession(client::CmsApi &api, core::Config config,
    core::EnvironmentId environment, Permissions permissions, DraftKeeper *keeper, Delays delays)
    : m_api(api)
    , m_config(std::move(config))
    , m_environment(std::move(environment))
    , m_permissions(std::move(permissions))
    , m_parked(api)
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
    connect(&m_parked.changing(), &Operation::changed, this, &EditingSession::changed);
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
    return m_base != (m_head ? std::optional(m_head->version) : std::nullopt);
}

std::optional<core::Instant> EditingSession::savedAt() const
{
    return m_draft ? std::optional(m_draft->updatedAt) : std::nullopt;
}

void EditingSession::load()
{
    m_loading.start<std::optional<core::Head>>(
        tr("Loading “%1”").arg(toQt(m_config.path)),
        [this](core::Handler<std::optional<core::Head>> done) {
            return m_api.getHead(m_config.id, m_environment, present<core::Head>(std::move(done)));
        },
        [this](std::optional<core::Head> head) { readLive(std::move(head)); });
    loadSchema();
}

// Head, version and text change together: a head beside the text of the one before would let a
// merge take the new state for the old one.
void EditingSession::readLive(std::optional<core::Head> head)
{
    if (!head) {
        m_head.reset();
        m_liveText.clear();
        m_version.reset();
        loadDraft();
        return;
    }
    const core::VersionId id = head->version;
    m_loading.start<std::string>(
        m_loading.title(), [this, id](auto done) { return m_api.versionText(id, std::move(done)); },
        [this, head](const std::string &text) { readVersion(*head, toQt(text)); });
}

void EditingSession::readVersion(const core::Head &head, const QString &text)
{
    m_loading.start<core::Version>(
        m_loading.title(),
        [this, id = head.version](auto done) { return m_api.getVersion(id, std::move(done)); },
        [this, head, text](core::Version version) {
            // Whoever writes nothing follows live, also where nobody may write.
            const bool isFollowing = m_isLoaded && !m_draft && !isModified();
            m_head = head;
            m_liveText = text;
            m_version = std::move(version);
            if (isFollowing) {
                replaceText(m_liveText);
                m_savedText = m_liveText;
            }
            loadDraft();
        });
}

void EditingSession::loadDraft()
{
    startPaged<core::Draft>(
        m_loading, m_loading.title(),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listDrafts(page, std::move(done));
        },
        [this](const std::vector<core::Draft> &drafts) { takeDrafts(drafts); });
}

void EditingSession::takeDrafts(const std::vector<core::Draft> &drafts)
{
    const auto live = m_head ? std::optional(m_head->version) : std::nullopt;
    if (standAside(drafts))
        return;
    if (m_isLoaded && isModified()) {
        // Somebody is writing: only the text that it is compared with has moved.
        Q_EMIT changed();
        return;
    }
    m_draft = mineOf(drafts);
    m_base = m_draft ? m_draft->base : live;
    m_draftState = m_draft ? DraftState::Saved : DraftState::None;
    const bool isFirst = !std::exchange(m_isLoaded, true);
    replaceText(m_draft ? toQt(m_draft->text) : m_liveText);
    m_savedText = text();
    m_agreedText = m_draft ? std::optional(m_savedText) : std::nullopt;
    if (isFirst)
        findKept();
    Q_EMIT changed();
}

void EditingSession::loadSchema()
{
    if (!m_config.schema)
        return;
    m_schemaLoading.start<std::string>(
        tr("Loading the schema of “%1”").arg(toQt(m_config.path)),
        [this](auto done) { return m_api.schemaText(*m_config.schema, std::move(done)); },
        [this](const std::string &text) {
            m_schemaText = toQt(text);
            Q_EMIT changed();
        });
}

void EditingSession::reloadLive()
{
    if (!m_isLoaded || m_loading.isRunning())
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
    return {m_config.id, m_environment, m_base, fromQt(text())};
}

void EditingSession::saveNow()
{
    m_saveTimer.stop();
    const bool isNeeded = !isOnServer();
    if (!m_isLoaded || m_saving.isRunning() || !isNeeded) {
        if (!isNeeded && m_draftState == DraftState::Unsaved)
            nothingToSave();
        return;
    }
    m_draftState = DraftState::Saving;
    m_saving.startWrite<client::Acknowledged<core::Draft>>(
        tr("Saving the draft of “%1”").arg(toQt(m_config.path)),
        [this, text = draftText()](auto done) {
            if (!m_draft)
                return m_api.createDraft(text, std::move(done));
            return m_api.updateDraft(m_draft->id, text, m_draft->etag, std::move(done));
        },
        [this, text = text()](const client::Acknowledged<core::Draft> &saved) {
            m_savedText = text;
            takeSaveResult(saved.value);
        });
    Q_EMIT changed();
}

bool EditingSession::isOnServer() const
{
    return text() == (m_draft ? m_savedText : m_liveText);
}

// The text went back to what it was.
void EditingSession::nothingToSave()
{
    setDraftState(m_draft ? DraftState::Saved : DraftState::None);
    if (m_draft)
        afterSave();
    else
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
    const bool isSame = m_text.isRead() && text() == m_savedText;
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
    m_saveTimer.stop();
    if (m_saving.isRunning()) {
        m_discardAfterSave = true;
        return;
    }
    const auto draft = std::exchange(m_draft, std::nullopt);
    m_agreedText.reset();
    m_base = m_head ? std::optional(m_head->version) : std::nullopt;
    m_savedText = m_liveText;
    replaceText(m_liveText);
    forgetKept();
    setDraftState(DraftState::None);
    if (!draft)
        return;
    m_saving.startWrite<core::Done>(
        tr("Discarding the draft of “%1”").arg(toQt(m_config.path)),
        [this, draft](
            auto done) { return m_api.deleteDraft(draft->id, draft->etag, std::move(done)); },
        [this](core::Done) { Q_EMIT draftChanged(); });
}

core::NewChangeRequest EditingSession::requestOf(const SubmitForm &form) const
{
    core::NewChangeRequest request;
    request.title = fromQt(form.title);
    request.reason = fromQt(form.reason);
    request.ticket = fromQt(form.ticket);
    request.items.push_back({m_config.id, m_environment, m_base, fromQt(text())});
    request.submit = true;
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
            auto done) { return m_api.createChangeRequest(request, std::move(done)); },
        [this, sent = text()](const client::Acknowledged<core::ChangeRequest> &request) {
            // What was written meanwhile goes on as a draft.
            if (text() == sent)
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
