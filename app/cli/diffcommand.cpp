// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/hiddentext.h"
#include "app/cli/owners.h"
#include "app/cli/schemafiles.h"
#include "app/cli/versions.h"
#include "app/cli/visible.h"
#include "engine/core/diff/jsonpatch.h"
#include "engine/core/diff/typechanges.h"
#include "engine/core/merge/place.h"
#include "engine/core/schema/equality.h"
#include "engine/core/textdiff.h"

#include <CLI/CLI.hpp>

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
    bool isEffective = false;
    bool isOfVersions = false;
};

void printJson(const std::vector<core::Hunk> &hunks)
{
    std::cout << '[';
    for (std::size_t i = 0; i < hunks.size(); ++i) {
        const auto &hunk = hunks[i];
        std::cout << (i > 0 ? "," : "") << "{\"leftLine\":" << hunk.leftBegin + 1
                  << ",\"leftCount\":" << hunk.leftEnd - hunk.leftBegin
                  << ",\"rightLine\":" << hunk.rightBegin + 1
                  << ",\"rightCount\":" << hunk.rightEnd - hunk.rightBegin << '}';
    }
    std::cout << "]\n";
}

// The end of the last line is no line of its own here.
std::vector<std::string_view> linesOf(const std::string &text)
{
    auto lines = core::splitLines(text);
    if (!lines.empty() && lines.back().empty())
        lines.pop_back();
    return lines;
}

int printPlaces(const std::string &left, const std::string &right)
{
    const auto hunks = core::diffLines(linesOf(left), linesOf(right));
    printJson(hunks);
    return hunks.empty() ? succeeded : answeredNo;
}

// To the byte where a program or a file takes it, so that patch(1) can apply it; on a terminal
// nothing of it acts.
int printUnified(const Options &options, const HiddenText &left, const HiddenText &right)
{
    if (isatty(STDOUT_FILENO) != 0)
        return printHiddenDiff(left, right, options.left, options.right, std::cout) ? answeredNo
                                                                                    : succeeded;
    const auto text = hiddenDiff(left, right, options.left, options.right);
    std::cout << text;
    return text.empty() ? succeeded : answeredNo;
}

std::optional<core::Tree> treeOf(
    const Options &options, const std::string &file, const std::string &text)
{
    const auto format
        = options.isEffective ? std::optional(core::Format::Json) : core::formatFromFileName(file);
    if (!format) {
        std::cerr << "chancery-cli: diff: " << visible(file)
                  << " is not JSON, YAML or TOML by its name\n";
        return std::nullopt;
    }
    auto reading = core::read(text, *format, core::Limits::wide());
    if (reading)
        return std::move(reading).tree();
    const auto &problem = reading.problem();
    std::cerr << "chancery-cli: diff: " << visible(file) << ": line " << problem.position.line
              << ", column " << problem.position.column << ": " << visible(problem.message) << '\n';
    return std::nullopt;
}

std::string shortened(std::string text)
{
    constexpr std::size_t longest = 60;
    if (text.size() > longest)
        text = text.substr(0, longest) + "…";
    return text;
}

// As it stands in its file.
std::string writtenShort(core::Value value, const HiddenText &text)
{
    return text.hides(value) ? std::string(core::cover)
                             : shortened(std::string(core::writtenText(value)));
}

std::string shortJson(core::Value value, const HiddenText &text)
{
    if (value.isObject())
        return '{' + std::to_string(value.size()) + " members}";
    if (value.isArray())
        return '[' + std::to_string(value.size()) + " items]";
    if (text.hides(value))
        return std::string(core::cover);
    return shortened(core::jsonText(value));
}

std::string lineOf(const core::TreeChange &change, const HiddenText &left, const HiddenText &right)
{
    using enum core::TreeChange::Kind;
    const auto &place = change.left.empty() ? "(the whole document)" : change.left;
    switch (change.kind) {
    case Added:
        return "+ " + change.right + ": " + shortJson(change.rightValue, right);
    case Removed:
        return "- " + place + ": " + shortJson(change.leftValue, left);
    case Changed:
        if (core::sameValue(change.leftValue, change.rightValue))
            return "~ " + place + ": " + writtenShort(change.leftValue, left) + " -> "
                + writtenShort(change.rightValue, right) + " (type)";
        return "~ " + place + ": " + shortJson(change.leftValue, left) + " -> "
            + shortJson(change.rightValue, right);
    case MovedAway:
        return "> " + place + " -> " + change.right;
    case Reordered:
        return "% " + place + ": members in another order";
    case MovedHere:
        break;
    }
    return {};
}

