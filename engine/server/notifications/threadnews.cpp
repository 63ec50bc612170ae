// SPDX-License-Identifier: Apache-2.0
#include "engine/server/handlers/requestlife.h"
#include "engine/server/notifications/inbox.h"
#include "engine/server/notifications/news.h"
#include "engine/server/notifications/telling.h"

namespace chancery::server {

void tellOfThread(Unit &unit, const core::ChangeRequest &request, const core::ReviewThread &thread)
{
    constexpr auto kind = core::NotificationKind::RequestDiscussed;
    std::set<core::PrincipalId> audience(request.contributors.begin(), request.contributors.end());
    audience.insert(ownerOf(request));
    for (const auto &review : request.reviews)
        audience.insert(review.author);
    for (const auto &note : thread.notes)
        audience.insert(note.author);
    std::erase_if(audience, [&](const core::PrincipalId &person) {
        return hasUnread(unit.view(), person, kind, request.id.text());
    });
    tell(unit, {kind, request.id.text(), request.title, {thread.environment}, std::move(audience)});
}

} // namespace chancery::server
