// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/resolution.h"

#include <set>

namespace chancery::server {

// The places in which layers tell apart what configs come to: their own, those of the defaults
// above them, and those of all that they refer to, for a reference is followed in the place of the
// document that it stands in. Of what is live and of what is proposed over it, both. Lives for one
// piece of work, like the texts.
class LayerPlaces {
public:
    LayerPlaces(LayerTexts &texts, const Proposal &proposal)
        : m_texts(texts)
        , m_proposal(proposal)
    {
    }

    // More than these are not looked at.
    static constexpr std::size_t most = 2000;
    // The plain one first: those that a way along references can go through, for whatever a
    // reference makes wrong is wrong in one of them, and where these are not many, all combinations
    // of the names of its own layers and of those of the defaults above it. Nothing: they are more
    // than most.
    std::optional<std::vector<core::HierarchyPlace>> of(
        const core::Config &config, const core::EnvironmentId &environment);

private:
    struct Links {
        std::set<std::string> paths; // without the slash in front
        bool isToItself = false; // to another key of the document that it is a part of
    };
    // A text that takes part in a document: everywhere, or where the layer's name is asked for.
    struct Part {
        core::LayerKind kind = core::LayerKind::Environment;
        std::string name;
        const Links *links = nullptr;
    };
    using Parts = std::vector<Part>;
    struct Names;
    class Walk;

    const Links *linksOf(const core::ConfigId &config, const core::EnvironmentId &environment);
    const Parts &partsOf(const std::string &path, const core::EnvironmentId &environment);

    LayerTexts &m_texts;
    const Proposal &m_proposal;
    using Key = std::pair<std::string, std::string>; // with the environment
    std::map<Key, std::optional<Links>> m_links; // by config; nothing: it has no text
    std::map<Key, Parts> m_parts; // by path
    std::set<Key> m_plain; // by path: no layer behind it has a name
};

} // namespace chancery::server
