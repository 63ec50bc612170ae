// SPDX-License-Identifier: Apache-2.0
#include "clientoptions.h"

#include "engine/core/identity/clientname.h"

#include <CLI/CLI.hpp>

namespace chancery::app {

void declare(CLI::App &app, ClientArguments &arguments)
{
    auto *authorities = app.add_option("--client-ca", arguments.trust.authorities,
        "PEM with the authorities of programs' certificates: from then on the tokens of services "
        "and agents count only over a connection with the certificate of their account. SIGHUP "
        "reads all files of clients again");
    auto *domain = app.add_option("--client-trust-domain", arguments.certificates.trustDomain,
        "The trust domain of their names: spiffe://DOMAIN/ns/NS/agent/ID is the account ID@NS");
    authorities->needs(domain);
    authorities->needs(app.get_option("--cert"));
    domain->needs(authorities);
    app.add_option("--client-crl", arguments.trust.revoked,
           "PEM with a revocation list of each of those authorities; one that is out of date lets "
           "nobody in")
        ->needs(authorities);
    app.add_option("--client-deny", arguments.trust.denied,
           "File of serial numbers and URIs of certificates that count no more, one a line")
        ->needs(authorities);
    app.add_flag("--client-certificates-optional", arguments.certificates.isOptional,
           "Tokens of services and agents count without a certificate too, while they are handed "
           "out")
        ->needs(authorities);
}

core::Result<std::optional<server::ClientCertificates>> clientCertificates(
    const ClientArguments &arguments)
{
    if (!arguments.trust.isOn())
        return std::optional<server::ClientCertificates>();
    if (!core::identity::isTrustDomain(arguments.certificates.trustDomain))
        return core::Error{core::ErrorKind::Invalid, "client-options",
            "--client-trust-domain is no trust domain: " + arguments.certificates.trustDomain, {},
            {}, {}};
    return std::optional(arguments.certificates);
}

} // namespace chancery::app
