// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/text/analysis.h"
#include "editors/text/sensitive.h"
#include "engine/core/document/value.h"

#include <QString>

#include <unordered_map>

namespace chancery::editors {

// What contains what in one analysed text, found when it is asked for: a document of ten megabytes
// costs what is looked at of it. Values are named by their node in the tree; a member is its value.
// A value type without a parent; of the thread that holds it.
class Structure {
public:
    Structure() = default;
    explicit Structure(std::shared_ptr<const Analysis> analysis);

    bool isEmpty() const { return !m_analysis; }
    const std::shared_ptr<const Analysis> &analysis() const { return m_analysis; }
    const core::Tree &tree() const { return m_analysis->tree; }
    // The items or members of a container, in order; nothing of the rest.
    const std::vector<std::uint32_t> &children(std::uint32_t container);
    // From the root to the value that is the node, or whose key it is.
    std::vector<std::uint32_t> pathTo(std::uint32_t node);
    int rowOf(std::uint32_t container, std::uint32_t child);
    // The other text of the same shape; what was found stays true.
    void replace(std::shared_ptr<const Analysis> analysis) { m_analysis = std::move(analysis); }

    bool isMember(std::uint32_t value) const;
    // Of a member its key; of an item its place from zero.
    QString keyOf(std::uint32_t value, int row) const;
    // Where somebody who goes to the value wants to stand: its key, else itself.
    std::size_t offsetOf(std::uint32_t value) const;

private:
    std::shared_ptr<const Analysis> m_analysis;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> m_children;
};

// A scalar as it is read, on one line and cut; of a container how much it holds, and of objects the
// member that names them. What is sensitive is bullets.
QString summaryOf(const core::Value &value, const std::vector<SensitiveSpan> *sensitive = nullptr);
QString typeName(core::NodeType type);

// Nothing but values differs: the same keys and containers in the same places.
bool haveSameShape(const core::Tree &one, const core::Tree &other);

// The values whose paths answer what was typed, best first; see models/fuzzymatch.h.
std::vector<std::uint32_t> findPaths(const core::Tree &tree, const QString &typed,
    std::size_t limit, const core::CancelToken &token);

} // namespace chancery::editors
