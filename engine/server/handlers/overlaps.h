// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/server/view.h"

// What else is about the same keys (GOV-20).
namespace chancery::server {

// The other open requests that change what the item does there, key by key, as its own keys: the
// same ones, also in what it inherits or hands on; those that a key of it refers to, through
// however many references that are live; and those of its own that a key of the other refers to.
std::vector<core::Overlap> overlapsOf(
    const View &view, const core::ChangeRequest &request, const core::RequestItem &item);

} // namespace chancery::server
