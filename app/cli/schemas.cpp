// SPDX-License-Identifier: Apache-2.0
#include "schemas.h"

#include "engine/core/document/json.h"
#include "engine/core/schema/referred.h"

#include <algorithm>

namespace chancery::cli {

core::Result<const core::CompiledSchema *> Schemas::compiled(const core::SchemaId &id)
{
    if (const auto known = m_compiled.find(id); known != m_compiled.end())
        return known->second ? &*known->second : nullptr;
    const auto document = documentOf(id);
    if (!document)
        return document.error();
    core::SchemaLibrary library;
    core::CompileOptions options;
    options.assertFormats = true;
    if (*document && !core::referredUris((*document)->root()).empty()) {
        if (auto listed = list(); !listed)
            return std::move(listed).error();
        if (const auto *schema = find(id))
            options.baseUri = schema->uri;
        auto filled = fill(library, id, core::referredUris((*document)->root(), options.baseUri));
        if (!filled)
            return std::move(filled).error();
    }
    auto &kept = m_compiled[id];
    if (!*document)
        return nullptr;
    auto compiled = core::CompiledSchema::compile(*document, options, library);
    if (!compiled)
        return nullptr;
    kept = std::move(*compiled);
    return &*kept;
}

core::Result<Schemas::Document> Schemas::documentOf(const core::SchemaId &id)
{
    if (const auto known = m_documents.find(id); known != m_documents.end())
        return known->second;
    const auto text = m_online.ask<std::string>(
        [&](auto done) { return m_online.cms().schemaText(id, std::move(done)); });
    if (!text)
        return text.error();
    auto reading = core::readJson(*text, core::Limits::wide());
    Document document;
    if (reading && reading.tree().nodeCount() > 0)
        document = std::make_shared<const core::Tree>(std::move(reading).tree());
    return m_documents.emplace(id, std::move(document)).first->second;
}

core::Result<core::Done> Schemas::list()
{
    if (m_listed)
        return core::Done();
    auto listed = m_online.all<core::Schema>([&](const auto &page, auto done) {
        return m_online.cms().listSchemas(page, std::move(done));
    });
    if (!listed)
        return std::move(listed).error();
    std::ranges::sort(*listed, {}, &core::Schema::id);
    m_listed = std::move(*listed);
    return core::Done();
}

const core::Schema *Schemas::find(const core::SchemaId &id) const
{
    const auto found = std::ranges::find(*m_listed, id, &core::Schema::id);
    return found == m_listed->end() ? nullptr : &*found;
}

// With what is wanted, what that refers to, and so on. What the server does not have is left out.
core::Result<core::Done> Schemas::fill(
    core::SchemaLibrary &library, const core::SchemaId &referring, std::set<std::string> wanted)
{
    std::set<core::SchemaId> added;
    while (!wanted.empty()) {
        const auto uri = wanted.extract(wanted.begin()).value();
        const auto *schema = core::referredSchema(*m_listed, uri, referring);
        if (!schema || !added.insert(schema->id).second)
            continue;
        const auto document = documentOf(schema->id);
        if (!document)
            return document.error();
        if (!*document)
            continue;
        library.add(schema->uri, *document);
        if (!schema->name.empty())
            library.addFile(schema->name, *document);
        wanted.merge(core::referredUris((*document)->root(), schema->uri));
    }
    return core::Done();
}

} // namespace chancery::cli
