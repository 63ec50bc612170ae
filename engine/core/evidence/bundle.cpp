// SPDX-License-Identifier: Apache-2.0
#include "bundle.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/evidence/recount.h"
#include "engine/core/merkle.h"

#include <algorithm>
#include <charconv>
#include <set>

// The steps stand in the order in which docs/auditor-guide.md has them. The first that fails
// decides, so that two verifiers agree on why. Nothing of the manifest is read before its signature
// holds.

namespace chancery::core::evidence {

namespace {

using Verdict = BundleVerdict;

struct Failure {
    Verdict verdict = Verdict::Fine;
    std::string what;
};
// Nothing where the step holds.
using Step = std::optional<Failure>;

Step mismatch(std::string what)
{
    return Failure{Verdict::Mismatch, std::move(what)};
}
Step malformed(std::string what)
{
    return Failure{Verdict::Malformed, std::move(what)};
}

struct QueryClaim {
    std::string id;
    std::int64_t version = 0;
    std::string digest;
    bool isCollected = false;
    Parameters parameters;
    Count count;
    Count recounted;
};

struct FileClaim {
    std::string digest; // hex
    std::int64_t size = 0;
};

// What is needed of the manifest.
struct Claims {
    std::string report;
    Checkpoint checkpoint;
    Period period;
    std::string tables; // their digest
    std::vector<QueryClaim> queries;
    std::map<std::string, FileClaim> files;
};

class Verification {
public:
    Verification(std::string_view bytes, std::span<const NoteVerifier> keys)
        : m_bytes(bytes)
        , m_keys(keys)
    {
    }
    BundleFinding run();

private:
    Step open();
    Step checkSignature();
    Step readManifest();
    Step checkFiles() const;
    Step checkCheckpoint();
    Step checkEntries();
    Step checkProofs() const;
    Step checkProof(const std::string &name, std::string_view text) const;
    Step checkCoverage(std::span<const Definition> known) const;
    Step checkQueries();
    Step checkQuery(
        const QueryClaim &claim, const Facts &facts, std::span<const Definition> known) const;
    const std::string &file(const char *name) const { return m_files.at(name); }

