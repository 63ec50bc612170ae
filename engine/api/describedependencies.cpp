// SPDX-License-Identifier: Apache-2.0
#include "describedependencies.h"

namespace chancery::api {

template <>
std::span<const std::pair<core::DependencyKind, std::string_view>> wireNames()
{
    using enum core::DependencyKind;
    static constexpr std::pair<core::DependencyKind, std::string_view> names[]{
        {Refers, "refers"}, {Declares, "declares"}, {Layer, "layer"}, {Inherits, "inherits"}};
    return names;
}

} // namespace chancery::api
