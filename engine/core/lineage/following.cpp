// SPDX-License-Identifier: Apache-2.0
#include "following.h"

#include <charconv>

namespace chancery::core {

std::vector<std::size_t> partnersOf(const Items &from, const Items &to)
{
    const auto alignment = alignItems(from, to);
    std::vector<std::size_t> partners(from.size(), noItem);
    for (std::size_t i = 0; i < alignment.begin; ++i)
        partners[i] = i;
    for (auto i = alignment.leftEnd; i < from.size(); ++i)
        partners[i] = alignment.rightEnd + (i - alignment.leftEnd);
    for (const auto &pair : alignment.kept)
        partners[pair.left] = pair.right;
    for (const auto &pair : alignment.moved)
        partners[pair.left] = pair.right;
    return partners;
}

Value Following::here(std::string_view pointer) const
{
    return m_from ? m_from.resolve(pointer) : Value();
}

Value Following::there(std::string_view pointer)
{
    Value from = m_from;
    Value to = m_to;
    while (from && to && !pointer.empty()) {
        const auto end = std::min(pointer.find('/', 1), pointer.size());
        const auto token = pointer.substr(1, end - 1);
        pointer.remove_prefix(end);
        if (!from.isArray() || !to.isArray()) {
            const auto key = unescapePointerToken(token);
            from = from.find(key);
            to = to.find(key);
            continue;
        }
        std::size_t index = noItem;
        std::from_chars(token.data(), token.data() + token.size(), index);
        const auto &found = partners(from, to);
        if (index >= found.size() || found[index] == noItem)
            return {};
        from = from.at(index);
        to = to.at(found[index]);
    }
    return from ? to : Value();
}

const std::vector<std::size_t> &Following::partners(Value from, Value to)
{
    const auto [place, isNew] = m_partners.try_emplace(from.index());
    if (isNew)
        place->second = partnersOf(itemsOf(from), itemsOf(to));
    return place->second;
}

} // namespace chancery::core
