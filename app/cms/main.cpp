// SPDX-License-Identifier: Apache-2.0
#include "app/cms/anchoroptions.h"
#include "app/cms/clientoptions.h"
#include "app/cms/notificationoptions.h"
#include "app/cms/provideroptions.h"
#include "app/cms/recoveryoptions.h"
#include "app/cms/stderrjournal.h"
#include "app/cms/syslogoptions.h"
#include "engine/core/coredumps.h"
#include "engine/core/productversion.h"
#include "engine/server/http/listener.h"
#include "engine/server/identity/curlfetcher.h"
#include "engine/server/retention.h"
#include "engine/server/service.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace chancery;

namespace {

struct Options {
    std::string data = "chancery-data";
    std::string listen = "127.0.0.1:8080";
    int port = -1;
    std::string certificate;
    std::string key;
    std::string readyFile;
    std::string logLevel = "info";
    int parent = 0;
    bool stopWithInput = false;
    bool lastingPasswords = false;
    std::string argon2Cost = "normal";
    std::uint64_t keepChanges = 100'000;
    int auditRetentionDays = 2557;
    app::ProviderArguments provider;
    app::NotificationArguments notifications;
    app::SyslogArguments syslog;
    app::AnchorArguments anchors;
    std::string recovery;
    app::ClientArguments clients;
};

// What is wrong with it; empty: nothing.
std::string retentionProblem(std::string &text)
{
    static constexpr int most = 36'525; // a hundred years
    int days = -1;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), days);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || days > most)
        return "Expected a number of days up to " + std::to_string(most);
    if (const auto problem = server::retentionProblem(std::chrono::days(days)); !problem.empty())
        return problem + ". Give " + std::to_string(server::lowestAuditRetention.count())
            + " or more, or leave the option out: then it is 2557, seven years";
    return {};
}

void declare(CLI::App &app, Options &options)
{
    app.add_option("--data", options.data, "Folder of everything the server keeps");
    app.add_option("--listen", options.listen,
        "ADDRESS:PORT to serve; beyond this machine only with --cert and --key");
    app.add_option("--port", options.port, "Port alone; 0 for any free one");
    auto *certificate = app.add_option("--cert", options.certificate,
        "PEM certificate, its own first, then what leads to the authority; serves TLS 1.2 and 1.3. "
        "SIGHUP reads certificate and key again");
    auto *key = app.add_option("--key", options.key, "PEM key of the certificate, chmod 600");
    certificate->needs(key);
    key->needs(certificate);
    app.add_option("--ready-file", options.readyFile, "Written as JSON once the server listens");
    app.add_option("--log-level", options.logLevel, "trace, debug, info, warn, error");
    app.add_option("--exit-with-parent", options.parent, "End when that process does");
    app.add_flag("--stop-on-stdin-close", options.stopWithInput, "End when standard input does");
    app.add_option("--keep-changes", options.keepChanges, "How many changes a stream can go back");
    app::declare(app, options.provider);
    app::declare(app, options.notifications);
    app::declare(app, options.syslog);
    app::declare(app, options.anchors);
    app::declareRecovery(app, options.recovery);
    app::declare(app, options.clients);
    app.add_flag("--lasting-passwords", options.lastingPasswords,
        "Passwords that administrators issue need not be changed: for demos and tests alone");
    app.add_option("--audit-retention-days", options.auditRetentionDays,
           "Entries of the audit log younger than so many days are never pruned; 365 at least, "
           "2557 "
           "unless told")
        ->check(CLI::Validator(retentionProblem, "DAYS"));
    app.add_option("--argon2-cost", options.argon2Cost)->group("");
}

server::ListenOptions listenOptions(const Options &options)
{
    server::ListenOptions listen;
    const auto colon = options.listen.rfind(':');
    listen.address = options.listen.substr(0, colon);
    if (listen.address.size() > 1 && listen.address.front() == '[')
        listen.address = listen.address.substr(1, listen.address.size() - 2);
    if (colon != std::string::npos)
        listen.port = std::uint16_t(std::strtoul(options.listen.c_str() + colon + 1, nullptr, 10));
    if (options.port >= 0)
        listen.port = std::uint16_t(options.port);
    listen.certificate = options.certificate;
    listen.key = options.key;
    listen.clients = options.clients.trust;
    return listen;
}

// Whole or not at all: whoever waits for the file reads it the moment it is there.
bool writeReadyFile(const std::string &file, int port, const std::string &url)
{
    if (file.empty())
        return true;
    const auto fresh = file + ".new";
    std::ofstream out(fresh);
    out << "{\"port\":" << port << ",\"pid\":" << ::getpid() << ",\"url\":\"" << url << "\"}\n";
    out.close();
    return out.good() && std::rename(fresh.c_str(), file.c_str()) == 0;
}

