// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/gate.h"
#include "models/permissions.h"
#include "tests/server/serviceworld.h"

namespace chancery::support {

// What governs access as a console reads it, from the configs that say who may do what and, where
// there are any, who is in which group and whom emergency access lets in. The world must outlive
// it.
std::shared_ptr<models::KnownAccess> knownAccess(ServiceWorld &world, const std::string &access,
    const std::string &groups = {}, const std::string &emergency = {});

// What a console would say beforehand: from the session, the rules of access and the emergency
// sessions as it reads them, and nothing else of the server. The world must outlive it.
class Foretold {
public:
    // With the config that says who may do what.
    Foretold(ServiceWorld &world, const std::string &access);

    // What an operation is, and where it would act; of a place the path may be empty.
    struct Attempt {
        core::access::Operation operation;
        std::vector<std::pair<core::EnvironmentId, std::string>> places;
        std::string request = {}; // of a vote, whose kind stands behind the operation: ":approve"
    };
    // "yes", "no", "closed", "password", "recovery", or "401" for who has no session.
    std::string answerTo(const std::string &token, const Attempt &attempt);

private:
    struct Caller {
        bool isSignedIn = false;
        core::access::Caller state;
        models::Permissions permissions;
    };
    const Caller &callerOf(const std::string &token);
    std::string voteOf(const std::string &token, const Caller &caller, const Attempt &attempt);

    ServiceWorld &m_world;
    std::shared_ptr<models::KnownAccess> m_access;
    std::map<std::string, Caller> m_callers; // by token
};

} // namespace chancery::support
