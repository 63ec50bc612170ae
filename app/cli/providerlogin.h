// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"

#include <string>

namespace chancery::cli {

enum class ProviderLogin { Browser, Device };

// Signs in at the identity provider that the server names, and gives the server's session. The
// provider's certificate may be of a private authority of its own.
core::Result<core::Session> signInAtProvider(
    Online &online, ProviderLogin way, const std::string &providerCaFile);

} // namespace chancery::cli
