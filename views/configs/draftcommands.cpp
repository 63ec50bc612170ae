// SPDX-License-Identifier: Apache-2.0
#include "draftcommands.h"

#include "models/qtconvert.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

DraftCommands::DraftCommands(ViewContext &context, QObject *parent)
    : CommandGroup(context.look, parent)
    , m_context(context)
    , m_submit(add(tr("Submit…"), QStringLiteral("submit"), QStringLiteral("submit"),
          Qt::CTRL | Qt::Key_Return))
    , m_compare(add(tr("Compare with Live"), QStringLiteral("compareWithLive"),
          QStringLiteral("compare"), Qt::CTRL | Qt::Key_D))
    , m_compareClipboard(add(tr("Compare with Clipboard"), QStringLiteral("compareWithClipboard"),
          QStringLiteral("clipboard"), Qt::CTRL | Qt::SHIFT | Qt::Key_D))
    , m_merge(add(tr("Merge Changes"), QStringLiteral("mergeChanges"), QStringLiteral("compare"),
          Qt::CTRL | Qt::ALT | Qt::Key_M))
    , m_schema(add(tr("Change Schema…"), QStringLiteral("changeSchema"), QStringLiteral("schema"),
          Qt::CTRL | Qt::ALT | Qt::Key_J))
    , m_discard(nullptr)
    , m_lineage(nullptr)
{
    m_compare->setCheckable(true);
    m_compareClipboard->setCheckable(true);
    QAction *save = add(
        tr("Save Draft"), QStringLiteral("saveDraft"), QStringLiteral("draft"), QKeySequence::Save);
    m_discard = add(tr("Discard Draft…"), QStringLiteral("discardDraft"), QStringLiteral("discard"),
        Qt::CTRL | Qt::SHIFT | Qt::Key_Backspace);
    m_lineage = add(tr("Show Lineage"), QStringLiteral("showLineage"), QStringLiteral("lineage"),
        Qt::CTRL | Qt::Key_L);
    connect(m_submit, &QAction::triggered, this,
        [this] { page().showFace(DocumentPage::Face::Submit); });
    connect(m_compare, &QAction::triggered, this, [this](bool isWanted) {
        page().showFace(isWanted ? DocumentPage::Face::Difference : page().content());
    });
    connect(m_compareClipboard, &QAction::triggered, this, [this](bool isWanted) {
        page().showFace(isWanted ? DocumentPage::Face::Clipboard : DocumentPage::Face::Editor);
    });
    connect(
        m_merge, &QAction::triggered, this, [this] { page().showFace(DocumentPage::Face::Merge); });
    connect(m_schema, &QAction::triggered, this,
        [this] { page().showFace(DocumentPage::Face::Schema); });
    connect(save, &QAction::triggered, this, &DraftCommands::save);
    connect(m_discard, &QAction::triggered, this, &DraftCommands::discard);
    connect(m_lineage, &QAction::triggered, this, [this] {
        m_context.navigator.goTo(
            {QStringLiteral("lineage"), models::toQt(page().session().config().path)});
    });
}

void DraftCommands::update(DocumentPage &page)
{
    set(m_submit, models::submitState(page.session(), page.hasProblems()));
    set(m_discard, models::discardState(page.session()));
    set(m_merge,
        page.merge().merge() ? models::ActionState::enabled()
                             : models::ActionState::disabled(tr("Nothing was changed elsewhere.")));
    set(m_schema, models::schemaState(page.session()));
    m_compare->setChecked(page.face() == DocumentPage::Face::Difference);
    m_compareClipboard->setChecked(page.face() == DocumentPage::Face::Clipboard);
}

// What contradicts what is elsewhere is decided first.
void DraftCommands::save()
{
    const models::DraftMerge &merge = page().merge();
    if (merge.state() == models::DraftMerge::State::Conflicts
        && merge.source() != models::MergeTexts::Source::Reversal)
        page().showFace(DocumentPage::Face::Merge);
    else
        page().session().saveNow();
}

void DraftCommands::discard()
{
    const Question question{tr("Discard Draft"),
        tr("The text goes back to what is live. What you wrote in “%1” is lost.")
            .arg(models::toQt(page().session().config().path)),
        tr("Discard Draft"), {}, {}};
    const DocumentPage *asked = &page();
    m_context.prompt.ask(question, [this, asked](const PromptAnswer &answer) {
        // The tab may be closed by now.
        if (answer.isAccepted && isInFront(asked))
            page().session().discard();
    });
}

} // namespace chancery::views
