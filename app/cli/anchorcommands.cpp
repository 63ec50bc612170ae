// SPDX-License-Identifier: Apache-2.0
#include "app/cli/anchors.h"
#include "app/cli/commands.h"
#include "app/cli/verifierkey.h"
#include "app/cli/visible.h"
#include "engine/client/timestamppost.h"
#include "engine/core/digest.h"
#include "engine/core/signednote.h"
#include "engine/core/timestamp.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>

// A checkpoint says how much was logged and not when. A time-stamp authority, which knows nothing
// of the log, signs that these bytes existed at a time: "make" asks one, "fetch" takes those that
// the server had made by itself, "verify" needs neither authority nor server. They are kept as
// "<size>.note" and "<size>.tsr" side by side.
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

// Who may have signed the log, and who may have stamped it.
struct Trusted {
    core::NoteVerifier log;
    std::string authorities; // PEM
};

core::Result<Trusted> trustedBy(const Options &options, const Session &session)
{
    auto authorities = anchorFile(options.authorities);
    std::error_code ignored;
    const bool isEmpty = !authorities && std::filesystem::is_empty(options.authorities, ignored);
    if (!authorities && !isEmpty)
        return std::move(authorities).error();
    if (isEmpty || authorities->find("-----BEGIN ") == std::string::npos)
        return failed(
            core::ErrorKind::Invalid, "tsa-ca", options.authorities + " holds no certificate");
    auto verifier = verifierFor(options, session);
    if (!verifier)
        return std::move(verifier).error();
    return Trusted{*std::move(verifier), *std::move(authorities)};
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

fs::path stemOf(const Options &options, std::uint64_t size)
{
    return anchorFolder(options.folder) / std::to_string(size);
}

// Also another note of that size whose stamp is lost: it stays. One with a broken half is none.
bool isKept(const fs::path &stem, std::uint64_t size, const std::string &note)
{
    if (audit::isAnchorKept(stem.parent_path(), size))
        return true;
    const auto present = anchorFile(stem.string() + ".note");
    return present && *present != note;
}

core::Result<int> make(Online &online, const Options &options)
{
    const auto trusted = trustedBy(options, online.session());
    if (!trusted)
        return trusted.error();
    auto note = online.ask<std::string>(
        [&](auto done) { return online.cms().checkpoint(std::move(done)); });
    if (!note)
        return std::move(note).error();
    auto checkpoint = opened(*note, trusted->log);
    if (!checkpoint)
        return std::move(checkpoint).error();
    auto query = core::timestampQuery(*note);
    if (!query)
        return std::move(query).error();
    auto answer = client::postTimestampQuery(options.authority, options.tlsAuthorities, query->der);
    if (!answer)
        return std::move(answer).error();
    auto stamp = core::verifyTimestamp(*answer, *note, query->nonce, trusted->authorities);
    if (!stamp)
        return std::move(stamp).error();
    const auto stem = stemOf(options, checkpoint->size);
    // An earlier stamp is evidence, and another root of the same size even more so.
    if (isKept(stem, checkpoint->size, *note))
        return core::Error{core::ErrorKind::Conflict, "anchor-exists",
            stem.string() + ".note is there already; nothing was written", {}, {}, {}};
    if (auto kept = audit::keepAnchor(stem.parent_path(), checkpoint->size, {*note, *answer});
        !kept)
        return kept.error();
    print(*checkpoint, *stamp);
    return succeeded;
}

// One of the server's: nothing of it is believed. What is kept already stays.
core::Result<bool> take(
    const core::AuditAnchor &anchor, const Trusted &trusted, const Options &options)
{
    const auto checkpoint = opened(anchor.note, trusted.log);
    if (!checkpoint)
        return checkpoint.error();
    const auto answer = core::fromBase64(anchor.answer);
    if (!answer || answer->size() > core::mostTimestampBytes)
        return failed(core::ErrorKind::Protocol, "anchor-unreadable", "It is no time stamp");
    const auto stamp = core::verifyTimestamp(*answer, anchor.note, {}, trusted.authorities);
    if (!stamp)
        return stamp.error();
    const auto stem = stemOf(options, checkpoint->size);
    if (isKept(stem, checkpoint->size, anchor.note)) {
        const auto before = anchorFile(stem.string() + ".note");
        const auto known = before ? opened(*before, trusted.log)
                                  : core::Result<core::Checkpoint>(before.error());
        if (!known)
            return known.error();
        // The log has signed two.
        if (known->root != checkpoint->root)
            return failed(core::ErrorKind::Invalid, "anchor-contradicts",
                stem.string() + ".note has another root for the same size");
        return false;
    }
    if (auto kept = audit::keepAnchor(stem.parent_path(), checkpoint->size, {anchor.note, *answer});
        !kept)
        return kept.error();
    print(*checkpoint, *stamp);
    return true;
}

core::Result<int> fetch(Online &online, const Options &options)
{
    const auto trusted = trustedBy(options, online.session());
    if (!trusted)
        return trusted.error();
    using Anchors = api::Page<core::AuditAnchor>;
    client::PageQuery query{{}, 100};
    std::size_t taken = 0;
    std::size_t seen = 0;
    for (;;) {
        auto page = online.ask<Anchors>(
            [&](auto done) { return online.cms().anchors(query, std::move(done)); });
        if (!page)
            return std::move(page).error();
        for (const auto &anchor : page->items) {
            const auto isNew = take(anchor, *trusted, options);
            if (!isNew) {
                auto error = isNew.error();
                error.detail = "Of " + std::to_string(anchor.size) + " entries: " + error.detail;
                return error;
            }
            taken += *isNew ? 1 : 0;
        }
        seen += page->items.size();
        if (page->next.empty() || page->items.empty())
            break;
        query.cursor = page->next;
    }
    std::cout << taken << " of the server's " << seen << " anchors are new here\n";
    return succeeded;
}

core::Result<> verifyOne(const fs::path &file, const Trusted &trusted)
{
    auto note = anchorFile(file);
    auto answer = anchorFile(fs::path(file).replace_extension(".tsr"));
    if (!note || !answer)
        return note ? std::move(answer).error() : std::move(note).error();
    auto checkpoint = opened(*note, trusted.log);
    if (!checkpoint)
        return std::move(checkpoint).error();
    auto stamp = core::verifyTimestamp(*answer, *note, {}, trusted.authorities);
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
    const auto trusted = trustedBy(options, *session);
    if (!trusted)
        return complain(trusted.error());
    const auto notes = anchorNotes(anchorFolder(options.folder));
    if (!notes)
        return complain(notes.error());
    int bad = 0;
    for (const auto &note : *notes) {
        const auto verified = verifyOne(note, *trusted);
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
    auto *fetching
        = addOnline(*anchor, "fetch", "Take the stamps that the server had made, verified", common);
    addShared(*fetching, *options);
    fetching->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "audit anchor fetch", [&](Online &online) { return fetch(online, *options); });
    });
    auto *verifying = anchor->add_subcommand("verify", "Check the kept stamps; needs no server");
    addShared(*verifying, *options);
    verifying->callback([=, &exitCode] { exitCode = verify(*options); });
}

} // namespace chancery::cli
