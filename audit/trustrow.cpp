// SPDX-License-Identifier: Apache-2.0
#include "trustrow.h"

namespace chancery::audit {

using core::Result;

namespace {

constexpr std::int64_t looksUnit = 1000; // above any weight

} // namespace

Result<TrustRow> TrustRow::read(core::Database &database)
{
    auto select = database.prepare(
        "SELECT covered, size, remainder, generation, refusals, alarms, receipts FROM trust");
    if (!select)
        return select.error();
    const auto row = select->step();
    if (!row)
        return row.error();
    TrustRow trust;
    if (!*row)
        return trust;
    trust.covered = select->integer(0);
    trust.size = select->integer(1);
    trust.remainder = std::string(select->blob(2));
    trust.generation = select->integer(3);
    trust.looks = select->integer(4) / looksUnit;
    trust.weight = select->integer(4) % looksUnit;
    trust.alarms = select->integer(5);
    trust.receipts = select->integer(6);
    return trust;
}

Result<> TrustRow::store(core::Database &database, const RowMarks &marks)
{
    const auto alarmsNow = database.integer("SELECT count(*) FROM alarm");
    const auto receiptsNow = database.integer("SELECT count(*) FROM receipt");
    if (!alarmsNow || !receiptsNow)
        return !alarmsNow ? alarmsNow.error() : receiptsNow.error();
    alarms = *alarmsNow;
    receipts = *receiptsNow;
    ++generation;
    auto replace
        = database.prepare("REPLACE INTO trust(id, covered, size, remainder, generation, refusals,"
                           " alarms, receipts, mark) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!replace)
        return replace.error();
    const auto refusals = looks * looksUnit + weight;
    const auto mark
        = marks.of("trust", covered, size, remainder, generation, refusals, alarms, receipts);
    return replace
        ->bindAll(covered, size, core::Blob{remainder}, generation, refusals, alarms, receipts,
            core::Blob{mark})
        .run();
}

core::Result<> recount(core::Database &database, const RowMarks &marks)
{
    auto row = TrustRow::read(database);
    return row ? row->store(database, marks) : core::Result<>(row.error());
}

} // namespace chancery::audit
