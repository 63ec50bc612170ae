// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/result.h"

#include <string>
#include <string_view>

// RFC 3161: a time-stamp authority's word that bytes existed at a time. Pure; of any thread.
namespace chancery::core {

// A question to a time-stamp authority over SHA-256 of the bytes. Both go into the answer.
struct TimestampQuery {
    std::string der; // body of the request
    std::string nonce; // a number, its first byte first
};
Result<TimestampQuery> timestampQuery(std::string_view bytes);

struct Timestamp {
    Instant time; // by the authority's clock
    std::string serial; // hexadecimal
    std::string policy; // an object identifier in dots
    std::string authority; // the subject of the certificate that signed
};

// No authority answers with more.
inline constexpr std::size_t mostTimestampBytes = std::size_t(64) << 10;

// What an answer says once it is held against its question and bytes: granted, over these bytes,
// with this nonce (empty: it is not looked at, for the question is not at hand any more), signed by
// an authority for time stamps whose certificate leads to one of these (PEM). Error{Invalid,
// "timestamp-refused"} with the reason as its detail.
Result<Timestamp> verifyTimestamp(std::string_view answer, std::string_view bytes,
    const std::string &nonce, const std::string &authorities);

} // namespace chancery::core
