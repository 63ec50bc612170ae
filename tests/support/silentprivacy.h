// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"

namespace chancery::support {

// What a log says of people, of which nothing is heard.
class SilentPrivacy : public client::CmsApi {
public:
    client::Call personalValues(
        std::uint64_t, std::uint64_t, client::Handler<std::vector<core::PersonalValue>>) override
    {
        return {};
    }
    client::Call erasePersonalData(const core::PrincipalId &, const core::ErasureOrder &,
        const core::ETag &, client::Handler<core::Erasure>) override
    {
        return {};
    }
    client::Call legalHolds(client::Handler<std::vector<core::LegalHold>>) override { return {}; }
    client::Call placeLegalHold(
        const core::NewLegalHold &, client::Handler<core::LegalHold>) override
    {
        return {};
    }
    client::Call liftLegalHold(const std::string &, const std::string &, const core::ETag &,
        client::Handler<core::Done>) override
    {
        return {};
    }
    client::Call pruneRecord(client::Handler<core::PruneRecord>) override { return {}; }
    client::Call pruneAudit(const core::PruneOrder &, client::Handler<core::PruneRecord>) override
    {
        return {};
    }
};

} // namespace chancery::support
