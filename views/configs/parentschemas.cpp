// SPDX-License-Identifier: Apache-2.0
#include "parentschemas.h"

#include "models/schemacompiler.h"

namespace chancery::views {

ParentSchemas::ParentSchemas(ViewContext &context, QObject *parent)
    : QObject(parent)
    , m_context(context)
{
    connect(
        &context.stores.schemas, &models::SchemaSet::wantedRead, this, &ParentSchemas::takeTexts);
}

std::vector<editors::ParentSchema> ParentSchemas::of(const models::Hierarchy &hierarchy,
    const core::ConfigId &config, const std::optional<core::SchemaId> &own)
{
    std::vector<editors::ParentSchema> known;
    for (const core::Layer &layer : hierarchy.chain) {
        const core::LayerOrigin &origin = layer.origin;
        const auto version = hierarchy.versions.find(origin.version);
        if (origin.kind != core::LayerKind::Environment || origin.config == config
            || version == hierarchy.versions.end() || !version->second.schema
            || version->second.schema == own)
            continue;
        const core::SchemaId id = *version->second.schema;
        const auto [entry, isNew] = m_entries.try_emplace(id);
        if (isNew)
            m_context.stores.schemas.wantText(id);
        if (entry->second.schema)
            known.push_back({origin.path, entry->second.schema});
    }
    return known;
}

// What they refer to may have come with them.
void ParentSchemas::takeTexts()
{
    for (auto &[id, entry] : m_entries)
        entry.isCurrent = entry.isCurrent && entry.references.empty();
    compileNext();
}

void ParentSchemas::compileNext()
{
    if (m_compiling.isHeld())
        return; // it goes on by itself
    models::SchemaSet &schemas = m_context.stores.schemas;
    const auto next = std::ranges::find_if(m_entries, [&schemas](const auto &known) {
        return !known.second.isCurrent && schemas.textOf(known.first);
    });
    if (next == m_entries.end())
        return;
    const core::SchemaId schema = next->first;
    Entry &entry = next->second;
    entry.isCurrent = true;
    m_compiling = m_context.compute.run<models::CompiledText>(
        [text = *schemas.textOf(schema), parts = schemas.known(entry.references, schema)](
            const core::CancelToken &) { return models::compileText(text, parts); },
        [this, schema](core::Result<models::CompiledText> compiled) {
            m_compiling.cancel();
            Entry &made = m_entries[schema];
            if (compiled) {
                const auto before = made.references.size();
                made.references.insert(compiled->references.begin(), compiled->references.end());
                made.schema = std::move(compiled->schema);
                if (made.references.size() > before)
                    m_context.stores.schemas.want(made.references, schema);
                Q_EMIT changed();
            }
            compileNext();
        });
}

} // namespace chancery::views
