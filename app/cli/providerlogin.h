// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"

#include <chrono>
#include <optional>
#include <string>

namespace chancery::cli {

enum class ProviderLogin { Browser, Device };

// An ID token of the identity provider that the server names. Its certificate may be of a private
// authority of its own. maxAge: how long ago the provider may have asked the person; none: as long
// as it likes.
core::Result<core::IdTokenExchange> fetchIdToken(Online &online, ProviderLogin way,
    const std::string &providerCaFile, std::optional<std::chrono::seconds> maxAge = {});
// Signs in at the identity provider that the server names, and gives the server's session.
core::Result<core::Session> signInAtProvider(
    Online &online, ProviderLogin way, const std::string &providerCaFile);

} // namespace chancery::cli
