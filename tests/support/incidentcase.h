// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/cmsprocess.h"
#include "tests/support/testcase.h"

namespace chancery::support {

// Ann writes, Bob, Cy and Dot approve, Pia may edit policies, Olga operates and may activate
// emergency access; "live" is a production with one approval. The world is ServiceWorld, in one
// process with the test, or WireWorld, the real program over HTTP.
template <typename World>
class IncidentCaseOf : public TestCase {
protected:
    using Response = decltype(std::declval<World &>().ask({}, {}));

    void begin()
    {
        m_world.begin();
        QCOMPARE(
            ask("POST", "/v1/environments",
                R"({"id":"live","title":"","tier":3,"order":1,"gated":true,"requiredApprovals":1,)"
                R"("rollbackNeedsApproval":false,"etag":""})")
                .status,
            201);
        QCOMPARE(ask("POST", "/v1/namespaces",
                     R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
                     .status,
            201);
        m_world.signUp("ann", {"author"});
        for (const char *name : {"bob", "cy", "dot"})
            m_world.signUp(name, {"approver"});
        m_world.signUp("pia", {"author", "operator", "policy.edit"});
        m_world.signUp("olga", {"operator", "emergency.activate"});
        m_world.as("pia");
        m_policy = m_world.config("sys/policy");
        m_emergency = m_world.config("sys/emergency");
    }
    Response ask(const std::string &method, const std::string &path, const std::string &body = "{}",
        const std::string &etag = {})
    {
        return m_world.ask(method, path, body, etag);
    }
    Response read(const std::string &request)
    {
        return ask("GET", "/v1/change-requests/" + request, {});
    }
    Response change(const std::string &who, const std::string &config, const std::string &text)
    {
        m_world.as(who);
        return m_world.request(m_world.item(config, "live", text));
    }
    void approve(const std::string &who, const std::string &request)
    {
        QCOMPARE(vote(who, request).status, 200);
    }
    Response apply(const std::string &who, const std::string &request)
    {
        m_world.as(who);
        return ask("POST", "/v1/change-requests/" + request + ":apply", "{}", read(request).etag);
    }
    // Live by the votes of Bob and Cy; the version.
    std::string landed(const std::string &who, const std::string &config, const std::string &text)
    {
        const auto id = World::at(change(who, config, text), "/id");
        approve("bob", id);
        approve("cy", id);
        return World::at(apply(who, id), "/appliedVersions/0");
    }
    std::string schema(const std::string &text)
    {
        m_world.as("ann");
        return publishSchema(m_world, text, "urn:incident");
    }
    std::string live(const std::string &config)
    {
        return World::at(ask("GET", "/v1/configs/" + config + "/heads/live", {}), "/version");
    }

    // A report of an agent that follows the paths; its id is given at its first one.
    std::string agent(const std::string &name, const std::string &paths,
        const std::string &region = {}, const std::string &capabilities = "null")
    {
        m_world.as("olga");
        return World::at(
            ask("POST", "/v1/agents",
                R"({"name":)" + jsonText(name) + R"(,"environment":"live","service":"shop",)"
                    + R"("region":)" + jsonText(region) + R"(,"build":"2.1","paths":)" + paths
                    + R"(,"capabilities":)" + capabilities + '}'),
            "/id");
    }
    Response tellLiveOnly(
        const std::string &agent, const std::string &config, const std::string &keys)
    {
        m_world.as("olga");
        return ask("POST", "/v1/agents/" + agent + ":report",
            R"({"config":)" + jsonText(config) + R"(,"path":"","version":)" + jsonText(live(config))
                + R"(,"epoch":1,"status":"applied","reason":"","at":"2026-11-18T12:00:00Z",)"
                + R"("liveOnly":)" + keys + '}');
    }
    Response vote(const std::string &who, const std::string &request)
    {
        m_world.as(who);
        const auto seen = read(request);
        return ask("POST", "/v1/change-requests/" + request + ":vote",
            R"({"kind":"approve","cycle":)" + World::at(seen, "/cycle") + R"(,"contentDigest":)"
                + jsonText(World::at(seen, "/contentDigest")) + R"(,"comment":""})",
            seen.etag);
    }
    Response acknowledge(const std::string &who, const std::string &request,
        const std::string &check, const std::string &says)
    {
        m_world.as(who);
        const auto seen = read(request);
        return ask("POST", "/v1/change-requests/" + request + ":acknowledge",
            R"({"check":)" + jsonText(check) + R"(,"says":)" + says + R"(,"cycle":)"
                + World::at(seen, "/cycle") + R"(,"contentDigest":)"
                + jsonText(World::at(seen, "/contentDigest")) + '}',
            seen.etag);
    }
    std::string stateOf(const std::string &request) { return World::at(read(request), "/state"); }

    World m_world;
    std::string m_policy;
    std::string m_emergency;
};

} // namespace chancery::support
