// SPDX-License-Identifier: Apache-2.0
#include "notificationoptions.h"

#include "engine/core/notifications/receivers.h"

#include <CLI/CLI.hpp>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace chancery::app {

namespace {

core::Error wrong(std::string words)
{
    return {core::ErrorKind::Invalid, "notification-options", std::move(words), {}, {}, {}};
}

core::Result<server::MailRelay> relayOf(const NotificationArguments &arguments)
{
    server::MailRelay relay;
    const auto colon = arguments.relay.rfind(':');
    relay.host = arguments.relay.substr(0, colon);
    if (relay.host.starts_with('[') && relay.host.ends_with(']'))
        relay.host = relay.host.substr(1, relay.host.size() - 2);
    const auto digits
        = colon == std::string::npos ? std::string("587") : arguments.relay.substr(colon + 1);
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), relay.port);
    if (relay.host.empty() || parsed.ec != std::errc()
        || parsed.ptr != digits.data() + digits.size() || relay.port < 1 || relay.port > 65535)
        return wrong("--mail-relay needs HOST:PORT, not " + arguments.relay);
    relay.security = arguments.security == "tls" ? server::MailSecurity::Tls
        : arguments.security == "none"           ? server::MailSecurity::None
                                                 : server::MailSecurity::StartTls;
    relay.user = arguments.user;
    relay.passwordFile = arguments.passwordFile;
    return relay;
}

// What is read for each message is looked for at the start: else the first delivery tells of it.
core::Result<> demandReadable(const std::string &option, const std::string &name, bool isFolder)
{
    if (name.empty())
        return core::Done();
    if (::access(name.c_str(), isFolder ? R_OK | X_OK : R_OK) != 0)
        return wrong(option + ": " + name + ": " + std::strerror(errno));
    std::error_code failure;
    if (std::filesystem::is_directory(name, failure) != isFolder)
        return wrong(option + ": " + name + (isFolder ? " is no folder" : " is no file"));
    return core::Done();
}

} // namespace

void declare(CLI::App &app, NotificationArguments &arguments)
{
    app.add_option("--notification-secrets", arguments.secrets,
        "Folder with the secrets of webhooks: ENVIRONMENT/NAME, a line \"whsec_…\" in each, or two "
        "while one follows the other");
    app.add_option("--notification-allow-network", arguments.networks,
        "A network, such as 10.1.0.0/16, to which webhooks may lead besides public addresses; may "
        "be given many times");
    app.add_flag("--notification-http-here", arguments.mayUseHttpHere,
        "Let webhooks speak HTTP with this very machine");
    app.add_option("--notification-ca", arguments.authorities,
        "PEM with the authorities of receivers and of the mail relay, instead of the system's");
    app.add_option("--notification-links", arguments.links,
        "What links of messages begin with, instead of chancery://");
    auto *relay = app.add_option("--mail-relay", arguments.relay, "HOST:PORT that takes mails");
    auto *from = app.add_option(
        "--mail-from", arguments.mailFrom, "The address that mails of the server come from");
    relay->needs(from);
    from->needs(relay);
    app.add_option("--mail-security", arguments.security,
           "starttls, tls, or none with a relay on this machine")
        ->check(CLI::IsMember({"starttls", "tls", "none"}))
        ->needs(relay)
        ->capture_default_str();
    auto *user = app.add_option("--mail-user", arguments.user, "Whom to sign in as at the relay")
                     ->needs(relay);
    app.add_option(
           "--mail-password-file", arguments.passwordFile, "File with the password, chmod 600")
        ->needs(user);
}

core::Result<server::OutboundOptions> outboundOptions(const NotificationArguments &arguments)
{
    server::OutboundOptions options;
    std::vector<core::Network> networks;
    for (const auto &text : arguments.networks) {
        const auto network = core::Network::parse(text);
        if (!network)
            return wrong("--notification-allow-network: " + network.error().detail);
        networks.push_back(*network);
    }
    options.guard = core::AddressGuard(std::move(networks));
    options.mayUseHttpHere = arguments.mayUseHttpHere;
    options.authorities = arguments.authorities;
    if (auto readable = demandReadable("--mail-password-file", arguments.passwordFile, false);
        !readable)
        return std::move(readable).error();
    if (!arguments.relay.empty()) {
        auto relay = relayOf(arguments);
        if (!relay)
            return std::move(relay).error();
        options.relay = std::move(*relay);
    }
    return options;
}

core::Result<server::NotificationOptions> notificationOptions(
    const NotificationArguments &arguments)
{
    if (auto readable = demandReadable("--notification-secrets", arguments.secrets, true);
        !readable)
        return std::move(readable).error();
    server::NotificationOptions options;
    options.secrets = arguments.secrets;
    options.mailFrom = arguments.mailFrom;
    if (!arguments.mailFrom.empty() && !core::isPlainAddress(arguments.mailFrom))
        return wrong("--mail-from needs one plain mail address");
    if (!arguments.links.empty())
        options.links = arguments.links;
    return options;
}

} // namespace chancery::app
