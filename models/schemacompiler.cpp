// SPDX-License-Identifier: Apache-2.0
#include "schemacompiler.h"

#include "engine/core/schema/referred.h"
#include "models/qtconvert.h"

namespace chancery::models {

core::Result<CompiledText> compileText(const std::string &text, const SchemaParts &parts)
{
    core::Reading reading = core::read(text, core::Format::Json);
    if (!reading)
        return core::toError(reading.problem());
    CompiledText compiled;
    compiled.title = toQt(reading.tree().root()["title"].text());
    compiled.references = core::referredUris(reading.tree().root());
    core::SchemaLibrary library;
    for (const SchemaPart &part : parts) {
        core::Reading other = core::read(part.text, core::Format::Json);
        if (!other)
            continue;
        compiled.references.merge(core::referredUris(other.tree().root(), part.uri));
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
