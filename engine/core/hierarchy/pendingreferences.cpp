// SPDX-License-Identifier: Apache-2.0
#include "pendingreferences.h"

#include "engine/core/hierarchy/referencetext.h"

#include <algorithm>

namespace chancery::core {

bool awaitsReferences(const Tree &tree)
{
    // Most documents have none anywhere.
    if (!hasReference(tree.source()))
        return false;
    for (std::uint32_t i = 0; i < tree.nodeCount(); ++i) {
        if (tree.node(i).type != NodeType::String || !hasReference(tree.text(tree.node(i))))
            continue;
        const auto isFollowed
            = [](const auto &piece) { return piece.kind != ReferencePiece::Kind::Text; };
        if (std::ranges::any_of(piecesOf(tree.text(tree.node(i))), isFollowed))
            return true;
    }
    return false;
}

} // namespace chancery::core
