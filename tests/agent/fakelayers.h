// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/versionid.h"
#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/core/hierarchy/effectivehead.h"

#include <map>

namespace chancery::support {

// A text beside that of the followed config: of a layer, a parent or a config that is referred to.
struct FakePart {
    core::LiveText live;
    core::Version version;
    std::string text;
};

// What takes part in the document of the one config of a FakeCms. Tests break it in the public
// members.
struct FakeLayers {
    std::map<std::string, FakePart> parts; // by path
    std::vector<core::LiveDeclaration> declarations; // beside that of the config
    core::LiveDeclaration declared; // of the config
    std::vector<std::string> absent;
    core::ContentId content; // announced; empty: that of the text

    // The same for what else takes part, as YAML.
    void publishPart(const std::string &path, const std::string &newText, std::uint64_t epoch)
    {
        auto &part = parts[path];
        part.text = newText;
        part.version.message = "epoch " + std::to_string(epoch);
        part.version.config = core::ConfigId("cfg_" + path);
        part.version.format = core::Format::Yaml;
        part.version.sourceDigest = core::sha256Id({}, newText);
        part.version.content = contentOfYaml(newText);
        part.version.id = api::versionIdOf(part.version);
        part.live = {part.version.config, path, part.version.id, part.version.content, epoch};
    }
    // Stands in the list of those whose layers are laid over each other: parents and targets.
    void declare(const std::string &path, std::uint64_t number = 0,
        std::vector<core::ConfigLayer> layers = {})
    {
        const core::ConfigId id("cfg_" + path);
        std::erase_if(declarations, [&](const auto &known) { return known.config == id; });
        declarations.push_back({id, path, {}, number, std::move(layers)});
    }
    // What all of it comes to, as the test says.
    void comesTo(const std::string &yaml) { content = contentOfYaml(yaml); }
    static core::ContentId contentOfYaml(const std::string &text)
    {
        const auto reading = core::read(text, core::Format::Yaml);
        return reading ? core::contentId(reading.tree().root()) : core::ContentId("unreadable");
    }
    const FakePart *partOf(const core::VersionId &id) const
    {
        for (const auto &[path, part] : parts) {
            if (part.live.version == id)
                return &part;
        }
        return nullptr;
    }
    void addTo(core::EffectiveHead &head) const
    {
        for (const auto &[path, part] : parts)
            head.texts.push_back(part.live);
        head.configs = declarations;
        head.configs.push_back(
            {head.config, head.path, declared.schema, declared.number, declared.layers});
        head.absent = absent;
        if (!content.isEmpty())
            head.content = content;
    }
};

} // namespace chancery::support
