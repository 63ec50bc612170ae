// SPDX-License-Identifier: Apache-2.0
#include "proof.h"

#include "app/cli/commands.h"
#include "app/cli/password.h"
#include "app/cli/providerlogin.h"
#include "engine/core/governing/policydocument.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

std::string nameOf(Online &online)
{
    const auto &name = online.session().name;
    return name.empty() ? "your account" : name;
}

core::Result<core::Session> sessionOf(Online &online)
{
    return online.ask<core::Session>(
        [&](auto done) { return online.cms().currentSession(std::move(done)); });
}

core::Result<> hand(Online &online, const core::FreshProof &proof)
{
    auto session = online.ask<core::Session>(
        [&](auto done) { return online.cms().proveIdentity(proof, std::move(done)); });
    if (!session)
        return std::move(session).error();
    return core::Done();
}

core::Result<> proveAtProvider(Online &online)
{
    const char *authorities = std::getenv("CHANCERY_PROVIDER_CA_FILE");
    auto brought = fetchIdToken(online, ProviderLogin::Browser, authorities ? authorities : "",
        core::governing::longestProof);
    if (!brought)
        return std::move(brought).error();
    return hand(online, {{}, brought->idToken, brought->nonce});
}

// Twice at the terminal, for nobody sees what they type.
core::Result<core::Secret> freshPassword(bool fromInput)
{
    auto fresh = readPassword("your account, the new one", fromInput);
    if (!fresh || fromInput)
        return fresh;
    auto again = readPassword("your account, the new one again", false);
    if (!again)
        return again;
    if (fresh->reveal() != again->reveal())
        return core::Error{
            core::ErrorKind::Invalid, "not-the-same", "The two are not the same", {}, {}, {}};
    return fresh;
}

core::Result<int> changePassword(Online &online, bool fromInput)
{
    auto session = sessionOf(online);
    if (!session)
        return std::move(session).error();
    if (session->proof == core::ProofKind::Provider)
        return core::Error{core::ErrorKind::Invalid, "no-password",
            "You sign in at an identity provider; the password is changed there", {}, {}, {}};
    auto current = readPassword(nameOf(online), fromInput);
    if (!current)
        return std::move(current).error();
    auto fresh = freshPassword(fromInput);
    if (!fresh)
        return std::move(fresh).error();
    auto changed = online.ask<core::Session>([&](auto done) {
        return online.cms().changePassword({*current, *fresh}, std::move(done));
    });
    if (!changed)
        return std::move(changed).error();
    if (!online.asJson())
        std::cout << "The password is changed; all other sessions of the account have ended.\n";
    return succeeded;
}

} // namespace

core::Result<> proveIdentity(Online &online, bool passwordFromInput)
{
    auto session = sessionOf(online);
    if (!session)
        return std::move(session).error();
    if (session->proof == core::ProofKind::Provider)
        return proveAtProvider(online);
    auto password = readPassword(nameOf(online), passwordFromInput);
    if (!password)
        return std::move(password).error();
    return hand(online, {*password, {}, {}});
}

core::Result<core::Secret> proofFor(Online &online, bool passwordFromInput)
{
    auto session = sessionOf(online);
    if (!session)
        return std::move(session).error();
    if (session->proof != core::ProofKind::Provider)
        return readPassword(nameOf(online), passwordFromInput);
    if (auto proven = proveAtProvider(online); !proven)
        return proven.error();
    return core::Secret();
}

void addPasswordCommand(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto fromInput = std::make_shared<bool>(false);
    auto *command = addOnline(program, "passwd",
        "Choose a password of your own; ends all other sessions of the account", common);
    command->add_flag("--password-stdin", *fromInput,
        "Read two lines from standard input, the present password and the new one; else ask at "
        "the terminal");
    command->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "passwd", [&](Online &online) { return changePassword(online, *fromInput); });
    });
}

} // namespace chancery::cli
