// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/account.h"
#include "engine/core/emergency/session.h"

#include <map>

namespace chancery::models {

// Who may do what, as far as the console has read it: it says beforehand what the server will
// answer, by the same functions. What conditions ask of the person and of the circumstances, only
// the server can tell: here they count as met. One for a session, kept up to date by AccessStore.
// Of the GUI thread.
class KnownAccess {
public:
    // The clock is the console's own: the server's may say something else about what begins or
    // ends within a moment. Must outlive this.
    explicit KnownAccess(const core::Clock &clock)
        : m_clock(clock)
    {
    }

    using Governed = std::map<core::EnvironmentId, core::access::GovernedAccess>;
    void set(Governed governed) { m_governed = std::move(governed); }
    const Governed &governed() const { return m_governed; }
    // Whom emergency access lets in there, beside the right to it (GOV-32).
    struct Roster {
        std::optional<std::vector<std::string>> names = {};
        std::vector<core::governing::Group> groups = {};
        bool isUnreadable = false;
    };
    // Of the documents that are live, null where none is; without nodes they cannot be read.
    static Roster rosterOf(const core::Tree *emergency, const core::Tree *groups);
    void setRosters(std::map<core::EnvironmentId, Roster> rosters)
    {
        m_rosters = std::move(rosters);
    }
    bool letsIn(const core::Principal &account, const core::EnvironmentId &environment) const;
    // The person's own session that is open now, empty without one.
    void setOpenEmergency(core::EmergencyId session) { m_openEmergency = std::move(session); }
    const core::EmergencyId &openEmergency() const { return m_openEmergency; }
    // An environment of which nothing is known is governed by the roles alone.
    core::access::Decision decide(const core::Principal &account, core::Permission permission,
        const core::EnvironmentId &environment, std::string_view path) const;
    // Whether it may be done at this moment for some config somewhere.
    bool mayAnywhere(const core::Principal &account, core::Permission permission) const;

private:
    const core::Clock &m_clock;
    Governed m_governed;
    std::map<core::EnvironmentId, Roster> m_rosters;
    core::EmergencyId m_openEmergency;
};

} // namespace chancery::models
