// SPDX-License-Identifier: Apache-2.0
#include "divergence.h"

#include <bit>

// The common entries are complete subtrees, the widest first. The proof of a subtree's first leaf
// holds the hashes of its other parts: of the leaf beside, of the two after that, of the four after
// those, and so on. They are the signer's, because the proof leads to the signed root. The first
// part that differs from ours is the subtree to look at next; it is at most half as wide. When all
// parts are the same, so is the subtree, and the one beside it is next.

namespace chancery::audit {

using core::Done;
using core::Result;

Divergence::Divergence(std::uint64_t ours, core::Checkpoint presented)
    : m_presented(std::move(presented))
    , m_ours(ours)
    , m_common(std::min(ours, m_presented.size))
{
    goOn();
}

std::optional<ProofWish> Divergence::wanted() const
{
    return m_isOver ? std::nullopt : std::optional(ProofWish{m_begin, m_presented.size});
}

void Divergence::end(std::optional<std::uint64_t> first)
{
    m_isOver = true;
    m_first = first;
}

// The next complete subtree.
void Divergence::goOn()
{
    if (m_begin < m_common)
        m_level = std::countr_zero(std::bit_floor(m_common - m_begin));
    else
        end(m_common < m_ours ? std::optional(m_common) : std::nullopt);
}

Result<> Divergence::take(core::MerkleProof proof, const core::MerkleLookup &ours)
{
    if (m_isOver)
        return Done();
    const auto leaf = ours(0, m_begin);
    if (!leaf)
        return leaf.error();
    if (!core::verifyInclusion(m_begin, m_presented.size, *leaf, proof, m_presented.root)
        || proof.size() < std::size_t(m_level)) {
        end(m_begin);
        return Done();
    }
    for (int level = 0; level < m_level; ++level) {
        const auto index = (m_begin >> level) + 1;
        const auto part = ours(level, index);
        if (!part)
            return part.error();
        if (*part == proof[std::size_t(level)])
            continue;
        m_begin = index << level;
        m_level = level;
        if (level == 0)
            end(m_begin);
        return Done();
    }
    m_begin += std::uint64_t(1) << m_level;
    goOn();
    return Done();
}

} // namespace chancery::audit
