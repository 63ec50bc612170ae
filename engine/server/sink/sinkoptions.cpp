// SPDX-License-Identifier: Apache-2.0
#include "sinkoptions.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace chancery::server {

namespace {

core::Error wrong(std::string words)
{
    return {core::ErrorKind::Invalid, "sink-address", std::move(words), {}, {}, {}};
}

bool isThisMachine(const std::string &host)
{
    // A name may begin with these digits as well.
    in_addr address{};
    const bool isNumber = inet_pton(AF_INET, host.c_str(), &address) == 1;
    return host == "localhost" || host == "::1" || (isNumber && host.starts_with("127."));
}

bool isPort(const std::string &text)
{
    int port = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), port);
    return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && port > 0
        && port < 65536;
}

std::string_view schemeOf(SinkAddress::Transport transport)
{
    using enum SinkAddress::Transport;
    return transport == Udp ? "udp" : transport == Tcp ? "tcp" : "tls";
}

} // namespace

core::Result<SinkAddress> SinkAddress::parse(const std::string &text)
{
    using enum Transport;
    SinkAddress address;
    const auto mark = text.find("://");
    const auto scheme = text.substr(0, mark);
    if (mark == std::string::npos || (scheme != "udp" && scheme != "tcp" && scheme != "tls"))
        return wrong("expected udp://, tcp:// or tls://");
    address.transport = scheme == "udp" ? Udp : scheme == "tcp" ? Tcp : Tls;
    const auto rest = text.substr(mark + 3);
    const auto colon = rest.rfind(':');
    address.host = rest.substr(0, colon);
    address.port = colon == std::string::npos ? std::string() : rest.substr(colon + 1);
    if (address.host.size() > 2 && address.host.starts_with('[') && address.host.ends_with(']'))
        address.host = address.host.substr(1, address.host.size() - 2);
    const bool isPlain = std::ranges::all_of(
        address.host, [](char c) { return c > ' ' && c <= '~' && c != '/' && c != '@'; });
    if (address.host.empty() || !isPlain || !isPort(address.port))
        return wrong("expected HOST:PORT after " + scheme + "://");
    if (address.transport != Tls && !isThisMachine(address.host))
        return wrong("beyond this machine only tls:// keeps the entries to themselves");
    return address;
}

std::string SinkAddress::text() const
{
    const bool isV6 = host.find(':') != std::string::npos;
    return std::string(schemeOf(transport)) + "://" + (isV6 ? '[' + host + ']' : host) + ':' + port;
}

} // namespace chancery::server
