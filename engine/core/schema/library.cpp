// SPDX-License-Identifier: Apache-2.0
#include "library.h"

#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/schema/metaschemas.h"
#include "engine/core/schema/uri.h"

namespace chancery::core {

namespace {

struct DraftName {
    SchemaDraft draft;
    std::string_view name;
    std::string_view uri;
};
constexpr DraftName draftNames[] = {
    {SchemaDraft::Draft4, "4", "http://json-schema.org/draft-04/schema#"},
    {SchemaDraft::Draft6, "6", "http://json-schema.org/draft-06/schema#"},
    {SchemaDraft::Draft7, "7", "http://json-schema.org/draft-07/schema#"},
    {SchemaDraft::Draft201909, "2019-09", "https://json-schema.org/draft/2019-09/schema"},
    {SchemaDraft::Draft202012, "2020-12", "https://json-schema.org/draft/2020-12/schema"},
};

// "http" and "https", with and without an empty fragment, are the same metaschema.
std::string_view withoutSchemeAndFragment(std::string_view uri)
{
    uri = uri.substr(0, uri.find('#'));
    const auto slashes = uri.find("://");
    return slashes == std::string_view::npos ? uri : uri.substr(slashes);
}

std::string key(std::string_view uri)
{
    return std::string(uri.substr(0, uri.find('#')));
}

std::string idOf(const Tree &schema)
{
    const auto root = schema.root();
    for (const auto *keyword : {"$id", "id"}) {
        const auto id = root.find(keyword);
        if (id.isString() && !id.text().empty() && id.text().front() != '#')
            return key(id.text());
    }
    return {};
}

// One reading for the life of the program; the initialisation of a local static is thread safe.
const std::vector<std::shared_ptr<const Tree>> &builtIn()
{
    static const auto trees = [] {
        std::vector<std::shared_ptr<const Tree>> read;
        for (const auto text : metaschemaTexts()) {
            auto reading = readJson(std::string(text));
            if (reading.ok())
                read.push_back(std::make_shared<const Tree>(std::move(reading).tree()));
        }
        return read;
    }();
    return trees;
}

} // namespace

std::string_view name(SchemaDraft draft)
{
    return draftNames[std::size_t(draft)].name;
}

std::optional<SchemaDraft> draftFromName(std::string_view name)
{
    for (const auto &known : draftNames) {
        if (known.name == name)
            return known.draft;
    }
    return std::nullopt;
}

std::optional<SchemaDraft> draftFromUri(std::string_view uri)
{
    for (const auto &known : draftNames) {
        if (withoutSchemeAndFragment(known.uri) == withoutSchemeAndFragment(uri))
            return known.draft;
    }
    return std::nullopt;
}

std::string_view metaschemaUri(SchemaDraft draft)
{
    return draftNames[std::size_t(draft)].uri;
}

SchemaLibrary::SchemaLibrary()
{
    for (const auto &tree : builtIn())
        m_byUri[idOf(*tree)] = tree;
}

void SchemaLibrary::add(std::string_view uri, std::shared_ptr<const Tree> schema)
{
    if (const auto id = idOf(*schema); !id.empty())
        m_byUri[resolve(Uri::parse(uri), Uri::parse(id)).withoutFragment()] = schema;
    m_byUri[key(uri)] = std::move(schema);
}

void SchemaLibrary::add(std::string_view uri, Tree schema)
{
    add(uri, std::make_shared<const Tree>(std::move(schema)));
}

void SchemaLibrary::addFile(std::string_view fileName, std::shared_ptr<const Tree> schema)
{
    if (const auto id = idOf(*schema); !id.empty())
        m_byUri[id] = schema;
    m_byFileName[std::string(fileName)] = std::move(schema);
}

void SchemaLibrary::addFile(std::string_view fileName, Tree schema)
{
    addFile(fileName, std::make_shared<const Tree>(std::move(schema)));
}

std::shared_ptr<const Tree> SchemaLibrary::find(std::string_view uri) const
{
    const auto wanted = key(uri);
    if (const auto known = m_byUri.find(wanted); known != m_byUri.end())
        return known->second;
    if (const auto draft = draftFromUri(uri))
        return metaschema(*draft);
    const auto path = percentDecoded(Uri::parse(wanted).path);
    const auto fileName = path.substr(path.rfind('/') + 1);
    for (const auto *ending : {"", ".json", ".yaml", ".yml"}) {
        const auto file = m_byFileName.find(fileName + ending);
        if (file != m_byFileName.end())
            return file->second;
    }
    return nullptr;
}

std::shared_ptr<const Tree> SchemaLibrary::metaschema(SchemaDraft draft) const
{
    for (const auto &tree : builtIn()) {
        if (idOf(*tree) == key(metaschemaUri(draft)))
            return tree;
    }
    return nullptr;
}

} // namespace chancery::core
