// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"
#include "engine/core/schema/schema.h"

#include <map>
#include <set>

namespace chancery::cli {

// Schemas of the server, each compiled once with all that it refers to, as that was when it was
// published. Lives for one command.
class Schemas {
public:
    explicit Schemas(Online &online)
        : m_online(online)
    {
    }

    // Null: it does not compile, or what it refers to is not there.
    core::Result<const core::CompiledSchema *> compiled(const core::SchemaId &id);

private:
    using Document = std::shared_ptr<const core::Tree>;

    core::Result<Document> documentOf(const core::SchemaId &id);
    core::Result<core::Done> list();
    const core::Schema *find(const core::SchemaId &id) const;
    core::Result<core::Done> fill(core::SchemaLibrary &library, const core::SchemaId &referring,
        std::set<std::string> wanted);

    Online &m_online;
    std::optional<std::vector<core::Schema>> m_listed; // in the order of their ids
    std::map<core::SchemaId, Document> m_documents; // null: it cannot be read
    std::map<core::SchemaId, std::optional<core::CompiledSchema>> m_compiled;
};

} // namespace chancery::cli
