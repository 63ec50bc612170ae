// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/requesttext.h"
#include "app/cli/visible.h"
#include "engine/api/describecalendar.h"
#include "engine/core/freeze/document.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

using Acknowledged = client::Acknowledged<core::ChangeRequest>;

struct Options {
    std::string request;
    std::string environment;
    std::string path;
    std::string from;
    std::string to;
    std::string at;
    std::string zone = "UTC";
    std::optional<int> grace;
    bool queue = false;
    std::string reason;
    std::string ticket;
};

core::Error wrong(std::string detail)
{
    return {core::ErrorKind::Invalid, "bad-options", std::move(detail), {}, {}, {}};
}

// A date-time with its zone, or what the clock of --zone shows: refused where it never shows that,
// or shows it twice.
core::Result<core::Instant> instantIn(const std::string &text, const std::string &zoneName)
{
    if (auto instant = core::fromRfc3339(text))
        return instant;
    const auto local = core::localTimeOf(text);
    const auto zone = core::Zone::named(zoneName);
    if (!zone)
        return zone.error();
    if (!local)
        return wrong('"' + text + "\" is no time as in 2026-12-20T07:00 or 2026-12-20T06:00:00Z");
    const auto first = zone->firstAt(*local);
    if (zone->localAt(first) != *local)
        return wrong("The clock of " + zoneName + " leaves " + text + " out");
    if (zone->lastAt(*local) != first)
        return wrong("The clock of " + zoneName + " shows " + text
            + " twice; give the time in UTC, with a Z at its end");
    return first;
}

core::Result<std::optional<core::Instant>> optionalInstant(
    const std::string &text, const std::string &zone)
{
    if (text.empty())
        return std::optional<core::Instant>();
    auto instant = instantIn(text, zone);
    if (!instant)
        return std::move(instant).error();
    return std::optional(*instant);
}

