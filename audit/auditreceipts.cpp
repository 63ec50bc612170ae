// SPDX-License-Identifier: Apache-2.0
#include "audit/auditcache.h"

#include <limits>

// What the server has promised of our own actions (§1.2): the entry of that number tells of that
// request. A receipt is judged once: when its entry is here, or when a checkpoint that was signed
// long after the promise does not reach its number. What was said of it is on record with it, so
// that an alarm that somebody has acknowledged does not come again.

namespace chancery::audit {

using core::Done;
using core::Error;
using core::Result;

namespace {

enum class ReceiptState : std::int64_t { Waiting, Overdue, Kept, Broken };

// A server signs within ten seconds of what it appends (AUD-6); clocks and nets take their time.
constexpr std::chrono::microseconds grace = std::chrono::minutes(5);

std::string listed(const std::vector<std::int64_t> &numbers)
{
    constexpr std::size_t most = 20;
    std::string text;
    for (std::size_t at = 0; at < std::min(numbers.size(), most); ++at)
        text += (at > 0 ? ", " : "") + std::to_string(numbers[at]);
    return numbers.size() > most ? text + " and " + std::to_string(numbers.size() - most) + " more"
                                 : text;
}

} // namespace

struct AuditCache::Receipt {
    std::int64_t seq = 0;
    std::string requestId;
    std::int64_t received = 0;
    ReceiptState state = ReceiptState::Waiting;
    std::string loggedRequest; // by the entry of that number, where it is here

    std::string mark(const RowMarks &marks) const
    {
        return marks.of("receipt", seq, requestId, received, std::int64_t(state));
    }
};

Result<> AuditCache::addReceipt(std::int64_t seq, const std::string &requestId)
{
    const auto known = receiptsWhere("receipt.seq = " + std::to_string(seq));
    if (!known)
        return known.error();
    if (std::ranges::find(*known, requestId, &Receipt::requestId) != known->end())
        return Done();
    auto transaction = core::Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    auto insert
        = m_database.prepare("INSERT INTO receipt(seq, request_id, received_us, state, mark)"
                             " VALUES (?, ?, ?, 0, ?)");
    if (!insert)
        return insert.error();
    Receipt receipt{
        seq, requestId, m_clock->now().time_since_epoch().count(), ReceiptState::Waiting, {}};
    const auto mark = receipt.mark(m_marks);
    if (auto done = insert->bindAll(seq, requestId, receipt.received, core::Blob{mark}).run();
        !done)
        return done;
    if (auto stored = recount(m_database, m_marks); !stored)
        return stored;
    if (auto committed = transaction->commit(); !committed)
        return committed;
    if (!known->empty())
        raise(Alarm::ReceiptDoubled, "",
            "entry " + std::to_string(seq) + " was promised to " + std::to_string(known->size() + 1)
                + " actions",
            std::uint64_t(seq));
    static_cast<void>(brokenReceipts());
    return Done();
}

Result<std::vector<AuditCache::Receipt>> AuditCache::receiptsWhere(const std::string &condition)
{
    auto select = m_database.prepare("SELECT receipt.seq, receipt.request_id, received_us, state,"
                                     " coalesce(event.request_id, '') FROM receipt"
                                     " LEFT JOIN event USING (seq) WHERE "
        + condition + " ORDER BY receipt.seq");
    if (!select)
        return select.error();
    std::vector<Receipt> receipts;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return receipts;
        receipts.push_back({select->integer(0), std::string(select->text(1)), select->integer(2),
            ReceiptState(select->integer(3)), std::string(select->text(4))});
    }
}

Result<> AuditCache::settleReceipts(const std::vector<Receipt> &receipts)
{
    if (receipts.empty())
        return Done();
    auto transaction = core::Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    auto update = m_database.prepare(
        "UPDATE receipt SET state = ?, mark = ? WHERE seq = ? AND request_id = ?");
    if (!update)
        return update.error();
    for (const auto &receipt : receipts) {
        const auto mark = receipt.mark(m_marks);
        update->bindAll(
            std::int64_t(receipt.state), core::Blob{mark}, receipt.seq, receipt.requestId);
        if (auto done = update->run(); !done)
            return done;
    }
    if (auto stored = recount(m_database, m_marks); !stored)
        return stored;
    return transaction->commit();
}

Result<std::vector<std::int64_t>> AuditCache::brokenReceipts()
{
    auto receipts = receiptsWhere("state < 2 AND event.seq IS NOT NULL");
    if (!receipts)
        return receipts.error();
    std::vector<std::int64_t> broken;
    for (auto &receipt : *receipts) {
        const bool isKept = receipt.requestId == receipt.loggedRequest;
        receipt.state = isKept ? ReceiptState::Kept : ReceiptState::Broken;
        if (!isKept)
            broken.push_back(receipt.seq);
    }
    if (!broken.empty())
        raise(Alarm::ReceiptBroken, "",
            "not the actions that they were promised to: entries " + listed(broken),
            std::uint64_t(broken.front()));
    // The alarm first: what cannot be settled now is looked at again.
    if (auto settled = settleReceipts(*receipts); !settled)
        return settled.error();
    return broken;
}

// A checkpoint that has just come, and reaches less far than was promised long ago.
Result<> AuditCache::judgeReceipts(const core::Checkpoint &fresh, const std::string &note)
{
    const auto size = fresh.size > std::uint64_t(std::numeric_limits<std::int64_t>::max())
        ? std::numeric_limits<std::int64_t>::max()
        : std::int64_t(fresh.size);
    const auto before = (m_clock->now() - grace).time_since_epoch().count();
    auto overdue = receiptsWhere("state = 0 AND receipt.seq >= " + std::to_string(size)
        + " AND received_us <= " + std::to_string(before));
    if (!overdue)
        return overdue.error();
    if (overdue->empty())
        return Done();
    std::vector<std::int64_t> numbers;
    for (auto &receipt : *overdue) {
        receipt.state = ReceiptState::Overdue;
        numbers.push_back(receipt.seq);
    }
    raise(Alarm::ReceiptOverdue, note,
        "promised and not in the log of " + std::to_string(fresh.size)
            + " entries: " + listed(numbers),
        std::uint64_t(numbers.front()));
    return settleReceipts(*overdue);
}

Result<std::int64_t> AuditCache::openReceipts()
{
    return m_database.integer("SELECT count(*) FROM receipt WHERE state < 2");
}

} // namespace chancery::audit
