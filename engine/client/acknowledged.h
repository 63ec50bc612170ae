// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/page.h"
#include "engine/core/call.h"

namespace chancery::client {

using core::Call;
using core::Handler;

// What a mutation gives beside its value: the place of its event in the audit log, the receipt of
// standards.md API-2.
template <typename T>
struct Acknowledged {
    T value;
    std::uint64_t auditSequence = 0;
};

// Which part of a list. The cursor is Page::next of the page before; limit 0 is the server's
// choice.
struct PageQuery {
    std::string cursor;
    int limit = 0;
};

} // namespace chancery::client
