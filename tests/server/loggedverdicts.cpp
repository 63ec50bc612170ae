// SPDX-License-Identifier: Apache-2.0
#include "loggedverdicts.h"

#include <algorithm>
#include <charconv>

namespace chancery::support {

namespace {

using core::AuditEvent;

bool isAbout(const AuditEvent &event, std::initializer_list<std::string_view> names)
{
    constexpr std::string_view family = "change_request.";
    return event.event.starts_with(family)
        && std::ranges::find(names, std::string_view(event.event).substr(family.size()))
        != names.end();
}

std::size_t numberOf(const std::string &text)
{
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

bool isOpen(std::string_view state)
{
    return state == "open" || state == "approved";
}

// Written from the rules: what an entry of this name can do to the state of a request.
bool mayBring(const AuditEvent &event, const std::string &from, const std::string &to)
{
    if (isAbout(event, {"create"}))
        return from.empty() && (to == "draft" || isOpen(to));
    if (isAbout(event, {"apply"})) {
        const bool canGo = isOpen(from) || from == "failed";
        if (event.outcome == core::AuditOutcome::Success)
            return canGo && to == "applied";
        return canGo && (to == from || to == "failed");
    }
    if (isAbout(event, {"reject"}))
        return (isOpen(from) || from == "failed") && to == "rejected";
    if (isAbout(event, {"withdraw"}))
        return to == "withdrawn";
    if (isAbout(event, {"expire"}))
        return (isOpen(from) || from == "failed") && to == "expired";
    if (from == to)
        return true;
    if (isAbout(event, {"update", "submit", "claim"}))
        return (isOpen(from) || from == "draft" || from == "rejected" || from == "failed")
            && isOpen(to);
    if (!isOpen(from) || !isOpen(to))
        return false;
    if (isAbout(event, {"approve", "acknowledge"}))
        return to == "approved";
    if (isAbout(event, {"request_changes"}))
        return to == "open";
    return isAbout(event, {"comment", "dismiss_stale"});
}

} // namespace

const core::AuditRelated *LoggedVerdicts::relatedIn(const AuditEvent &event, const char *type)
{
    const auto found = std::ranges::find(event.related, type, &core::AuditRelated::type);
    return found == event.related.end() ? nullptr : &*found;
}

std::string LoggedVerdicts::objectionTo(const std::vector<AuditEvent> &log, const Gates &gates)
{
    LoggedVerdicts reader(gates);
    for (const auto &event : log) {
        if (auto words = reader.objection(event); !words.empty())
            return words;
    }
    return reader.m_unexplained;
}

std::map<std::string, std::string> LoggedVerdicts::states() const
{
    std::map<std::string, std::string> states;
    for (const auto &[id, request] : m_requests)
        states[id] = request.state;
    return states;
}

std::string LoggedVerdicts::objection(const AuditEvent &event)
{
    if (auto words = unexplained(event); !words.empty())
        return words;
    const bool isFailure = event.outcome != core::AuditOutcome::Success;
    if (event.event.starts_with("change_request.") && (!isFailure || isAbout(event, {"apply"}))) {
        auto words = ofRequest(event);
        return words.empty() ? words : event.event + " of " + event.target.id + ": " + words;
    }
    if (isFailure)
        return {};
    if (event.event == "head.update")
        return ofHead(event);
    seeAround(event);
    return {};
}

// An emergency says in the same unit that it was one.
std::string LoggedVerdicts::unexplained(const AuditEvent &event)
{
    if (m_unexplained.empty())
        return {};
    if (event.requestId != m_unexplainedIn)
        return m_unexplained;
    const auto session = m_sessions.find(event.target.id);
    if (event.event == "breakglass.use" && session != m_sessions.end()
        && session->second == m_unexplainedBy && event.actor.id == m_unexplainedBy) {
        m_unexplained.clear();
        ++m_counts.emergencies;
    }
    return {};
}

std::string LoggedVerdicts::ofHead(const AuditEvent &event)
{
    if (!event.change)
        return "head.update without a version";
    auto &live = m_live[event.target.id];
    if (live != event.change->beforeVid)
        return event.target.id + " was not at " + event.change->beforeVid;
    live = event.change->afterVid;
    m_moved[event.correlationId].insert(event.environment);
    const auto *config = relatedIn(event, "config");
    m_hasRulesOfAccess = m_hasRulesOfAccess || (config && config->path == "sys/access");
    return {};
}

void LoggedVerdicts::seeAround(const AuditEvent &event)
{
    const auto &whom = event.target.id;
    if (event.event == "principal.disable")
        m_gone.insert(whom);
    else if (event.event == "principal.enable")
        m_gone.erase(whom);
    else if (event.event == "breakglass.activate")
        m_sessions[whom] = event.actor.id;
    else if (event.event == "breakglass.expire" || event.event == "breakglass.revoke")
        m_sessions.erase(whom);
    for (const auto &related : event.related) {
        if (event.event == "principal.link" && related.type == "same-person")
            m_linked[whom].insert(related.id);
        if (related.type != "role")
            continue;
        if (event.event == "principal.create" || event.event == "role.grant")
            m_roles[whom].insert(related.id);
        else if (event.event == "role.revoke")
            m_roles[whom].erase(related.id);
    }
}

// The smallest of the accounts that are one person's.
std::string LoggedVerdicts::head(const std::string &person) const
{
    std::set<std::string> all{person};
    for (std::size_t before = 0; before != all.size();) {
        before = all.size();
        for (const auto &[one, others] : m_linked) {
            const bool isTheirs = all.contains(one)
                || std::ranges::any_of(
                    others, [&](const auto &other) { return all.contains(other); });
            if (!isTheirs)
                continue;
            all.insert(one);
            all.insert(others.begin(), others.end());
        }
    }
    return *all.begin();
}

bool LoggedVerdicts::mayApprove(const std::string &person) const
{
    const auto roles = m_roles.find(person);
    const bool hasRole = roles != m_roles.end() && roles->second.contains("approver");
    return !m_gone.contains(person) && (hasRole || m_hasRulesOfAccess);
}

bool LoggedVerdicts::counts(const Request &request, const std::string &person) const
{
    const auto word = request.words.find(person);
    if (word == request.words.end() || !word->second.isApproval || !mayApprove(person))
        return false;
    const bool isSame = word->second.cycle == request.cycle
        && (word->second.content == request.content
            || request.sameEffect.contains(word->second.content));
    return isSame && std::ranges::none_of(request.hands, [&](const std::string &hand) {
        return head(hand) == head(person);
    });
}

std::size_t LoggedVerdicts::headsFor(const Request &request) const
{
    std::set<std::string> heads;
    for (const auto &[person, word] : request.words) {
        if (counts(request, person))
            heads.insert(head(person));
    }
    return heads.size();
}

std::string LoggedVerdicts::ofRequest(const AuditEvent &event)
{
    const bool isNew = !m_requests.contains(event.target.id);
    if (isNew && !isAbout(event, {"create"}))
        return "nobody made it";
    auto &request = m_requests[event.target.id];
    if (isAbout(event, {"create", "update", "claim"}))
        request.hands.insert(event.actor.id);
    if (auto words = ofCycle(request, event, isNew); !words.empty())
        return words;
    hear(request, event);
    const bool isLive = isAbout(event, {"apply"}) && event.outcome == core::AuditOutcome::Success;
    if (isLive) {
        if (auto words = ofApply(request, event); !words.empty())
            return words;
    }
    return ofState(request, event, isNew);
}

std::string LoggedVerdicts::ofCycle(Request &request, const AuditEvent &event, bool isNew)
{
    const auto *cycle = relatedIn(event, "cycle");
    const auto *content = relatedIn(event, "content");
    if (!cycle || !content)
        return "it does not say what it is about";
    const auto before = numberOf(request.cycle);
    const auto now = numberOf(cycle->id);
    const bool mayBegin = isAbout(event, {"create", "update", "submit", "claim", "dismiss_stale"});
    if (!isNew && now != before && !(mayBegin && now == before + 1))
        return "cycle " + cycle->id + " follows cycle " + request.cycle;
    if (!isNew && content->id != request.content && !isAbout(event, {"update"}))
        return "another content, and nobody changed it";
    request.cycle = cycle->id;
    request.content = content->id;
    request.environment = event.environment;
    request.sameEffect.clear();
    for (const auto &related : event.related) {
        if (related.type == "same-effect")
            request.sameEffect.insert(related.id);
    }
    return {};
}

void LoggedVerdicts::hear(Request &request, const AuditEvent &event)
{
    if (isAbout(event, {"approve", "request_changes", "comment"}))
        request.words[event.actor.id] = {isAbout(event, {"approve"}),
            isAbout(event, {"request_changes"}), request.cycle, request.content};
}

std::string LoggedVerdicts::ofState(Request &request, const AuditEvent &event, bool isNew)
{
    const auto *state = relatedIn(event, "state");
    if (!state)
        return "it does not say what it comes to";
    const bool isSameUnit = !isNew && event.requestId == request.unit;
    if (state->path != request.state && !(isSameUnit && state->path == request.before))
        return "it was " + request.state + " and has become " + state->path + " without a word";
    if (!mayBring(event, request.state, state->id))
        return request.state + " does not become " + state->id + " by that";
    const auto gate = m_gates.find(request.environment);
    if (state->id == "approved" && gate != m_gates.end() && headsFor(request) < gate->second)
        return "too few have approved it";
    if (isOpen(request.state) && isOpen(state->id) && request.state != state->id)
        ++m_counts.verdicts;
    if (!isSameUnit)
        request.before = request.state;
    request.unit = event.requestId;
    request.state = state->id;
    return {};
}

std::string LoggedVerdicts::ofApply(const Request &request, const AuditEvent &event)
{
    ++m_counts.applied;
    const auto moved = m_moved.find(event.target.id);
    if (moved == m_moved.end())
        return "nothing went live";
    bool isGated = false;
    bool isDemanded = true;
    for (const auto &environment : moved->second) {
        const auto gate = m_gates.find(environment);
        if (gate == m_gates.end())
            continue;
        isGated = true;
        isDemanded = isDemanded
            && std::ranges::any_of(event.related, [&](const core::AuditRelated &related) {
                   return related.type == "demand" && related.id == environment
                       && numberOf(related.path) >= gate->second;
               });
    }
    if (isGated && !isDemanded) {
        m_unexplained = event.target.id + " went live without what its environment asks for";
        m_unexplainedIn = event.requestId;
        m_unexplainedBy = event.actor.id;
        return {};
    }
    for (const auto &[person, word] : request.words) {
        if (isDemanded && isGated && word.isObjection && word.cycle == request.cycle
            && mayApprove(person))
            return "somebody asks for changes";
    }
    for (const auto &demand : event.related) {
        std::set<std::string> heads;
        for (const auto &counted : event.related) {
            if (demand.type != "demand" || counted.type != "counted" || counted.path != demand.id)
                continue;
            if (!counts(request, counted.id))
                return counted.id + " does not count for " + demand.id;
            heads.insert(head(counted.id));
        }
        if (demand.type == "demand" && heads.size() < numberOf(demand.path))
            return "too few for " + demand.id;
    }
    return {};
}

} // namespace chancery::support
