// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/auditactivity.h"
#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/fleet.h"
#include "engine/core/domain/identity.h"
#include "engine/core/domain/rebase.h"
#include "engine/core/domain/search.h"
#include "engine/core/hierarchy/place.h"
#include "engine/core/lineage/edge.h"

#include <span>
#include <utility>

namespace chancery::api {

// The words that enums have on the wire. Enums are open (API-11): a word that is not in the list is
// read as Unknown.
template <typename Enum>
std::span<const std::pair<Enum, std::string_view>> wireNames();

template <>
std::span<const std::pair<core::PrincipalKind, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::ProofKind, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::RequestState, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::VoteKind, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::CheckKind, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::RebaseWay, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::ReportStatus, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::LayerKind, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::DependentKind, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::Format, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::SearchWithin, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::EdgeKind, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::AuditActivityKind, std::string_view>> wireNames();

template <typename Enum>
std::string_view toWire(Enum value)
{
    for (const auto &[candidate, word] : wireNames<Enum>()) {
        if (candidate == value)
            return word;
    }
    return "unknown";
}

template <typename Enum>
std::optional<Enum> fromWire(std::string_view word)
{
    for (const auto &[candidate, known] : wireNames<Enum>()) {
        if (known == word)
            return candidate;
    }
    return std::nullopt;
}

} // namespace chancery::api
