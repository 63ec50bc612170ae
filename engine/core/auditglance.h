// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"

#include <string_view>
#include <vector>

namespace chancery::core {

// What a table shows of an audit event, as views into its leaf: for whoever looks at millions of
// them. A value to be used again and again; it lasts as long as the leaf.
struct AuditGlance {
    std::int64_t seq = 0;
    Instant time;
    std::string_view event;
    std::string_view code;
    std::string_view actor;
    std::string_view action;
    std::string_view outcome;
    std::string_view environment;
    std::string_view nameSpace;
    std::string_view targetType;
    std::string_view targetId;
    std::string_view correlation;
    std::string_view requestId;
    std::string_view breakGlass;
    std::string_view reason;
    std::string_view ticket;
    std::string_view problem;
    struct Related {
        std::string_view id;
        std::string_view path;
    };
    std::vector<Related> related;
};

// Reads a leaf that is written as toLeaf() writes it and has nothing to decode: no escapes, no
// patch. Says yes only where fromLeaf() would read the same; after a no, fromLeaf() says what it
// is.
bool readGlance(std::string_view leaf, AuditGlance &glance);

} // namespace chancery::core
