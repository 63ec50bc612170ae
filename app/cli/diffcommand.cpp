// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/diffoutput.h"
#include "app/cli/schemafiles.h"
#include "app/cli/versions.h"
#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace chancery::cli {

namespace {

struct Options {
    std::string left;
    std::string right;
    std::string format; // empty: unified
    std::string environment;
    std::string region;
    std::string group;
    std::string instance;
    std::string schema; // a file: who owns the keys of files
    std::vector<std::string> references; // folders of schemas that it may refer to
    std::vector<std::string> ignored; // words of core::IgnoreRules
    bool isEffective = false;
};

core::IgnoreRules rulesOf(const Options &options)
{
    core::IgnoreRules rules;
    for (const auto &word : options.ignored)
        (void)rules.add(word);
    return rules;
}

DiffOutput outputOf(const Options &options, DiffSide left, DiffSide right, bool asJson)
{
    return {std::move(left), std::move(right), options.format, asJson, rulesOf(options)};
}

// What the own text there would be: a file's, or that of one's draft.
core::Result<std::string> wantedText(
    Online &online, const Options &options, const core::Config &config)
{
    if (!options.right.empty()) {
        auto text = bytesOf(options.right);
        if (!text)
            return core::Error{
                core::ErrorKind::Invalid, "no-file", "Cannot read " + options.right, {}, {}, {}};
        return std::move(*text);
    }
    auto drafts = online.all<core::Draft>([&](const auto &page, auto done) {
        return online.cms().listDrafts(page, std::move(done));
    });
    if (!drafts)
        return std::move(drafts).error();
    for (auto &draft : *drafts) {
        if (draft.config == config.id && draft.environment.text() == options.environment
            && draft.parkedAs.empty()) {
            if (!draft.isReadable())
                return closedDraft(draft);
            return std::move(draft.text);
        }
    }
    return core::Error{core::ErrorKind::NotFound, "no-draft",
        "You have no draft of " + config.path + " in " + options.environment
            + "; give a FILE to compare with",
        {}, {}, {}};
}

// Of what is nowhere live.
HiddenText nothingHeld(const Options &options)
{
    const bool isByKey = options.format == "tree" || options.format == "json-patch";
    return {isByKey ? "{}" : "", {}, {}};
}

// That which the config has in the environment; null for none, and where it cannot be read.
core::Result<const core::CompiledSchema *> schemaThere(
    Online &online, Covers &covers, const Options &options, const core::Config &config)
{
    const auto head = online.head(config, options.environment);
    if (!head && head.error().kind != core::ErrorKind::NotFound)
        return head.error();
    const auto id = core::boundSchema(config, head ? &*head : nullptr);
    return id ? covers.schemaOf(*id) : core::Result<const core::CompiledSchema *>(nullptr);
}

// Of what holds now and what would hold, layers merged; JSON, as the server writes it.
core::Result<int> diffEffective(Online &online, Options options)
{
    const auto config = online.config(options.left);
    if (!config)
        return config.error();
    const auto text = wantedText(online, options, *config);
    if (!text)
        return text.error();
    const core::HierarchyPlace place{
        core::EnvironmentId(options.environment), options.region, options.group, options.instance};
    auto now = online.ask<core::EffectiveView>(
        [&](auto done) { return online.cms().effective(config->id, place, std::move(done)); });
    if (!now && now.error().kind != core::ErrorKind::NotFound)
        return std::move(now).error();
    auto then = online.ask<core::EffectiveView>([&](auto done) {
        return online.cms().previewEffective(config->id, place, *text, std::move(done));
    });
    if (!then)
        return std::move(then).error();
    Covers covers(online);
    const auto schema = schemaThere(online, covers, options, *config);
    if (!schema)
        return schema.error();
    auto sides = hideEffective(online, covers, *config, now ? &*now : nullptr, &*then);
    if (!sides)
        return std::move(sides).error();
    if (!now)
        sides->left = nothingHeld(options);
    const auto where = " (" + core::toString(place) + ')';
    const auto right = (options.right.empty() ? "draft" : options.right) + where;
    return printDifference(outputOf(options, {config->path + where, core::Format::Json},
                               {right, core::Format::Json}, online.asJson()),
        std::move(sides->left), std::move(sides->right), *schema);
}

// "shop/limits@v1.2.0", "shop/limits@live": the path, and what is behind the sign. Nothing where it
// is a file.
std::optional<std::pair<std::string, std::string>> versionNamed(const std::string &side)
{
    std::error_code error;
    const auto sign = side.rfind('@');
    if (sign == std::string::npos || std::filesystem::exists(side, error))
        return std::nullopt;
    return std::pair(side.substr(0, sign), side.substr(sign + 1));
}

// A version, or a file beside one.
struct Side {
    DiffSide shown;
    std::string text;
    Covers::SchemaIds schemas; // by which it and the other side are covered
    std::optional<core::SchemaId> schema; // that tells the owners
};

core::Result<core::VersionId> idNamed(Online &online, const core::Config &config,
    const core::Result<core::Head> &head, const Options &options, const std::string &named)
{
    if (named != "live")
        return versionMeant(online, config, options.environment, named);
    if (options.environment.empty())
        return core::Error{core::ErrorKind::Invalid, "bad-options",
            "What is live is so in an environment: give --environment", {}, {}, {}};
    if (!head)
        return nothingLive(online, config, options.environment);
    return head->version;
}

core::Result<Side> versionSide(Online &online, const Options &options, const std::string &given,
    const std::pair<std::string, std::string> &named)
{
    const auto config = online.config(named.first);
    if (!config)
        return config.error();
    core::Result<core::Head> head
        = core::Error{core::ErrorKind::NotFound, "not-found", {}, {}, {}, {}};
    if (!options.environment.empty())
        head = online.head(*config, options.environment);
    if (!head && head.error().kind != core::ErrorKind::NotFound)
        return head.error();
    const auto id = idNamed(online, *config, head, options, named.second);
    if (!id)
        return id.error();
    const auto version = online.ask<core::Version>(
        [&](auto done) { return online.cms().getVersion(*id, std::move(done)); });
    if (!version)
        return version.error();
    auto text = online.text(*id);
    if (!text)
        return std::move(text).error();
    const auto bound = core::boundSchema(*config, head ? &*head : nullptr);
    return Side{{given, version->format}, std::move(*text),
        {config->schema, version->schema, bound}, version->schema ? version->schema : bound};
}

core::Result<Side> sideOf(Online &online, const Options &options, const std::string &given)
{
    if (const auto named = versionNamed(given))
        return versionSide(online, options, given, *named);
    auto text = bytesOf(given);
    if (!text)
        return core::Error{core::ErrorKind::Invalid, "no-file", "Cannot read " + given, {}, {}, {}};
    return Side{{given, core::formatFromFileName(given)}, std::move(*text), {}, {}};
}

// One that cannot be read by key has nothing that could be told apart, and is hidden.
core::Result<HiddenText> hideSide(Covers &covers, Side &side, const Covers::SchemaIds &schemas)
{
    if (side.shown.format)
        return hide(covers, std::move(side.text), *side.shown.format, schemas);
    HiddenText hidden{std::move(side.text), {}, {}};
    if (!hidden.text.empty())
        hidden.hidden.push_back({0, hidden.text.size()});
    return hidden;
}

// What one side calls sensitive stands in the other too.
core::Result<int> diffVersions(Online &online, const Options &options)
{
    auto left = sideOf(online, options, options.left);
    if (!left)
        return std::move(left).error();
    auto right = sideOf(online, options, options.right);
    if (!right)
        return std::move(right).error();
    auto schemas = left->schemas;
    schemas.insert(schemas.end(), right->schemas.begin(), right->schemas.end());
    Covers covers(online);
    auto leftText = hideSide(covers, *left, schemas);
    if (!leftText)
        return std::move(leftText).error();
    auto rightText = hideSide(covers, *right, schemas);
    if (!rightText)
        return std::move(rightText).error();
    const auto &owning = right->schema ? right->schema : left->schema;
    const auto schema
        = owning ? covers.schemaOf(*owning) : core::Result<const core::CompiledSchema *>(nullptr);
    if (!schema)
        return schema.error();
    return printDifference(outputOf(options, left->shown, right->shown, online.asJson()),
        std::move(*leftText), std::move(*rightText), *schema);
}

core::Result<core::CompiledSchema> schemaIn(
    const std::string &file, const std::vector<std::string> &folders)
{
    const auto text = bytesOf(file);
    if (!text)
        return core::Error{
            core::ErrorKind::Invalid, "no-file", "The schema cannot be read", {}, {}, {}};
    auto reading = core::read(
        *text, core::formatFromFileName(file).value_or(core::Format::Json), core::Limits::wide());
    if (!reading)
        return core::toError(reading.problem());
    core::SchemaLibrary library;
    for (const auto &folder : folders) {
        if (!addFolder(library, folder))
            return core::Error{core::ErrorKind::Invalid, "no-folder",
                "The folder " + folder + " cannot be read", {}, {}, {}};
    }
    return core::CompiledSchema::compile(std::move(reading).tree(), {}, library);
}

// One's own files hide nothing from oneself, and what comes of them can be applied; but where a
// schema says what is sensitive, whoever looks over the shoulder does not see it.
HiddenText ownText(std::string text, const DiffSide &side, const core::CompiledSchema *schema)
{
    HiddenText own{std::move(text), {}, {}};
    if (!schema || !side.format || isatty(STDOUT_FILENO) == 0)
        return own;
    auto reading = core::read(own.text, *side.format, core::Limits::wide());
    if (reading) {
        own.tree = std::move(reading).tree();
        own.hidden = core::coveredSpans(*own.tree, schema, core::SecretScanner());
    } else if (!own.text.empty()) {
        own.hidden.push_back({0, own.text.size()});
    }
    return own;
}

int diff(const Options &options, const Common &common)
{
    auto left = bytesOf(options.left);
    auto right = bytesOf(options.right);
    if (!left || !right) {
        std::cerr << "chancery-cli: diff: cannot read "
                  << visible(left ? options.right : options.left) << '\n';
        return couldNotRun;
    }
    std::optional<core::CompiledSchema> schema;
    if (!options.schema.empty()) {
        auto known = schemaIn(options.schema, options.references);
        if (!known) {
            std::cerr << "chancery-cli: diff: " << visible(options.schema) << ": "
                      << visible(known.error().detail) << '\n';
            return couldNotRun;
        }
        schema = *std::move(known);
    }
    const DiffSide leftSide{options.left, core::formatFromFileName(options.left)};
    const DiffSide rightSide{options.right, core::formatFromFileName(options.right)};
    const auto *known = schema ? &*schema : nullptr;
    return printDifference(outputOf(options, leftSide, rightSide, common.asJson),
        ownText(std::move(*left), leftSide, known), ownText(std::move(*right), rightSide, known),
        known);
}

void addIgnore(CLI::App *command, Options &options)
{
    command
        ->add_option("--ignore", options.ignored,
            "Passes over order (of keys), layout, comments, or a /path with all below it, where * "
            "is any step; several times")
        ->allow_extra_args(false)
        ->check([](const std::string &word) {
            return core::IgnoreRules().add(word)
                ? std::string()
                : "Expected order, layout, comments or a path that begins with /";
        });
}

} // namespace

