// SPDX-License-Identifier: Apache-2.0
#include "documentpage.h"

#include "editors/codeview.h"
#include "editors/fixer.h"
#include "editors/minimap.h"
#include "engine/core/bulk/glob.h"
#include "models/actionstate.h"
#include "models/versionname.h"
#include "views/common/errortext.h"
#include "views/common/schemachooser.h"
#include "views/common/schemaname.h"
#include "views/configs/blamemargin.h"
#include "views/configs/documentface.h"
#include "views/configs/documentfaces.h"
#include "views/configs/effectivecheck.h"
#include "views/configs/introducedproblems.h"
#include "views/configs/textface.h"

#include <QDateTime>
#include <QLocale>
#include <QVBoxLayout>

namespace chancery::views {

using models::EditingSession;

namespace {

// Of today the time alone.
QString timeText(core::Instant instant, core::Instant now)
{
    const QDateTime when = models::toQt(instant);
    const QLocale locale;
    return when.date() == models::toQt(now).date()
        ? locale.toString(when.time(), QStringLiteral("HH:mm"))
        : locale.toString(when, QLocale::ShortFormat);
}

} // namespace

DocumentPage::DocumentPage(ViewContext &context, const core::Config &config,
    const core::EnvironmentId &environment, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_session(std::make_unique<EditingSession>(context.stores.api, config, environment,
          context.stores.permissions, &context.stores.unsaved, EditingSession::Delays()))
    , m_leadsTo(context.stores, context.clock, m_session->config().id)
    , m_merge(*m_session, context.compute)
    , m_banner(new Banner(context.look, this))
    , m_schemaChooser(new SchemaChooser(context.stores.schemas, this))
    , m_text(new TextFace(context, this))
    , m_editor(&m_text->editor())
    , m_faces(new QStackedWidget(this))
    , m_overlay(new StateOverlay(context.look, m_faces, this))
    , m_effective(new EffectiveCheck(context, *this, this))
    , m_introduced(new IntroducedProblems(context, *m_editor, *m_session, this))
{
    m_faces->addWidget(m_text);
    m_editor->setReadOnly(true);
    followSchema();
    if (config.schema)
        awaitSchema();
    m_editor->setReferences(&m_leadsTo);
    connect(&context.stores.references, &models::ReferenceStore::changed, m_editor,
        &editors::ConfigEditor::referencesCame);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(m_schemaChooser);
    layout->addWidget(m_overlay, 1);
    for (models::Operation *operation : {&m_session->loading(), &m_session->saving(),
             &m_session->submitting(), &m_session->finding(), &m_session->merging(), &m_compiling})
        context.stores.operations.add(*operation);
    m_overlay->setEmpty(true);
    m_overlay->watch(m_session->loading());
    connect(m_session.get(), &EditingSession::changed, this, &DocumentPage::readSession);
    connect(m_session.get(), &EditingSession::textReplaced, this, &DocumentPage::readText);
    connect(m_session.get(), &EditingSession::submitted, this, &DocumentPage::submitted);
    m_session->setTextSource([this] { return m_editor->text(); });
    connect(
        m_editor, &editors::ConfigEditor::textEdited, m_session.get(), &EditingSession::textEdited);
    connect(m_editor, &editors::ConfigEditor::textEdited, this, [this] { say({}); });
    connect(m_editor->view().findChild<editors::Fixer *>(), &editors::Fixer::answered, this,
        [this](bool isOpen) {
            if (!isOpen)
                say(tr("There is no quick fix for what stands at the cursor."));
        });
    connect(m_editor, &editors::ConfigEditor::problemsChanged, this, &DocumentPage::changed);
    connect(m_introduced, &IntroducedProblems::changed, this, &DocumentPage::changed);
    connect(m_banner, &Banner::actionTriggered, this, &DocumentPage::answerBanner);
    connect(m_banner, &Banner::secondTriggered, this, &DocumentPage::answerSecond);
    followMerge();
    connect(&context.stores.live, &models::LiveUpdates::stateChanged, this, [this] {
        if (!m_context.stores.live.isOffline())
            m_session->serverIsBack();
    });
    connect(
        &context.stores.access, &models::AccessStore::changed, this, &DocumentPage::readSession);
    connect(&context.stores.hierarchy, &models::HierarchyStore::changed, this,
        &DocumentPage::readLayers);
    context.look.whenDressed(*m_editor, [this] { applyLook(); });
    connect(m_text, &TextFace::renameWanted, this, &DocumentPage::renameKey);
    applyLook();
    m_session->load();
}

// What it has in the view goes before the view does.
DocumentPage::~DocumentPage()
{
    delete m_blame;
}

void DocumentPage::followMerge()
{
    connect(&m_merge, &models::DraftMerge::changed, this, &DocumentPage::readSession);
    connect(m_session.get(), &EditingSession::textMerged, this,
        [this] { m_editor->replaceText(m_session->text()); });
    connect(&m_merge, &models::DraftMerge::reversed, this, &DocumentPage::showReversal);
    connect(&m_context.stores.reversals, &models::ReversalStore::read, this,
        &DocumentPage::takeReversal);
    connect(m_schemaChooser, &SchemaChooser::chosen, m_session.get(),
        &models::EditingSession::answerSchema);
}

// The preview shows every place before anything is changed. Of a text that differs from what is
// live it is the draft that somebody has in front of him.
void DocumentPage::renameKey()
{
    // This key alone, whatever signs are in its name.
    const QString pointer = models::toQt(core::Glob::escaped(models::fromQt(m_editor->pointer())));
    if (pointer.isEmpty())
        return;
    const bool isDraft = m_session->isModified();
    if (isDraft)
        m_session->saveNow();
    m_context.navigator.goTo({QStringLiteral("bulk"),
        (isDraft ? QStringLiteral("rename-drafts:") : QStringLiteral("rename:"))
            + models::toQt(m_session->config().path) + u'#' + pointer});
}

// What is wrong in what is live has nothing to do with a change (GOV-22): it is shown, and the
// server takes it as it is.
bool DocumentPage::hasProblems() const
{
    return m_introduced->hasErrors();
}

void DocumentPage::showBlame(bool isWanted)
{
    if (!isWanted)
        delete std::exchange(m_blame, nullptr);
    else if (m_blame)
        m_blame->follow();
    else
        m_blame = new BlameMargin(m_context, *this);
}

void DocumentPage::applyLook()
{
    m_text->applyTheme(m_context.look.theme().editorTheme());
}

void DocumentPage::readText()
{
    readSchema();
    m_editor->setText(m_session->text(), m_session->config().format);
}

std::string DocumentPage::place() const
{
    return !m_missing.empty() && m_editor->pointer() == m_missingAt
        ? m_missing
        : models::fromQt(m_editor->pointer());
}

void DocumentPage::lookAtMissing(const std::string &pointer)
{
    m_missing = pointer;
    m_missingAt = m_editor->pointer();
    Q_EMIT placeChanged();
}

std::optional<editors::Advice> DocumentPage::advice() const
{
    return m_advisor ? m_advisor->adviceFor(nullptr, place()) : std::nullopt;
}

// What the changes that the minimap shows are against.
void DocumentPage::readBaseline()
{
    if (m_session->liveText() == m_baseline)
        return;
    m_baseline = m_session->liveText();
    m_text->minimap().setBaseline(std::make_shared<const std::string>(models::fromQt(m_baseline)));
}

// Of a layer the schema cannot demand what only the merged document has; the server holds that one
// against it.
void DocumentPage::readLayers()
{
    const auto &known = m_context.stores.hierarchy.hierarchy();
    if (!known || known->view.config != m_session->config().id)
        return;
    m_editor->refreshDescription();
    const bool isPart = known->chain.size() > 1
        || (!known->chain.empty() && known->chain.front().origin.config != m_session->config().id);
    if (std::exchange(m_isPart, isPart) != isPart && m_knownSchema)
        compileSchema();
}

models::SensitiveTest DocumentPage::sensitiveTest() const
{
    if (!m_advisor)
        return {};
    return [advisor = m_advisor](const std::string &pointer) {
        const auto advice = advisor->adviceFor(nullptr, pointer);
        return advice && advice->isSensitive;
    };
}

void DocumentPage::compareWith(Comparison other)
{
    m_comparison = std::move(other);
    showFace(Face::Difference);
}

void DocumentPage::readSession()
{
    readBaseline();
    readSchema();
    m_overlay->setEmpty(!m_session->isLoaded());
    m_editor->setReadOnly(!m_session->isLoaded() || !models::editState(*m_session).isEnabled);
    if (m_session->draftState() == EditingSession::DraftState::Saved || !m_session->isModified())
        m_editor->markSaved();
    m_schemaChooser->show(m_session->schemaQuestion(), m_session->schemaAnswer());
    updateBanner();
    if (m_face != Face::Editor)
        faceFor(m_face)->refresh();
    Q_EMIT changed();
    takeReversal();
}

void DocumentPage::setOpenRequest(const std::string &request)
{
    m_openRequest = request;
    updateBanner();
}

void DocumentPage::say(const QString &note)
{
    if (note == m_note)
        return;
    m_note = note;
    updateBanner();
}

void DocumentPage::updateBanner()
{
    using DraftState = EditingSession::DraftState;
    const models::Operation &saving = m_session->saving();
    if (!m_note.isEmpty()) {
        m_banner->show(Banner::Tone::Information, m_note, tr("Dismiss"));
    } else if (m_session->offer()) {
        m_banner->show(Banner::Tone::Attention,
            tr("Text from %1 that had not reached the server.")
                .arg(timeText(m_session->offer()->writtenAt, m_context.clock.now())),
            tr("Restore"));
        m_banner->offerSecond(tr("Discard"));
    } else if (closedDraft(*m_session)) {
        m_banner->show(Banner::Tone::Attention,
            tr("The server keeps your draft here, but cannot open it at the moment. Shown is what "
               "is live. “Discard Draft…” lets go of it for good."));
    } else if (showMergeBanner())
        return;
    else if (m_session->draftState() == DraftState::Failed)
        m_banner->show(Banner::Tone::Attention,
            tr("The draft is not saved: %1").arg(errorHeadline(saving.error())), tr("Save Again"),
            errorDetails(saving.error()));
    else if (showParkedBanner())
        return;
    else if (m_isAwaited && m_session->isLoaded() && !m_late.isActive())
        m_banner->show(Banner::Tone::Information,
            tr("The schema has not been read yet. Until then all values are covered."));
    else if (m_session->chosenSchema())
        m_banner->show(Banner::Tone::Information,
            tr("This change brings another schema and is held against it: %1")
                .arg(schemaName(m_context.stores.schemas, *m_session->chosenSchema())),
            tr("Keep the Present One"));
    else if (const auto &draft = m_session->draft(); draft && draft->circlesUnknown)
        m_banner->show(Banner::Tone::Information,
            tr("Nobody looked whether this change closes a circle: %1. It is looked at when you "
               "submit.")
                .arg(models::toQt(*draft->circlesUnknown)));
    else if (!m_openRequest.empty())
        m_banner->show(Banner::Tone::Information,
            tr("%1 changes this config and waits for approval.").arg(models::toQt(m_openRequest)),
            tr("Show Request"));
    else
        m_banner->clear();
}

bool DocumentPage::showMergeBanner()
{
    using State = models::DraftMerge::State;
    const auto source = m_merge.source();
    const bool isLive = source == models::MergeTexts::Source::Live;
    if (source == models::MergeTexts::Source::Reversal && m_merge.merge())
        return showReversalBanner();
    const models::Operation &reading = m_session->merging();
    if (m_merge.state() == State::Merged) {
        m_banner->show(Banner::Tone::Information,
            isLive ? tr("Live has changed; its changes are merged into this draft.")
                   : tr("This draft was changed in another window; both texts are merged."),
            tr("Look"));
        m_banner->offerSecond(tr("Dismiss"));
        return true;
    }
    if (m_merge.state() == State::Conflicts) {
        const int count = int(m_merge.merge()->conflicts().size());
        m_banner->show(Banner::Tone::Attention,
            isLive
                ? tr("Live has changed under this draft: %n conflict(s) to decide.", nullptr, count)
                : tr("This draft was changed in another window: %n conflict(s) to decide. What "
                     "is written here is not saved.",
                      nullptr, count),
            tr("Merge…"));
        return true;
    }
    if (!m_session->needsMerge())
        return false;
    if (reading.hasFailed())
        m_banner->show(Banner::Tone::Attention,
            tr("Changes from elsewhere could not be read: %1").arg(errorHeadline(reading.error())),
            tr("Try Again"), errorDetails(reading.error()));
    else
        m_banner->show(Banner::Tone::Information, tr("Changes from elsewhere are being merged…"));
    return true;
}

// Only beside live: whoever writes has decided already.
bool DocumentPage::showParkedBanner()
{
    const core::Draft *parked = m_session->parked().latest();
    if (!parked || m_session->isModified() || !m_session->version())
        return false;
    const core::Version &live = *m_session->version();
    const models::Operation &changing = m_session->parked().changing();
    m_banner->show(Banner::Tone::Attention,
        tr("Live is now %1; your draft is parked as “%2”.")
            .arg(models::versionName(live.semver, live.id), models::toQt(parked->parkedAs)),
        tr("Take It Up Again"), changing.hasFailed() ? errorHeadline(changing.error()) : QString());
    m_banner->offerSecond(tr("Discard It"));
    return true;
}

// Of what is taken back; undone like any edit.
bool DocumentPage::showReversalBanner()
{
    const int count = int(m_merge.merge()->conflicts().size());
    if (count > 0)
        m_banner->show(Banner::Tone::Attention,
            tr("What the change did was changed again since in %n place(s): decide about each.",
                nullptr, count)
                + m_reversalNote,
            tr("Merge…"));
    else
        m_banner->show(Banner::Tone::Information,
            tr("The change is taken back in this draft; what came later is left.") + m_reversalNote,
            tr("Look"));
    m_banner->offerSecond(count > 0 ? tr("Leave as It Is") : tr("Dismiss"));
    return true;
}

// What was asked for elsewhere, as soon as this page can do it.
void DocumentPage::takeReversal()
{
    if (!m_session->isLoaded() || m_session->offer() || m_session->needsMerge())
        return;
    const auto wanted
        = m_context.stores.reversals.take(m_session->config().id, m_session->environment());
    if (!wanted)
        return;
    const models::ActionState state = m_merge.reversalState();
    if (!state.isEnabled) {
        say(state.whyNot);
        return;
    }
    m_reversalNote = takeSchemaBack(*wanted);
    m_merge.reverse(wanted->before, wanted->after);
}

// What becomes of the schema that came with what is taken back, as a sentence behind the others.
QString DocumentPage::takeSchemaBack(const models::Reversal &wanted)
{
    if (wanted.schemaBefore == wanted.schemaMade)
        return {};
    const models::ActionState may = models::schemaState(*m_session);
    if (!may.isEnabled)
        return tr(" It brought another schema too, which stays: %1").arg(may.whyNot);
    switch (m_session->takeSchemaBack(wanted.schemaBefore, wanted.schemaMade)) {
    case core::SchemaReversal::None:
        break;
    case core::SchemaReversal::Back:
        return tr(" The schema from before it comes back too.");
    case core::SchemaReversal::Stays:
        return tr(" The schema that it brought stays, for there was none before.");
    case core::SchemaReversal::Conflict:
        return tr(" Choose below which schema holds from now on.");
    }
    return {};
}

void DocumentPage::showReversal(const QString &text)
{
    if (text == m_session->text())
        say(tr("Nothing of that change is left in this text.") + m_reversalNote);
    else
        m_editor->replaceText(text);
}

void DocumentPage::answerSecond()
{
    if (m_session->offer() || (!m_merge.merge() && m_session->parked().latest()))
        m_session->dropOffer();
    else
        m_merge.dismiss();
}

void DocumentPage::answerBanner()
{
    using DraftState = EditingSession::DraftState;
    if (!m_note.isEmpty())
        say({});
    else if (m_session->offer())
        m_session->restore();
    else if (m_merge.merge())
        showFace(Face::Merge);
    else if (m_session->needsMerge())
        m_session->merging().retry();
    else if (m_session->draftState() == DraftState::Failed)
        m_session->saveNow();
    else if (m_session->parked().latest() && !m_session->isModified())
        m_session->restore();
    else if (m_session->chosenSchema())
        m_session->chooseSchema({});
    else
        m_context.navigator.goTo({QStringLiteral("changes"), models::toQt(m_openRequest)});
}

DocumentFace *DocumentPage::faceFor(Face face)
{
    DocumentFace *&made = m_made[face];
    if (!made) {
        made = makeFace(face, m_context, *this);
        m_faces->addWidget(made);
        connect(made, &DocumentFace::left, this, &DocumentPage::showContent);
    }
    return made;
}

void DocumentPage::showFace(Face face)
{
    m_face = face;
    if (face == Face::Editor || face == Face::Form || face == Face::Table
        || face == Face::Environments)
        m_content = face;
    if (face == Face::Editor) {
        m_comparison.reset();
        m_faces->setCurrentWidget(m_text);
        m_editor->setFocus();
    } else {
        DocumentFace *shown = faceFor(face);
        m_faces->setCurrentWidget(shown);
        shown->enter();
    }
    Q_EMIT changed();
}

} // namespace chancery::views
