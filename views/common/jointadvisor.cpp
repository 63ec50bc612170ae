// SPDX-License-Identifier: Apache-2.0
#include "jointadvisor.h"

#include <algorithm>

namespace chancery::views {

std::shared_ptr<const editors::SchemaAdvisor> JointAdvisor::of(Advisors advisors)
{
    Advisors known;
    for (auto &advisor : advisors) {
        if (advisor && std::ranges::find(known, advisor) == known.end())
            known.push_back(std::move(advisor));
    }
    if (known.empty())
        return nullptr;
    return known.size() == 1 ? known.front()
                             : std::make_shared<const JointAdvisor>(std::move(known));
}

std::optional<editors::Advice> JointAdvisor::adviceFor(
    const core::Tree *tree, std::string_view pointer) const
{
    for (const auto &advisor : m_advisors) {
        if (auto advice = advisor->adviceFor(tree, pointer))
            return advice;
    }
    return std::nullopt;
}

std::vector<editors::KeyAdvice> JointAdvisor::keysFor(
    const core::Tree *tree, std::string_view pointer) const
{
    for (const auto &advisor : m_advisors) {
        if (auto keys = advisor->keysFor(tree, pointer); !keys.empty())
            return keys;
    }
    return {};
}

std::vector<editors::EditorProblem> JointAdvisor::check(
    const core::Tree &tree, const core::CancelToken &token) const
{
    return m_advisors.front()->check(tree, token);
}

std::vector<bool> JointAdvisor::sensitiveNodes(const core::Tree &tree) const
{
    std::vector<bool> all;
    for (const auto &advisor : m_advisors) {
        const std::vector<bool> one = advisor->sensitiveNodes(tree);
        if (all.size() < one.size())
            all.resize(one.size(), false);
        for (std::size_t i = 0; i < one.size(); ++i)
            all[i] = all[i] || one[i];
    }
    return all;
}

} // namespace chancery::views
