// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <string_view>

// Why approvals do not go on, in words: the codes of evaluate() and of the server.
namespace chancery::models {

// Of Requirement::blockedBy; what is not known is shown as it is.
QString blockText(std::string_view blockedBy);
// Of Review::voidedBecause, as it stands behind "does not count:".
QString voidText(std::string_view because);

} // namespace chancery::models
