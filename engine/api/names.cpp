// SPDX-License-Identifier: Apache-2.0
#include "names.h"

namespace chancery::api {

template <>
std::span<const std::pair<core::ProofKind, std::string_view>> wireNames()
{
    using enum core::ProofKind;
    static constexpr std::pair<core::ProofKind, std::string_view> names[]{
        {None, "none"}, {Password, "password"}, {Provider, "provider"}};
    return names;
}

template <>
std::span<const std::pair<core::AuditActivityKind, std::string_view>> wireNames()
{
    using enum core::AuditActivityKind;
    static constexpr std::pair<core::AuditActivityKind, std::string_view> names[]{
        {ReportRun, "report-run"}, {ReportExport, "report-export"}, {VerifyFail, "verify-fail"},
        {LogExport, "log-export"}};
    return names;
}

template <>
std::span<const std::pair<core::PrincipalKind, std::string_view>> wireNames()
{
    using enum core::PrincipalKind;
    static constexpr std::pair<core::PrincipalKind, std::string_view> names[]{{User, "user"},
        {Service, "service"}, {Agent, "agent"}, {System, "system"}, {Recovery, "recovery"}};
    return names;
}

template <>
std::span<const std::pair<core::RequestState, std::string_view>> wireNames()
{
    using enum core::RequestState;
    static constexpr std::pair<core::RequestState, std::string_view> names[]{{Draft, "draft"},
        {Open, "open"}, {Approved, "approved"}, {Applied, "applied"}, {Rejected, "rejected"},
        {Withdrawn, "withdrawn"}, {Expired, "expired"}, {Superseded, "superseded"},
        {Failed, "failed"}};
    return names;
}

template <>
std::span<const std::pair<core::VoteKind, std::string_view>> wireNames()
{
    using enum core::VoteKind;
    static constexpr std::pair<core::VoteKind, std::string_view> names[]{
        {Approve, "approve"}, {RequestChanges, "request-changes"}, {Comment, "comment"}};
    return names;
}

template <>
std::span<const std::pair<core::CheckKind, std::string_view>> wireNames()
{
    using enum core::CheckKind;
    static constexpr std::pair<core::CheckKind, std::string_view> names[]{
        {Reach, "reach"}, {Sample, "sample"}, {LiveOnly, "live-only"}};
    return names;
}

template <>
std::span<const std::pair<core::RebaseWay, std::string_view>> wireNames()
{
    using enum core::RebaseWay;
    static constexpr std::pair<core::RebaseWay, std::string_view> names[]{
        {Merge, "merge"}, {Theirs, "theirs"}, {Mine, "mine"}, {Drop, "drop"}};
    return names;
}

template <>
std::span<const std::pair<core::ReportStatus, std::string_view>> wireNames()
{
    using enum core::ReportStatus;
    static constexpr std::pair<core::ReportStatus, std::string_view> names[]{
        {Applied, "applied"}, {Refused, "refused"}, {FromCache, "from-cache"}};
    return names;
}

template <>
std::span<const std::pair<core::LayerKind, std::string_view>> wireNames()
{
    using enum core::LayerKind;
    static constexpr std::pair<core::LayerKind, std::string_view> names[]{{Base, "base"},
        {Environment, "environment"}, {Region, "region"}, {Group, "group"}, {Instance, "instance"}};
    return names;
}

template <>
std::span<const std::pair<core::EdgeKind, std::string_view>> wireNames()
{
    using enum core::EdgeKind;
    static constexpr std::pair<core::EdgeKind, std::string_view> names[]{{Edit, "edit"},
        {Merge, "merge"}, {Promotion, "promotion"}, {Rollback, "rollback"},
        {Migration, "migration"}};
    return names;
}

template <>
std::span<const std::pair<core::DependentKind, std::string_view>> wireNames()
{
    using enum core::DependentKind;
    static constexpr std::pair<core::DependentKind, std::string_view> names[]{
        {Refers, "refers"}, {Layer, "layer"}, {Inherits, "inherits"}, {Declares, "declares"}};
    return names;
}

template <>
std::span<const std::pair<core::Format, std::string_view>> wireNames()
{
    using enum core::Format;
    static constexpr std::pair<core::Format, std::string_view> names[]{
        {Json, "json"}, {Yaml, "yaml"}, {Toml, "toml"}};
    return names;
}

template <>
std::span<const std::pair<core::SearchWithin, std::string_view>> wireNames()
{
    using enum core::SearchWithin;
    static constexpr std::pair<core::SearchWithin, std::string_view> names[]{
        {Anywhere, "anywhere"}, {Keys, "keys"}, {Values, "values"}};
    return names;
}

} // namespace chancery::api
