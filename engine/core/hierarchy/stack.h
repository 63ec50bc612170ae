// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/place.h"
#include "engine/core/hierarchy/references.h"

#include <map>
#include <memory>

namespace chancery::core {

// What a resolution reads from: the configs, what is declared of them, and their texts. Called on
// the thread that resolves.
class LayerSource {
public:
    virtual ~LayerSource() = default;
    // By its path, without a slash in front.
    virtual std::optional<Config> configAt(std::string_view path) = 0;
    virtual std::vector<ConfigLayer> layersOf(const ConfigId &config) = 0;
    // What a config says in an environment; nothing where it says nothing.
    virtual std::optional<Layer> textOf(const ConfigId &config, const EnvironmentId &environment)
        = 0;
    // As ReferenceTargets wants it.
    virtual std::vector<bool> sensitiveNodes(std::string_view path, Value document) = 0;
};

// Effective documents in one place. Lives for one piece of work.
class PlaceResolver final : public ReferenceTargets {
public:
    PlaceResolver(LayerSource &source, HierarchyPlace place);

    // Merged and with all references followed. "not-live" where nothing of its own is there.
    Result<EffectiveDocument> effective(const Config &config);
    // The same as it is told to those who ask.
    Result<EffectiveView> view(const Config &config);

    const EffectiveDocument *find(std::string_view path) override;
    std::vector<bool> sensitiveNodes(std::string_view path, Value document) override;

private:
    Result<EffectiveDocument> merged(const Config &config);
    std::vector<bool> repeatedIn(const EffectiveDocument &document, std::string_view path);
    bool addStack(const Config &config, std::vector<Layer> &layers);
    bool addLayer(const ConfigLayer &layer, std::vector<Layer> &layers);

    LayerSource &m_source;
    HierarchyPlace m_place;
    std::map<std::string, std::unique_ptr<EffectiveDocument>, std::less<>> m_found;
};

// The configs whose defaults it inherits, the farthest first.
std::vector<Config> parentsOf(LayerSource &source, const Config &config);

} // namespace chancery::core
