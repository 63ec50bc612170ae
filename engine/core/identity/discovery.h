// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/identity/jws.h"
#include "engine/core/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace chancery::core::identity {

// What a provider says of itself (OpenID Connect Discovery 1.0 §3), as far as it is used here.
// Endpoints that it does not name are empty.
struct Discovery {
    std::string issuer;
    std::string authorizationEndpoint;
    std::string tokenEndpoint;
    std::string deviceEndpoint; // RFC 8628 §4
    std::string keysUrl;
    std::vector<Algorithm> algorithms; // its own among ours
    bool namesItself = false; // every answer carries "iss" (RFC 9207)
};

// Whether something may be fetched from there: HTTPS, or HTTP on this very machine; without user
// info and fragment, printable ASCII, at most 2048 bytes.
bool isAllowedUrl(std::string_view url);
// Where the document stands; the issuer must be an allowed URL without a query.
Result<std::string> discoveryUrl(std::string_view issuer);

// Codes: "discovery-malformed", "discovery-duplicate-member", "discovery-issuer" (a document of
// somebody else), "discovery-url" (an endpoint that is missing or not allowed),
// "discovery-algorithms" (none of ours).
Result<Discovery> readDiscovery(std::string_view json, std::string_view issuer);

} // namespace chancery::core::identity
