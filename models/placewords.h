// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/followed.h"

#include <QString>

namespace chancery::models {

// "region eu-west, instance i-7" in the language of the screen; empty where only the environment
// counts. The names are as they came: whoever shows them makes them safe.
QString placeWords(const core::HierarchyPlace &place);
QString placeWords(const core::FollowedPlace &followed);

} // namespace chancery::models
