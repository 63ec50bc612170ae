// SPDX-License-Identifier: Apache-2.0
#include "describenotifications.h"

#include <array>

namespace chancery::api {

namespace {

using Kind = core::NotificationKind;

// The words are those of the core; a table of them serves the reader of JSON.
std::array<std::pair<Kind, std::string_view>, std::size_t(Kind::Unknown)> kindNames()
{
    std::array<std::pair<Kind, std::string_view>, std::size_t(Kind::Unknown)> names;
    for (std::size_t i = 0; i < names.size(); ++i)
        names[i] = {Kind(i), core::name(Kind(i))};
    return names;
}

} // namespace

template <>
std::span<const std::pair<Kind, std::string_view>> wireNames()
{
    static const auto names = kindNames();
    return names;
}

template <>
std::span<const std::pair<core::DeliveryState, std::string_view>> wireNames()
{
    using enum core::DeliveryState;
    static constexpr std::pair<core::DeliveryState, std::string_view> names[]{{Waiting, "waiting"},
        {Delivered, "delivered"}, {GivenUp, "given-up"}, {Dropped, "dropped"}};
    return names;
}

} // namespace chancery::api
