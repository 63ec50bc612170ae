// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

namespace chancery::core {

// What a principal may do (GOV-5). Separate words, none of which implies another.
enum class Permission : std::uint8_t {
    View,
    Edit,
    Submit,
    Approve,
    Apply,
    Schedule,
    Rollback,
    FreezeOverride,
    EmergencyActivate,
    EmergencyReview,
    PolicyEdit,
    AuditRead,
    ManageSchemas,
    ManageAgents,
    Administer,
    SecretReveal
};
inline constexpr std::size_t permissionCount = 16;

enum class Role : std::uint8_t { Viewer, Author, Approver, Operator, Auditor, Admin };
inline constexpr std::size_t roleCount = 6;

class PermissionSet {
public:
    constexpr PermissionSet() = default;
    template <std::same_as<Permission>... Others>
    constexpr explicit PermissionSet(Permission first, Others... others)
        : m_bits((bit(first) | ... | bit(others)))
    {
    }

    constexpr bool has(Permission permission) const { return (m_bits & bit(permission)) != 0; }
    constexpr bool isEmpty() const { return m_bits == 0; }
    constexpr PermissionSet operator|(PermissionSet other) const
    {
        PermissionSet both;
        both.m_bits = m_bits | other.m_bits;
        return both;
    }
    friend constexpr bool operator==(PermissionSet, PermissionSet) = default;

private:
    static constexpr std::uint32_t bit(Permission permission)
    {
        return std::uint32_t(1) << static_cast<unsigned>(permission);
    }

    std::uint32_t m_bits = 0;
};

// What a role gives. Freeze override, emergency activation and review, policy edit and the reveal
// of secrets come with no role, also not with admin: they are granted by name.
constexpr PermissionSet permissionsOf(Role role)
{
    using enum Permission;
    switch (role) {
    case Role::Viewer:
        return PermissionSet(View);
    case Role::Author:
        return PermissionSet(View, Edit, Submit, Apply);
    case Role::Approver:
        return PermissionSet(View, Approve, Apply);
    case Role::Operator:
        return PermissionSet(View, Apply, Schedule, Rollback, ManageAgents);
    case Role::Auditor:
        return PermissionSet(View, AuditRead);
    case Role::Admin:
        return PermissionSet(View, Edit, Submit, Approve, Apply, Schedule, Rollback, AuditRead,
            ManageSchemas, ManageAgents, Administer);
    }
    return {};
}

// The words of the API: "view", "freeze.override", "viewer", …
std::string_view name(Permission permission);
std::optional<Permission> permissionFromName(std::string_view name);
std::string_view name(Role role);
std::optional<Role> roleFromName(std::string_view name);

} // namespace chancery::core
