// SPDX-License-Identifier: Apache-2.0
#include "reporting.h"

#include "app/cli/anchors.h"
#include "app/cli/loggrowth.h"
#include "app/cli/schemafiles.h"
#include "app/cli/verifierkey.h"
#include "audit/report/anchorcheck.h"
#include "audit/report/pdfprogram.h"
#include "engine/core/digest.h"
#include "engine/core/evidence/prunedlog.h"
#include "engine/core/random.h"
#include "engine/core/signingkey.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace chancery::cli {

namespace {

using core::Result;

core::Error refused(const char *code, std::string detail)
{
    return {core::ErrorKind::Invalid, code, std::move(detail), {}, {}, {}};
}

core::Error unwritable(const std::string &file)
{
    return {core::ErrorKind::Storage, "file", "cannot write " + file, {}, {}, {}};
}

Result<std::string> needFile(const std::string &file)
{
    if (auto bytes = bytesOf(file))
        return std::move(*bytes);
    return refused("file", "cannot read " + file);
}

// A day stands for its beginning in UTC.
Result<core::Instant> instantOf(const char *option, const std::string &text)
{
    static constexpr std::size_t dayLength = 10;
    auto instant = core::fromRfc3339(text.size() == dayLength ? text + "T00:00:00Z" : text);
    if (!instant)
        return refused("report-period",
            std::string(option) + ": expected a day like 2026-11-01 or an RFC 3339 date-time, not "
                + text);
    return instant;
}

Result<core::evidence::Given> givenFrom(const std::vector<std::string> &settings)
{
    core::evidence::Given given;
    for (const auto &setting : settings) {
        const auto equals = setting.find('=');
        if (equals == std::string::npos)
            return refused("report-parameter", "--set needs NAME=VALUE, not " + setting);
        auto &values = given[setting.substr(0, equals)];
        values.clear();
        for (auto at = equals + 1; at <= setting.size();) {
            const auto end = std::min(setting.find(',', at), setting.size());
            if (end > at)
                values.push_back(setting.substr(at, end - at));
            at = end + 1;
        }
    }
    return given;
}

Result<audit::ReportRequest> requestFrom(const ReportOptions &options)
{
    auto from = instantOf("--from", options.from);
    auto to = instantOf("--to", options.to);
    auto given = givenFrom(options.given);
    if (!from || !to || !given)
        return !from ? from.error() : !to ? to.error() : given.error();
    audit::ReportRequest request;
    request.framework = options.framework;
    request.from = *from;
    request.to = *to;
    request.seed = options.seed;
    request.sampleSize = options.sample;
    request.given = std::move(*given);
    request.by = options.by;
    return request;
}

bool writeAll(int handle, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = ::write(handle, bytes.data(), bytes.size());
        if (count <= 0)
            return false;
        bytes.remove_prefix(std::size_t(count));
    }
    return true;
}

// Under another name until it is whole.
Result<> writeFile(const std::string &file, std::string_view bytes)
{
    const auto fresh = file + ".new";
    ::unlink(fresh.c_str());
    const int handle = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (handle < 0)
        return unwritable(file);
    const bool isWritten = writeAll(handle, bytes) && ::fsync(handle) == 0;
    const bool isClosed = ::close(handle) == 0;
    if (isWritten && isClosed && ::rename(fresh.c_str(), file.c_str()) == 0)
        return core::Done();
    ::unlink(fresh.c_str());
    return unwritable(file);
}

// The program stands beside this one.
Result<std::string> pdfOf(const audit::ReportRun &run, const audit::ReportWatch &watch)
{
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    auto pdf = audit::pdfByProgram(self.parent_path())(run, watch);
    if (!pdf && pdf.error().code == "report-pdf")
        return refused("report-pdf", pdf.error().detail + "; --without-pdf goes without");
    return pdf;
}

Result<core::SigningKey> keyFrom(const std::string &file)
{
    auto text = needFile(file);
    if (!text)
        return text.error();
    auto key = audit::reportKeyFrom(*text);
    if (!key)
        return refused("report-key", file + " holds no key");
    return key;
}

