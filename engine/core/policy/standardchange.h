// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/document/value.h"
#include "engine/core/domain/changefacts.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// Changes for which less is asked than for others, because the policy said so beforehand.
namespace chancery::core::policy {

// One key that a standard change may set, and to what; a bound of some kind is always there.
struct StandardKey {
    std::string key; // a pointer with "*" and "**" as in paths
    std::optional<double> minimum; // of a number, inclusive
    std::optional<double> maximum;
    std::vector<std::string> values; // canonical JSON (RFC 8785); empty: any number in the bounds
    std::optional<int> changedBy; // of a number that is there already, at most so many percent

    friend bool operator==(const StandardKey &, const StandardKey &) = default;
};

// A change that is approved beforehand (a "standard change" of ITIL): keys of some configs, each
// with the values that it may be set to.
struct StandardChange {
    std::string id;
    std::vector<std::string> paths; // patterns, as of rules
    std::vector<StandardKey> keys;

    friend bool operator==(const StandardChange &, const StandardChange &) = default;
};

// Which of them the change of a document is, by its id: something changes, and every leaf that does
// is set to a scalar that its key allows. What removes, adds or changes anything else is none, nor
// what stands for another value (a reference, a sealed value). All of the paths must match, the
// config's own and those of what inherits from it.
std::optional<std::string> standardOf(std::span<const StandardChange> standards,
    std::span<const std::string> paths, Value before, Value after);

// On what terms an urgent change goes with fewer approvals first and the others behind.
struct ExpeditedTerms {
    int approvals = 1; // that are enough to apply
    int mostRisk = 40; // of each item, at the hour
    std::string ticketPattern; // of the whole ticket
    int confirmWithin = 2; // business days, for the approvals that are left

    friend bool operator==(const ExpeditedTerms &, const ExpeditedTerms &) = default;
};

// Whether the change may go on these terms; what is not known of it may not.
bool allows(const ExpeditedTerms &terms, const std::optional<ChangeFacts> &facts);
bool isTicketOf(const ExpeditedTerms &terms, std::string_view ticket);
// So many days from Monday to Friday (UTC) later, at the same time of the day.
Instant afterBusinessDays(Instant from, int days);

} // namespace chancery::core::policy
