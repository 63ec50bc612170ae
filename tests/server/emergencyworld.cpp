// SPDX-License-Identifier: Apache-2.0
#include "emergencyworld.h"

namespace chancery::support {

void EmergencyWorld::beginEmergencies()
{
    begin();
    clock.time = core::Instant(std::chrono::seconds(1'795'000'000));
    environment("live", true, true);
    ann = person("ann", R"(["author","emergency.activate","policy.edit"])");
    bob = person("bob", R"(["approver","emergency.activate","emergency.review"])");
    cid = person("cid", R"(["viewer","emergency.review"])");
    cards = config("a/cards");
    first = publishLive(cards, R"({"limit":10})");
    tick();
}

server::Response EmergencyWorld::activate(
    const std::string &token, const std::string &minutes, const std::string &password)
{
    return askAs(token, "POST", "/v1/emergency-sessions",
        R"({"environment":"live","namespaces":["a"],"reason":"Checkout refuses every card",)"
        R"("incident":"INC-4711","minutes":)"
            + minutes + R"(,"password":)" + inQuotes(password) + '}');
}

core::EmergencySession EmergencyWorld::sessionOf(const Response &response)
{
    if (!response.body)
        return {};
    auto session = read<Session>(response);
    if (response.status >= 400 || !session) {
        qWarning("%d %s", response.status, response.body->c_str());
        return {};
    }
    return std::move(*session);
}

core::EmergencySession EmergencyWorld::open(const std::string &token)
{
    return sessionOf(activate(token));
}

core::EmergencySession EmergencyWorld::present(const Session &session)
{
    return sessionOf(ask("GET", "/v1/emergency-sessions/" + session.id.text()));
}

std::string EmergencyWorld::edit(const std::string &text)
{
    return R"({"config":)" + inQuotes(cards) + R"(,"base":)" + inQuotes(live(cards, "live"))
        + R"(,"text":)" + inQuotes(text) + R"(,"target":null})";
}

server::Response EmergencyWorld::act(const std::string &token, const Session &session,
    const std::string &items, const std::string &environment, const std::string &overrideReason)
{
    return askAs(token, "POST", "/v1/emergency-sessions/" + session.id.text() + ":apply",
        R"({"items":[)" + items + R"(],"environment":)" + inQuotes(environment)
            + R"(,"reason":"","overrideValidation":)" + (overrideReason.empty() ? "false" : "true")
            + R"(,"overrideReason":)" + inQuotes(overrideReason) + '}',
        session.etag.text());
}

server::Response EmergencyWorld::step(const std::string &token, const Session &session,
    const std::string &verb, const std::string &members)
{
    return askAs(token, "POST", "/v1/emergency-sessions/" + session.id.text() + ':' + verb,
        R"({"password":"12345678",)" + members + '}', session.etag.text());
}

core::EmergencySession EmergencyWorld::ended(const std::string &text)
{
    const auto changed = sessionOf(act(ann, open(ann), edit(text)));
    return sessionOf(step(ann, changed, "end", R"("reason":"fixed")"));
}

server::Response EmergencyWorld::review(
    const std::string &token, const Session &session, const std::string &actions)
{
    return step(token, session, "review",
        R"("verdict":"justified","text":"It was needed and it helped","actions":[)" + actions
            + ']');
}

int EmergencyWorld::countOf(const std::string &event)
{
    int count = 0;
    for (const auto &[key, value] : store->snapshot()) {
        if (key.starts_with("audit-leaf/") && value->find(inQuotes(event)) != std::string::npos)
            ++count;
    }
    return count;
}

void EmergencyWorld::giveSchema(const std::string &text)
{
    const auto live = ask("GET", "/v1/versions/" + first + "/text");
    const auto request = askAs(ann, "POST", "/v1/change-requests",
        R"({"title":"t","description":"","reason":"r","ticket":"","submit":true,"items":[)"
            + itemUnder(*this, publishSchema(*this, text), cards, "live", *live.body) + "]}");
    first = at(approved(request), "/appliedVersions/0");
}

server::Response EmergencyWorld::approved(const Response &request)
{
    const auto path = "/v1/change-requests/" + at(request, "/id");
    const auto voted = askAs(bob, "POST", path + ":vote",
        R"({"kind":"approve","cycle":1,"contentDigest":)" + inQuotes(at(request, "/contentDigest"))
            + R"(,"comment":""})",
        request.etag);
    return askAs(ann, "POST", path + ":apply", "{}", voted.etag);
}

std::string EmergencyWorld::publishLive(const std::string &config, const std::string &text)
{
    const auto request = askAs(ann, "POST", "/v1/change-requests",
        R"({"title":"t","description":"","reason":"r","ticket":"","submit":true,"items":[)"
            + item(config, "live", text) + "]}");
    return at(approved(request), "/appliedVersions/0");
}

std::string EmergencyWorld::back(const std::string &target)
{
    return R"({"config":)" + inQuotes(cards) + R"(,"base":)" + inQuotes(live(cards, "live"))
        + R"(,"text":null,"target":)" + inQuotes(target) + '}';
}

} // namespace chancery::support
