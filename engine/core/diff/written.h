// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/schema/equality.h"

#include <string_view>

namespace chancery::core {

inline std::string_view sourceOf(Value value)
{
    const Node &node = value.node();
    return std::string_view(value.tree().source()).substr(node.begin, node.end - node.begin);
}

// Whether the same bytes stand for both values. In JSON they mean the same then, whatever stands
// around them; YAML and TOML have names and tables that bytes alone do not tell.
inline bool isWrittenAlike(Value left, Value right)
{
    return left.tree().format() == Format::Json && right.tree().format() == Format::Json
        && sourceOf(left) == sourceOf(right);
}

// sameValue(), quicker where most values are not only equal but written alike.
inline bool isSame(Value left, Value right)
{
    return isWrittenAlike(left, right) || sameValue(left, right);
}

} // namespace chancery::core
