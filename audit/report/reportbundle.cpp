// SPDX-License-Identifier: Apache-2.0
#include "reportbundle.h"

#include "audit/report/dossier.h"
#include "audit/report/jsontext.h"
#include "audit/report/oscal.h"
#include "audit/report/reporttables.h"
#include "audit/report/workbook.h"
#include "audit/sidejobs.h"
#include "engine/core/digest.h"
#include "engine/core/evidence/anchorstamp.h"
#include "engine/core/evidence/bundle.h"
#include "engine/core/evidence/prunedlog.h"
#include "engine/core/productversion.h"

#include <atomic>

namespace chancery::audit {

namespace {

using core::Result;
using core::evidence::Files;

constexpr auto readme = R"(A report of Chancery, and how to check it without Chancery's server

  chancery-cli bundle verify FILE --key KEY          or
  python3 verify_bundle.py FILE --key KEY

KEY is the verifier key of whoever signs reports, and --key may be given again for the key of the
log. Take both from a source that you trust, not from keys.txt, which only repeats them. Exit codes:
0 fine, 1 mismatch, 2 malformed, 3 unknown key. What is checked, step by step, stands in the
auditor's guide.

manifest.json      what was asked of which log, every count, every file with its SHA-256
manifest.sig       the signature of manifest.json, a C2SP signed note
checkpoint.note    size and root of the log, signed by the log
data.ndjson        every entry of the log up to there, byte for byte, a line each
pruned.*           of a log whose beginning was pruned: what the log has signed of that, and its
                   hashes; data.ndjson begins behind it
definitions/       the queries and how their tables are made from the entries
framework.json     which controls they say something about
*.csv, evidence.xlsx, report.pdf, oscal-assessment-results.json
                   the same results for reading; an apostrophe in front of a text in a CSV keeps
                   spreadsheets from taking it for a formula and is not part of it
dossiers/, proofs/ the sampled items, and a proof of inclusion for each entry they name
anchors/           where there are any: earlier checkpoints of the log, and a time stamp of each
)";

void writeCount(JsonText &json, const core::evidence::Count &count)
{
    json.member("population", count.population);
    json.member("exceptions", count.exceptions);
}

void writeQuery(JsonText &json, const ReportQuery &query)
{
    const auto &result = query.result;
    json.openObject();
    json.member("id", result.definition.id);
    json.member("version", result.definition.version);
    json.member("name", result.definition.name);
    json.member("digest", result.definition.digest);
    json.member("status", result.isCollected() ? "collected" : "not collected");
    json.member("limits", result.definition.limits);
    if (result.isCollected()) {
        json.key("params");
        json.openObject();
        for (const auto &[name, number] : result.parameters.numbers)
            json.member(name, number);
        for (const auto &[name, list] : result.parameters.texts)
            json.member(name, list);
        json.close();
        writeCount(json, result.count());
        json.member("listed", std::int64_t(result.listed.size()));
        json.member("leftOut", leftOutText(query));
        json.key("recount");
        json.openObject();
        writeCount(json, result.recounted);
        json.close();
        json.key("sample");
        json.openArray();
        for (const auto &id : query.sample)
            json.exact(id);
        json.close();
    }
    json.close();
}

void writeLog(JsonText &json, const ReportRun &run)
{
    json.key("log");
    json.openObject();
    json.member("origin", run.checkpoint.origin);
    json.member("size", std::int64_t(run.checkpoint.size));
    if (run.firstEntry > 0)
        json.member("first", std::int64_t(run.firstEntry));
    json.member("root", core::toBase64(core::bytesOf(run.checkpoint.root)));
    json.member("entriesOfPeriod", run.extent.count);
    json.member("firstOfPeriod", run.extent.first);
    json.member("lastOfPeriod", run.extent.last);
    json.member("gaps", run.isWithoutGap() ? "none" : "entries of other times between");
    json.member("unreadable", run.unreadable);
    json.member("verification", "verified");
    json.close();
}

void writeMaking(JsonText &json, const ReportMaking &making)
{
    json.key("made");
    json.openObject();
    json.member("entry", making.entry);
    json.member("account", making.account);
    json.member("roles", making.roles);
    json.member("method", making.method);
    json.member("factors", making.factors);
    json.member("secondFactor", making.hasSecondFactor ? "yes" : "no");
    json.member("at", core::toRfc3339(making.at));
    json.member("local", making.local);
    json.member("zone", making.zone);
    json.member("program", making.program);
    json.member("build", making.build);
    json.member("server", making.server);
    json.close();
}

void writePeriod(JsonText &json, const ReportRun &run)
{
    json.key("period");
    json.openObject();
    json.member("from", core::toRfc3339(run.request.from));
    json.member("to", core::toRfc3339(run.request.to));
    json.member("zone", "UTC");
    json.member("asOf", core::toRfc3339(core::Instant(std::chrono::microseconds(run.period.asOf))));
    json.close();
}

// By two threads: the files of a log of a million entries have more than a gigabyte.
std::vector<core::Sha256> digestsOf(const std::vector<const std::string *> &contents)
{
    std::vector<core::Sha256> digests(contents.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (auto at = next++; at < contents.size(); at = next++)
            digests[at] = core::sha256(*contents[at]);
    };
    SideJobs jobs;
    jobs.start(work);
    work();
    jobs.wait([] { return false; });
    // The file that a failed job had begun is nobody's.
    if (!jobs.outcome()) {
        next = 0;
        work();
    }
    return digests;
}

void writeFiles(JsonText &json, const Files &files)
{
    std::vector<const std::string *> contents;
    for (const auto &[name, content] : files)
        contents.push_back(&content);
    const auto digests = digestsOf(contents);
    json.key("files");
    json.openObject();
    auto digest = digests.begin();
    for (const auto &[name, content] : files) {
        json.key(name);
        json.openObject();
        json.member("sha256", core::toHex(core::bytesOf(*digest++)));
        json.member("size", std::int64_t(content.size()));
        json.close();
    }
    json.close();
}

} // namespace