    std::string_view m_bytes;
    std::span<const NoteVerifier> m_keys;
    Files m_files;
    std::string m_signedReport;
    Claims m_claims;
    std::vector<std::string_view> m_leaves;
    bool m_isLogKeyKnown = false;
};

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::optional<std::int64_t> microsOf(Value text)
{
    const auto instant = fromRfc3339(text.text());
    if (!instant || toRfc3339(*instant) != text.text())
        return std::nullopt;
    return instant->time_since_epoch().count();
}

std::optional<Count> countOf(Value value)
{
    const auto population = value["population"].integer();
    const auto exceptions = value["exceptions"].integer();
    if (!population || !exceptions)
        return std::nullopt;
    return Count{*population, *exceptions};
}

bool readParameters(Value value, Parameters &parameters)
{
    if (!value.isObject())
        return false;
    for (const auto &member : value) {
        const std::string name(member.key());
        if (const auto number = member.value().integer()) {
            // What parametersOf() would refuse.
            if (*number < 0 || *number > 100'000)
                return false;
            parameters.numbers[name] = *number;
            continue;
        }
        if (!member.value().isArray())
            return false;
        auto &list = parameters.texts[name];
        for (const auto &item : member.value()) {
            if (!item.value().isString())
                return false;
            list.emplace_back(item.value().text());
        }
    }
    return true;
}

bool readQuery(Value value, QueryClaim &claim)
{
    claim.id = value["id"].text();
    claim.digest = value["digest"].text();
    const auto version = value["version"].integer();
    const auto status = value["status"].text();
    claim.isCollected = status == "collected";
    if (claim.id.empty() || claim.digest.empty() || !version
        || (!claim.isCollected && status != "not collected"))
        return false;
    claim.version = *version;
    if (!claim.isCollected)
        return true;
    const auto count = countOf(value);
    const auto recounted = countOf(value["recount"]);
    if (!count || !recounted || !readParameters(value["params"], claim.parameters))
        return false;
    claim.count = *count;
    claim.recounted = *recounted;
    return true;
}

bool readFiles(Value value, std::map<std::string, FileClaim> &files)
{
    if (!value.isObject())
        return false;
    for (const auto &member : value) {
        const auto size = member.value()["size"].integer();
        if (!size || !member.value()["sha256"].isString())
            return false;
        files[std::string(member.key())] = {std::string(member.value()["sha256"].text()), *size};
    }
    return true;
}

bool readLog(Value value, Checkpoint &checkpoint)
{
    const auto size = value["size"].integer();
    const auto root = sha256FromBytes(fromBase64(value["root"].text()).value_or(""));
    if (!size || *size < 0 || !root || value["origin"].text().empty())
        return false;
    checkpoint = {std::string(value["origin"].text()), std::uint64_t(*size), *root};
    return true;
}

bool readClaims(Value root, Claims &claims)
{
    const auto from = microsOf(root["period"]["from"]);
    const auto to = microsOf(root["period"]["to"]);
    claims.report = root["report"].text();
    claims.tables = root["tables"].text();
    if (root["format"].text() != bundleFormat || claims.report.empty() || !from || !to
        || !readLog(root["log"], claims.checkpoint) || !readFiles(root["files"], claims.files)
        || !root["queries"].isArray())
        return false;
    claims.period = {*from, *to, 0};
    for (const auto &item : root["queries"]) {
        QueryClaim claim;
        if (!readQuery(item.value(), claim))
            return false;
        claims.queries.push_back(std::move(claim));
    }
    return true;
}

Step Verification::open()
{
    auto files = readZip(m_bytes);
    if (!files)
        return malformed("no bundle: " + files.error().detail);
    m_files = std::move(*files);
    for (const char *name : {"manifest.json", "manifest.sig", "checkpoint.note", "data.ndjson",
             "definitions/tables.json"}) {
        if (!m_files.contains(name))
            return malformed(std::string(name) + " is missing");
    }
    return std::nullopt;
}

Step Verification::checkSignature()
{
    const auto opened = openNote(file("manifest.sig"), m_keys);
    if (!opened && opened.error().code == "note-malformed")
        return malformed("manifest.sig is no signed note");
    if (!opened && opened.error().code == "note-unknown-key")
        return Failure{Verdict::UnknownKey, "no given key has signed this report"};
    if (!opened)
        return mismatch("the signature of the report is wrong");
    const auto lines = linesOf(opened->text);
    m_signedReport = lines.size() == 3 ? lines[1] : std::string_view();
    if (signedTextOf(m_signedReport, file("manifest.json")) != opened->text)
        return mismatch("manifest.json is not what was signed");
    return std::nullopt;
}

Step Verification::readManifest()
{
    const auto reading = readJson(file("manifest.json"), Limits::wide());
    if (!reading || canonicalJson(reading.tree().root()) != file("manifest.json")
        || !readClaims(reading.tree().root(), m_claims))
        return malformed("manifest.json is not in the form of a report");
    if (m_claims.report != m_signedReport)
        return mismatch("manifest.json is of another report");
    return std::nullopt;
}

Step Verification::checkFiles() const
{
    if (m_files.size() != m_claims.files.size() + 2)
        return mismatch("there are other files than the manifest names");
    for (const auto &[name, claim] : m_claims.files) {
        const auto found = m_files.find(name);
        if (found == m_files.end() || name == "manifest.json" || name == "manifest.sig")
            return mismatch(name + " is missing");
        if (std::int64_t(found->second.size()) != claim.size
            || toHex(bytesOf(sha256(found->second))) != claim.digest)
            return mismatch(name + " is not what the manifest says");
    }
    return std::nullopt;
}

Step Verification::checkCheckpoint()
{
    const auto &note = file("checkpoint.note");
    const auto read = readNote(note);
    const auto checkpoint = read ? readCheckpoint(read->text) : Result<Checkpoint>(read.error());
    if (!checkpoint)
        return malformed("checkpoint.note is no checkpoint");
    if (*checkpoint != m_claims.checkpoint)
        return mismatch("checkpoint.note is not the checkpoint of the manifest");
    std::vector<NoteVerifier> own;
    std::ranges::copy_if(m_keys, std::back_inserter(own),
        [&](const NoteVerifier &key) { return key.name == checkpoint->origin; });
    m_isLogKeyKnown = !own.empty();
    if (m_isLogKeyKnown && !openNote(note, own))
        return mismatch("the log's key did not sign its checkpoint");
    // Or a log under another name would pass for the one whose key was given.
    for (const auto &key : m_keys) {
        const std::vector<NoteVerifier> one{key};
        if (!openNote(note, one) && !openNote(file("manifest.sig"), one))
            return Failure{Verdict::UnknownKey,
                "the key " + key.name + " has signed neither the report nor the log"};
    }
    return std::nullopt;
}

Step Verification::checkEntries()
{
    const auto &data = file("data.ndjson");
    m_leaves = linesOf(data);
    if (m_leaves.size() != m_claims.checkpoint.size || (!data.empty() && data.back() != '\n'))
        return mismatch("data.ndjson has another number of entries than the checkpoint");
    MerkleTree tree;
    for (const auto leaf : m_leaves)
        tree.append(leafHash(leaf));
    if (tree.root() != m_claims.checkpoint.root)
        return mismatch("the entries do not give the root of the checkpoint");
    return std::nullopt;
}

Step Verification::checkProof(const std::string &name, std::string_view text) const
{
    static constexpr std::string_view first = "c2sp.org/tlog-proof@v1\nindex ";
    const auto split = text.find("\n\n");
    if (!text.starts_with(first) || split == std::string_view::npos)
        return malformed(name + " is no proof");
    const auto lines = linesOf(text.substr(first.size(), split - first.size()));
    std::uint64_t seq = 0;
    const auto number = lines.empty() ? std::string_view() : lines.front();
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), seq);
    if (error != std::errc() || std::to_string(seq) != number)
        return malformed(name + " is no proof");
    std::vector<Sha256> proof;
    for (const auto line : std::span(lines).subspan(1)) {
        const auto hash = sha256FromBytes(fromBase64(line).value_or(""));
        if (!hash)
            return malformed(name + " is no proof");
        proof.push_back(*hash);
    }
    if (text.substr(split + 2) != file("checkpoint.note") || seq >= m_leaves.size()
        || !verifyInclusion(seq, m_claims.checkpoint.size, leafHash(m_leaves[seq]), proof,
            m_claims.checkpoint.root))
        return mismatch(name + " proves nothing of this log");
    return std::nullopt;
}

Step Verification::checkProofs() const
{
    for (const auto &[name, text] : m_files) {
        if (!name.starts_with("proofs/"))
            continue;
        if (auto failure = checkProof(name, text))
            return failure;
    }
    return std::nullopt;
}

bool isComplete(const Parameters &parameters, const Definition &definition)
{
    return std::ranges::all_of(definition.parameters, [&](const ParameterDefinition &one) {
        return one.isList ? parameters.texts.contains(one.name)
                          : parameters.numbers.contains(one.name);
    });
}

Step Verification::checkQuery(
    const QueryClaim &claim, const Facts &facts, std::span<const Definition> known) const
{
    const auto own = m_files.find("definitions/" + claim.id + ".json");
    if (own == m_files.end() || sha256Id("", own->second) != claim.digest)
        return mismatch("the definition of " + claim.id + " is another one");
    const auto definition = std::ranges::find(known, claim.id, &Definition::id);
    if (definition == known.end() || definition->digest != claim.digest)
        return mismatch("this program does not know that version of " + claim.id);
    if (claim.isCollected != definition->isCollected)
        return mismatch(claim.id + " is collected, or not, otherwise than its definition says");
    if (!claim.isCollected)
        return std::nullopt;
    if (!isComplete(claim.parameters, *definition))
        return malformed("parameters of " + claim.id + " are missing");
    auto period = m_claims.period;
    period.asOf = facts.last();
    const auto count = recount(facts, claim.id, claim.parameters, period);
    if (!count || *count != claim.count || *count != claim.recounted)
        return mismatch("counted again, " + claim.id + " has other numbers");
    return std::nullopt;
}

// All queries of the framework, each once: none is left out because of what it would show.
Step Verification::checkCoverage(std::span<const Definition> known) const
{
    const auto text = m_files.find("framework.json");
    if (text == m_files.end())
        return malformed("framework.json is missing");
    std::set<std::string> wanted;
    if (text->second == "{}") {
        for (const auto &definition : known)
            wanted.insert(definition.id);
    } else {
        const auto all = frameworks();
        const auto found = all ? std::ranges::find(*all, text->second, &Framework::text)
                               : std::vector<Framework>::const_iterator();
        if (!all || found == all->end())
            return mismatch("this program does not know that version of the framework");
        for (const auto &control : found->controls)
            wanted.insert(control.queries.begin(), control.queries.end());
    }
    std::set<std::string> claimed;
    for (const auto &claim : m_claims.queries) {
        if (!claimed.insert(claim.id).second)
            return mismatch(claim.id + " stands twice");
    }
    if (claimed != wanted)
        return mismatch("the queries are not those of the framework");
    return std::nullopt;
}

Step Verification::checkQueries()
{
    const auto known = definitions();
    const auto ownTables = tables();
    if (!known || sha256Id("", file("definitions/tables.json")) != m_claims.tables)
        return mismatch("the definition of the tables is another one");
    if (!ownTables || ownTables->digest != m_claims.tables)
        return mismatch("this program does not know that version of the tables");
    if (auto failure = checkCoverage(*known))
        return failure;
    std::vector<Fact> all;
    all.reserve(m_leaves.size());
    for (const auto leaf : m_leaves)
        all.push_back(factOf(std::int64_t(all.size()), leaf));
    const Facts facts(std::move(all));
    for (const auto &claim : m_claims.queries) {
        if (auto failure = checkQuery(claim, facts, *known))
            return failure;
    }
    return std::nullopt;
}

BundleFinding Verification::run()
{
    static constexpr Step (Verification::*steps[])()
        = {&Verification::open, &Verification::checkSignature, &Verification::readManifest};
    BundleFinding finding;
    const auto stop = [&finding](Step failure) {
        finding.verdict = failure->verdict;
        finding.what = std::move(failure->what);
        return finding;
    };
    for (const auto step : steps) {
        if (auto failure = (this->*step)())
            return stop(std::move(failure));
    }
    if (auto failure = checkFiles())
        return stop(std::move(failure));
    if (auto failure = checkCheckpoint())
        return stop(std::move(failure));
    if (auto failure = checkEntries())
        return stop(std::move(failure));
    if (auto failure = checkProofs())
        return stop(std::move(failure));
    if (auto failure = checkQueries())
        return stop(std::move(failure));
    finding.report = m_claims.report;
    finding.origin = m_claims.checkpoint.origin;
    finding.entries = m_claims.checkpoint.size;
    finding.queries = int(std::ranges::count(m_claims.queries, true, &QueryClaim::isCollected));
    finding.isLogKeyKnown = m_isLogKeyKnown;
    return finding;
}

} // namespace

