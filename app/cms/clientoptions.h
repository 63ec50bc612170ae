// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/http/clienttrust.h"
#include "engine/server/service.h"

namespace CLI {
class App;
}

namespace chancery::app {

// Certificates that programs show.
struct ClientArguments {
    server::ClientTrust trust;
    server::ClientCertificates certificates;
};

void declare(CLI::App &app, ClientArguments &arguments);
// Nothing where no authority of clients was given; Error{Invalid} for what is no trust domain.
core::Result<std::optional<server::ClientCertificates>> clientCertificates(
    const ClientArguments &arguments);

} // namespace chancery::app
