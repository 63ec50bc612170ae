// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewdescriptor.h"

#include <QKeySequence>

#include <span>

namespace chancery::app {

// Every view, in the order of the rail.
std::span<const views::ViewDescriptor> viewList();
// Of the view at that place of the rail.
QKeySequence keyOfView(std::size_t index);

} // namespace chancery::app
