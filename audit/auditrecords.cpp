// SPDX-License-Identifier: Apache-2.0
#include "audit/auditcache.h"
#include "audit/recordcheck.h"

#include <algorithm>

// What the cache knows by itself and no signature covers: alarms, who acknowledged them, receipts,
// how far the copy reaches. Each row has its mark, and the trust row says how many there are, so
// that a changed row and a missing one are found.

namespace chancery::audit {

using core::Done;
using core::Error;
using core::ErrorKind;
using core::Result;

namespace {

constexpr auto insertAlarm
    = "INSERT INTO alarm(id, kind, trusted_note, presented_note, detail, raised_us, first_bad,"
      " acknowledged_by, acknowledged_us, mark) VALUES (?, ?, ?, ?, ?, ?, ?, '', 0, ?)";
constexpr auto oldestAlarm
    = "SELECT id, kind, trusted_note, presented_note, detail, raised_us, first_bad,"
      " acknowledged_by, acknowledged_us, mark FROM alarm WHERE acknowledged_by = ''"
      " ORDER BY id LIMIT 1";

std::int64_t microseconds(core::Instant instant)
{
    return instant.time_since_epoch().count();
}

std::int64_t numberOf(const std::optional<std::uint64_t> &seq)
{
    return seq ? std::int64_t(*seq) : -1;
}

// The columns of oldestAlarm.
struct AlarmRow {
    std::int64_t id = 0; // which of them it is, from one
    RaisedAlarm raised;
    std::string kind;
    std::string acknowledgedBy;
    std::int64_t acknowledged = 0;

