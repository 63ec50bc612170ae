// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/place.h"
#include "engine/core/hierarchy/references.h"
#include "engine/server/view.h"

#include <map>

namespace chancery::server {

class Validator;

// The texts that a request would make live, by config and environment.
struct ProposedText {
    std::shared_ptr<const core::Tree> tree;
    std::size_t item = 0; // of the request
};
using Proposal = std::map<std::pair<std::string, std::string>, ProposedText>;

// The texts of versions, each read once. Shared by the resolutions of one piece of work.
class LayerTexts {
public:
    explicit LayerTexts(const View &view)
        : m_view(view)
    {
    }
    const View &view() const { return m_view; }
    // What is live of a config there; nothing when there is nothing, or it cannot be read.
    std::optional<core::Layer> live(
        const core::ConfigId &config, const core::EnvironmentId &environment);

private:
    const View &m_view;
    std::map<std::string, core::Layer> m_layers; // by version
};

// Effective documents in one place: from what is live, or from what would be after a proposal.
// Lives for one piece of work.
class Resolution final : public core::ReferenceTargets {
public:
    // Without a validator it is not known what is sensitive.
    Resolution(LayerTexts &texts, core::HierarchyPlace place, const Proposal *proposal = nullptr,
        Validator *validator = nullptr);

    // Merged and with all references followed. "not-live" where nothing of its own is there.
    core::Result<core::EffectiveDocument> effective(const core::Config &config);

    const core::EffectiveDocument *find(std::string_view path) override;
    std::vector<bool> sensitiveNodes(
        std::string_view path, const core::EffectiveDocument &document) override;

private:
    core::Result<core::EffectiveDocument> merged(const core::Config &config);
    bool addStack(const core::Config &config, std::vector<core::Layer> &layers);
    bool addLayer(core::LayerKind kind, const std::string &name, const core::ConfigId &id,
        std::vector<core::Layer> &layers);
    bool takesPart(const core::ConfigLayer &layer) const;

    LayerTexts &m_texts;
    const View &m_view;
    core::HierarchyPlace m_place;
    const Proposal *m_proposal;
    Validator *m_validator;
    std::map<std::string, std::unique_ptr<core::EffectiveDocument>, std::less<>> m_found;
};

// The config of that path, without a slash in front.
std::optional<core::Config> configAt(const View &view, std::string_view path);
core::ConfigLayers layersOf(const View &view, const core::ConfigId &config);
// The configs whose defaults it inherits, the farthest first.
std::vector<core::Config> parentsOf(const View &view, const core::Config &config);
// Whether its effective document is more than its text.
bool isComposed(const View &view, const core::Config &config, const core::Tree &tree);
// All places in which its layers and its parents' tell it apart, the plain one first.
std::vector<core::HierarchyPlace> placesOf(
    const View &view, const core::Config &config, const core::EnvironmentId &environment);

} // namespace chancery::server
