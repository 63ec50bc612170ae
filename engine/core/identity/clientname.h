// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chancery::core::identity {

// What the certificate of a program says of it (standards.md AUT-4, SPIFFE ID): one URI,
// "spiffe://<trust domain>/ns/<ns>/agent/<id>", or "service" in the place of "agent".
struct ClientName {
    enum class Kind { Agent, Service };

    Kind kind = Kind::Service;
    // Of the account: "<id>@<ns>". No two names of a trust domain and a kind are of one account,
    // for neither part may hold an '@'.
    std::string account;

    friend bool operator==(const ClientName &, const ClientName &) = default;
};

// Nothing for what is no such name, or of another trust domain. Strict: one spelling for each.
std::optional<ClientName> clientNameOf(std::string_view uri, std::string_view trustDomain);
// Lower case letters, digits, '-', '_' and '.': SPIFFE ID §2.1.
bool isTrustDomain(std::string_view text);

} // namespace chancery::core::identity
