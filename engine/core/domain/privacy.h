// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/strongid.h"

#include <cstdint>
#include <string>
#include <vector>

// What the audit log says of people, and for how long (docs/adr/0025). Values of the server; pure.
namespace chancery::core {

// One personal value of one entry of the log, which holds only its salted digest under the same
// name. Untrusted until personalFieldsOf() has held it against the leaf.
struct PersonalValue {
    std::uint64_t sequence = 0;
    std::string name; // "p1"
    std::string salt; // base64
    std::string value;

    friend bool operator==(const PersonalValue &, const PersonalValue &) = default;
};

// Why somebody's personal data is to be forgotten.
struct ErasureOrder {
    std::string reason;
    std::string ticket;
};

// Where the name still stands, in what cannot be changed without breaking what is signed.
struct RemainingMention {
    std::string where; // "version", "request"
    std::uint64_t count = 0;

    friend bool operator==(const RemainingMention &, const RemainingMention &) = default;
};

struct Erasure {
    PrincipalId principal;
    std::uint64_t fields = 0; // of the log, now only digests
    std::uint64_t entries = 0; // that they belonged to
    std::uint64_t sequence = 0; // of the entry that tells of it
    std::vector<RemainingMention> remaining;
    ETag etag; // of the account
};

// While it stands, nothing that it covers is erased, and nothing of the log is pruned.
struct LegalHold {
    std::string id;
    std::string principal; // empty: everybody
    std::string reason;
    std::string ticket;
    PrincipalId by;
    Instant at;
    ETag etag;

    friend bool operator==(const LegalHold &, const LegalHold &) = default;
};

struct NewLegalHold {
    std::string principal;
    std::string reason;
    std::string ticket;
};

// Entries below a number are to go; their hashes stay.
struct PruneOrder {
    std::uint64_t before = 0; // a multiple of pruneTile
    std::string reason;
    std::string ticket;
};
inline constexpr std::uint64_t pruneTile = 256;

// The checkpoint of the log's beginning that has gone, signed by the log's key, and the hashes of
// its complete subtrees, the widest first: whoever reads the rest begins from them.
struct PruneRecord {
    std::uint64_t before = 0; // zero: nothing was pruned
    std::string note;
    std::vector<std::string> hashes; // base64
};

} // namespace chancery::core
