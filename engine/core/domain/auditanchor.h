// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"

#include <cstdint>
#include <string>

namespace chancery::core {

// A checkpoint of the log with a time-stamp authority's word that it existed at a time (RFC 3161).
// A value; what it says is believed by nobody who has not verified both.
struct AuditAnchor {
    std::uint64_t size = 0; // of the log
    Instant at; // by the authority's clock
    std::string authority; // who signed the stamp
    std::string note; // the signed checkpoint, over whose bytes the stamp is
    std::string answer; // the authority's whole answer, in base64

    friend bool operator==(const AuditAnchor &, const AuditAnchor &) = default;
};

} // namespace chancery::core
