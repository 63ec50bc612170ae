// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/loggrowth.h"
#include "app/cli/verifierkey.h"
#include "app/cli/visible.h"
#include "audit/auditexport.h"
#include "audit/prunedbase.h"
#include "audit/prunewitness.h"
#include "engine/core/evidence/prunedlog.h"
#include "engine/core/merkle.h"
#include "engine/core/personalfields.h"
#include "engine/core/signednote.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <unistd.h>

// "audit export" gives entries of the log to other tools. The log's key must be known, so that what
// is written bears the name of the log that it comes from; a whole log is held against the root
// that was signed, and a file is only there once it is complete and right.
namespace chancery::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t entriesAtOnce = 500;

struct Options {
    std::string format = "ocsf";
    std::string output; // empty: standard output
    std::string key;
    std::uint64_t from = 0;
    std::uint64_t count = UINT64_MAX;
    bool names = false;
};

struct Written {
    std::uint64_t entries = 0;
    std::uint64_t logSize = 0;
    std::string origin;
    bool verified = false; // the root of all entries is the signed one
    std::uint64_t pruned = 0; // entries before them, of which only hashes are left
    std::uint64_t erasedFields = 0; // of people, as these entries tell it
};
template <typename Visitor>
void describe(Visitor &visit, Written &written)
{
    visit("entries", written.entries);
    visit("logSize", written.logSize);
    visit("origin", written.origin);
    visit("verified", written.verified);
    visit("pruned", written.pruned);
    visit("erasedFields", written.erasedFields);
}

core::Error failed(core::ErrorKind kind, const char *code, std::string detail)
{
    return {kind, code, std::move(detail), {}, {}, {}};
}

// Standard output, or a file that has its name once it is whole.
class Target {
public:
    explicit Target(const std::string &file)
        : m_file(file)
    {
        if (!file.empty())
            m_out.open(partial(), std::ios::binary | std::ios::trunc);
    }
    ~Target()
    {
        std::error_code ignored;
        if (!m_file.empty() && !m_isDone)
            fs::remove(partial(), ignored);
    }

    core::Result<> write(const std::string &text)
    {
        std::ostream &out = m_file.empty() ? std::cout : m_out;
        // What came from elsewhere does not act on a terminal; a program gets the very bytes.
        out << (m_isTerminal ? safeJson(text) : text);
        return out ? core::Result<>(core::Done()) : core::Result<>(fault());
    }
    core::Result<> finish()
    {
        if (m_file.empty()) {
            std::cout.flush();
            return std::cout ? core::Result<>(core::Done()) : core::Result<>(fault());
        }
        m_out.close();
        std::error_code failure;
        if (m_out)
            fs::rename(partial(), m_file, failure);
        m_isDone = m_out && !failure;
        return m_isDone ? core::Result<>(core::Done()) : core::Result<>(fault());
    }

private:
    fs::path partial() const { return m_file + ".part"; }
    core::Error fault() const
    {
        return failed(core::ErrorKind::Storage, "export-file",
            (m_file.empty() ? "Standard output" : m_file) + " cannot be written");
    }

    std::string m_file;
    std::ofstream m_out;
    bool m_isTerminal = m_file.empty() && ::isatty(STDOUT_FILENO) == 1;
    bool m_isDone = false;
};

core::Error broken(std::string detail)
{
    return failed(
        core::ErrorKind::Invalid, "audit-broken", std::move(detail) + "; see \"audit verify\"");
}

// Whether what "audit verify" keeps is of the log that is asked.
bool isPinned(const Session &before, const Options &options)
{
    return before.logSize > 0 && (options.key.empty() || keyText(options.key) == before.logKey);
}

struct Signed {
    core::Checkpoint checkpoint;
    std::string note; // as the log has signed it
    audit::PrunedBase base = {}; // where the entries begin
};

// What the log has signed of its beginning, where that was pruned.
core::Result<audit::PrunedBase> baseOf(
    const core::PruneRecord &record, const core::NoteVerifier &verifier)
{
    if (record.before == 0)
        return audit::PrunedBase();
    auto base = audit::prunedBaseOf(record, verifier.name, std::span(&verifier, 1));
    return base ? std::move(base)
                : broken("The record of what was pruned cannot be believed: " + base.error().code);
}