// Where a line is missing at the end the file was cut off.
Result<std::vector<std::string>> linesOf(std::string_view text)
{
    if (!text.empty() && text.back() != '\n')
        return refused("audit-broken", "the entries end in the middle of a line");
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return lines;
}

// What was verified the last time is the beginning of what is there now.
Result<> checkPinned(Online &online, const LogFiles &log, const core::Checkpoint &checkpoint)
{
    const auto &before = online.session();
    if (before.logSize == 0)
        return core::Done();
    if (checkpoint.size < before.logSize)
        return refused("audit-broken",
            "the log had " + std::to_string(before.logSize)
                + " entries when it was last verified and has " + std::to_string(checkpoint.size)
                + " now");
    if (before.logSize < log.pruned.before)
        return proveEarlier(online, checkpoint);
    core::MerkleTree tree;
    if (log.pruned.before > 0) {
        auto base = audit::prunedBaseOf(log.pruned, checkpoint.origin, std::span(&log.verifier, 1));
        if (!base)
            return refused("audit-broken", "the record of what was pruned: " + base.error().code);
        tree = std::move(base->tree);
    }
    while (tree.size() < before.logSize)
        tree.append(core::leafHash(log.leaves[tree.size() - log.pruned.before]));
    if (core::toBase64(core::bytesOf(tree.root())) != before.logRoot)
        return refused("audit-broken",
            "the first " + std::to_string(before.logSize)
                + " entries are not what they were when they were last verified");
    return core::Done();
}

Result<std::vector<std::string>> entriesOf(Online &online, std::uint64_t first, std::uint64_t size)
{
    static constexpr std::uint64_t atOnce = 500;
    std::vector<std::string> leaves;
    for (auto from = first; from < size; from = first + leaves.size()) {
        const auto to = std::min<std::uint64_t>(size, from + atOnce);
        auto part = online.ask<std::vector<std::string>>(
            [&](auto done) { return online.cms().entries(from, to, std::move(done)); });
        if (!part)
            return part.error();
        if (part->empty() || part->size() > to - from)
            return refused("audit-broken", "the server does not give all entries");
        std::move(part->begin(), part->end(), std::back_inserter(leaves));
    }
    return leaves;
}

// The two files of a bundle: the signed checkpoint of what was pruned, and its hashes.
Result<core::PruneRecord> prunedFrom(const std::string &file)
{
    if (file.empty())
        return core::PruneRecord();
    auto note = needFile(file);
    auto hashes = needFile(std::filesystem::path(file).replace_extension("hashes"));
    if (!note || !hashes)
        return !note ? note.error() : hashes.error();
    const auto pruned = core::evidence::readPrunedLog(*note, *hashes);
    if (!pruned)
        return refused("audit-broken", file + " is no beginning of a log");
    core::PruneRecord record{pruned->checkpoint.size, std::move(*note), {}};
    for (const auto &node : pruned->nodes)
        record.hashes.push_back(core::toBase64(core::bytesOf(node.hash)));
    return record;
}

// Those that go into the bundle, and what the header says of them.
Result<std::vector<audit::ReportAnchor>> takeAnchors(const ReportOptions &options,
    const LogFiles &log, const audit::EvidenceLog &evidence, audit::ReportRun &run)
{
    std::vector<audit::ReportAnchor> anchors;
    if (options.anchors.empty())
        return anchors;
    auto kept = anchorsIn(options.anchors);
    if (!kept)
        return kept.error();
    std::string authorities;
    if (!options.authorities.empty()) {
        auto text = needFile(options.authorities);
        if (!text)
            return text.error();
        authorities = std::move(*text);
    }
    run.stamps = audit::stampsIn(
        audit::checkAnchors(*kept, evidence, std::span(&log.verifier, 1), authorities));
    return std::move(*kept);
}

} // namespace

