// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

#include <optional>
#include <string>
#include <vector>

namespace chancery::core {

// Whom the document "sys/emergency" lets in at all, beside the right to it: names of groups of
// sys/groups and of accounts. Nothing where it has no roster, and then the right alone decides; of
// a document that emergencySettings() refuses nothing is known either.
std::optional<std::vector<std::string>> emergencyRoster(const Tree &tree);

// Whether it names the account, itself or by one of the groups that the account is in.
bool isOnRoster(const std::vector<std::string> &roster, const std::string &account,
    const std::vector<std::string> &groups);

} // namespace chancery::core
