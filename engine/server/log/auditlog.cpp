// SPDX-License-Identifier: Apache-2.0
#include "auditlog.h"

#include "engine/core/auditevent.h"
#include "engine/server/keys.h"

namespace chancery::server {

AuditLog::AuditLog(std::string origin, core::SigningKey key)
    : m_origin(std::move(origin))
    , m_key(std::move(key))
{
}

core::Result<> AuditLog::restore(Reader &reader)
{
    auto range = KeyRange::under(keys::join(keys::leaf, ""));
    range.limit = 1;
    range.backwards = true;
    const auto last = reader.scan(range);
    if (!last)
        return last.error();
    const auto size = last->empty() ? 0 : keys::numberAtEnd(last->front().key) + 1;
    auto tree = core::MerkleTree::restore(size, nodesOf(reader));
    if (!tree)
        return tree.error();
    m_tree = std::move(*tree);
    if (last->empty())
        return core::Done();
    // One that cannot be read says nothing of when; that it cannot is for verification to tell.
    if (const auto event = core::fromLeaf(*last->front().value)) {
        m_time = event->time;
        m_recordedTime = event->recordedTime;
    }
    return core::Done();
}

std::string AuditLog::verifierKey() const
{
    return core::toVkey({m_origin, m_key.publicKey()});
}

void AuditLog::setState(State state)
{
    m_tree = std::move(state.tree);
    m_time = state.time;
    m_recordedTime = state.recordedTime;
}

core::Result<> AuditLog::append(
    Transaction &transaction, std::string leaf, core::Instant time, core::Instant recordedTime)
{
    std::vector<core::MerkleNode> completed;
    const auto sequence = m_tree.size();
    m_tree.append(core::leafHash(leaf), &completed);
    for (const auto &node : completed) {
        const auto key
            = keys::join(keys::node, std::to_string(node.level), keys::number(node.index));
        if (auto done = transaction.put(key, std::string(core::bytesOf(node.hash))); !done)
            return done;
    }
    m_time = time;
    m_recordedTime = recordedTime;
    return transaction.put(keys::join(keys::leaf, keys::number(sequence)), std::move(leaf));
}

void LatestCheckpoint::set(core::Checkpoint checkpoint)
{
    m_checkpoint = std::move(checkpoint);
    m_note.clear();
}

core::Result<std::string> LatestCheckpoint::note()
{
    if (!m_note.empty())
        return m_note;
    auto note = m_log.sign(m_checkpoint);
    if (note)
        m_note = *note;
    return note;
}

core::MerkleLookup nodesOf(Reader &reader)
{
    return [&reader](int level, std::uint64_t index) -> core::Result<core::Sha256> {
        const auto bytes
            = reader.get(keys::join(keys::node, std::to_string(level), keys::number(index)));
        if (!bytes)
            return bytes.error();
        const auto hash = *bytes ? core::sha256FromBytes(**bytes) : std::nullopt;
        if (!hash)
            return core::Error{core::ErrorKind::Storage, "audit-node-missing", {}, {}, {}, {}};
        return *hash;
    };
}

} // namespace chancery::server
