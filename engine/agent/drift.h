// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/result.h"

#include <string>
#include <vector>

namespace chancery::agent {

// The keys that a file has and the document that was put there has not: somebody wrote them by
// hand, and the next change removes them. Pointers in the order of the file, without what lies
// inside one of them, at most 1,000. Members of objects only: items of lists have no names. An
// error where the file is no document.
core::Result<std::vector<std::string>> liveOnlyKeys(
    std::string file, core::Format format, const core::Tree &document);

} // namespace chancery::agent
