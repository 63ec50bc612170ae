// SPDX-License-Identifier: Apache-2.0
#include "merkle.h"

#include <bit>

// The Merkle tree of RFC 6962 §2.1 (and 9162 §2.1). A tree of n leaves splits at k, the largest
// power of two below n, into a complete left part and the rest; so every hash that a root or a
// proof of any size needs is either the root of a complete, aligned subtree, and stored, or is made
// of O(log n) such. The verifiers follow standards.md AUD-7 to the letter.

namespace chancery::core {

namespace {

constexpr std::size_t longestProof = 63;

Error invalid(const char *code, std::string detail)
{
    return {ErrorKind::Invalid, code, std::move(detail), {}, {}, {}};
}

// The largest power of two below the count, which is at least two.
std::uint64_t splitOf(std::uint64_t count)
{
    return std::bit_floor(count - 1);
}

// The root of the leaves [begin, begin + count). By the way trees split, begin is a multiple of the
// least power of two that is not below count.
Result<Sha256> rangeRoot(std::uint64_t begin, std::uint64_t count, const MerkleLookup &lookup)
{
    if (std::has_single_bit(count)) {
        const int level = std::countr_zero(count);
        return lookup(level, begin >> level);
    }
    const auto left = splitOf(count);
    const auto leftRoot = rangeRoot(begin, left, lookup);
    if (!leftRoot)
        return leftRoot;
    const auto rightRoot = rangeRoot(begin + left, count - left, lookup);
    if (!rightRoot)
        return rightRoot;
    return nodeHash(*leftRoot, *rightRoot);
}

struct Range {
    std::uint64_t begin = 0;
    std::uint64_t count = 0;
};

// The roots of the ranges, from the last to the first: proofs are found from the root down and
// written from the leaf up.
Result<std::vector<Sha256>> rootsFromLast(
    const std::vector<Range> &ranges, const MerkleLookup &lookup)
{
    std::vector<Sha256> hashes;
    hashes.reserve(ranges.size());
    for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
        const auto hash = rangeRoot(range->begin, range->count, lookup);
        if (!hash)
            return hash.error();
        hashes.push_back(*hash);
    }
    return hashes;
}

// Skips the levels on which the way up from first needs no sibling.
void skipEven(std::uint64_t &first, std::uint64_t &second)
{
    while (first != 0 && first % 2 == 0) {
        first >>= 1;
        second >>= 1;
    }
}

} // namespace

Sha256 leafHash(std::string_view data)
{
    return sha256(std::string_view("\0", 1), data);
}

Sha256 nodeHash(const Sha256 &left, const Sha256 &right)
{
    std::array<char, 65> bytes;
    bytes[0] = 1;
    std::copy(left.begin(), left.end(), bytes.begin() + 1);
    std::copy(right.begin(), right.end(), bytes.begin() + 33);
    return sha256(std::string_view(bytes.data(), bytes.size()));
}

Sha256 merkleRoot(std::span<const Sha256> leafHashes)
{
    MerkleTree tree;
    for (const auto &leaf : leafHashes)
        tree.append(leaf);
    return tree.root();
}

