// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/strongid.h"

#include <optional>
#include <string>
#include <vector>

namespace chancery::core::access {

// What is asked: whether somebody may do something somewhere.
struct Question {
    std::string principal; // the name of an account; empty: whoever asks
    std::string permission; // "approve", "freeze.override", …
    EnvironmentId environment; // empty: wherever it may be
    std::string path; // of a config; empty: the environment as a whole
};

struct ExplainedMiss {
    std::string rule;
    std::string why; // a word of Miss
    std::optional<Instant> at;
    std::optional<std::string> condition = {}; // that does not hold
};

struct ExplainedRemedy {
    std::string kind; // a word of RemedyKind
    std::string subject;
    std::optional<Instant> at;
    std::optional<std::string> condition = {}; // under which its rule lets it through
};

// A Decision (access.h) as the server tells it, with a sentence that says the same.
struct Explanation {
    bool allowed = false;
    std::string decidedBy; // a word of DecidedBy
    std::string rule;
    std::vector<ExplainedMiss> nearMisses;
    std::vector<ExplainedRemedy> remedies;
    std::string detail; // empty where it is allowed
    // Conditions that were taken as met, for they are asked for only when it is done.
    std::optional<std::vector<std::string>> assumed = {};
};

} // namespace chancery::core::access
