// SPDX-License-Identifier: Apache-2.0
#include "anchoroptions.h"

#include "engine/core/notifications/receivers.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace chancery::app {

namespace {

core::Error wrong(std::string words)
{
    return {core::ErrorKind::Invalid, "anchor-options", std::move(words), {}, {}, {}};
}

} // namespace

void declare(CLI::App &app, AnchorArguments &arguments)
{
    auto *url = app.add_option("--audit-tsa", arguments.url,
        "Have a time-stamp authority (RFC 3161) sign the audit log's checkpoint; its address. It "
        "is "
        "judged as those of webhooks are, HTTP is enough");
    auto *authorities = app.add_option("--audit-tsa-ca", arguments.authorities,
        "PEM with the certificates to which that of a stamp must lead");
    url->needs(authorities);
    authorities->needs(url);
    app.add_option("--audit-tsa-interval", arguments.interval,
           "Seconds between two stamps, while the log goes on")
        ->check(CLI::Range(10, 86'400))
        ->needs(url)
        ->capture_default_str();
}

core::Result<std::optional<server::AnchorOptions>> anchorOptions(const AnchorArguments &arguments)
{
    using Given = std::optional<server::AnchorOptions>;
    if (arguments.url.empty())
        return Given();
    if (!core::isWebhookUrl(arguments.url))
        return wrong("--audit-tsa: expected a plain http:// or https:// address");
    errno = 0;
    std::ifstream in(arguments.authorities, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in.is_open())
        return wrong("--audit-tsa-ca: " + arguments.authorities + ": " + std::strerror(errno));
    if (!in || text.find("-----BEGIN CERTIFICATE-----") == std::string::npos)
        return wrong("--audit-tsa-ca: " + arguments.authorities + " holds no certificate");
    server::AnchorOptions options;
    options.url = arguments.url;
    options.authorities = std::move(text);
    options.interval = std::chrono::seconds(arguments.interval);
    options.firstRetry = std::min(options.firstRetry, options.interval);
    return Given(std::move(options));
}

} // namespace chancery::app
