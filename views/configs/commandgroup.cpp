// SPDX-License-Identifier: Apache-2.0
#include "commandgroup.h"

#include "views/common/look.h"
#include "views/common/offer.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

CommandGroup::CommandGroup(Look &look, QObject *parent)
    : QObject(parent)
    , m_look(look)
{
}

DocumentPage &CommandGroup::pageWithText() const
{
    if (m_page->face() != DocumentPage::Face::Editor)
        m_page->showFace(DocumentPage::Face::Editor);
    return *m_page;
}

QAction *CommandGroup::add(
    const QString &text, const QString &name, const QString &icon, const QKeySequence &key)
{
    auto *action = new QAction(m_look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    m_actions << action;
    return action;
}

void CommandGroup::set(QAction *action, const models::ActionState &state)
{
    offer(*action, state);
}

void CommandGroup::follow(DocumentPage *page)
{
    m_page = page;
    const auto none = models::ActionState::disabled(tr("No config is open."));
    for (QAction *action : m_actions)
        set(action, page ? models::ActionState::enabled() : none);
    if (page)
        update(*page);
}

} // namespace chancery::views
