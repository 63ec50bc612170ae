// SPDX-License-Identifier: Apache-2.0
#include "curloutbound.h"

#include "engine/core/notifications/receivers.h"
#include "engine/core/productversion.h"
#include "engine/core/secret.h"
#include "engine/server/curlhandle.h"
#include "engine/server/notifications/socketaddress.h"

#include <algorithm>
#include <fstream>
#include <unistd.h>

namespace chancery::server {

namespace {

using Addresses = std::vector<core::NetworkAddress>;

core::Error failed(std::string code, std::string detail = {})
{
    return {core::ErrorKind::Offline, std::move(code), std::move(detail), {}, {}, {}};
}

// What an address text is made of; read by the library that connects, so that nobody can have two
// opinions of it.
struct Target {
    std::string scheme;
    std::string host;
    std::string port;
};

std::string partOf(CURLU *url, CURLUPart part, unsigned flags = 0)
{
    char *text = nullptr;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK)
        return {};
    std::string copy(text);
    curl_free(text);
    return copy;
}

std::optional<Target> targetOf(const std::string &text)
{
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
    if (!url || !core::isWebhookUrl(text)
        || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK)
        return std::nullopt;
    Target target{partOf(url.get(), CURLUPART_SCHEME), partOf(url.get(), CURLUPART_HOST),
        partOf(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT)};
    if (target.host.starts_with('[') && target.host.ends_with(']'))
        target.host = target.host.substr(1, target.host.size() - 2);
    const bool isPlain = !target.host.empty() && target.host.find('%') == std::string::npos
        && partOf(url.get(), CURLUPART_ZONEID).empty();
    return isPlain ? std::optional(std::move(target)) : std::nullopt;
}

// Only what was judged is connected to, whatever the library finds by itself.
struct Pin {
    const Addresses &addresses;
    bool wasRefused = false;
};

curl_socket_t openPinned(void *context, curlsocktype, curl_sockaddr *address)
{
    auto &pin = *static_cast<Pin *>(context);
    const auto wanted = addressOf(&address->addr);
    if (!wanted || std::ranges::find(pin.addresses, *wanted) == pin.addresses.end()) {
        pin.wasRefused = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Counted and thrown away.
std::size_t countBytes(char *, std::size_t size, std::size_t count, void *total)
{
    auto &bytes = *static_cast<std::size_t *>(total);
    bytes += size * count;
    return bytes > CurlOutbound::mostAnswerBytes ? 0 : size * count;
}

std::size_t keepBytes(char *bytes, std::size_t size, std::size_t count, void *context)
{
    auto &body = *static_cast<std::string *>(context);
    if (body.size() + size * count > CurlOutbound::mostAnswerBytes)
        return 0;
    body.append(bytes, size * count);
    return size * count;
}

class List {
public:
    ~List() { curl_slist_free_all(m_list); }
    List() = default;
    List(const List &) = delete;
    List &operator=(const List &) = delete;
    void add(const std::string &text) { m_list = curl_slist_append(m_list, text.c_str()); }
    curl_slist *get() const { return m_list; }

private:
    curl_slist *m_list = nullptr;
};

std::string resolveLine(const std::string &host, const std::string &port, const Addresses &all)
{
    std::string line = host + ':' + port + ':';
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto text = core::toText(all[i]);
        line += i > 0 ? "," : "";
        line += all[i].isV4() ? text : '[' + text + ']';
    }
    return line;
}

core::Error errorOf(CURLcode code, const Pin &pin)
{
    const std::string words = curl_easy_strerror(code);
    if (pin.wasRefused)
        return failed("address-refused", "the connection would have gone to another address");
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return failed("timeout", words);
    case CURLE_WRITE_ERROR:
    case CURLE_FILESIZE_EXCEEDED:
        return failed("too-large", "expected at most 64 KiB");
    case CURLE_ABORTED_BY_CALLBACK:
        return failed("stopped", words);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_USE_SSL_FAILED:
        return failed("tls", words);
    default:
        return failed("offline", words);
    }
}

core::Result<> outcomeOf(CURL *easy)
{
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300)
        return core::Done();
    if (status >= 300 && status < 400)
        return failed("redirect", "redirects are not followed");
    auto error = failed("http-" + std::to_string(status));
    curl_off_t seconds = 0;
    if (curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0)
        error.retryAfter = std::chrono::seconds(seconds);
    return error;
}

