// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/digest.h"
#include "engine/core/recovery/recoverykey.h"
#include "tests/server/serviceworld.h"

namespace chancery::support {

// Two sealed keys out of their safe, and the server's file that names them.
struct RecoveryKit {
    static constexpr auto audience = "https://cms.example:443";
    static constexpr auto reason = "The provider is down and prod is broken";

    core::SigningKey a = core::SigningKey::generate();
    core::SigningKey b = core::SigningKey::generate();

    server::RecoveryRoster roster() const
    {
        server::RecoveryRoster roster;
        roster.keys = {{"safe-a", a.publicKey()}, {"safe-b", b.publicKey()}};
        roster.audiences = {audience};
        return roster;
    }
    static std::string challenge(ServiceWorld &world)
    {
        return ServiceWorld::at(world.askAs({}, "POST", "/v1/recovery-challenges"), "/challenge");
    }
    static std::string proof(const core::SigningKey &key, const std::string &challenge,
        const std::string &place = audience, const std::string &why = reason)
    {
        const auto signature = core::toBase64Url(key.sign(core::recoveryMessage(place, challenge)));
        return R"({"key":)" + inQuotes(core::publicText(key.publicKey())) + R"(,"challenge":)"
            + inQuotes(challenge) + R"(,"audience":)" + inQuotes(place) + R"(,"signature":)"
            + inQuotes(signature) + R"(,"reason":)" + inQuotes(why) + '}';
    }
    static server::Response send(ServiceWorld &world, const std::string &proof)
    {
        return world.askAs({}, "POST", "/v1/sessions:recover", proof);
    }
    // The token; empty where it was refused.
    static std::string signIn(ServiceWorld &world, const core::SigningKey &key)
    {
        return ServiceWorld::at(send(world, proof(key, challenge(world))), "/token");
    }
};

} // namespace chancery::support
