// SPDX-License-Identifier: Apache-2.0
#include "reportlog.h"

#include "audit/prunewitness.h"

namespace chancery::audit {

namespace {

using core::Result;

core::Error conflict(const char *code)
{
    return {core::ErrorKind::Conflict, code, {}, {}, {}, {}};
}

} // namespace

Result<> ReportLog::begin(AuditCache &cache)
{
    m_trusted = cache.trusted();
    m_note = cache.trustedNote();
    m_size = std::min<std::uint64_t>(cache.size(), m_trusted.size);
    if (m_size == 0)
        return core::Error{core::ErrorKind::NotFound, "report-log-empty", {}, {}, {}, {}};
    if (auto begun = beginBehind(cache); !begun)
        return begun;
    m_isBegun = true;
    return core::Done();
}

// What was pruned before the copy was begun is there as hashes; that the log tells of it was found
// out when the copy took it.
Result<> ReportLog::beginBehind(AuditCache &cache)
{
    auto note = prunedNoteIn(cache.database(), cache.first());
    if (!note)
        return note.error();
    std::vector<core::MerkleNode> edge;
    auto tree = core::MerkleTree::restore(cache.first(),
        [&edge, nodes = cache.nodes()](int level, std::uint64_t index) -> Result<core::Sha256> {
            auto hash = nodes(level, index);
            if (hash)
                edge.push_back({level, index, *hash});
            return hash;
        });
    if (!tree)
        return tree.error();
    m_first = cache.first();
    m_prunedNote = std::move(*note);
    m_tree = std::move(*tree);
    m_nodes.add(edge);
    return core::Done();
}

Result<> ReportLog::take(AuditCache &cache, std::size_t count)
{
    if (!m_isBegun) {
        if (auto begun = begin(cache); !begun)
            return begun;
    }
    if (const auto &alarm = cache.alarm())
        m_alarm = name(alarm->alarm);
    if (cache.size() < m_size || cache.first() != m_first)
        return conflict("report-log-changed");
    const auto first = taken();
    const auto end = std::min<std::uint64_t>(m_size, first + count);
    auto select
        = cache.database().prepare("SELECT raw FROM leaf WHERE seq >= ? AND seq < ? ORDER BY seq");
    if (!select)
        return select.error();
    select->bindAll(std::int64_t(first), std::int64_t(end));
    while (true) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        m_leaves.emplace_back(select->blob(0));
        std::vector<core::MerkleNode> completed;
        m_tree.append(core::leafHash(m_leaves.back()), &completed);
        m_nodes.add(completed);
    }
    return taken() == end ? Result<>(core::Done()) : conflict("report-log-changed");
}

ReportLog::Judged ReportLog::judge(const LogIdentity &identity) &&
{
    const auto root = m_tree.root();
    const bool isWhole = m_size == m_trusted.size;
    const auto signedAs = core::openCheckpoint(m_note, identity.origin, identity.verifiers);
    Judged judged{{}, Standing::Failed, m_alarm};
    if (m_alarm.empty() && !signedAs)
        judged.fault = signedAs.error().code;
    else if (m_alarm.empty() && isWhole
        && *signedAs != core::Checkpoint{identity.origin, m_size, root})
        judged.fault = name(Alarm::LeavesDoNotMatch);
    else if (m_alarm.empty())
        judged.standing = isWhole ? Standing::Verified : Standing::Unverified;
    judged.log
        = logOver({identity.origin, m_size, root}, m_note, std::move(m_leaves), std::move(m_nodes));
    judged.log.prunedNote = m_prunedNote;
    judged.log.signers = signersOf(judged.log.note, identity.verifiers);
    return judged;
}

} // namespace chancery::audit
