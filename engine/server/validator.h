// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/core/schema/schema.h"
#include "engine/server/view.h"

#include <unordered_map>

namespace chancery::server {

// Reads documents in their format and holds them against their schemas, formats asserted. Compiled
// schemas are kept by id, as their texts never change; references find every schema of the server
// by URI and by file name. Writer's thread.
class Validator {
public:
    // The tree, or 422 with the place and the reader's code.
    core::Tree read(const std::string &text, core::Format format, const std::string &pointer) const;
    // 422 unless the text is a schema that compiles together with what it refers to.
    void checkSchema(const View &view, const core::NewSchema &schema);
    // 422 with every violation of the schema and its invariants that the document has and the base,
    // where there is one, has not (GOV-22). The pointer is the document's own place in the request,
    // where theirs begin.
    void check(const View &view, const core::SchemaId &schema, const core::Tree &tree,
        const core::Tree *base, const std::string &pointer);
    // The config's schema, compiled; nothing where it has none.
    std::optional<core::CompiledSchema> schemaOf(const View &view, const core::Config &config);
    // After a commit that failed: what was seen in it is not there.
    void forget();

private:
    void learn(const View &view);
    const core::CompiledSchema &compiled(const View &view, const core::SchemaId &schema);

    std::unique_ptr<core::SchemaLibrary> m_library;
    std::string m_lastLearned; // key of the newest schema in the library
    std::unordered_map<std::string, core::CompiledSchema> m_compiled;
};

} // namespace chancery::server
