// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/referencesource.h"
#include "editors/schemaadvisor.h"

#include <memory>

namespace chancery::editors {

// The source of references for one document: "${ref:#…" leads to its own keys, which stand in the
// tree of the text as it was last read, saved or not. Everything else the other source knows, which
// outlives this one. For one look; the GUI thread.
class OwnKeys : public ReferenceSource {
public:
    // Tree and advisor may be null: nothing is known then.
    OwnKeys(ReferenceSource &others, const core::Tree *tree, const SchemaAdvisor *advisor);

    std::vector<std::string> paths() override { return m_others.paths(); }
    std::optional<std::vector<Key>> keysOf(const std::string &path) override;

private:
    void collect(core::Value value, std::string &pointer, std::vector<Key> &keys) const;
    std::string presentOf(core::Value value, const std::string &pointer) const;

    ReferenceSource &m_others;
    const core::Tree *m_tree;
    const SchemaAdvisor *m_advisor;
};

} // namespace chancery::editors
