// SPDX-License-Identifier: Apache-2.0
#include "providersignin.h"

#include "engine/client/redirectlistener.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/identity/form.h"
#include "engine/core/identity/pkce.h"

#include <condition_variable>
#include <mutex>
#include <optional>

namespace chancery::client {

namespace {

using namespace core::identity;

constexpr std::chrono::milliseconds betweenLooks{100}; // at the token
constexpr std::string_view deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

// Targets are whole addresses here: a provider may spread over several hosts.
TransportOptions transportOf(const ProviderSignInOptions &options)
{
    TransportOptions transport;
    transport.caFile = options.caFile;
    transport.connectTimeout = std::chrono::seconds(5);
    transport.totalTimeout = std::chrono::seconds(15);
    transport.maxBodyBytes = std::size_t(256) << 10;
    return transport;
}

core::Error failed(core::ErrorKind kind, std::string code, std::string detail)
{
    return {kind, std::move(code), std::move(detail), {}, {}, {}};
}

core::Error cancelled()
{
    return failed(core::ErrorKind::Cancelled, "cancelled", {});
}

// Whether the server will ask for it; it looks at the signature, here nobody does.
bool holdsNonce(const std::string &idToken)
{
    const auto jws = parseJws(idToken);
    if (!jws)
        return false;
    const auto claims = core::readJson(jws->payload);
    return claims.ok() && claims.tree().root()["nonce"].isPresent();
}

// Sleeps until it is answered, cancelled or over.
class Waiting {
public:
    void answer(HttpAnswer answer)
    {
        const std::lock_guard lock(m_mutex);
        m_answer.emplace(std::move(answer));
        m_wake.notify_one();
    }
    std::optional<HttpAnswer> wait(
        const core::CancelToken &token, std::chrono::steady_clock::time_point until)
    {
        std::unique_lock lock(m_mutex);
        while (!m_answer && !token.isCancelled() && std::chrono::steady_clock::now() < until)
            m_wake.wait_until(
                lock, std::min(until, std::chrono::steady_clock::now() + betweenLooks));
        return std::move(m_answer);
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::optional<HttpAnswer> m_answer;
};

} // namespace

ProviderSignIn::ProviderSignIn(ProviderSignInOptions options)
    : m_options(std::move(options))
    , m_engine(transportOf(m_options))
{
}

HttpAnswer ProviderSignIn::send(HttpRequest request, const core::CancelToken &token)
{
    const auto waiting = std::make_shared<Waiting>();
    const auto mine = std::make_shared<core::CancelToken>(m_engine.waker());
    auto shared = std::make_shared<HttpRequest>(std::move(request));
    m_engine.post([this, waiting, mine, shared] {
        m_engine.start(std::move(*shared), mine,
            [waiting](HttpAnswer answer) { waiting->answer(std::move(answer)); });
    });
    // The transport has its own limits.
    auto answer = waiting->wait(token, std::chrono::steady_clock::time_point::max());
    mine->cancel();
    return answer ? std::move(*answer) : HttpAnswer(cancelled());
}

HttpAnswer ProviderSignIn::post(
    const std::string &url, const std::string &body, const core::CancelToken &token)
{
    HttpRequest request;
    request.method = "POST";
    request.target = url;
    request.body = body;
    request.headers
        = {"Content-Type: application/x-www-form-urlencoded", "Accept: application/json"};
    return send(std::move(request), token);
}

bool ProviderSignIn::pause(std::chrono::seconds time, const core::CancelToken &token) const
{
    Waiting nothing;
    (void)nothing.wait(token, std::chrono::steady_clock::now() + m_options.second * time.count());
    return !token.isCancelled();
}

core::Result<Discovery> ProviderSignIn::discover(const core::CancelToken &token)
{
    const auto url = discoveryUrl(m_options.provider.issuer);
    if (!url)
        return url.error();
    HttpRequest request;
    request.target = *url;
    request.headers = {"Accept: application/json"};
    const auto answer = send(std::move(request), token);
    if (!answer)
        return answer.error();
    if (answer->status != 200)
        return failed(core::ErrorKind::Protocol, "discovery-malformed",
            "status " + std::to_string(answer->status));
    auto found = readDiscovery(answer->body, m_options.provider.issuer);
    if (found && found->tokenEndpoint.empty())
        return failed(core::ErrorKind::Protocol, "discovery-url", "there is no token endpoint");
    return found;
}

core::Result<core::Secret> ProviderSignIn::redeem(
    const std::string &endpoint, const std::string &body, const core::CancelToken &token)
{
    const auto answer = post(endpoint, body, token);
    if (!answer)
        return answer.error();
    return idTokenIn(answer->status, answer->body);
}

core::Result<core::IdTokenExchange> ProviderSignIn::byBrowser(
    const std::function<void(const std::string &)> &open, const core::CancelToken &token)
{
    const auto provider = discover(token);
    if (!provider)
        return provider.error();
    if (provider->authorizationEndpoint.empty())
        return failed(core::ErrorKind::Protocol, "browser-unsupported",
            "the provider has no page to sign in");
    auto listener = RedirectListener::open();
    if (!listener)
        return listener.error();
    const auto proof = makePkce();
    const auto &client = m_options.provider.clientId;
    const AuthorizationRequest asked{client, m_options.provider.scopes, (*listener)->redirect(),
        makeNonce(), makeNonce(), proof.challenge, m_options.maxAge};
    open(authorizationUrl(provider->authorizationEndpoint, asked));
    const auto target
        = (*listener)->wait(std::chrono::steady_clock::now() + m_options.browserTime, token);
    if (!target)
        return target.error();
    const auto code = codeIn(
        *target, {(*listener)->path(), asked.state, provider->issuer, provider->namesItself});
    if (!code)
        return code.error();
    auto idToken = redeem(provider->tokenEndpoint,
        formText({{"grant_type", "authorization_code"}, {"client_id", client},
            {"redirect_uri", asked.redirect}, {"code", code->reveal()},
            {"code_verifier", proof.verifier.reveal()}}),
        token);
    if (!idToken)
        return std::move(idToken).error();
    return core::IdTokenExchange{std::move(*idToken), asked.nonce};
}

core::Result<core::IdTokenExchange> ProviderSignIn::byDevice(
    const std::function<void(const DeviceInvitation &)> &show, const core::CancelToken &token)
{
    const auto provider = discover(token);
    if (!provider)
        return provider.error();
    if (provider->deviceEndpoint.empty())
        return failed(
            core::ErrorKind::Protocol, "device-unsupported", "the provider has no device flow");
    const auto nonce = makeNonce();
    std::string scopes;
    for (const auto &scope : m_options.provider.scopes)
        scopes += (scopes.empty() ? "" : " ") + scope;
    const auto answer = post(provider->deviceEndpoint,
        formText({{"client_id", m_options.provider.clientId}, {"scope", scopes}, {"nonce", nonce}}),
        token);
    if (!answer)
        return answer.error();
    const auto device = deviceAuthorizationIn(answer->status, answer->body);
    if (!device)
        return device.error();
    show({device->url, device->completeUrl, device->userCode, device->expiresIn});
    auto idToken = awaitConsent(provider->tokenEndpoint, *device, token);
    if (!idToken)
        return std::move(idToken).error();
    // RFC 8628 knows no nonce: some providers bring it back, others do not.
    const bool isBack = holdsNonce(idToken->reveal());
    return core::IdTokenExchange{std::move(*idToken), isBack ? nonce : std::string()};
}

core::Result<core::Secret> ProviderSignIn::awaitConsent(
    const std::string &endpoint, const DeviceAuthorization &device, const core::CancelToken &token)
{
    const auto body = formText({{"grant_type", std::string(deviceGrant)},
        {"client_id", m_options.provider.clientId}, {"device_code", device.deviceCode.reveal()}});
    DevicePacing pacing(device);
    while (pacing.wait()) {
        if (!pause(pacing.interval(), token))
            return cancelled();
        auto idToken = redeem(endpoint, body, token);
        if (idToken || !pacing.goesOnAfter(idToken.error()))
            return idToken;
    }
    return failed(core::ErrorKind::Timeout, "expired-token", "nobody agreed in time");
}

} // namespace chancery::client
