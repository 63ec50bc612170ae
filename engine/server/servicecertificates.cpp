// SPDX-License-Identifier: Apache-2.0
#include "engine/core/identity/clientname.h"
#include "engine/server/service.h"

#include <algorithm>

// Certificates of programs, beside their tokens: a token that was stolen opens nothing without the
// certificate of its account, and a certificate opens nothing without the token.
namespace chancery::server {

bool Service::hasItsCertificate(const Request &request, const Actor &actor) const
{
    if (!m_options.certificates)
        return true;
    using core::PrincipalKind;
    const auto &principal = actor.principal;
    const bool isProgram
        = principal.kind == PrincipalKind::Service || principal.kind == PrincipalKind::Agent;
    if (request.peerName.empty())
        return !isProgram || m_options.certificates->isOptional;
    // People do not speak over the connection of a program, nor programs over each other's.
    const auto name
        = core::identity::clientNameOf(request.peerName, m_options.certificates->trustDomain);
    const bool isAgent = std::ranges::find(principal.roles, "agent") != principal.roles.end();
    const bool saysAgent = name && name->kind == core::identity::ClientName::Kind::Agent;
    return isProgram && name && name->account == principal.name && saysAgent == isAgent;
}

} // namespace chancery::server
