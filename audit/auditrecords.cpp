// SPDX-License-Identifier: Apache-2.0
#include "audit/auditcache.h"
#include "audit/recordcheck.h"

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

// How many records there are, written down beside a trust that stays as it is: when an alarm is
// raised, what is in memory may not be what it should.
Result<> recount(core::Database &database, const RowMarks &marks)
{
    const auto alarms = database.integer("SELECT count(*) FROM alarm");
    const auto receipts = database.integer("SELECT count(*) FROM receipt");
    auto select = database.prepare("SELECT covered, size, remainder FROM trust");
    auto replace = database.prepare("REPLACE INTO trust(id, covered, size, remainder, alarms,"
                                    " receipts, mark) VALUES (1, ?, ?, ?, ?, ?, ?)");
    if (!alarms || !receipts)
        return !alarms ? alarms.error() : receipts.error();
    if (!select || !replace)
        return !select ? select.error() : replace.error();
    const auto row = select->step();
    if (!row)
        return row.error();
    const std::int64_t covered = *row ? select->integer(0) : 0;
    const std::int64_t size = *row ? select->integer(1) : 0;
    const std::string remainder(*row ? select->blob(2) : std::string_view());
    select->reset();
    const auto mark = marks.of("trust", covered, size, remainder, *alarms, *receipts);
    return replace
        ->bindAll(covered, size, core::Blob{remainder}, *alarms, *receipts, core::Blob{mark})
        .run();
}

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

// Raised in memory even when it cannot be written down.
Error AuditCache::raise(Alarm alarm, const std::string &presentedNote, const std::string &detail,
    std::optional<std::uint64_t> firstBad)
{
    RaisedAlarm raised{alarm, m_trustedNote, presentedNote, detail, m_clock->now(), firstBad};
    const bool isKnown = m_alarm && m_alarm->alarm == alarm
        && m_alarm->presentedNote == presentedNote && m_alarm->detail == detail;
    if (!isKnown) {
        static_cast<void>(recordAlarm(raised));
        if (!m_alarm)
            m_alarm = std::move(raised);
    }
    return {ErrorKind::Conflict, std::string(name(alarm)), detail, {}, {}, {}};
}

Error AuditCache::report(Alarm alarm, const std::string &presentedNote, const std::string &detail)
{
    return raise(alarm, presentedNote, detail, m_tree.size());
}

Result<> AuditCache::acknowledgeAlarm(const std::string &who)
{
    if (who.empty())
        return Error{ErrorKind::Invalid, "acknowledged-by-nobody",
            "an alarm is acknowledged by somebody", {}, {}, {}};
    auto oldest = m_database.prepare(oldestAlarm);
    auto update = m_database.prepare("UPDATE alarm SET acknowledged_by = ?, acknowledged_us = ?,"
                                     " mark = ? WHERE id = ?");
    if (!oldest || !update)
        return !oldest ? oldest.error() : update.error();
    const auto row = oldest->step();
    if (!row)
        return row.error();
    if (!*row) {
        // It could not be written down when it was raised.
        m_alarm.reset();
        return Done();
    }
    auto alarm = AlarmRow::of(*oldest);
    oldest->reset();
    alarm.acknowledgedBy = who;
    alarm.acknowledged = microseconds(m_clock->now());
    const auto mark = alarm.mark(m_marks);
    if (auto done = update->bindAll(who, alarm.acknowledged, core::Blob{mark}, alarm.id).run();
        !done)
        return done;
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
    if (!found || !*found)
        return found ? Result<>(Done()) : Result<>(found.error());
    auto row = AlarmRow::of(*oldest);
    oldest->reset();
    row.raised.firstBad = m_divergence->first();
    const auto mark = row.mark(m_marks);
    return update->bindAll(numberOf(row.raised.firstBad), core::Blob{mark}, row.id).run();
}

Result<> AuditCache::addReceipt(std::int64_t seq, const std::string &requestId)
{
    auto transaction = core::Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    auto insert = m_database.prepare(
        "INSERT OR IGNORE INTO receipt(seq, request_id, mark) VALUES (?, ?, ?)");
    if (!insert)
        return insert.error();
    const auto mark = m_marks.of("receipt", seq, requestId);
    if (auto done = insert->bindAll(seq, requestId, core::Blob{mark}).run(); !done)
        return done;
    if (auto done = recount(m_database, m_marks); !done)
        return done;
    if (auto committed = transaction->commit(); !committed)
        return committed;
    static_cast<void>(brokenReceipts());
    return Done();
}

Result<std::vector<std::int64_t>> AuditCache::brokenReceipts()
{
    auto select = m_database.prepare("SELECT receipt.seq FROM receipt JOIN event USING (seq)"
                                     " WHERE receipt.request_id <> event.request_id"
                                     " ORDER BY receipt.seq");
    if (!select)
        return select.error();
    std::vector<std::int64_t> broken;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        broken.push_back(select->integer(0));
    }
    if (!broken.empty())
        raise(Alarm::ReceiptBroken, "",
            "entry " + std::to_string(broken.front())
                + " is not the action that it was promised to",
            std::uint64_t(broken.front()));
    return broken;
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
