// SPDX-License-Identifier: Apache-2.0
#include "coveringadvisor.h"

#include "engine/core/document/value.h"

namespace chancery::views {

namespace {

void cover(core::Value value, std::vector<bool> &sensitive)
{
    sensitive[value.index()] = true;
    for (const auto &member : value)
        cover(member.value(), sensitive);
}

} // namespace

std::optional<editors::Advice> CoveringAdvisor::adviceFor(
    const core::Tree *tree, std::string_view pointer) const
{
    return m_advisor ? m_advisor->adviceFor(tree, pointer) : std::nullopt;
}

std::vector<editors::KeyAdvice> CoveringAdvisor::keysFor(
    const core::Tree *tree, std::string_view pointer) const
{
    return m_advisor ? m_advisor->keysFor(tree, pointer) : std::vector<editors::KeyAdvice>();
}

std::vector<editors::EditorProblem> CoveringAdvisor::check(
    const core::Tree &tree, const core::CancelToken &token) const
{
    return m_advisor ? m_advisor->check(tree, token) : std::vector<editors::EditorProblem>();
}

std::vector<bool> CoveringAdvisor::sensitiveNodes(const core::Tree &tree) const
{
    auto sensitive = m_advisor ? m_advisor->sensitiveNodes(tree) : std::vector<bool>();
    if (m_covered.empty() || tree.nodeCount() == 0)
        return sensitive;
    sensitive.resize(tree.nodeCount(), false);
    for (const std::string &pointer : m_covered) {
        if (const core::Value value = tree.root().resolve(pointer))
            cover(value, sensitive);
    }
    return sensitive;
}

} // namespace chancery::views
