// SPDX-License-Identifier: Apache-2.0
#include "facts.h"

#include "engine/core/clock.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"

#include <algorithm>
#include <charconv>

namespace chancery::core::evidence {

namespace {

const Facts::List nothing;

std::string textOf(Value value)
{
    return std::string(value.isString() ? value.text() : std::string_view());
}

std::vector<std::string> textsOf(Value list)
{
    std::vector<std::string> texts;
    if (!list.isArray())
        return texts;
    for (const auto &item : list)
        texts.push_back(textOf(item.value()));
    return texts;
}

// As SQLite casts a text: the digits that it begins with, and else nothing.
std::int64_t numberOf(const std::string &text)
{
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// The first that says something counts.
void keepFirst(std::string &text, std::string value)
{
    if (text.empty())
        text = std::move(value);
}

void readRelated(Fact &fact, Value item)
{
    const auto type = textOf(item["type"]);
    auto id = textOf(item["id"]);
    if (type == "role")
        fact.roles.push_back(std::move(id));
    else if (type == "identity-provider")
        fact.isMapped = true;
    else if (type == "principal-kind")
        fact.isAboutPerson = fact.isAboutPerson || id == "user";
    else if (type == "cycle")
        keepFirst(fact.cycle, std::move(id));
    else if (type == "content")
        keepFirst(fact.content, std::move(id));
    else if (type == "same-effect")
        fact.sameEffect.push_back(std::move(id));
    else if (type == "demand")
        fact.demands.push_back({std::move(id), numberOf(textOf(item["path"]))});
    else if (type == "counted")
        fact.counted.emplace_back(std::move(id), textOf(item["path"]));
    else if (type == "freeze-until")
        keepFirst(fact.until, std::move(id));
    else if (type == "ended")
        fact.isAfterNoStop = fact.isAfterNoStop || id == "unclean";
    else if (type == "same-person")
        fact.samePerson.push_back(std::move(id));
    else if (type == "window")
        fact.windows.push_back({textOf(item["env"]), textOf(item["path"]) == "hard"});
}

void readMembers(Fact &fact, Value root)
{
    fact.event = textOf(root["event"]);
    fact.outcome = textOf(root["outcome"]);
    fact.isSuccess = fact.outcome == "success";
    fact.actor = textOf(root["actor"]["id"]);
    fact.kind = textOf(root["actor"]["kind"]);
    fact.subject = textOf(root["actor"]["sub"]);
    fact.env = textOf(root["env"]);
    fact.ns = textOf(root["namespace"]);
    fact.targetType = textOf(root["target"]["type"]);
    fact.target = textOf(root["target"]["id"]);
    fact.request = textOf(root["correlationId"]);
    fact.requestId = textOf(root["requestId"]);
    fact.reason = textOf(root["reason"]);
    fact.ticket = textOf(root["ticket"]);
    fact.written = textOf(root["time"]);
    if (root["related"].isArray()) {
        for (const auto &item : root["related"])
            readRelated(fact, item.value());
    }
    fact.held = textsOf(root["actor"]["roles"]);
    fact.factors = textsOf(root["actor"]["authn"]["amr"]);
}

} // namespace

Fact factOf(std::int64_t seq, std::string_view leaf)
{
    const auto reading = readJson(std::string(leaf), Limits::wide());
    return factOf(seq, reading ? &reading.tree() : nullptr);
}

Fact factOf(std::int64_t seq, const Tree *leaf)
{
    Fact fact;
    fact.seq = seq;
    if (!leaf || !leaf->root().isObject())
        return fact;
    const auto root = leaf->root();
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
        readLink(fact);
        m_named[fact.event].push_back(&fact);
        m_on[fact.target].push_back(&fact);
        m_with[fact.requestId].push_back(&fact);
        if (!fact.request.empty())
            m_about[fact.request].push_back(&fact);
    }
}

// What a later entry says of two accounts stands.
void Facts::readLink(const Fact &fact)
{
    if (fact.event == "principal.link") {
        auto accounts = fact.samePerson;
        accounts.push_back(fact.target);
        std::erase(accounts, std::string());
        for (const auto &one : accounts) {
            for (const auto &other : accounts) {
                if (one != other)
                    m_others[one].insert(other);
            }
        }
    } else if (fact.event == "principal.unlink") {
        for (const auto &other : fact.samePerson) {
            m_others[fact.target].erase(other);
            m_others[other].erase(fact.target);
        }
    }
}

bool Facts::isOne(const std::string &one, const std::string &other) const
{
    if (one == other)
        return true;
    const auto found = m_others.find(one);
    return found != m_others.end() && found->second.contains(other);
}

const std::string &Facts::personOf(const std::string &account) const
{
    const auto found = m_others.find(account);
    const bool isFirst
        = found == m_others.end() || found->second.empty() || account < *found->second.begin();
    return isFirst ? account : *found->second.begin();
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

const Facts::List &Facts::with(std::string_view requestId) const
{
    return in(m_with, requestId);
}

std::int64_t Facts::last() const
{
    std::int64_t last = 0;
    for (const auto &fact : m_all)
        last = std::max(last, fact.time);
    return last;
}

} // namespace chancery::core::evidence
