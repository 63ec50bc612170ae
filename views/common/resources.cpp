// SPDX-License-Identifier: Apache-2.0
#include "resources.h"

#include <QtGlobal>

// Q_INIT_RESOURCE declares a function of the global namespace.
static void registerResources()
{
    Q_INIT_RESOURCE(chancery);
}

namespace chancery::views {

void initialiseResources()
{
    registerResources();
}

} // namespace chancery::views
