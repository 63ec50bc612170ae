// SPDX-License-Identifier: Apache-2.0
#include "engine/core/evidence/recountparts.h"

#include <set>

// The counts about emergency access. A session is followed from its opening; what comes first of a
// kind counts.
namespace chancery::core::evidence {

namespace {

struct Session {
    const Fact *opened = nullptr;
    std::string user;
    std::optional<std::int64_t> endedAt; // its place in the log
    std::int64_t ended = 0;
    std::optional<std::int64_t> due;
    const Fact *review = nullptr;
    int extensions = 0;
    bool isConfirmedByUser = false;
    bool isUsedAfterwards = false;
};

void follow(Session &session, const Fact &fact)
{
    if (fact.event == "breakglass.extend")
        ++session.extensions;
    if (fact.event == "breakglass.approve" && fact.actor == session.user)
        session.isConfirmedByUser = true;
    if (fact.seq <= session.opened->seq)
        return;
    const bool isEnd = fact.event == "breakglass.expire" || fact.event == "breakglass.revoke";
    if (isEnd && !session.endedAt) {
        session.endedAt = fact.seq;
        session.ended = fact.time;
    }
    if (fact.event == "breakglass.review_due" && !session.due)
        session.due = fact.time;
    if (fact.event == "breakglass.review_complete" && !session.review)
        session.review = &fact;
    if (fact.event == "breakglass.use" && session.endedAt && fact.seq > *session.endedAt)
        session.isUsedAfterwards = true;
}

std::vector<Session> sessionsOf(const Facts &facts)
{
    std::vector<Session> sessions;
    std::set<std::string> known;
    for (const auto *opening : facts.named("breakglass.activate")) {
        if (opening->target.empty() || !known.insert(opening->target).second)
            continue;
        Session session{opening, opening->actor, {}, 0, {}, nullptr, 0, false, false};
        const auto &about = facts.on(opening->target);
        const auto asked = std::ranges::find(
            about, std::string("breakglass.request"), [](const Fact *fact) { return fact->event; });
        if (asked != about.end())
            session.user = (*asked)->actor;
        for (const auto *fact : about)
            follow(session, *fact);
        sessions.push_back(std::move(session));
    }
    return sessions;
}

bool isUnreviewed(const Recounting &of, const Session &session)
{
    const auto last = *session.due + of.number("hours") * hour;
    if (!session.review)
        return last < of.period.asOf;
    return session.review->actor == session.user || session.review->time > last;
}

bool isOdd(const Recounting &of, const Session &session)
{
    // One that has not ended is open until the last moment that the log knows of.
    const auto end = session.endedAt ? session.ended : of.period.asOf;
    const bool isLong = end - session.opened->time > of.number("minutes") * minute;
    return session.opened->ticket.empty() || isLong || session.extensions > 1
        || session.isConfirmedByUser || session.isUsedAfterwards;
}

} // namespace

Count countEmergencies(const Recounting &of, std::string_view query)
{
    Count count;
    for (const auto &session : sessionsOf(of.facts)) {
        const bool isCounted
            = query == "Q12" ? session.due && of.isIn(*session.due) : of.isIn(session.opened->time);
        if (!isCounted)
            continue;
        ++count.population;
        const bool isException = (query == "Q12" && isUnreviewed(of, session))
            || (query == "Q13" && isOdd(of, session));
        count.exceptions += isException ? 1 : 0;
    }
    return count;
}

} // namespace chancery::core::evidence
