// SPDX-License-Identifier: Apache-2.0
#include "leafcolumns.h"

#include <algorithm>

namespace chancery::core::evidence {

LeafColumns::LeafColumns(const std::vector<std::string> &pointers)
    : m_count(pointers.size())
{
    for (std::size_t i = 0; i < pointers.size(); ++i) {
        std::string_view pointer = pointers[i];
        auto *step = &m_root;
        while (!pointer.empty() && pointer.front() == '/') {
            const auto slash = std::min(pointer.find('/', 1), pointer.size());
            auto token = unescapePointerToken(pointer.substr(1, slash - 1));
            pointer.remove_prefix(slash);
            auto next = std::ranges::find(step->next, token, &Step::token);
            if (next == step->next.end()) {
                const auto hash = Tree::keyHash(token);
                next = step->next.insert(next, Step{std::move(token), hash, {}, {}});
            }
            step = &*next;
        }
        if (pointer.empty())
            step->ends.push_back(i);
    }
}

void LeafColumns::read(Value root, std::vector<Value> &found) const
{
    found.assign(m_count, {});
    walk(m_root, root, found);
}

void LeafColumns::walk(const Step &step, Value here, std::vector<Value> &found)
{
    for (const auto end : step.ends)
        found[end] = here;
    if (step.next.empty())
        return;
    if (!here.isObject()) {
        for (const auto &next : step.next) {
            const auto value = here.resolve('/' + escapePointerToken(next.token));
            if (value)
                walk(next, value, found);
        }
        return;
    }
    for (const auto &member : here) {
        const auto hash = member.keyNode().hash;
        for (const auto &next : step.next) {
            if (next.hash == hash && next.token == member.key())
                walk(next, member.value(), found);
        }
    }
}

} // namespace chancery::core::evidence
