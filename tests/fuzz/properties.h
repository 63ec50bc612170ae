// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/document/yaml.h"
#include "engine/core/schema/schema.h"

#include <cstdio>
#include <cstdlib>

namespace chancery::fuzz {

// What must hold whatever was read. Says what does not, and aborts, which ends a fuzzer or a test.
inline void require(bool condition, const char *what)
{
    if (condition)
        return;
    std::fprintf(stderr, "not so: %s\n", what);
    std::abort();
}

inline void requireConsistent(const core::Tree &tree, const core::Limits &limits)
{
    const auto size = tree.source().size();
    require(tree.nodeCount() > 0 && tree.nodeCount() <= 2 * limits.nodes + 2, "the node limit");
    for (std::uint32_t i = 0; i < tree.nodeCount(); ++i) {
        const auto &node = tree.node(i);
        require(node.begin <= node.end && node.end <= size, "spans are in the source");
        require(
            node.next == 0 || (node.next > i && node.next < tree.nodeCount()), "next is behind");
    }
    // The value survives being written and read as JSON.
    const auto once = core::canonicalJson(tree.root());
    auto wide = core::Limits::wide();
    const auto again = core::readJson(once, wide);
    // Except for numbers from 2^53 to 10^21, whose canonical form has no exponent.
    if (!again && again.problem().code == "number-not-interoperable")
        return;
    require(again.ok(), "the canonical form is JSON");
    require(core::canonicalJson(again.tree().root()) == once, "the canonical form is stable");
}

inline void requireConsistent(const core::Problem &problem, std::size_t size)
{
    require(
        !problem.code.empty() && !problem.message.empty(), "a problem has a code and a message");
    require(problem.begin <= problem.end && problem.end <= size, "a problem has a place");
    require(problem.position.line > 0 && problem.position.column > 0, "a problem has a position");
}

inline void readAndCheck(const std::string &text, core::Format format)
{
    core::Limits limits;
    limits.nodes = 5'000;
    const auto reading = core::read(text, format, limits);
    if (reading)
        requireConsistent(reading.tree(), limits);
    else
        requireConsistent(reading.problem(), text.size());
}

// JSON is YAML too, except for implicit keys beyond 1024 characters.
inline void requireSameInYaml(const std::string &json)
{
    const auto asJson = core::read(json, core::Format::Json);
    if (!asJson || json.size() > 1000)
        return;
    const auto asYaml = core::read(json, core::Format::Yaml);
    require(asYaml.ok(), "JSON is YAML");
    require(core::canonicalJson(asYaml.tree().root()) == core::canonicalJson(asJson.tree().root()),
        "JSON means the same in YAML");
}

// A single document reads the same alone and as a stream.
inline void requireSameInStream(const std::string &yaml)
{
    const auto source = std::make_shared<const std::string>(yaml);
    const auto stream = core::readYamlStream(source);
    const auto reading = core::readYaml(source);
    require(!reading || stream.documents.size() <= 1, "one document is one in a stream");
    require(!reading || !stream.problem, "what is read alone is read in a stream");
    for (const auto &tree : stream.documents)
        requireConsistent(tree, {});
}

// A schema, a zero byte, an instance: within its budget the validator answers, and its two ways to
// answer agree.
inline void requireOneVerdict(std::string_view input)
{
    const auto end = input.find('\0');
    if (end == std::string_view::npos)
        return;
    core::Limits limits = core::Limits::wide();
    limits.depth = 64;
    auto schemaText = core::readJson(std::string(input.substr(0, end)), limits);
    const auto instance = core::readJson(std::string(input.substr(end + 1)), limits);
    if (!schemaText.ok() || !instance.ok())
        return;
    core::CompileOptions compile;
    compile.assertFormats = true;
    compile.maxSubschemas = 2'000;
    static const core::SchemaLibrary library;
    const auto schema
        = core::CompiledSchema::compile(std::move(schemaText).tree(), compile, library);
    if (!schema)
        return;
    core::ValidateOptions validate;
    validate.steps = 20'000;
    validate.stepsPerNode = 10;
    validate.depth = 200;
    const auto root = instance.tree().root();
    const auto verdict = schema->validate(root, validate);
    require(verdict.valid == schema->accepts(root, validate), "one verdict");
    require(verdict.valid == verdict.violations.empty(), "a refusal has a violation");
}

} // namespace chancery::fuzz
