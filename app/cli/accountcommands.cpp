// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/password.h"
#include "app/cli/visible.h"
#include "engine/api/describeaccess.h"
#include "engine/api/describelinkedaccounts.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

struct Options {
    std::string name;
    std::string displayName;
    std::vector<std::string> roles;
    std::vector<std::string> addedRoles;
    std::vector<std::string> removedRoles;
    std::string reason;
    std::string other;
    std::string token;
    bool isService = false;
    bool passwordFromInput = false;
    bool isAll = false;
};

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const auto &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

core::Result<std::vector<core::Principal>> accounts(Online &online)
{
    return online.all<core::Principal>([&](const auto &page, auto done) {
        return online.cms().listPrincipals(page, std::move(done));
    });
}

core::Result<core::Principal> account(Online &online, const std::string &name)
{
    auto all = accounts(online);
    if (!all)
        return std::move(all).error();
    for (auto &one : *all) {
        if (one.name == name)
            return std::move(one);
    }
    return core::Error{
        core::ErrorKind::NotFound, "no-such-account", "There is no account " + name, {}, {}, {}};
}

void print(Online &online, const core::Principal &principal,
    const std::vector<std::string> &rolesGone = {})
{
    if (online.asJson()) {
        std::cout << safeJson(api::toJson(principal)) << '\n';
        return;
    }
    std::cout << visible(principal.name) << ": " << visible(joined(principal.roles));
    if (!rolesGone.empty())
        std::cout << " (no longer: " << visible(joined(rolesGone)) << ')';
    std::cout << (principal.disabled ? " (disabled)" : "") << '\n';
}

core::Result<int> list(Online &online, const Options &)
{
    auto all = accounts(online);
    if (!all)
        return std::move(all).error();
    Table table({"NAME", "KIND", "ROLES", "STATE", "DISPLAY NAME", "ID"});
    for (const auto &one : *all) {
        if (online.asJson())
            std::cout << safeJson(api::toJson(one)) << '\n';
        table.add({one.name, std::string(api::toWire(one.kind)), joined(one.roles),
            one.disabled ? "disabled" : "active", one.displayName, one.id.text()});
    }
    if (!online.asJson())
        table.print(std::cout);
    return succeeded;
}

core::Result<int> add(Online &online, const Options &options)
{
    core::NewPrincipal fresh;
    fresh.kind = options.isService ? core::PrincipalKind::Service : core::PrincipalKind::User;
    fresh.name = options.name;
    fresh.displayName = options.displayName;
    fresh.roles = options.roles;
    if (!options.isService) {
        auto password = readPassword(options.name, options.passwordFromInput);
        if (!password)
            return std::move(password).error();
        fresh.password = std::move(*password);
    }
    auto made = online.ask<client::Acknowledged<core::Principal>>(
        [&](auto done) { return online.cms().createPrincipal(fresh, std::move(done)); });
    if (!made)
        return std::move(made).error();
    print(online, made->value);
    return succeeded;
}

// Finds the account, changes it and says what it is now.
template <typename Change>
core::Result<int> changed(Online &online, const Options &options, Change &&change)
{
    auto one = account(online, options.name);
    if (!one)
        return std::move(one).error();
    auto done = online.ask<client::Acknowledged<core::Principal>>(
        [&](auto handler) { return change(*one, std::move(handler)); });
    if (!done)
        return std::move(done).error();
    print(online, done->value);
    return succeeded;
}

// What the account is to have: all that is named, or what it has with something more or less.
core::Result<std::vector<std::string>> wantedRoles(
    const core::Principal &one, const Options &options)
{
    if (!options.roles.empty())
        return options.roles;
    auto roles = one.roles;
    for (const auto &role : options.removedRoles) {
        if (std::erase(roles, role) == 0)
            return core::Error{core::ErrorKind::Invalid, "no-such-role",
                one.name + " does not have the role " + role + ", but " + joined(one.roles), {}, {},
                {}};
    }
    for (const auto &role : options.addedRoles) {
        if (std::ranges::find(roles, role) == roles.end())
            roles.push_back(role);
    }
    if (roles.empty())
        return core::Error{core::ErrorKind::Invalid, "no-roles",
            one.name + " would have no role left; \"user disable\" lets somebody in no more", {},
            {}, {}};
    return roles;
}

