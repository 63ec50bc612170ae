// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/document/value.h"

#include <map>
#include <string>
#include <vector>

namespace chancery::support {

// Bodies of requests as engine/api/openapi.yaml describes them, with what a world has in it. A
// value.
class ContractBodies {
public:
    ContractBodies();

    // As JSON what a property may be, the ordinary first: by "Schema.property", else by "property".
    using Words = std::map<std::string, std::vector<std::string>, std::less<>>;
    // The ordinary body, and one for every switch thrown the other way: a flag, a word of several,
    // a member that may be left out. One that is empty where the operation takes none.
    std::vector<std::string> of(std::string_view operation, const Words &words) const;

private:
    core::Tree m_tree;
};

} // namespace chancery::support
