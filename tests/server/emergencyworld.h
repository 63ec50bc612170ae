// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describeemergency.h"
#include "tests/server/serviceworld.h"

#include <QtGlobal>

namespace chancery::support {

// A service with "live", which is gated, and people: ann activates, bob approves, activates and
// reviews, cid reviews. "a/cards" is live there.
class EmergencyWorld : public ServiceWorld {
public:
    using Response = server::Response;
    using Session = core::EmergencySession;

    void beginEmergencies();
    Response activate(const std::string &token, const std::string &minutes = "30",
        const std::string &password = "12345678");
    Session sessionOf(const Response &response);
    Session open(const std::string &token);
    Session present(const Session &session);
    std::string edit(const std::string &text);
    std::string back(const std::string &target);
    Response act(const std::string &token, const Session &session, const std::string &items,
        const std::string &environment = "live", const std::string &overrideReason = {});
    Response step(const std::string &token, const Session &session, const std::string &verb,
        const std::string &members);
    // One action, and over.
    Session ended(const std::string &text);
    Response review(const std::string &token, const Session &session,
        const std::string &actions = R"({"number":1,"fate":"kept","request":null})");
    // Of ann's request with bob's vote.
    Response approved(const Response &request);
    std::string publishLive(const std::string &config, const std::string &text);
    int countOf(const std::string &event);
    void giveSchema(const std::string &text);

    std::string ann;
    std::string bob;
    std::string cid;
    std::string cards; // the config
    std::string first; // its version there
};

} // namespace chancery::support
