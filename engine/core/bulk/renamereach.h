// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/bulk/bulkoperation.h"
#include "engine/core/domain/search.h"
#include "engine/core/hierarchy/place.h"

#include <deque>
#include <set>

namespace chancery::core {

// How far a rename of keys reaches beyond the texts that were found with the key: the layers and
// the defaults that have it too, who inherits it or has it as a layer, who refers to any of them,
// and who refers to one of those references and goes on from there. It asks one question after
// another, and whoever uses it brings the answers: from a server, one way or the other. A value; no
// threads.
class RenameReach {
public:
    enum class Ask {
        Config, // its path is not known: getConfig
        Keys, // whether it has the key there: a search of that path in that environment
        Layers, // configLayers
        Dependents // listDependents in that environment
    };
    struct Question {
        Ask ask = Ask::Config;
        ConfigId config; // empty for Keys of a config that may not exist
        std::string path;
        EnvironmentId environment;
    };
    // A text that may have something to rename.
    struct Place {
        ConfigId config;
        EnvironmentId environment;

        friend auto operator<=>(const Place &, const Place &) = default;
    };
    static constexpr std::size_t mostPlaces = 2000;

    // The path of keys of the operation.
    explicit RenameReach(const BulkOperation &operation);

    // One that has the key.
    void add(const FoundConfig &owner);
    // The next thing to be asked; nothing when all is known. The same until it is answered.
    std::optional<Question> next() const;
    void answer(const Config &config);
    void answer(const std::vector<FoundConfig> &found);
    void answer(const ConfigLayers &layers);
    void answer(const std::vector<Dependent> &dependents);

    // First those that have the keys, what was added among them, then those that refer to them.
    std::vector<Place> places() const;
    // Whose keys are renamed.
    const std::vector<KeyOwner> &owners() const { return m_owners; }
    const std::vector<ReferredPart> &parts() const { return m_parts; }
    bool isComplete() const { return m_isComplete; }

private:
    struct Step {
        Question question;
        std::optional<ReferredPart> part; // of Dependents: only through it
    };

    void addPath(const std::string &path, const EnvironmentId &in);
    void addOwner(const ConfigId &config, const std::string &path, const EnvironmentId &in);
    void addReferring(const ConfigId &config, const EnvironmentId &environment);
    bool hasRoom();
    void addPart(const Dependent &dependent, std::string pointer, const EnvironmentId &in);
    void addThrough(const ReferredPart &part, const Dependent &dependent, const EnvironmentId &in);
    void ask(Ask what, const ConfigId &config, const std::string &path, const EnvironmentId &in);
    bool mayBeBelow(const std::string &pointer) const;
    Step take();

    Glob m_keys;
    std::deque<Step> m_steps;
    std::vector<Place> m_having;
    std::vector<Place> m_referring;
    std::set<Place> m_seenOwners;
    std::set<Place> m_seenReferring;
    std::set<std::tuple<Ask, std::string, std::string>> m_asked;
    std::vector<KeyOwner> m_owners;
    std::vector<ReferredPart> m_parts;
    bool m_isComplete = true;
};

} // namespace chancery::core
