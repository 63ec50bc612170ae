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
};

struct ExplainedRemedy {
    std::string kind; // a word of RemedyKind
    std::string subject;
    std::optional<Instant> at;
};

// A Decision (access.h) as the server tells it, with a sentence that says the same.
struct Explanation {
    bool allowed = false;
    std::string decidedBy; // a word of DecidedBy
    std::string rule;
    std::vector<ExplainedMiss> nearMisses;
    std::vector<ExplainedRemedy> remedies;
    std::string detail; // empty where it is allowed
};

} // namespace chancery::core::access
