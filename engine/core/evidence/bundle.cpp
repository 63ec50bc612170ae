// SPDX-License-Identifier: Apache-2.0
#include "bundle.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/evidence/anchorstamp.h"
#include "engine/core/evidence/bundleparts.h"
#include "engine/core/evidence/prunedlog.h"
#include "engine/core/merkle.h"
#include "engine/core/timestamp.h"

#include <algorithm>
#include <charconv>
#include <tuple>

// The steps stand in the order in which docs/auditor-guide.md has them. The first that fails
// decides, so that two verifiers agree on why. Nothing of the manifest is read before its signature
// holds.

namespace chancery::core::evidence {

namespace {

using Verdict = BundleVerdict;

// Numbers and names that every program writes in one way: whole ones that binary64 holds, and
// ASCII, whose order is the same by bytes, code points and UTF-16.
bool isPlain(const Tree &tree)
{
    static constexpr std::int64_t most = (std::int64_t(1) << 53) - 1;
    for (std::uint32_t i = 0; i < tree.nodeCount(); ++i) {
        const auto &node = tree.node(i);
        const auto text = tree.text(node);
        if (node.type == NodeType::Number) {
            const auto number = Value(tree, i).integer();
            if (!number || *number > most || *number < -most)
                return false;
        }
        if (node.type == NodeType::Key
            && std::ranges::any_of(text, [](char c) { return (c & 0x80) != 0; }))
            return false;
    }
    return true;
}

class Verification {
public:
    Verification(std::string_view bytes, std::span<const NoteVerifier> keys,
        const std::string &stampAuthorities)
        : m_bytes(bytes)
        , m_keys(keys)
        , m_stampAuthorities(stampAuthorities)
    {
    }
    BundleFinding run();

private:
    Step open();
    Step checkSignature();
    Step readManifest();
    Step checkFiles() const;
    Step checkCheckpoint();
    Step checkPruned();
    Step checkEntries();
    Step checkProofs() const;
    Step checkProof(const std::string &name, std::string_view text) const;
    Step checkAnchors();
    Step checkAnchor(const std::string &number);
    const std::string &file(const char *name) const { return m_files.at(name); }

