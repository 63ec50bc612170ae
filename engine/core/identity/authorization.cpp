// SPDX-License-Identifier: Apache-2.0
#include "authorization.h"

#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/identity/discovery.h"
#include "engine/core/identity/form.h"
#include "engine/core/identity/refusal.h"

#include <algorithm>

namespace chancery::core::identity {

namespace {

using std::chrono::seconds;

constexpr Limits answerLimits{std::size_t(256) << 10, 16, 4096, std::size_t(128) << 10, false};
constexpr std::size_t longestUserCode = 64;
constexpr std::int64_t longestLife = 3600; // seconds
constexpr std::int64_t longestInterval = 300;

std::string joined(const std::vector<std::string> &scopes)
{
    std::string text;
    for (const auto &scope : scopes)
        text += (text.empty() ? "" : " ") + scope;
    return text;
}

// The words of RFC 6749 and RFC 8628 become codes of ours; what others say is not repeated.
Error refusedBy(std::string_view error)
{
    if (error == "authorization_pending")
        return refusal("authorization-pending", "nobody has agreed yet");
    if (error == "slow_down")
        return refusal("slow-down", "asked too often");
    if (error == "access_denied")
        return refusal("access-denied", "the sign-in was declined at the provider");
    if (error == "expired_token")
        return refusal("expired-token", "nobody agreed in time");
    const bool isPlain = error.size() <= 64
        && std::ranges::all_of(error, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    return refusal("provider-refused",
        "the provider refuses" + (isPlain ? ": " + std::string(error) : std::string()));
}

// What the provider answers with; its refusal where it says one, whatever the status.
Result<Tree> answerIn(int status, std::string_view body)
{
    auto reading = readJson(std::string(body), answerLimits);
    if (!reading || !reading.tree().root().isObject())
        return refusal("answer-malformed", "status " + std::to_string(status));
    if (const auto error = reading.tree().root()["error"]; error.isString())
        return refusedBy(error.text());
    return std::move(reading).tree();
}

bool isPrintable(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f'; });
}

seconds secondsIn(Value value, std::int64_t otherwise, std::int64_t most)
{
    return seconds(std::clamp<std::int64_t>(value.integer().value_or(otherwise), 1, most));
}

} // namespace

std::string authorizationUrl(const std::string &endpoint, const AuthorizationRequest &request)
{
    Form form{{"response_type", "code"}, {"client_id", request.clientId},
        {"redirect_uri", request.redirect}, {"scope", joined(request.scopes)},
        {"state", request.state}, {"nonce", request.nonce}, {"code_challenge", request.challenge},
        {"code_challenge_method", "S256"}};
    if (request.maxAge) {
        form.emplace_back("max_age", std::to_string(request.maxAge->count()));
        form.emplace_back("prompt", "login");
    }
    return endpoint + (endpoint.find('?') == std::string::npos ? '?' : '&') + formText(form);
}

Result<Secret> codeIn(std::string_view target, const RedirectExpectation &expectation)
{
    const auto question = std::min(target.find('?'), target.size());
    if (target.substr(0, question) != expectation.path)
        return refusal("redirect-path", "another address");
    const auto form = readForm(target.substr(std::min(question + 1, target.size())));
    if (!form)
        return refusal("redirect-malformed", "expected one of each parameter");
    if (!constantTimeEquals(valueIn(*form, "state"), expectation.state))
        return refusal("state", "the answer to another question");
    const auto issuer = valueIn(*form, "iss");
    if (issuer.empty() ? expectation.namesIssuer : issuer != expectation.issuer)
        return refusal("redirect-issuer", "the answer of another provider");
    if (const auto error = valueIn(*form, "error"); !error.empty())
        return refusedBy(error);
    auto code = valueIn(*form, "code");
    if (code.empty())
        return refusal("code-missing", "expected a code");
    return Secret(std::move(code));
}

Result<Secret> idTokenIn(int status, std::string_view body)
{
    const auto answer = answerIn(status, body);
    if (!answer)
        return answer.error();
    const auto root = answer->root();
    if (status != 200)
        return refusal("answer-malformed", "status " + std::to_string(status));
    if (!root["id_token"].isString())
        return refusal("id-token-missing", "the provider gives no ID token");
    return Secret(std::string(root["id_token"].text()));
}

Result<DeviceAuthorization> deviceAuthorizationIn(int status, std::string_view body)
{
    const auto answer = answerIn(status, body);
    if (!answer)
        return answer.error();
    const auto root = answer->root();
    const auto deviceCode = root["device_code"];
    const auto userCode = root["user_code"];
    const auto url = root["verification_uri"];
    const auto complete = root["verification_uri_complete"];
    // It is shown to a person, in a terminal perhaps.
    const bool isGood = status == 200 && deviceCode.isString() && !deviceCode.text().empty()
        && userCode.isString() && !userCode.text().empty()
        && userCode.text().size() <= longestUserCode && isPrintable(userCode.text())
        && isAllowedUrl(url.text()) && (!complete || isAllowedUrl(complete.text()))
        && root["expires_in"].integer().value_or(0) > 0;
    if (!isGood)
        return refusal("answer-malformed", "expected codes, an address and a life time");
    DeviceAuthorization authorization;
    authorization.deviceCode = Secret(std::string(deviceCode.text()));
    authorization.userCode = inGroups(std::string(userCode.text()));
    authorization.url = url.text();
    authorization.completeUrl = complete.text();
    authorization.expiresIn = secondsIn(root["expires_in"], 0, longestLife);
    authorization.interval = secondsIn(root["interval"], 5, longestInterval);
    return authorization;
}

std::string inGroups(const std::string &userCode)
{
    static constexpr std::size_t group = 4;
    if (userCode.find_first_of("- ") != std::string::npos)
        return userCode;
    std::string text;
    for (std::size_t i = 0; i < userCode.size(); i += group)
        text += (i == 0 ? "" : "-") + userCode.substr(i, group);
    return text;
}

DevicePacing::DevicePacing(const DeviceAuthorization &authorization)
    : m_interval(authorization.interval)
    , m_left(authorization.expiresIn)
{
}

bool DevicePacing::wait()
{
    m_left -= m_interval;
    return m_left >= seconds(0);
}

bool DevicePacing::goesOnAfter(const Error &error)
{
    if (error.code == "authorization-pending")
        return true;
    if (error.code == "slow-down") {
        m_interval += seconds(5);
        return true;
    }
    if (error.kind != ErrorKind::Timeout && error.kind != ErrorKind::Offline)
        return false;
    m_interval = std::min(m_interval * 2, seconds(longestInterval));
    return true;
}

} // namespace chancery::core::identity