std::optional<Sha256> sha256FromBytes(std::string_view bytes)
{
    Sha256 hash;
    if (bytes.size() != hash.size())
        return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

Result<MerkleTree> MerkleTree::restore(std::uint64_t size, const MerkleLookup &lookup)
{
    MerkleTree tree;
    std::uint64_t begin = 0;
    for (auto rest = size; rest != 0;) {
        const auto width = std::bit_floor(rest);
        const int level = std::countr_zero(width);
        const auto hash = lookup(level, begin >> level);
        if (!hash)
            return hash.error();
        tree.m_edge.push_back(*hash);
        begin += width;
        rest -= width;
    }
    tree.m_size = size;
    return tree;
}

Sha256 MerkleTree::root() const
{
    if (m_edge.empty())
        return sha256({});
    Sha256 root = m_edge.back();
    for (auto left = m_edge.rbegin() + 1; left != m_edge.rend(); ++left)
        root = nodeHash(*left, root);
    return root;
}

void MerkleTree::append(const Sha256 &leaf, std::vector<MerkleNode> *completed)
{
    Sha256 hash = leaf;
    std::uint64_t index = m_size;
    if (completed)
        completed->push_back({0, index, hash});
    for (int level = 1; index % 2 == 1; ++level) {
        hash = nodeHash(m_edge.back(), hash);
        m_edge.pop_back();
        index >>= 1;
        if (completed)
            completed->push_back({level, index, hash});
    }
    m_edge.push_back(hash);
    ++m_size;
}

void MerkleStore::add(std::span<const MerkleNode> nodes)
{
    for (const auto &node : nodes) {
        const auto row = std::size_t(node.level);
        if (m_levels.size() <= row)
            m_levels.resize(row + 1);
        auto &level = m_levels[row];
        if (level.hashes.empty())
            level.first = node.index;
        // None of a beginning that has gone is ever asked for again.
        if (node.index < level.first)
            continue;
        const auto place = node.index - level.first;
        if (level.hashes.size() <= place)
            level.hashes.resize(place + 1);
        level.hashes[place] = node.hash;
    }
}

MerkleLookup MerkleStore::lookup() const
{
    return [this](int level, std::uint64_t index) -> Result<Sha256> {
        const auto row = std::size_t(level);
        if (row >= m_levels.size() || index < m_levels[row].first
            || index - m_levels[row].first >= m_levels[row].hashes.size())
            return Error{ErrorKind::NotFound, "merkle-node-missing",
                std::to_string(level) + '/' + std::to_string(index), {}, {}, {}};
        return m_levels[row].hashes[index - m_levels[row].first];
    };
}

Result<Sha256> rootAt(std::uint64_t size, const MerkleLookup &lookup)
{
    if (size == 0)
        return sha256({});
    return rangeRoot(0, size, lookup);
}

Result<std::vector<Sha256>> inclusionProof(
    std::uint64_t index, std::uint64_t size, const MerkleLookup &lookup)
{
    if (index >= size)
        return invalid(
            "index-beyond-size", "leaf " + std::to_string(index) + " of " + std::to_string(size));
    std::vector<Range> siblings;
    Range range{0, size};
    while (range.count > 1) {
        const auto left = splitOf(range.count);
        const Range first{range.begin, left};
        const Range second{range.begin + left, range.count - left};
        const bool isLeft = index < second.begin;
        siblings.push_back(isLeft ? second : first);
        range = isLeft ? first : second;
    }
    return rootsFromLast(siblings, lookup);
}

Result<std::vector<Sha256>> consistencyProof(
    std::uint64_t from, std::uint64_t to, const MerkleLookup &lookup)
{
    if (from == 0 || from > to)
        return invalid(
            "sizes-out-of-order", "from " + std::to_string(from) + " to " + std::to_string(to));
    std::vector<Range> parts;
    Range range{0, to};
    // While the range holds more than the old tree does, the old tree's edge lies inside it.
    bool isWholeOldTree = true;
    while (from != range.begin + range.count) {
        const auto left = splitOf(range.count);
        const Range first{range.begin, left};
        const Range second{range.begin + left, range.count - left};
        if (from <= second.begin) {
            parts.push_back(second);
            range = first;
        } else {
            parts.push_back(first);
            range = second;
            isWholeOldTree = false;
        }
    }
    // The old root is known to whoever asks.
    if (!isWholeOldTree)
        parts.push_back(range);
    return rootsFromLast(parts, lookup);
}

bool verifyInclusion(std::uint64_t index, std::uint64_t size, const Sha256 &leaf, MerkleProof proof,
    const Sha256 &root)
{
    if (index >= size || proof.size() > longestProof)
        return false;
    auto first = index;
    auto second = size - 1;
    Sha256 hash = leaf;
    for (const auto &sibling : proof) {
        if (second == 0)
            return false;
        if (first % 2 == 1 || first == second) {
            hash = nodeHash(sibling, hash);
            skipEven(first, second);
        } else {
            hash = nodeHash(hash, sibling);
        }
        first >>= 1;
        second >>= 1;
    }
    return second == 0 && hash == root;
}

bool verifyConsistency(std::uint64_t from, std::uint64_t to, MerkleProof proof,
    const Sha256 &fromRoot, const Sha256 &toRoot)
{
    if (from == 0 || to < from || proof.size() > longestProof)
        return false;
    if (from == to)
        return proof.empty() && fromRoot == toRoot;
    if (proof.empty())
        return false;
    Sha256 seed = fromRoot;
    if (!std::has_single_bit(from)) {
        seed = proof.front();
        proof = proof.subspan(1);
    }
    auto first = from - 1;
    auto second = to - 1;
    while (first % 2 == 1) {
        first >>= 1;
        second >>= 1;
    }
    Sha256 fromHash = seed;
    Sha256 toHash = seed;
    for (const auto &hash : proof) {
        if (second == 0)
            return false;
        if (first % 2 == 1 || first == second) {
            fromHash = nodeHash(hash, fromHash);
            toHash = nodeHash(hash, toHash);
            skipEven(first, second);
        } else {
            toHash = nodeHash(toHash, hash);
        }
        first >>= 1;
        second >>= 1;
    }
    return second == 0 && fromHash == fromRoot && toHash == toRoot;
}

} // namespace chancery::core
