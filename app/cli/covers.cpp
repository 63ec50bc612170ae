// SPDX-License-Identifier: Apache-2.0
#include "covers.h"

#include "engine/core/document/json.h"

namespace chancery::cli {

core::Result<const core::CompiledSchema *> Covers::schemaOf(const core::SchemaId &id)
{
    const auto known = m_schemas.find(id);
    if (known != m_schemas.end())
        return known->second ? &*known->second : nullptr;
    const auto text = m_online.ask<std::string>(
        [&](auto done) { return m_online.cms().schemaText(id, std::move(done)); });
    if (!text)
        return text.error();
    auto reading = core::read(*text, core::Format::Json, core::Limits::wide());
    auto &kept = m_schemas[id];
    if (!reading)
        return nullptr;
    auto compiled
        = core::CompiledSchema::compile(std::move(reading).tree(), {}, core::SchemaLibrary());
    if (!compiled)
        return nullptr;
    kept = std::move(*compiled);
    return &*kept;
}

core::Result<std::vector<core::TextSpan>> Covers::spans(
    const core::Tree &tree, const SchemaIds &schemas)
{
    std::vector<core::TextSpan> all = core::coveredSpans(tree, nullptr, m_scanner);
    for (const auto &id : schemas) {
        if (!id)
            continue;
        const auto schema = schemaOf(*id);
        if (!schema)
            return schema.error();
        if (!*schema)
            return std::vector<core::TextSpan>{{0, tree.source().size()}};
        const auto more = core::coveredSpans(tree, *schema, m_scanner);
        all.insert(all.end(), more.begin(), more.end());
    }
    return core::mergedSpans(std::move(all));
}

} // namespace chancery::cli
