// SPDX-License-Identifier: Apache-2.0
#include "pkce.h"

#include "engine/core/digest.h"
#include "engine/core/random.h"

#include <algorithm>

namespace chancery::core::identity {

namespace {

constexpr std::size_t shortestVerifier = 43;
constexpr std::size_t longestVerifier = 128;

} // namespace

std::string makeNonce()
{
    return toBase64Url(randomBytes(32));
}

Pkce makePkce()
{
    Secret verifier(makeNonce());
    auto challenge = challengeOf(verifier.reveal());
    return {std::move(verifier), std::move(challenge)};
}

std::string challengeOf(std::string_view verifier)
{
    return toBase64Url(bytesOf(sha256(verifier)));
}

bool isVerifier(std::string_view text)
{
    return text.size() >= shortestVerifier && text.size() <= longestVerifier
        && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                   || c == '-' || c == '.' || c == '_' || c == '~';
           });
}

} // namespace chancery::core::identity
