// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/exchange.h"

namespace chancery::server {

// What a handler tells the audit log of its deed; the rest of the event (AUD-2) comes from the
// request and the actor.
struct Deed {
    std::string_view event = {}; // "change_request.approve"
    std::string_view code = {}; // "CR004I"
    std::string_view targetType = {};
    std::string targetId = {};
    std::string etag = {};
    std::string environment = {};
    std::string nameSpace = {};
    std::string path = {}; // of the config that it is about
    std::string config = {};
    std::string reason = {};
    std::string ticket = {};
    std::string correlation = {}; // the change request that carries it
    std::string before = {}; // version ids
    std::string after = {};
    std::string subject = {}; // name of a person that the deed is about, or of who tried to sign in
    std::string_view outcome = "success";
    int status = 200;
    std::string problem = {};
};

// The exact bytes of the leaf: JCS of the event.
core::Result<std::string> eventBytes(const Deed &deed, const Request &request, const Actor *actor,
    std::uint64_t sequence, core::Instant now, const std::string &eventId);

} // namespace chancery::server
