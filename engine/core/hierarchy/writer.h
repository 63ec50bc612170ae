// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/effective.h"

namespace chancery::core {

// Writes an effective document: the text, its nodes and their origins in one pass, so that nothing
// is parsed again. Lives for one document. After an error the rest is ignored.
class EffectiveWriter {
public:
    explicit EffectiveWriter(const HierarchyLimits &limits);

    void open(NodeType container, const Origin &origin);
    void close();
    void key(std::string_view text, std::uint16_t hash, const Origin &origin);
    // A scalar as another tree has it.
    void scalar(const Tree &tree, const Node &node, const Origin &origin);
    void string(std::string_view text, const Origin &origin);

    // The code of the bound that was crossed; empty when all is well.
    std::string_view problem() const { return m_problem; }
    std::size_t depth() const { return m_open.size(); }
    EffectiveDocument finish(std::vector<Layer> layers, std::vector<Reference> references);

private:
    struct Open {
        std::uint32_t node = 0;
        std::uint32_t last = 0; // item or Key, 0 for none
    };
    std::uint32_t add(NodeType type, const Origin &origin);
    void appendText(Node &node, std::string_view text);
    void separate();
    void fail(std::string_view code) { m_problem = m_problem.empty() ? code : m_problem; }

    HierarchyLimits m_limits;
    std::string m_out;
    std::string m_texts;
    std::vector<Node> m_nodes;
    std::vector<Origin> m_origins;
    std::vector<Open> m_open;
    bool m_isAfterKey = false;
    std::string_view m_problem;
};

// The sentence for a code of EffectiveWriter::problem().
Error limitError(std::string_view code, const HierarchyLimits &limits);

} // namespace chancery::core
