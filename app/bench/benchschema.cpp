// SPDX-License-Identifier: Apache-2.0
#include "app/bench/commands.h"
#include "engine/core/document/json.h"
#include "engine/core/schema/schema.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <sstream>

namespace chancery::bench {

namespace {

std::optional<core::Tree> readSchema(const std::string &path)
{
    auto reading = core::readJson(fileContent(path), core::Limits::wide());
    if (!reading.ok()) {
        std::fprintf(
            stderr, "bench-schema: %s: %s\n", path.c_str(), reading.problem().message.c_str());
        return std::nullopt;
    }
    return std::move(reading).tree();
}

// {"URI": schema, ...}: every member becomes a document of its own.
void addExternals(core::SchemaLibrary &library, const core::Tree &all)
{
    for (const auto &member : all.root()) {
        const auto &node = member.value().node();
        auto reading = core::readJson(
            all.source().substr(node.begin, node.end - node.begin), core::Limits::wide());
        if (reading.ok())
            library.add(member.key(), std::move(reading).tree());
    }
}

std::vector<std::shared_ptr<const std::string>> lines(const std::string &text)
{
    std::vector<std::shared_ptr<const std::string>> found;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        if (!line.empty())
            found.push_back(std::make_shared<const std::string>(std::move(line)));
    }
    return found;
}

void measure(const core::CompiledSchema &schema,
    const std::vector<std::shared_ptr<const std::string>> &sources, double seconds)
{
    std::vector<core::Tree> documents;
    double bytes = 0;
    for (const auto &source : sources) {
        auto reading = core::readJson(source, core::Limits::wide());
        if (reading.ok())
            documents.push_back(std::move(reading).tree());
        bytes += double(source->size());
    }
    const auto accepted = std::count_if(documents.begin(), documents.end(),
        [&](const core::Tree &document) { return schema.accepts(document.root()); });
    long count = 0;
    const double validate = secondsPerTurn(seconds, [&] {
        for (const auto &document : documents)
            count += schema.accepts(document.root()) ? 1 : 0;
    });
    const double both = secondsPerTurn(seconds, [&] {
        for (const auto &source : sources) {
            const auto reading = core::readJson(source, core::Limits::wide());
            count += reading.ok() && schema.accepts(reading.tree().root()) ? 1 : 0;
        }
    });
    printMetric("validate", double(documents.size()) / validate, "docs/s");
    printMetric("validate_MBps", bytes / 1e6 / validate, "MB/s");
    printMetric("parse+validate_MBps", bytes / 1e6 / both, "MB/s");
    printMetric("accepted", double(accepted), "of_" + std::to_string(documents.size()));
}

// A route of a gateway, as a team writes it, and its schema.
constexpr auto routeSchema = R"({"$schema":"https://json-schema.org/draft/2020-12/schema",
 "type":"object","required":["host","path","upstream"],"additionalProperties":false,
 "properties":{"host":{"type":"string","pattern":"^[a-z0-9.-]+$"},
  "path":{"type":"string","minLength":1,"maxLength":200},
  "methods":{"type":"array","uniqueItems":true,"items":{"enum":["GET","PUT","POST","DELETE"]}},
  "timeoutMs":{"type":"integer","minimum":1,"maximum":60000},
  "upstream":{"$ref":"#/$defs/upstream"}},
 "$defs":{"upstream":{"oneOf":[
  {"type":"object","required":["service"],"properties":{"service":{"type":"string"}},
   "additionalProperties":false},
  {"type":"object","required":["address","port"],"properties":{"address":{"type":"string"},
   "port":{"type":"integer","minimum":1,"maximum":65535}},"additionalProperties":false}]}}})";
constexpr auto route = R"({"host":"shop.example","path":"/orders","methods":["GET","POST"],
 "timeoutMs":2500,"upstream":{"address":"10.0.0.17","port":8080}})";

// Documents a second, with the schema compiled before: of text that has been read, and from text.
void validateDocuments(benchmark::State &state)
{
    const bool isRead = state.range(0) != 0;
    auto schema = core::readJson(routeSchema);
    const auto compiled = core::CompiledSchema::compile(std::move(schema).tree(), {}, {});
    const auto source = std::make_shared<const std::string>(route);
    const auto document = core::readJson(source);
    if (!compiled || !compiled->accepts(document.tree().root())) {
        state.SkipWithError("the document is not valid");
        return;
    }
    for (auto turn : state) {
        if (isRead)
            benchmark::DoNotOptimize(compiled->accepts(core::readJson(source).tree().root()));
        else
            benchmark::DoNotOptimize(compiled->accepts(document.tree().root()));
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(validateDocuments)->ArgName("parsed_too")->Arg(0)->Arg(1);

} // namespace

int benchSchema(std::span<const std::string> arguments)
{
    core::SchemaLibrary library;
    if (arguments[2] != "-") {
        const auto externals = readSchema(arguments[2]);
        if (!externals)
            return 2;
        addExternals(library, *externals);
    }
    auto tree = readSchema(arguments[0]);
    if (!tree)
        return 2;
    core::CompileOptions options;
    options.assertFormats = true;
    options.defaultDraft = core::SchemaDraft::Draft7;
    options.baseUri = "https://json.schemastore.org/root.json";
    const auto begin = std::chrono::steady_clock::now();
    const auto schema = core::CompiledSchema::compile(*std::move(tree), options, library);
    const std::chrono::duration<double, std::milli> passed
        = std::chrono::steady_clock::now() - begin;
    if (!schema) {
        std::fprintf(stderr, "bench-schema: %s\n", core::toString(schema.error()).c_str());
        return 1;
    }
    measure(*schema, lines(fileContent(arguments[1])), std::stod(arguments[3]));
    printMetric("compile", passed.count(), "ms");
    return 0;
}

} // namespace chancery::bench
