// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/evidence/evidencequery.h"
#include "tests/audit/testlog.h"

#include <map>
#include <sstream>

namespace chancery::support {

// A log from a story: a line an event, "WHEN EVENT ACTOR key=value…". WHEN counts from 2026-11-01
// in days, hours and minutes: "2d3h15m". What an event is about stands as type=, on=, cr=, env=,
// ns=, path=, req=, reason= (an underscore is a blank), ticket=, out=, roles= (that are given),
// held= (by the actor), sub=, kind=; of requests cycle=, content=, same= (contents with the same
// effect), demand=RULE:NEED, counted=WHO:RULE; window=hard@ENV, until= (of a freeze), amr=, idp=,
// same-person= (accounts), rollback= (a version), as= (the kind of a new account). Lists have
// commas. Lines that begin with # are skipped.
class StoryLog {
public:
    static core::Instant at(const std::string &when)
    {
        auto time = core::fromRfc3339("2026-11-01T00:00:00Z").value();
        std::int64_t number = 0;
        for (const char c : when) {
            if (c >= '0' && c <= '9') {
                number = number * 10 + (c - '0');
                continue;
            }
            time += std::chrono::minutes(number * (c == 'd' ? 1440 : c == 'h' ? 60 : 1));
            number = 0;
        }
        return time;
    }
    static core::evidence::Period november(std::int64_t asOf)
    {
        return {at("0m").time_since_epoch().count(), at("30d").time_since_epoch().count(), asOf};
    }

    explicit StoryLog(const std::string &story)
    {
        std::istringstream lines(story);
        for (std::string line; std::getline(lines, line);) {
            if (!line.empty() && line.front() != '#')
                add(line);
        }
    }
    void add(const std::string &line)
    {
        std::istringstream words(line);
        std::string when;
        std::string name;
        std::string actor;
        words >> when >> name >> actor;
        std::map<std::string, std::string> with;
        for (std::string word; words >> word;) {
            const auto equals = word.find('=');
            with[word.substr(0, equals)] = word.substr(equals + 1);
        }
        log.appendLeaf(core::toLeaf(eventOf(when, name, actor, with)).value());
    }
    core::Result<audit::EvidenceLog> evidence() const
    {
        return audit::evidenceOf(log.batchFrom(0).leaves, log.note(), log.identity().verifiers);
    }

    TestLog log;

private:
    static std::vector<std::string> split(const std::string &text)
    {
        std::vector<std::string> parts;
        std::istringstream stream(text);
        for (std::string part; std::getline(stream, part, ',');)
            parts.push_back(part);
        return parts;
    }
    static std::pair<std::string, std::string> halves(const std::string &text, char mark)
    {
        const auto at = text.rfind(mark);
        return {text.substr(0, at), at == std::string::npos ? "" : text.substr(at + 1)};
    }
    static void addAbout(core::AuditEvent &event, std::map<std::string, std::string> &with)
    {
        const auto add = [&event](const char *type, const std::string &id, std::string path = {},
                             std::string env = {}) {
            if (!id.empty())
                event.related.push_back({type, id, std::move(path), std::move(env), {}});
        };
        add("cycle", with["cycle"]);
        add("content", with["content"]);
        for (const auto &digest : split(with["same"]))
            add("same-effect", digest);
        for (const auto &demand : split(with["demand"]))
            add("demand", halves(demand, ':').first, halves(demand, ':').second);
        for (const auto &counted : split(with["counted"]))
            add("counted", halves(counted, ':').first, halves(counted, ':').second);
        for (const auto &window : split(with["window"]))
            add("window", "year-end", halves(window, '@').first, halves(window, '@').second);
        if (with.contains("until"))
            add("freeze-until", core::toRfc3339(at(with["until"])));
        add("identity-provider", with["idp"]);
        add("ended", with["ended"]);
        add("rollback-of", with["rollback"]);
        add("principal-kind", with["as"]);
        for (const auto &account : split(with["same-person"]))
            add("same-person", account);
    }
    core::AuditEvent eventOf(const std::string &when, const std::string &name,
        const std::string &actor, std::map<std::string, std::string> &with) const
    {
        const auto entry = std::ranges::find(
            core::auditCatalogue(), name, [](const auto &one) { return std::string(one.event); });
        if (entry == core::auditCatalogue().end())
            qFatal("no event %s", name.c_str());
        const auto outcome
            = core::auditOutcomeFromName(with.contains("out") ? with["out"] : "success");
        auto event = core::auditEvent(entry->kind, *outcome);
        event.seq = std::int64_t(log.size());
        event.eventId = "evt_" + std::to_string(event.seq);
        event.time = event.recordedTime = at(when);
        event.actor.id = actor;
        event.actor.subject = with.contains("sub") ? with["sub"] : actor;
        event.actor.kind = with["kind"] == "system" ? core::PrincipalKind::System
            : with["kind"] == "service"             ? core::PrincipalKind::Service
                                                    : core::PrincipalKind::User;
        event.actor.roles = split(with["held"]);
        event.target.type = with["type"];
        event.target.id = with["on"];
        event.correlationId = with["cr"];
        event.environment = with["env"];
        event.nameSpace = with["ns"];
        event.requestId = with.contains("req") ? with["req"] : "req-" + event.eventId;
        event.reason = with["reason"];
        std::ranges::replace(event.reason, '_', ' ');
        event.ticket = with["ticket"];
        event.problem = with["problem"];
        if (with.contains("path"))
            event.related.push_back(
                {"config", "cfg_" + with["path"], with["path"], with["env"], {}});
        for (const auto &role : split(with["roles"]))
            event.related.push_back({"role", role, {}, {}, {}});
        addAbout(event, with);
        if (with.contains("amr")) {
            event.actor.authn.emplace();
            event.actor.authn->method = "oidc";
            event.actor.authn->amr = split(with["amr"]);
        }
        if (with.contains("erased"))
            event.related.push_back({"erased-field", with["erased"], {}, {}, {}});
        if (with.contains("vid")) {
            event.change.emplace();
            event.change->afterVid = with["vid"];
        }
        return event;
    }
};

} // namespace chancery::support
