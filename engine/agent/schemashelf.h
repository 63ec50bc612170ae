// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/surroundings.h"
#include "engine/core/schema/schema.h"

#include <deque>
#include <set>

namespace chancery::agent {

// The schemas of the followed configs, fetched once and compiled: a schema id stands for one text
// for ever. Owned by AgentCore, in its thread; serves one at a time.
class SchemaShelf {
public:
    using Handler = std::function<void(core::Result<core::CompiledSchema>)>;

    explicit SchemaShelf(Surroundings &world)
        : m_world(world)
    {
    }
    // May answer inside the call.
    void find(const core::SchemaId &schema, Handler done);

private:
    struct SchemaRecord {
        core::SchemaId id;
        std::string uri;
    };
    struct Wish {
        core::SchemaId schema;
        Handler done;
    };

    void next();
    void takeText(core::Result<std::string> text);
    void compile();
    void listOthers(const std::string &cursor);
    void fetchOthers();
    void answer(core::Result<core::CompiledSchema> schema);

    Surroundings &m_world;
    std::deque<Wish> m_wishes;
    std::map<core::SchemaId, core::CompiledSchema> m_compiled;
    core::SchemaLibrary m_library;
    std::shared_ptr<const core::Tree> m_root; // of the first wish
    std::vector<SchemaRecord> m_missing;
    std::set<core::SchemaId> m_shelved;
    bool m_hasOthers = false; // all that the server has are in the library
    bool m_isBusy = false;
    core::Call m_call;
};

} // namespace chancery::agent
