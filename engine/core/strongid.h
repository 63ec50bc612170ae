// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace chancery::core {

// A string that names one kind of thing and cannot be mistaken for another kind's name.
template <typename Tag>
class StrongId {
public:
    StrongId() = default;
    explicit StrongId(std::string text)
        : m_text(std::move(text))
    {
    }

    const std::string &text() const { return m_text; }
    bool isEmpty() const { return m_text.empty(); }

    friend bool operator==(const StrongId &, const StrongId &) = default;
    friend auto operator<=>(const StrongId &, const StrongId &) = default;

private:
    std::string m_text;
};

using NamespaceId = StrongId<struct NamespaceTag>; // "ns_…"
using EnvironmentId = StrongId<struct EnvironmentTag>; // the slug: "prod"
using ConfigId = StrongId<struct ConfigTag>; // "cfg_…"
using SchemaId = StrongId<struct SchemaTag>; // "sch_…"
using DraftId = StrongId<struct DraftTag>; // "drf_…"
using ChangeRequestId = StrongId<struct ChangeRequestTag>; // "CR-12"
using ThreadId = StrongId<struct ThreadTag>; // "th_…"
using ReviewId = StrongId<struct ReviewTag>; // "rev_…"
using AgentId = StrongId<struct AgentTag>; // "agt_…"
using PrincipalId = StrongId<struct PrincipalTag>; // "usr_…" or "svc_…"
using VersionId = StrongId<struct VersionTag>; // "sha256:…" of the version's envelope
using ContentId = StrongId<struct ContentTag>; // "sha256:…" of the canonical value
using ETag = StrongId<struct ETagTag>; // without the quotes

} // namespace chancery::core

template <typename Tag>
struct std::hash<chancery::core::StrongId<Tag>> {
    std::size_t operator()(const chancery::core::StrongId<Tag> &id) const noexcept
    {
        return std::hash<std::string>()(id.text());
    }
};
