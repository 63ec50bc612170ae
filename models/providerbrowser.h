// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/domain/identityprovider.h"

#include <chrono>
#include <optional>

namespace chancery::models {

// Fetches an ID token with the browser of this desktop. Implemented by app; calls and answers are
// in the thread of the windows.
class ProviderBrowser {
public:
    virtual ~ProviderBrowser() = default;
    // Waits for a person: some minutes at most, and not any longer once the call is cancelled.
    // maxAge: how long ago the provider may have asked them; none: as long as it likes. Errors are
    // those of client::ProviderSignIn.
    virtual core::Call fetch(const core::IdentityProvider &provider,
        std::optional<std::chrono::seconds> maxAge, core::Handler<core::IdTokenExchange> done)
        = 0;
};

} // namespace chancery::models
