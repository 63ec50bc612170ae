// SPDX-License-Identifier: Apache-2.0
#include "fate.h"

#include "engine/core/lineage/blame.h"
#include "engine/core/lineage/following.h"
#include "engine/core/lineage/naming.h"
#include "engine/core/schema/equality.h"

#include <algorithm>

namespace chancery::core {

namespace {

bool isSameOrNone(Value now, Value then)
{
    return now && then ? sameValue(now, then) : !now && !then;
}

ChangeFate fateOf(std::size_t lost, std::size_t count, bool hasMore)
{
    if (lost == 0 && !hasMore)
        return ChangeFate::Kept;
    return lost == count && lost > 0 ? ChangeFate::Lost : ChangeFate::Partly;
}

} // namespace

ChangeFate fateOf(const LineageEntry &change, Value live, Value after)
{
    std::size_t lost = 0;
    for (const auto &key : change.keys) {
        const auto now = live ? live.resolve(key) : Value();
        const auto then = after ? after.resolve(key) : Value();
        lost += isSameOrNone(now, then) ? 0 : 1;
    }
    return fateOf(lost, change.keys.size(), change.hasMoreKeys);
}

bool isInList(const LineageEntry &change)
{
    return std::ranges::any_of(change.keys, hasIndex);
}

ChangeFate fateOf(Value itsBefore, Value itsAfter, Value live, Value after)
{
    constexpr std::size_t most = 20'000;
    const auto keys = changedKeys(itsBefore, itsAfter, most);
    Following setNow(itsAfter, live);
    Following setThen(itsAfter, after);
    Following goneNow(itsBefore, live);
    Following goneThen(itsBefore, after);
    std::size_t lost = 0;
    for (const auto &key : keys) {
        const bool isGone = key.kind == ChangedKey::Kind::Gone;
        std::string_view place = key.pointer;
        if (key.kind == ChangedKey::Kind::Moved) // the order of its list is what was changed
            place = place.substr(0, place.rfind('/'));
        const auto now = (isGone ? goneNow : setNow).there(place);
        const auto then = (isGone ? goneThen : setThen).there(place);
        lost += isSameOrNone(now, then) ? 0 : 1;
    }
    return fateOf(lost, keys.size(), keys.size() == most);
}

} // namespace chancery::core
