// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/emergency/session.h"
#include "engine/core/emergency/settings.h"

namespace chancery::core {

// What somebody asks for in an emergency; the password is asked for by who lets them in.
struct NewEmergency {
    EnvironmentId environment;
    std::vector<std::string> namespaces;
    std::string reason;
    std::string incident;
    int minutes = 0;
};

// Characters that somebody sees: neither blanks of any kind nor what has no width or no picture.
// Of well-formed UTF-8; a byte that is none counts for nothing.
std::size_t visibleCharacters(std::string_view text);
inline constexpr std::size_t fewestReasonCharacters = 20; // GOV-40

// The namespace in which the rules themselves are kept: nothing in it is changed in an emergency.
inline constexpr std::string_view reservedNamespace = "sys";

// GOV-40, GOV-41, GOV-49: whether the session may be had, and whether a second person has to
// confirm it. The overdue reviews are those of the actor's own sessions and those that the actor
// owes. Error{Invalid} with all fields that are wrong, or Error{Conflict} for the reviews.
struct ActivationTerms {
    bool needsTwo = false;
};
Result<ActivationTerms> checkActivation(
    const EmergencySettings &settings, const NewEmergency &asked, int overdueReviews);

// Fields of a reason, empty when it is one.
std::vector<FieldError> reasonFaults(std::string_view reason, const std::string &pointer);

} // namespace chancery::core
