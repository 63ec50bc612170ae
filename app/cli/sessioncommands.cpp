// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/password.h"
#include "app/cli/providerlogin.h"
#include "app/cli/recoverylogin.h"
#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>

namespace chancery::cli {

namespace {

struct LoginOptions {
    std::string url;
    std::string name;
    bool passwordFromInput = false;
    bool byBrowser = false;
    bool byDevice = false;
    std::string providerCaFile;
    std::string recoveryKey;
    std::string reason;
};

core::Result<core::Secret> passwordFor(const LoginOptions &options)
{
    if (const char *given = std::getenv("CHANCERY_PASSWORD"); given && !options.passwordFromInput)
        return core::Secret(given);
    return readPassword(options.name, options.passwordFromInput);
}

core::Result<core::Session> sessionFor(Online &online, const LoginOptions &options)
{
    if (options.byBrowser || options.byDevice)
        return signInAtProvider(online,
            options.byBrowser ? ProviderLogin::Browser : ProviderLogin::Device,
            options.providerCaFile);
    if (!options.recoveryKey.empty())
        return signInWithKey(
            online, {options.url, options.recoveryKey, options.reason, options.passwordFromInput});
    if (options.name.empty())
        return core::Error{core::ErrorKind::Invalid, "name-missing",
            "Say who signs in with --name, or sign in with --browser or --device", {}, {}, {}};
    auto password = passwordFor(options);
    if (!password)
        return std::move(password).error();
    return online.ask<core::Session>([&](auto done) {
        return online.cms().signIn({options.name, std::move(*password)}, std::move(done));
    });
}

// For a person, so not among what --json answers.
void tellOneTimePassword(const core::Session &session)
{
    if (!session.oneTimePassword)
        return;
    const auto &given = *session.oneTimePassword;
    std::cerr << visible(given.issuedBy)
              << (given.isReset ? " reset your password at " : " made your account at ")
              << core::toRfc3339(given.issuedAt);
    if (!given.reason.empty())
        std::cerr << " (" << visible(given.reason) << ')';
    std::cerr << ".\nIt is a one-time password: nothing is open to you before you choose your "
                 "own with \"chancery-cli passwd\".\n";
}

core::Result<int> signIn(Online &online, const LoginOptions &options)
{
    auto meta
        = online.ask<core::Meta>([&](auto done) { return online.cms().getMeta(std::move(done)); });
    if (!meta)
        return std::move(meta).error();
    auto session = sessionFor(online, options);
    if (!session)
        return std::move(session).error();
    auto &kept = online.session();
    kept.name = session->principal.name;
    kept.token = session->token;
    if (auto stored = storeSession(kept); !stored)
        return std::move(stored).error();
    if (online.asJson())
        std::cout << safeJson(api::toJson(session->principal)) << '\n';
    else
        std::cout << "Signed in as " << visible(session->principal.displayName) << " until "
                  << core::toRfc3339(session->expiresAt) << ".\n";
    tellOneTimePassword(*session);
    return succeeded;
}

int login(const Common &common, const LoginOptions &options)
{
    auto before = loadSession();
    Session session;
    session.server = options.url;
    // The next command may run in another folder.
    if (!common.caFile.empty())
        session.caFile = std::filesystem::absolute(common.caFile).lexically_normal().string();
    // What was pinned about a server's log stays pinned.
    if (before && before->server == options.url) {
        session.logKey = before->logKey;
        session.logSize = before->logSize;
        session.logRoot = before->logRoot;
    }
    auto named = common;
    named.server = options.url;
    Online online(named, std::move(session));
    online.cms().setToken({});
    auto code = signIn(online, options);
    if (code)
        return *code;
    explain(code.error(), "login " + options.url, std::cerr);
    return exitCodeOf(code.error());
}

core::Result<int> logout(Online &online)
{
    auto done = online.ask<core::Done>(
        [&](auto handler) { return online.cms().signOut(std::move(handler)); });
    online.session().token = {};
    if (auto stored = storeSession(online.session()); !stored)
        return std::move(stored).error();
    if (!done && done.error().kind != core::ErrorKind::Unauthorized)
        return std::move(done).error();
    return succeeded;
}

core::Result<int> whoAmI(Online &online)
{
    auto session = online.ask<core::Session>(
        [&](auto done) { return online.cms().currentSession(std::move(done)); });
    if (!session)
        return std::move(session).error();
    if (online.asJson()) {
        std::cout << safeJson(api::toJson(session->principal)) << '\n';
        return succeeded;
    }
    std::cout << visible(session->principal.name);
    for (const auto &role : session->principal.roles)
        std::cout << ' ' << visible(role);
    std::cout << '\n';
    return succeeded;
}

void addWaysToSignIn(CLI::App &command, LoginOptions &options)
{
    command.add_option("--name,-n", options.name, "Who signs in with a password")
        ->envname("CHANCERY_USER");
    command.add_flag("--password-stdin", options.passwordFromInput,
        "Read the password from standard input; else CHANCERY_PASSWORD or a question");
    auto *browser = command.add_flag("--browser", options.byBrowser,
        "Sign in at the server's identity provider, in the browser of this machine");
    auto *device = command.add_flag(
        "--device", options.byDevice, "The same with a code, in a browser somewhere else");
    browser->excludes(device);
    auto *recovery = command.add_option("--recovery", options.recoveryKey,
        "Sealed key file: the way in when nobody can sign in, to look, roll back, freeze and "
        "revoke; everybody is told. --password-stdin is for its passphrase");
    auto *reason = command.add_option(
        "--reason", options.reason, "Why the recovery key is used: 20 characters or more");
    recovery->needs(reason)->excludes(browser)->excludes(device);
    reason->needs(recovery);
    command
        .add_option("--provider-ca", options.providerCaFile,
            "PEM file of the authority that signed the identity provider's certificate")
        ->envname("CHANCERY_PROVIDER_CA_FILE");
}

} // namespace

void addSessionCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<LoginOptions>();
    auto *command = program.add_subcommand("login", "Sign in and keep the session");
    command->add_option("URL", options->url, "https://…")->required();
    addWaysToSignIn(*command, *options);
    command
        ->add_option("--ca", common->caFile,
            "PEM file of the authority that signed the server's certificate; remembered for the "
            "commands that follow")
        ->envname("CHANCERY_CA_FILE");
    command->add_flag("--json", common->asJson, "Answer in JSON");
    command->callback([=, &exitCode] { exitCode = login(*common, *options); });

    auto *out = addOnline(program, "logout", "End the session", common);
    out->callback([=, &exitCode] { exitCode = runOnline(*common, "logout", logout); });
    auto *who = addOnline(program, "whoami", "Say who is signed in", common);
    who->callback([=, &exitCode] { exitCode = runOnline(*common, "whoami", whoAmI); });
}

} // namespace chancery::cli
