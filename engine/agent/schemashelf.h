// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/surroundings.h"
#include "engine/core/schema/schema.h"

#include <deque>
#include <map>

namespace chancery::agent {

// The schemas of the followed configs, fetched once and compiled: a schema id stands for one text
// for ever, and what it refers to for what the server had when it was published. Owned by
// AgentCore, in its thread; serves one at a time.
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
    core::SchemaLibrary libraryOf(const core::SchemaId &schema) const;
    void listOthers(const std::string &cursor);
    void fetchOthers();
    void answer(core::Result<core::CompiledSchema> schema);

    Surroundings &m_world;
    std::deque<Wish> m_wishes;
    std::map<core::SchemaId, core::CompiledSchema> m_compiled;
    struct Shelved {
        std::string uri;
        std::shared_ptr<const core::Tree> tree; // null: no schema that can be read
    };
    // By their ids, whose order is that of time.
    std::map<core::SchemaId, Shelved> m_shelved;
    std::shared_ptr<const core::Tree> m_root; // of the first wish
    std::vector<SchemaRecord> m_missing;
    bool m_hasOthers = false; // all that were there before the first wish's are shelved
    bool m_isBusy = false;
    core::Call m_call;
};

} // namespace chancery::agent
