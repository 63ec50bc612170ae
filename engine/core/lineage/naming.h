// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <functional>
#include <string>

namespace chancery::core {

// The place that a pointer leads to, as people and the comparison name it: an item of a list by the
// key that names each item of it ("/routes[name=checkout]/port"), so that it has the same name
// wherever it stands in its list. An item whose name is hidden has its index, and so has each item
// of a list that names none. What the pointer leads to need not be there to its end.
std::string namedPlace(
    Value root, std::string_view pointer, const std::function<bool(Value)> &isHidden);

// Whether it may lead through a list.
bool hasIndex(std::string_view pointer);

} // namespace chancery::core
