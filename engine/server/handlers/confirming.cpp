// SPDX-License-Identifier: Apache-2.0
#include "confirming.h"

#include "engine/server/approvals.h"
#include "engine/server/exemptions.h"
#include "engine/server/handlers/requestflow.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr std::string_view told = "-"; // in the place of the instant

std::string keyOf(std::uint64_t number)
{
    return keys::join(keys::confirmation, keys::number(number));
}

std::uint64_t numberOf(const core::ChangeRequest &request)
{
    return keys::numberAtEnd(requestKey(request.id));
}

bool isDue(const Entry &entry, core::Instant now)
{
    const auto due = core::fromRfc3339(*entry.value);
    return due && *due <= now;
}

} // namespace

bool owesConfirmation(const core::ChangeRequest &request)
{
    return request.state == core::RequestState::Applied && request.confirmation
        && !request.confirmation->at;
}

void noteConfirmation(Unit &unit, core::ChangeRequest &request)
{
    if (!request.expedited.value_or(false))
        return;
    const auto people = Electorate::of(unit.view(), unit.now());
    if (standingOf(unit.view(), people, request, unit.now(), Bar::Full).isApproved)
        return;
    const int days = Exemptions(unit.view(), request, unit.now()).confirmWithin();
    request.confirmation
        = core::Confirmation{core::policy::afterBusinessDays(unit.now(), days), {}, false};
    unit.put(keyOf(numberOf(request)), core::toRfc3339(request.confirmation->dueAt));
}

void settleConfirmation(Unit &unit, core::ChangeRequest &request)
{
    const auto people = Electorate::of(unit.view(), unit.now());
    if (!standingOf(unit.view(), people, request, unit.now(), Bar::Full).isApproved)
        return;
    request.confirmation->at = unit.now();
    unit.remove(keyOf(numberOf(request)));
    recordRequest(unit, request, core::AuditKind::ChangeRequestConfirm);
}

bool mayBeUnconfirmed(const View &view, core::Instant now)
{
    return std::ranges::any_of(view.scan(KeyRange::under(keys::join(keys::confirmation, ""))),
        [now](const Entry &entry) { return isDue(entry, now); });
}

void tellUnconfirmed(Unit &unit)
{
    for (const auto &entry :
        unit.view().scan(KeyRange::under(keys::join(keys::confirmation, "")))) {
        if (!isDue(entry, unit.now()))
            continue;
        const auto number = keys::numberAtEnd(entry.key);
        auto request = needRequest(unit.view(), "CR-" + std::to_string(number));
        unit.put(keyOf(number), std::string(told));
        if (!owesConfirmation(request))
            continue;
        request.confirmation->isOverdue = true;
        storeRequest(unit, request, request.id.text() + " still owes approvals");
        recordRequest(unit, request, core::AuditKind::ChangeRequestConfirmOverdue,
            "it was applied with fewer approvals, and the others have not followed in time");
    }
}

} // namespace chancery::server