    static AlarmRow of(const core::Statement &row)
    {
        AlarmRow alarm;
        alarm.id = row.integer(0);
        alarm.kind = row.text(1);
        alarm.raised.alarm = alarmNamed(alarm.kind).value_or(Alarm::CacheChanged);
        alarm.raised.trustedNote = row.text(2);
        alarm.raised.presentedNote = row.text(3);
        alarm.raised.detail = row.text(4);
        alarm.raised.raised = core::Instant(std::chrono::microseconds(row.integer(5)));
        if (row.integer(6) >= 0)
            alarm.raised.firstBad = std::uint64_t(row.integer(6));
        alarm.acknowledgedBy = row.text(7);
        alarm.acknowledged = row.integer(8);
        return alarm;
    }
    std::string mark(const RowMarks &marks) const
    {
        return marks.of("alarm", id, kind, raised.trustedNote, raised.presentedNote, raised.detail,
            microseconds(raised.raised), numberOf(raised.firstBad), acknowledgedBy, acknowledged);
    }
};

} // namespace

Result<> AuditCache::loadAlarm()
{
    auto select = m_database.prepare(oldestAlarm);
    if (!select)
        return select.error();
    m_alarm.reset();
    const auto row = select->step();
    if (!row)
        return row.error();
    if (*row)
        m_alarm = AlarmRow::of(*select).raised;
    return Done();
}

Result<> AuditCache::recordAlarm(const RaisedAlarm &raised)
{
    auto transaction = core::Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    const auto last = m_database.integer("SELECT coalesce(max(id), 0) FROM alarm");
    auto insert = m_database.prepare(insertAlarm);
    if (!last || !insert)
        return !last ? last.error() : insert.error();
    const std::string kind(name(raised.alarm));
    const auto mark = AlarmRow{*last + 1, raised, kind, "", 0}.mark(m_marks);
    insert->bindAll(*last + 1, kind, raised.trustedNote, raised.presentedNote, raised.detail,
        microseconds(raised.raised), numberOf(raised.firstBad), core::Blob{mark});
    if (auto done = insert->run(); !done)
        return done;
    if (auto done = recount(m_database, m_marks); !done)
        return done;
    return transaction->commit();
}

// The same, which nobody has acknowledged yet.
Result<bool> AuditCache::isOnRecord(const RaisedAlarm &raised)
{
    auto select = m_database.prepare("SELECT 1 FROM alarm WHERE acknowledged_by = '' AND kind = ?"
                                     " AND presented_note = ? AND detail = ?");
    if (!select)
        return select.error();
    return select->bindAll(std::string(name(raised.alarm)), raised.presentedNote, raised.detail)
        .step();
}

Result<> AuditCache::recordPending()
{
    while (!m_pending.empty()) {
        if (auto done = recordAlarm(m_pending.front()); !done)
            return done;
        m_pending.erase(m_pending.begin());
    }
    return Done();
}

// Raised in memory even when it cannot be written down.
Error AuditCache::raise(Alarm alarm, const std::string &presentedNote, const std::string &detail,
    std::optional<std::uint64_t> firstBad)
{
    RaisedAlarm raised{alarm, m_trustedNote, presentedNote, detail, m_clock->now(), firstBad};
    const auto isKnown = isOnRecord(raised);
    const bool isWaiting = std::ranges::any_of(m_pending, [&raised](const RaisedAlarm &one) {
        return one.alarm == raised.alarm && one.presentedNote == raised.presentedNote
            && one.detail == raised.detail;
    });
    if ((!isKnown || !*isKnown) && !isWaiting)
        m_pending.push_back(raised);
    // What cannot be written now is tried again by recordPending().
    static_cast<void>(recordPending());
    if (!m_alarm)
        m_alarm = std::move(raised);
    return {ErrorKind::Conflict, std::string(name(alarm)), detail, {}, {}, {}};
}

Error AuditCache::report(Alarm alarm, const std::string &presentedNote, const std::string &detail)
{
    return raise(alarm, presentedNote, detail, m_tree.size());
}

Error AuditCache::reportAnchor(const std::string &note, std::uint64_t size)
{
    return raise(Alarm::HistoryRewritten, note,
        "the log was time-stamped with other " + std::to_string(size) + " entries");
}

Result<> AuditCache::acknowledgeAlarm(const std::string &who)
{
    if (who.empty())
        return Error{ErrorKind::Invalid, "acknowledged-by-nobody",
            "an alarm is acknowledged by somebody", {}, {}, {}};
    if (auto recorded = recordPending(); !recorded)
        return recorded;
    auto oldest = m_database.prepare(oldestAlarm);
    auto update = m_database.prepare("UPDATE alarm SET acknowledged_by = ?, acknowledged_us = ?,"
                                     " mark = ? WHERE id = ?");
    if (!oldest || !update)
        return !oldest ? oldest.error() : update.error();
    const auto row = oldest->step();
    if (!row)
        return row.error();
    if (!*row)
        return Done();
    auto alarm = AlarmRow::of(*oldest);
    oldest->reset();
    alarm.acknowledgedBy = who;
    alarm.acknowledged = microseconds(m_clock->now());
    const auto mark = alarm.mark(m_marks);
    auto transaction = core::Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    if (auto done = update->bindAll(who, alarm.acknowledged, core::Blob{mark}, alarm.id).run();
        !done)
        return done;
    if (auto done = recount(m_database, m_marks); !done)
        return done;
    if (auto committed = transaction->commit(); !committed)
        return committed;
    m_divergence.reset();
    return loadAlarm();
}

std::optional<ProofWish> AuditCache::wantedProof() const
{
    return m_alarm && m_divergence ? m_divergence->wanted() : std::nullopt;
}

Result<> AuditCache::takeProof(core::MerkleProof proof)
{
    if (!m_alarm || !m_divergence)
        return Done();
    const auto stored = nodes();
    const auto ours = [&](int level, std::uint64_t index) -> Result<core::Sha256> {
        const auto presented = m_presented.find({level, index});
        return presented == m_presented.end() ? stored(level, index)
                                              : Result<core::Sha256>(presented->second);
    };
    if (auto taken = m_divergence->take(proof, ours); !taken)
        return taken;
    if (m_divergence->wanted() || !m_divergence->first())
        return Done();
    m_alarm->firstBad = m_divergence->first();
    // The one that is on record is told more exactly.
    auto oldest = m_database.prepare(oldestAlarm);
    auto update = m_database.prepare("UPDATE alarm SET first_bad = ?, mark = ? WHERE id = ?");
    if (!oldest || !update)
        return !oldest ? oldest.error() : update.error();
    const auto found = oldest->step();
    if (!found)
        return found.error();
    if (!*found) {
        if (!m_pending.empty())
            m_pending.front().firstBad = m_divergence->first();
        return Done();
    }
    auto row = AlarmRow::of(*oldest);
    oldest->reset();
    row.raised.firstBad = m_divergence->first();
    const auto mark = row.mark(m_marks);
    return update->bindAll(numberOf(row.raised.firstBad), core::Blob{mark}, row.id).run();
}

Result<> AuditCache::noteRefusal(
    Alarm alarm, const std::string &note, const std::string &detail, int most)
{
    if (m_alarm)
        return Error{ErrorKind::Conflict, "alarm-not-acknowledged",
            std::string(name(m_alarm->alarm)), {}, {}, {}};
    // Only what is signed binds anybody.
    if (const auto next = openNote(note); !next)
        return next.error();
    auto transaction = core::Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    auto row = TrustRow::read(m_database);
    if (!row)
        return row.error();
    // Two that could not be reached and one that failed are not three that failed.
    static constexpr std::int64_t anAlarm = 60;
    ++row->looks;
    row->weight += (anAlarm + most - 1) / most;
    const bool isEnough = row->weight >= anAlarm;
    const auto times = std::to_string(row->looks) + " times in turn, last with " + detail;
    if (isEnough)
        row->looks = row->weight = 0;
    if (auto stored = row->store(m_database, m_marks); !stored)
        return stored;
    if (auto committed = transaction->commit(); !committed)
        return committed;
    return isEnough ? Result<>(raise(alarm, note, times)) : Result<>(Done());
}

Result<> AuditCache::takeAlarms(core::Database &other)
{
    auto rows
        = other.prepare("SELECT id, kind, trusted_note, presented_note, detail, raised_us,"
                        " first_bad, acknowledged_by, acknowledged_us FROM alarm ORDER BY id");
    auto insert = m_database.prepare(insertAlarm);
    auto update = m_database.prepare("UPDATE alarm SET acknowledged_by = ?, acknowledged_us = ?"
                                     " WHERE id = ?");
    if (!rows || !insert || !update)
        return !rows ? rows.error() : !insert ? insert.error() : update.error();
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            return loadAlarm();
        auto alarm = AlarmRow::of(*rows);
        const auto last = m_database.integer("SELECT coalesce(max(id), 0) FROM alarm");
        if (!last)
            return last.error();
        alarm.id = *last + 1;
        const auto &raised = alarm.raised;
        insert->bindAll(alarm.id, alarm.kind, raised.trustedNote, raised.presentedNote,
            raised.detail, microseconds(raised.raised), numberOf(raised.firstBad),
            core::Blob{alarm.mark(m_marks)});
        if (auto done = insert->run(); !done)
            return done;
        update->bindAll(alarm.acknowledgedBy, alarm.acknowledged, alarm.id);
        if (auto done = update->run(); !done)
            return done;
    }
}

// As they are there: no mark of a file without a key proves anything.
Result<> AuditCache::takeRecords(core::Database &other)
{
    auto transaction = core::Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    if (auto taken = takeAlarms(other); !taken)
        return taken;
    if (auto done = recount(m_database, m_marks); !done)
        return done;
    if (auto committed = transaction->commit(); !committed)
        return committed;
    auto receipts = other.prepare("SELECT seq, request_id FROM receipt ORDER BY seq");
    if (!receipts)
        return receipts.error();
    for (;;) {
        const auto row = receipts->step();
        if (!row)
            return row.error();
        if (!*row)
            return Done();
        if (auto added = addReceipt(receipts->integer(0), std::string(receipts->text(1))); !added)
            return added;
    }
}

// Alarms are few, and so are receipts beside entries.
Result<> AuditCache::checkRecords()
{
    const auto finding = checkMarks(m_database, m_marks);
    if (!finding)
        return finding.error();
    if (*finding)
        raise(Alarm::CacheChanged, "",
            "a record of the copy itself was changed: " + (*finding)->part);
    const auto receipts = brokenReceipts();
    return receipts ? Result<>(Done()) : Result<>(receipts.error());
}

} // namespace chancery::audit
