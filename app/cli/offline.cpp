// SPDX-License-Identifier: Apache-2.0
#include "offline.h"

#include "app/cli/exitcode.h"
#include "app/cli/report.h"
#include "app/cli/schemafiles.h"
#include "engine/core/hierarchy/pendingreferences.h"
#include "engine/core/rules/entries.h"
#include "engine/core/rules/invariants.h"
#include "engine/core/schema/opendocument.h"
#include "engine/core/schema/schema.h"
#include "engine/core/sealing/sealedvalue.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

bool fillLibrary(const ValidateOptions &options, core::SchemaLibrary &library,
    std::vector<Mapping> &mappings, std::ostream &errors)
{
    for (const auto &folder : options.references) {
        if (!addFolder(library, folder)) {
            errors << "chancery-cli: cannot read the folder " << folder << '\n';
            return false;
        }
    }
    for (const auto &text : options.mappings) {
        const auto mapping = mappingFromText(text);
        if (!mapping || !addMapping(library, *mapping)) {
            errors << "chancery-cli: --map needs URI-PREFIX=FOLDER, not " << text << '\n';
            return false;
        }
        mappings.push_back(*mapping);
    }
    return true;
}

std::optional<core::CompiledSchema> readSchema(const ValidateOptions &options, std::ostream &errors)
{
    core::SchemaLibrary library;
    std::vector<Mapping> mappings;
    if (!fillLibrary(options, library, mappings, errors))
        return std::nullopt;
    auto bytes = bytesOf(options.schema);
    if (!bytes) {
        errors << "chancery-cli: cannot read " << options.schema << '\n';
        return std::nullopt;
    }
    auto reading = core::read(*std::move(bytes), formatOf(options.schema), core::Limits::wide());
    if (!reading.ok()) {
        errors << options.schema << ": " << core::toString(core::toError(reading.problem()))
               << '\n';
        return std::nullopt;
    }
    core::CompileOptions compile;
    compile.assertFormats = options.assertFormats;
    compile.baseUri = uriOf(options.schema, mappings);
    if (!options.draft.empty()) {
        const auto draft = core::draftFromName(options.draft);
        if (!draft) {
            errors << "chancery-cli: unknown draft " << options.draft << '\n';
            return std::nullopt;
        }
        compile.defaultDraft = *draft;
    }
    auto schema = core::CompiledSchema::compile(std::move(reading).tree(), compile, library);
    if (!schema) {
        errors << options.schema << ": " << core::toString(schema.error()) << '\n';
        return std::nullopt;
    }
    for (const auto &warning : schema->warnings())
        errors << "warning: " << warning.location << ": " << warning.message << '\n';
    return std::move(schema).value();
}

// Nothing when the file cannot be read; a file that is no document is not valid.
std::optional<Report> validateFile(const core::CompiledSchema &schema, const std::string &file)
{
    auto bytes = bytesOf(file);
    if (!bytes)
        return std::nullopt;
    Report report;
    report.file = file;
    const auto reading = core::read(*std::move(bytes), formatOf(file), core::Limits::wide());
    if (!reading.ok()) {
        report.errors = core::toError(reading.problem()).fields;
        return report;
    }
    const auto verdict = core::validateOpen(schema, reading.tree().root(), {true, false});
    // How values go together nobody knows where a reference is still to be followed.
    report.isOpen = core::awaitsReferences(reading.tree());
    const auto rules = report.isOpen ? core::checkEntries(schema, reading.tree().root())
                                     : core::checkInvariants(schema, reading.tree().root());
    report.valid = verdict.valid && rules.empty();
    for (const auto &spot : core::sealedSpots(reading.tree()))
        report.sealed += core::isSealed({reading.tree(), spot.node}) ? 1 : 0;
    const core::LineIndex lines(reading.tree().source());
    for (const auto *violations : {&verdict.violations, &rules}) {
        for (const auto &violation : *violations)
            report.errors.push_back(core::toFieldError(violation, lines));
    }
    return report;
}

void addValidate(CLI::App &program, int &exitCode)
{
    auto options = std::make_shared<ValidateOptions>();
    auto *const command = program.add_subcommand("validate", "Check documents against a schema");
    command->add_option("--schema", options->schema, "The schema, JSON or YAML")->required();
    command->add_option(
        "--ref", options->references, "A folder whose schemas are found by $id and by file name");
    command->add_option("--map", options->mappings,
        "URI-PREFIX=FOLDER: the schemas below the folder under that prefix");
    command->add_option(
        "--draft", options->draft, "4, 6, 7, 2019-09 or 2020-12, for schemas without $schema");
    command->add_flag("--formats", options->assertFormats, "Assert \"format\"");
    command->add_flag("--json", options->asJson, "One line of JSON a document");
    command->add_option("documents", options->documents, "The documents")->required();
    for (const auto *option : {"--ref", "--map"})
        command->get_option(option)->type_size(1)->allow_extra_args(false);
    command->callback(
        [options, &exitCode] { exitCode = validateDocuments(*options, std::cout, std::cerr); });
}

} // namespace

int validateDocuments(const ValidateOptions &options, std::ostream &out, std::ostream &errors)
{
    const auto schema = readSchema(options, errors);
    if (!schema)
        return couldNotRun;
    int exitCode = succeeded;
    for (const auto &file : options.documents) {
        const auto report = validateFile(*schema, file);
        if (!report) {
            errors << "chancery-cli: cannot read " << file << '\n';
            exitCode = couldNotRun;
            continue;
        }
        print(*report, options.asJson, out);
        if (!report->valid && exitCode == succeeded)
            exitCode = answeredNo;
    }
    return exitCode;
}

void addOfflineCommands(CLI::App &program, int &exitCode)
{
    addValidate(program, exitCode);
    addDocumentCommands(program, exitCode);
}

} // namespace chancery::cli