// With covers for what is hidden, and word of it: such a patch is to be read, not applied.
int printPatch(std::vector<core::TreeChange> changes, const HiddenText &right)
{
    const auto covered = right.hidden.empty()
        ? core::Reading(core::Tree())
        : core::readJson(coveredJson(right), core::Limits::wide());
    bool isHidden = false;
    for (auto &change : changes) {
        if (right.hidden.empty() || !covered || !change.rightValue)
            continue;
        isHidden = isHidden || right.hidesAnyOf(change.rightValue);
        change.rightValue = core::Value(covered.tree(), change.rightValue.index());
    }
    std::cout << safeJson(core::jsonPatchOf(changes));
    if (isHidden)
        std::cerr << "chancery-cli: diff: sensitive values are hidden in this patch, so it is to "
                     "be read and not to be applied\n";
    return changes.empty() ? succeeded : answeredNo;
}

// Of what is there, or was: who owns it may depend on what stands beside it.
std::string ownerOfChange(const core::CompiledSchema *schema, const core::TreeChange &change,
    const HiddenText &left, const HiddenText &right)
{
    const bool isNew = change.kind == core::TreeChange::Kind::Added;
    return ownerNote(schema, isNew ? *right.tree : *left.tree, isNew ? change.right : change.left);
}

int printTrees(
    const Options &options, HiddenText left, HiddenText right, const core::CompiledSchema *schema)
{
    if (!left.tree)
        left.tree = treeOf(options, options.left, left.text);
    if (left.tree && !right.tree)
        right.tree = treeOf(options, options.right, right.text);
    if (!left.tree || !right.tree)
        return couldNotRun;
    auto changes = core::diffTrees(left.tree->root(), right.tree->root());
    const bool isToml
        = left.tree->format() == core::Format::Toml && right.tree->format() == core::Format::Toml;
    if (options.format == "json-patch") {
        const bool hasTypes
            = isToml && !core::typeChanges(left.tree->root(), right.tree->root()).empty();
        if (hasTypes)
            std::cerr << "chancery-cli: diff: values became another type of TOML, which a patch of "
                         "JSON does not tell; look with --format tree\n";
        const int exitCode = printPatch(std::move(changes), right);
        return hasTypes ? answeredNo : exitCode;
    }
    if (isToml)
        changes = core::withTypeChanges(std::move(changes), left.tree->root(), right.tree->root());
    for (const auto &change : changes) {
        if (const auto line = lineOf(change, left, right); !line.empty())
            std::cout << visible(line + ownerOfChange(schema, change, left, right)) << '\n';
    }
    return changes.empty() ? succeeded : answeredNo;
}

int print(const Options &options, bool asJson, HiddenText left, HiddenText right,
    const core::CompiledSchema *schema)
{
    if (asJson)
        return printPlaces(left.text, right.text);
    if (options.format == "tree" || options.format == "json-patch")
        return printTrees(options, std::move(left), std::move(right), schema);
    return printUnified(options, left, right);
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
    options.left = config->path + " (" + core::toString(place) + ')';
    options.right
        = (options.right.empty() ? "draft" : options.right) + " (" + core::toString(place) + ')';
    return print(
        options, online.asJson(), std::move(sides->left), std::move(sides->right), *schema);
}

struct NamedVersion {
    core::Config config;
    core::Version version;
    std::string text;
};

