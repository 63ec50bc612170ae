// SPDX-License-Identifier: Apache-2.0
#include "logreading.h"

namespace chancery::server {

namespace {

constexpr std::chrono::hours oneEntrySpeaksFor{24};

// As it stands beside the session's token, to be swept with it.
struct KeptReading {
    core::Instant expiresAt;
    core::Instant at; // when it was written down
    std::uint64_t from = 0;
};

template <typename Visitor>
void describe(Visitor &visit, KeptReading &value)
{
    visit("expiresAt", value.expiresAt);
    visit("at", value.at);
    visit("from", value.from);
}

std::string keyOf(const LogReading &reading)
{
    return keys::join(keys::tokenReads, reading.tokenKey, reading.isOfNames ? "names" : "entries");
}

// One of which the clock says that it is still to come speaks for nothing.
bool isOfToday(const KeptReading &kept, core::Instant now)
{
    return kept.at <= now && now - kept.at < oneEntrySpeaksFor;
}

} // namespace

std::optional<LogReading> unrecordedReading(
    const View &view, const Actor &actor, LogReading asked, std::uint64_t logSize)
{
    if (asked.from >= logSize)
        return std::nullopt;
    asked.tokenKey = actor.tokenKey;
    asked.expiresAt = actor.expiresAt;
    const auto kept = view.find<KeptReading>(keyOf(asked));
    if (!kept || !isOfToday(*kept, asked.at))
        return asked;
    if (asked.from >= kept->from)
        return std::nullopt;
    asked.from = 0;
    return asked;
}

void recordLogReading(Unit &unit, const LogReading &asked)
{
    const auto size = unit.tools().log.size();
    const auto reading = unrecordedReading(unit.view(), unit.actor(), asked, size);
    if (!reading)
        return;
    Deed deed{.kind = core::AuditKind::AuditRead,
        .targetType = reading->isOfNames ? "personal_values" : "audit_entries"};
    // As far as the log went then; what the session reads of later ones is said with it.
    deed.targetId = std::to_string(reading->from) + '-' + std::to_string(size - 1);
    unit.record(deed);
    unit.put(
        keyOf(*reading), api::toJson(KeptReading{reading->expiresAt, reading->at, reading->from}));
}

} // namespace chancery::server
