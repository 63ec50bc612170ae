// SPDX-License-Identifier: Apache-2.0
#include "textmenus.h"

#include "views/configs/appearancecommands.h"
#include "views/configs/caretcommands.h"
#include "views/configs/configview.h"
#include "views/configs/foldingcommands.h"
#include "views/configs/layoutcommands.h"
#include "views/configs/sealcommands.h"
#include "views/configs/searchcommands.h"

namespace chancery::views {

std::vector<CommandMenu> makeTextMenus(ViewContext &context, QWidget *view)
{
    return {{ConfigView::tr("Sealed Values"), new SealCommands(context, view)},
        {ConfigView::tr("Find"), new SearchCommands(context.look, view)},
        {ConfigView::tr("Carets"), new CaretCommands(context.look, view)},
        {ConfigView::tr("Fold"), new FoldingCommands(context.look, view)},
        {ConfigView::tr("Layout"), new LayoutCommands(context, view)},
        {ConfigView::tr("Appearance"), new AppearanceCommands(context, view)}};
}

} // namespace chancery::views
