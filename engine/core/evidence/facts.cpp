// SPDX-License-Identifier: Apache-2.0
#include "facts.h"

#include "engine/core/clock.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"

#include <algorithm>

namespace chancery::core::evidence {

namespace {

const Facts::List nothing;

void readMembers(Fact &fact, Value root)
{
    fact.event = root["event"].text();
    fact.outcome = root["outcome"].text();
    fact.isSuccess = fact.outcome == "success";
    fact.actor = root["actor"]["id"].text();
    fact.kind = root["actor"]["kind"].text();
    fact.subject = root["actor"]["sub"].text();
    fact.env = root["env"].text();
    fact.ns = root["namespace"].text();
    fact.target = root["target"]["id"].text();
    fact.request = root["correlationId"].text();
    fact.requestId = root["requestId"].text();
    fact.reason = root["reason"].text();
    fact.ticket = root["ticket"].text();
    for (const auto &item : root["related"]) {
        if (item.value()["type"].text() == "role")
            fact.roles.emplace_back(item.value()["id"].text());
    }
    for (const auto &item : root["actor"]["roles"])
        fact.held.emplace_back(item.value().text());
}

} // namespace

Fact factOf(std::int64_t seq, std::string_view leaf)
{
    Fact fact;
    fact.seq = seq;
    const auto reading = readJson(std::string(leaf), Limits::wide());
    if (!reading || !reading.tree().root().isObject())
        return fact;
    const auto root = reading.tree().root();
    const auto time = fromRfc3339(root["time"].text());
    // In the one form that the log writes, so that every reader of a bundle takes it alike.
    if (!time || toRfc3339(*time) != root["time"].text())
        return fact;
    fact.isReadable = true;
    fact.time = time->time_since_epoch().count();
    fact.ownSeq = root["seq"].integer().value_or(-1);
    readMembers(fact, root);
    return fact;
}

Facts::Facts(std::vector<Fact> all)
    : m_all(std::move(all))
{
    for (const auto &fact : m_all) {
        if (!fact.isReadable)
            continue;
        m_by[fact.actor].push_back(&fact);
        if (!fact.isSuccess)
            continue;
        m_named[fact.event].push_back(&fact);
        m_on[fact.target].push_back(&fact);
        if (!fact.request.empty())
            m_about[fact.request].push_back(&fact);
    }
}

const Facts::List &Facts::in(const Index &index, std::string_view key)
{
    const auto found = index.find(key);
    return found == index.end() ? nothing : found->second;
}

const Facts::List &Facts::named(std::string_view event) const
{
    return in(m_named, event);
}

const Facts::List &Facts::about(std::string_view request) const
{
    return in(m_about, request);
}

const Facts::List &Facts::on(std::string_view target) const
{
    return in(m_on, target);
}

const Facts::List &Facts::by(std::string_view actor) const
{
    return in(m_by, actor);
}

std::int64_t Facts::last() const
{
    std::int64_t last = 0;
    for (const auto &fact : m_all)
        last = std::max(last, fact.time);
    return last;
}

} // namespace chancery::core::evidence
