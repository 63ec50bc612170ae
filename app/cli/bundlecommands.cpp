// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/schemafiles.h"
#include "app/cli/verifierkey.h"
#include "app/cli/visible.h"
#include "engine/core/evidence/bundle.h"

#include <CLI/CLI.hpp>

#include <iostream>

// "bundle verify" needs nothing but the file and the keys: no server, no session, no network.
namespace chancery::cli {

namespace {

struct Options {
    std::string file;
    std::vector<std::string> keys;
    std::string stampAuthorities; // a file
};

core::Result<std::vector<core::NoteVerifier>> verifiersOf(const std::vector<std::string> &keys)
{
    std::vector<core::NoteVerifier> verifiers;
    for (const auto &key : keys) {
        auto verifier = verifierFrom(key);
        if (!verifier)
            return verifier.error();
        verifiers.push_back(std::move(*verifier));
    }
    return verifiers;
}

std::optional<std::string> pemOf(const std::string &file)
{
    auto bytes = bytesOf(file);
    if (!bytes || bytes->empty())
        return std::nullopt;
    return std::string(bytes->begin(), bytes->end());
}

void printAnchors(const core::evidence::BundleFinding &finding, bool isBelieved)
{
    for (const auto &anchor : finding.anchors)
        std::cout << "  Its first " << anchor.size << " entries existed at " << visible(anchor.time)
                  << ", says a time stamp\n";
    if (!finding.anchors.empty() && !isBelieved)
        std::cout << "  Who made the time stamps was not checked: give their authority with "
                     "--tsa-ca.\n";
}

int verify(const Options &options)
{
    const auto verifiers = verifiersOf(options.keys);
    if (!verifiers) {
        std::cerr << "chancery-cli: bundle verify: --key is no verifier key: "
                  << visible(verifiers.error().detail) << '\n';
        return couldNotRun;
    }
    const auto bytes = bytesOf(options.file);
    if (!bytes) {
        std::cerr << "chancery-cli: bundle verify: cannot read " << visible(options.file) << '\n';
        return couldNotRun;
    }
    const auto authorities = options.stampAuthorities.empty() ? std::optional(std::string())
                                                              : pemOf(options.stampAuthorities);
    if (!authorities) {
        std::cerr << "chancery-cli: bundle verify: cannot read "
                  << visible(options.stampAuthorities) << '\n';
        return couldNotRun;
    }
    const auto finding = core::evidence::verifyBundle(*bytes, *verifiers, *authorities);
    if (finding.verdict != core::evidence::BundleVerdict::Fine) {
        std::cerr << "chancery-cli: bundle verify: " << visible(finding.what)
                  << "\n  The report must not be relied on.\n";
        return static_cast<int>(finding.verdict);
    }
    std::cout << "Verified " << visible(finding.report) << ".\n  " << finding.entries
              << " entries of " << visible(finding.origin) << ", " << finding.queries
              << " queries counted again\n";
    if (finding.pruned > 0)
        std::cout << "  " << finding.pruned
                  << " entries before them were pruned, as the log has signed: no query has looked "
                     "at those.\n";
    if (!finding.differs.empty()) {
        std::cout << "  It was asked by definitions that are not those of this version:";
        for (const auto &name : finding.differs)
            std::cout << ' ' << visible(name);
        std::cout
            << "\n  They stand in the bundle; its figures hold by them. Read what they ask.\n";
    }
    printAnchors(finding, !authorities->empty());
    if (!finding.isLogKeyKnown)
        std::cout << "  The log's own signature was not checked: give its key with --key too.\n";
    return succeeded;
}

} // namespace

void addBundleCommands(CLI::App &program, int &exitCode)
{
    auto options = std::make_shared<Options>();
    auto *bundle = program.add_subcommand("bundle", "Report bundles");
    bundle->require_subcommand(1);
    auto *verifying = bundle->add_subcommand(
        "verify", "Check a report bundle offline. 0 fine, 1 mismatch, 2 malformed, 3 unknown key");
    verifying->add_option("file", options->file, "The bundle")->required();
    verifying
        ->add_option("--key", options->keys,
            "A verifier key that you trust, or a file with it: of who signs reports, and of the "
            "log")
        ->required();
    verifying->add_option("--tsa-ca", options->stampAuthorities,
        "Certificates (PEM) to which time stamps in it must lead");
    verifying->callback([=, &exitCode] { exitCode = verify(*options); });
}

} // namespace chancery::cli