Result<core::SigningKey> reportKeyFrom(std::string_view text)
{
    while (!text.empty() && text.back() == '\n')
        text.remove_suffix(1);
    auto seed = core::fromBase64(text);
    if (!seed)
        return core::Error{core::ErrorKind::Invalid, "report-key", {}, {}, {}, {}};
    return core::SigningKey::fromSeed(core::Secret(std::move(*seed)));
}

Result<std::string> reportData(const EvidenceLog &log, const ReportWatch &watch)
{
    const auto entries = watched(log, watch, ReportWatch::Stage::Writing);
    std::string data;
    // A text of a gigabyte would be copied whenever it outgrows its place, with both in memory.
    std::size_t bytes = 0;
    for (auto seq = log.first; seq < log.checkpoint.size; ++seq) {
        const auto leaf = log.leaf(seq);
        if (!leaf)
            return leaf.error();
        bytes += leaf->size() + 1;
    }
    data.reserve(bytes);
    for (auto seq = log.first; seq < log.checkpoint.size; ++seq) {
        const auto leaf = entries.leaf(seq);
        if (!leaf)
            return leaf.error();
        if (leaf->find('\n') != std::string::npos)
            return core::Error{core::ErrorKind::Invalid, "report-leaf",
                "entry " + std::to_string(seq) + " has a line break", {}, {}, {}};
        data += *leaf;
        data += '\n';
    }
    return data;
}

namespace {

// What the entries that are there are proved by, where they are not all.
Result<> addPruned(Files &files, const EvidenceLog &log)
{
    if (log.first == 0)
        return core::Done();
    auto edge = edgeOf(log.first);
    for (auto &node : edge) {
        const auto hash = log.nodes(node.level, node.index);
        if (!hash)
            return hash.error();
        node.hash = *hash;
    }
    files["pruned.note"] = log.prunedNote;
    files["pruned.hashes"] = core::evidence::prunedHashesText(edge);
    return core::Done();
}

// All but what is made beside it.
Result<> addTexts(Files &files, const ReportRun &run, const EvidenceLog &log,
    const std::vector<Table> &tables, const ReportWatch &watch)
{
    auto data = reportData(log, watch);
    if (!data)
        return data.error();
    files["README.txt"] = readme;
    files["data.ndjson"] = std::move(*data);
    files["checkpoint.note"] = run.note;
    if (auto added = addPruned(files, log); !added)
        return added;
    files["framework.json"] = run.framework.text;
    files["definitions/tables.json"] = run.tables.text;
    for (const auto &query : run.queries)
        files["definitions/" + query.result.definition.id + ".json"] = query.result.definition.text;
    for (const auto &table : tables) {
        auto csv = toCsv(table, watch);
        if (!csv)
            return csv.error();
        files[table.name + ".csv"] = std::move(*csv);
    }
    files["oscal-assessment-results.json"] = oscalOf(run);
    // Dossiers go back and forth: no progress is told of them.
    const ReportWatch ending{watch.isCancelled, {}};
    return addDossiers(files, run, watched(log, ending, ReportWatch::Stage::Writing));
}

bool isFault(const Result<> &result)
{
    return !result && result.error().kind != core::ErrorKind::Cancelled;
}

} // namespace

