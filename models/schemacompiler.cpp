// SPDX-License-Identifier: Apache-2.0
#include "schemacompiler.h"

#include "engine/core/schema/uri.h"
#include "models/qtconvert.h"

namespace chancery::models {

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

core::Result<CompiledText> compileText(const std::string &text, const SchemaParts &parts)
{
    core::Reading reading = core::read(text, core::Format::Json);
    if (!reading)
        return core::toError(reading.problem());
    CompiledText compiled;
    compiled.title = toQt(reading.tree().root()["title"].text());
    collect(reading.tree().root(), {}, compiled.references);
    core::SchemaLibrary library;
    for (const SchemaPart &part : parts) {
        core::Reading other = core::read(part.text, core::Format::Json);
        if (!other)
            continue;
        collect(other.tree().root(), core::Uri::parse(part.uri), compiled.references);
        const auto tree = std::make_shared<const core::Tree>(std::move(other).tree());
        library.add(part.uri, tree);
        if (!part.name.empty())
            library.addFile(part.name, tree);
    }
    core::CompileOptions options;
    options.assertFormats = true;
    auto schema = core::CompiledSchema::compile(std::move(reading).tree(), options, library);
    if (schema)
        compiled.schema = std::make_shared<const core::CompiledSchema>(*std::move(schema));
    return compiled;
}

} // namespace chancery::models
