// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describe.h"
#include "engine/core/access/access.h"

// The part of the description that is about who may do what; included where such values are read
// or written.
namespace chancery::api {

// What is asked: whether somebody may do something somewhere.
struct AccessQuestion {
    std::string principal; // the name of an account; empty: whoever asks
    std::string permission; // "approve", "freeze.override", …
    core::EnvironmentId environment; // empty: wherever it may be
    std::string path; // of a config; empty: the environment as a whole
};

template <typename Visitor>
void describe(Visitor &visit, AccessQuestion &value)
{
    visit("principal", value.principal);
    visit("permission", value.permission);
    visit("environment", value.environment);
    visit("path", value.path);
}

struct AccessMiss {
    std::string rule;
    std::string why; // a word of core::access::Miss
    std::optional<core::Instant> at;
};

template <typename Visitor>
void describe(Visitor &visit, AccessMiss &value)
{
    visit("rule", value.rule);
    visit("why", value.why);
    visit("at", value.at);
}

struct AccessRemedy {
    std::string kind; // a word of core::access::RemedyKind
    std::string subject;
    std::optional<core::Instant> at;
};

template <typename Visitor>
void describe(Visitor &visit, AccessRemedy &value)
{
    visit("kind", value.kind);
    visit("subject", value.subject);
    visit("at", value.at);
}

// A core::access::Decision with a sentence that says the same.
struct AccessExplanation {
    bool allowed = false;
    std::string decidedBy; // a word of core::access::DecidedBy
    std::string rule;
    std::vector<AccessMiss> nearMisses;
    std::vector<AccessRemedy> remedies;
    std::string detail; // empty where it is allowed
};

template <typename Visitor>
void describe(Visitor &visit, AccessExplanation &value)
{
    visit("allowed", value.allowed);
    visit("decidedBy", value.decidedBy);
    visit("rule", value.rule);
    visit("nearMisses", value.nearMisses);
    visit("remedies", value.remedies);
    visit("detail", value.detail);
}

inline AccessExplanation explanationOf(const core::access::Decision &decision, std::string detail)
{
    AccessExplanation told{decision.isAllowed, std::string(core::access::name(decision.decidedBy)),
        decision.rule, {}, {}, std::move(detail)};
    for (const auto &miss : decision.nearMisses)
        told.nearMisses.push_back({miss.rule, std::string(core::access::name(miss.why)), miss.at});
    for (const auto &remedy : decision.remedies)
        told.remedies.push_back(
            {std::string(core::access::name(remedy.kind)), remedy.subject, remedy.at});
    return told;
}

} // namespace chancery::api