Result<LogFiles> logFromFiles(const ReportOptions &options)
{
    if (options.checkpointFile.empty() || options.logKey.empty())
        return refused("report-log", "--log goes with --checkpoint and --key");
    auto verifier = verifierFrom(options.logKey);
    auto data = needFile(options.logFile);
    auto note = needFile(options.checkpointFile);
    if (!verifier || !data || !note)
        return !verifier ? verifier.error() : !data ? data.error() : note.error();
    auto leaves = linesOf(*data);
    auto pruned = prunedFrom(options.prunedFile);
    if (!leaves || !pruned)
        return !leaves ? leaves.error() : pruned.error();
    return LogFiles{std::move(*leaves), std::move(*note), std::move(*verifier), std::move(*pruned)};
}

Result<LogFiles> logFromServer(Online &online, const ReportOptions &options)
{
    const auto &key = options.logKey.empty() ? online.session().logKey : options.logKey;
    if (key.empty())
        return refused("report-log", "no key of the log is known: give --key, or run audit verify");
    auto verifier = verifierFrom(key);
    if (!verifier)
        return verifier.error();
    auto pruned = pruneRecordOf(online);
    if (!pruned)
        return pruned.error();
    auto note = online.ask<std::string>(
        [&](auto done) { return online.cms().checkpoint(std::move(done)); });
    if (!note)
        return note.error();
    const auto checkpoint = core::openCheckpoint(*note, verifier->name, std::span(&*verifier, 1));
    if (!checkpoint)
        return checkpoint.error();
    if (pruned->before >= checkpoint->size && pruned->before > 0)
        return refused("audit-broken", "more was pruned than the log has entries");
    auto leaves = entriesOf(online, pruned->before, checkpoint->size);
    if (!leaves)
        return leaves.error();
    LogFiles log{std::move(*leaves), std::move(*note), std::move(*verifier), std::move(*pruned)};
    if (auto checked = checkPinned(online, log, *checkpoint); !checked)
        return checked.error();
    return log;
}

Result<ReportWritten> writeReport(
    const ReportOptions &options, const LogFiles &log, const TellLog &tell)
{
    const auto request = requestFrom(options);
    const auto key = keyFrom(options.keyFile);
    const auto evidence
        = audit::evidenceOf(log.leaves, log.note, std::span(&log.verifier, 1), log.pruned);
    if (!request || !key || !evidence)
        return !request ? request.error() : !key ? key.error() : evidence.error();
    auto run = audit::runReport(*evidence, *request);
    if (!run)
        return run.error();
    std::vector<audit::ReportAnchor> anchors;
    if (auto taken = takeAnchors(options, log, *evidence, *run); !taken)
        return taken.error();
    else
        anchors = std::move(*taken);
    if (tell)
        tell(*run);
    auto files
        = audit::reportFiles(*run, *evidence, options.isWithoutPdf ? audit::ReportWriter() : pdfOf);
    if (!files)
        return files.error();
    if (auto added = audit::addAnchors(*files, *evidence, anchors); !added)
        return added.error();
    auto bundle = audit::bundleOf(*run, std::move(*files), {options.signer, *key});
    if (!bundle)
        return bundle.error();
    if (auto written = writeFile(options.out, *bundle); !written)
        return written.error();
    const auto verifier = core::toVkey({options.signer, key->publicKey()});
    return ReportWritten{options.out, run->id, verifier, run->queries.size(), run->collected(),
        run->exceptions(), run->agrees(), audit::prunedText(*run)};
}

Result<std::string> makeReportKey(const std::string &file, const std::string &signer)
{
    const auto key = core::SigningKey::generate();
    const core::NoteVerifier verifier{signer, key.publicKey()};
    if (!core::readVerifier(core::toVkey(verifier)))
        return refused("report-key", "a signer's name has neither spaces nor a plus");
    const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle < 0)
        return core::Error{core::ErrorKind::Storage, "file",
            "cannot write " + file + ": " + std::strerror(errno), {}, {}, {}};
    const core::Secret text(core::toBase64(key.seed().reveal()) + '\n');
    const bool isWritten = writeAll(handle, text.reveal()) && ::fsync(handle) == 0;
    if (::close(handle) != 0 || !isWritten)
        return unwritable(file);
    return core::toVkey(verifier);
}

} // namespace chancery::cli
