// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/view.h"
#include "views/viewcontext.h"

#include <memory>

namespace chancery::views {

// One entry of the rail.
struct ViewDescriptor {
    const char *id; // "configs": settings, links, tests
    const char *title; // QT_TRANSLATE_NOOP("views", …)
    const char *icon;
    const char *permission; // not shown without it
    std::unique_ptr<View> (*create)(ViewContext &);
};

} // namespace chancery::views
