// SPDX-License-Identifier: Apache-2.0
#include "layoutcommands.h"

#include "editors/codeview.h"
#include "editors/liveanalysis.h"
#include "engine/core/document/layout.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

namespace {

// A sentence for what stands in the way.
QString whyNot(const core::Error &error)
{
    const auto say
        = [](const char *text) { return QCoreApplication::translate("LayoutCommands", text); };
    if (error.code == "cannot-format")
        return say(QT_TRANSLATE_NOOP("LayoutCommands",
            "This document cannot be laid out anew without a risk for what it says. Nothing was "
            "changed."));
    if (error.code == "comment-in-brackets")
        return say(QT_TRANSLATE_NOOP("LayoutCommands",
            "A comment or an anchor stands between the members of an object in brackets, and "
            "nobody can say where it belongs. Nothing was changed."));
    if (error.code == "key-not-sortable")
        return say(QT_TRANSLATE_NOOP("LayoutCommands",
            "A key that does not begin its line, or is a collection, cannot be sorted. Nothing was "
            "changed."));
    if (error.code == "cannot-sort")
        return say(QT_TRANSLATE_NOOP("LayoutCommands",
            "In that order an alias would come before its anchor. Nothing was changed."));
    if (error.code == "no-object")
        return say(QT_TRANSLATE_NOOP(
            "LayoutCommands", "There is no object at the caret whose keys could be sorted."));
    return say(QT_TRANSLATE_NOOP("LayoutCommands",
        "The text cannot be read. Problems says what stands in the way; nothing was changed."));
}

// The caret behind so many signs that are not white.
std::size_t behindSigns(std::string_view text, std::size_t signs)
{
    std::size_t at = 0;
    while (at < text.size()) {
        if (std::string_view(" \t\r\n").find(text[at]) == std::string_view::npos) {
            if (signs == 0)
                break;
            --signs;
        }
        ++at;
    }
    return at;
}

std::size_t signsOf(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text,
        [](char c) { return std::string_view(" \t\r\n").find(c) == std::string_view::npos; }));
}

} // namespace

LayoutCommands::LayoutCommands(ViewContext &context, QObject *parent)
    : CommandGroup(context.look, parent)
    , m_context(context)
    , m_format(add(tr("Format Document"), QStringLiteral("formatDocument"),
          QStringLiteral("format"), Qt::CTRL | Qt::SHIFT | Qt::Key_I))
    , m_sortHere(add(tr("Sort Keys Here"), QStringLiteral("sortKeysHere"), QStringLiteral("sort"),
          Qt::CTRL | Qt::ALT | Qt::Key_S))
    , m_sortAll(add(tr("Sort All Keys"), QStringLiteral("sortAllKeys"), QStringLiteral("sort"),
          Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_S))
    , m_convert(add(tr("Convert…"), QStringLiteral("convertDocument"), QStringLiteral("convert"),
          Qt::CTRL | Qt::ALT | Qt::Key_C))
{
    connect(m_format, &QAction::triggered, this, &LayoutCommands::format);
    connect(m_sortHere, &QAction::triggered, this, [this] { sort(false); });
    connect(m_sortAll, &QAction::triggered, this, [this] { sort(true); });
    connect(m_convert, &QAction::triggered, this,
        [this] { page().showFace(DocumentPage::Face::Conversion); });
}

void LayoutCommands::update(DocumentPage &page)
{
    const auto state = models::editState(page.session());
    for (QAction *action : {m_format, m_sortHere, m_sortAll})
        set(action, state);
}

void LayoutCommands::format()
{
    editors::CodeView &view = page().editor().view();
    // White space comes and goes; the caret stays behind the same signs.
    const auto caret = view.caretOffset();
    change([](const core::Tree &tree) { return core::formatDocument(tree); },
        [&view, caret](const core::TextPatch &patch) {
            if (caret < patch.begin)
                view.setCaret(caret);
            else if (caret >= patch.end)
                view.setCaret(caret + patch.text.size() - (patch.end - patch.begin));
        });
}

void LayoutCommands::sort(bool everywhere)
{
    editors::ConfigEditor &editor = page().editor();
    const auto offset = editor.view().caretOffset();
    const QString pointer = editor.pointer();
    change(
        [everywhere, offset](const core::Tree &tree) {
            return everywhere ? core::sortAllKeys(tree) : core::sortKeysAt(tree, offset);
        },
        [&editor, pointer](const core::TextPatch &) {
            connect(
                &editor.live(), &editors::LiveAnalysis::analysed, &editor,
                [&editor, pointer] { editor.goToPointer(pointer); }, Qt::SingleShotConnection);
        });
}

void LayoutCommands::change(Change change, Return goBack)
{
    DocumentPage *asked = &pageWithText();
    asked->say({});
    editors::LiveAnalysis &live = asked->editor().live();
    m_work = m_context.compute.run<core::TextPatch>(
        [version = live.version(), format = asked->editor().format(), change = std::move(change)](
            const core::CancelToken &) -> core::Result<core::TextPatch> {
            const auto reading = core::read(version.whole(), format, core::Limits::wide());
            return reading ? change(reading.tree()) : core::toError(reading.problem());
        },
        [this, asked, revision = live.revision(), goBack = std::move(goBack)](
            core::Result<core::TextPatch> patch) {
            m_work.cancel();
            if (!isInFront(asked))
                return;
            if (!patch)
                asked->say(whyNot(patch.error()));
            else if (asked->editor().live().revision() != revision)
                asked->say(tr("The text was changed meanwhile. Nothing else was changed."));
            else
                apply(*patch, goBack);
        });
}

void LayoutCommands::apply(const core::TextPatch &patch, const Return &goBack)
{
    editors::CodeView &view = page().editor().view();
    if (patch.begin == patch.end && patch.text.empty()) {
        page().say(tr("The text is like this already."));
        return;
    }
    const auto caret = view.caretOffset();
    const bool isInside = caret > patch.begin && caret < patch.end;
    const auto signs = isInside ? signsOf(view.bytes(patch.begin, caret)) : 0;
    view.replaceBytes(patch.begin, patch.end, patch.text);
    if (isInside)
        view.setCaret(patch.begin + behindSigns(patch.text, signs));
    goBack(patch);
    view.send(QsciScintillaBase::SCI_SCROLLCARET);
}

} // namespace chancery::views
