// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/core/schema/schema.h"
#include "engine/server/view.h"

#include <unordered_map>

namespace chancery::server {

// Reads documents in their format and holds them against their schemas, formats asserted. Compiled
// schemas are kept by id: their texts never change, and what a reference led to when a schema was
// published is what it leads to for good, so that nobody changes what is live by publishing another
// text under a URI that others refer to. References find by URI and by file name. Writer's thread.
class Validator {
public:
    // The tree, or 422 with the place and the reader's code.
    core::Tree read(const std::string &text, core::Format format, const std::string &pointer) const;
    // 422 unless the text is a schema that compiles together with what it refers to. Answers with
    // it compiled.
    core::CompiledSchema checkSchema(const View &view, const core::NewSchema &schema);
    // Of a stored one; null where it does not compile any more.
    const core::CompiledSchema *known(const View &view, const core::SchemaId &schema);
    // Whether the one refuses a document that the other takes.
    static bool refusesNewly(
        const core::CompiledSchema &before, const core::CompiledSchema &now, core::Value document);
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

    struct Known {
        std::string id;
        std::string uri;
        std::string name;
        std::shared_ptr<const core::Tree> tree;
    };

    // Of those that were there when the last one was published.
    core::SchemaLibrary libraryUpTo(std::string_view id) const;

    std::vector<Known> m_known; // in the order of their ids, which is that of time
    std::string m_lastLearned; // key of the newest of them
    std::unordered_map<std::string, core::CompiledSchema> m_compiled;
};

} // namespace chancery::server
