// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

struct Options {
    std::string environment;
    std::uint64_t since = 0;
    int count = 0;
    int seconds = 0;
};

// The beginning of the content of a document that was put together; nothing for a config's own
// text.
std::string deliveredBy(const core::AgentReport &report)
{
    static constexpr std::size_t shown = 12;
    const auto content = report.effective ? report.effective->text() : std::string();
    const auto colon = content.find(':');
    return content.substr(colon == std::string::npos ? 0 : colon + 1, shown);
}

// Why it refused, or which keys were written by hand where it delivers.
std::string reasonOf(const core::AgentReport &report)
{
    auto reason = report.reason;
    for (const auto &key : report.liveOnly.value_or(std::vector<std::string>()))
        reason += (reason.empty() ? "live only: " : " ") + key;
    return reason;
}

core::Result<int> listAgents(Online &online, const Options &options)
{
    auto agents = online.all<core::Agent>([&](const auto &page, auto done) {
        return online.cms().listAgents(
            core::EnvironmentId(options.environment), page, std::move(done));
    });
    if (!agents)
        return std::move(agents).error();
    Table table(
        {"AGENT", "WHERE", "SEEN", "CONFIG", "STATUS", "EPOCH", "EFFECTIVE", "SINCE", "REASON"});
    for (const auto &agent : *agents) {
        if (online.asJson())
            std::cout << safeJson(api::toJson(agent)) << '\n';
        if (agent.reports.empty())
            table.add({agent.name, agent.environment.text(), core::toRfc3339(agent.lastSeen), "",
                "", "", "", "", ""});
        for (const auto &report : agent.reports) {
            table.add({agent.name, agent.environment.text(), core::toRfc3339(agent.lastSeen),
                report.path, std::string(api::toWire(report.status)), std::to_string(report.epoch),
                deliveredBy(report), core::toRfc3339(report.at), reasonOf(report)});
        }
    }
    if (!online.asJson())
        table.print(std::cout);
    return succeeded;
}

std::string_view nameOf(client::StreamState state)
{
    switch (state) {
    case client::StreamState::Connected:
        return "connected";
    case client::StreamState::Polling:
        return "polling";
    case client::StreamState::Disconnected:
        return "disconnected";
    }
    return "";
}

// Until it is interrupted, or as many changes or seconds as were asked for.
core::Result<int> watch(Online &online, const Options &options)
{
    int seen = 0;
    const auto print = [&](const client::StreamEvent &event) {
        if (!online.asJson() && event.hints.empty())
            std::cout << "# " << nameOf(event.state)
                      << (event.mustResync ? ", something was missed\n" : "\n");
        for (const auto &hint : event.hints) {
            ++seen;
            if (online.asJson())
                std::cout << safeJson(api::toJson(hint)) << '\n';
            else
                std::cout << hint.revision << ' ' << visible(hint.kind) << ' '
                          << visible(hint.resource) << ' ' << visible(hint.summary) << '\n';
        }
        std::cout.flush();
    };
    const auto call = online.cms().follow(options.since, print);
    const auto end = options.seconds > 0
        ? std::chrono::steady_clock::now() + std::chrono::seconds(options.seconds)
        : client::MailLoop::Deadline::max();
    const bool isDone
        = online.loop().run([&] { return options.count > 0 && seen >= options.count; }, end);
    return isDone || options.count == 0 ? succeeded : answeredNo;
}

} // namespace

void addFleetCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *agents = addOnline(program, "agents", "List the agents and what they run", common);
    agents->add_option("--environment,-e", options->environment, "Only there");
    agents->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "agents", [&](Online &online) { return listAgents(online, *options); });
    });
    auto *watching = addOnline(program, "watch", "Print changes as they happen", common);
    watching->add_option("--since", options->since, "Begin after this revision");
    watching->add_option("--count", options->count, "End after so many changes");
    watching->add_option("--seconds", options->seconds, "End after so many seconds");
    watching->callback([=, &exitCode] {
        exitCode
            = runOnline(*common, "watch", [&](Online &online) { return watch(online, *options); });
    });
}

} // namespace chancery::cli
