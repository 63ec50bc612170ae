// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/auditevent.h"
#include "engine/core/domain/identity.h"

namespace chancery::server {

// What a leaf only commits to, as it stands beside the log: one list for each entry.
struct KeptPersonal {
    std::string name; // under which the leaf has the digest
    std::string salt; // base64
    std::string value;
    // Whose account it belongs to; nothing where nobody's is known, and in what an older server
    // wrote.
    std::optional<std::string> owner = {};
};

template <typename Visitor>
void describe(Visitor &visit, KeptPersonal &value)
{
    visit("name", value.name);
    visit("salt", value.salt);
    visit("value", value.value);
    visit("of", value.owner);
}

// The name in the leaf for what is none of the event's own members: the name of an account, or the
// one with which somebody tried to sign in.
inline constexpr std::string_view triedName = "name";

// Gathers the personal values of one event while it is made.
class Personal {
public:
    Personal(core::AuditEvent &event, std::string owner)
        : m_event(event)
        , m_owner(std::move(owner))
    {
    }
    // The name under which the event refers to the value; empty for an empty one.
    std::string keep(const std::string &value);
    void keepAs(std::string_view name, const std::string &value);
    // For the store; empty when there is none.
    std::string json() const;

private:
    core::AuditEvent &m_event;
    std::string m_owner;
    std::vector<KeptPersonal> m_values;
};

} // namespace chancery::server