core::Result<Signed> checkpointOf(Online &online, const Options &options)
{
    const auto given = options.key.empty() ? online.session().logKey : options.key;
    if (given.empty())
        return failed(core::ErrorKind::Invalid, "log-key-unknown",
            "Run \"audit verify\" first, or give --key: the log's key is not known here");
    const auto verifier = verifierFrom(given);
    if (!verifier)
        return verifier.error();
    const auto record = pruneRecordOf(online);
    if (!record)
        return record.error();
    auto base = baseOf(*record, *verifier);
    if (!base)
        return base.error();
    const auto note = online.ask<std::string>(
        [&](auto done) { return online.cms().checkpoint(std::move(done)); });
    if (!note)
        return note.error();
    const auto checkpoint = core::openCheckpoint(*note, verifier->name, std::span(&*verifier, 1));
    if (!checkpoint)
        return checkpoint.error();
    // A log that shrank since it was verified is not the log, whoever signed it.
    const auto &before = online.session();
    if (isPinned(before, options) && checkpoint->size < before.logSize)
        return broken("The log had " + std::to_string(before.logSize)
            + " entries when it was last verified and has " + std::to_string(checkpoint->size)
            + " now");
    if (checkpoint->size < base->tree.size())
        return broken("More was pruned than the log has entries");
    return Signed{*checkpoint, *note, std::move(*base)};
}

core::Result<> compareEarlier(
    const Session &before, const Options &options, const core::MerkleTree &tree)
{
    if (tree.size() != before.logSize || !isPinned(before, options)
        || core::toBase64(core::bytesOf(tree.root())) == before.logRoot)
        return core::Done();
    return broken("The first " + std::to_string(before.logSize)
        + " entries are not what they were when they were last verified");
}

core::Result<std::vector<core::PersonalValue>> namesOf(
    Online &online, const Options &options, std::uint64_t from, std::uint64_t to)
{
    if (!options.names)
        return std::vector<core::PersonalValue>();
    return online.ask<std::vector<core::PersonalValue>>(
        [&](auto done) { return online.cms().personalValues(from, to, std::move(done)); });
}

core::Result<> writeEntries(Online &online, const Options &options,
    const audit::EntryWriter &writer, Target &target, const Signed &opened, Written &written)
{
    const auto &checkpoint = opened.checkpoint;
    auto tree = opened.base.tree;
    const auto from = std::max(options.from, tree.size());
    const bool isFromStart = from == tree.size();
    written.pruned = isFromStart ? tree.size() : 0;
    audit::PruneWitness witness(tree.size());
    const auto end
        = from + std::min(options.count, checkpoint.size - std::min(from, checkpoint.size));
    for (auto at = from; at < end;) {
        const auto to = std::min(end, at + entriesAtOnce);
        const auto entries = online.ask<std::vector<std::string>>(
            [&](auto done) { return online.cms().entries(at, to, std::move(done)); });
        if (!entries)
            return entries.error();
        if (entries->empty() || entries->size() > to - at)
            return failed(core::ErrorKind::Protocol, "entries-missing",
                "Entries are missing from number " + std::to_string(at));
        const auto values = namesOf(online, options, at, to);
        if (!values)
            return values.error();
        std::string piece;
        for (const auto &leaf : *entries) {
            const auto personal = options.names ? core::personalFieldsOf(leaf, *values)
                                                : std::vector<core::PersonalField>();
            piece += writer.line(std::int64_t(at++), leaf, personal);
            written.erasedFields += core::erasedFieldsToldBy(leaf);
            if (!isFromStart)
                continue;
            witness.look(leaf);
            tree.append(core::leafHash(leaf));
            if (auto same = compareEarlier(online.session(), options, tree); !same)
                return same;
        }
        if (auto done = target.write(piece); !done)
            return done;
        written.entries += entries->size();
    }
    const bool isWhole = isFromStart && tree.size() == checkpoint.size;
    if (isWhole && !witness.isBacked())
        return failed(
            core::ErrorKind::Invalid, "audit-broken", "No entry tells of what was pruned");
    if (isWhole && tree.root() != checkpoint.root)
        return failed(core::ErrorKind::Invalid, "audit-broken",
            "The entries do not give the root that the log has signed");
    written.verified = isWhole;
    return core::Done();
}

