// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/acknowledged.h"
#include "engine/core/domain/privacy.h"

namespace chancery::client {

// What the log says of people beside its entries, and how long both are kept.
class PrivacyApi {
public:
    virtual ~PrivacyApi() = default;
    // What is still there of entries [from, to), as many as the server gives at once.
    virtual Call personalValues(
        std::uint64_t from, std::uint64_t to, Handler<std::vector<core::PersonalValue>> done)
        = 0;
    // Of an account that is disabled. Error{Conflict, "legal-hold"} while it is held.
    virtual Call erasePersonalData(const core::PrincipalId &principal,
        const core::ErasureOrder &order, const core::ETag &expected, Handler<core::Erasure> done)
        = 0;
    virtual Call legalHolds(Handler<std::vector<core::LegalHold>> done) = 0;
    virtual Call placeLegalHold(const core::NewLegalHold &hold, Handler<core::LegalHold> done) = 0;
    virtual Call liftLegalHold(const std::string &hold, const std::string &reason,
        const core::ETag &expected, Handler<core::Done> done)
        = 0;
    virtual Call pruneAudit(const core::PruneOrder &order, Handler<core::PruneRecord> done) = 0;
};

} // namespace chancery::client