bool isLoopback(const core::NetworkAddress &address)
{
    return core::classOf(address) == core::AddressClass::Loopback;
}

} // namespace

// One POST: what goes out, and what came back.
struct CurlOutbound::Sending {
    const std::string &url;
    const std::string &body;
    std::vector<std::string> headers;
    bool mayBePlain = false; // over HTTP, to whomever
    std::string answer = {};
    std::string answerType = {};
};

core::Result<Addresses> CurlOutbound::checkedAddresses(
    const std::string &scheme, const std::string &host, bool mayBePlain) const
{
    auto addresses = m_resolver.resolve(host);
    if (!addresses)
        return addresses;
    const bool isHere = m_options.mayUseHttpHere && std::ranges::all_of(*addresses, isLoopback);
    if (scheme != "https" && !isHere && !mayBePlain)
        return failed("address-refused", "HTTP is spoken with this machine alone, by an option");
    // One that may not be reached among several is how a name is made to lead to it later.
    const auto refused = std::ranges::find_if(*addresses,
        [&](const core::NetworkAddress &address) { return !m_options.guard.allows(address); });
    if (refused != addresses->end() && (scheme == "https" || !isHere))
        return failed("address-refused",
            "the name leads to an address that is " + std::string(name(core::classOf(*refused))));
    return addresses;
}

core::Result<> CurlOutbound::send(Sending &sending) const
{
    const auto target = targetOf(sending.url);
    if (!target)
        return failed("address-refused", "this is no plain address of a web server");
    const auto addresses = checkedAddresses(target->scheme, target->host, sending.mayBePlain);
    if (!addresses)
        return addresses.error();
    CurlHandle easy(m_options.authorities, m_isStopped);
    if (!easy.isMade())
        return failed("no-transfer");
    Pin pin{*addresses};
    List headers;
    headers.add("Expect:");
    for (const auto &line : sending.headers)
        headers.add(line);
    List resolve;
    resolve.add(resolveLine(target->host, target->port, *addresses));
    std::size_t headBytes = 0;
    easy.set(CURLOPT_URL, sending.url.c_str());
    easy.set(CURLOPT_PROTOCOLS_STR, "https,http");
    easy.set(CURLOPT_RESOLVE, resolve.get());
    easy.set(CURLOPT_OPENSOCKETFUNCTION, &openPinned);
    easy.set(CURLOPT_OPENSOCKETDATA, &pin);
    easy.set(CURLOPT_PROXY, ""); // it would resolve by itself
    easy.set(CURLOPT_USERAGENT, ("Chancery/" + std::string(core::productVersion())).c_str());
    easy.set(CURLOPT_HTTPHEADER, headers.get());
    easy.set(CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(sending.body.size()));
    easy.set(CURLOPT_POSTFIELDS, sending.body.data());
    easy.set(CURLOPT_TIMEOUT_MS, m_options.timeoutMilliseconds);
    easy.set(CURLOPT_HEADERFUNCTION, &countBytes);
    easy.set(CURLOPT_HEADERDATA, &headBytes);
    easy.set(CURLOPT_WRITEFUNCTION, &keepBytes);
    easy.set(CURLOPT_WRITEDATA, &sending.answer);
    if (const auto code = curl_easy_perform(easy.get()); code != CURLE_OK)
        return errorOf(code, pin);
    char *type = nullptr;
    curl_easy_getinfo(easy.get(), CURLINFO_CONTENT_TYPE, &type);
    sending.answerType = type ? type : "";
    return outcomeOf(easy.get());
}

core::Result<> CurlOutbound::post(const WebhookPost &post)
{
    Sending sending{post.url, post.body,
        {"Content-Type: application/json", "webhook-id: " + post.id,
            "webhook-timestamp: " + post.timestamp, "webhook-signature: " + post.signature}};
    return send(sending);
}

