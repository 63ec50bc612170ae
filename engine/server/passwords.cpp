// SPDX-License-Identifier: Apache-2.0
#include "passwords.h"

#include "engine/server/attempts.h"

namespace chancery::server {

namespace {

constexpr std::size_t shortestPassword = 8;

} // namespace

std::optional<core::Error> passwordProblem(const core::Secret &password, const std::string &pointer)
{
    if (password.reveal().size() >= shortestPassword)
        return std::nullopt;
    return api::problem("policy-violation", "The password is too short",
        {{pointer, "minLength", "Expected 8 bytes or more", {}, 0, 0}});
}

Response recordWrongPassword(
    Unit &unit, const WrongPassword &failure, std::string_view code, Deed deed)
{
    auto error = api::problem(code, {});
    error.requestId = unit.request().requestId;
    auto response = Response::problem(error);
    deed.targetType = "principal";
    deed.outcome = core::AuditOutcome::Failure;
    deed.status = response.status;
    deed.problem = error.code;
    unit.record(deed);
    if (failure.beginsWait) {
        deed.kind = core::AuditKind::AuthnLockout;
        unit.record(deed);
    }
    response.rateLimit = failure.rateLimit;
    response.rateLimitPolicy = Attempts::policy();
    return response;
}

} // namespace chancery::server
