// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/routes.h"
#include "tests/server/contractbodies.h"
#include "tests/server/serviceworld.h"

#include <QStringList>

namespace chancery::support {

// "live" with a gate, a request of Ann's that nobody has approved, and of each kind of thing one,
// so that every operation of the contract can be tried on it.
class WayAroundWorld : public ServiceWorld {
public:
    void beginWayAround(bool rollbackNeedsApproval);
    // Of each kind of thing one, so that nothing is refused because it is not there. The loose
    // world has every switch thrown that asks for less.
    void makeMore(bool isLoose);
    enum class Breadth : std::uint8_t { EveryBody, OneBody };
    // What the operation made live, or was not refused by a rule, asked by them; with one body it
    // is looked at what is live alone.
    QStringList wrongOf(
        const api::Route &route, const std::string &who, Breadth breadth = Breadth::EveryBody);

    std::string etagOf(const std::string &path) { return ask("GET", path).etag; }
    std::string place() const { return "/v1/change-requests/" + m_request; }
    static std::string otherText() { return R"({"limit":999})"; }
    const std::string &app() const { return m_app; }
    const std::string &firstVersion() const { return m_first; } // that was live before
    const std::string &liveVersion() const { return m_live; }

private:
    std::string filled(std::string_view pattern);
    std::string etagFor(const std::string &path);
    void loosen();
    ContractBodies::Words words();
    static ContractBodies::Words plainWords();
    static bool isForARule(std::string_view operation, const server::Response &answer);

    std::string m_app;
    std::string m_first;
    std::string m_live;
    std::string m_request;
    ContractBodies m_bodies;
    // What else there is to try it with: of each kind one.
    std::string m_other; // a config
    std::string m_elsewhere; // the version that is live in "dev"
    std::string m_draft;
    std::string m_robot;
    std::string m_session; // of Vic
    std::string m_emergency;
    std::string m_agent;
    std::string m_thread;
    std::string m_hold;
    std::string m_schema;
    std::string m_digest; // of the request
    bool m_isLoose = false;
};

} // namespace chancery::support