BundleFinding verifyBundle(std::string_view bytes, std::span<const NoteVerifier> keys)
{
    return Verification(bytes, keys).run();
}

std::string signedTextOf(const std::string &report, std::string_view manifest)
{
    return std::string(bundleFormat) + '\n' + report + '\n' + sha256Id("", manifest) + '\n';
}

std::string proofText(
    std::uint64_t seq, std::span<const Sha256> proof, const std::string &checkpointNote)
{
    auto text = "c2sp.org/tlog-proof@v1\nindex " + std::to_string(seq) + '\n';
    for (const auto &hash : proof)
        text += toBase64(bytesOf(hash)) + '\n';
    return text + '\n' + checkpointNote;
}

std::vector<std::string> sampleOf(
    std::vector<std::string> ids, const std::string &seed, std::size_t count)
{
    std::vector<std::pair<Sha256, std::string>> ordered;
    for (auto &id : ids)
        ordered.emplace_back(sha256("cms.sample.v1\n" + seed + '\n', id), std::move(id));
    std::ranges::sort(ordered);
    ordered.resize(std::min(count, ordered.size()));
    std::vector<std::string> chosen;
    for (auto &entry : ordered)
        chosen.push_back(std::move(entry.second));
    return chosen;
}

} // namespace chancery::core::evidence
