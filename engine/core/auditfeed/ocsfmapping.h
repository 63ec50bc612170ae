// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <map>
#include <string>
#include <string_view>

namespace chancery::core {

// The classes of OCSF that entries of the log become.
namespace ocsf {
inline constexpr int baseEvent = 0; // of what this build does not know
inline constexpr int complianceFinding = 2003;
inline constexpr int accountChange = 3001;
inline constexpr int authentication = 3002;
inline constexpr int authorizeSession = 3003;
inline constexpr int entityManagement = 3004;
inline constexpr int userAccess = 3005;
inline constexpr int deviceState = 5019;
inline constexpr int applicationLifecycle = 6002;
inline constexpr int apiActivity = 6003;
inline constexpr int otherActivity = 99;
} // namespace ocsf

// Which class, activity and severity of OCSF stands for which event: resources/ocsf/mapping.json, a
// value, so that the next version of OCSF is another file. Immutable after it was read; of any
// thread.
class OcsfMapping {
public:
    struct Kind {
        int classId = ocsf::baseEvent;
        std::string className = "Base Event";
        int category = 0;
        std::string categoryName = "Uncategorized";
        int activity = ocsf::otherActivity;
        std::string activityName = "Other";
    };
    struct Severity {
        int id = 0;
        std::string name = "Unknown";
    };

    // Error{Invalid, "ocsf-mapping"} with what is wrong.
    static Result<OcsfMapping> read(std::string_view text);
    // The one that this build carries.
    static Result<OcsfMapping> standard();

    const std::string &version() const { return m_version; }
    // A base event for what has no row.
    Kind kindOf(std::string_view event) const;
    bool knows(std::string_view event) const { return m_events.find(event) != m_events.end(); }
    std::size_t size() const { return m_events.size(); }
    // By the last letter of the event's code.
    Severity severityOf(std::string_view code) const;

private:
    std::string m_version;
    std::map<std::string, Kind, std::less<>> m_events;
    std::map<char, Severity> m_severities;
};

} // namespace chancery::core
