// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/core/hierarchy/effective.h"
#include "engine/core/sealing/openedtree.h"
#include "engine/server/unit.h"

namespace chancery::server {

// A document with its sealed values opened, for validation. Where the keys cannot be had at all, or
// nothing is sealed, the tree is the one that was given, and what is sealed stays unknown to
// schemas.
class OpenedDocument {
public:
    // Of a config's own text. 422 with the place of each value that is not in its form or does not
    // open there; the pointer is the text's own place in the request.
    static OpenedDocument demanded(Unit &unit, const core::Tree &tree, std::string_view path,
        const core::EnvironmentId &environment, const std::string &pointer);
    // The same of a text that was taken before: what does not open stays as it is.
    static OpenedDocument known(Unit &unit, const core::Tree &tree, std::string_view path,
        const core::EnvironmentId &environment);
    // Of several texts: each value opens in the place of the text that said it.
    static OpenedDocument known(Unit &unit, const core::EffectiveDocument &document,
        const core::EnvironmentId &environment);

    const core::Tree &tree() const { return m_opened ? m_opened->tree : *m_tree; }
    core::Value root() const { return tree().root(); }
    // In the tree that was given.
    std::uint32_t origin(std::uint32_t node) const
    {
        return m_opened ? m_opened->origins[node] : node;
    }

private:
    explicit OpenedDocument(const core::Tree &tree)
        : m_tree(&tree)
    {
    }

    const core::Tree *m_tree; // outlives it
    std::optional<core::OpenedTree> m_opened;
};

// All sealed values of a text, or 422.
std::vector<core::OpenedValue> openedValues(Unit &unit, const core::Tree &tree,
    std::string_view path, const core::EnvironmentId &environment, const std::string &pointer);

// 422 with each value that is the cover of one: somebody copied what is shown of a secret, and it
// would be the secret from now on. What stood there already in the text that the item began from,
// or in the one that it goes back to, wherever in a list that is now, is what it is (GOV-22). The
// tree is the item's text.
void refuseCovers(const Unit &unit, const core::Tree &tree, const core::RequestItem &item,
    const std::string &pointer);

} // namespace chancery::server
