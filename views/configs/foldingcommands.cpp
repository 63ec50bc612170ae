// SPDX-License-Identifier: Apache-2.0
#include "foldingcommands.h"

#include "editors/codeview.h"
#include "editors/foldcommands.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

FoldingCommands::FoldingCommands(Look &look, QObject *parent)
    : CommandGroup(look, parent)
{
    constexpr auto keys = Qt::CTRL | Qt::ALT;
    addWork(tr("Fold Here"), QStringLiteral("foldHere"), keys | Qt::Key_Left, editors::foldAtCaret);
    addWork(tr("Unfold Here"), QStringLiteral("unfoldHere"), keys | Qt::Key_Right,
        editors::unfoldAtCaret);
    // The arrows are taken by some desktops.
    actions()[0]->setShortcuts({keys | Qt::Key_Left, Qt::CTRL | Qt::SHIFT | Qt::Key_BracketLeft});
    actions()[1]->setShortcuts({keys | Qt::Key_Right, Qt::CTRL | Qt::SHIFT | Qt::Key_BracketRight});
    constexpr auto levelKeys = Qt::ALT | Qt::SHIFT;
    addWork(tr("Fold All"), QStringLiteral("foldAll"), levelKeys | Qt::Key_9, editors::foldAll);
    addWork(
        tr("Unfold All"), QStringLiteral("unfoldAll"), levelKeys | Qt::Key_0, editors::unfoldAll);
    for (int level = 1; level <= 4; ++level)
        addWork(tr("Show %1 Levels of Keys", "a number").arg(level),
            QStringLiteral("foldToLevel%1").arg(level), levelKeys | Qt::Key(Qt::Key_0 + level),
            [level](editors::CodeView &view) { editors::foldToLevel(view, level); });
}

void FoldingCommands::addWork(
    const QString &text, const QString &name, const QKeySequence &key, const Work &work)
{
    connect(add(text, name, QStringLiteral("fold"), key), &QAction::triggered, this, [this, work] {
        work(pageWithText().editor().view());
        page().editor().setFocus();
    });
}

} // namespace chancery::views
