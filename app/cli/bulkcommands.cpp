// SPDX-License-Identifier: Apache-2.0
#include "app/cli/bulkwork.h"
#include "app/cli/commands.h"
#include "app/cli/unifieddiff.h"
#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

struct Options {
    core::ConfigSearch scope;
    core::BulkOperation operation;
    std::string environment;
    std::string within;
    bool ignoresCase = false;
    bool isDryRun = false;
    std::string title;
    std::string reason;
    std::string ticket;
};

core::ConfigSearch scopeOf(const Options &options)
{
    auto scope = options.scope;
    scope.environment = core::EnvironmentId(options.environment);
    return scope;
}

core::DocumentSearch searchOf(const Options &options)
{
    auto search = options.operation.what;
    search.matchesCase = !options.ignoresCase;
    search.within = options.within == "keys" ? core::SearchWithin::Keys
        : options.within == "values"         ? core::SearchWithin::Values
                                             : core::SearchWithin::Anywhere;
    return search;
}

core::Result<int> search(Online &online, const Options &options)
{
    auto asked = scopeOf(options);
    asked.what = searchOf(options);
    const auto found = findAll(online, asked);
    if (!found)
        return found.error();
    for (const auto &one : *found) {
        if (online.asJson()) {
            std::cout << safeJson(api::toJson(one)) << '\n';
            continue;
        }
        const auto place = one.path + (one.draft ? "@draft:" : "@") + one.environment.text();
        for (const auto &hit : one.hits)
            std::cout << visible(place) << ':' << hit.line << ':' << hit.column << ": "
                      << visible(hit.excerpt) << '\n';
        if (std::size_t(one.total) > one.hits.size())
            std::cout << visible(place) << ": " << std::size_t(one.total) - one.hits.size()
                      << " more\n";
    }
    return found->empty() ? answeredNo : succeeded;
}

// What stands in the way, each at its place.
int printProblems(const BulkChange &change)
{
    int count = 0;
    const auto say = [&](const core::FieldError &problem) {
        std::cerr << "chancery-cli: " << visible(change.found.path) << " in "
                  << visible(change.found.environment.text()) << ':' << problem.line << ':'
                  << problem.column << ": " << visible(problem.message) << '\n';
        ++count;
    };
    if (change.error) {
        for (const auto &field : change.error->fields)
            say(field);
        if (change.error->fields.empty())
            say({{}, change.error->code, change.error->detail, {}, 0, 0});
    }
    for (const auto &hit : change.plan.hits) {
        if (hit.refusal)
            say(*hit.refusal);
    }
    if (!change.plan.isComplete)
        say({{}, "too-many", "There are more places than one text may have", {}, 0, 0});
    return count;
}

bool isChanged(const BulkChange &change)
{
    return !change.error && change.plan.after != change.before;
}

// One's drafts in their place, each as it was when it was read; how many.
core::Result<int> saveDrafts(Online &online, const std::vector<BulkChange> &changes)
{
    int saved = 0;
    for (const auto &change : changes) {
        if (!change.draft || !isChanged(change))
            continue;
        const auto &draft = *change.draft;
        const auto kept = online.ask<client::Acknowledged<core::Draft>>([&](auto done) {
            return online.cms().updateDraft(draft.id,
                {draft.config, draft.environment, draft.base, change.plan.after, draft.schema},
                draft.etag, std::move(done));
        });
        if (!kept)
            return kept.error();
        ++saved;
    }
    return saved;
}

core::Result<int> request(
    Online &online, const Options &options, const std::vector<BulkChange> &changes)
{
    core::NewChangeRequest wanted;
    wanted.title = options.title;
    wanted.reason = options.reason;
    wanted.ticket = options.ticket;
    wanted.submit = true;
    for (const auto &change : changes) {
        if (!change.draft && isChanged(change))
            wanted.items.push_back({change.found.config, change.found.environment,
                change.found.version, change.plan.after});
    }
    if (!wanted.items.empty()) {
        const auto made = online.ask<client::Acknowledged<core::ChangeRequest>>(
            [&](auto done) { return online.cms().createChangeRequest(wanted, std::move(done)); });
        if (!made)
            return made.error();
        if (online.asJson())
            std::cout << safeJson(api::toJson(made->value)) << '\n';
        else
            std::cout << visible(made->value.id.text()) << ' ' << api::toWire(made->value.state)
                      << ", " << wanted.items.size() << " items\n";
    }
    // Only when the request could be made.
    const auto saved = saveDrafts(online, changes);
    if (!saved)
        return saved.error();
    if (*saved > 0 && !online.asJson())
        std::cout << *saved << " of your drafts changed\n";
    if (wanted.items.empty() && *saved == 0) {
        std::cerr << "chancery-cli: bulk: nothing would change\n";
        return answeredNo;
    }
    return succeeded;
}