// Nothing is taken away without a word: what is not named goes, and is told.
core::Result<int> setRoles(Online &online, const Options &options)
{
    if (options.roles.empty() && options.addedRoles.empty() && options.removedRoles.empty())
        return core::Error{core::ErrorKind::Invalid, "bad-options",
            "Say what to --add and to --remove, or name all roles with --role", {}, {}, {}};
    const auto one = account(online, options.name);
    if (!one)
        return one.error();
    const auto roles = wantedRoles(*one, options);
    if (!roles)
        return roles.error();
    const auto done = online.ask<client::Acknowledged<core::Principal>>([&](auto handler) {
        return online.cms().setRoles(
            one->id, {*roles, options.reason}, one->etag, std::move(handler));
    });
    if (!done)
        return done.error();
    std::vector<std::string> gone;
    for (const auto &role : one->roles) {
        if (std::ranges::find(done->value.roles, role) == done->value.roles.end())
            gone.push_back(role);
    }
    print(online, done->value, gone);
    return succeeded;
}

core::Result<int> setDisabled(Online &online, const Options &options, bool disabled)
{
    return changed(online, options, [&](const core::Principal &one, auto done) {
        return online.cms().setDisabled(
            one.id, disabled, options.reason, one.etag, std::move(done));
    });
}

core::Result<int> resetPassword(Online &online, const Options &options)
{
    auto one = account(online, options.name);
    if (!one)
        return std::move(one).error();
    auto password = readPassword(options.name, options.passwordFromInput);
    if (!password)
        return std::move(password).error();
    auto done = online.ask<core::Done>([&](auto handler) {
        return online.cms().resetPassword(
            one->id, {std::move(*password), options.reason}, std::move(handler));
    });
    if (!done)
        return std::move(done).error();
    return succeeded;
}

std::string nameIn(const std::vector<core::Principal> &all, const core::PrincipalId &id)
{
    const auto found = std::ranges::find(all, id, &core::Principal::id);
    return found == all.end() ? id.text() : found->name;
}

void print(
    Online &online, const core::LinkedAccounts &linked, const std::vector<core::Principal> &all)
{
    if (online.asJson()) {
        std::cout << safeJson(api::toJson(linked)) << '\n';
        return;
    }
    std::vector<std::string> names;
    for (const auto &id : linked.accounts)
        names.push_back(nameIn(all, id));
    std::cout << "one person: " << visible(joined(names)) << '\n';
    for (const auto &parting : linked.partings)
        std::cout << "  " << visible(nameIn(all, parting.account)) << " is somebody else, says "
                  << visible(nameIn(all, parting.by)) << " at " << core::toRfc3339(parting.at)
                  << "; a second administrator has to say so too\n";
}

core::Result<int> listPeople(Online &online, const Options &)
{
    auto all = accounts(online);
    if (!all)
        return std::move(all).error();
    auto linked = online.ask<api::Page<core::LinkedAccounts>>(
        [&](auto done) { return online.cms().listLinkedAccounts(std::move(done)); });
    if (!linked)
        return std::move(linked).error();
    for (const auto &one : linked->items)
        print(online, one, *all);
    return succeeded;
}

// With another account: both are one person's; without: it is somebody else's.
core::Result<int> setSamePerson(Online &online, const Options &options)
{
    auto all = accounts(online);
    if (!all)
        return std::move(all).error();
    auto one = account(online, options.name);
    if (!one)
        return std::move(one).error();
    core::SamePerson said{std::nullopt, options.reason};
    if (!options.other.empty()) {
        auto other = account(online, options.other);
        if (!other)
            return std::move(other).error();
        said.sameAs = other->id;
    }
    auto done = online.ask<client::Acknowledged<core::LinkedAccounts>>([&](auto handler) {
        return online.cms().setSamePerson(one->id, said, one->etag, std::move(handler));
    });
    if (!done)
        return std::move(done).error();
    print(online, done->value, *all);
    return succeeded;
}

