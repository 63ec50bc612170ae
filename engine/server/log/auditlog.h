// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/merkle.h"
#include "engine/core/signednote.h"
#include "engine/server/store/store.h"

namespace chancery::server {

// The RFC 6962 log of everything that was done (standards.md §2): leaves and complete subtrees
// stand in the store beside what they tell of, written in the same transaction. Belongs to the
// writer's thread; the free functions below serve proofs from any reader.
class AuditLog {
public:
    AuditLog(std::string origin, core::SigningKey key);
    // The right edge of what is stored.
    core::Result<> restore(Reader &reader);

    const std::string &origin() const { return m_origin; }
    std::string verifierKey() const;
    std::uint64_t size() const { return m_tree.size(); }
    // Returns nothing but the failure: the sequence is the size before.
    core::Result<> append(Transaction &transaction, std::string leaf);
    core::Result<std::string> signCheckpoint() const;

    // A batch that is undone takes its leaves back.
    core::MerkleTree state() const { return m_tree; }
    void setState(core::MerkleTree state) { m_tree = std::move(state); }

private:
    std::string m_origin;
    core::SigningKey m_key;
    core::MerkleTree m_tree;
};

// The complete subtrees as they stand in the store.
core::MerkleLookup nodesOf(Reader &reader);

} // namespace chancery::server
