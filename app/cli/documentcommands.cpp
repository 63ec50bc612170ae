// SPDX-License-Identifier: Apache-2.0
// "parse" and "convert" speak about the language of a file. YAML's is larger than what can be a
// configuration: streams of several documents, tags of one's own, and keys that are collections are
// well-formed, and "parse" only notes them. A key that stands twice is an error in every language.
#include "offline.h"

#include "app/cli/exitcode.h"
#include "app/cli/report.h"
#include "app/cli/schemafiles.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/convert.h"
#include "engine/core/document/layout.h"
#include "engine/core/document/yaml.h"
#include "engine/core/document/yaml/events.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>

namespace chancery::cli {

namespace {

struct Input {
    core::Format format = core::Format::Json;
    std::shared_ptr<const std::string> source;
};

std::optional<Input> read(const ParseOptions &options, std::ostream &errors)
{
    const auto format
        = options.format.empty() ? formatOf(options.file) : core::formatFromName(options.format);
    if (!format) {
        errors << "chancery-cli: unknown format " << options.format
               << "; it is json, yaml or toml\n";
        return std::nullopt;
    }
    auto bytes = bytesOf(options.file);
    if (!bytes) {
        errors << "chancery-cli: cannot read " << options.file << '\n';
        return std::nullopt;
    }
    return Input{*format, std::make_shared<const std::string>(*std::move(bytes))};
}

// Well-formed, and only beyond what a configuration may contain.
bool isYamlAllTheSame(const core::Problem &problem, const Input &input)
{
    if (input.format != core::Format::Yaml)
        return false;
    if (problem.code == "key-not-scalar")
        return !core::yaml::yamlEvents(*input.source).problem;
    if (problem.code != "several-documents" && problem.code != "unknown-tag")
        return false;
    const auto stream = core::readYamlStream(input.source);
    return !stream.problem
        || (stream.problem->code == "key-not-scalar" && isYamlAllTheSame(*stream.problem, input));
}

int refuse(const ParseOptions &options, const core::Problem &problem, std::ostream &out)
{
    print({options.file, false, core::toError(problem).fields}, options.asJson, out);
    return answeredNo;
}

int convertYaml(
    const ParseOptions &options, const Input &input, std::ostream &out, std::ostream &errors)
{
    const auto stream = core::readYamlStream(input.source);
    if (stream.problem)
        return refuse(options, *stream.problem, errors);
    for (const auto &document : stream.documents)
        out << core::prettyJson(document.root());
    return succeeded;
}

// Complete before it takes the other's place.
bool replaceFile(const std::string &file, const std::string &text)
{
    const std::string staged = file + ".chancery-new";
    std::error_code error;
    if ((std::ofstream(staged, std::ios::binary | std::ios::trunc) << text).flush())
        std::filesystem::rename(staged, file, error);
    else
        error = std::make_error_code(std::errc::io_error);
    if (error) {
        std::error_code ignored;
        std::filesystem::remove(staged, ignored);
    }
    return !error;
}

const char *nameOf(core::ConversionLoss::Kind kind)
{
    using Kind = core::ConversionLoss::Kind;
    switch (kind) {
    case Kind::Comment:
        return "comment left behind";
    case Kind::Null:
        return "left out, TOML has no null";
    case Kind::Alias:
        return "alias written out";
    case Kind::Time:
        break;
    }
    return "time becomes a string";
}

// What is lost goes to the errors, so that the document can be piped on.
int convertDocument(const ParseOptions &options, const Input &input, core::Format to,
    std::ostream &out, std::ostream &errors)
{
    const auto reading = core::read(input.source, input.format, core::Limits::wide());
    if (!reading)
        return refuse(options, reading.problem(), errors);
    const auto conversion = core::convertDocument(reading.tree(), to);
    if (!conversion) {
        errors << options.file << ": " << core::toString(conversion.error()) << '\n';
        return answeredNo;
    }
    const core::LineIndex lines(*input.source);
    for (const auto &loss : conversion->losses)
        errors << options.file << ':' << lines.position(loss.offset).line << ": "
               << nameOf(loss.kind) << ": " << loss.text << '\n';
    out << conversion->text;
    return succeeded;
}

} // namespace

int parseFile(const ParseOptions &options, std::ostream &out, std::ostream &errors)
{
    const auto input = read(options, errors);
    if (!input)
        return couldNotRun;
    const auto reading = core::read(input->source, input->format);
    if (!reading.ok() && !isYamlAllTheSame(reading.problem(), *input))
        return refuse(options, reading.problem(), options.asJson ? out : errors);
    if (options.asJson)
        print({options.file, true, {}}, true, out);
    if (!reading.ok())
        errors << options.file << ": well-formed, but no configuration: "
               << core::toString(core::toError(reading.problem())) << '\n';
    return succeeded;
}

int convertFile(
    const ParseOptions &options, const std::string &to, std::ostream &out, std::ostream &errors)
{
    const auto target = core::formatFromName(to);
    if (!target) {
        errors << "chancery-cli: can convert to json, yaml or toml, not to " << to << '\n';
        return couldNotRun;
    }
    const auto input = read(options, errors);
    if (!input)
        return couldNotRun;
    if (*target != core::Format::Json)
        return convertDocument(options, *input, *target, out, errors);
    if (input->format == core::Format::Yaml)
        return convertYaml(options, *input, out, errors);
    const auto reading = core::read(input->source, input->format);
    if (!reading.ok())
        return refuse(options, reading.problem(), errors);
    out << core::prettyJson(reading.tree().root());
    return succeeded;
}

int formatFile(const FormatOptions &options, std::ostream &out, std::ostream &errors)
{
    const auto input = read(options.input, errors);
    if (!input)
        return couldNotRun;
    std::string text = *input->source;
    using Step = core::Result<core::TextPatch> (*)(const core::Tree &);
    std::vector<Step> steps;
    if (options.sortsKeys)
        steps.push_back(core::sortAllKeys);
    steps.push_back(core::formatDocument);
    for (const Step step : steps) {
        const auto reading = core::read(text, input->format, core::Limits::wide());
        if (!reading)
            return refuse(options.input, reading.problem(), errors);
        const auto patch = step(reading.tree());
        if (!patch) {
            errors << options.input.file << ": " << core::toString(patch.error()) << '\n';
            return answeredNo;
        }
        text = patch->appliedTo(text);
    }
    if (options.onlyChecks)
        return text == *input->source ? succeeded : answeredNo;
    if (!options.inPlace) {
        out << text;
        return succeeded;
    }
    if (text != *input->source && !replaceFile(options.input.file, text)) {
        errors << "chancery-cli: cannot write " << options.input.file << '\n';
        return couldNotRun;
    }
    return succeeded;
}

void addDocumentCommands(CLI::App &program, int &exitCode)
{
    const auto addFile = [](CLI::App &command, ParseOptions &options) {
        command.add_option("--format", options.format, "json, yaml or toml; else by the name");
        command.add_flag("--json", options.asJson, "Say in JSON what is wrong");
        command.add_option("file", options.file, "The file")->required();
    };
    auto parsing = std::make_shared<ParseOptions>();
    auto *const parse = program.add_subcommand("parse", "Check that a file is a document");
    addFile(*parse, *parsing);
    parse->callback([parsing, &exitCode] { exitCode = parseFile(*parsing, std::cout, std::cerr); });

    auto converting = std::make_shared<std::pair<ParseOptions, std::string>>();
    auto *const convert = program.add_subcommand(
        "convert", "Print a document in another format; of YAML, every document of the stream");
    addFile(*convert, converting->first);
    convert->add_option("--to", converting->second, "json, yaml or toml")->required();
    auto formatting = std::make_shared<FormatOptions>();
    auto *const format
        = program.add_subcommand("format", "Lay a document out anew without changing what it says");
    addFile(*format, formatting->input);
    format->add_flag("--sort", formatting->sortsKeys, "Sort the keys of all objects, too");
    format->add_flag("--check", formatting->onlyChecks, "Only say whether it is laid out so");
    format->add_flag("--in-place", formatting->inPlace, "Write the file instead of printing it");
    format->callback(
        [formatting, &exitCode] { exitCode = formatFile(*formatting, std::cout, std::cerr); });
    convert->callback([converting, &exitCode] {
        exitCode = convertFile(converting->first, converting->second, std::cout, std::cerr);
    });
}

} // namespace chancery::cli
