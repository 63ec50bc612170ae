// SPDX-License-Identifier: Apache-2.0
#include "idtoken.h"

#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/core/identity/refusal.h"

#include <algorithm>

// OpenID Connect Core 1.0 §2 and §3.1.3.7, in the order: is it signed, is it from whom and for whom
// it should be, does it hold now, is it the answer to our question.
namespace chancery::core::identity {

namespace {

using std::chrono::seconds;

constexpr Limits claimLimits{std::size_t(64) << 10, 16, 4096, std::size_t(16) << 10, false};
constexpr std::size_t longestSubject = 255; // OpenID Connect Core §2
constexpr double lastSecond = 253'402'300'799; // of the year 9999

// A NumericDate (RFC 7519 §2), which may have a fraction.
std::optional<Instant> instantOf(Value value)
{
    if (!value.isNumber())
        return std::nullopt;
    const double number = value.number();
    if (!(number >= 0 && number <= lastSecond))
        return std::nullopt;
    return Instant(
        std::chrono::duration_cast<Instant::duration>(std::chrono::duration<double>(number)));
}

Result<> checkIssuer(Value claims, const Expectation &expectation)
{
    const auto issuer = claims["iss"];
    if (!issuer.isString())
        return refusal("iss-missing", "expected who issued the token");
    if (issuer.text() != expectation.issuer)
        return refusal("iss", "issued by somebody else");
    const auto subject = claims["sub"];
    if (!subject.isString() || subject.text().empty() || subject.text().size() > longestSubject)
        return refusal("sub-missing", "expected whom the token is about");
    return Done();
}

Result<> checkAudience(Value claims, const Expectation &expectation)
{
    const auto audience = claims["aud"];
    std::size_t count = 1;
    bool isMeant = audience.isString() && audience.text() == expectation.clientId;
    if (audience.isArray()) {
        count = audience.size();
        for (const auto &item : audience)
            isMeant = isMeant
                || (item.value().isString() && item.value().text() == expectation.clientId);
    } else if (!audience.isString()) {
        return refusal("aud-missing", "expected whom the token is for");
    }
    if (!isMeant)
        return refusal("aud", "the token is for somebody else");
    const auto party = claims["azp"];
    if (!party && count > 1)
        return refusal("azp-missing", "a token for several must say who asked for it");
    if (party && (!party.isString() || party.text() != expectation.clientId))
        return refusal("azp", "somebody else asked for the token");
    return Done();
}

Result<> checkTimes(Value claims, const Expectation &expectation, Instant now)
{
    const auto expires = instantOf(claims["exp"]);
    if (!expires)
        return refusal("exp-missing", "expected when the token ends");
    if (*expires + expectation.leeway <= now)
        return refusal("expired", "the token has ended");
    const auto issued = instantOf(claims["iat"]);
    if (!issued)
        return refusal("iat-missing", "expected when the token was made");
    if (*issued - expectation.leeway > now)
        return refusal("iat-future", "the token was made in the future");
    if (expectation.oldest && *issued + *expectation.oldest + expectation.leeway < now)
        return refusal("iat-old", "the token was made too long ago");
    if (const auto begin = claims["nbf"]) {
        const auto valid = instantOf(begin);
        if (!valid)
            return refusal("nbf-malformed", "expected when the token begins");
        if (*valid - expectation.leeway > now)
            return refusal("nbf", "the token does not hold yet");
    }
    return Done();
}

Result<> checkNonce(Value claims, const Expectation &expectation)
{
    const auto nonce = claims["nonce"];
    if (expectation.nonce.empty() && !nonce)
        return Done();
    if (!nonce.isString() || nonce.text().empty())
        return refusal("nonce-missing", "expected the nonce that was sent");
    if (!constantTimeEquals(nonce.text(), expectation.nonce))
        return refusal("nonce", "the answer to another question");
    return Done();
}

Result<> checkAuthentication(Value claims, const Expectation &expectation, Instant now)
{
    if (!expectation.maxAge)
        return Done();
    const auto at = instantOf(claims["auth_time"]);
    if (!at)
        return refusal("auth-time-missing", "expected when the person signed in");
    if (*at - expectation.leeway > now)
        return refusal("auth-time-future", "the person signed in in the future");
    if (*at + *expectation.maxAge + expectation.leeway < now)
        return refusal("auth-time-old", "the person signed in too long ago");
    return Done();
}

} // namespace

std::string IdToken::claim(std::string_view name) const
{
    const auto value = claims.root().find(name);
    return value.isString() ? std::string(value.text()) : std::string();
}

std::vector<std::string> IdToken::texts(std::string_view name) const
{
    std::vector<std::string> found;
    const auto value = claims.root().find(name);
    if (value.isString())
        found.emplace_back(value.text());
    if (!value.isArray())
        return found;
    for (const auto &item : value) {
        if (item.value().isString())
            found.emplace_back(item.value().text());
    }
    return found;
}

Result<IdToken> checkIdToken(
    std::string_view token, const JwkSet &keys, const Expectation &expectation, Instant now)
{
    auto jws = parseJws(token);
    if (!jws)
        return std::move(jws).error();
    if (auto verified = verify(*jws, keys, expectation.algorithms); !verified)
        return verified.error();
    auto reading = readJson(std::move(jws->payload), claimLimits);
    if (!reading)
        return refusal(reading.problem().code == "duplicate-key" ? "claims-duplicate-member"
                                                                 : "claims-malformed",
            reading.problem().message);
    IdToken result;
    result.claims = std::move(reading).tree();
    const auto claims = result.claims.root();
    if (!claims.isObject())
        return refusal("claims-malformed", "expected an object");
    for (const auto &checked : {checkIssuer(claims, expectation),
             checkAudience(claims, expectation), checkTimes(claims, expectation, now),
             checkNonce(claims, expectation), checkAuthentication(claims, expectation, now)}) {
        if (!checked)
            return checked.error();
    }
    result.issuer = expectation.issuer;
    result.subject = claims["sub"].text();
    result.issuedAt = *instantOf(claims["iat"]);
    result.expiresAt = *instantOf(claims["exp"]);
    result.authenticatedAt = instantOf(claims["auth_time"]);
    return result;
}

} // namespace chancery::core::identity
