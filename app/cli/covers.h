// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/schemas.h"
#include "engine/core/secrets/covered.h"

#include <optional>

namespace chancery::cli {

// Keeps what is sensitive from the terminal: by schemas of the server, each read once with what it
// refers to, and by the look of values. Where that is not to be had everything is covered. Lives
// for one command.
class Covers {
public:
    using SchemaIds = std::vector<std::optional<core::SchemaId>>; // an absent one says nothing

    explicit Covers(Online &online)
        : m_schemas(online)
    {
    }

    // What any of the schemas calls sensitive, in the order of the text, without overlaps.
    core::Result<std::vector<core::TextSpan>> spans(
        const core::Tree &tree, const SchemaIds &schemas);

    // Null: it cannot be compiled.
    core::Result<const core::CompiledSchema *> schemaOf(const core::SchemaId &id)
    {
        return m_schemas.compiled(id);
    }

private:
    Schemas m_schemas;
    core::SecretScanner m_scanner;
};

} // namespace chancery::cli