core::Result<std::string> CurlOutbound::stamp(const StampPost &post)
{
    Sending sending{post.url, post.query,
        {"Content-Type: application/timestamp-query", "Accept: application/timestamp-reply"}, true};
    if (auto sent = send(sending); !sent)
        return std::move(sent).error();
    if (!sending.answerType.starts_with("application/timestamp-reply"))
        return failed("timestamp-answer", "The authority answered with no time stamp");
    return std::move(sending.answer);
}

namespace {

struct Reading {
    std::string_view rest;
};

std::size_t readMail(char *buffer, std::size_t size, std::size_t count, void *context)
{
    auto &reading = *static_cast<Reading *>(context);
    const auto part = reading.rest.substr(0, size * count);
    std::ranges::copy(part, buffer);
    reading.rest.remove_prefix(part.size());
    return part.size();
}

core::Secret passwordOf(const std::filesystem::path &file)
{
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return core::Secret(std::move(line));
}

core::Error mailError(CURL *easy, CURLcode code)
{
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    const Addresses none;
    auto error = errorOf(code, Pin{none});
    // The relay has answered, and said no.
    if (status >= 400 && status < 600 && error.code == "offline")
        error.code = "smtp-" + std::to_string(status);
    return error;
}

} // namespace

core::Result<> CurlOutbound::mail(const Mail &mail)
{
    const bool isPlain = core::isPlainAddress(mail.from)
        && std::ranges::all_of(mail.to, [](const auto &to) { return core::isPlainAddress(to); });
    if (!m_options.relay || mail.to.empty())
        return failed("no-relay");
    if (!isPlain)
        return failed("address-unusable");
    const auto &relay = *m_options.relay;
    const auto addresses = m_resolver.resolve(relay.host);
    if (!addresses)
        return addresses.error();
    if (relay.security == MailSecurity::None && !std::ranges::all_of(*addresses, isLoopback))
        return failed("address-refused", "a relay elsewhere is spoken to under TLS alone");
    CurlHandle easy(m_options.authorities, m_isStopped);
    if (!easy.isMade())
        return failed("no-transfer");
    Pin pin{*addresses};
    List recipients;
    for (const auto &to : mail.to)
        recipients.add('<' + to + '>');
    const auto port = std::to_string(relay.port);
    List resolve;
    resolve.add(resolveLine(relay.host, port, *addresses));
    Reading reading{mail.text};
    const bool isTls = relay.security == MailSecurity::Tls;
    const auto password = passwordOf(relay.passwordFile);
    easy.set(CURLOPT_URL, ((isTls ? "smtps://" : "smtp://") + relay.host + ':' + port).c_str());
    easy.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    easy.set(CURLOPT_USE_SSL,
        relay.security == MailSecurity::None ? long(CURLUSESSL_NONE) : long(CURLUSESSL_ALL));
    easy.set(CURLOPT_RESOLVE, resolve.get());
    easy.set(CURLOPT_OPENSOCKETFUNCTION, &openPinned);
    easy.set(CURLOPT_OPENSOCKETDATA, &pin);
    easy.set(CURLOPT_PROXY, "");
    easy.set(CURLOPT_MAIL_FROM, ('<' + mail.from + '>').c_str());
    easy.set(CURLOPT_MAIL_RCPT, recipients.get());
    easy.set(CURLOPT_UPLOAD, 1L);
    easy.set(CURLOPT_READFUNCTION, &readMail);
    easy.set(CURLOPT_READDATA, &reading);
    easy.set(CURLOPT_TIMEOUT_MS, m_options.timeoutMilliseconds);
    if (!relay.user.empty()) {
        easy.set(CURLOPT_USERNAME, relay.user.c_str());
        easy.set(CURLOPT_PASSWORD, password.reveal().c_str());
    }
    if (const auto code = curl_easy_perform(easy.get()); code != CURLE_OK)
        return mailError(easy.get(), code);
    return core::Done();
}

} // namespace chancery::server
