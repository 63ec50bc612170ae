// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeprivacy.h"
#include "engine/core/auditevent.h"
#include "engine/core/digest.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/legalholds.h"
#include "engine/server/handlers/mentions.h"
#include "engine/server/handlers/prunescan.h"
#include "engine/server/log/pruned.h"

// The beginning of the log goes, by whole tiles, when it is older than it has to be kept: the
// entries and what stood beside them. Their hashes stay, so every proof that was possible still is;
// a checkpoint of what has gone is signed, and the deed is an entry itself. Nobody does it by
// itself.
namespace chancery::server {

namespace {

// One batch is held in memory.
constexpr std::uint64_t mostAtOnce = 256 * core::pruneTile;

// An age is two times, and each of them may be a clock's that was wrong. The present counts once
// the clock has gone on for a day since it last stepped.
void demandTrustedPresent(const Unit &unit)
{
    static constexpr std::chrono::hours unbelieved{24};
    const auto text = unit.view().text(keys::clockStepped);
    const auto stepped = core::fromRfc3339(text);
    const bool isRecent = stepped && (unit.now() < *stepped || unit.now() - *stepped < unbelieved);
    if (isRecent)
        refuse("state-conflict",
            "The server's clock was set at " + text
                + ": how old entries are is believed once it has gone on for a day");
}

// All that go are old, and not only the last of them: one entry of a second in which the clock was
// set back would speak for everything before it. What says that it is still to come was written in
// a second in which it was set forward, and its neighbours speak for it.
PruneScan scanLeaves(const View &view, std::uint64_t before, core::Instant now,
    std::chrono::days retention, const std::atomic<bool> &isEnding)
{
    PruneScan scan;
    scan.from = firstLeaf(view);
    scan.before = before;
    scan.now = now;
    auto next = scan.from;
    auto range = KeyRange::under(keys::join(keys::leaf, ""));
    range.from = keys::join(keys::leaf, keys::number(scan.from));
    range.to = keys::join(keys::leaf, keys::number(std::max(before, scan.from)));
    visitForwards(view, range, [&](const Entry &entry) {
        if (isEnding)
            refuse("internal", "The server ends");
        const auto sequence = keys::numberAtEnd(entry.key);
        const auto event = core::fromLeaf(*entry.value);
        if (!scan.unreadable && (sequence != next || !event))
            scan.unreadable = next;
        next = sequence + 1;
        if (!event)
            return;
        const auto time = event->recordedTime;
        if (time > now) {
            if (!scan.coming || time < scan.coming->second)
                scan.coming.emplace(sequence, time);
            return;
        }
        scan.isAnyBelieved = true;
        if (!scan.young && time + retention > now)
            scan.young.emplace(sequence, time);
    });
    if (!scan.unreadable && next < before)
        scan.unreadable = next;
    return scan;
}

void demandOld(const Unit &unit, const PruneScan &scan, std::uint64_t from, std::uint64_t before)
{
    const auto now = unit.now();
    if (scan.from != from || scan.before != before || now < scan.now)
        refuse("state-conflict", "The log or the clock was changed meanwhile: ask again");
    if (scan.unreadable)
        refuse("state-conflict", "Entry " + std::to_string(*scan.unreadable) + " cannot be read");
    const auto retention = unit.facts().auditRetention;
    const bool hasCome = scan.coming && scan.coming->second <= now;
    if (const auto &young = scan.young ? scan.young : scan.coming; scan.young || hasCome)
        refuse("policy-violation",
            "Entries are kept for " + std::to_string(retention.count()) + " days, and entry "
                + std::to_string(young->first) + " is of " + core::toRfc3339(young->second),
            {{"/before", "retention", "Expected older entries", {}, 0, 0}});
    if (!scan.isAnyBelieved)
        refuse("state-conflict", "No entry that would go says when it was");
}

// Asked again: the files are written anew once more.
bool isRepeated(const core::PruneOrder &order, std::uint64_t from)
{
    return order.before == from && from > 0;
}

void demandTiles(const core::PruneOrder &order, std::uint64_t from, std::uint64_t size)
{
    const auto complain = [](const char *code, const std::string &expected) {
        refuse("policy-violation", "Only old entries go, by whole tiles",
            {{"/before", code, expected, {}, 0, 0}});
    };
    if (order.before % core::pruneTile != 0)
        complain("multipleOf", "Expected a multiple of 256");
    if (order.before <= from)
        complain("minimum", "Expected more than " + std::to_string(from));
    if (order.before > size)
        complain("maximum", "The log has " + std::to_string(size) + " entries");
    if (order.before - from > mostAtOnce)
        complain("maximum", "Expected " + std::to_string(from + mostAtOnce) + " at most");
}

core::PruneRecord recordFor(Unit &unit, std::uint64_t before)
{
    const auto lookup = nodesOf(unit.tools().transaction);
    const auto tree = orRefuse(core::MerkleTree::restore(before, lookup));
    const auto &log = unit.tools().log;
    core::PruneRecord record;
    record.before = before;
    record.note = orRefuse(log.sign({log.origin(), before, tree.root()}));
    std::uint64_t begin = 0;
    for (int level = 63; level >= 0; --level) {
        const auto width = std::uint64_t(1) << unsigned(level);
        if ((before & width) == 0)
            continue;
        record.hashes.push_back(
            core::toBase64(core::bytesOf(orRefuse(lookup(level, begin >> unsigned(level))))));
        begin += width;
    }
    return record;
}

} // namespace

core::Result<PruneScan> scanForPruning(
    Store &store, std::uint64_t before, const Facts &facts, const std::atomic<bool> &isEnding)
{
    auto reader = store.openReader();
    if (!reader)
        return reader.error();
    try {
        return scanLeaves(
            View(**reader), before, facts.clock.now(), facts.auditRetention, isEnding);
    } catch (const Refusal &refusal) {
        return refusal.error;
    } catch (const std::exception &exception) {
        return api::problem("internal", exception.what());
    }
}

void demandPruning(Unit &unit)
{
    const auto order = unit.body<core::PruneOrder>();
    demandGrounds(order.reason, order.ticket);
    demandNoHold(unit);
    demandNotLifter(unit);
    const auto from = firstLeaf(unit.view());
    if (isRepeated(order, from))
        return;
    demandTiles(order, from, unit.tools().log.size());
    demandTrustedPresent(unit);
}

Response pruneAudit(Unit &unit)
{
    const auto order = unit.body<core::PruneOrder>();
    demandPruning(unit);
    const std::atomic<bool> isEnding = false;
    return pruneAudit(unit,
        scanLeaves(unit.view(), order.before, unit.now(), unit.facts().auditRetention, isEnding));
}

Response pruneAudit(Unit &unit, const PruneScan &scan)
{
    demandPruning(unit); // once more: something may have changed since
    const auto order = unit.body<core::PruneOrder>();
    const auto from = firstLeaf(unit.view());
    const bool isAgain = isRepeated(order, from);
    if (!isAgain)
        demandOld(unit, scan, from, order.before);
    const auto record = recordFor(unit, order.before);
    for (auto sequence = from; sequence < order.before; ++sequence) {
        unit.remove(keys::join(keys::leaf, keys::number(sequence)));
        unit.remove(keys::join(keys::personal, keys::number(sequence)));
    }
    unit.put(keys::pruned, api::toJson(record));
    Deed deed{.kind = core::AuditKind::AuditPrune, .targetType = "audit_entries"};
    deed.targetId = std::to_string(isAgain ? 0 : from) + '-' + std::to_string(order.before - 1);
    deed.reason = order.reason;
    deed.ticket = order.ticket;
    deed.counted = "pruned-entry";
    deed.count = order.before - from;
    unit.record(deed);
    auto response = Response::json(api::toJson(record));
    response.mustScrub = true;
    return response;
}

Response getPruneRecord(const Scene &scene)
{
    auto response = Response::json(api::toJson(pruneRecordOf(scene.view)));
    response.cacheControl = "no-store";
    return response;
}

} // namespace chancery::server
