// SPDX-License-Identifier: Apache-2.0
#include "app/bench/commands.h"
#include "engine/core/policy/evaluate.h"

namespace chancery::bench {

namespace policy = core::policy;

// One request of one config, judged by so many rules for different paths, of which two bind it;
// thirty people, two of whom have approved.
int benchPolicy(std::span<const std::string> arguments)
{
    const int count = std::stoi(arguments[0]);
    const double most = std::stod(arguments[1]);
    const core::EnvironmentId prod("prod");
    const auto now = core::fromRfc3339("2026-11-20T12:00:00Z").value();
    policy::PolicySet policies;
    policies.environments.push_back({prod, true});
    policies.rules.push_back({"prod", {{prod}, "**", {}, {}}, {{"floor", 1, {}, false}}, {}});
    for (int i = 1; i < count; ++i)
        policies.rules.push_back(
            {"rule-" + std::to_string(i), {{prod}, "team-" + std::to_string(i) + "/**", {}, {}},
                {{"peers", 2, {}, false}}, {{"/limits/**"}, 50, {}}});
    policy::RequestSnapshot request;
    request.current = {core::ChangeRequestId("CR-1"), 1, "content", "base", "effect"};
    request.requester = core::PrincipalId("p0");
    policy::ChangeTarget target;
    target.environment = prod;
    target.path = "team-" + std::to_string(count / 2) + "/api/limits";
    target.facts.emplace().keys = {"/limits/rate"};
    target.facts->largestChange = 60;
    request.targets.push_back(target);
    std::vector<policy::Principal> people;
    for (int i = 0; i < 30; ++i) {
        policy::Principal person;
        person.id = core::PrincipalId("p" + std::to_string(i));
        person.grants.push_back({core::permissionsOf(core::Role::Approver), {}, {}, {}, {}, {}});
        people.push_back(person);
    }
    std::vector<policy::Vote> votes;
    for (const char *voter : {"p1", "p2"})
        votes.push_back({core::ReviewId(std::string("rev_") + voter), core::PrincipalId(voter),
            policy::VoteKind::Approve, request.current, now});
    bool isApproved = false;
    const double seconds = secondsPerTurn(most, [&] {
        isApproved = policy::evaluate(policies, {}, request, votes, people, now).verdict
            == policy::Verdict::Approved;
    });
    printMetric("evaluate", 1 / seconds, "per_second");
    return isApproved ? 0 : 1;
}

} // namespace chancery::bench
