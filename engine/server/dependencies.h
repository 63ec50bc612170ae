// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/graph/impact.h"
#include "engine/server/view.h"

namespace chancery::server {

// What all configs need of each other, as it stands in the store: kept up to date by the keys that
// each commit touches, so that nobody who asks waits for anything to be read. Network thread.
class Dependencies {
public:
    // Everything, once.
    void load(const View &view);
    // After a commit: whichever of the keys are about dependencies.
    void update(const View &view, const std::vector<std::string> &touched);

    const core::DependencyGraph &graph() const { return m_graph; }
    const core::Followers &followers() const { return m_followers; }
    // Of a draft that somebody holds; empty for anything else.
    std::string authorOf(const std::string &holder) const;

private:
    void takeConfig(const View &view, const std::string &id);
    void takeUses(const Bytes &value, std::string_view rest, bool isDraft, bool isRequest);
    void takeAgent(const View &view, const std::string &id);
    std::string pathOf(const std::string &id) const;
    void update(const View &view, const std::string &key);
    void replace(const std::string &path, std::vector<core::Dependency> everywhere,
        std::map<std::string, std::vector<core::Dependency>> laid);

    core::DependencyGraph m_graph;
    core::Followers m_followers;
    std::unordered_map<std::string, std::string> m_paths; // of the configs by id
    std::unordered_map<std::string, std::string> m_authors; // of the drafts by id
    std::unordered_map<std::string, std::vector<std::string>> m_laid; // layers with a name, by path
};

// The dependencies of a config that no text says: its declaration and what it inherits from.
std::vector<core::Dependency> declaredDependenciesOf(
    const View &view, const std::string &path, const core::ConfigId &id);

} // namespace chancery::server