// Ordinary soft limits are for programs of few files; every connection is one.
void useAllDescriptors()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

int fail(server::Journal &journal, const core::Error &error)
{
    journal.write(server::JournalLevel::Error, "start.failed", {{"what", core::toString(error)}});
    return 1;
}

// Which folder it was that could not be used.
core::Error withFolder(core::Error error, const Options &options)
{
    if (error.kind == core::ErrorKind::Storage)
        error.detail = "--data " + options.data + ": " + error.detail;
    return error;
}

server::ServiceOptions serviceOptions(const Options &options)
{
    server::ServiceOptions service;
    service.data = options.data;
    service.changesKept = options.keepChanges;
    service.freshToken = options.stopWithInput;
    service.lastingPasswords = options.lastingPasswords;
    service.auditRetention = std::chrono::days(options.auditRetentionDays);
    if (options.argon2Cost == "test")
        service.passwordCost = {256, 1, 1};
    return service;
}

std::string urlOf(const server::ListenOptions &listen, bool isEncrypted, int port)
{
    const bool isV6 = listen.address.find(':') != std::string::npos;
    const auto host = isV6 ? '[' + listen.address + ']' : listen.address;
    return (isEncrypted ? "https://" : "http://") + host + ':' + std::to_string(port);
}

int serve(const Options &options)
{
    app::StderrJournal journal(options.logLevel);
    auto provider = app::providerOptions(options.provider);
    if (!provider)
        return fail(journal, provider.error());
    auto outboundOptions = app::outboundOptions(options.notifications);
    auto notifications = app::notificationOptions(options.notifications);
    if (!outboundOptions || !notifications)
        return fail(journal, outboundOptions ? notifications.error() : outboundOptions.error());
    auto sink = app::sinkOptions(options.syslog);
    if (!sink)
        return fail(journal, sink.error());
    auto anchors = app::anchorOptions(options.anchors);
    if (!anchors)
        return fail(journal, anchors.error());
    auto certificates = app::clientCertificates(options.clients);
    if (!certificates)
        return fail(journal, certificates.error());
    server::SystemResolver resolver;
    server::CurlOutbound outbound(std::move(*outboundOptions), resolver);
    server::CurlFetcher fetcher(options.provider.authorities);
    server::Listener listener;
    const auto listen = listenOptions(options);
    const auto port = listener.listen(listen);
    if (!port)
        return fail(journal, port.error());
    const auto url = urlOf(listen, listener.isEncrypted(), *port);
    auto recovery = app::recoveryOptions(options.recovery, url);
    if (!recovery)
        return fail(journal, recovery.error());
    auto service = serviceOptions(options);
    service.recovery = std::move(*recovery);
    service.certificates = std::move(*certificates);
    service.provider = std::move(*provider);
    service.fetcher = &fetcher;
    service.notifications = std::move(*notifications);
    service.outbound = &outbound;
    service.readClock = server::readKernelClock;
    service.sink = std::move(*sink);
    service.anchors = std::move(*anchors);
    const core::SystemClock clock;
    auto opened = server::Service::open(service, clock, journal,
        [&listener](std::function<void()> function) { listener.post(std::move(function)); });
    if (!opened)
        return fail(journal, withFolder(opened.error(), options));
    listener.stopOnSignals();
    if (options.stopWithInput)
        listener.stopWhenInputEnds();
    if (options.parent > 0)
        listener.stopWhenProcessEnds(options.parent);
    if (!(*opened)->bootstrapNote().empty())
        journal.write(
            server::JournalLevel::Info, "bootstrap", {{"what", (*opened)->bootstrapNote()}});
    journal.write(server::JournalLevel::Info, "listening", {{"url", url}});
    if (!writeReadyFile(options.readyFile, *port, url))
        return fail(
            journal, {core::ErrorKind::Storage, "ready-file", options.readyFile, {}, {}, {}});
    listener.run(**opened);
    journal.write(server::JournalLevel::Info, "stopped", {});
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    // A broken connection and a full disk are answers of the calls that meet them.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    // Nothing that is written here is for anybody else on this machine.
    ::umask(077);
    core::forbidCoreDumps();
    useAllDescriptors();
    Options options;
    CLI::App app("The configuration management server of Chancery", "chancery-cms");
    declare(app, options);
    app.set_version_flag("--version", std::string(core::productVersion()));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        static constexpr int wrongOptions = 2; // as of the other programs
        return app.exit(error) == 0 ? 0 : wrongOptions;
    }
    return serve(options);
}
