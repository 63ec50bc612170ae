// SPDX-License-Identifier: Apache-2.0
#include "evidencewalk.h"

#include "audit/prunedbase.h"
#include "audit/sidejobs.h"

// A tree of 2^n entries that begins at a multiple of that is a node of any larger one (RFC 6962
// §2.1), so pieces of such a size are hashed in any order and by any thread. What they give is put
// together in the order of the log, from left to right: the edge of the tree at a piece's beginning
// and the root of what the piece has so far are the root of all up to there.

namespace chancery::audit {

namespace {

using core::MerkleNode;
using core::Result;
using core::Sha256;

constexpr std::uint64_t rowsBetweenLooks = 1024;

Finding findingAt(const MerkleNode &node)
{
    const auto first = node.index << node.level;
    return {first, first + (std::uint64_t(1) << node.level) - 1, "node"};
}

struct Piece {
    Sha256 root{};
    bool isWhole = false;
    std::int64_t nodes = 0;
    // Of the piece alone, at sizes of the log.
    std::vector<std::pair<std::uint64_t, Sha256>> roots = {};
    std::optional<Finding> finding = {};
};

// Nodes of the file from a place on, as a tree of its own numbers them.
core::MerkleLookup storedFrom(core::Database &reader, std::uint64_t begin)
{
    return [&reader, begin](int level, std::uint64_t index) -> Result<Sha256> {
        auto select = reader.prepare("SELECT hash FROM node WHERE level = ? AND idx = ?");
        if (!select)
            return select.error();
        const auto row = select->bindAll(level, (begin >> level) + index).step();
        if (!row)
            return row.error();
        const auto hash = *row ? core::sha256FromBytes(select->blob(0)) : std::nullopt;
        // What is missing gives another root than the signed one.
        return hash ? *hash : Sha256{};
    };
}

// Asked before every 1024th row whether to go on.
using GoesOn = std::function<bool()>;

// Hashes pieces by one connection.
class PieceWalk {
public:
    PieceWalk(core::Database &reader, int level)
        : m_reader(reader)
        , m_level(level)
    {
    }
    // [first, end): a piece, or what there is of the last one. In the first one the log begins.
    Result<Piece> run(std::uint64_t first, std::uint64_t end,
        const std::vector<std::uint64_t> &sizes, const GoesOn &goesOn, bool isFirst);

private:
    Result<> begin(std::uint64_t first, std::uint64_t end, bool isFirst);
    Result<bool> takeLeaf(std::uint64_t seq, Piece &piece);
    Result<> checkNode(const MerkleNode &node, Piece &piece);

