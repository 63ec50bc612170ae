// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/core/governing/documents.h"
#include "engine/server/handlers/suspectways.h"

namespace chancery::server {

// Which of what was decided in the environment is about a service: about one of the configs that
// its agents carry, or one that these are made of. Without a service everything is. What is gone,
// and nobody can tell of any more, is about everybody. Lives for one answer, beside the ways.
class SuspectScope {
public:
    SuspectScope(const View &view, const SuspectWays::Ways &ways, bool isOfService)
        : m_view(view)
        , m_ways(ways)
        , m_isOfService(isOfService)
    {
    }

    bool hasAnyBelow(const std::string &nameSpace) const;
    bool hasRequest(const std::string &id) const;
    bool hasEmergency(const std::string &id) const;
    // A governing document, as its text was and has become.
    bool isGovernedBy(const std::string &path, core::Value before, core::Value after) const;

private:
    const View &m_view;
    const SuspectWays::Ways &m_ways;
    bool m_isOfService;
};

} // namespace chancery::server
