// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/emergencytext.h"
#include "app/cli/proof.h"
#include "app/cli/requesttext.h"
#include "app/cli/visible.h"
#include "engine/api/describeemergency.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <iostream>

namespace chancery::cli {

namespace {

using Options = EmergencyOptions;
using Acknowledged = client::Acknowledged<core::EmergencySession>;

core::Result<int> told(Online &online, const core::Result<Acknowledged> &answer)
{
    if (!answer)
        return answer.error();
    return printEmergency(online, answer->value);
}

core::Result<int> activate(Online &online, const Options &options)
{
    const auto password = proofFor(online, options.passwordFromInput);
    if (!password)
        return password.error();
    const core::NewEmergency asked{core::EnvironmentId(options.environment), options.namespaces,
        options.reason, options.incident, options.minutes};
    return told(online, online.ask<Acknowledged>([&](auto done) {
        return online.cms().activateEmergency(asked, *password, std::move(done));
    }));
}

// What a step that needs the password again leads to.
template <typename Step>
core::Result<int> stepped(Online &online, const Options &options, Step &&step)
{
    const auto session = emergencyOf(online, options);
    if (!session)
        return session.error();
    const auto password = proofFor(online, options.passwordFromInput);
    if (!password)
        return password.error();
    return told(online, online.ask<Acknowledged>([&](auto done) {
        return step(*session, *password, std::move(done));
    }));
}

core::Result<int> confirm(Online &online, const Options &options)
{
    return stepped(online, options, [&](const auto &session, const auto &password, auto done) {
        return online.cms().confirmEmergency(session.id, password, session.etag, std::move(done));
    });
}

core::Result<int> extend(Online &online, const Options &options)
{
    return stepped(online, options, [&](const auto &session, const auto &password, auto done) {
        return online.cms().extendEmergency(
            session.id, {options.minutes, options.reason}, password, session.etag, std::move(done));
    });
}

core::Result<int> end(Online &online, const Options &options)
{
    const auto session = emergencyOf(online, options);
    if (!session)
        return session.error();
    return told(online, online.ask<Acknowledged>([&](auto done) {
        return online.cms().endEmergency(
            session->id, options.reason, session->etag, std::move(done));
    }));
}

// "2=CR-7"
bool addVerdict(const std::string &text, core::ActionFate fate, core::NewEmergencyReview &review)
{
    const auto equals = text.find('=');
    core::ActionVerdict verdict{0, fate, {}};
    const auto *numberEnd = text.data() + std::min(equals, text.size());
    const auto read = std::from_chars(text.data(), numberEnd, verdict.number);
    if (equals == std::string::npos || read.ec != std::errc() || read.ptr != numberEnd)
        return false;
    verdict.request = core::ChangeRequestId(text.substr(equals + 1));
    review.actions.push_back(std::move(verdict));
    return true;
}

core::Result<core::NewEmergencyReview> reviewOf(const Options &options)
{
    core::NewEmergencyReview review;
    for (const auto &[verdict, word] : api::wireNames<core::EmergencyVerdict>()) {
        if (word == options.verdict)
            review.verdict = verdict;
    }
    review.text = options.reason;
    for (const int number : options.kept)
        review.actions.push_back({number, core::ActionFate::Kept, {}});
    bool isGood = true;
    for (const auto &text : options.reverted)
        isGood = addVerdict(text, core::ActionFate::Reverted, review) && isGood;
    for (const auto &text : options.requested)
        isGood = addVerdict(text, core::ActionFate::Requested, review) && isGood;
    if (!isGood)
        return core::Error{core::ErrorKind::Invalid, "bad-options",
            "Expected an action and its request, as 2=CR-7", {}, {}, {}};
    return review;
}

core::Result<int> review(Online &online, const Options &options)
{
    const auto asked = reviewOf(options);
    if (!asked)
        return asked.error();
    return stepped(online, options, [&](const auto &session, const auto &password, auto done) {
        return online.cms().reviewEmergency(
            session.id, *asked, password, session.etag, std::move(done));
    });
}

core::Result<int> ratify(Online &online, const Options &options)
{
    const auto answer = online.ask<client::Acknowledged<core::ChangeRequest>>([&](auto done) {
        return online.cms().ratifyEmergency(
            core::EmergencyId(options.session), options.reason, std::move(done));
    });
    if (!answer)
        return answer.error();
    return printRequest(online, answer->value);
}

core::Result<int> show(Online &online, const Options &options)
{
    const auto session = emergencyOf(online, options);
    if (!session)
        return session.error();
    return printEmergency(online, *session);
}

core::Result<int> list(Online &online, const Options &options)
{
    const auto sessions = online.all<core::EmergencySession>([&](const auto &page, auto done) {
        return online.cms().listEmergencies(
            {options.isOpenOnly, core::EnvironmentId(options.environment), page}, std::move(done));
    });
    if (!sessions)
        return sessions.error();
    Table table({"SESSION", "STATE", "BY", "ENVIRONMENT", "NAMESPACES", "ASKED", "UNTIL", "ACTIONS",
        "INCIDENT", "REASON"});
    for (const auto &session : *sessions) {
        if (online.asJson())
            std::cout << safeJson(api::toJson(session)) << '\n';
        table.add(emergencyRow(session));
    }
    if (!online.asJson())
        table.print(std::cout);
    return succeeded;
}

using Work = core::Result<int> (*)(Online &, const Options &);

// What the commands of this file share while they are declared.
struct Declaration {
    CLI::App &group;
    std::shared_ptr<Common> common = std::make_shared<Common>();
    std::shared_ptr<Options> options = std::make_shared<Options>();
    int &exitCode;