    core::Database &m_reader;
    int m_level;
    core::Statement m_leaves;
    std::vector<core::Statement> m_levels; // of the subtrees above the entries
    core::MerkleTree m_tree;
    std::vector<MerkleNode> m_completed;
};

Result<> PieceWalk::begin(std::uint64_t first, std::uint64_t end, bool isFirst)
{
    const auto begin = first >> m_level << m_level;
    auto before = core::MerkleTree::restore(first - begin, storedFrom(m_reader, begin));
    if (!before)
        return before.error();
    m_tree = std::move(*before);
    m_levels.clear();
    auto leaves = m_reader.prepare(
        "SELECT seq, raw, leaf_hash FROM leaf WHERE seq >= ? AND seq < ? ORDER BY seq");
    if (!leaves)
        return leaves.error();
    m_leaves = std::move(*leaves);
    // What stands before the first one is none of the log, and is found there.
    m_leaves.bindAll(isFirst ? std::numeric_limits<std::int64_t>::min() : std::int64_t(first), end);
    for (int level = 1; level <= m_level; ++level) {
        auto nodes = m_reader.prepare(
            "SELECT idx, hash FROM node WHERE level = ? AND idx >= ? ORDER BY idx");
        if (!nodes)
            return nodes.error();
        nodes->bindAll(level, first >> level);
        m_levels.push_back(std::move(*nodes));
    }
    return core::Done();
}

Result<Piece> PieceWalk::run(std::uint64_t first, std::uint64_t end,
    const std::vector<std::uint64_t> &sizes, const GoesOn &goesOn, bool isFirst)
{
    if (auto begun = begin(first, end, isFirst); !begun)
        return begun.error();
    Piece piece;
    auto size = std::ranges::upper_bound(sizes, first);
    for (auto seq = first; seq < end; ++seq) {
        if ((seq - first) % rowsBetweenLooks == 0 && !goesOn())
            return Watch::ended();
        const auto taken = takeLeaf(seq, piece);
        if (!taken)
            return taken.error();
        if (!*taken)
            return piece;
        if (size != sizes.end() && *size == seq + 1) {
            piece.roots.emplace_back(*size, m_tree.root());
            ++size;
        }
    }
    piece.root = m_tree.root();
    piece.isWhole = m_tree.size() == std::uint64_t(1) << m_level;
    return piece;
}

// Whether it is the one that was hashed, with all that it completes.
Result<bool> PieceWalk::takeLeaf(std::uint64_t seq, Piece &piece)
{
    const auto row = m_leaves.step();
    if (!row)
        return row.error();
    const auto hash = core::leafHash(*row ? m_leaves.blob(1) : std::string_view());
    if (!*row || m_leaves.integer(0) != std::int64_t(seq)
        || m_leaves.blob(2) != core::bytesOf(hash)) {
        piece.finding = Finding{seq, seq, "leaf"};
        return false;
    }
    const auto first = seq - m_tree.size();
    m_completed.clear();
    m_tree.append(hash, &m_completed);
    for (std::size_t i = 1; i < m_completed.size() && !piece.finding; ++i) {
        auto node = m_completed[i];
        node.index += first >> node.level;
        if (auto checked = checkNode(node, piece); !checked)
            return checked.error();
    }
    return !piece.finding;
}

// Nodes of a level are completed in the order of their index, so one reading of each level will do.
Result<> PieceWalk::checkNode(const MerkleNode &node, Piece &piece)
{
    ++piece.nodes;
    auto &level = m_levels[std::size_t(node.level) - 1];
    const auto row = level.step();
    if (!row)
        return row.error();
    if (!*row || level.integer(0) != std::int64_t(node.index)
        || level.blob(1) != core::bytesOf(node.hash))
        piece.finding = findingAt(node);
    return core::Done();
}

// Puts pieces together as they come in the order of the log.
class Assembly {
public:
    Assembly(core::Database &reader, int level)
        : m_reader(reader)
        , m_level(level)
    {
    }
    // What stands before the first entry.
    Result<> begin(std::uint64_t first);
    Result<> add(const Piece &piece);
    bool hasFinding() const { return m_evidence.finding.has_value(); }
    Evidence take(std::uint64_t entries)
    {
        m_evidence.entries = entries;
        m_evidence.root = rootWith(m_rest);
        return std::move(m_evidence);
    }

private:
    // Of the edge with what stands behind it.
    Sha256 rootWith(std::optional<Sha256> rest) const
    {
        for (auto left = m_edge.rbegin(); left != m_edge.rend(); ++left)
            rest = rest ? core::nodeHash(left->hash, *rest) : left->hash;
        return rest ? *rest : core::merkleRoot({});
    }
    Result<> complete(const Sha256 &root);
    Result<bool> isStored(const MerkleNode &node);

    core::Database &m_reader;
    int m_level; // of a piece
    std::vector<MerkleNode> m_edge;
    std::optional<Sha256> m_rest; // of the last piece, where it is not whole
    std::uint64_t m_pieces = 0;
    Evidence m_evidence;
};

Result<> Assembly::begin(std::uint64_t first)
{
    if (first == 0)
        return core::Done();
    const auto stored = storedFrom(m_reader, 0);
    for (auto node : edgeOf(first)) {
        const auto hash = stored(node.level, node.index);
        if (!hash)
            return hash.error();
        node.hash = *hash;
        ++m_evidence.nodes;
        m_edge.push_back(node);
    }
    m_evidence.roots.emplace(first, rootWith({}));
    // The narrow ones are part of the first piece.
    while (!m_edge.empty() && m_edge.back().level < m_level)
        m_edge.pop_back();
    m_pieces = first >> m_level;
    return core::Done();
}

Result<> Assembly::add(const Piece &piece)
{
    for (const auto &[size, root] : piece.roots)
        m_evidence.roots.emplace(size, rootWith(root));
    m_evidence.nodes += piece.nodes;
    m_evidence.finding = piece.finding;
    if (piece.finding)
        return core::Done();
    if (piece.isWhole)
        return complete(piece.root);
    m_rest = piece.root;
    return core::Done();
}

Result<> Assembly::complete(const Sha256 &root)
{
    MerkleNode node{m_level, m_pieces++, root};
    while (node.index % 2 == 1) {
        node = {node.level + 1, node.index >> 1, core::nodeHash(m_edge.back().hash, node.hash)};
        m_edge.pop_back();
        ++m_evidence.nodes;
        const auto isSame = isStored(node);
        if (!isSame)
            return isSame.error();
        if (!*isSame) {
            m_evidence.finding = findingAt(node);
            return core::Done();
        }
    }
    m_edge.push_back(node);
    return core::Done();
}

Result<bool> Assembly::isStored(const MerkleNode &node)
{
    auto select = m_reader.prepare("SELECT hash FROM node WHERE level = ? AND idx = ?");
    if (!select)
        return select.error();
    const auto row = select->bindAll(node.level, node.index).step();
    if (!row)
        return row.error();
    return *row && select->blob(0) == core::bytesOf(node.hash);
}

// What the threads share: which piece is next, and what came of them.
class Pieces {
public:
    Pieces(std::uint64_t first, std::uint64_t entries, const std::vector<std::uint64_t> &sizes,
        int level)
        : m_first(first)
        , m_entries(entries)
        , m_level(level)
        , m_sizes(sizes)
        , m_next(first >> level)
    {
    }
    std::uint64_t done() const { return m_done; }

