// SPDX-License-Identifier: Apache-2.0
#include "randomlife.h"

#include <iterator>

namespace chancery::support {

using server::Response;

void RandomLife::prepareWorld()
{
    ServiceWorld::begin();
    (void)ask("POST", "/v1/environments",
        R"({"id":"live","title":"","tier":2,"order":1,"gated":true,"requiredApprovals":2,)"
        R"("rollbackNeedsApproval":true,"etag":""})");
    (void)ask(
        "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    for (const char *name : {"ann", "ada"})
        signUp(name, {"author", "operator"});
    for (const char *name : {"bob", "cy", "dot"})
        signUp(name, {"approver"});
    signUp("pia", {"author", "operator", "policy.edit"});
    signUp("eve", {"viewer", "emergency.activate"});
    signUp("sam", {"viewer"});
    as("pia");
    m_policy = config("sys/policy");
    m_access = config("sys/access");
    m_app = config("a/app");
    m_other = config("a/other");
    for (const auto &config : {m_app, m_other, m_app}) {
        opened("ann", item(config, "live", text()));
        landAll(m_requests.back());
        if (m_first.empty())
            m_first = live(m_app, "live");
    }
    if (m_first.empty() || live(m_app, "live") == m_first)
        qFatal("The world is not what it should be");
    m_beginning = store->snapshot();
    m_began = clock.time;
    m_firstRequests = m_requests;
}

void RandomLife::begin(unsigned seed)
{
    ServiceWorld::open(m_beginning);
    clock.time = m_began;
    m_random.seed(seed);
    m_requests = m_firstRequests;
    tick(std::chrono::hours(2), std::chrono::hours(2)); // signs the administrator in
    signAllIn();
}

// Whoever is disabled has no session.
void RandomLife::signAllIn()
{
    for (const char *name : {"ann", "ada", "bob", "cy", "dot", "pia", "eve", "sam"}) {
        const auto token = signIn(name);
        adopt(name, token.empty() ? "none" : token);
    }
}

std::string RandomLife::etagOf(const std::string &name)
{
    as();
    const auto people = ask("GET", "/v1/principals", {}, {}, "limit=100");
    const auto reading = core::readJson(*people.body);
    for (const auto &item : reading.tree().root()["items"]) {
        if (item.value()["name"].text() == name)
            return std::string(item.value()["etag"].text());
    }
    return {};
}

std::string RandomLife::text()
{
    return R"({"limit":)" + std::to_string(below(50)) + R"(,"n":)" + std::to_string(++m_texts)
        + '}';
}

void RandomLife::opened(const std::string &who, const std::string &items)
{
    as(who);
    if (auto id = ServiceWorld::at(request(items), "/id"); !id.empty())
        m_requests.push_back(std::move(id));
}

void RandomLife::vote(const std::string &who, const std::string &id, const char *kind)
{
    as(who);
    const auto seen = requestOf(id);
    (void)verb(id, "vote",
        R"({"kind":)" + inQuotes(kind) + R"(,"cycle":)" + ServiceWorld::at(seen, "/cycle")
            + R"(,"contentDigest":)" + inQuotes(ServiceWorld::at(seen, "/contentDigest"))
            + R"(,"comment":""})");
}

void RandomLife::landAll(const std::string &id)
{
    for (const char *who : {"bob", "cy", "dot"})
        vote(who, id);
    as("pia");
    (void)verb(id, "apply");
}

void RandomLife::govern(const std::string &config, const std::string &text)
{
    as("pia");
    opened("pia", item(config, "live", text));
    landAll(m_requests.back());
}

void RandomLife::askForChange()
{
    as("ann");
    auto items = item(below(3) > 0 ? m_app : m_other, "live", text());
    if (below(4) == 0)
        items = item(m_app, "live", text()) + ',' + item(m_other, "live", text());
    opened(oneOf({"ann", "ada"}), items);
}

void RandomLife::edit()
{
    const auto id = one();
    as(oneOf({"ann", "ada"}));
    const auto config = ServiceWorld::at(requestOf(id), "/items/0/config");
    (void)ask("PUT", "/v1/change-requests/" + id,
        R"({"title":"Change","description":"","reason":"because","ticket":"","items":[)"
            + item(config, "live", text()) + R"(],"submit":true})",
        requestOf(id).etag);
}

void RandomLife::speak()
{
    const auto *kind
        = oneOf({"approve", "approve", "approve", "approve", "request-changes", "comment"});
    vote(oneOf({"bob", "cy", "dot", "sam", "ann"}), one(), kind);
}

void RandomLife::applyOne()
{
    const auto id = one();
    as(oneOf({"ann", "ada"}));
    (void)verb(id, "apply");
}

void RandomLife::rebase()
{
    const auto id = one();
    as(oneOf({"ann", "ada"}));
    const auto config = ServiceWorld::at(requestOf(id), "/items/0/config");
    (void)verb(id, "rebase",
        R"({"items":[{"config":)" + inQuotes(config) + R"(,"environment":"live","way":)"
            + inQuotes(oneOf({"mine", "merge", "theirs"})) + "}]}");
}

void RandomLife::end()
{
    const auto id = one();
    const auto *how = oneOf({"reject", "submit", "submit", "withdraw", "claim"});
    as(how == std::string("reject") ? "bob" : oneOf({"ann", "ada"}));
    (void)verb(id, how, how == std::string("reject") ? R"({"reason":"No"})" : "{}");
}

void RandomLife::people()
{
    const std::string name = oneOf({"bob", "cy", "dot", "ada"});
    const auto etag = etagOf(name);
    const auto place = "/v1/principals/" + idOf(name);
    switch (below(5)) {
    case 0:
        (void)ask("POST", place + ":disable", R"({"reason":"Left"})", etag);
        break;
    case 1:
        (void)ask("POST", place + ":enable", R"({"reason":"Back"})", etag);
        break;
    case 2:
        (void)ask("PUT", place + "/roles", R"({"roles":["viewer"],"reason":"r"})", etag);
        break;
    case 3:
        (void)ask("PUT", place + "/roles", R"({"roles":["approver"],"reason":"r"})", etag);
        break;
    default:
        if (below(3) == 0)
            (void)ask("PUT", place + "/same-person",
                R"({"sameAs":)" + inQuotes(idOf("sam")) + R"(,"reason":"r"})", etag);
    }
    signAllIn();
}

void RandomLife::rule()
{
    static constexpr const char *policies[]{R"({"rules":[]})",
        R"({"rules":[{"id":"all","match":{"paths":["a/**"]},"require":[{"id":"q","approvals":3}]}]})",
        R"({"rules":[{"id":"big","when":{"keys":["/limit"],"changedBy":50},"require":[{"id":"q","approvals":3}]}]})"};
    govern(m_policy, policies[below(3)]);
}

// A right that ends without anybody doing anything.
void RandomLife::lend()
{
    const auto end = core::toRfc3339(clock.time + std::chrono::minutes(30));
    govern(m_access,
        R"({"closed":false,"rules":[{"id":"loan","to":["sam"],"permissions":["approve"],)"
        R"("notAfter":)"
            + inQuotes(end) + "}]}");
}

void RandomLife::emergency()
{
    as("eve");
    const auto session = ask("POST", "/v1/emergency-sessions",
        R"({"environment":"live","namespaces":["a"],"minutes":30,"incident":"INC-1",)"
        R"("reason":"Payments are down, customers wait","password":"12345678"})");
    const auto place = "/v1/emergency-sessions/" + ServiceWorld::at(session, "/id");
    const auto changed = ask("POST", place + ":apply",
        R"({"items":[{"config":)" + inQuotes(m_app) + R"(,"base":)" + inQuotes(live(m_app, "live"))
            + R"(,"text":)" + inQuotes(text())
            + R"(,"target":null}],"environment":"live","reason":"",)"
              R"("overrideValidation":false,"overrideReason":""})",
        session.etag);
    if (below(2) == 0)
        (void)ask(
            "POST", place + ":end", R"({"password":"12345678","reason":"Fixed"})", changed.etag);
}

void RandomLife::schedule()
{
    const auto id = one();
    as(oneOf({"ann", "ada"}));
    (void)verb(id, "schedule",
        R"({"at":)" + inQuotes(core::toRfc3339(clock.time + std::chrono::minutes(20)))
            + R"(,"zone":"UTC","graceMinutes":15})");
}

void RandomLife::rollBack()
{
    as(oneOf({"ann", "ada"}));
    const auto head = "/v1/configs/" + m_app + "/heads/live";
    const auto asked = ask("POST", head + ":rollback",
        R"({"target":)" + inQuotes(m_first) + R"(,"reason":"r","ticket":""})",
        ask("GET", head, {}).etag);
    if (auto id = ServiceWorld::at(asked, "/id"); asked.status == 201 && !id.empty())
        m_requests.push_back(std::move(id));
}

void RandomLife::timePasses()
{
    std::chrono::minutes span(25);
    if (const int how = below(6); how < 2)
        span = how == 0 ? std::chrono::hours(24 * 8) : std::chrono::hours(7);
    as();
    tick(span, span);
    signAllIn();
}

void RandomLife::step()
{
    // What lives are mostly made of stands more than once.
    static constexpr Step often[]{&RandomLife::askForChange, &RandomLife::speak, &RandomLife::speak,
        &RandomLife::speak, &RandomLife::speak, &RandomLife::applyOne, &RandomLife::applyOne,
        &RandomLife::edit, &RandomLife::rebase};
    static constexpr Step seldom[]{&RandomLife::end, &RandomLife::people, &RandomLife::people,
        &RandomLife::rule, &RandomLife::lend, &RandomLife::emergency, &RandomLife::schedule,
        &RandomLife::rollBack, &RandomLife::timePasses};
    const auto chosen
        = below(3) > 0 ? often[below(std::ssize(often))] : seldom[below(std::ssize(seldom))];
    (this->*chosen)();
}

} // namespace chancery::support
