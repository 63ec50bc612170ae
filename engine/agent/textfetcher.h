// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/release.h"
#include "engine/agent/surroundings.h"

namespace chancery::agent {

// Brings the texts that a head announces, one after another, each with its version held against the
// announcement. What it has once fetched it does not fetch again, also after it was cut off. Owned
// by a TargetFollower, in its thread.
class TextFetcher {
public:
    // In the order of the head's texts.
    using Handler = std::function<void(core::Result<std::vector<CarriedText>>)>;

    explicit TextFetcher(Surroundings &world)
        : m_world(world)
    {
    }

    // What is already there is taken from the texts that are given. May answer inside the call.
    void fetch(
        const core::EffectiveHead &head, const std::vector<CarriedText> &known, Handler done);

private:
    void next();
    void takeVersion(const core::Result<core::Version> &version);
    void takeText(core::Result<std::string> text);
    void fail(core::Error error);
    void finish();

    Surroundings &m_world;
    core::EffectiveHead m_head;
    Handler m_done;
    std::map<core::VersionId, CarriedText> m_texts; // what is there
    std::size_t m_index = 0; // of the head's text that is on its way
    CarriedText m_next;
    core::Call m_call;
};

} // namespace chancery::agent
