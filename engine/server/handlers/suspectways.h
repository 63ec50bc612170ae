// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/graph/dependencygraph.h"
#include "engine/server/view.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace chancery::server {

class Dependencies;

// A config that a followed one is made of or hangs on; absent: it is the followed one.
struct Way {
    std::string followed; // path
    std::optional<core::DependencyKind> link;
};

// The ways from the configs that agents follow to all that these are made of or hang on: now, or at
// any time between two instants. What has been taken out since is looked for as well, for to take
// it out is the first that one does when something breaks. Lives for one answer.
class SuspectWays {
public:
    using Ways = std::map<std::string, std::vector<Way>>; // by path of what they lead to

    SuspectWays(const View &view, const Dependencies &dependencies, core::EnvironmentId environment,
        core::Instant since, core::Instant before);

    void add(const std::string &followed);
    const Ways &ways() const { return m_ways; }
    // False: there was more than is looked at.
    bool isComplete() const { return m_isComplete; }

private:
    using Needs = std::vector<core::Dependency>;

    const Needs &needsOf(const std::string &path);
    void addPresent(const std::string &path, Needs &needs) const;
    void addPast(const std::string &path, Needs &needs);
    void addTexts(const core::ConfigId &config, Needs &needs);
    std::map<std::string, bool> reachedBy(const std::string &followed, bool isDirectOnly);

    const View &m_view;
    const core::DependencyGraph &m_graph;
    core::EnvironmentId m_environment;
    core::Instant m_since;
    core::Instant m_before;
    std::vector<char> m_passes;
    std::map<std::string, Needs> m_needs; // by path
    Ways m_ways;
    std::size_t m_steps = 0;
    std::size_t m_textBytes = 0;
    bool m_isComplete = true;
};

} // namespace chancery::server
