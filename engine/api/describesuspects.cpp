// SPDX-License-Identifier: Apache-2.0
#include "describesuspects.h"

namespace chancery::api {

template <>
std::span<const std::pair<core::SuspectKind, std::string_view>> wireNames()
{
    using enum core::SuspectKind;
    static constexpr std::pair<core::SuspectKind, std::string_view> names[]{{Config, "config"},
        {Flag, "flag"}, {Certificate, "certificate"}, {Secret, "secret"}, {Policy, "policy"},
        {Agent, "agent"}};
    return names;
}

template <>
std::span<const std::pair<core::SuspectReason, std::string_view>> wireNames()
{
    using enum core::SuspectReason;
    static constexpr std::pair<core::SuspectReason, std::string_view> names[]{{Refused, "refused"},
        {RolledBack, "rolled-back"}, {Shortly, "shortly"}, {Everywhere, "everywhere"}, {Own, "own"},
        {Through, "through"}, {LargeStep, "large-step"}, {Emergency, "emergency"},
        {Unreviewed, "unreviewed"}};
    return names;
}

} // namespace chancery::api
