// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/password.h"
#include "app/cli/schemafiles.h"
#include "app/cli/visible.h"
#include "engine/core/sealing/sealedvalue.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <unistd.h>

namespace chancery::cli {

namespace {

struct Options {
    std::string path;
    std::string environment;
    std::string pointer;
    std::string reason;
    std::string nameSpace;
    std::string file; // a text to reveal from, instead of the live one
    bool isJson = false;
    bool isWrapping = false;
};

core::Error refused(std::string code, std::string detail)
{
    return {core::ErrorKind::Invalid, std::move(code), std::move(detail), {}, {}, {}};
}

core::Result<core::Secret> valueToSeal(const Options &options)
{
    auto text = readSecretValue();
    if (!text || options.isJson)
        return text;
    std::string json;
    core::appendJsonString(json, text->reveal());
    return core::Secret(std::move(json));
}

core::Result<int> seal(Online &online, const Options &options)
{
    const auto config = online.config(options.path);
    if (!config)
        return config.error();
    auto value = valueToSeal(options);
    if (!value)
        return std::move(value).error();
    const core::NewSeal asked{options.pointer, std::move(*value), {}};
    const auto sealed = online.ask<client::Acknowledged<core::Sealed>>([&](auto done) {
        return online.cms().sealValue(
            config->id, core::EnvironmentId(options.environment), asked, std::move(done));
    });
    if (!sealed)
        return sealed.error();
    std::cout << (online.asJson() ? safeJson(api::toJson(sealed->value)) : sealed->value.text)
              << '\n';
    return succeeded;
}

core::Result<core::Tree> textToReveal(
    Online &online, const core::Config &config, const Options &options)
{
    std::string text;
    if (options.file.empty()) {
        const auto head = online.head(config, options.environment);
        if (!head)
            return head.error();
        auto live = online.text(head->version);
        if (!live)
            return live.error();
        text = std::move(*live);
    } else {
        auto bytes = bytesOf(options.file);
        if (!bytes)
            return refused("unreadable-file", options.file + " cannot be read");
        text = std::move(*bytes);
    }
    auto reading = core::read(std::move(text), config.format);
    if (!reading)
        return core::toError(reading.problem());
    return std::move(reading).tree();
}

// A terminal gets what it may show; a pipe gets the value.
void print(std::string_view value)
{
    std::cout << (::isatty(STDOUT_FILENO) == 1 ? visible(value) : std::string(value)) << '\n';
}

core::Result<int> reveal(Online &online, const Options &options)
{
    const auto config = online.config(options.path);
    if (!config)
        return config.error();
    const auto tree = textToReveal(online, *config, options);
    if (!tree)
        return tree.error();
    const auto sealed = core::sealedValue(tree->root().resolve(options.pointer));
    if (!sealed)
        return refused("not-sealed", "There is no sealed value at " + options.pointer);
    const core::RevealRequest asked{options.pointer, core::toJson(*sealed), options.reason};
    const auto revealed = online.ask<client::Acknowledged<core::RevealedValue>>([&](auto done) {
        return online.cms().revealValue(
            config->id, core::EnvironmentId(options.environment), asked, std::move(done));
    });
    if (!revealed)
        return revealed.error();
    const auto value = core::readSecretJson(revealed->value.value);
    if (!value)
        return value.error();
    if (value->root().isString() && !online.asJson())
        print(value->root().text());
    else
        print(revealed->value.value.reveal());
    return succeeded;
}

void show(Online &online, const std::vector<core::SealKey> &keys)
{
    Table table({"KEY", "NAMESPACE", "ENVIRONMENT", "STATE", "SEALED", "WRAPPED BY", "MADE"});
    for (const auto &key : keys) {
        if (online.asJson())
            std::cout << safeJson(api::toJson(key)) << '\n';
        table.add({key.kid, key.nameSpace, key.environment.text(), key.seals ? "seals" : "opens",
            std::to_string(key.count), key.wrappedBy, core::toRfc3339(key.createdAt)});
    }
    if (!online.asJson())
        table.print(std::cout);
}

core::Result<int> listKeys(Online &online, const Options &)
{
    const auto keys = online.all<core::SealKey>([&](const auto &page, auto done) {
        return online.cms().listSealKeys(page, std::move(done));
    });
    if (!keys)
        return keys.error();
    show(online, *keys);
    return succeeded;
}

core::Result<int> rotate(Online &online, const Options &options)
{
    const bool isOne = !options.nameSpace.empty() && !options.environment.empty();
    const bool isNone = options.nameSpace.empty() && options.environment.empty();
    if (options.isWrapping ? !isNone : !isOne)
        return refused("no-key-named",
            "Name the key by --namespace and --environment, or all of them by --wrapping");
    const core::KeyRotation asked{
        options.nameSpace, core::EnvironmentId(options.environment), options.reason};
    const auto keys = online.ask<client::Acknowledged<api::Page<core::SealKey>>>(
        [&](auto done) { return online.cms().rotateSealKey(asked, std::move(done)); });
    if (!keys)
        return keys.error();
    show(online, keys->value.items);
    return succeeded;
}

using Work = core::Result<int> (*)(Online &, const Options &);

CLI::App *add(CLI::App &program, const std::string &name, const std::string &description,
    const std::shared_ptr<Options> &options, int &exitCode, Work work)
{
    auto common = std::make_shared<Common>();
    auto *command = addOnline(program, name, description, common);
    command->callback([=, &exitCode] {
        exitCode = runOnline(*common, name, [&](Online &online) { return work(online, *options); });
    });
    return command;
}

void addPlace(CLI::App &command, Options &options)
{
    command.add_option("path", options.path, "The config")->required();
    command.add_option("--environment,-e", options.environment, "Where")->required();
    command.add_option("pointer", options.pointer, "The place in its text, as /db/password")
        ->required();
}

} // namespace

void addSealCommands(CLI::App &program, int &exitCode)
{
    auto options = std::make_shared<Options>();
    auto *sealing = add(program, "seal",
        "Seal a value that is typed or comes from standard input, for one place", options, exitCode,
        seal);
    addPlace(*sealing, *options);
    sealing->add_flag("--value-is-json", options->isJson, "The value is JSON, not a text");

    auto *revealing = add(program, "reveal", "Show what a sealed value says; the audit log is told",
        options, exitCode, reveal);
    addPlace(*revealing, *options);
    revealing->add_option("--reason", options->reason, "Why")->required();
    revealing->add_option("--file", options->file, "Of this text, not of the live one");

    auto *key = program.add_subcommand("key", "The keys that values are sealed with");
    key->require_subcommand(1);
    add(*key, "list", "List them", options, exitCode, listKeys);
    auto *rotating = add(
        *key, "rotate", "Make a new one for what is sealed from now on", options, exitCode, rotate);
    rotating->add_option("--namespace,-n", options->nameSpace, "Of this namespace");
    rotating->add_option("--environment,-e", options->environment, "In this environment");
    rotating->add_flag("--wrapping", options->isWrapping, "The key that wraps all others");
    rotating->add_option("--reason", options->reason, "Why")->required();
}

} // namespace chancery::cli
