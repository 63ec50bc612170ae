// SPDX-License-Identifier: Apache-2.0
#include "eventrow.h"

#include "engine/core/auditevent.h"

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

} // namespace

EventRow rowOf(std::int64_t seq, std::string_view leaf, std::optional<std::int64_t> *foreignNumber)
{
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
    statement.bindAll(row.seq, row.time.time_since_epoch().count(), row.event, row.code, row.actor,
        row.action, row.outcome, row.environment, row.nameSpace, row.targetType, row.targetId,
        row.correlation, row.requestId, row.breakGlass, row.reason, row.words, row.problem);
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
