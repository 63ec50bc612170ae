// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/notifications/addressguard.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::core::governing {
class Form;
}

// What a rule of access asks for besides whom, where and when: attributes of the person, of what is
// touched, and of how and from where it is asked for. Pure.
namespace chancery::core::access {

// What is known of somebody by name: "department": {"payments"}.
using Attributes = std::map<std::string, std::vector<std::string>, std::less<>>;

// How and from where somebody is here, by the server's knowledge of session and connection.
struct Circumstances {
    std::string method; // "password", "oidc", "token"; empty: nobody knows
    bool hasSecondFactor = false;
    std::string level; // the acr of the identity provider
    std::optional<std::chrono::seconds> provenAgo; // since they were last asked who they are
    std::optional<std::string> address; // of the peer; nothing: nobody has kept it

    friend bool operator==(const Circumstances &, const Circumstances &) = default;
};

// All that is said must hold; what is left empty asks for nothing.
struct Conditions {
    Attributes person; // one value of each attribute
    std::vector<int> tiers; // of the environment
    std::vector<std::string> owners; // of the namespace
    std::vector<std::string> methods;
    bool needsSecondFactor = false;
    std::vector<std::string> levels;
    std::optional<std::chrono::minutes> provenWithin;
    std::vector<std::string> addresses; // of networks, as they were written
    std::vector<Network> networks; // the same
};

// What they are held against. Null: nobody here can tell.
struct Known {
    const Attributes *person = nullptr;
    const Circumstances *circumstances = nullptr;
    int tier = 0;
    std::string_view owner = {}; // empty: nobody owns it, which is none of those that are named
};

enum class Truth : std::uint8_t { No, Unknown, Yes };

struct Weighing {
    Truth truth = Truth::Yes;
    std::string failed = {}; // the first that does not hold: "person.department: payments, ops"
    std::vector<std::string> unknown = {}; // what nobody here can tell, in the same words
};
Weighing weigh(const Conditions &conditions, const Known &known);

// Of a member such as "when"; nothing where it is absent or not in its form, which is complained
// about.
std::optional<Conditions> readConditions(
    governing::Form &form, Value rule, std::string_view member);

} // namespace chancery::core::access
