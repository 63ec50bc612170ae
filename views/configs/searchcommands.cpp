// SPDX-License-Identifier: Apache-2.0
#include "searchcommands.h"

#include "views/configs/documentpage.h"
#include "views/configs/findbar.h"
#include "views/configs/textface.h"

namespace chancery::views {

SearchCommands::SearchCommands(Look &look, QObject *parent)
    : CommandGroup(look, parent)
    , m_replace(nullptr)
    , m_replaceAll(nullptr)
{
    QAction *find
        = add(tr("Find…"), QStringLiteral("find"), QStringLiteral("find"), QKeySequence::Find);
    m_replace = add(
        tr("Replace…"), QStringLiteral("replace"), QStringLiteral("replace"), Qt::CTRL | Qt::Key_H);
    QAction *next
        = add(tr("Find Next"), QStringLiteral("findNext"), QStringLiteral("next"), Qt::Key_F3);
    QAction *previous = add(tr("Find Previous"), QStringLiteral("findPrevious"),
        QStringLiteral("previous"), Qt::SHIFT | Qt::Key_F3);
    m_replaceAll = add(tr("Replace All"), QStringLiteral("replaceAll"), QStringLiteral("replace"),
        Qt::CTRL | Qt::ALT | Qt::Key_Return);
    connect(find, &QAction::triggered, this, [this] { open(false); });
    connect(m_replace, &QAction::triggered, this, [this] { open(true); });
    connect(
        next, &QAction::triggered, this, [this] { pageWithText().text().findBar().goToNext(); });
    connect(previous, &QAction::triggered, this,
        [this] { pageWithText().text().findBar().goToPrevious(); });
    connect(m_replaceAll, &QAction::triggered, this, [this] {
        if (pageWithText().text().findBar().isVisible())
            page().text().findBar().replaceAll();
        else
            open(true);
    });
}

void SearchCommands::update(DocumentPage &page)
{
    const auto state = models::editState(page.session());
    set(m_replace, state);
    set(m_replaceAll, state);
}

void SearchCommands::open(bool withReplace)
{
    pageWithText().text().findBar().open(withReplace);
}

} // namespace chancery::views
