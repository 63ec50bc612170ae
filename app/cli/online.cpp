// SPDX-License-Identifier: Apache-2.0
#include "online.h"

#include "app/cli/visible.h"
#include "engine/core/productversion.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

using core::ErrorKind;

client::TransportOptions transportOf(const Common &common, const Session &session)
{
    client::TransportOptions options;
    options.baseUrl = common.server.empty() ? session.server : common.server;
    options.caFile = common.caFile.empty() ? session.caFile : common.caFile;
    options.certificateFile = common.certificateFile;
    options.keyFile = common.keyFile;
    options.clientName = "cli/" + std::string(core::productVersion()) + "; os=linux";
    return options;
}

std::string_view adviceAboutTls(std::string_view code)
{
    if (code == "tls-unknown-authority")
        return "The server's certificate comes from an authority that is not known here. If it is "
               "your own, give its certificate with --ca FILE or CHANCERY_CA_FILE.";
    if (code == "tls-wrong-host")
        return "The server's certificate is for another name. Use the name that stands in it, or "
               "have one made for this name.";
    if (code == "tls-expired")
        return "The server's certificate has expired. Whoever runs the server must renew it.";
    if (code == "tls-not-yet-valid")
        return "The server's certificate is not valid yet. Compare this machine's clock.";
    if (code == "tls-authority-file")
        return "The file given with --ca or CHANCERY_CA_FILE cannot be used: it must hold the "
               "authority's certificate as PEM.";
    if (code == "tls-client-refused")
        return "The server does not take the certificate that was shown: it may have expired, be "
               "revoked, or come from another authority. The server's log says which.";
    if (code == "tls-client-files")
        return "The files given with --cert and --cert-key cannot be used: they must hold a "
               "certificate and its key as PEM.";
    return "No safe connection comes about: what answers speaks no TLS, or none later than 1.1.";
}

// What a person can do about it.
std::string_view adviceFor(const core::Error &error)
{
    if (error.code.starts_with("tls-"))
        return adviceAboutTls(error.code);
    if (error.code == "password-change-required")
        return "Choose your own with \"chancery-cli passwd\".";
    if (error.code == "password-expired")
        return "Ask an administrator for another one.";
    if (error.code == "bad-url")
        return "An address begins with https:// or http://.";
    if (error.code == "step-up-failed")
        return "The password is not right.";
    switch (error.kind) {
    case ErrorKind::Offline:
        return "The server cannot be reached. Check its address and that it runs.";
    case ErrorKind::Timeout:
        return "The server took too long. Try again.";
    case ErrorKind::Unauthorized:
        return "Sign in again with \"chancery-cli login\".";
    case ErrorKind::Forbidden:
        return "Your role does not allow it.";
    case ErrorKind::NotFound:
        return "There is no such thing, or you may not see it.";
    case ErrorKind::Conflict:
        return error.code == "approval-required"
            ? "\"requests\" with its number shows which are missing."
            : "Somebody was faster, or the state does not allow it. Look again.";
    case ErrorKind::Invalid: // said by the server, or found here before it was asked
        return error.requestId.empty() ? "" : "The server refuses it as it is.";
    case ErrorKind::RateLimited:
        return "Too many requests. Wait a little.";
    case ErrorKind::Protocol:
        return "What answered is not a server that this program understands.";
    case ErrorKind::Cancelled:
    case ErrorKind::Server:
    case ErrorKind::Storage:
    case ErrorKind::Internal:
        return "";
    }
    return "";
}

bool isToken(const char *text)
{
    return text && *text;
}

} // namespace

Online::Online(const Common &common, Session session)
    : m_common(common)
    , m_session(std::move(session))
    , m_cms(transportOf(common, m_session), m_loop.mailbox())
{
    const char *token = std::getenv("CHANCERY_TOKEN");
    m_cms.setToken(isToken(token) ? core::Secret(token) : m_session.token);
}

core::Result<core::Config> Online::config(const std::string &path)
{
    auto page = ask<api::Page<core::Config>>(
        [&](auto done) { return m_cms.listConfigs({{}, path, {}}, std::move(done)); });
    if (!page)
        return std::move(page).error();
    if (page->items.empty())
        return core::Error{
            ErrorKind::NotFound, "no-such-config", "There is no config " + path, {}, {}, {}};
    return std::move(page->items.front());
}

