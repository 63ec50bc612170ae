// SPDX-License-Identifier: Apache-2.0
#include "providerlogin.h"

#include "app/cli/visible.h"
#include "engine/client/providersignin.h"
#include "engine/core/executor.h"

#include <fcntl.h>
#include <iostream>
#include <spawn.h>
#include <unistd.h>

namespace chancery::cli {

namespace {

// What stands on the terminal is for a person: on standard error, so that --json stays JSON.
void invite(const client::DeviceInvitation &invitation)
{
    std::cerr << "Open " << visible(invitation.url) << "\nand type the code "
              << visible(invitation.userCode) << '\n';
    if (!invitation.completeUrl.empty())
        std::cerr << "or open " << visible(invitation.completeUrl) << '\n';
    std::cerr << "Type it only if you asked for it yourself, just now: whoever sends you a code "
                 "signs in as you.\n"
              << std::flush;
}

// By its name and its address as arguments, without a shell. Where there is none, the address has
// been printed.
void openBrowser(const std::string &url)
{
    std::cerr << "Your browser opens, to sign in there. If it does not, go to\n"
              << visible(url) << '\n'
              << std::flush;
    std::string program = "xdg-open";
    std::string address = url;
    char *arguments[] = {program.data(), address.data(), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0);
    pid_t child = 0;
    (void)::posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
}

} // namespace

core::Result<core::IdTokenExchange> fetchIdToken(Online &online, ProviderLogin way,
    const std::string &providerCaFile, std::optional<std::chrono::seconds> maxAge)
{
    auto provider = online.ask<core::IdentityProvider>(
        [&](auto done) { return online.cms().identityProvider(std::move(done)); });
    if (!provider)
        return std::move(provider).error();
    client::ProviderSignInOptions options;
    options.provider = std::move(*provider);
    options.caFile = providerCaFile;
    options.maxAge = maxAge;
    client::ProviderSignIn signIn(options);
    core::Executor executor(online.loop().mailbox());
    return online.ask<core::IdTokenExchange>([&](auto done) {
        return executor.run<core::IdTokenExchange>(
            [&signIn, way](const core::CancelToken &token) {
                return way == ProviderLogin::Browser ? signIn.byBrowser(openBrowser, token)
                                                     : signIn.byDevice(invite, token);
            },
            std::move(done));
    });
}

core::Result<core::Session> signInAtProvider(
    Online &online, ProviderLogin way, const std::string &providerCaFile)
{
    auto brought = fetchIdToken(online, way, providerCaFile);
    if (!brought)
        return std::move(brought).error();
    return online.ask<core::Session>(
        [&](auto done) { return online.cms().exchangeIdToken(*brought, std::move(done)); });
}

} // namespace chancery::cli
