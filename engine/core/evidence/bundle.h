// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/evidence/zip.h"
#include "engine/core/signednote.h"

namespace chancery::core::evidence {

// The exit codes of a verification; docs/auditor-guide.md has the order of the steps, by which a
// second program written from it alone comes to the same answer.
enum class BundleVerdict : std::uint8_t { Fine = 0, Mismatch = 1, Malformed = 2, UnknownKey = 3 };

struct BundleFinding {
    BundleVerdict verdict = BundleVerdict::Fine;
    std::string what; // of the first step that failed, for people
    // Of a bundle that is fine.
    std::string report;
    std::string origin;
    std::uint64_t entries = 0; // that are there
    std::uint64_t pruned = 0; // and that were before them
    int queries = 0; // whose numbers were counted again
    // Beginnings of the log of which a time-stamp authority said that they existed, and when: by
    // the stamps' own words, unless the authority's certificates were given.
    struct Anchor {
        std::uint64_t size = 0;
        std::string time; // "20261130080000Z"
    };
    std::vector<Anchor> anchors;
    bool isLogKeyKnown = false; // false: the log's own signature was not looked at
    // What of the bundle is not as this version would have it: "Q01", "tables", "framework". It was
    // verified by what it carries itself; whoever relies on it has to read that.
    std::vector<std::string> differs;
};

// Checks a report bundle with nothing but its bytes and the keys that its reader trusts: no
// network, no database. Counts every query again over the raw entries. With certificates (PEM) the
// signatures of time stamps must lead to one of them.
BundleFinding verifyBundle(std::string_view bytes, std::span<const NoteVerifier> keys,
    const std::string &stampAuthorities = {});

inline constexpr std::string_view bundleFormat = "chancery.report.v1";
// What manifest.sig signs: the format, the id of the report, and the digest of manifest.json.
std::string signedTextOf(const std::string &report, std::string_view manifest);

// "Supports assessment of …": stands on every page and in every manifest.
std::string statementFor(const std::string &framework);
// C2SP tlog-proof: one entry of a log with its place, its proof and the checkpoint.
std::string proofText(
    std::uint64_t seq, std::span<const Sha256> proof, const std::string &checkpointNote);

// The n ids of a population that are looked at more closely, chosen by nothing but the seed:
// ordered by SHA-256("cms.sample.v1\n" ‖ seed ‖ "\n" ‖ id), the first n. Of millions no more than n
// are kept at a time.
class Sampler {
public:
    Sampler(const std::string &seed, std::size_t count)
        : m_prefix("cms.sample.v1\n" + seed + '\n')
        , m_count(count)
    {
    }
    void offer(std::string_view id);
    std::vector<std::string> take();

private:
    std::string m_prefix;
    std::size_t m_count;
    std::vector<std::pair<Sha256, std::string>> m_best; // a heap, its last on top
};
std::vector<std::string> sampleOf(
    const std::vector<std::string> &ids, const std::string &seed, std::size_t count);

} // namespace chancery::core::evidence
