// SPDX-License-Identifier: Apache-2.0
#include "describeemergency.h"

namespace chancery::api {

template <>
std::span<const std::pair<core::EmergencyState, std::string_view>> wireNames()
{
    using enum core::EmergencyState;
    static constexpr std::pair<core::EmergencyState, std::string_view> names[]{
        {Requested, "requested"}, {Active, "active"}, {ReviewDue, "review-due"},
        {Reviewed, "reviewed"}, {Lapsed, "lapsed"}};
    return names;
}

template <>
std::span<const std::pair<core::EmergencyEnding, std::string_view>> wireNames()
{
    using enum core::EmergencyEnding;
    static constexpr std::pair<core::EmergencyEnding, std::string_view> names[]{
        {None, "none"}, {Expired, "expired"}, {Ended, "ended"}, {Revoked, "revoked"}};
    return names;
}

template <>
std::span<const std::pair<core::EmergencyVerdict, std::string_view>> wireNames()
{
    using enum core::EmergencyVerdict;
    static constexpr std::pair<core::EmergencyVerdict, std::string_view> names[]{
        {Justified, "justified"}, {Unjustified, "unjustified"}, {Inconclusive, "inconclusive"}};
    return names;
}

template <>
std::span<const std::pair<core::ActionFate, std::string_view>> wireNames()
{
    using enum core::ActionFate;
    static constexpr std::pair<core::ActionFate, std::string_view> names[]{
        {Open, "open"}, {Kept, "kept"}, {Reverted, "reverted"}, {Requested, "requested"}};
    return names;
}

template <>
std::span<const std::pair<core::Provision, std::string_view>> wireNames()
{
    using enum core::Provision;
    static constexpr std::pair<core::Provision, std::string_view> names[]{
        {Provisional, "provisional"}, {Ratified, "ratified"}, {Replaced, "replaced"},
        {RevertAsked, "revert-asked"}};
    return names;
}

} // namespace chancery::api
