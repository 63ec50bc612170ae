// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/auditevent.h"

#include <map>
#include <set>
#include <vector>

namespace chancery::support {

// Reads an audit log from its first entry on, as somebody does who has nothing else, and says what
// is wrong with it: a verdict that changed without a word, a change that went live without its
// votes. Knows nothing of the product but the form of its entries. A value.
class LoggedVerdicts {
public:
    // How many people an environment asks for at least.
    using Gates = std::map<std::string, std::size_t>;
    explicit LoggedVerdicts(Gates gates)
        : m_gates(std::move(gates))
    {
    }

    // What is wrong with the entry after those before it; empty: nothing.
    std::string objection(const core::AuditEvent &event);
    // The same of a whole log; what is wrong first.
    static std::string objectionTo(const std::vector<core::AuditEvent> &log, const Gates &gates);
    // In which state each request is.
    std::map<std::string, std::string> states() const;
    // Of entries: that made something live, that changed a verdict, that were an emergency's.
    struct Counts {
        int applied = 0;
        int verdicts = 0;
        int emergencies = 0;
    };
    const Counts &counts() const { return m_counts; }
    // The entries that brought the votes of this person which the last apply counted.
    static const core::AuditRelated *relatedIn(const core::AuditEvent &event, const char *type);

private:
    struct Word {
        bool isApproval = false;
        bool isObjection = false;
        std::string cycle;
        std::string content;
    };
    struct Request {
        std::string state;
        std::string before; // all that was in the unit which wrote its last entry
        std::string unit;
        std::string cycle;
        std::string content;
        std::set<std::string> sameEffect;
        std::string environment; // where it is about one config alone
        std::set<std::string> hands;
        std::map<std::string, Word> words; // by who said them
    };

    std::string ofRequest(const core::AuditEvent &event);
    std::string ofState(Request &request, const core::AuditEvent &event, bool isNew);
    std::string ofCycle(Request &request, const core::AuditEvent &event, bool isNew);
    std::string ofApply(const Request &request, const core::AuditEvent &event);
    std::string ofHead(const core::AuditEvent &event);
    void hear(Request &request, const core::AuditEvent &event);
    void seeAround(const core::AuditEvent &event);
    std::string unexplained(const core::AuditEvent &event);
    std::string head(const std::string &person) const;
    bool counts(const Request &request, const std::string &person) const;
    bool mayApprove(const std::string &person) const;
    std::size_t headsFor(const Request &request) const;

    Gates m_gates;
    std::map<std::string, Request> m_requests;
    std::map<std::string, std::string> m_live; // "config@environment": version
    std::map<std::string, std::set<std::string>> m_moved; // environments, by the request
    std::set<std::string> m_gone;
    std::map<std::string, std::set<std::string>> m_roles;
    std::map<std::string, std::set<std::string>> m_linked;
    std::map<std::string, std::string> m_sessions; // open ones, and whose
    bool m_hasRulesOfAccess = false; // which the log names and does not repeat
    // Went live without a vote, in this unit: whoever did it says why before the next one.
    std::string m_unexplained;
    std::string m_unexplainedIn;
    std::string m_unexplainedBy;
    Counts m_counts;
};

} // namespace chancery::support
