// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/domain/changerequest.h"

#include <span>

namespace chancery::core::policy {

// Where a change happens, for its risk.
struct RiskPlace {
    int tier = 0; // of the environment, 0 to 3
    std::size_t dependents = 0; // configs that hang on the one that is changed
    std::string_view path;
    bool hasOtherSchema = false; // what limits every later change, changes with it
};

// A document before and after. An absent value is a document that is not there. Without sizes its
// keys alone count: what its numbers change by shows in another one.
struct ChangedDocument {
    Value before;
    Value after;
    bool hasSizes = true;
};

// What a change does to documents: which keys, down to each leaf that comes, goes or differs, how
// large its largest change of a number is, and how risky that is by docs/governance.md "Risk". The
// hour is not part of it: it is added when the verdict is asked for (see atHour).
ChangeFacts factsOf(std::span<const ChangedDocument> documents, const RiskPlace &place);
ChangeFacts factsOf(Value before, Value after, const RiskPlace &place);

// The facts as they are at that moment: outside of Monday to Friday, 08:00 to 18:00 UTC, somebody
// who is paged has to find out what happened.
ChangeFacts atHour(ChangeFacts facts, Instant now);

} // namespace chancery::core::policy
