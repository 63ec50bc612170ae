// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/server/view.h"

// What else is about the same keys (GOV-20).
namespace chancery::server {

// To each item the other open requests that change what it does there, key by key, as its own keys:
// the same ones, also in what it inherits or hands on; those that a key of it refers to, through
// however many references that are live; and those of its own that a key of the other refers to.
// Not more than 20 of an item, and for the last kind not more than 10,000 items of others are
// looked through: who has as many has been warned.
void addOverlaps(const View &view, core::ChangeRequest &request);

} // namespace chancery::server