core::Result<core::Head> Online::head(const core::Config &config, const std::string &environment)
{
    return ask<core::Head>([&](auto done) {
        return m_cms.getHead(config.id, core::EnvironmentId(environment), std::move(done));
    });
}

core::Result<core::ChangeRequest> Online::request(const std::string &id)
{
    return ask<core::ChangeRequest>([&](auto done) {
        return m_cms.getChangeRequest(core::ChangeRequestId(id), std::move(done));
    });
}

core::Result<std::string> Online::text(const core::VersionId &version)
{
    return ask<std::string>([&](auto done) { return m_cms.versionText(version, std::move(done)); });
}

int exitCodeOf(const core::Error &error)
{
    if (error.code == "no-password") // it was not tried
        return couldNotRun;
    switch (error.kind) {
    case ErrorKind::Forbidden:
    case ErrorKind::NotFound:
    case ErrorKind::Conflict:
    case ErrorKind::Invalid:
        return answeredNo;
    default:
        return couldNotRun;
    }
}

void explain(const core::Error &error, const std::string &what, std::ostream &errors)
{
    const auto &said = error.detail.empty() ? error.code : error.detail;
    errors << "chancery-cli: " << visible(what) << ": " << visible(said) << '\n';
    for (const auto &field : error.fields) {
        errors << "  " << visible(field.pointer);
        if (field.line > 0)
            errors << " (line " << field.line << ", column " << field.column << ')';
        errors << ": " << visible(field.message) << '\n';
    }
    if (const auto advice = adviceFor(error); !advice.empty())
        errors << "  " << advice << '\n';
    if (!error.requestId.empty())
        errors << "  The server's record of it: " << visible(error.requestId) << '\n';
}

int runOnline(const Common &common, const std::string &what, const Command &command)
{
    auto session = loadSession();
    if (!session) {
        explain(session.error(), what, std::cerr);
        return couldNotRun;
    }
    if (common.server.empty() && session->server.empty()) {
        std::cerr << "chancery-cli: " << what << ": no server is known.\n"
                  << "  Sign in with \"chancery-cli login URL\", or name one with --server.\n";
        return couldNotRun;
    }
    // A token is for the server that gave it.
    if (!common.server.empty() && common.server != session->server)
        session->token = {};
    Online online(common, std::move(*session));
    auto code = command(online);
    std::cout.flush();
    if (code)
        return *code;
    explain(code.error(), what, std::cerr);
    return exitCodeOf(code.error());
}

CLI::App *addOnline(CLI::App &program, const std::string &name, const std::string &description,
    const std::shared_ptr<Common> &common)
{
    auto *command = program.add_subcommand(name, description);
    command->add_option("--server", common->server, "Address of the server")
        ->envname("CHANCERY_SERVER");
    command
        ->add_option("--ca", common->caFile,
            "PEM file of the authority that signed the server's "
            "certificate; \"login\" remembers it")
        ->envname("CHANCERY_CA_FILE");
    auto *certificate = command
                            ->add_option("--cert", common->certificateFile,
                                "PEM certificate that is shown to the server, where a service's "
                                "token asks for one")
                            ->envname("CHANCERY_CERT_FILE");
    auto *key = command->add_option("--cert-key", common->keyFile, "PEM key of that certificate")
                    ->envname("CHANCERY_CERT_KEY_FILE");
    certificate->needs(key);
    key->needs(certificate);
    command->add_flag("--json", common->asJson, "Answer in JSON");
    return command;
}

core::Error nothingLive(Online &online, const core::Config &config, const std::string &environment)
{
    const auto all = online.ask<api::Page<core::Environment>>(
        [&](auto done) { return online.cms().listEnvironments(std::move(done)); });
    const bool isKnown = !all || std::ranges::any_of(all->items, [&](const auto &one) {
        return one.id.text() == environment;
    });
    if (!isKnown)
        return {ErrorKind::NotFound, "no-such-environment",
            "There is no environment " + environment + "; \"environment list\" names them", {}, {},
            {}};
    return {ErrorKind::NotFound, "not-live",
        "Nothing of " + config.path + " is live in " + environment, {}, {}, {}};
}

core::Error closedDraft(const core::Draft &draft)
{
    return {core::ErrorKind::Server, "sealing-unavailable",
        "The server keeps your draft " + draft.id.text() + " of " + draft.path + " in "
            + draft.environment.text() + ", but cannot open it at the moment",
        {}, {}, {}};
}

} // namespace chancery::cli
