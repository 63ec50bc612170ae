// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/digest.h"
#include "engine/core/result.h"

#include <functional>
#include <span>
#include <vector>

namespace chancery::core {

// RFC 6962 §2.1: SHA-256(0x00 ‖ data) and SHA-256(0x01 ‖ left ‖ right); the root of nothing is
// SHA-256 of the empty text.
Sha256 leafHash(std::string_view data);
Sha256 nodeHash(const Sha256 &left, const Sha256 &right);
Sha256 merkleRoot(std::span<const Sha256> leafHashes);
// Exactly 32 bytes, as they come from a file or the wire.
std::optional<Sha256> sha256FromBytes(std::string_view bytes);

// The root of a complete subtree: node (level, index) covers the leaves
// [index << level, (index + 1) << level), level 0 being the leaf hashes. Once complete it never
// changes.
struct MerkleNode {
    int level = 0;
    std::uint64_t index = 0;
    Sha256 hash{};
    friend bool operator==(const MerkleNode &, const MerkleNode &) = default;
};
// Where complete subtrees are kept: memory, a table of the cache, a table of the server.
using MerkleLookup = std::function<Result<Sha256>(int level, std::uint64_t index)>;

// The growing right edge of the tree: O(log n) hashes, whatever the size. What append() completes
// is for the caller to store, so that roots and proofs of any earlier size can be served from it.
class MerkleTree {
public:
    MerkleTree() = default;
    // The edge of a tree of which size leaves are stored already.
    static Result<MerkleTree> restore(std::uint64_t size, const MerkleLookup &lookup);

    std::uint64_t size() const { return m_size; }
    Sha256 root() const;

    // Adds the completed subtrees to the list, the leaf itself first.
    void append(const Sha256 &leaf, std::vector<MerkleNode> *completed = nullptr);

private:
    std::uint64_t m_size = 0;
    // One hash per set bit of the size, the widest first.
    std::vector<Sha256> m_edge;
};

// Complete subtrees in memory. Of a log whose beginning has gone the edge of that is added first,
// and what follows has no room for what is not there.
class MerkleStore {
public:
    void add(std::span<const MerkleNode> nodes);
    // NotFound for what has not been added.
    MerkleLookup lookup() const;

private:
    // Those of a level follow each other.
    struct Level {
        std::uint64_t first = 0;
        std::vector<Sha256> hashes;
    };
    std::vector<Level> m_levels;
};

// All from the complete subtrees alone, O(log n) lookups. Error{Invalid} where the numbers make no
// sense: an index at or beyond the size, a first size of zero or beyond the second.
Result<Sha256> rootAt(std::uint64_t size, const MerkleLookup &lookup);
Result<std::vector<Sha256>> inclusionProof(
    std::uint64_t index, std::uint64_t size, const MerkleLookup &lookup);
Result<std::vector<Sha256>> consistencyProof(
    std::uint64_t from, std::uint64_t to, const MerkleLookup &lookup);

using MerkleProof = std::span<const Sha256>;
// standards.md AUD-7. A from of zero proves nothing and is refused: whoever starts from an empty
// log has nothing to compare.
bool verifyInclusion(std::uint64_t index, std::uint64_t size, const Sha256 &leaf, MerkleProof proof,
    const Sha256 &root);
bool verifyConsistency(std::uint64_t from, std::uint64_t to, MerkleProof proof,
    const Sha256 &fromRoot, const Sha256 &toRoot);

} // namespace chancery::core
