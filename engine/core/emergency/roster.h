// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/governing/policydocument.h"

#include <optional>
#include <string>
#include <vector>

namespace chancery::core {

// Whom the document "sys/emergency" lets in at all, beside the right to it: names of groups of
// sys/groups and of accounts. Nothing where it has no roster, and then the right alone decides;
// nobody where what it has is no list.
std::optional<std::vector<std::string>> emergencyRoster(const Tree &tree);

// Whether it names the account, itself or by one of the groups that the account is in. A name that
// a group has means no account: nobody gets in by taking it.
bool isOnRoster(const std::vector<std::string> &roster, const std::string &account,
    const std::vector<governing::Group> &groups);

} // namespace chancery::core