core::Result<int> createToken(Online &online, const Options &options)
{
    auto one = account(online, options.name);
    if (!one)
        return std::move(one).error();
    auto session = online.ask<core::Session>(
        [&](auto done) { return online.cms().createServiceToken(one->id, std::move(done)); });
    if (!session)
        return std::move(session).error();
    // Alone on its line: it goes into a file or a variable, and is never shown again.
    if (online.asJson())
        std::cout << safeJson(api::toJson(*session)) << '\n';
    else
        std::cout << session->token.reveal() << '\n';
    return succeeded;
}

core::Result<int> listTokens(Online &online, const Options &options)
{
    auto one = account(online, options.name);
    if (!one)
        return std::move(one).error();
    auto tokens = online.all<core::AccessToken>([&](const auto &page, auto done) {
        return online.cms().listTokens(one->id, page, std::move(done));
    });
    if (!tokens)
        return std::move(tokens).error();
    Table table({"TOKEN", "MADE BY", "SINCE", "UNTIL"});
    for (const auto &token : *tokens) {
        if (online.asJson())
            std::cout << safeJson(api::toJson(token)) << '\n';
        table.add({token.id, token.madeBy, core::toRfc3339(token.createdAt),
            core::toRfc3339(token.expiresAt)});
    }
    if (!online.asJson())
        table.print(std::cout);
    return succeeded;
}

core::Result<int> revokeToken(Online &online, const Options &options)
{
    auto one = account(online, options.name);
    if (!one)
        return std::move(one).error();
    if (options.token.empty() != options.isAll)
        return core::Error{core::ErrorKind::Invalid, "bad-options",
            "Say which TOKEN, or --all of them", {}, {}, {}};
    auto done = online.ask<core::Done>([&](auto handler) {
        return options.isAll ? online.cms().revokeTokens(one->id, std::move(handler))
                             : online.cms().revokeToken(one->id, options.token, std::move(handler));
    });
    if (!done)
        return std::move(done).error();
    return succeeded;
}

using Work = core::Result<int> (*)(Online &, const Options &);

// What the commands of this file share while they are declared.
struct Declaration {
    std::shared_ptr<Common> common = std::make_shared<Common>();
    std::shared_ptr<Options> options = std::make_shared<Options>();
    int &exitCode;

    CLI::App *command(CLI::App &group, const std::string &name, const std::string &words, Work work)
    {
        auto *added = addOnline(group, name, words, common);
        const auto what = group.get_name() + ' ' + name;
        added->callback([what, work, shared = common, given = options, &code = exitCode] {
            code = runOnline(*shared, given->name.empty() ? what : what + ' ' + given->name,
                [&](Online &online) { return work(online, *given); });
        });
        return added;
    }
    void name(CLI::App *command) { command->add_option("NAME", options->name)->required(); }
    void roles(CLI::App *command, bool isRequired)
    {
        command
            ->add_option("--role", options->roles,
                "viewer, author, approver, operator, auditor, admin or agent; once for each")
            ->required(isRequired);
    }
    void reason(CLI::App *command) { command->add_option("--reason", options->reason, "Why"); }
    void password(CLI::App *command)
    {
        command->add_flag("--password-stdin", options->passwordFromInput,
            "Read the account's new password from standard input, else ask at the terminal");
    }
};

void addUserCommands(CLI::App &group, Declaration declare)
{
    declare.command(group, "list", "List all accounts", list);
    auto *adding = declare.command(group, "add", "Make an account", add);
    declare.name(adding);
    declare.roles(adding, true);
    adding->add_option("--display-name", declare.options->displayName, "How people call them");
    adding->add_flag("--service", declare.options->isService,
        "For a program: it has no password, only tokens, and never approves");
    declare.password(adding);
    auto *roles = declare.command(group, "roles",
        "Give an account roles and take them. Who becomes an approver does not approve older "
        "requests, nor those of who made them one",
        setRoles);
    declare.name(roles);
    const auto &given = declare.options;
    roles->add_option("--add", given->addedRoles, "A role more; those that are there stay")
        ->allow_extra_args(false);
    roles->add_option("--remove", given->removedRoles, "A role less")->allow_extra_args(false);
    roles->add_option("--role", given->roles, "All roles, once for each: what is not named goes")
        ->allow_extra_args(false)
        ->excludes("--add")
        ->excludes("--remove");
    declare.reason(roles);
    auto *disabling = declare.command(group, "disable",
        "Let somebody in no more; ends what they have open",
        [](Online &online, const Options &options) { return setDisabled(online, options, true); });
    declare.name(disabling);
    declare.reason(disabling);
    auto *enabling = declare.command(group, "enable", "Let somebody in again",
        [](Online &online, const Options &options) { return setDisabled(online, options, false); });
    declare.name(enabling);
    declare.reason(enabling);
    auto *reset = declare.command(group, "reset-password",
        "Give somebody a new password; ends their sessions", resetPassword);
    declare.name(reset);
    declare.reason(reset);
    declare.password(reset);
}

