// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/identity.h"

#include <optional>
#include <string>
#include <vector>

// What the server finds out about the items of a change request.
namespace chancery::core {

// One thing that makes a change risky, with what it adds to the score.
struct RiskFactor {
    std::string code; // "environment", "numeric-change", "kill-switch", …
    int points = 0;

    friend bool operator==(const RiskFactor &, const RiskFactor &) = default;
};

// What an item does to its document, as policies see it. Made by the server when the item is taken.
struct ChangeFacts {
    std::vector<std::string> keys; // RFC 6901 pointers of what differs; the first 200
    bool moreKeys = false;
    // The largest change of a number, in percent of what it was: 50 for 10 to 15. At most a
    // million; absent where none changes.
    std::optional<int> largestChange;
    int risk = 0; // 0 to 100
    std::vector<RiskFactor> factors;

    friend bool operator==(const ChangeFacts &, const ChangeFacts &) = default;
};

// Another open request that changes some of the same keys (GOV-20).
struct Overlap {
    ChangeRequestId request;
    std::string requesterName;
    std::vector<std::string> keys; // the first 200 of what both change

    friend bool operator==(const Overlap &, const Overlap &) = default;
};

} // namespace chancery::core