void tell(const Written &written, bool asJson)
{
    if (asJson) {
        std::cerr << safeJson(api::toJson(written)) << '\n';
        return;
    }
    std::cerr << "Wrote " << written.entries << " entries of " << visible(written.origin);
    std::cerr << (written.verified ? "; their root is the one that the log has signed.\n"
                                   : "; a part of the log, which was not verified.\n");
    if (written.pruned > 0)
        std::cerr << "The " << written.pruned << " entries before them were pruned.\n";
    std::cerr << written.erasedFields << " personal fields were erased, as these entries tell.\n";
}

// Beside the entries, what "report run --log" takes to prove them.
core::Result<> writeBeside(const std::string &file, const std::string &text)
{
    Target target(file);
    auto done = target.write(text);
    return done ? target.finish() : done;
}

core::Result<> writeProofs(const std::string &output, const Signed &opened)
{
    auto done = writeBeside(output + ".note", opened.note);
    if (!done || opened.base.tree.size() == 0)
        return done;
    done = writeBeside(output + ".pruned.note", opened.base.note);
    return done ? writeBeside(output + ".pruned.hashes",
                      core::evidence::prunedHashesText(opened.base.nodes))
                : done;
}

// It is written; that its log does not know of it is told and changes nothing about it.
void tellLog(Online &online, const Options &options, const Written &written)
{
    using Told = client::Acknowledged<core::AuditActivity>;
    const core::AuditActivity activity{core::AuditActivityKind::LogExport,
        std::to_string(written.entries) + " entries as " + options.format, {},
        {"from=" + std::to_string(options.from), options.names ? "names=yes" : "names=no"},
        std::int64_t(written.logSize), {}};
    const auto told = online.ask<Told>(
        [&](auto done) { return online.cms().tellActivity(activity, std::move(done)); });
    if (!told)
        std::cerr << "chancery-cli: audit export: the log was not told of it: "
                  << visible(told.error().detail.empty() ? told.error().code : told.error().detail)
                  << '\n';
}

core::Result<int> exportLog(Online &online, const Options &options)
{
    const auto format = audit::exportFormatFromName(options.format);
    if (!format)
        return failed(core::ErrorKind::Invalid, "export-format", options.format);
    const auto opened = checkpointOf(online, options);
    if (!opened)
        return opened.error();
    const auto *checkpoint = &opened->checkpoint;
    const auto writer = audit::EntryWriter::make(*format, checkpoint->origin);
    if (!writer)
        return writer.error();
    Written written{0, checkpoint->size, checkpoint->origin, false, 0, 0};
    Target target(options.output);
    if (auto done = target.write(std::string(writer->head())); !done)
        return done.error();
    if (auto done = writeEntries(online, options, *writer, target, *opened, written); !done)
        return done.error();
    if (auto done = target.finish(); !done)
        return done.error();
    const bool hasNote = options.format == "ndjson" && !options.output.empty() && written.verified;
    if (hasNote) {
        if (auto done = writeProofs(options.output, *opened); !done)
            return done.error();
    }
    tell(written, online.asJson());
    tellLog(online, options, written);
    return succeeded;
}

} // namespace

void addAuditExportCommand(CLI::App &audit, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *exporting = addOnline(audit, "export",
        "Write entries for other tools, oldest first; a whole log is verified on the way", common);
    exporting
        ->add_option("--format", options->format,
            "ocsf (OCSF 1.8), cloudevents (CloudEvents 1.0), ndjson (as logged; of a whole log "
            "with its "
            "signed checkpoint beside it, FILE.note) or csv")
        ->check(CLI::IsMember({"ocsf", "cloudevents", "ndjson", "csv"}))
        ->capture_default_str();
    exporting->add_option("-o,--output", options->output, "The file; else standard output");
    exporting->add_option("--key", options->key, "The log's verifier key, or a file with it");
    exporting->add_option("--from", options->from, "Begin with this number");
    exporting->add_option("--count", options->count, "Write so many at most");
    exporting->add_flag("--names", options->names,
        "In OCSF, say who acted and from where, as far as that was not erased");
    exporting->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "audit export", [&](Online &online) { return exportLog(online, *options); });
    });
}

} // namespace chancery::cli
