// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/place.h"

namespace chancery::core {

// A text that is live and takes part in an effective document. Its epoch only grows.
struct LiveText {
    ConfigId config;
    std::string path;
    VersionId version;
    ContentId content;
    std::uint64_t epoch = 0;

    friend bool operator==(const LiveText &, const LiveText &) = default;
};

// What is declared of a config whose stack of layers takes part: the one that is delivered, one
// that it inherits from, or one that is referred to. The number grows with every declaration; it is
// 0 where there has been none.
struct LiveDeclaration {
    ConfigId config;
    std::string path;
    std::optional<SchemaId> schema; // that its documents are held against now
    std::uint64_t number = 0;
    std::vector<ConfigLayer> layers;

    friend bool operator==(const LiveDeclaration &, const LiveDeclaration &) = default;
};

// What the server announces to those who deliver a config's document in one place: all that takes
// part in it, and the content that it must come to. Whoever has the texts can repeat it.
struct EffectiveHead {
    ConfigId config;
    std::string path;
    EnvironmentId environment;
    std::string region;
    std::string group;
    std::string instance;
    Format format = Format::Json; // of the config
    ContentId content; // empty where what is live cannot be resolved
    std::vector<LiveDeclaration> configs;
    std::vector<LiveText> texts;
    std::vector<std::string> absent; // paths that would take part if there were such configs

    HierarchyPlace place() const { return {environment, region, group, instance}; }
    // The text of a config; null where it has none here.
    const LiveText *textOf(const ConfigId &of) const;
    const LiveText *own() const { return textOf(config); }
    const LiveDeclaration *declarationOf(const ConfigId &of) const;
    // Its own text is all that there is. Unless that has references, it is what is delivered, byte
    // for byte.
    bool isAlone() const { return texts.size() == 1 && texts.front().config == config; }
    // What is delivered is what was approved, and nothing was put together.
    bool isOwnText() const { return isAlone() && texts.front().content == content; }

    friend bool operator==(const EffectiveHead &, const EffectiveHead &) = default;
};

} // namespace chancery::core
