// SPDX-License-Identifier: Apache-2.0
#include "schemacheck.h"

#include "editors/coreschemaadvisor.h"
#include "engine/core/schema/schema.h"
#include "engine/core/schema/uri.h"
#include "models/qtconvert.h"

namespace chancery::views {

namespace {

void collect(core::Value value, core::Uri base, std::set<std::string> &references)
{
    if (const core::Value id = value["$id"]; value.isObject() && id.isString())
        base = core::resolve(base, core::Uri::parse(id.text()));
    const core::Value reference = value["$ref"];
    if (value.isObject() && reference.isString() && !reference.text().starts_with('#'))
        references.insert(
            core::resolve(base, core::Uri::parse(reference.text())).withoutFragment());
    for (auto child = value.begin(); child != value.end(); ++child)
        collect(child.value(), base, references);
}

} // namespace

core::Result<SchemaCheck> checkSchema(
    const std::string &text, const models::SchemaParts &parts, bool isPart)
{
    core::Reading reading = core::read(text, core::Format::Json);
    if (!reading)
        return core::toError(reading.problem());
    SchemaCheck check;
    check.title = models::toQt(reading.tree().root()["title"].text());
    collect(reading.tree().root(), {}, check.references);
    core::SchemaLibrary library;
    for (const models::SchemaPart &part : parts) {
        core::Reading other = core::read(part.text, core::Format::Json);
        if (!other)
            continue;
        collect(other.tree().root(), core::Uri::parse(part.uri), check.references);
        const auto tree = std::make_shared<const core::Tree>(std::move(other).tree());
        library.add(part.uri, tree);
        if (!part.name.empty())
            library.addFile(part.name, tree);
    }
    core::CompileOptions options;
    options.assertFormats = true;
    auto schema = core::CompiledSchema::compile(std::move(reading).tree(), options, library);
    if (schema) {
        check.schema = std::make_shared<const core::CompiledSchema>(*schema);
        check.advisor = std::make_shared<editors::CoreSchemaAdvisor>(*std::move(schema), isPart);
    }
    return check;
}

} // namespace chancery::views