void addDiffCommand(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *command = addOnline(program, "diff",
        "Compare two files or versions, by line or by key; or what holds in one place with what "
        "would hold",
        common);
    command
        ->add_option("LEFT", options->left,
            "A file, or a version as PATH@VERSION or PATH@live; with --effective a config's path")
        ->required();
    command->add_option("RIGHT", options->right,
        "The same; with --effective a file with the text of the config, else one's draft");
    auto *format = command->add_option("--format", options->format,
        "unified (applies with patch), tree (changes by key path) or json-patch (RFC 6902)");
    format->check(CLI::IsMember({"unified", "tree", "json-patch"}));
    command->get_option("--json")
        ->description("The places of differing lines as JSON")
        ->excludes(format);
    addIgnore(command, *options);
    auto *effective = command->add_flag("--effective", options->isEffective,
        "Compare the documents that come of all layers, in one place");
    const auto where = [&](const char *name, std::string &value, const char *words) {
        return command->add_option(name, value, words)->needs(effective);
    };
    command
        ->add_option("--environment,-e", options->environment,
            "Where; of versions that in which they are called so, and live")
        ->envname("CHANCERY_ENVIRONMENT");
    where("--region", options->region, "With the layers of this region");
    where("--group", options->group, "With the layers of this group");
    where("--instance", options->instance, "With the layers of this instance");
    command
        ->add_option("--schema", options->schema,
            "A schema of the files: --format tree tells who owns what differs (x-owner), and on a "
            "terminal sensitive values are covered")
        ->excludes(effective);
    command
        ->add_option("--ref", options->references,
            "A folder whose schemas are found by $id and by file name, for what --schema refers to")
        ->excludes(effective);
    command->callback([=, &exitCode] {
        if (!options->isEffective && options->right.empty())
            throw CLI::RequiredError("RIGHT");
        if (options->isEffective && options->environment.empty())
            throw CLI::RequiredError("--environment");
        if (options->format == "json-patch" && !options->ignored.empty())
            throw CLI::ExcludesError("--ignore", "--format json-patch");
        const bool hasVersion = versionNamed(options->left) || versionNamed(options->right);
        if (!options->isEffective && !hasVersion)
            exitCode = diff(*options, *common);
        else
            exitCode = runOnline(*common, "diff", [&](Online &online) {
                return options->isEffective ? diffEffective(online, *options)
                                            : diffVersions(online, *options);
            });
    });
}

} // namespace chancery::cli
