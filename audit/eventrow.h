// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/auditglance.h"
#include "engine/core/storage/statement.h"

#include <optional>
#include <string>

namespace chancery::audit {

// One entry of the log as a table shows it: derived from the leaf, never the evidence itself.
struct EventRow {
    std::int64_t seq = 0;
    core::Instant time;
    std::string event;
    std::string code;
    std::string actor;
    std::string action;
    std::string outcome;
    std::string environment;
    std::string nameSpace;
    std::string targetType;
    std::string targetId;
    std::string correlation;
    std::string requestId;
    std::string breakGlass;
    std::string reason;
    std::string words; // by which a search finds it beside the others: ticket, related configs
    std::string problem; // why the leaf cannot be read as an event; usually empty
    friend bool operator==(const EventRow &, const EventRow &) = default;
};

// What the leaf at that place says. Leaves of newer servers may be unreadable: the row says so. A
// readable one may call itself by another number than its place.
EventRow rowOf(
    std::int64_t seq, std::string_view leaf, std::optional<std::int64_t> *foreignNumber = nullptr);
// The same without a copy, where the leaf is written as every server writes it: texts in the leaf.
// A value to be used again and again.
struct EventScan {
    core::AuditGlance leaf;
    std::string words;

    // No where rowOf() has to say what it is.
    bool read(std::int64_t seq, std::string_view raw);
};
// Whether the columns from that one on are those of the row.
bool isRow(const core::Statement &statement, int firstColumn, const EventScan &scan);

// The text by which a search finds it; the view event_text says the same in SQL.
std::string searchTextOf(const EventRow &row);

// The columns of the event table in the order of the struct.
inline constexpr std::string_view eventColumns
    = "seq, time_us, event, code, actor, action, outcome, env, ns, target_type, target_id,"
      " correlation, request_id, bg, reason, words, problem";
// The row must be there until the statement was run.
void bindRow(core::Statement &statement, const EventRow &row);
EventRow readRow(const core::Statement &statement, int firstColumn);

} // namespace chancery::audit
