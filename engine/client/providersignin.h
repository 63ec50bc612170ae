// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/curlengine.h"
#include "engine/core/domain/identityprovider.h"
#include "engine/core/identity/authorization.h"
#include "engine/core/identity/discovery.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace chancery::client {

// What a person needs who types a code into a browser somewhere else.
struct DeviceInvitation {
    std::string url;
    std::string completeUrl; // with the code in it; may be empty
    std::string userCode; // in groups, to be read out
    std::chrono::seconds expiresIn{};
};

struct ProviderSignInOptions {
    core::IdentityProvider provider; // as the server named it
    std::string caFile; // a private authority of the provider's certificate
    std::chrono::milliseconds browserTime{180'000}; // for the person to come back
    // Asks the person again where the last time is longer ago; in the browser alone.
    std::optional<std::chrono::seconds> maxAge = {};
    std::chrono::milliseconds second{1000}; // of the device flow's waits; tests have shorter ones
};

// Fetches an ID token from the provider: with a browser on this machine (authorization code and
// PKCE, RFC 7636 and RFC 8252), or with one elsewhere (RFC 8628). Whether the token is good is for
// the server to say. Both functions wait for a person and belong into a core::Executor; they return
// soon after the token is cancelled. Of one thread.
class ProviderSignIn {
public:
    using Token = std::shared_ptr<core::CancelToken>;

    explicit ProviderSignIn(ProviderSignInOptions options);

    // open is called once, with the address to show in the system's browser. Codes beside those of
    // core/identity: "no-listener", "sign-in-timeout", "browser-unsupported".
    core::Result<core::IdTokenExchange> byBrowser(
        const std::function<void(const std::string &)> &open, const core::CancelToken &token);
    // show is called once. "device-unsupported" where the provider has no such flow.
    core::Result<core::IdTokenExchange> byDevice(
        const std::function<void(const DeviceInvitation &)> &show, const core::CancelToken &token);

private:
    core::Result<core::identity::Discovery> discover(const core::CancelToken &token);
    core::Result<core::Secret> redeem(
        const std::string &endpoint, const std::string &body, const core::CancelToken &token);
    core::Result<core::Secret> awaitConsent(const std::string &endpoint,
        const core::identity::DeviceAuthorization &device, const core::CancelToken &token);
    HttpAnswer send(HttpRequest request, const core::CancelToken &token);
    HttpAnswer post(
        const std::string &url, const std::string &body, const core::CancelToken &token);
    bool pause(std::chrono::seconds time, const core::CancelToken &token) const;

    ProviderSignInOptions m_options;
    CurlEngine m_engine;
};

} // namespace chancery::client
