// SPDX-License-Identifier: Apache-2.0
#include "app/cli/anchors.h"
#include "app/cli/commands.h"
#include "app/cli/loggrowth.h"
#include "app/cli/verifierkey.h"
#include "app/cli/visible.h"
#include "audit/prunewitness.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/merkle.h"
#include "engine/core/personalfields.h"
#include "engine/core/signednote.h"

#include <CLI/CLI.hpp>

#include <iostream>

// "audit verify" believes nothing: it downloads every entry, grows the tree itself, and compares
// its root with the one that the log has signed. What was verified the last time must be the
// beginning of what is there now. The key is given, or pinned when the log is first seen.
namespace chancery::cli {

namespace {

constexpr std::uint64_t entriesAtOnce = 500;

struct Options {
    std::string key;
    bool forget = false;
    std::uint64_t from = 0;
    std::uint64_t count = 1'000'000;
    std::string find;
    bool names = false;
};

struct Finding {
    std::uint64_t size = 0;
    std::string origin;
    std::string root;
    std::string key;
    bool isPinnedNow = false;
    std::uint64_t anchors
        = 0; // kept time stamps of which it is known that the log goes on from them
    std::uint64_t pruned = 0; // entries of the beginning, of which only hashes are left
    std::string failure; // empty: everything is as it should be
};
template <typename Visitor>
void describe(Visitor &visit, Finding &finding)
{
    visit("size", finding.size);
    visit("origin", finding.origin);
    visit("root", finding.root);
    visit("key", finding.key);
    visit("pinnedNow", finding.isPinnedNow);
    visit("pruned", finding.pruned);
    visit("anchors", finding.anchors);
    visit("failure", finding.failure);
}

core::Error refused(std::string detail)
{
    return {core::ErrorKind::Invalid, "audit-broken", std::move(detail), {}, {}, {}};
}

core::Result<std::string> keyFor(Online &online, const Options &options, Finding &finding)
{
    if (!options.key.empty())
        return keyText(options.key);
    if (!online.session().logKey.empty() && !options.forget)
        return online.session().logKey;
    auto keys = online.ask<std::vector<std::string>>(
        [&](auto done) { return online.cms().keys(std::move(done)); });
    if (!keys)
        return std::move(keys).error();
    if (keys->empty())
        return refused("The server names no key of its log");
    finding.isPinnedNow = true;
    return keys->front();
}

core::Result<core::Checkpoint> checkpointOf(Online &online, const core::NoteVerifier &verifier)
{
    auto note = online.ask<std::string>(
        [&](auto done) { return online.cms().checkpoint(std::move(done)); });
    if (!note)
        return std::move(note).error();
    return core::openCheckpoint(*note, verifier.name, std::span(&verifier, 1));
}

// The complete subtrees of a beginning stand in the order in which restore() asks for them.
core::Result<core::MerkleTree> treeOf(const core::PruneRecord &record)
{
    std::size_t next = 0;
    return core::MerkleTree::restore(
        record.before, [&](int, std::uint64_t) -> core::Result<core::Sha256> {
            const auto bytes = next < record.hashes.size() ? core::fromBase64(record.hashes[next])
                                                           : std::optional<std::string>();
            ++next;
            const auto hash = bytes ? core::sha256FromBytes(*bytes) : std::nullopt;
            if (!hash)
                return refused("The record of what was pruned cannot be read");
            return *hash;
        });
}

// Where the entries begin: the log signed what was pruned before them.
core::Result<core::MerkleTree> beginning(
    const core::PruneRecord &record, const core::NoteVerifier &verifier, Finding &finding)
{
    if (record.before == 0)
        return core::MerkleTree();
    auto signedThen = core::openCheckpoint(record.note, verifier.name, std::span(&verifier, 1));
    if (!signedThen)
        return refused("The record of what was pruned is not signed by the log");
    auto tree = treeOf(record);
    if (!tree)
        return tree;
    if (signedThen->size != record.before || signedThen->root != tree->root())
        return refused("The record of what was pruned is not what the log has signed");
    // Whole tiles, and the entry that tells of it is there: all of a log is never pruned.
    if (record.before % core::pruneTile != 0 || record.before >= finding.size)
        return refused("The record of what was pruned is not one that a log makes");
    finding.pruned = record.before;
    return tree;
}

// Every checkpoint that was stamped is a beginning of the log that is there now.
core::Result<> proveAnchors(Online &online, const core::NoteVerifier &verifier,
    const core::Checkpoint &checkpoint, Finding &finding)
{
    const auto roots = anchoredRoots(anchorFolder({}), verifier);
    if (!roots && roots.error().kind == core::ErrorKind::Invalid)
        return refused("Among the anchors, " + roots.error().detail);
    if (!roots)
        return roots.error();
    for (const auto &[size, root] : *roots) {
        if (size > checkpoint.size)
            return refused("The log had " + std::to_string(size)
                + " entries when it was anchored and has " + std::to_string(checkpoint.size)
                + " now");
        const bool isSame = size == checkpoint.size && root == checkpoint.root;
        if (size == 0 || isSame)
            continue;
        const auto proved = proveGrowth(online, size, root, checkpoint,
            "its " + std::to_string(size) + " entries were anchored");
        if (!proved)
            return proved;
    }
    finding.anchors = roots->size();
    return core::Done();
}

core::Result<> compareEarlier(const Session &before, const core::MerkleTree &tree)
{
    if (tree.size() == before.logSize && before.logSize > 0
        && core::toBase64(core::bytesOf(tree.root())) != before.logRoot)
        return refused("The first " + std::to_string(before.logSize)
            + " entries are not what they were when they were last verified");
    return core::Done();
}

// The tree of the entries; when it passes the earlier size, its root must be the earlier root.
core::Result<core::MerkleTree> grow(
    Online &online, core::MerkleTree tree, std::uint64_t size, audit::PruneWitness &witness)
{
    if (auto same = compareEarlier(online.session(), tree); !same)
        return same.error();
    while (tree.size() < size) {
        const auto to = std::min(size, tree.size() + entriesAtOnce);
        auto entries = online.ask<std::vector<std::string>>(
            [&](auto done) { return online.cms().entries(tree.size(), to, std::move(done)); });
        if (!entries)
            return std::move(entries).error();
        if (entries->empty() || entries->size() > to - tree.size())
            return refused("Entries are missing from number " + std::to_string(tree.size()));
        for (const auto &entry : *entries) {
            tree.append(core::leafHash(entry));
            witness.look(entry);
            if (auto same = compareEarlier(online.session(), tree); !same)
                return same.error();
        }
    }
    return tree;
}

core::Result<> check(Online &online, const Options &options, Finding &finding)
{
    auto &session = online.session();
    auto key = keyFor(online, options, finding);
    if (!key)
        return std::move(key).error();
    finding.key = *key;
    if (options.forget || *key != session.logKey) {
        session.logSize = 0;
        session.logRoot.clear();
    }
    auto verifier = core::readVerifier(*key);
    if (!verifier)
        return std::move(verifier).error();
    const auto record = pruneRecordOf(online);
    if (!record)
        return record.error();
    auto checkpoint = checkpointOf(online, *verifier);
    if (!checkpoint)
        return std::move(checkpoint).error();
    finding.size = checkpoint->size;
    finding.origin = checkpoint->origin;
    finding.root = core::toBase64(core::bytesOf(checkpoint->root));
    if (checkpoint->size < session.logSize)
        return refused("The log had " + std::to_string(session.logSize) + " entries and has "
            + std::to_string(checkpoint->size) + " now");
    auto begun = beginning(*record, *verifier, finding);
    if (!begun)
        return std::move(begun).error();
    if (session.logSize > 0 && session.logSize < begun->size()) {
        if (auto proved = proveEarlier(online, *checkpoint); !proved)
            return proved;
    }
    audit::PruneWitness witness(record->before);
    auto tree = grow(online, std::move(*begun), checkpoint->size, witness);
    if (!tree)
        return std::move(tree).error();
    if (tree->root() != checkpoint->root)
        return refused("The entries do not give the root that the log has signed");
    if (!witness.isBacked())
        return refused("The server says that the first " + std::to_string(record->before)
            + " entries were pruned, and no entry of the log tells of it");
    if (auto proved = proveAnchors(online, *verifier, *checkpoint, finding); !proved)
        return proved;
    session.logKey = *key;
    session.logSize = finding.size;
    session.logRoot = finding.root;
    return storeSession(session);
}

// Whoever runs the server is to know, as far as it still listens; nothing hangs on it.
void tellFailure(Online &online, const Finding &finding)
{
    static constexpr std::size_t longest = 256;
    using Told = client::Acknowledged<core::AuditActivity>;
    const core::AuditActivity failed{core::AuditActivityKind::VerifyFail,
        finding.failure.substr(0, longest), {}, {}, std::int64_t(finding.size), finding.root};
    (void)online.ask<Told>(
        [&](auto done) { return online.cms().tellActivity(failed, std::move(done)); });
}

core::Result<int> verify(Online &online, const Options &options)
{
    Finding finding;
    auto checked = check(online, options, finding);
    if (!checked) {
        // Only what speaks of the log is an answer; all else kept it from being looked at.
        if (checked.error().kind != core::ErrorKind::Invalid || !checked.error().requestId.empty())
            return std::move(checked).error();
        finding.failure
            = checked.error().detail.empty() ? checked.error().code : checked.error().detail;
        tellFailure(online, finding);
    }
    if (online.asJson()) {
        std::cout << safeJson(api::toJson(finding)) << '\n';
    } else if (finding.failure.empty()) {
        std::cout << "Verified " << finding.size << " entries of " << visible(finding.origin)
                  << ".\n  Root " << finding.root << '\n';
        if (finding.pruned > 0)
            std::cout << "  The first " << finding.pruned
                      << " were pruned; their hashes are what the log has signed.\n";
        if (finding.anchors > 0)
            std::cout << "  It goes on from all " << finding.anchors
                      << " checkpoints that were anchored.\n";
        if (finding.isPinnedNow)
            std::cout << "  The key was not known before and is trusted from now on: "
                      << visible(finding.key) << '\n';
    } else {
        std::cerr << "chancery-cli: audit verify: " << visible(finding.failure)
                  << "\n  The log must not be trusted. Keep this message and ask who runs it.\n";
    }
    return finding.failure.empty() ? succeeded : answeredNo;
}

// Who acted, as far as the server says so and the entry confirms it.
std::string actorOf(const std::string &entry, std::span<const core::PersonalValue> values)
{
    const auto fields = core::personalFieldsOf(entry, values);
    const auto *field = core::actorField(fields);
    if (!field)
        return {};
    switch (field->state) {
    case core::PersonalField::State::Known:
        return " (" + visible(field->value) + ')';
    case core::PersonalField::State::Absent:
        return " (erased)";
    case core::PersonalField::State::Wrong:
        break;
    }
    return " (the server gives a name that is not the logged one)";
}

void printEntry(const std::string &entry, bool asJson, const std::string &actor)
{
    const auto reading = core::readJson(entry, core::Limits::wide());
    if (asJson || !reading) {
        std::cout << (reading ? safeJson(entry) : visible(entry)) << '\n';
        return;
    }
    const auto event = reading.tree().root();
    std::cout << event["seq"].text() << ' ' << visible(event["time"].text()) << ' '
              << visible(event["event"].text()) << ' ' << visible(event["outcome"].text()) << " by "
              << visible(event["actor"]["id"].text()) << actor << " on "
              << visible(event["target"]["id"].text()) << '\n';
}

// Whoever looks for something and finds nothing has a negative answer.
core::Result<int> list(Online &online, const Options &options)
{
    auto at = options.from;
    std::uint64_t printed = 0;
    while (printed < options.count) {
        auto entries = online.ask<std::vector<std::string>>([&](auto done) {
            return online.cms().entries(at, at + entriesAtOnce, std::move(done));
        });
        if (!entries)
            return std::move(entries).error();
        if (entries->empty())
            break;
        std::vector<core::PersonalValue> values;
        if (options.names) {
            auto asked = online.ask<std::vector<core::PersonalValue>>([&](auto done) {
                return online.cms().personalValues(at, at + entries->size(), std::move(done));
            });
            if (!asked)
                return std::move(asked).error();
            values = std::move(*asked);
        }
        at += entries->size();
        for (const auto &entry : *entries) {
            if (printed == options.count || entry.find(options.find) == std::string::npos)
                continue;
            printEntry(
                entry, online.asJson(), options.names ? actorOf(entry, values) : std::string());
            ++printed;
        }
    }
    return printed > 0 || options.find.empty() ? succeeded : answeredNo;
}

} // namespace

void addAuditCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *audit = program.add_subcommand("audit", "The audit log");
    audit->require_subcommand(1);
    auto *verifying = addOnline(*audit, "verify",
        "Download the log, recompute its root, and check signature and history", common);
    verifying->add_option("--key", options->key, "The log's verifier key, or a file with it");
    verifying->add_flag("--forget", options->forget, "Begin anew: drop what was pinned before");
    verifying->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "audit verify", [&](Online &online) { return verify(online, *options); });
    });
    auto *listing = addOnline(*audit, "list", "Print entries of the log", common);
    listing->add_option("--from", options->from, "Begin with this number");
    listing->add_option("--count", options->count, "Print so many at most");
    listing->add_option("--find", options->find, "Only entries that hold this text");
    listing->add_flag("--names", options->names, "Say who acted, where that was not erased");
    listing->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "audit list", [&](Online &online) { return list(online, *options); });
    });
    addPruneCommand(*audit, exitCode);
    addAnchorCommands(*audit, exitCode);
    addAuditExportCommand(*audit, exitCode);
}

} // namespace chancery::cli
