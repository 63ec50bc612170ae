// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/stack.h"
#include "tests/support/slowhierarchy.h"

#include <map>

namespace chancery::support {

// A random handful of configs in one environment: some are defaults that others inherit, all may
// have base, region, group and instance layers, and their strings refer to each other, to what is
// not there, and in circles. The resolver under test reads from it; slowLeaves() says what holds by
// the words of docs/hierarchy.md, a document, a string and a step of a pointer at a time.
class PlacesWorld final : public core::LayerSource {
public:
    explicit PlacesWorld(unsigned seed);

    const core::Config &config() const { return m_configs.at("payments/api/limits"); }
    const core::HierarchyPlace &place() const { return m_place; }

    // Every leaf with its value, where its layer is from and the reference that brought it, or what
    // is wrong with which string; sorted.
    std::vector<std::string> slowLeaves() const;
    // The resolver's answer in the same words.
    static std::vector<std::string> told(const core::Result<core::EffectiveDocument> &answer);

    std::optional<core::Config> configAt(std::string_view path) override;
    std::vector<core::ConfigLayer> layersOf(const core::ConfigId &config) override;
    std::optional<core::Layer> textOf(
        const core::ConfigId &config, const core::EnvironmentId &environment) override;
    std::vector<bool> sensitiveNodes(std::string_view, core::Value) override { return {}; }

private:
    friend class SlowReferences;

    void addConfig(HierarchyMaker &maker, const std::string &path, bool isLive);
    void declare(HierarchyMaker &maker, const std::string &path);

    core::HierarchyPlace m_place;
    std::map<std::string, core::Config> m_configs; // by path
    std::map<std::string, std::vector<core::ConfigLayer>> m_declared; // by config
    std::map<std::string, core::Layer> m_texts; // by config
};

} // namespace chancery::support
