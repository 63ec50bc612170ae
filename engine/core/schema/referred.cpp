// SPDX-License-Identifier: Apache-2.0
#include "referred.h"

#include "engine/core/schema/uri.h"

namespace chancery::core {

namespace {

void collect(Value value, Uri base, std::set<std::string> &uris)
{
    if (const Value id = value["$id"]; value.isObject() && id.isString())
        base = resolve(base, Uri::parse(id.text()));
    const Value reference = value["$ref"];
    if (value.isObject() && reference.isString() && !reference.text().starts_with('#'))
        uris.insert(resolve(base, Uri::parse(reference.text())).withoutFragment());
    for (auto child = value.begin(); child != value.end(); ++child)
        collect(child.value(), base, uris);
}

} // namespace

std::set<std::string> referredUris(Value schema, std::string_view uri)
{
    std::set<std::string> uris;
    if (schema)
        collect(schema, Uri::parse(uri), uris);
    return uris;
}

const Schema *referredSchema(
    const std::vector<Schema> &schemas, const std::string &uri, const SchemaId &referring)
{
    const auto isThere = [&referring](const Schema &schema) { return !(referring < schema.id); };
    const std::string name = uri.substr(uri.rfind('/') + 1);
    const Schema *found = nullptr;
    for (const Schema &schema : schemas) {
        if (isThere(schema) && (schema.uri == uri || schema.uri == uri + '#'))
            found = &schema;
    }
    for (const Schema &schema : schemas) {
        if (!found && isThere(schema) && (schema.name == name || schema.name == name + ".json"))
            found = &schema;
    }
    return found;
}

} // namespace chancery::core