// "payments/api@1.2.0", or "payments/api" for what is live.
core::Result<NamedVersion> namedVersion(
    Online &online, const Options &options, const std::string &name)
{
    const auto sign = name.rfind('@');
    auto config = online.config(name.substr(0, sign));
    if (!config)
        return std::move(config).error();
    core::VersionId id;
    if (sign == std::string::npos) {
        const auto head = online.head(*config, options.environment);
        if (!head)
            return head.error();
        id = head->version;
    } else {
        auto meant = versionMeant(online, *config, options.environment, name.substr(sign + 1));
        if (!meant)
            return std::move(meant).error();
        id = std::move(*meant);
    }
    auto version = online.ask<core::Version>(
        [&](auto done) { return online.cms().getVersion(id, std::move(done)); });
    if (!version)
        return std::move(version).error();
    auto text = online.text(id);
    if (!text)
        return std::move(text).error();
    return NamedVersion{std::move(*config), std::move(*version), std::move(*text)};
}

// Of the second one nothing need be said: it is what is live then.
core::Result<int> diffVersions(Online &online, Options options)
{
    if (options.right.empty())
        options.right = options.left.substr(0, options.left.rfind('@'));
    auto left = namedVersion(online, options, options.left);
    if (!left)
        return std::move(left).error();
    auto right = namedVersion(online, options, options.right);
    if (!right)
        return std::move(right).error();
    Covers covers(online);
    const auto schema = schemaThere(online, covers, options, right->config);
    if (!schema)
        return schema.error();
    const Covers::SchemaIds schemas{
        left->version.schema, right->version.schema, left->config.schema, right->config.schema};
    auto before = hide(covers, std::move(left->text), left->version.format, schemas);
    auto after = hide(covers, std::move(right->text), right->version.format, schemas);
    if (!before || !after)
        return before ? std::move(after).error() : std::move(before).error();
    return print(options, online.asJson(), std::move(*before), std::move(*after), *schema);
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
    // One's own files hide nothing from oneself, and what comes of them can be applied.
    return print(options, common.asJson, {std::move(*left), {}, {}}, {std::move(*right), {}, {}},
        schema ? &*schema : nullptr);
}

} // namespace

void addDiffCommand(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *command = addOnline(program, "diff",
        "Compare two files or two versions, by line or by key; or what holds in one place with "
        "what would hold",
        common);
    command
        ->add_option("LEFT", options->left,
            "A file; with --versions PATH@VERSION, or PATH for what is live; with --effective a "
            "config's path")
        ->required();
    command->add_option("RIGHT", options->right,
        "A file, or as LEFT; else with --versions what is live; with --effective the text of the "
        "config, and without it one's draft");
    auto *format = command->add_option("--format", options->format,
        "unified (applies with patch), tree (changes by key path) or json-patch (RFC 6902)");
    format->check(CLI::IsMember({"unified", "tree", "json-patch"}));
    command->get_option("--json")
        ->description("The places of differing lines as JSON")
        ->excludes(format);
    auto *effective = command->add_flag("--effective", options->isEffective,
        "Compare the documents that come of all layers, in one place");
    auto *versions = command->add_flag("--versions", options->isOfVersions,
        "Compare versions of configs, as the server has them, sensitive values covered");
    versions->excludes(effective);
    const auto where = [&](const char *name, std::string &value, const char *words) {
        return command->add_option(name, value, words)->needs(effective);
    };
    command->add_option("--environment,-e", options->environment, "Where")
        ->envname("CHANCERY_ENVIRONMENT");
    where("--region", options->region, "With the layers of this region");
    where("--group", options->group, "With the layers of this group");
    where("--instance", options->instance, "With the layers of this instance");
    command
        ->add_option("--schema", options->schema,
            "A schema of the files: --format tree tells who owns what differs (x-owner)")
        ->excludes(effective)
        ->excludes(versions);
    command
        ->add_option("--ref", options->references,
            "A folder whose schemas are found by $id and by file name, for what --schema refers to")
        ->excludes(effective);
    command->callback([=, &exitCode] {
        const bool isOnline = options->isEffective || options->isOfVersions;
        if (!isOnline && options->right.empty())
            throw CLI::RequiredError("RIGHT");
        if (isOnline && options->environment.empty())
            throw CLI::RequiredError("--environment");
        exitCode
            = !isOnline ? diff(*options, *common) : runOnline(*common, "diff", [&](Online &online) {
                  return options->isEffective ? diffEffective(online, *options)
                                              : diffVersions(online, *options);
              });
    });
}

} // namespace chancery::cli
