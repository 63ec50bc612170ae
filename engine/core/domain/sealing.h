// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/secret.h"
#include "engine/core/strongid.h"

#include <cstdint>
#include <string>
#include <vector>

namespace chancery::core {

// A value that is to be sealed in its place. Values are JSON texts, as wire bodies carry them.
struct NewSeal {
    std::string pointer; // RFC 6901, in the text of the config
    Secret value;
    std::string replaces; // the sealed value that stands there now; empty for none
};

// What goes into the document.
struct Sealed {
    std::string text; // {"$sealed":…}
    std::string kid;
    bool isUnchanged = false; // it is the one that it was to replace: the value is the same

    friend bool operator==(const Sealed &, const Sealed &) = default;
};

// Asks for the value behind a sealed one, by a person and for a reason that the audit log keeps.
struct RevealRequest {
    std::string pointer;
    std::string sealed; // as it stands in the document
    std::string reason;
};

struct RevealedValue {
    std::string pointer;
    Secret value;
};

// What an agent needs to write a version's text for its service.
struct OpenedVersion {
    VersionId version;
    std::vector<RevealedValue> values; // of every sealed value of the text, in its order
};

// A key that seals the values of one namespace in one environment; never the key itself.
struct SealKey {
    std::string kid;
    std::string nameSpace;
    EnvironmentId environment;
    bool seals = true; // the newest; the older ones only open
    std::uint64_t count = 0; // of what it has sealed
    std::string wrappedBy; // which key-encryption key
    Instant createdAt;

    friend bool operator==(const SealKey &, const SealKey &) = default;
};

// A new key for what is sealed from now on; with no namespace, a new key-encryption key, by which
// all others are wrapped anew.
struct KeyRotation {
    std::string nameSpace;
    EnvironmentId environment;
    std::string reason;
};

} // namespace chancery::core
