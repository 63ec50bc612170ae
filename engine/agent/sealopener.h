// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/release.h"
#include "engine/agent/surroundings.h"

namespace chancery::agent {

// Has the server open the sealed values of texts, a version at a time; what is known already is not
// asked for again. Owned by a TargetFollower, in its thread.
class SealOpener {
public:
    using Handler = std::function<void(core::Result<OpenedSeals>)>;

    explicit SealOpener(Surroundings &world)
        : m_world(world)
    {
    }
    // Of all sealed values of the texts. May answer inside the call.
    void open(const std::vector<CarriedText> &texts, const OpenedSeals &known, Handler done);

private:
    void next();
    bool isKnown(const core::Tree &tree);
    void take(const core::Tree &tree, const core::Result<core::OpenedVersion> &answer);
    void finish(core::Result<OpenedSeals> result);

    Surroundings &m_world;
    std::vector<CarriedText> m_texts; // those that are still to be looked at
    OpenedSeals m_known;
    OpenedSeals m_opened;
    Handler m_done;
    core::Call m_call;
};

} // namespace chancery::agent