    CLI::App *command(const std::string &name, const std::string &words, Work work)
    {
        auto *added = addOnline(group, name, words, common);
        added->callback([name, work, shared = common, given = options, &code = exitCode] {
            code = runOnline(
                *shared, "emergency " + name, [&](Online &online) { return work(online, *given); });
        });
        return added;
    }
    CLI::App *step(const std::string &name, const std::string &words, Work work)
    {
        auto *added = command(name, words, work);
        added->add_option("SESSION", options->session, "EM-3")->required();
        return added;
    }
    CLI::Option *reason(CLI::App *command, const char *words)
    {
        return command->add_option("--reason", options->reason, words);
    }
    void password(CLI::App *command)
    {
        command->add_flag("--password-stdin", options->passwordFromInput,
            "Read your password from standard input, else ask at the terminal");
    }
};

void addBeginning(Declaration declare)
{
    auto *activating = declare.command(
        "activate", "Ask for emergency access; tells everybody who approves or reviews", activate);
    activating->add_option("--environment,-e", declare.options->environment, "Where")
        ->envname("CHANCERY_ENVIRONMENT")
        ->required();
    activating
        ->add_option("--namespace", declare.options->namespaces,
            "The namespaces that may be changed; once for each")
        ->required();
    declare.reason(activating, "Why, in at least 20 characters")->required();
    activating->add_option("--incident", declare.options->incident, "Like INC-4711")->required();
    activating->add_option("--minutes", declare.options->minutes, "For how long; else 30")
        ->default_val(30);
    declare.password(activating);
    auto *confirming = declare.step(
        "confirm", "Let somebody else's session open, as the second person", confirm);
    declare.password(confirming);
    auto *listing
        = declare.command("list", "The register: who had emergency access, and why", list);
    listing->add_flag("--open", declare.options->isOpenOnly, "Only those that wait or are open");
    listing->add_option("--environment,-e", declare.options->environment, "Only there");
    declare.step("show", "One session with all that was done in it", show);
}

void addAction(Declaration declare)
{
    auto *acting = declare.step("apply",
        "Show what would change, and change it at once, without approvals", actInEmergency);
    acting->add_option("PATH", declare.options->path, "The config")->required();
    auto *ways = acting->add_option_group("what", "What becomes live");
    ways->add_flag("--last-good", declare.options->takesPrevious, "What was live before");
    ways->add_option("--to", declare.options->target, "A version that was live once");
    ways->add_flag("--draft", declare.options->takesDraft, "Your draft of it");
    ways->add_option("--file", declare.options->file, "The text of this file");
    ways->require_option(1);
    acting->add_flag("--preview", declare.options->onlyShows, "Show it, and change nothing");
    acting->add_option(
        "--confirm", declare.options->confirmation, "The environment's name, to confirm it");
    declare.reason(acting, "Why; else the session's reason");
    acting->add_option("--override-validation", declare.options->overrideReason,
        "Let schemas and invariants not count, for this reason");
}

void addEnd(Declaration declare)
{
    auto *extending = declare.step("extend", "More time, once", extend);
    extending->add_option("--minutes", declare.options->minutes, "How much more")->required();
    declare.reason(extending, "Why, in at least 20 characters")->required();
    declare.password(extending);
    auto *ending = declare.step("end", "End a session, one's own or as a reviewer", end);
    declare.reason(ending, "What there is to say");
    auto *reviewing = declare.step(
        "review", "The verdict on a session, and what becomes of its actions", review);
    reviewing
        ->add_option(
            "--verdict", declare.options->verdict, "justified, unjustified or inconclusive")
        ->required()
        ->check(CLI::IsMember({"justified", "unjustified", "inconclusive"}));
    declare.reason(reviewing, "Its words, in at least 20 characters")->required();
    reviewing->add_option("--kept", declare.options->kept, "An action that stays; once for each");
    reviewing->add_option("--reverted", declare.options->reverted,
        "An action and the request that takes it back, 2=CR-7");
    reviewing->add_option("--requested", declare.options->requested,
        "An action and the ordinary request it became, 2=CR-7");
    declare.password(reviewing);
    auto *ratifying
        = declare.step("ratify", "Ask for the ordinary approval of what was changed", ratify);
    declare.reason(ratifying, "Why it shall stay; else the session's reason");
}

} // namespace

void addEmergencyCommands(CLI::App &program, int &exitCode)
{
    auto *group
        = program.add_subcommand("emergency", "Changes without approvals, for a short time");
    group->require_subcommand(1);
    const Declaration declare{.group = *group, .exitCode = exitCode};
    addBeginning(declare);
    addAction(declare);
    addEnd(declare);
}

} // namespace chancery::cli
