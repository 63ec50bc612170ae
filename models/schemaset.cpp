// SPDX-License-Identifier: Apache-2.0
#include "schemaset.h"

#include "engine/core/schema/referred.h"
#include "models/paging.h"
#include "models/qtconvert.h"

namespace chancery::models {

SchemaSet::SchemaSet(client::ConfigsApi &api)
    : m_api(api)
{
}

SchemaParts SchemaSet::known(
    const std::set<std::string> &uris, const core::SchemaId &referring) const
{
    SchemaParts parts;
    for (const std::string &uri : uris) {
        const core::Schema *schema = core::referredSchema(m_schemas, uri, referring);
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
    if (!m_loading.isRunning() && m_asked.insert(id).second)
        list();
    return nullptr;
}

void SchemaSet::want(const std::set<std::string> &uris, const core::SchemaId &referring)
{
    for (const std::string &uri : uris)
        m_wanted.emplace(uri, referring);
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

const std::string *SchemaSet::textOf(const core::SchemaId &schema) const
{
    const auto text = m_texts.find(schema);
    return text == m_texts.end() ? nullptr : &text->second;
}

void SchemaSet::wantText(const core::SchemaId &schema)
{
    m_wantedTexts.insert(schema);
    if (!m_loading.isRunning())
        readNext();
}

void SchemaSet::read(const core::SchemaId &schema, const QString &title)
{
    m_loading.start<std::string>(
        title, [this, schema](auto done) { return m_api.schemaText(schema, std::move(done)); },
        [this, schema](std::string text) {
            m_texts[schema] = std::move(text);
            readNext();
        });
}

void SchemaSet::readNext()
{
    while (!m_wantedTexts.empty()) {
        const core::SchemaId id = *m_wantedTexts.begin();
        m_wantedTexts.erase(m_wantedTexts.begin());
        if (!m_texts.contains(id)) {
            read(id, tr("Reading a schema"));
            return;
        }
    }
    while (!m_wanted.empty()) {
        const auto &[uri, referring] = *m_wanted.begin();
        const core::Schema *schema = core::referredSchema(m_schemas, uri, referring);
        m_wanted.erase(m_wanted.begin());
        if (!schema || m_texts.contains(schema->id))
            continue;
        read(schema->id, tr("Reading the schema “%1”").arg(toQt(schema->uri)));
        return;
    }
    Q_EMIT wantedRead();
}

} // namespace chancery::models
