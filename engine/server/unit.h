// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/fleet.h"
#include "engine/server/changedkeys.h"
#include "engine/server/facts.h"
#include "engine/server/log/auditlog.h"
#include "engine/server/log/event.h"
#include "engine/server/view.h"

namespace chancery::server {

class EffectBook;
struct GapRecord;
class SealKeys;
class Validator;

// The numbers that only grow, as the writer's thread holds them; restored when a unit is undone.
struct Counters {
    std::uint64_t revision = 0;
    std::uint64_t lastRequest = 0;
};

// One mutation inside the running batch: what its handler sees and does. Everything it puts,
// publishes and records becomes durable together, or nothing does (GOV-31). Writer's thread.
class Unit {
public:
    struct Tools {
        Transaction &transaction;
        AuditLog &log;
        Counters &counters;
        Validator &validator;
        SealKeys &sealKeys;
        const Facts &facts;
        ChangedKeys *changed = nullptr; // none in a preview
        EffectBook *effects = nullptr; // none beside the writer
        GapRecord *witness = nullptr; // of what may be done where the log cannot be written
    };
    Unit(Tools tools, const Request &request, const std::vector<std::string> &arguments,
        const Actor *actor);

    const Request &request() const { return m_request; }
    const std::string &argument(std::size_t index) const { return m_arguments[index]; }
    // Only for routes that ask for a signed-in caller.
    const Actor &actor() const { return *m_actor; }
    const Facts &facts() const { return m_tools.facts; }
    Validator &validator() { return m_tools.validator; }
    SealKeys &sealKeys() { return m_tools.sealKeys; }
    core::Instant now() const { return m_now; }
    const View &view() const { return m_view; }
    std::string newId(std::string_view prefix) { return m_tools.facts.ids.next(prefix); }
    std::uint64_t nextRequestNumber() { return ++m_tools.counters.lastRequest; }
    // Grows with every hint; orders what is made within a unit too, as each thing is published.
    std::uint64_t nextOrder() const { return m_tools.counters.revision + 1; }

    // The body in its expected form, or 400 with the places that are not.
    template <typename T>
    T body() const
    {
        return orRefuse(api::fromJson<T>(m_request.body, bodyLimits()));
    }
    // 412 with what is current, unless the If-Match header allows the tag.
    void demandMatch(const core::ETag &current) const;

    void put(std::string_view key, std::string bytes);
    void remove(std::string_view key);
    // Gives the value its new ETag and stores it.
    template <typename T>
    void store(std::string_view key, T &value)
    {
        value.etag = {};
        value.etag = makeETag(m_tools.counters.revision + 1, api::toJson(value));
        put(key, api::toJson(value));
    }
    // Of a head also the path of its config: who delivers what inherits from it may not know its
    // id.
    void publish(std::string_view kind, std::string resource, const core::ETag &etag,
        std::string summary, std::optional<std::string> path = {});
    void record(const Deed &deed);
    // Change requests as they were before this unit, each with nothing where it made them: what
    // became of them is told to people once, at the end.
    using Earlier
        = std::vector<std::pair<core::ChangeRequestId, std::optional<core::ChangeRequest>>>;
    Earlier &earlierRequests() { return m_earlier; }
    // Nobody asked for it: the service does it by itself, whoever's deed it carries out.
    bool isByItself() const { return m_request.method.empty(); }

    // For what works on the log itself.
    const Tools &tools() const { return m_tools; }

    // Of the last entry that it recorded.
    std::optional<std::uint64_t> auditSequence() const { return m_auditSequence; }
    std::vector<std::string> &touched() { return m_touched; }
    std::vector<core::ChangeHint> &hints() { return m_hints; }

    static core::Limits bodyLimits();

private:
    void append(const Deed &deed);

    Tools m_tools;
    const Request &m_request;
    const std::vector<std::string> &m_arguments;
    const Actor *m_actor;
    core::Instant m_now;
    View m_view;
    std::optional<std::uint64_t> m_auditSequence;
    std::vector<std::string> m_touched;
    std::vector<core::ChangeHint> m_hints;
    Earlier m_earlier;
};

using WriteHandler = Response (*)(Unit &);

} // namespace chancery::server
