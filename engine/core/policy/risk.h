// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/domain/changerequest.h"

#include <string>
#include <string_view>

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
// hour is not part of it: it is added when the verdict is asked for (see atHour). Looks at one
// document after the other and keeps none: they can be many, and large.
class ChangeMeasure {
public:
    void compare(const ChangedDocument &document);
    // Of all that were compared; ends it.
    ChangeFacts take(const RiskPlace &place);

private:
    void keysOf(const std::string &pointer, Value before, Value after);
    void sizes(Value before, Value after);
    void number(double before, double after);
    void leaves(const std::string &pointer, Value value);
    void key(const std::string &pointer);
    void add(std::string_view code, int points);

    ChangeFacts m_facts;
    bool m_hasSwitch = false;
    bool m_hasSecurity = false;
    bool m_hasRemoval = false;
};

// Of a single document.
ChangeFacts factsOf(Value before, Value after, const RiskPlace &place);

// The facts as they are at that moment: outside of Monday to Friday, 08:00 to 18:00 UTC, somebody
// who is paged has to find out what happened.
ChangeFacts atHour(ChangeFacts facts, Instant now);

} // namespace chancery::core::policy
