// SPDX-License-Identifier: Apache-2.0
// Input: a schema, a zero byte, an instance. Nothing may crash, hang or disagree with itself.
#include "engine/core/document/json.h"
#include "engine/core/schema/schema.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace chancery;
    const std::string_view input(reinterpret_cast<const char *>(data), size);
    const auto end = input.find('\0');
    if (end == std::string_view::npos)
        return 0;
    core::Limits limits = core::Limits::wide();
    limits.depth = 64;
    auto schemaText = core::readJson(std::string(input.substr(0, end)), limits);
    const auto instance = core::readJson(std::string(input.substr(end + 1)), limits);
    if (!schemaText.ok() || !instance.ok())
        return 0;
    core::CompileOptions compile;
    compile.assertFormats = true;
    compile.maxSubschemas = 2'000;
    static const core::SchemaLibrary library;
    const auto schema
        = core::CompiledSchema::compile(std::move(schemaText).tree(), compile, library);
    if (!schema)
        return 0;
    core::ValidateOptions validate;
    validate.steps = 20'000;
    validate.stepsPerNode = 10;
    validate.depth = 200;
    const auto root = instance.tree().root();
    const auto verdict = schema->validate(root, validate);
    if (verdict.valid != schema->accepts(root, validate)
        || verdict.valid != verdict.violations.empty())
        std::abort();
    return 0;
}
