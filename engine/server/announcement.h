// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/effectivehead.h"
#include "engine/server/view.h"

#include <unordered_map>

namespace chancery::server {

// Effective heads, each put together once and kept until something that it was made of changes: a
// fleet asks for the same one as a whole. Owned by the service. Network thread.
class Announcements {
public:
    // As JSON. 404 where nothing of the config is live in that place. What is kept is compared with
    // the cached view; what is put together is read from the store itself, all of one moment.
    Bytes find(const View &cached, const View &store, const core::Config &config,
        const core::HierarchyPlace &place);

private:
    // What stood at a key of the store; null for nothing.
    struct Fact {
        std::string key;
        Bytes value;
    };
    struct Kept {
        Bytes answer;
        std::vector<Fact> facts;
    };
    friend class Announcer;
    static bool areTrue(const View &view, const std::vector<Fact> &facts);
    static Kept announce(
        const View &store, const core::Config &config, const core::HierarchyPlace &place);

    std::unordered_map<std::string, Kept> m_kept; // by config and place
    std::size_t m_bytes = 0;
};

} // namespace chancery::server
