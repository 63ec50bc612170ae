// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/password.h"
#include "app/cli/visible.h"
#include "engine/api/describerecovery.h"
#include "engine/core/recovery/recoverykey.h"

#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <iostream>
#include <unistd.h>

// The keys of recovery access, which are made where no server is, and the freeze at once.
namespace chancery::cli {

namespace {

struct Options {
    std::string file;
    bool passphraseFromInput = false;
    std::string environment;
    int minutes = 60;
    std::string reason;
};

// Never over a file that is there: it may be the only other key.
core::Result<> writeNew(const std::string &file, const std::string &text)
{
    const auto failed = [&] {
        return core::Error{core::ErrorKind::Storage, "recovery-key-file",
            file + ": " + std::strerror(errno), {}, {}, {}};
    };
    const int out
        = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (out < 0)
        return failed();
    const bool isWritten
        = ::write(out, text.data(), text.size()) == ssize_t(text.size()) && ::fsync(out) == 0;
    if (::close(out) == 0 && isWritten)
        return core::Done();
    const auto error = failed();
    (void)::unlink(file.c_str());
    return error;
}

core::Result<core::Secret> chosenPassphrase(const Options &options)
{
    auto first = readPassword("the new key", options.passphraseFromInput);
    if (!first || options.passphraseFromInput)
        return first;
    const auto second = readPassword("the new key, once more", false);
    if (!second)
        return second.error();
    if (first->reveal() != second->reveal())
        return core::Error{core::ErrorKind::Invalid, "recovery-passphrase",
            "The two are not the same", {}, {}, {}};
    return first;
}

core::Result<std::string> makeKey(const Options &options)
{
    const auto passphrase = chosenPassphrase(options);
    if (!passphrase)
        return passphrase.error();
    const auto key = core::SigningKey::generate();
    const auto pem = core::sealedPem(key, *passphrase);
    if (!pem)
        return pem.error();
    if (auto written = writeNew(options.file, *pem); !written)
        return written.error();
    return core::publicText(key.publicKey());
}

// The public half alone goes to standard output: it is what the server's file takes.
int printNewKey(const Options &options)
{
    const auto text = makeKey(options);
    if (!text) {
        std::cerr << "chancery-cli: recovery make-key: " << visible(text.error().detail) << '\n';
        return couldNotRun;
    }
    std::cout << *text << '\n';
    std::cerr << "The private half lies sealed in " << visible(options.file)
              << ". Put it where two people have to go together, and the line above into the file "
                 "of the server's --recovery.\n";
    return succeeded;
}

core::Result<int> freezeNow(Online &online, const Options &options)
{
    const auto freeze = online.ask<core::StandingFreeze>([&](auto done) {
        return online.cms().freezeNow(core::EnvironmentId(options.environment),
            {options.minutes, options.reason}, std::move(done));
    });
    if (!freeze)
        return freeze.error();
    if (online.asJson())
        std::cout << safeJson(api::toJson(*freeze)) << '\n';
    else
        std::cout << visible(freeze->environment.text()) << " is frozen until "
                  << core::toRfc3339(freeze->until) << '\n';
    return succeeded;
}

core::Result<int> liftFreeze(Online &online, const Options &options)
{
    const auto done = online.ask<core::Done>([&](auto handler) {
        return online.cms().liftFreeze(
            core::EnvironmentId(options.environment), options.reason, std::move(handler));
    });
    if (!done)
        return done.error();
    return succeeded;
}

void addFreezes(CLI::App &group, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *now = addOnline(group, "now",
        "Apply nothing there from now on, except what governs and what recovers", common);
    auto *lift = addOnline(group, "lift", "End a freeze that was put on with \"now\"", common);
    for (auto *command : {now, lift}) {
        command->add_option("--environment,-e", options->environment, "Where")
            ->envname("CHANCERY_ENVIRONMENT")
            ->required();
        command->add_option("--reason", options->reason, "Why")->required();
    }
    now->add_option("--minutes", options->minutes, "How long, a day at most; else an hour");
    now->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "freeze now", [&](Online &online) { return freezeNow(online, *options); });
    });
    lift->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "freeze lift", [&](Online &online) { return liftFreeze(online, *options); });
    });
}

} // namespace

void addRecoveryCommands(CLI::App &program, int &exitCode)
{
    auto options = std::make_shared<Options>();
    auto *recovery = program.add_subcommand(
        "recovery", "Keys that open the server when nobody can sign in (login --recovery)");
    recovery->require_subcommand(1);
    auto *making = recovery->add_subcommand(
        "make-key", "Make a sealed key, without any server, and print its public half");
    making->add_option("FILE", options->file, "Where the private half is written; must not exist")
        ->required();
    making->add_flag("--password-stdin", options->passphraseFromInput,
        "Read the passphrase from standard input, else ask at the terminal");
    making->callback([=, &exitCode] { exitCode = printNewKey(*options); });
    addFreezes(*program.get_subcommand("freeze"), exitCode);
}

} // namespace chancery::cli
