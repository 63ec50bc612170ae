// SPDX-License-Identifier: Apache-2.0
#include "fate.h"

#include "engine/core/schema/equality.h"

namespace chancery::core {

ChangeFate fateOf(const LineageEntry &change, Value live, Value after)
{
    std::size_t lost = 0;
    for (const auto &key : change.keys) {
        const auto now = live ? live.resolve(key) : Value();
        const auto then = after ? after.resolve(key) : Value();
        const bool isSame = now && then ? sameValue(now, then) : !now && !then;
        lost += isSame ? 0 : 1;
    }
    if (lost == 0 && !change.hasMoreKeys)
        return ChangeFate::Kept;
    return lost == change.keys.size() && lost > 0 ? ChangeFate::Lost : ChangeFate::Partly;
}

} // namespace chancery::core
