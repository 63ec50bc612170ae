// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewdescriptor.h"

#include <span>

namespace chancery::app {

// Every view, in the order of the rail.
std::span<const views::ViewDescriptor> viewList();

} // namespace chancery::app
