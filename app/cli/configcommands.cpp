// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/loggraph.h"
#include "app/cli/schemafiles.h"
#include "app/cli/versions.h"
#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <unistd.h>

namespace chancery::cli {

namespace {

struct Options {
    std::string path;
    std::string file;
    std::string environment;
    std::string version;
    std::string prefix;
    bool draft = false;
    bool isGraph = false;
};

// As it is for a program, made visible for a person.
void printText(const std::string &text)
{
    if (!::isatty(STDOUT_FILENO)) {
        std::cout << text;
        return;
    }
    std::size_t begin = 0;
    while (begin < text.size()) {
        const auto end = std::min(text.find('\n', begin), text.size());
        std::cout << visible(std::string_view(text).substr(begin, end - begin)) << '\n';
        begin = end + 1;
    }
}

core::Result<std::optional<core::Draft>> draftOf(
    Online &online, const core::Config &config, const std::string &environment)
{
    auto drafts = online.all<core::Draft>([&](const auto &page, auto done) {
        return online.cms().listDrafts(page, std::move(done));
    });
    if (!drafts)
        return std::move(drafts).error();
    for (auto &draft : *drafts) {
        if (draft.config == config.id && draft.environment.text() == environment
            && draft.parkedAs.empty()) {
            if (!draft.isReadable())
                return closedDraft(draft);
            return std::optional(std::move(draft));
        }
    }
    return std::optional<core::Draft>();
}

core::Result<int> printDraft(
    Online &online, const core::Config &config, const std::string &environment)
{
    const auto draft = draftOf(online, config, environment);
    if (!draft)
        return draft.error();
    if (!*draft)
        return core::Error{core::ErrorKind::NotFound, "no-draft",
            "You have no draft of " + config.path + " in " + environment, {}, {}, {}};
    printText((*draft)->text);
    return succeeded;
}

// With where else to look.
core::Error notLive(Online &online, const core::Config &config, const std::string &environment)
{
    auto error = nothingLive(online, config, environment);
    const auto draft = draftOf(online, config, environment);
    if (draft && *draft)
        error.detail += " (you have a draft: --draft)";
    return error;
}

core::Result<int> get(Online &online, const Options &options)
{
    if (options.version.empty() && options.environment.empty())
        return core::Error{core::ErrorKind::Invalid, "bad-options",
            "Say where with -e, or which version with --version", {}, {}, {}};
    const auto config = online.config(options.path);
    if (!config)
        return config.error();
    if (options.draft)
        return printDraft(online, *config, options.environment);
    core::VersionId version;
    if (!options.version.empty()) {
        auto meant = versionMeant(online, *config, options.environment, options.version);
        if (!meant)
            return std::move(meant).error();
        version = *std::move(meant);
    } else {
        const auto head = online.head(*config, options.environment);
        if (!head && head.error().kind == core::ErrorKind::NotFound)
            return notLive(online, *config, options.environment);
        if (!head)
            return head.error();
        if (online.asJson()) {
            std::cout << safeJson(api::toJson(*head)) << '\n';
            return succeeded;
        }
        version = head->version;
    }
    auto text = online.text(version);
    if (!text)
        return std::move(text).error();
    printText(*text);
    return succeeded;
}

core::Result<core::Config> existingOrNew(Online &online, const Options &options)
{
    auto config = online.config(options.path);
    if (config || config.error().kind != core::ErrorKind::NotFound)
        return config;
    core::NewConfig fresh;
    fresh.path = options.path;
    fresh.format = core::formatFromFileName(options.file).value_or(core::Format::Json);
    auto made = online.ask<client::Acknowledged<core::Config>>(
        [&](auto done) { return online.cms().createConfig(fresh, std::move(done)); });
    if (!made)
        return std::move(made).error();
    return std::move(made->value);
}

// The text becomes the caller's own draft; "submit" makes a request of it.
core::Result<int> put(Online &online, const Options &options)
{
    auto text = bytesOf(options.file);
    if (!text)
        return core::Error{
            core::ErrorKind::Storage, "file-error", "Cannot read " + options.file, {}, {}, {}};
    auto config = existingOrNew(online, options);
    if (!config)
        return std::move(config).error();
    core::DraftText content{config->id, core::EnvironmentId(options.environment), {}, *text};
    auto head = online.head(*config, options.environment);
    if (head)
        content.base = head->version;
    else if (head.error().kind != core::ErrorKind::NotFound)
        return std::move(head).error();
    auto draft = draftOf(online, *config, options.environment);
    if (!draft)
        return std::move(draft).error();
    if (*draft) // what was chosen for it stays
        content.schema = (*draft)->schema;
    auto stored = online.ask<client::Acknowledged<core::Draft>>([&](auto done) {
        if (!*draft)
            return online.cms().createDraft(content, std::move(done));
        return online.cms().updateDraft((*draft)->id, content, (*draft)->etag, std::move(done));
    });
    if (!stored)
        return std::move(stored).error();
    if (online.asJson())
        std::cout << safeJson(api::toJson(stored->value)) << '\n';
    else
        std::cout << "Draft " << visible(stored->value.id.text()) << " of " << options.path
                  << " in " << options.environment << ". Submit it to have it reviewed.\n";
    if (stored->value.circlesUnknown)
        std::cerr << "chancery-cli: put: nobody looked for circles: "
                  << visible(*stored->value.circlesUnknown) << '\n';
    return succeeded;
}

core::Result<int> log(Online &online, const Options &options)
{
    auto config = online.config(options.path);
    if (!config)
        return std::move(config).error();
    if (options.isGraph)
        return logGraph(online, config->id, core::EnvironmentId(options.environment));
    auto versions = online.all<core::Version>([&](const auto &page, auto done) {
        return online.cms().listVersions(
            config->id, core::EnvironmentId(options.environment), page, std::move(done));
    });
    if (!versions)
        return std::move(versions).error();
    Table table({"LABEL", "VERSION", "WHEN", "WHERE", "BY", "APPROVED BY", "REQUEST", "REASON"});
    for (const auto &version : *versions) {
        if (online.asJson()) {
            std::cout << safeJson(api::toJson(version)) << '\n';
            continue;
        }
        std::string approvers;
        for (const auto &approval : version.approvals)
            approvers += (approvers.empty() ? "" : ", ") + approval.name;
        table.add({version.semver.empty() ? "" : 'v' + version.semver, version.id.text(),
            core::toRfc3339(version.createdAt), version.environment.text(), version.authorName,
            approvers, version.changeRequest ? version.changeRequest->text() : "",
            version.message});
    }
    if (!online.asJson())
        table.print(std::cout);
    return succeeded;
}

core::Result<int> heads(Online &online, const Options &options)
{
    auto all = online.all<core::Head>([&](const auto &page, auto done) {
        return online.cms().listHeads(
            {core::EnvironmentId(options.environment), {}, page}, std::move(done));
    });
    if (!all)
        return std::move(all).error();
    Table table({"CONFIG", "ENVIRONMENT", "EPOCH", "SINCE", "VERSION"});
    for (const auto &head : *all) {
        if (!options.prefix.empty() && !head.path.starts_with(options.prefix))
            continue;
        if (online.asJson())
            std::cout << safeJson(api::toJson(head)) << '\n';
        table.add({head.path, head.environment.text(), std::to_string(head.epoch),
            core::toRfc3339(head.since), head.version.text()});
    }
    if (!online.asJson())
        table.print(std::cout);
    return succeeded;
}

core::Result<int> schemas(Online &online, const Options &options)
{
    auto all = online.all<core::Schema>([&](const auto &page, auto done) {
        return online.cms().listSchemas(page, std::move(done));
    });
    if (!all)
        return std::move(all).error();
    Table table({"URI", "VERSION", "CHANGE", "SINCE", "SCHEMA"});
    for (const auto &schema : *all) {
        if (!options.prefix.empty() && !schema.uri.starts_with(options.prefix))
            continue;
        if (online.asJson())
            std::cout << safeJson(api::toJson(schema)) << '\n';
        table.add({schema.uri, schema.semver.value_or(""), schema.level.value_or(""),
            core::toRfc3339(schema.createdAt), schema.id.text()});
    }
    if (!online.asJson())
        table.print(std::cout);
    return succeeded;
}

core::Result<int> takeBack(Online &online, const Options &options)
{
    auto config = online.config(options.path);
    if (!config)
        return std::move(config).error();
    auto done = online.ask<core::Done>([&](auto handler) {
        return online.cms().deleteConfig(config->id, config->etag, std::move(handler));
    });
    if (!done)
        return std::move(done).error();
    return succeeded;
}

} // namespace

void addConfigCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    const auto environment = [=](CLI::App *command, bool isRequired) {
        command->add_option("--environment,-e", options->environment, "Where")
            ->envname("CHANCERY_ENVIRONMENT")
            ->required(isRequired);
    };
    auto *reading
        = addOnline(program, "get", "Print what is live, a version, or one's draft", common);
    reading->add_option("PATH", options->path)->required();
    environment(reading, false);
    auto *version = reading->add_option("--version", options->version,
        "This version: its label, like v1.2.0, or its digest or the beginning of that");
    reading->add_flag("--draft", options->draft, "One's own draft")->excludes(version);
    reading->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "get " + options->path, [&](Online &online) { return get(online, *options); });
    });
    auto *writing = addOnline(program, "put", "Keep a file as one's own draft", common);
    writing->add_option("PATH", options->path)->required();
    writing->add_option("FILE", options->file)->required();
    environment(writing, true);
    writing->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "put " + options->path, [&](Online &online) { return put(online, *options); });
    });
    auto *history = addOnline(program, "log", "List the versions of a config", common);
    history->add_option("PATH", options->path)->required();
    environment(history, false);
    history->add_flag("--graph", options->isGraph, "Draw how the versions came from each other");
    history->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "log " + options->path, [&](Online &online) { return log(online, *options); });
    });
    auto *live = addOnline(program, "heads", "List what is live", common);
    environment(live, false);
    live->add_option("--prefix", options->prefix, "Only configs below it");
    live->callback([=, &exitCode] {
        exitCode
            = runOnline(*common, "heads", [&](Online &online) { return heads(online, *options); });
    });
    auto *published = addOnline(program, "schemas", "List the schemas and their versions", common);
    published->add_option("--prefix", options->prefix, "Only URIs that begin with it");
    published->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "schemas", [&](Online &online) { return schemas(online, *options); });
    });
    auto *back
        = addOnline(program, "delete", "Take back a config that has never had a version", common);
    back->add_option("PATH", options->path)->required();
    back->callback([=, &exitCode] {
        exitCode = runOnline(*common, "delete " + options->path,
            [&](Online &online) { return takeBack(online, *options); });
    });
}

} // namespace chancery::cli
