// SPDX-License-Identifier: Apache-2.0
#include "likeness.h"

#include "engine/core/schema/equality.h"

namespace chancery::core {

namespace {

void addLikeness(Likeness &likeness, Value a, Value b)
{
    if (a.isObject() && b.isObject()) {
        for (const auto &member : a)
            addLikeness(likeness, member.value(), b.find(member.key()));
        for (const auto &member : b) {
            if (!a.find(member.key()))
                ++likeness.all;
        }
        return;
    }
    if (a.isArray() && b.isArray() && a.size() == b.size()) {
        auto other = b.begin();
        for (const auto &item : a) {
            addLikeness(likeness, item.value(), (*other).value());
            ++other;
        }
        return;
    }
    ++likeness.all;
    likeness.same += a && b && sameValue(a, b) ? 1 : 0;
}

} // namespace

Likeness likenessOf(Value a, Value b)
{
    Likeness likeness;
    addLikeness(likeness, a, b);
    return likeness;
}

} // namespace chancery::core
