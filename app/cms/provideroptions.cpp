// SPDX-License-Identifier: Apache-2.0
#include "provideroptions.h"

#include "engine/core/access/account.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <sstream>

namespace chancery::app {

namespace {

core::Error wrong(std::string words)
{
    return {core::ErrorKind::Invalid, "identity-options", std::move(words), {}, {}, {}};
}

std::vector<std::string> wordsOf(const std::string &text)
{
    std::istringstream in(text);
    std::vector<std::string> words;
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

} // namespace

void declare(CLI::App &app, ProviderArguments &arguments)
{
    auto *issuer = app.add_option("--identity-issuer", arguments.issuer,
        "OpenID Connect: the URL of the provider at which people may sign in, as it stands in its "
        "tokens");
    auto *client = app.add_option(
        "--identity-client-id", arguments.clientId, "The public client that Chancery is there");
    issuer->needs(client);
    client->needs(issuer);
    app.add_option("--identity-ca", arguments.authorities,
           "PEM with the authorities of the provider's certificate, instead of the system's")
        ->needs(issuer);
    app.add_option("--identity-scopes", arguments.scopes, "What clients ask the provider for")
        ->needs(issuer)
        ->capture_default_str();
    app.add_option("--identity-groups-claim", arguments.groupsClaim,
           "The claim of its ID tokens that names a person's groups")
        ->needs(issuer)
        ->capture_default_str();
    app.add_option("--identity-role", arguments.roles,
           "GROUP=ROLE: members of the group have the role; may be given many times")
        ->needs(issuer);
    app.add_option("--identity-attribute", arguments.attributes,
           "A claim of its ID tokens, such as department, that conditions of sys/access may ask "
           "for; may be given many times")
        ->needs(issuer);
}

core::Result<std::optional<server::ProviderOptions>> providerOptions(
    const ProviderArguments &arguments)
{
    if (arguments.issuer.empty())
        return std::optional<server::ProviderOptions>();
    server::ProviderOptions options;
    options.provider.issuer = arguments.issuer;
    options.provider.clientId = arguments.clientId;
    options.provider.scopes = wordsOf(arguments.scopes);
    options.groupsClaim = arguments.groupsClaim;
    if (!core::identity::discoveryUrl(arguments.issuer))
        return wrong("--identity-issuer must be an HTTPS address, or HTTP on this machine");
    if (std::ranges::find(options.provider.scopes, "openid") == options.provider.scopes.end())
        return wrong("--identity-scopes must hold openid");
    for (const auto &text : arguments.roles) {
        const auto sign = text.rfind('=');
        if (sign == std::string::npos || sign == 0)
            return wrong("--identity-role needs GROUP=ROLE, not " + text);
        const auto role = text.substr(sign + 1);
        if (!server::isMappableRole(role))
            return wrong("groups cannot give the role " + role);
        options.rolesOfGroups[text.substr(0, sign)].insert(role);
    }
    for (const auto &claim : arguments.attributes) {
        if (claim.empty() || claim == core::access::kindAttribute)
            return wrong("--identity-attribute cannot be \"" + claim + '"');
    }
    options.attributes = arguments.attributes;
    return std::optional(std::move(options));
}

} // namespace chancery::app
