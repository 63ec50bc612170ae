// SPDX-License-Identifier: Apache-2.0
#include "eventrow.h"

#include "engine/core/auditevent.h"

#include <array>

namespace chancery::audit {

namespace {

std::string wordsOf(const core::AuditEvent &event)
{
    std::string text;
    for (const auto *part : {&event.ticket, &event.problem}) {
        if (!part->empty())
            text += *part + ' ';
    }
    for (const auto &related : event.related)
        text += related.id + ' ' + related.path + ' ';
    return text;
}

// The texts of both in the order of the columns from the third on, but for words and problem.
constexpr std::array<std::string_view core::AuditGlance::*, 13> textsOfLeaf{
    &core::AuditGlance::event, &core::AuditGlance::code, &core::AuditGlance::actor,
    &core::AuditGlance::action, &core::AuditGlance::outcome, &core::AuditGlance::environment,
    &core::AuditGlance::nameSpace, &core::AuditGlance::targetType, &core::AuditGlance::targetId,
    &core::AuditGlance::correlation, &core::AuditGlance::requestId, &core::AuditGlance::breakGlass,
    &core::AuditGlance::reason};
constexpr std::array<std::string EventRow::*, 13> textsOfRow{&EventRow::event, &EventRow::code,
    &EventRow::actor, &EventRow::action, &EventRow::outcome, &EventRow::environment,
    &EventRow::nameSpace, &EventRow::targetType, &EventRow::targetId, &EventRow::correlation,
    &EventRow::requestId, &EventRow::breakGlass, &EventRow::reason};

EventRow rowOf(const EventScan &scan)
{
    EventRow row;
    row.seq = scan.leaf.seq;
    row.time = scan.leaf.time;
    for (std::size_t i = 0; i < textsOfRow.size(); ++i)
        row.*textsOfRow[i] = scan.leaf.*textsOfLeaf[i];
    row.words = scan.words;
    return row;
}

} // namespace

bool EventScan::read(std::int64_t seq, std::string_view raw)
{
    if (!core::readGlance(raw, leaf) || leaf.seq != seq)
        return false;
    words.clear();
    for (const auto part : {leaf.ticket, leaf.problem}) {
        if (!part.empty())
            words.append(part) += ' ';
    }
    for (const auto &related : leaf.related) {
        words.append(related.id) += ' ';
        words.append(related.path) += ' ';
    }
    return true;
}

bool isRow(const core::Statement &statement, int firstColumn, const EventScan &scan)
{
    int column = firstColumn;
    if (statement.integer(column++) != scan.leaf.seq
        || statement.integer(column++) != scan.leaf.time.time_since_epoch().count())
        return false;
    for (const auto text : textsOfLeaf) {
        if (statement.text(column++) != scan.leaf.*text)
            return false;
    }
    return statement.text(column) == scan.words && statement.text(column + 1).empty();
}

EventRow rowOf(std::int64_t seq, std::string_view leaf, std::optional<std::int64_t> *foreignNumber)
{
    EventScan scan;
    if (scan.read(seq, leaf))
        return rowOf(scan);
    EventRow row;
    row.seq = seq;
    const auto read = core::fromLeaf(leaf);
    if (!read) {
        row.problem = core::toString(read.error());
        return row;
    }
    row.time = read->time;
    row.event = read->event;
    row.code = read->code;
    row.actor = read->actor.id;
    row.action = read->action;
    row.outcome = core::name(read->outcome);
    row.environment = read->environment;
    row.nameSpace = read->nameSpace;
    row.targetType = read->target.type;
    row.targetId = read->target.id;
    row.correlation = read->correlationId;
    row.requestId = read->requestId;
    row.breakGlass = read->actor.breakGlass;
    row.reason = read->reason;
    row.words = wordsOf(*read);
    if (foreignNumber && read->seq != seq)
        *foreignNumber = read->seq;
    if (read->seq != seq)
        row.problem = "the entry calls itself " + std::to_string(read->seq);
    return row;
}

std::string searchTextOf(const EventRow &row)
{
    std::string text;
    for (const auto *part : {&row.event, &row.code, &row.actor, &row.action, &row.outcome,
             &row.environment, &row.nameSpace, &row.targetType, &row.targetId, &row.correlation,
             &row.requestId, &row.breakGlass, &row.reason, &row.words})
        text += *part + ' ';
    return text;
}

void bindRow(core::Statement &statement, const EventRow &row)
{
    statement.bind(1, row.seq).bind(2, row.time.time_since_epoch().count());
    int parameter = 2;
    for (const auto *text : {&row.event, &row.code, &row.actor, &row.action, &row.outcome,
             &row.environment, &row.nameSpace, &row.targetType, &row.targetId, &row.correlation,
             &row.requestId, &row.breakGlass, &row.reason, &row.words, &row.problem})
        statement.bind(++parameter, core::LastingText{*text});
}

EventRow readRow(const core::Statement &statement, int firstColumn)
{
    int column = firstColumn;
    EventRow row;
    row.seq = statement.integer(column++);
    row.time = core::Instant(std::chrono::microseconds(statement.integer(column++)));
    for (auto *text : {&row.event, &row.code, &row.actor, &row.action, &row.outcome,
             &row.environment, &row.nameSpace, &row.targetType, &row.targetId, &row.correlation,
             &row.requestId, &row.breakGlass, &row.reason, &row.words, &row.problem})
        *text = statement.text(column++);
    return row;
}

} // namespace chancery::audit
