// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"

#include <memory>

namespace chancery::views {

// What a schema says of a document, and that the values at some pointers are sensitive whatever it
// says: those that references brought from configs whose schemas nobody has asked. Immutable, of
// any thread, as every advisor.
class CoveringAdvisor final : public editors::SchemaAdvisor {
public:
    // The advisor behind it may be null.
    CoveringAdvisor(
        std::shared_ptr<const editors::SchemaAdvisor> advisor, std::vector<std::string> covered)
        : m_advisor(std::move(advisor))
        , m_covered(std::move(covered))
    {
    }

    std::optional<editors::Advice> adviceFor(
        const core::Tree *tree, std::string_view pointer) const override;
    std::vector<editors::KeyAdvice> keysFor(
        const core::Tree *tree, std::string_view pointer) const override;
    std::vector<editors::EditorProblem> check(
        const core::Tree &tree, const core::CancelToken &token) const override;
    std::vector<bool> sensitiveNodes(const core::Tree &tree) const override;

private:
    std::shared_ptr<const editors::SchemaAdvisor> m_advisor;
    std::vector<std::string> m_covered;
};

} // namespace chancery::views
