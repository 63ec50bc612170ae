// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/fleet.h"
#include "engine/core/hierarchy/effectivehead.h"

#include <set>

namespace chancery::agent {

// Which hints of the event stream mean a target: those of its own config, and those of all that its
// document is made of or would be, had it been there. A value, made from a head.
class Watch {
public:
    enum class Concern { None, Part, Own };

    Watch() = default;
    explicit Watch(const core::EffectiveHead &head);

    Concern concernOf(const core::ChangeHint &hint) const;

private:
    std::string m_own; // resource of the head of its own config
    std::set<std::string> m_parts; // resources of the others, and of all declarations
    std::set<std::string> m_absent; // paths
    std::string m_environment; // end of the resource of a head there
};

} // namespace chancery::agent
