// SPDX-License-Identifier: Apache-2.0
#include "sealcommands.h"

#include "editors/codeview.h"
#include "editors/form/field.h"
#include "editors/text/analysis.h"
#include "engine/core/document/canonical.h"
#include "models/qtconvert.h"
#include "views/common/errortext.h"
#include "views/configs/documentpage.h"
#include "views/configs/revealbox.h"

namespace chancery::views {

using models::ActionState;
using Sci = QsciScintillaBase;

namespace {

models::SealStore::Place placeOf(const DocumentPage &page, const std::string &pointer)
{
    return {page.session().config().id, page.session().environment(), pointer};
}

ActionState permitted(const DocumentPage &page, const char *permission, const QString &why)
{
    return page.session().permissions().has(permission) ? ActionState::enabled()
                                                        : ActionState::disabled(why);
}

} // namespace

SealCommands::SealCommands(ViewContext &context, QObject *parent)
    : CommandGroup(context.look, parent)
    , m_context(context)
    , m_seal(add(tr("Seal This Value"), QStringLiteral("sealValue"), QStringLiteral("seal"),
          Qt::CTRL | Qt::ALT | Qt::Key_L))
    , m_replace(add(tr("Replace Sealed Value…"), QStringLiteral("replaceSealed"),
          QStringLiteral("seal"), Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_L))
    , m_reveal(add(tr("Reveal Sealed Value…"), QStringLiteral("revealSealed"),
          QStringLiteral("reveal"), Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_R))
{
    connect(m_seal, &QAction::triggered, this, &SealCommands::seal);
    connect(m_replace, &QAction::triggered, this, &SealCommands::replace);
    connect(m_reveal, &QAction::triggered, this, &SealCommands::reveal);
    models::SealStore &seals = context.stores.seals;
    connect(&seals.sealing(), &models::Operation::changed, this,
        [this, &seals] { tellFailure(seals.sealing(), tr("The value is not sealed: %1")); });
    connect(&seals.revealing(), &models::Operation::changed, this,
        [this, &seals] { tellFailure(seals.revealing(), tr("The value is not shown: %1")); });
}

void SealCommands::update(DocumentPage &page)
{
    if (m_connected.insert(&page).second)
        connectPage(&page);
    show(page, spotIn(page));
}

void SealCommands::connectPage(DocumentPage *page)
{
    connect(
        page, &QObject::destroyed, this, [this](const QObject *gone) { m_connected.erase(gone); });
    editors::ConfigEditor &editor = page->editor();
    const auto follow = [this, page] {
        if (!isInFront(page))
            return;
        const Spot spot = spotIn(*page);
        if (m_shown != std::pair(spot.isScalar, !spot.sealed.empty()))
            show(*page, spot);
    };
    connect(&editor, &editors::ConfigEditor::cursorMoved, this, follow);
    connect(&editor, &editors::ConfigEditor::problemsChanged, this, follow);
    connect(&editor, &editors::ConfigEditor::sealWanted, m_seal, &QAction::trigger);
    connect(&editor, &editors::ConfigEditor::sealRevealWanted, m_reveal, &QAction::trigger);
    connect(&editor, &editors::ConfigEditor::sealTouched, this, [page] {
        page->say(tr("A sealed value is replaced as a whole, by “Replace Sealed Value…”."));
    });
    connect(&editor, &editors::ConfigEditor::coverTouched, this, [page] {
        page->say(tr("A covered value is changed as a whole, or after “Reveal Value”."));
    });
}

// Asked at every move of the cursor: nothing is written out but a scalar or a sealed value.
SealCommands::Spot SealCommands::spotIn(DocumentPage &page)
{
    Spot spot;
    const editors::ConfigEditor &editor = page.editor();
    const auto analysis = editor.analysis();
    const auto node = editor.nodeAtCaret();
    if (!analysis || !node)
        return spot;
    const bool isKey = analysis->tree.node(*node).type == core::NodeType::Key;
    core::Value value(analysis->tree, isKey ? *node + 1 : *node);
    spot.pointer = models::fromQt(editor.pointer());
    // Inside a sealed value it is the whole that is meant.
    const auto mark = spot.pointer.find("/" + std::string(core::sealWord));
    if (mark != std::string::npos) {
        spot.pointer.resize(mark);
        value = analysis->tree.root().resolve(spot.pointer);
    }
    if (const auto sealed = core::sealedValue(value))
        spot.sealed = core::toJson(*sealed);
    spot.isScalar = value && !value.isArray() && !value.isObject();
    if (spot.isScalar || !spot.sealed.empty())
        spot.json = core::canonicalJson(value);
    return spot;
}

void SealCommands::show(const DocumentPage &page, const Spot &spot)
{
    m_shown = {spot.isScalar, !spot.sealed.empty()};
    const auto mayEdit = models::editState(page.session());
    const auto noSealed = ActionState::disabled(tr("Place the cursor on a sealed value."));
    set(m_seal,
        !mayEdit.isEnabled ? mayEdit
            : spot.isScalar
            ? ActionState::enabled()
            : ActionState::disabled(tr("Place the cursor on a text, a number, true or false.")));
    set(m_replace,
        !mayEdit.isEnabled        ? mayEdit
            : spot.sealed.empty() ? noSealed
                                  : ActionState::enabled());
    set(m_reveal,
        spot.sealed.empty()
            ? noSealed
            : permitted(page, "secretReveal",
                  tr("Revealing takes the permission secret.reveal, which an administrator "
                     "gives by name.")));
}

void SealCommands::seal()
{
    const Spot spot = spotIn(page());
    if (spot.isScalar)
        sealText(spot, spot.json,
            tr("Sealed with %1. Undo would bring the plain value back into the text."));
}

void SealCommands::replace()
{
    const Spot spot = spotIn(page());
    if (spot.sealed.empty())
        return;
    Question question;
    question.title = tr("Replace Sealed Value");
    question.text = tr("The new value is sealed for %1. Nobody sees it, and it stands in no text.")
                        .arg(models::toQt(spot.pointer));
    question.action = tr("Seal");
    question.secretLabel = tr("New value");
    const DocumentPage *asked = &page();
    m_context.prompt.ask(question, [this, asked, spot](const PromptAnswer &answer) {
        if (!answer.isAccepted || !isInFront(asked))
            return;
        const auto advice
            = page().advisor() ? page().advisor()->adviceFor(nullptr, spot.pointer) : std::nullopt;
        const auto typed = editors::jsonOfTyped(
            editors::fieldOf({}, advice ? &*advice : nullptr), answer.secret);
        if (typed.fault.isEmpty())
            sealText(spot, typed.json, tr("Replaced by a value that is sealed with %1."));
        else
            page().say(typed.fault);
    });
}

void SealCommands::sealText(const Spot &spot, const std::string &json, const QString &note)
{
    DocumentPage *asked = &page();
    m_asked = asked;
    m_context.stores.seals.seal(placeOf(*asked, spot.pointer), core::Secret(json), spot.sealed,
        [this, asked, spot, note](const core::Sealed &sealed) {
            if (isInFront(asked))
                put(asked, {spot, sealed.text, note.arg(models::toQt(sealed.kid))});
        });
}

void SealCommands::put(DocumentPage *page, const Change &change)
{
    editors::ConfigEditor &editor = page->editor();
    if (!editor.isAnalysed()) {
        connect(
            &editor, &editors::ConfigEditor::analysed, this,
            [this, page, change] {
                if (isInFront(page))
                    put(page, change);
            },
            Qt::SingleShotConnection);
        return;
    }
    const auto analysis = editor.analysis();
    const auto present = analysis->tree.root().resolve(change.spot.pointer);
    const bool isThere = present && core::canonicalJson(present) == change.spot.json;
    const auto patch = isThere ? core::setValue(analysis->tree, change.spot.pointer, change.text)
                               : core::Result<core::TextPatch>(core::Error());
    if (!patch || !editor.apply(*patch, *analysis)) {
        page->say(tr("The text has changed meanwhile; nothing was sealed in it."));
        return;
    }
    // What the server and this computer keep of the draft still has the plain value.
    page->session().saveNow();
    page->say(change.note);
}

void SealCommands::reveal()
{
    const Spot spot = spotIn(page());
    if (spot.sealed.empty())
        return;
    Question question;
    question.title = tr("Reveal Sealed Value");
    question.text
        = tr("The value at %1 is shown for half a minute. The audit log keeps that you saw it.")
              .arg(models::toQt(spot.pointer));
    question.action = tr("Reveal");
    question.reasonLabel = tr("Reason");
    DocumentPage *asked = &page();
    m_context.prompt.ask(question, [this, asked, spot](const PromptAnswer &answer) {
        if (!answer.isAccepted || !isInFront(asked))
            return;
        m_asked = asked;
        m_context.stores.seals.reveal(placeOf(*asked, spot.pointer), spot.sealed,
            models::fromQt(answer.reason), [this, asked](const core::Secret &json) {
                if (isInFront(asked))
                    open(asked, json);
            });
    });
}

void SealCommands::open(DocumentPage *page, const core::Secret &json)
{
    const auto tree = core::readSecretJson(json);
    const auto value = tree ? tree->root() : core::Value();
    const auto text = value.isString() ? std::string(value.text()) : json.reveal();
    auto *box = new RevealBox(models::toQt(text), m_context.look, page);
    const editors::CodeView &view = page->editor().view();
    const auto caret = static_cast<std::intptr_t>(view.caretOffset());
    const QPoint place(static_cast<int>(view.send(Sci::SCI_POINTXFROMPOSITION, 0, caret)),
        static_cast<int>(
            view.send(Sci::SCI_POINTYFROMPOSITION, 0, caret) + view.send(Sci::SCI_TEXTHEIGHT, 0)));
    box->showAt(view.viewport()->mapTo(page, place));
}

void SealCommands::tellFailure(const models::Operation &operation, const QString &what)
{
    if (operation.hasFailed() && isInFront(m_asked))
        page().say(what.arg(errorHeadline(operation.error())));
}

} // namespace chancery::views
