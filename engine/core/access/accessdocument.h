// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/conditions.h"
#include "engine/core/document/value.h"
#include "engine/core/freeze/window.h"
#include "engine/core/policy/permissions.h"
#include "engine/core/result.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::core::access {

enum class Effect : std::uint8_t { Permit, Forbid };

// One line of "sys/access": who may do what, or may not, where and when. Of the environment in
// which the document is live.
struct AccessRule {
    std::string id; // unique in its document
    std::string title;
    Effect effect = Effect::Permit;
    std::vector<std::string> to; // names of groups or of accounts; empty: whoever "when" is about
    PermissionSet permissions; // those of its roles among them
    std::vector<std::string> paths; // patterns, of its classes too; empty: every path
    std::optional<Instant> notBefore;
    std::optional<Instant> notAfter; // half open
    // Of every week, in a zone. Where the clock is set back, a permission ends with the first of
    // the two ends and a ban with the second.
    std::optional<FreezeWindow> hours;
    std::optional<Conditions> when = {}; // only where they hold
    std::optional<Conditions> unless = {}; // of a ban: wherever they do not hold
};

// The configs whose data are alike, by name: patterns of their paths.
using Classes = std::map<std::string, std::vector<std::string>, std::less<>>;

// Beside the roles of the accounts, which hold everywhere.
struct AccessDocument {
    bool isClosed = false; // the roles give nothing here but what no rule can give
    std::vector<AccessRule> rules;
    Classes classes = {};
};

// What can be given and forbidden for a part of the world. The others hold for the whole server:
// who may see, administer, read the log, manage schemas and agents is said by roles alone.
bool isScoped(Permission permission);
PermissionSet scopedOf(PermissionSet permissions);

// The names of the classes that the path is of.
std::vector<std::string> classesAt(const Classes &classes, std::string_view path);

// Error{Invalid, "governing-document"} with every place that is not in its form.
Result<AccessDocument> readAccess(Value document);

} // namespace chancery::core::access
