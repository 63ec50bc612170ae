// SPDX-License-Identifier: Apache-2.0
#include "app/cli/anchors.h"
#include "app/cli/commands.h"
#include "app/cli/verifierkey.h"
#include "app/cli/visible.h"
#include "engine/client/timestamppost.h"
#include "engine/core/signednote.h"
#include "engine/core/timestamp.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

// A checkpoint says how much was logged and not when. A time-stamp authority, which knows nothing
// of the log, signs that these bytes existed at a time: "make" asks one, "verify" needs neither it
// nor the server. Both keep "<size>.note" and "<size>.tsr" side by side.
namespace chancery::cli {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::string authority; // its address
    std::string authorities; // a file: who may sign
    std::string tlsAuthorities;
    std::string folder;
    std::string key;
};

core::Error failed(core::ErrorKind kind, const char *code, std::string detail)
{
    return {kind, code, std::move(detail), {}, {}, {}};
}

// Whole or not at all.
core::Result<> write(const fs::path &file, const std::string &bytes)
{
    auto fresh = file;
    fresh += ".new";
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), std::streamsize(bytes.size()));
    out.close();
    std::error_code failure;
    if (out)
        fs::rename(fresh, file, failure);
    if (out && !failure)
        return core::Done();
    fs::remove(fresh, failure);
    return failed(core::ErrorKind::Storage, "anchor-file", file.string() + " cannot be written");
}

core::Result<core::NoteVerifier> verifierFor(const Options &options, const Session &session)
{
    if (options.key.empty() && session.logKey.empty())
        return failed(core::ErrorKind::Invalid, "log-key-unknown",
            "Run \"audit verify\" first, or give --log-key: the log's key is not known here");
    auto text
        = options.key.empty() ? core::Result<std::string>(session.logKey) : keyText(options.key);
    if (!text)
        return std::move(text).error();
    return core::readVerifier(*text);
}

core::Result<core::Checkpoint> opened(const std::string &note, const core::NoteVerifier &verifier)
{
    return core::openCheckpoint(note, verifier.name, std::span(&verifier, 1));
}

void print(const core::Checkpoint &checkpoint, const core::Timestamp &stamp)
{
    std::cout << visible(checkpoint.origin) << ": " << checkpoint.size << " entries existed at "
              << core::toRfc3339(stamp.time) << ", says " << visible(stamp.authority) << " (serial "
              << visible(stamp.serial) << ", policy " << visible(stamp.policy) << ")\n";
}

core::Result<int> make(Online &online, const Options &options)
{
    auto authorities = anchorFile(options.authorities);
    if (!authorities)
        return std::move(authorities).error();
    auto verifier = verifierFor(options, online.session());
    if (!verifier)
        return std::move(verifier).error();
    auto note = online.ask<std::string>(
        [&](auto done) { return online.cms().checkpoint(std::move(done)); });
    if (!note)
        return std::move(note).error();
    auto checkpoint = opened(*note, *verifier);
    if (!checkpoint)
        return std::move(checkpoint).error();
    auto query = core::timestampQuery(*note);
    if (!query)
        return std::move(query).error();
    auto answer = client::postTimestampQuery(options.authority, options.tlsAuthorities, query->der);
    if (!answer)
        return std::move(answer).error();
    auto stamp = core::verifyTimestamp(*answer, *note, query->nonce, *authorities);
    if (!stamp)
        return std::move(stamp).error();
    const auto folder = anchorFolder(options.folder);
    std::error_code failure;
    fs::create_directories(folder, failure);
    const auto stem = folder / std::to_string(checkpoint->size);
    // An earlier stamp is evidence, and another root of the same size even more so.
    if (fs::exists(stem.string() + ".note", failure))
        return core::Error{core::ErrorKind::Conflict, "anchor-exists",
            stem.string() + ".note is there already; nothing was written", {}, {}, {}};
    if (auto written = write(stem.string() + ".tsr", *answer); !written)
        return written.error();
    if (auto written = write(stem.string() + ".note", *note); !written)
        return written.error();
    print(*checkpoint, *stamp);
    return succeeded;
}

core::Result<> verifyOne(
    const fs::path &file, const core::NoteVerifier &verifier, const std::string &authorities)
{
    auto note = anchorFile(file);
    auto answer = anchorFile(fs::path(file).replace_extension(".tsr"));
    if (!note || !answer)
        return note ? std::move(answer).error() : std::move(note).error();
    auto checkpoint = opened(*note, verifier);
    if (!checkpoint)
        return std::move(checkpoint).error();
    auto stamp = core::verifyTimestamp(*answer, *note, {}, authorities);
    if (!stamp)
        return std::move(stamp).error();
    print(*checkpoint, *stamp);
    return core::Done();
}

int complain(const core::Error &error)
{
    explain(error, "audit anchor verify", std::cerr);
    return couldNotRun;
}

int verify(const Options &options)
{
    auto session = loadSession();
    if (!session)
        return complain(session.error());
    const auto authorities = anchorFile(options.authorities);
    if (!authorities)
        return complain(authorities.error());
    const auto verifier = verifierFor(options, *session);
    if (!verifier)
        return complain(verifier.error());
    const auto notes = anchorNotes(anchorFolder(options.folder));
    if (!notes)
        return complain(notes.error());
    int bad = 0;
    for (const auto &note : *notes) {
        const auto verified = verifyOne(note, *verifier, *authorities);
        if (verified)
            continue;
        ++bad;
        std::cerr << "chancery-cli: audit anchor verify: " << visible(note.filename().string())
                  << ": "
                  << visible(verified.error().detail.empty() ? verified.error().code
                                                             : verified.error().detail)
                  << '\n';
    }
    if (notes->empty())
        std::cerr << "chancery-cli: audit anchor verify: there is no anchor in "
                  << visible(anchorFolder(options.folder).string()) << '\n';
    return bad == 0 && !notes->empty() ? succeeded : answeredNo;
}

void addShared(CLI::App &command, Options &options)
{
    command
        .add_option(
            "--tsa-ca", options.authorities, "Certificates (PEM) to which a stamp must lead")
        ->required();
    command.add_option("--folder", options.folder, "Where anchors are kept");
    command.add_option("--log-key", options.key, "The log's verifier key, or a file with it");
}

} // namespace

void addAnchorCommands(CLI::App &audit, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *anchor = audit.add_subcommand("anchor", "Time stamps of checkpoints (RFC 3161)");
    anchor->require_subcommand(1);
    auto *making = addOnline(
        *anchor, "make", "Have a time-stamp authority sign the log's checkpoint", common);
    making->add_option("--tsa", options->authority, "The authority's address")->required();
    making->add_option("--tsa-tls-ca", options->tlsAuthorities, "Whom to trust for its https");
    addShared(*making, *options);
    making->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "audit anchor make", [&](Online &online) { return make(online, *options); });
    });
    auto *verifying = anchor->add_subcommand("verify", "Check the kept stamps; needs no server");
    addShared(*verifying, *options);
    verifying->callback([=, &exitCode] { exitCode = verify(*options); });
}

} // namespace chancery::cli
