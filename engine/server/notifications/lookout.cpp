// SPDX-License-Identifier: Apache-2.0
#include "engine/server/access.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/handlers/requestlife.h"
#include "engine/server/lastingaccess.h"
#include "engine/server/notifications/news.h"
#include "engine/server/notifications/telling.h"

#include <algorithm>

// Time and lost rights change how a request stands without anybody touching it. Those that are open
// are looked at now and then; what was told is remembered beside them, and forgotten when it is not
// so any more, so that it can be told again.
namespace chancery::server {

namespace {

using core::NotificationKind;

constexpr std::size_t lookedAtOnce = 50;
constexpr std::chrono::hours expiresSoon{24};

struct Matter {
    NotificationKind kind;
    std::string mark; // where it is remembered
    std::string word; // what is remembered; empty: it is not so
};

std::string markOf(std::string_view topic, const core::ChangeRequest &request)
{
    return keys::join(keys::told, topic, request.id.text());
}

// Within a day, or the last quarter of a life that is shorter than four.
std::string expiringWord(const View &view, const core::ChangeRequest &request, core::Instant now)
{
    const auto expiry = expiryOf(view, request);
    if (!expiry || *expiry <= now)
        return {};
    const auto life = *expiry - request.stateSince.value_or(request.updatedAt);
    const auto soon = std::min<core::Instant::duration>(expiresSoon, life / 4);
    return *expiry - now <= soon ? core::toRfc3339(*expiry) : std::string();
}

std::string quorumWord(const core::ChangeRequest &request, const Standing &standing)
{
    if (request.state != core::RequestState::Open)
        return {};
    const bool isStuck
        = std::ranges::any_of(standing.requirements, [](const core::Requirement &requirement) {
              return requirement.blockedBy == "cannot-reach-quorum";
          });
    return isStuck ? "stuck" : "";
}

std::vector<Matter> mattersOf(const View &view, const core::ChangeRequest &request,
    const Standing &standing, core::Instant now)
{
    const auto orphan = orphanReason(view, request, now);
    return {{NotificationKind::RequestExpiring, markOf("expiring", request),
                expiringWord(view, request, now)},
        {NotificationKind::RequestOrphaned, markOf("orphan", request), orphan.value_or("")},
        {NotificationKind::QuorumUnreachable, markOf("quorum", request),
            quorumWord(request, standing)}};
}

// Its state says what its votes come to now.
bool isSettled(const core::ChangeRequest &request, const Standing &standing)
{
    using enum core::RequestState;
    return (request.state != Open && request.state != Approved)
        || standing.isApproved == (request.state == Approved);
}

bool hasLostVotes(LastingAccess &access, const core::ChangeRequest &request, core::Instant now)
{
    using enum core::RequestState;
    return (request.state == Open || request.state == Approved)
        && !access.lostVotes(request, now).empty();
}

// Somebody has lost a right, or has it again, or time went by: what the votes come to has changed,
// and whoever reads the request or the log hears of it.
void settleUntouched(Unit &unit, core::ChangeRequest &request)
{
    const auto before = request.state;
    settle(unit, request);
    storeRequest(unit, request, request.id.text() + " stands otherwise", Touch::Nobodys);
    recordRequest(unit, request, core::AuditKind::ChangeRequestDismissStale,
        request.state == before ? "a vote is void: its author has lost the right"
            : request.state == core::RequestState::Approved
            ? "its votes suffice again"
            : "its votes do not suffice any more: rights or the hour have changed");
}

bool isOpen(const core::ChangeRequest &request)
{
    return !isFinal(request.state) && request.state != core::RequestState::Draft
        && request.state != core::RequestState::Rejected && !request.emergency;
}

std::set<core::PrincipalId> audienceOf(
    Unit &unit, NotificationKind kind, const core::ChangeRequest &request)
{
    std::set<core::PrincipalId> audience;
    if (kind == NotificationKind::RequestExpiring) {
        audience.insert(request.contributors.begin(), request.contributors.end());
        audience.insert(ownerOf(request));
        return audience;
    }
    AccessBook access(unit.view());
    for (const auto &item : request.items) {
        if (kind == NotificationKind::QuorumUnreachable) {
            audience.merge(keepersOf(unit, item.environment, "sys/policy"));
            continue;
        }
        // Whoever could claim it.
        for (const auto &entry :
            unit.view().scan(KeyRange::under(keys::join(keys::principal, "")))) {
            const auto person = View::parse<core::Principal>(entry.value);
            if (access
                    .decide(
                        person, core::Permission::Edit, {item.environment, item.path}, unit.now())
                    .isAllowed)
                audience.insert(person.id);
        }
        break; // who may edit the first is asked about the rest when claiming
    }
    return audience;
}

std::vector<core::EnvironmentId> environmentsOf(const core::ChangeRequest &request)
{
    std::set<core::EnvironmentId> environments;
    for (const auto &item : request.items)
        environments.insert(item.environment);
    return {environments.begin(), environments.end()};
}

} // namespace

std::vector<core::ChangeRequestId> requestsToTellOf(
    const View &view, core::Instant now, std::string &position)
{
    auto range = KeyRange::under(keys::join(keys::expiryOf, "")); // of every open request
    if (!position.empty())
        range.from = position + '\0';
    range.limit = lookedAtOnce;
    const auto entries = view.scan(range);
    position = entries.empty() || range.isExhausted(entries) ? std::string() : entries.back().key;
    std::vector<core::ChangeRequestId> found;
    if (entries.empty())
        return found;
    const auto people = Electorate::of(view, now);
    LastingAccess access(view);
    for (const auto &entry : entries) {
        const core::ChangeRequestId id("CR-" + entry.key.substr(entry.key.rfind('/') + 1));
        const auto request = view.find<core::ChangeRequest>(requestKey(id));
        if (!request || !isOpen(*request))
            continue;
        const auto standing = standingOf(view, people, *request, now);
        const auto matters = mattersOf(view, *request, standing, now);
        const bool isUntold = std::ranges::any_of(
            matters, [&](const Matter &matter) { return view.text(matter.mark) != matter.word; });
        if (isUntold || !isSettled(*request, standing) || hasLostVotes(access, *request, now))
            found.push_back(id);
    }
    return found;
}

void tellOfOpenRequests(Unit &unit, const std::vector<core::ChangeRequestId> &requests)
{
    const auto people = Electorate::of(unit.view(), unit.now());
    LastingAccess access(unit.view());
    for (const auto &id : requests) {
        auto request = unit.view().find<core::ChangeRequest>(requestKey(id));
        if (!request || !isOpen(*request))
            continue;
        const auto standing = standingOf(unit.view(), people, *request, unit.now());
        const bool stands
            = isSettled(*request, standing) && !hasLostVotes(access, *request, unit.now());
        if (!stands && !isOverdue(unit.view(), *request, unit.now()))
            settleUntouched(unit, *request);
        for (const auto &matter : mattersOf(unit.view(), *request, standing, unit.now())) {
            if (unit.view().text(matter.mark) == matter.word)
                continue;
            if (matter.word.empty()) {
                unit.remove(matter.mark);
                continue;
            }
            unit.put(matter.mark, matter.word);
            tell(unit,
                {matter.kind, request->id.text(), request->title, environmentsOf(*request),
                    audienceOf(unit, matter.kind, *request)});
        }
    }
}

} // namespace chancery::server
