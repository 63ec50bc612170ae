// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/merkle.h"

#include <optional>
#include <string>
#include <string_view>

namespace chancery::core::evidence {

// What a time stamp (RFC 3161) says of itself, read without believing it: over which digest it is,
// and when it was made.
struct AnchorStamp {
    Sha256 imprint{};
    std::string time; // "20261130080000Z", as it stands there
};

// Nothing where the answer is not granted, not over SHA-256, or not in the plain form of DER that
// docs/auditor-guide.md tells: a second program reads it by the same few rules. Its signature is
// for verifyTimestamp() (engine/core/timestamp.h), which needs the authority's certificates. Pure.
std::optional<AnchorStamp> readStamp(std::string_view answer);

} // namespace chancery::core::evidence
