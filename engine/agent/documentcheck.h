// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/release.h"
#include "engine/agent/schemashelf.h"

namespace chancery::agent {

// Holds a release's document against what applies to it: a plain one against the schema of its
// version; another one against the schema of its config with the invariants, and against the
// invariants of its parents. Owned by a TargetFollower, in its thread; checks one at a time.
class DocumentCheck {
public:
    using Handler = std::function<void(core::Result<>)>;

    explicit DocumentCheck(SchemaShelf &schemas)
        : m_schemas(schemas)
    {
    }
    // The document must last until the answer. May answer inside the call.
    void check(const Release &release, const core::Tree &document, Handler done);

private:
    struct Rule {
        core::SchemaId schema;
        bool hasShape = false; // the schema itself
        bool hasInvariants = false;
    };

    static std::vector<Rule> rulesOf(const Release &release);
    void next();
    core::Result<> judge(const core::CompiledSchema &schema) const;
    void finish(core::Result<> result);

    SchemaShelf &m_schemas;
    const core::Tree *m_document = nullptr;
    std::vector<Rule> m_rules;
    std::size_t m_index = 0;
    Handler m_done;
};

} // namespace chancery::agent
