// SPDX-License-Identifier: Apache-2.0
#include "caretcommands.h"

#include "editors/brackets.h"
#include "editors/carets.h"
#include "editors/codeview.h"
#include "editors/liveanalysis.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

CaretCommands::CaretCommands(Look &look, QObject *parent)
    : CommandGroup(look, parent)
{
    addWork(tr("Add Caret Above"), QStringLiteral("addCaretAbove"), QStringLiteral("caretAbove"),
        Qt::CTRL | Qt::ALT | Qt::Key_Up, editors::addCaretAbove);
    addWork(tr("Add Caret Below"), QStringLiteral("addCaretBelow"), QStringLiteral("caretBelow"),
        Qt::CTRL | Qt::ALT | Qt::Key_Down, editors::addCaretBelow);
    addWork(tr("Add Next Occurrence"), QStringLiteral("addNextOccurrence"),
        QStringLiteral("addNext"), Qt::CTRL | Qt::ALT | Qt::Key_Period, editors::addNextOccurrence);
    QAction *all = add(tr("Add All Occurrences"), QStringLiteral("addAllOccurrences"),
        QStringLiteral("addNext"), Qt::CTRL | Qt::ALT | Qt::Key_A);
    QAction *bracket = add(tr("Jump to Bracket"), QStringLiteral("jumpToBracket"),
        QStringLiteral("outline"), Qt::CTRL | Qt::Key_M);
    connect(all, &QAction::triggered, this, &CaretCommands::selectAll);
    connect(bracket, &QAction::triggered, this, [this] {
        editors::ConfigEditor &editor = pageWithText().editor();
        editors::jumpToBracket(editor.view(), editor.live().highlighter());
        editor.setFocus();
    });
}

void CaretCommands::addWork(const QString &text, const QString &name, const QString &icon,
    const QKeySequence &key, Work work)
{
    connect(add(text, name, icon, key), &QAction::triggered, this, [this, work] {
        work(pageWithText().editor().view());
        page().editor().setFocus();
    });
}

void CaretCommands::selectAll()
{
    if (!editors::addAllOccurrences(pageWithText().editor().view()))
        page().say(tr("It stands in more than %n place(s), too many for a caret at each. Replace "
                      "them with Find and Replace.",
            nullptr, editors::mostCarets));
    page().editor().setFocus();
}

} // namespace chancery::views