    // Until there is none, or something was found.
    void work(core::Database &reader, const GoesOn &goesOn)
    {
        PieceWalk walk(reader, m_level);
        const auto length = std::uint64_t(1) << m_level;
        while (!m_isEnough) {
            const auto number = m_next++;
            if (m_entries == 0 || number > (m_entries - 1) / length)
                return;
            const auto begin = number * length;
            const auto first = std::max(begin, m_first);
            const auto goes = [&] {
                const bool isGoing = goesOn();
                m_done += isGoing ? rowsBetweenLooks : 0;
                return isGoing;
            };
            auto piece = walk.run(first, begin + std::min(length, m_entries - begin), m_sizes, goes,
                first == m_first);
            if (!piece || piece->finding)
                m_isEnough = true;
            const std::lock_guard lock(m_mutex);
            m_pieces.emplace(number, std::move(piece));
        }
    }

    // After all have ended. The pieces before the first one with a finding are all here: they were
    // begun before it.
    Result<Evidence> assemble(core::Database &reader)
    {
        Assembly assembly(reader, m_level);
        if (auto begun = assembly.begin(m_first); !begun)
            return begun.error();
        for (const auto &[number, piece] : m_pieces) {
            if (!piece)
                return piece.error();
            if (auto added = assembly.add(*piece); !added)
                return added.error();
            if (assembly.hasFinding())
                break;
        }
        return assembly.take(m_entries);
    }

private:
    std::uint64_t m_first;
    std::uint64_t m_entries;
    int m_level;
    const std::vector<std::uint64_t> &m_sizes;
    std::atomic<std::uint64_t> m_next;
    std::atomic<std::uint64_t> m_done = 0;
    std::atomic<bool> m_isEnough = false;
    std::mutex m_mutex;
    std::map<std::uint64_t, Result<Piece>> m_pieces;
};

} // namespace

Result<Evidence> walkEvidence(std::span<core::Database *const> readers,
    const std::vector<std::uint64_t> &sizes, const Watch &watch, int pieceLevel,
    std::uint64_t first)
{
    const auto count = readers[0]->integer("SELECT coalesce(max(seq) + 1, 0) FROM leaf");
    if (!count)
        return count.error();
    const auto entries = std::uint64_t(std::max<std::int64_t>(*count, 0));
    // Rows that stand before the first entry, of a log that has none.
    const auto strays = readers[0]->integer("SELECT count(*) FROM leaf WHERE seq < 0");
    if (!strays)
        return strays.error();
    if (entries == 0 && *strays > 0)
        return Evidence{0, core::merkleRoot({}), 0, {}, Finding{0, 0, "leaf"}};
    Pieces pieces(first, entries, sizes, pieceLevel);
    SideJobs jobs;
    const auto others = std::min<std::uint64_t>(
        readers.size() - 1, (entries >> pieceLevel) - (first >> pieceLevel));
    for (auto *reader : readers.subspan(1, others))
        jobs.start([&pieces, &jobs, reader] {
            pieces.work(*reader, [&jobs] { return !jobs.isEnding(); });
        });
    bool isEnded = false;
    const auto goesOn = [&] {
        isEnded = isEnded || watch.wantsEnd();
        if (isEnded)
            return false;
        watch.tell(std::int64_t(pieces.done()), std::int64_t(entries));
        return true;
    };
    pieces.work(*readers[0], goesOn);
    if (isEnded)
        jobs.end();
    jobs.wait([&watch] { return watch.wantsEnd(); });
    if (const auto ended = jobs.outcome(); !ended)
        return ended.error();
    if (watch.wantsEnd())
        return Watch::ended();
    return pieces.assemble(*readers[0]);
}

} // namespace chancery::audit