core::Result<int> bulk(Online &online, const Options &options)
{
    auto operation = options.operation;
    if (operation.kind == core::BulkKind::Replace)
        operation.what = searchOf(options);
    const auto changes = planAll(online, operation, scopeOf(options));
    if (!changes)
        return changes.error();
    int problems = 0;
    bool changesAny = false;
    for (const auto &change : *changes) {
        problems += printProblems(change);
        if (change.error)
            continue;
        changesAny = changesAny || change.plan.after != change.before;
        const auto name = change.found.path + (change.draft ? "@draft:" : "@")
            + change.found.environment.text();
        if (!online.asJson())
            printUnifiedDiff(
                change.shownBefore, change.shownAfter, name, name + " (after)", std::cout);
    }
    if (options.title.empty() || options.isDryRun)
        return changesAny && problems == 0 ? succeeded : answeredNo;
    if (problems > 0) {
        std::cerr << "chancery-cli: bulk: nothing was requested, because not all of it can be "
                     "done; narrow it with --path or --keys\n";
        return answeredNo;
    }
    return request(online, options, *changes);
}

void addScope(CLI::App &command, Options &options)
{
    command.add_option("-e,--environment", options.environment, "Only there");
    command.add_option("--path", options.scope.path,
        "Configs, as in \"payments/*/limits\", with all below; \"=a/b\" is that one alone");
}

void addPattern(CLI::App &command, Options &options)
{
    command.add_option("PATTERN", options.operation.what.pattern)->required();
    command.add_flag(
        "-E,--expression", options.operation.what.isExpression, "It is an expression of RE2");
    command.add_flag("-i,--ignore-case", options.ignoresCase);
    command.add_flag("-w,--words", options.operation.what.wholeWords, "Whole words only");
    command.add_option("--in", options.within, "keys, values or anywhere")
        ->check(CLI::IsMember({"keys", "values", "anywhere"}));
    command.add_option(
        "--keys", options.operation.what.places, "Only at keys, as in \"/routes/*/timeout\"");
}

struct Verb {
    const char *name;
    core::BulkKind kind;
    const char *description;
    const char *with; // null: none
};

constexpr Verb verbs[]{
    {"replace", core::BulkKind::Replace, "Replace what a pattern finds", "TEXT"},
    {"set", core::BulkKind::Set, "Set the values at keys", "JSON"},
    {"remove", core::BulkKind::Remove, "Remove keys or items", nullptr},
    {"rename", core::BulkKind::Rename, "Rename keys with the references to them", "NAME"},
    {"add", core::BulkKind::Add, "Add a number to numbers", "NUMBER"},
    {"multiply", core::BulkKind::Multiply, "Multiply numbers", "NUMBER"},
};

void addVerb(CLI::App &group, const Verb &verb, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    options->operation.kind = verb.kind;
    auto *command = addOnline(group, verb.name, verb.description, common);
    if (verb.kind == core::BulkKind::Replace)
        addPattern(*command, *options);
    else
        command->add_option("KEYS", options->operation.what.places, "As in \"/routes/*/timeout\"")
            ->required();
    if (verb.with)
        command->add_option(verb.with, options->operation.with)->required();
    if (verb.kind == core::BulkKind::Set)
        command->add_flag("--add-missing", options->operation.addsMissing,
            "Also where only the object around it is there");
    addScope(*command, *options);
    command->add_flag("--drafts", options->scope.drafts,
        "Your drafts as well; they are changed in their place when the request is made");
    command->add_flag("--dry-run", options->isDryRun, "Only show the difference; the default");
    command->add_option("--request", options->title, "Request the change under this title");
    command->add_option("--reason", options->reason, "Why, for approvers and the audit log");
    command->add_option("--ticket", options->ticket);
    command->callback([common, options, &exitCode] {
        exitCode
            = runOnline(*common, "bulk", [&](Online &online) { return bulk(online, *options); });
    });
}

} // namespace

void addBulkCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *command = addOnline(program, "search", "Find in all configs", common);
    addPattern(*command, *options);
    addScope(*command, *options);
    command->add_flag("--drafts", options->scope.drafts, "Your drafts as well");
    command->callback([common, options, &exitCode] {
        exitCode = runOnline(
            *common, "search", [&](Online &online) { return search(online, *options); });
    });
    auto *group = program.add_subcommand("bulk", "Change many configs at once");
    group->require_subcommand(1);
    for (const auto &verb : verbs)
        addVerb(*group, verb, exitCode);
}

} // namespace chancery::cli