    std::string_view m_bytes;
    std::span<const NoteVerifier> m_keys;
    const std::string &m_stampAuthorities;
    std::vector<NoteVerifier> m_logKeys; // of the given ones
    std::vector<BundleFinding::Anchor> m_anchors;
    Files m_files;
    std::string m_signedReport;
    Claims m_claims;
    std::optional<PrunedLog> m_pruned; // what was before them
    std::vector<std::string_view> m_leaves;
    MerkleStore m_nodes; // of the tree over all
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
    if (!reading || !isPlain(reading.tree())
        || canonicalJson(reading.tree().root()) != file("manifest.json")
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
    std::ranges::copy_if(m_keys, std::back_inserter(m_logKeys),
        [&](const NoteVerifier &key) { return key.name == checkpoint->origin; });
    m_isLogKeyKnown = !m_logKeys.empty();
    if (m_isLogKeyKnown && !openNote(note, m_logKeys))
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

// Of a log whose beginning was pruned: the log has signed what has gone.
Step Verification::checkPruned()
{
    const auto note = m_files.find("pruned.note");
    const auto hashes = m_files.find("pruned.hashes");
    const bool isPruned = m_claims.first > 0;
    if ((note != m_files.end()) != isPruned || (hashes != m_files.end()) != isPruned)
        return malformed("pruned.note and pruned.hashes are of a pruned log, and of no other");
    if (!isPruned)
        return std::nullopt;
    m_pruned = readPrunedLog(note->second, hashes->second);
    if (!m_pruned)
        return malformed("pruned.note and pruned.hashes are no beginning of a log");
    const Checkpoint signedThen{m_claims.checkpoint.origin, m_claims.first, m_pruned->tree.root()};
    if (m_pruned->checkpoint != signedThen)
        return mismatch("pruned.note is not the checkpoint of what was pruned");
    if (m_isLogKeyKnown && !openNote(note->second, m_logKeys))
        return mismatch("the log did not sign what was pruned");
    return std::nullopt;
}

Step Verification::checkEntries()
{
    const auto &data = file("data.ndjson");
    m_leaves = linesOf(data);
    if (m_leaves.size() != m_claims.checkpoint.size - m_claims.first
        || (!data.empty() && data.back() != '\n'))
        return mismatch("data.ndjson has another number of entries than the checkpoint");
    auto tree = m_pruned ? m_pruned->tree : MerkleTree();
    auto nodes = m_pruned ? m_pruned->nodes : std::vector<MerkleNode>();
    for (const auto leaf : m_leaves)
        tree.append(leafHash(leaf), &nodes);
    m_nodes.add(nodes);
    if (tree.root() != m_claims.checkpoint.root)
        return mismatch("the entries do not give the root of the checkpoint");
    const auto isWitness
        = [this](std::string_view leaf) { return tellsOfPruning(leaf, m_claims.first); };
    if (m_pruned && std::ranges::none_of(m_leaves, isWitness))
        return mismatch("no entry tells of what was pruned");
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
    if (text.substr(split + 2) != file("checkpoint.note") || seq < m_claims.first
        || seq - m_claims.first >= m_leaves.size()
        || !verifyInclusion(seq, m_claims.checkpoint.size, leafHash(m_leaves[seq - m_claims.first]),
            proof, m_claims.checkpoint.root))
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

// The log as it was then is the beginning of this one, and the stamp is over its checkpoint.
Step Verification::checkAnchor(const std::string &number)
{
    const auto name = "anchors/" + number + ".note";
    const auto &note = m_files.at(name);
    const auto &answer = m_files.at("anchors/" + number + ".tsr");
    const auto read = readNote(note);
    const auto checkpoint = read ? readCheckpoint(read->text) : Result<Checkpoint>(read.error());
    if (!checkpoint)
        return malformed(name + " is no checkpoint");
    const auto stamp = readStamp(answer);
    if (!stamp)
        return malformed("anchors/" + number + ".tsr is no time stamp");
    if (checkpoint->origin != m_claims.checkpoint.origin
        || std::to_string(checkpoint->size) != number || checkpoint->size < m_claims.first
        || checkpoint->size > m_claims.checkpoint.size)
        return mismatch(name + " is no beginning of this log");
    const auto root = rootAt(checkpoint->size, m_nodes.lookup());
    if (!root || *root != checkpoint->root)
        return mismatch(name + " is no beginning of this log");
    if (m_isLogKeyKnown && !openNote(note, m_logKeys))
        return mismatch("the log did not sign " + name);
    if (stamp->imprint != sha256(note))
        return mismatch("the time stamp is not of " + name);
    if (!m_stampAuthorities.empty()) {
        const auto believed = verifyTimestamp(answer, note, {}, m_stampAuthorities);
        if (!believed)
            return mismatch("anchors/" + number + ".tsr: " + believed.error().detail);
    }
    m_anchors.push_back({checkpoint->size, stamp->time});
    return std::nullopt;
}

Step Verification::checkAnchors()
{
    static constexpr std::string_view folder = "anchors/";
    static constexpr std::size_t mostDigits = 19;
    for (const auto &[name, content] : m_files) {
        if (!name.starts_with(folder))
            continue;
        const bool isNote = name.ends_with(".note");
        const auto dot = name.rfind('.');
        const auto number
            = name.substr(folder.size(), std::max(dot, folder.size()) - folder.size());
        const bool isNumber = !number.empty() && number.size() <= mostDigits && number[0] != '0'
            && number.find_first_not_of("0123456789") == std::string::npos;
        const auto other = "anchors/" + number + (isNote ? ".tsr" : ".note");
        if (!isNumber || (!isNote && !name.ends_with(".tsr")) || !m_files.contains(other))
            return malformed(name + " is no anchor");
        if (!isNote)
            continue;
        if (auto failure = checkAnchor(number))
            return failure;
    }
    std::ranges::sort(m_anchors, {}, &BundleFinding::Anchor::size);
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
    if (auto failure = checkPruned())
        return stop(std::move(failure));
    if (auto failure = checkEntries())
        return stop(std::move(failure));
    if (auto failure = checkProofs())
        return stop(std::move(failure));
    if (auto failure = checkAnchors())
        return stop(std::move(failure));
    if (auto failure = checkFigures(m_files, m_leaves, m_claims, finding.differs))
        return stop(std::move(failure));
    finding.report = m_claims.report;
    finding.origin = m_claims.checkpoint.origin;
    finding.entries = m_leaves.size();
    finding.pruned = m_claims.first;
    finding.queries = int(std::ranges::count(m_claims.queries, true, &QueryClaim::isCollected));
    finding.anchors = std::move(m_anchors);
    finding.isLogKeyKnown = m_isLogKeyKnown;
    return finding;
}

} // namespace

BundleFinding verifyBundle(
    std::string_view bytes, std::span<const NoteVerifier> keys, const std::string &stampAuthorities)
{
    return Verification(bytes, keys, stampAuthorities).run();
}

std::string signedTextOf(const std::string &report, std::string_view manifest)
{
    return std::string(bundleFormat) + '\n' + report + '\n' + sha256Id("", manifest) + '\n';
}

std::string statementFor(const std::string &framework)
{
    return "Supports assessment of " + framework + "; not a statement of compliance.";
}

std::string proofText(
    std::uint64_t seq, std::span<const Sha256> proof, const std::string &checkpointNote)
{
    auto text = "c2sp.org/tlog-proof@v1\nindex " + std::to_string(seq) + '\n';
    for (const auto &hash : proof)
        text += toBase64(bytesOf(hash)) + '\n';
    return text + '\n' + checkpointNote;
}

void Sampler::offer(std::string_view id)
{
    if (m_count == 0)
        return;
    auto digest = sha256(m_prefix, id);
    if (m_best.size() == m_count) {
        if (std::tie(digest, id) >= std::tie(m_best.front().first, m_best.front().second))
            return;
        std::ranges::pop_heap(m_best);
        m_best.pop_back();
    }
    m_best.emplace_back(digest, id);
    std::ranges::push_heap(m_best);
}

std::vector<std::string> Sampler::take()
{
    std::ranges::sort_heap(m_best);
    std::vector<std::string> chosen;
    for (auto &entry : m_best)
        chosen.push_back(std::move(entry.second));
    m_best.clear();
    return chosen;
}

std::vector<std::string> sampleOf(
    const std::vector<std::string> &ids, const std::string &seed, std::size_t count)
{
    Sampler sampler(seed, count);
    for (const auto &id : ids)
        sampler.offer(id);
    return sampler.take();
}

} // namespace chancery::core::evidence