std::string listOf(const std::vector<std::string> &words, const std::string &otherwise)
{
    std::string text;
    for (const auto &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text.empty() ? otherwise : text;
}

std::string stateOf(const core::CalendarRequest &request)
{
    if (!request.suspendedBecause.empty())
        return "suspended, " + request.suspendedBecause;
    if (request.isFrozen)
        return "collides with " + listOf(request.collidesWith, "windows that cannot be read")
            + (request.nextSlot ? "; next slot " + core::toRfc3339(*request.nextSlot) : "");
    return request.collidesWith.empty() ? "waits" : "waits; the freeze is overridden";
}

void print(const core::ChangeCalendar &calendar)
{
    if (!calendar.fault.empty())
        std::cout << "Nothing is applied: sys/freezes cannot be read: " << visible(calendar.fault)
                  << '\n';
    Table windows({"WINDOW", "KIND", "SEVERITY", "FROM", "TO", "CONFIGS", "TITLE"});
    for (const auto &window : calendar.windows) {
        for (const auto &span : window.spans)
            windows.add({window.id, window.kind, window.severity, core::toRfc3339(span.from),
                core::toRfc3339(span.to), listOf(window.paths, "all"), window.title});
    }
    windows.print(std::cout);
    Table closed({"CLOSED FROM", "TO", "SEVERITY", "WINDOWS"});
    for (const auto &stretch : calendar.closed)
        closed.add({core::toRfc3339(stretch.from), core::toRfc3339(stretch.to), stretch.severity,
            listOf(stretch.windows, "")});
    closed.print(std::cout);
    Table requests({"REQUEST", "AT", "ZONE", "BY", "STATE", "TITLE"});
    for (const auto &request : calendar.requests)
        requests.add({request.request.text(), core::toRfc3339(request.at), request.zone,
            request.byName, stateOf(request), request.title});
    requests.print(std::cout);
    std::cout << "Next slot: "
              << (calendar.nextSlot ? core::toRfc3339(*calendar.nextSlot) : "none within 400 days")
              << '\n';
}

core::Result<int> showCalendar(Online &online, const Options &options)
{
    const auto from = optionalInstant(options.from, options.zone);
    const auto to = optionalInstant(options.to, options.zone);
    if (!from)
        return from.error();
    if (!to)
        return to.error();
    const auto calendar = online.ask<core::ChangeCalendar>([&](auto done) {
        return online.cms().changeCalendar(
            {core::EnvironmentId(options.environment), *from, *to, options.path}, std::move(done));
    });
    if (!calendar)
        return calendar.error();
    if (online.asJson())
        std::cout << safeJson(api::toJson(*calendar)) << '\n';
    else
        print(*calendar);
    return succeeded;
}

// What the change of the request as it is now leads to.
template <typename Change>
core::Result<int> changed(Online &online, const Options &options, Change &&change)
{
    const auto request = online.request(options.request);
    if (!request)
        return request.error();
    const auto answer
        = online.ask<Acknowledged>([&](auto done) { return change(*request, std::move(done)); });
    if (!answer)
        return answer.error();
    return printRequest(online, answer->value);
}

core::Result<int> schedule(Online &online, const Options &options)
{
    const auto instant = instantIn(options.at, options.zone);
    if (!instant)
        return instant.error();
    return changed(online, options, [&](const core::ChangeRequest &request, auto done) {
        return online.cms().schedule(request.id,
            {*instant, options.zone, options.grace,
                options.queue ? std::optional(true) : std::nullopt},
            request.etag, std::move(done));
    });
}

core::Result<int> unschedule(Online &online, const Options &options)
{
    return changed(online, options, [&](const core::ChangeRequest &request, auto done) {
        return online.cms().unschedule(request.id, request.etag, std::move(done));
    });
}

core::Result<int> overrideFreeze(Online &online, const Options &options)
{
    return changed(online, options, [&](const core::ChangeRequest &request, auto done) {
        return online.cms().overrideFreeze(
            request.id, {options.reason, options.ticket}, request.etag, std::move(done));
    });
}

void addFreezeCommands(CLI::App &program, const std::shared_ptr<Common> &common,
    const std::shared_ptr<Options> &options, int &exitCode)
{
    auto *freeze = program.add_subcommand("freeze", "Freeze windows");
    freeze->require_subcommand(1);
    auto *overriding = addOnline(*freeze, "override",
        "Let one request through the soft freeze windows, until it changes", common);
    overriding->add_option("REQUEST", options->request, "CR-12")->required();
    overriding->add_option("--reason", options->reason, "Why it cannot wait")->required();
    overriding->add_option("--ticket", options->ticket, "A reference, like INC-1234")->required();
    overriding->callback([=, &exitCode] {
        exitCode = runOnline(*common, "freeze override",
            [&](Online &online) { return overrideFreeze(online, *options); });
    });
    freeze->add_subcommand("schema", "Print the JSON Schema of the config sys/freezes")
        ->callback([] { std::cout << core::freezeSchemaText(); });
}

} // namespace

void addScheduleCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    const auto add
        = [=, &program, &exitCode](const std::string &name, const std::string &text, auto run) {
              auto *command = addOnline(program, name, text, common);
              command->callback([=, &exitCode] {
                  exitCode = runOnline(
                      *common, name, [&](Online &online) { return run(online, *options); });
              });
              return command;
          };
    auto *calendar = add("calendar",
        "Show when an environment is frozen, what is scheduled, and what collides", showCalendar);
    calendar->add_option("--environment,-e", options->environment, "Where")
        ->envname("CHANCERY_ENVIRONMENT")
        ->required();
    calendar->add_option("--path", options->path, "For this config; else for any that is live");
    calendar->add_option("--from", options->from, "Else now");
    calendar->add_option("--to", options->to, "Else 31 days later; at most 400");
    calendar->add_option("--zone", options->zone, "Of times that come without one; else UTC");
    auto *scheduling = add("schedule", "Have an approved request applied at a time", schedule);
    scheduling->add_option("REQUEST", options->request, "CR-12")->required();
    scheduling->add_option("--at", options->at, "2026-12-20T07:00 in --zone, or with a Z in UTC")
        ->required();
    scheduling->add_option("--zone", options->zone, "Like Europe/Berlin; else UTC");
    scheduling->add_option(
        "--grace", options->grace, "Minutes that it may be late; else 15, later it is suspended");
    scheduling->add_flag("--queue", options->queue,
        "Behind what is scheduled for the same config and environment already");
    auto *taking = add("unschedule", "Take the schedule of a request back", unschedule);
    taking->add_option("REQUEST", options->request, "CR-12")->required();
    addFreezeCommands(program, common, options, exitCode);
}

} // namespace chancery::cli