Result<Files> reportFiles(
    const ReportRun &run, const EvidenceLog &log, const ReportWriter &pdf, const ReportWatch &watch)
{
    const auto tables = tablesOf(run);
    // The workbook is most of the work. It is made beside the rest, as the PDF is. Whoever fails
    // ends all.
    std::optional<Result<std::string>> workbook;
    std::optional<Result<std::string>> printed;
    SideJobs jobs;
    const ReportWatch ofJobs{[&jobs] { return jobs.isEnding(); }, {}};
    jobs.start([&, ofJobs] { workbook = workbookOf(tables, ofJobs); });
    const auto print = [&, ofJobs] {
        printed = pdf(run, ofJobs);
        if (!*printed)
            jobs.end();
    };
    if (pdf)
        jobs.start(print);
    const auto isCancelled = [&] { return watch.isCancelled && watch.isCancelled(); };
    const auto isEnding = [&] { return jobs.isEnding() || isCancelled(); };
    Files files;
    const auto added = addTexts(files, run, log, tables, {isEnding, watch.progress});
    if (!added)
        jobs.end();
    jobs.wait(isCancelled);
    if (printed && !*printed && isFault(printed->error()))
        return printed->error();
    if (isFault(added))
        return added.error();
    if (auto ended = jobs.outcome(); !ended)
        return ended.error();
    if (!*workbook)
        return workbook->error();
    if (printed)
        files["report.pdf"] = std::move(**printed);
    files["evidence.xlsx"] = std::move(**workbook);
    if (const auto going = watch.at(ReportWatch::Stage::Writing, 1, 1); !going)
        return going.error();
    return files;
}

std::string manifestOf(const ReportRun &run, const Files &files)
{
    JsonText json;
    json.openObject();
    json.member("format", core::evidence::bundleFormat);
    json.member("report", run.id);
    json.member("statement", statementOf(run));
    json.member("by", run.request.by);
    json.key("producer");
    json.openObject();
    json.member("product", "chancery");
    json.member("version", core::productVersion());
    json.close();
    json.key("framework");
    json.openObject();
    json.member("id", run.framework.id);
    json.member("name", run.framework.name);
    json.member("digest", run.framework.digest);
    json.close();
    if (run.making)
        writeMaking(json, *run.making);
    writeLog(json, run);
    writePeriod(json, run);
    json.key("sample");
    json.openObject();
    json.member("seed", run.request.seed);
    json.member("size", std::int64_t(run.request.sampleSize));
    json.close();
    json.member("tables", run.tables.digest);
    json.key("queries");
    json.openArray();
    for (const auto &query : run.queries)
        writeQuery(json, query);
    json.close();
    writeFiles(json, files);
    json.close();
    return json.take();
}

Result<> addAnchors(Files &files, const EvidenceLog &log, std::span<const ReportAnchor> anchors)
{
    const auto refused = [](const std::string &what) {
        return core::Error{core::ErrorKind::Invalid, "report-anchor", what, {}, {}, {}};
    };
    for (const auto &anchor : anchors) {
        const auto read = core::readNote(anchor.note);
        const auto checkpoint
            = read ? core::readCheckpoint(read->text) : Result<core::Checkpoint>(read.error());
        const auto stamp = core::evidence::readStamp(anchor.answer);
        if (!checkpoint || checkpoint->size == 0 || !stamp)
            return refused("an anchor cannot be read");
        const auto number = std::to_string(checkpoint->size);
        if (stamp->imprint != core::sha256(anchor.note))
            return refused("the time stamp of " + number + " entries is not over its checkpoint");
        if (checkpoint->origin != log.checkpoint.origin)
            return refused("the anchor of " + number + " entries is of another log");
        // What was stamped before the entries that are left cannot be led to them by a reader.
        if (checkpoint->size > log.checkpoint.size || checkpoint->size < log.first)
            continue;
        const auto root = core::rootAt(checkpoint->size, log.nodes);
        if (!root)
            return root.error();
        if (*root != checkpoint->root)
            return refused("the log does not begin with the " + number
                + " entries that were anchored: its past was rewritten");
        files["anchors/" + number + ".note"] = anchor.note;
        files["anchors/" + number + ".tsr"] = anchor.answer;
    }
    return core::Done();
}

Result<std::string> bundleOf(const ReportRun &run, Files files, const ReportSigner &signer)
{
    if (!run.request.queries.empty())
        return core::Error{core::ErrorKind::Invalid, "report-partial",
            "a bundle holds all queries of its framework", {}, {}, {}};
    files["keys.txt"] = core::toVkey({signer.name, signer.key.publicKey()}) + '\n';
    auto manifest = manifestOf(run, files);
    auto signature
        = core::signNote(core::evidence::signedTextOf(run.id, manifest), signer.name, signer.key);
    if (!signature)
        return signature.error();
    files["manifest.json"] = std::move(manifest);
    files["manifest.sig"] = std::move(*signature);
    return core::evidence::writeZip(files);
}

} // namespace chancery::audit
