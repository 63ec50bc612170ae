// SPDX-License-Identifier: Apache-2.0
#include "requestpage.h"

#include "models/qtconvert.h"
#include "models/votewords.h"
#include "models/words.h"
#include "views/common/widgets.h"

namespace chancery::views {

using models::toQt;

void RequestPage::readTimeline(const core::ChangeRequest &request)
{
    const core::Instant now = m_context.clock.now();
    QStringList lines;
    lines << tr("%1 asked · %2")
                 .arg(toQt(request.requesterName), models::timeText(request.createdAt, now));
    for (const core::Review &review : request.reviews) {
        QString line = tr("%1 %2 · %3")
                           .arg(toQt(review.authorName), models::voteText(review.kind),
                               models::timeText(review.at, now));
        if (!review.standing && review.kind != core::VoteKind::Comment)
            line = tr("%1 (does not count: %2)").arg(line, models::voidText(review.voidedBecause));
        if (!review.comment.empty())
            line += tr("\n“%1”").arg(toQt(review.comment));
        lines << line;
    }
    if (!request.failure.empty())
        lines << tr("Apply failed: %1").arg(toQt(request.failure));
    if (models::isFinal(request.state) || request.state == core::RequestState::Rejected)
        lines << tr("%1 · %2").arg(
            models::stateText(request.state), models::timeText(request.updatedAt, now));
    showText(m_timeline, lines.join(QStringLiteral("\n\n")));
}

} // namespace chancery::views
