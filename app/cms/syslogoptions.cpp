// SPDX-License-Identifier: Apache-2.0
#include "syslogoptions.h"

#include <CLI/CLI.hpp>

#include <filesystem>

namespace chancery::app {

void declare(CLI::App &app, SyslogArguments &arguments)
{
    auto *receiver = app.add_option("--audit-syslog", arguments.receiver,
        "Send copies of the audit log as RFC 5424: tls://HOST:PORT (RFC 5425), or tcp:// or udp:// "
        "on this machine");
    app.add_option("--audit-syslog-ca", arguments.authorities,
           "PEM with the authorities of the receiver, instead of the system's")
        ->needs(receiver);
    app.add_option("--audit-syslog-content", arguments.content,
           "What stands in the message: leaf, the entry as it was logged, or cloudevent")
        ->check(CLI::IsMember({"leaf", "cloudevent"}))
        ->needs(receiver)
        ->capture_default_str();
    app.add_option("--audit-syslog-hostname", arguments.hostName,
           "What messages call this machine, instead of its own name")
        ->needs(receiver);
    app.add_option(
           "--audit-syslog-facility", arguments.facility, "Of RFC 5424; 13 is \"log audit\"")
        ->check(CLI::Range(0, 23))
        ->needs(receiver)
        ->capture_default_str();
    app.add_option("--audit-syslog-alarm-after", arguments.alarmAfter,
           "Seconds of failing until the log is told (audit.sink_fail)")
        ->check(CLI::Range(1, 86'400))
        ->needs(receiver)
        ->capture_default_str();
    app.add_option("--audit-syslog-settling", arguments.settling,
           "Seconds for which what a receiver has taken is sent again when the connection breaks")
        ->check(CLI::Range(1, 3600))
        ->needs(receiver)
        ->capture_default_str();
}

core::Result<std::optional<server::SinkOptions>> sinkOptions(const SyslogArguments &arguments)
{
    using Given = std::optional<server::SinkOptions>;
    if (arguments.receiver.empty())
        return Given();
    auto address = server::SinkAddress::parse(arguments.receiver);
    if (!address) {
        auto error = address.error();
        error.detail = "--audit-syslog: " + error.detail;
        return error;
    }
    std::error_code ignored;
    if (!arguments.authorities.empty()
        && !std::filesystem::is_regular_file(arguments.authorities, ignored))
        return core::Error{core::ErrorKind::Invalid, "sink-address",
            "--audit-syslog-ca: there is no such file", {}, {}, {}};
    server::SinkOptions options;
    options.address = std::move(*address);
    options.authorities = arguments.authorities;
    options.hostName = arguments.hostName;
    options.facility = arguments.facility;
    options.content
        = arguments.content == "leaf" ? server::SinkContent::Leaf : server::SinkContent::CloudEvent;
    options.alarmAfter = std::chrono::seconds(arguments.alarmAfter);
    options.settling = std::chrono::seconds(arguments.settling);
    return Given(std::move(options));
}

} // namespace chancery::app
