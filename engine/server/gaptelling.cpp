// SPDX-License-Identifier: Apache-2.0
#include "gaptelling.h"

#include "engine/server/emergencies.h"
#include "engine/server/keys.h"

namespace chancery::server {

namespace {

// With a place of its own in the log; when it happened is said beside it, for times do not go back.
void recordAgain(Unit &unit, const GapRecord &record)
{
    const auto &tools = unit.tools();
    auto event = orRefuse(core::fromLeaf(record.leaf));
    const auto sequence = tools.log.size();
    const auto *reading = tools.facts.clockReading;
    event.related.push_back({"happened-at", record.at, {}, {}, {}});
    event.seq = std::int64_t(sequence);
    event.time = unit.now();
    event.recordedTime = tools.log.recordedTime(unit.now());
    event.clock = reading ? reading->last() : std::nullopt;
    orRefuse(tools.log.append(
        tools.transaction, orRefuse(core::toLeaf(event)), event.time, event.recordedTime));
    if (!record.personal.empty())
        unit.put(keys::join(keys::personal, keys::number(sequence)), record.personal);
    if (!record.secret.config.isEmpty())
        noteRevealed(unit, record.actor, record.environment, record.secret);
}

} // namespace

void tellOfGap(Unit &unit, const GapJournal &journal)
{
    const auto &gap = journal.gap();
    Deed deed{.kind = core::AuditKind::AuditGap, .targetType = "server"};
    deed.targetId = unit.facts().logOrigin;
    deed.problem = gap.code;
    deed.reason = gap.isDamaged
        ? "The journal of a gap was changed or taken away, and cannot be read"
        : "The log could not be written";
    deed.related.push_back({"gap-from", core::toRfc3339(gap.from), {}, {}, {}});
    deed.related.push_back({"gap-to", core::toRfc3339(gap.to), {}, {}, {}});
    deed.related.push_back({"done-in-emergency", std::to_string(gap.done.size()), {}, {}, {}});
    deed.counted = "refused";
    deed.count = gap.refused;
    unit.record(deed);
    for (const auto &record : gap.done)
        recordAgain(unit, record);
    unit.put(keys::gapTold, keys::number(journal.generation()));
}

std::uint64_t toldGapOf(const View &view)
{
    return keys::numberAtEnd(view.text(keys::gapTold));
}

bool wasGapTold(const View &view, const GapJournal &journal)
{
    return !journal.gap().isDamaged && toldGapOf(view) == journal.generation();
}

} // namespace chancery::server
