// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/core/secret.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What passes between a client and a provider, as texts: the authorization code flow of RFC 6749
// with PKCE, and the device flow of RFC 8628. Nothing here speaks to anybody.
namespace chancery::core::identity {

struct AuthorizationRequest {
    std::string clientId;
    std::vector<std::string> scopes;
    std::string redirect;
    std::string state;
    std::string nonce;
    std::string challenge; // of PKCE, S256
    // How long ago the person may have been asked; none: as long ago as the provider likes.
    std::optional<std::chrono::seconds> maxAge = {};
};
// The endpoint's own query stays.
std::string authorizationUrl(const std::string &endpoint, const AuthorizationRequest &request);

// What the browser must bring back.
struct RedirectExpectation {
    std::string path;
    std::string state;
    std::string issuer;
    bool namesIssuer = false; // the provider says that it always does (RFC 9207)
};
// The code in the target of the browser's request. Codes: "redirect-path", "redirect-malformed"
// (also where a parameter comes twice), "state", "redirect-issuer" (an answer of another provider,
// or of nobody where this one names itself), "access-denied", "provider-refused", "code-missing".
Result<Secret> codeIn(std::string_view target, const RedirectExpectation &expectation);

// The ID token in what the token endpoint answers. Codes: "answer-malformed", "id-token-missing",
// and the provider's own refusals: "authorization-pending", "slow-down", "access-denied",
// "expired-token", "provider-refused" for all others.
Result<Secret> idTokenIn(int status, std::string_view body);

// What the provider gives who has no browser.
struct DeviceAuthorization {
    Secret deviceCode;
    std::string userCode; // as it is shown: in groups
    std::string url; // where the person types the code
    std::string completeUrl; // with the code in it; may be empty
    std::chrono::seconds expiresIn{};
    std::chrono::seconds interval{5};
};
// Codes: "answer-malformed", "provider-refused".
Result<DeviceAuthorization> deviceAuthorizationIn(int status, std::string_view body);
// "WDJBMJHT" is read out as "WDJB-MJHT"; what has groups keeps them.
std::string inGroups(const std::string &userCode);

// How often to ask whether the person has agreed (RFC 8628 §3.5).
class DevicePacing {
public:
    explicit DevicePacing(const DeviceAuthorization &authorization);

    std::chrono::seconds interval() const { return m_interval; }
    // Counts one wait; false once the code has ended.
    bool wait();
    // Whether to go on after that answer: "authorization-pending"; "slow-down", from then on five
    // seconds more; and no answer at all, from then on twice as long.
    bool goesOnAfter(const Error &error);

private:
    std::chrono::seconds m_interval;
    std::chrono::seconds m_left;
};

} // namespace chancery::core::identity