void addPeopleCommands(CLI::App &group, Declaration declare)
{
    declare.command(group, "people", "List who has more than one account", listPeople);
    auto *linking = declare.command(group, "same-person",
        "Say that one person has this account and another one: they count as one from now on",
        setSamePerson);
    declare.name(linking);
    linking->add_option("OTHER", declare.options->other, "The other account")->required();
    declare.reason(linking);
    auto *parting = declare.command(group, "other-person",
        "Say that an account is somebody else's than those that it is linked with. Two "
        "administrators have to say so",
        setSamePerson);
    declare.name(parting);
    declare.reason(parting);
}

void addTokenCommands(CLI::App &group, Declaration declare)
{
    auto *creating = declare.command(
        group, "create", "Make a token for a service and print it, once", createToken);
    declare.name(creating);
    auto *listing
        = declare.command(group, "list", "List an account's tokens and sessions", listTokens);
    declare.name(listing);
    auto *revoking = declare.command(
        group, "revoke", "End a token or session at once, with its open streams", revokeToken);
    declare.name(revoking);
    revoking->add_option("TOKEN", declare.options->token, "Its id, from \"token list\"");
    revoking->add_flag("--all", declare.options->isAll, "All tokens and sessions of the account");
}

std::string whereAssumed(const core::access::Explanation &told)
{
    std::string text;
    for (const auto &condition : told.assumed.value_or(std::vector<std::string>()))
        text += (text.empty() ? ", where this holds then: " : "; ") + visible(condition);
    return text;
}

core::Result<int> mayDo(Online &online, const core::access::Question &question)
{
    auto told = online.ask<core::access::Explanation>(
        [&](auto done) { return online.cms().explainAccess(question, std::move(done)); });
    if (!told)
        return std::move(told).error();
    if (online.asJson())
        std::cout << safeJson(api::toJson(*told)) << '\n';
    else if (told->allowed)
        std::cout << "yes, by " << visible(told->rule.empty() ? told->decidedBy : told->rule)
                  << whereAssumed(*told) << '\n';
    else
        std::cout << "no: " << visible(told->detail) << '\n';
    return told->allowed ? succeeded : answeredNo;
}

void addMay(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto question = std::make_shared<core::access::Question>();
    auto environment = std::make_shared<std::string>();
    auto *command = addOnline(
        program, "may", "Say whether somebody may do something, why not, and what helps", common);
    command->add_option("PERMISSION", question->permission, "edit, approve, freeze.override, …")
        ->required();
    command->add_option("PATH", question->path, "Of a config; none: the environment as a whole");
    command->add_option("--environment,-e", *environment, "Where; none: wherever it may be");
    command->add_option("--for", question->principal, "Another account than your own");
    command->callback([=, &exitCode] {
        question->environment = core::EnvironmentId(*environment);
        exitCode = runOnline(*common, "may " + question->permission,
            [&](Online &online) { return mayDo(online, *question); });
    });
}

} // namespace

void addAccountCommands(CLI::App &program, int &exitCode)
{
    addMay(program, exitCode);
    const Declaration declare{.exitCode = exitCode};
    auto *user = program.add_subcommand("user", "People's and services' accounts");
    user->require_subcommand(1);
    addUserCommands(*user, declare);
    addPeopleCommands(*user, declare);
    auto *token = program.add_subcommand("token", "Tokens of services, and sessions");
    token->require_subcommand(1);
    addTokenCommands(*token, declare);
}

} // namespace chancery::cli
