// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"

#include <memory>
#include <vector>

namespace chancery::views {

// What several schemas say of one document, as where values of several times stand in it: what any
// of them calls sensitive, is. The first one that knows a place advises there, and the first one
// alone checks. Immutable, of any thread, as every advisor.
class JointAdvisor final : public editors::SchemaAdvisor {
public:
    using Advisors = std::vector<std::shared_ptr<const editors::SchemaAdvisor>>;

    // Those that are null say nothing; null where none of them says anything.
    static std::shared_ptr<const editors::SchemaAdvisor> of(Advisors advisors);
    explicit JointAdvisor(Advisors advisors)
        : m_advisors(std::move(advisors))
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
    Advisors m_advisors; // at least one, none of them null
};

} // namespace chancery::views
