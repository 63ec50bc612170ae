// SPDX-License-Identifier: Apache-2.0
#include "evidencelog.h"

#include "audit/prunewitness.h"

namespace chancery::audit {

namespace {

core::Error broken(std::string detail)
{
    return {core::ErrorKind::Invalid, "audit-broken", std::move(detail), {}, {}, {}};
}

} // namespace

std::vector<std::string> signersOf(
    std::string_view note, std::span<const core::NoteVerifier> verifiers)
{
    std::vector<std::string> names;
    for (const auto &verifier : verifiers) {
        if (core::openNote(note, std::span(&verifier, 1)))
            names.push_back(verifier.name);
    }
    return names;
}

EvidenceLog logOver(core::Checkpoint checkpoint, std::string note, std::vector<std::string> leaves,
    core::MerkleStore nodes)
{
    // Shared by the two lookups of one value.
    auto shared = std::make_shared<const std::pair<std::vector<std::string>, core::MerkleStore>>(
        std::move(leaves), std::move(nodes));
    EvidenceLog log{std::move(checkpoint), std::move(note), {}, {}, {}};
    log.first = log.checkpoint.size - std::min(log.checkpoint.size, shared->first.size());
    log.leaf = [shared, first = log.first](std::uint64_t seq) -> core::Result<std::string> {
        if (seq < first || seq - first >= shared->first.size())
            return core::Error{core::ErrorKind::NotFound, "not-found", {}, {}, {}, {}};
        return shared->first[seq - first];
    };
    log.nodes = [shared, lookup = shared->second.lookup()](
                    int level, std::uint64_t index) { return lookup(level, index); };
    return log;
}

namespace {

// Where the entries begin.
core::Result<PrunedBase> beginningOf(const core::PruneRecord &pruned,
    const core::Checkpoint &checkpoint, std::span<const core::NoteVerifier> verifiers)
{
    if (pruned.before == 0)
        return PrunedBase();
    auto base = prunedBaseOf(pruned, checkpoint.origin, verifiers);
    if (!base)
        return broken("The record of what was pruned: " + base.error().code);
    if (pruned.before >= checkpoint.size)
        return broken("More was pruned than the checkpoint speaks of");
    return base;
}

} // namespace

core::Result<EvidenceLog> evidenceOf(std::vector<std::string> leaves, const std::string &note,
    std::span<const core::NoteVerifier> verifiers, const core::PruneRecord &pruned)
{
    const auto opened = core::openNote(note, verifiers);
    if (!opened)
        return opened.error();
    auto checkpoint = core::readCheckpoint(opened->text);
    if (!checkpoint)
        return checkpoint.error();
    auto base = beginningOf(pruned, *checkpoint, verifiers);
    if (!base)
        return base.error();
    if (checkpoint->size != pruned.before + leaves.size())
        return broken("The checkpoint speaks of " + std::to_string(checkpoint->size)
            + " entries, and there are " + std::to_string(pruned.before + leaves.size()));
    auto &tree = base->tree;
    core::MerkleStore store;
    store.add(base->nodes);
    PruneWitness witness(pruned.before);
    for (const auto &leaf : leaves) {
        std::vector<core::MerkleNode> completed;
        tree.append(core::leafHash(leaf), &completed);
        store.add(completed);
        witness.look(leaf);
    }
    if (tree.root() != checkpoint->root)
        return broken("The entries do not give the root that the log has signed");
    if (!witness.isBacked())
        return broken("No entry tells that the first " + std::to_string(pruned.before)
            + " entries were pruned");
    auto log = logOver(*checkpoint, note, std::move(leaves), std::move(store));
    log.prunedNote = base->note;
    log.signers = signersOf(note, verifiers);
    return log;
}

core::Result<EvidenceLog> evidenceOf(AuditCache &cache)
{
    if (const auto &alarm = cache.alarm())
        return core::Error{
            core::ErrorKind::Conflict, "audit-alarm", std::string(name(alarm->alarm)), {}, {}, {}};
    const auto verified = cache.verifyLocal();
    if (!verified)
        return verified.error();
    if (verified->finding)
        return broken(
            "The copy of the log was changed at entry " + std::to_string(verified->finding->first));
    EvidenceLog log{cache.trusted(), cache.trustedNote(), {}, cache.nodes(), {}};
    auto pruned = prunedNoteIn(cache.database(), cache.first());
    if (!pruned)
        return pruned.error();
    log.first = cache.first();
    log.prunedNote = std::move(*pruned);
    log.leaf = [&cache](std::uint64_t seq) -> core::Result<std::string> {
        auto select = cache.database().prepare("SELECT raw FROM leaf WHERE seq = ?");
        if (!select)
            return select.error();
        const auto row = select->bind(1, seq).step();
        if (!row)
            return row.error();
        if (!*row)
            return core::Error{core::ErrorKind::NotFound, "not-found", {}, {}, {}, {}};
        return std::string(select->blob(0));
    };
    return log;
}

} // namespace chancery::audit
