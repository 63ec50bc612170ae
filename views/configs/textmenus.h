// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QString>

#include <vector>

class QWidget;

namespace chancery::views {

class CommandGroup;

// Commands under one heading.
struct CommandMenu {
    QString title;
    CommandGroup *group;
};

// The groups that need nothing of their view but the page that is in front, in the order of their
// menus. Children of the view.
std::vector<CommandMenu> makeTextMenus(ViewContext &context, QWidget *view);

} // namespace chancery::views
