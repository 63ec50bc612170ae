// SPDX-License-Identifier: Apache-2.0
#include "referencecommands.h"

#include "models/qtconvert.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

using models::toQt;

ReferenceCommands::ReferenceCommands(ViewContext &context, QObject *parent)
    : CommandGroup(context.look, parent)
    , m_context(context)
    , m_definition(add(tr("Go to Definition"), QStringLiteral("goToDefinition"),
          QStringLiteral("config"), Qt::Key_F12))
{
    QAction *uses = add(tr("Find All Uses"), QStringLiteral("findUses"), QStringLiteral("lineage"),
        Qt::SHIFT | Qt::Key_F12);
    QAction *history = add(tr("Show History of the Key"), QStringLiteral("showKeyHistory"),
        QStringLiteral("lineage"), Qt::CTRL | Qt::SHIFT | Qt::Key_H);
    QAction *effective = add(tr("Show Effective"), QStringLiteral("showEffective"),
        QStringLiteral("configs"), Qt::CTRL | Qt::SHIFT | Qt::Key_E);
    QAction *live = add(tr("Show What Agents Hold"), QStringLiteral("showLive"),
        QStringLiteral("fleet"), Qt::CTRL | Qt::SHIFT | Qt::Key_L);
    QAction *problems = add(tr("Show Problems"), QStringLiteral("showProblems"),
        QStringLiteral("warning"), Qt::CTRL | Qt::SHIFT | Qt::Key_J);
    m_rename = add(tr("Rename Key with References…"), QStringLiteral("renameKeyEverywhere"),
        QStringLiteral("rename"), Qt::CTRL | Qt::Key_F2);
    connect(m_rename, &QAction::triggered, this, [this] { page().renameKey(); });
    connect(m_definition, &QAction::triggered, this, &ReferenceCommands::goToDefinition);
    connect(uses, &QAction::triggered, this, &ReferenceCommands::usesWanted);
    connect(history, &QAction::triggered, this, &ReferenceCommands::historyWanted);
    connect(effective, &QAction::triggered, this, &ReferenceCommands::effectiveWanted);
    connect(live, &QAction::triggered, this, &ReferenceCommands::liveWanted);
    connect(problems, &QAction::triggered, this, &ReferenceCommands::problemsWanted);
}

void ReferenceCommands::followCursor(DocumentPage &page)
{
    set(m_definition,
        page.editor().referencesAtCaret().empty()
            ? models::ActionState::disabled(tr("This line refers to nothing."))
            : models::ActionState::enabled());
    const auto mayEdit = models::editState(page.session());
    const bool isKey = !page.editor().pointer().isEmpty();
    set(m_rename,
        !mayEdit.isEnabled ? mayEdit
            : isKey        ? models::ActionState::enabled()
                           : models::ActionState::disabled(tr("The cursor is on no key.")));
}

void ReferenceCommands::goToDefinition()
{
    const auto references = page().editor().referencesAtCaret();
    if (references.empty())
        return;
    const core::ReferencePiece &reference = references.front();
    const QString path = reference.path.empty() ? toQt(page().session().config().path)
                                                : toQt(reference.path.substr(1));
    m_context.navigator.goTo({QStringLiteral("configs"), path + u'#' + toQt(reference.pointer)});
}

} // namespace chancery::views
