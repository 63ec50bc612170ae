// SPDX-License-Identifier: Apache-2.0
#include "reportmaking.h"

#include "engine/core/auditevent.h"
#include "engine/core/productversion.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace chancery::audit {

namespace {

// As the C library takes it: the variable, else where the link leads.
std::string localZone()
{
    static constexpr std::string_view folder = "zoneinfo/";
    const char *given = std::getenv("TZ"); // NOLINT(concurrency-mt-unsafe)
    std::string name = given ? given : "";
    if (name.empty()) {
        std::error_code none;
        name = std::filesystem::read_symlink("/etc/localtime", none).string();
    }
    if (name.starts_with(':'))
        name.erase(0, 1);
    if (const auto at = name.find(folder); at != std::string::npos)
        name.erase(0, at + folder.size());
    return name;
}

std::string localTime(core::Instant instant)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
    const std::time_t time = seconds.time_since_epoch().count();
    std::tm parts{};
    std::array<char, 64> text{};
    if (!::localtime_r(&time, &parts))
        return {};
    const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S %z", &parts);
    return {text.data(), size};
}

std::string listOf(const std::vector<std::string> &values)
{
    std::string text;
    for (const auto &value : values)
        text += (text.empty() ? "" : ", ") + value;
    return text;
}

bool hasRelated(const core::AuditEvent &event, std::string_view type, const std::string &id)
{
    return std::ranges::any_of(event.related,
        [&](const core::AuditRelated &one) { return one.type == type && one.id == id; });
}

// Of that run over that log; who else made one just then is somebody else.
bool tellsOf(const core::AuditEvent &event, const core::AuditActivity &told)
{
    return event.event == "report.run" && event.outcome == core::AuditOutcome::Success
        && event.target.type == "report" && event.target.id == told.subject
        && hasRelated(event, "tree-size", std::to_string(told.treeSize))
        && hasRelated(event, "tree-root", told.root)
        && hasRelated(event, "definitions", told.definitions);
}

} // namespace

core::Result<ReportMaking> makingFrom(
    std::string_view leaf, std::uint64_t entry, const core::AuditActivity &told)
{
    const auto event = core::fromLeaf(leaf);
    if (!event || event->seq != std::int64_t(entry) || !tellsOf(*event, told))
        return core::Error{core::ErrorKind::Invalid, "report-entry",
            "entry " + std::to_string(entry) + " does not tell of this report", {}, {}, {}};
    ReportMaking making;
    making.entry = event->seq;
    making.account = event->actor.id;
    making.roles = event->actor.roles;
    making.at = event->time;
    if (event->actor.authn) {
        making.method = event->actor.authn->method;
        making.factors = event->actor.authn->amr;
        making.hasSecondFactor = event->actor.authn->mfa;
    }
    return making;
}

void addHere(ReportMaking &making, std::string program)
{
    making.zone = localZone();
    making.local = localTime(making.at);
    making.program = std::move(program);
    making.build = core::buildHash();
}

std::vector<std::pair<std::string, std::string>> linesOf(const ReportMaking &making)
{
    const auto orNot = [](const std::string &text, const char *none) {
        return text.empty() ? std::string(none) : text;
    };
    return {{"run by", making.account},
        {"roles of who ran it", orNot(listOf(making.roles), "none")},
        {"signed in by", orNot(making.method, "not recorded")},
        {"factors", orNot(listOf(making.factors), "not recorded")},
        {"second factor", making.hasSecondFactor ? "yes" : "no"},
        {"run at", core::toRfc3339(making.at)},
        {"run at, local time", orNot(making.local, "not known")},
        {"zone of the local time", orNot(making.zone, "not known")},
        {"entry of the log about this run", std::to_string(making.entry)},
        {"proof of that entry",
            "none: it is behind the log of this report, and stands here as the server gave it"},
        {"program", making.program + ' ' + std::string(core::productVersion())},
        {"build of the program", orNot(making.build, "not known")},
        {"version of the server", orNot(making.server, "not asked")}};
}

} // namespace chancery::audit
