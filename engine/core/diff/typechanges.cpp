// SPDX-License-Identifier: Apache-2.0
#include "typechanges.h"

#include "engine/core/document/memberfinder.h"
#include "engine/core/lineage/following.h"
#include "engine/core/schema/equality.h"

#include <algorithm>
#include <iterator>

namespace chancery::core {

namespace {

enum class WrittenType : std::uint8_t { String, Time, Integer, Float, Other };

bool isFloat(std::string_view text)
{
    const bool isPrefixed
        = text.starts_with("0x") || text.starts_with("0o") || text.starts_with("0b");
    return !isPrefixed && text.find_first_of(".eEin") != std::string_view::npos;
}

WrittenType typeOf(Value value)
{
    const auto text = writtenText(value);
    if (value.isString())
        return text.starts_with('"') || text.starts_with('\'') ? WrittenType::String
                                                               : WrittenType::Time;
    if (value.isNumber())
        return isFloat(text) ? WrittenType::Float : WrittenType::Integer;
    return WrittenType::Other;
}

class Walk {
public:
    explicit Walk(const CancelToken *token)
        : m_token(token)
    {
    }

    std::vector<TreeChange> run(Value left, Value right)
    {
        compare(left, right);
        return std::move(m_changes);
    }

private:
    void compare(Value left, Value right)
    {
        if (m_token && m_token->isCancelled())
            return;
        if (left.isObject() && right.isObject())
            compareMembers(left, right);
        else if (left.isArray() && right.isArray())
            compareItems(left, right);
        else if (typeOf(left) != typeOf(right) && sameValue(left, right))
            m_changes.push_back({TreeChange::Kind::Changed, pointerOf(left.tree(), left.index()),
                pointerOf(right.tree(), right.index()), left, right});
    }

    void compareMembers(Value left, Value right)
    {
        MemberFinder inRight(right);
        for (const auto &member : left) {
            if (const auto other = inRight.find(member.key()))
                compare(member.value(), other);
        }
    }

    void compareItems(Value left, Value right)
    {
        const auto from = itemsOf(left);
        const auto to = itemsOf(right);
        const auto partners = partnersOf(from, to);
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (partners[i] != noItem)
                compare(from[i], to[partners[i]]);
        }
    }

    const CancelToken *m_token;
    std::vector<TreeChange> m_changes;
};

} // namespace

std::vector<TreeChange> typeChanges(Value left, Value right, const CancelToken *token)
{
    return Walk(token).run(left, right);
}

std::string_view writtenText(Value value)
{
    const auto &node = value.node();
    return std::string_view(value.tree().source()).substr(node.begin, node.end - node.begin);
}

std::vector<TreeChange> withTypeChanges(
    std::vector<TreeChange> changes, Value left, Value right, const CancelToken *token)
{
    auto types = typeChanges(left, right, token);
    if (types.empty())
        return changes;
    std::vector<TreeChange> all;
    all.reserve(changes.size() + types.size());
    auto type = types.begin();
    for (auto &change : changes) {
        while (change.leftValue && type != types.end()
            && type->leftValue.index() < change.leftValue.index())
            all.push_back(std::move(*type++));
        all.push_back(std::move(change));
    }
    std::move(type, types.end(), std::back_inserter(all));
    return all;
}

} // namespace chancery::core
