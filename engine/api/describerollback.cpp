// SPDX-License-Identifier: Apache-2.0
#include "describerollback.h"

namespace chancery::api {

template <>
std::span<const std::pair<core::KeyDifference::Kind, std::string_view>> wireNames()
{
    using enum core::KeyDifference::Kind;
    static constexpr std::pair<core::KeyDifference::Kind, std::string_view> names[]{
        {Added, "added"}, {Removed, "removed"}, {Changed, "changed"}};
    return names;
}

template <>
std::span<const std::pair<core::ChangeFate, std::string_view>> wireNames()
{
    using enum core::ChangeFate;
    static constexpr std::pair<core::ChangeFate, std::string_view> names[]{
        {Kept, "kept"}, {Partly, "partly"}, {Lost, "lost"}, {Unknown, "unknown"}};
    return names;
}

template <>
std::span<const std::pair<core::RollbackOutcome, std::string_view>> wireNames()
{
    using enum core::RollbackOutcome;
    static constexpr std::pair<core::RollbackOutcome, std::string_view> names[]{
        {Ready, "ready"}, {Same, "same"}, {NotLiveThen, "not-live-then"}, {Refused, "refused"}};
    return names;
}

} // namespace chancery::api
