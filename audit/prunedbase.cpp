// SPDX-License-Identifier: Apache-2.0
#include "prunedbase.h"

#include "engine/core/digest.h"

namespace chancery::audit {

namespace {

core::Error refused(const char *code, std::string detail)
{
    return {core::ErrorKind::Invalid, code, std::move(detail), {}, {}, {}};
}

} // namespace

std::vector<core::MerkleNode> edgeOf(std::uint64_t size)
{
    std::vector<core::MerkleNode> nodes;
    std::uint64_t begin = 0;
    for (int level = 63; level >= 0; --level) {
        const auto width = std::uint64_t(1) << level;
        if ((size & width) == 0)
            continue;
        nodes.push_back({level, begin >> level, {}});
        begin += width;
    }
    return nodes;
}

core::Result<PrunedBase> prunedBaseOf(const core::PruneRecord &record, const std::string &origin,
    std::span<const core::NoteVerifier> verifiers)
{
    PrunedBase base{record.note, {}, edgeOf(record.before), {}};
    // Whole tiles, so no entry itself is among them.
    if (record.before == 0 || record.before % core::pruneTile != 0
        || record.hashes.size() != base.nodes.size())
        return refused("pruned-unreadable", "not one that a log makes");
    for (std::size_t i = 0; i < base.nodes.size(); ++i) {
        const auto bytes = core::fromBase64(record.hashes[i]);
        const auto hash = bytes ? core::sha256FromBytes(*bytes) : std::nullopt;
        if (!hash)
            return refused("pruned-unreadable", "a hash that is none");
        base.nodes[i].hash = *hash;
    }
    const auto checkpoint = core::openCheckpoint(record.note, origin, verifiers);
    if (!checkpoint)
        return refused("pruned-unsigned", checkpoint.error().code);
    auto tree = core::MerkleTree::restore(
        record.before, [&base](int level, std::uint64_t index) -> core::Result<core::Sha256> {
            for (const auto &node : base.nodes) {
                if (node.level == level && node.index == index)
                    return node.hash;
            }
            return refused("pruned-unreadable", "a subtree is missing");
        });
    if (!tree)
        return tree.error();
    if (checkpoint->size != record.before || checkpoint->root != tree->root())
        return refused("pruned-differs", "not what the log has signed");
    base.checkpoint = *checkpoint;
    base.tree = std::move(*tree);
    return base;
}

} // namespace chancery::audit
