// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// What stands before every operation of the contract, whatever it is asked for in particular: the
// server refuses by it; what the console foresees of its own commands is held against it.
// Operations are named by their operationId; what is not in a list is closed to who needs to be in
// it. Pure.
namespace chancery::core::access {

// As the contract says.
struct Operation {
    std::string_view id;
    std::string_view method;
    std::string_view permission; // "", "session" or a word of the table
};

// Never while one's own emergency access is open (GOV-44).
bool isClosedInEmergency(std::string_view operation);
// With a password that somebody else has issued: to see whose session it is, to choose another, and
// to end.
bool isOpenToOneTimePassword(std::string_view operation);
// To a sealed key: to look, to go back to the last known good, to freeze, to revoke.
bool isOpenToRecovery(const Operation &operation);

enum class Barrier {
    None,
    Password, // another one has to be chosen first
    Recovery, // it is not among the four things
    Right, // the permission is missing
    Emergency // one's own session is open
};

// Whose turn it is, and what is known of their right: somewhere at all, and where it would act.
struct Caller {
    bool isRecovery = false;
    bool hasOneTimePassword = false;
    bool isInEmergency = false;
    bool mayAnywhere = false;
    bool mayThere = false;
};
Barrier barrierTo(const Operation &operation, const Caller &caller);

} // namespace chancery::core::access
