// SPDX-License-Identifier: Apache-2.0
#include "schemaset.h"

#include "models/paging.h"
#include "models/qtconvert.h"

namespace chancery::models {

namespace {

// The newest of a URI counts, as on the server.
const core::Schema *findIn(const std::vector<core::Schema> &schemas, const std::string &uri)
{
    const std::string name = uri.substr(uri.rfind('/') + 1);
    const core::Schema *found = nullptr;
    for (const core::Schema &schema : schemas) {
        if (schema.uri == uri || schema.uri == uri + '#')
            found = &schema;
    }
    for (const core::Schema &schema : schemas) {
        if (!found && (schema.name == name || schema.name == name + ".json"))
            found = &schema;
    }
    return found;
}

} // namespace

SchemaSet::SchemaSet(client::ConfigsApi &api)
    : m_api(api)
{
}

SchemaParts SchemaSet::known(const std::set<std::string> &uris) const
{
    SchemaParts parts;
    for (const std::string &uri : uris) {
        const core::Schema *schema = findIn(m_schemas, uri);
        const auto text = schema ? m_texts.find(schema->id) : m_texts.end();
        if (text != m_texts.end())
            parts.push_back({schema->uri, schema->name, text->second});
    }
    return parts;
}

const core::Schema *SchemaSet::find(const core::SchemaId &id)
{
    const auto found = std::ranges::find(m_schemas, id, &core::Schema::id);
    if (found != m_schemas.end())
        return &*found;
    if (m_asked.insert(id).second)
        want({});
    return nullptr;
}

void SchemaSet::want(const std::set<std::string> &uris)
{
    m_wanted.insert(uris.begin(), uris.end());
    if (m_loading.isRunning())
        return;
    // Read anew each time: a schema may have come since.
    startPaged<core::Schema>(
        m_loading, tr("Listing the schemas"),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listSchemas(page, std::move(done));
        },
        [this](std::vector<core::Schema> schemas) {
            m_schemas = std::move(schemas);
            readNext();
        });
}

void SchemaSet::readNext()
{
    while (!m_wanted.empty()) {
        const core::Schema *schema = findIn(m_schemas, *m_wanted.begin());
        m_wanted.erase(m_wanted.begin());
        if (!schema || m_texts.contains(schema->id))
            continue;
        m_loading.start<std::string>(
            tr("Reading the schema “%1”").arg(toQt(schema->uri)),
            [this, id = schema->id](auto done) { return m_api.schemaText(id, std::move(done)); },
            [this, id = schema->id](std::string text) {
                m_texts[id] = std::move(text);
                readNext();
            });
        return;
    }
    Q_EMIT wantedRead();
}

} // namespace chancery::models
