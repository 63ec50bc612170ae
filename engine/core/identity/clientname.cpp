// SPDX-License-Identifier: Apache-2.0
#include "clientname.h"

#include <algorithm>
#include <array>

namespace chancery::core::identity {

namespace {

constexpr std::string_view scheme = "spiffe://";
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
constexpr std::size_t longestName = 64; // of an account

bool isPlain(std::string_view text)
{
    return !text.empty() && text != "." && text != ".."
        && text.find_first_not_of(letters) == std::string_view::npos;
}

} // namespace

bool isTrustDomain(std::string_view text)
{
    static constexpr std::size_t longest = 255;
    return text.size() <= longest && isPlain(text);
}

std::optional<ClientName> clientNameOf(std::string_view uri, std::string_view trustDomain)
{
    if (!uri.starts_with(scheme))
        return std::nullopt;
    std::array<std::string_view, 5> parts; // domain, "ns", ns, kind, id
    auto rest = uri.substr(scheme.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto slash = rest.find('/');
        const bool isLast = i + 1 == parts.size();
        if ((slash == std::string_view::npos) != isLast)
            return std::nullopt;
        parts[i] = rest.substr(0, slash);
        rest.remove_prefix(isLast ? rest.size() : slash + 1);
    }
    const bool isAgent = parts[3] == "agent";
    if (parts[0] != trustDomain || parts[1] != "ns" || (!isAgent && parts[3] != "service")
        || !isPlain(parts[2]) || !isPlain(parts[4]))
        return std::nullopt;
    ClientName name{isAgent ? ClientName::Kind::Agent : ClientName::Kind::Service,
        std::string(parts[4]) + '@' + std::string(parts[2])};
    return name.account.size() <= longestName ? std::optional(std::move(name)) : std::nullopt;
}

} // namespace chancery::core::identity
