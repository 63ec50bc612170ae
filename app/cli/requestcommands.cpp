// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/proof.h"
#include "app/cli/requesttext.h"
#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

using Acknowledged = client::Acknowledged<core::ChangeRequest>;

struct Options {
    std::vector<std::string> subjects; // paths, or one request
    std::string environment;
    std::string title;
    std::string reason;
    std::string ticket;
    std::string comment;
    std::string state;
    std::string schema; // id, URI or name of the one that the configs are to have
    bool waiting = false;
    bool mine = false;
    bool expedited = false;
    bool passwordFromInput = false; // where a fresh proof is wanted
};

core::Result<int> printed(Online &online, const core::Result<Acknowledged> &answer)
{
    if (!answer)
        return answer.error();
    return printRequest(online, answer->value);
}

core::Result<int> list(Online &online, const Options &options)
{
    if (!options.subjects.empty())
        return showRequest(online, options.subjects[0]);
    auto requests = online.all<core::ChangeRequest>([&](const auto &page, auto done) {
        return online.cms().listChangeRequests(
            {options.state, options.mine, options.waiting, {}, page}, std::move(done));
    });
    if (!requests)
        return std::move(requests).error();
    Table table({"REQUEST", "STATE", "BY", "UPDATED", "TITLE"});
    for (const auto &request : *requests) {
        if (online.asJson())
            std::cout << safeJson(api::toJson(request)) << '\n';
        table.add({request.id.text(), std::string(api::toWire(request.state)),
            request.requesterName, core::toRfc3339(request.updatedAt), request.title});
    }
    if (!online.asJson())
        table.print(std::cout);
    return succeeded;
}

// By its id, or the newest of a URI; by a name only where it is that of one URI: a name is
// anybody's.
core::Result<std::optional<core::SchemaId>> wantedSchema(Online &online, const std::string &name)
{
    if (name.empty())
        return std::optional<core::SchemaId>();
    auto schemas = online.all<core::Schema>([&](const auto &page, auto done) {
        return online.cms().listSchemas(page, std::move(done));
    });
    if (!schemas)
        return std::move(schemas).error();
    const auto newest = [&](const auto &isWanted) {
        return std::find_if(schemas->rbegin(), schemas->rend(), isWanted);
    };
    auto found = newest([&](const auto &schema) { return schema.id.text() == name; });
    if (found == schemas->rend())
        found = newest([&](const auto &schema) { return schema.uri == name; });
    if (found == schemas->rend())
        found = newest([&](const auto &schema) { return schema.name == name; });
    const bool isNamed = found != schemas->rend() && found->id.text() != name && found->uri != name;
    const bool isDoubtful = isNamed
        && std::any_of(schemas->begin(), schemas->end(),
            [&](const auto &schema) { return schema.name == name && schema.uri != found->uri; });
    if (isDoubtful)
        return core::Error{core::ErrorKind::Invalid, "several-schemas",
            "Several schemas are called " + name + "; name it by its URI or id", {}, {}, {}};
    if (found == schemas->rend())
        return core::Error{core::ErrorKind::NotFound, "no-schema",
            "There is no schema " + name + "; chancery-cli schemas lists them", {}, {}, {}};
    return std::optional(found->id);
}

// What is live, to be held against another schema.
core::Result<core::NewItem> itemOfLive(
    Online &online, const std::string &path, const std::string &environment)
{
    auto config = online.config(path);
    if (!config)
        return std::move(config).error();
    auto head = online.head(*config, environment);
    if (!head)
        return std::move(head).error();
    auto text = online.text(head->version);
    if (!text)
        return std::move(text).error();
    return core::NewItem{config->id, head->environment, head->version, *std::move(text)};
}

// One's drafts of these paths, as the items of a request; with another schema also what is live.
core::Result<std::vector<core::NewItem>> itemsOf(Online &online, const Options &options)
{
    auto drafts = online.all<core::Draft>([&](const auto &page, auto done) {
        return online.cms().listDrafts(page, std::move(done));
    });
    if (!drafts)
        return std::move(drafts).error();
    const auto schema = wantedSchema(online, options.schema);
    if (!schema)
        return schema.error();
    std::vector<core::NewItem> items;
    for (const auto &path : options.subjects) {
        const auto draft = std::find_if(drafts->begin(), drafts->end(), [&](const auto &candidate) {
            return candidate.path == path && candidate.environment.text() == options.environment
                && candidate.parkedAs.empty();
        });
        if (draft == drafts->end() && *schema) {
            auto item = itemOfLive(online, path, options.environment);
            if (!item)
                return std::move(item).error();
            item->schema = *schema;
            items.push_back(*std::move(item));
            continue;
        }
        if (draft == drafts->end())
            return core::Error{core::ErrorKind::NotFound, "no-draft",
                "You have no draft of " + path + " in " + options.environment, {}, {}, {}};
        if (!draft->isReadable())
            return closedDraft(*draft);
        items.push_back({draft->config, draft->environment, draft->base, draft->text, {},
            *schema ? *schema : draft->schema});
    }
    return items;
}

core::Result<int> submit(Online &online, const Options &options)
{
    if (options.subjects.size() == 1 && options.subjects[0].starts_with("CR-")) {
        auto request = online.request(options.subjects[0]);
        if (!request)
            return std::move(request).error();
        return printed(online, online.ask<Acknowledged>([&](auto done) {
            return online.cms().submit(request->id, request->etag, std::move(done));
        }));
    }
    auto items = itemsOf(online, options);
    if (!items)
        return std::move(items).error();
    core::NewChangeRequest request;
    request.title = options.title.empty() ? "Change " + options.subjects[0] : options.title;
    request.reason = options.reason;
    request.ticket = options.ticket;
    request.items = std::move(*items);
    request.submit = true;
    if (options.expedited)
        request.expedited = true;
    return printed(online, online.ask<Acknowledged>([&](auto done) {
        return online.cms().createChangeRequest(request, std::move(done));
    }));
}

// Binds the vote to what the request is now.
core::Result<int> vote(Online &online, const Options &options, core::VoteKind kind)
{
    auto request = online.request(options.subjects[0]);
    if (!request)
        return std::move(request).error();
    const core::Vote vote{kind, request->cycle, request->contentDigest, options.comment};
    return printed(
        online, askProving<Acknowledged>(online, options.passwordFromInput, [&](auto done) {
            return online.cms().vote(request->id, vote, request->etag, std::move(done));
        }));
}

core::Result<int> apply(Online &online, const Options &options)
{
    auto request = online.request(options.subjects[0]);
    if (!request)
        return std::move(request).error();
    auto answer = online.ask<Acknowledged>(
        [&](auto done) { return online.cms().apply(request->id, request->etag, std::move(done)); });
    if (!answer)
        return std::move(answer).error();
    printRequest(online, answer->value);
    return answer->value.state == core::RequestState::Applied ? succeeded : answeredNo;
}

} // namespace

void addRequestCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    const auto add = [=, &program, &exitCode](const std::string &name, const std::string &text,
                         const std::string &subject, auto run) {
        auto *command = addOnline(program, name, text, common);
        if (!subject.empty())
            command->add_option(subject, options->subjects)->required();
        command->callback([=, &exitCode] {
            const auto what = options->subjects.empty() ? name : name + ' ' + options->subjects[0];
            exitCode
                = runOnline(*common, what, [&](Online &online) { return run(online, *options); });
        });
        return command;
    };
    auto *listing = add(
        "requests", "List change requests, or show one with its reason and difference", "", list);
    listing->add_option("REQUEST", options->subjects, "The one to show: CR-12")->expected(0, 1);
    listing->add_option("--state", options->state, "draft, open, approved, applied, …");
    listing->add_flag("--mine", options->mine, "Only one's own");
    listing->add_flag("--waiting", options->waiting, "Only those that wait for one's vote");

    auto *submitting
        = add("submit", "Make a request of one's drafts, or submit one again", "PATHS", submit);
    submitting->add_option("--title", options->title, "One line");
    submitting->add_option("--environment,-e", options->environment, "Where")
        ->envname("CHANCERY_ENVIRONMENT");
    submitting->add_option("--reason", options->reason, "Why");
    submitting->add_option("--ticket", options->ticket, "A reference, like INC-1234");
    submitting->add_option(
        "--schema", options->schema, "Another schema for the configs: its id, URI or name");
    submitting->add_flag("--expedited", options->expedited,
        "Urgent: by the terms of the policy, fewer approvals first and the others behind");
    auto *approving = add("approve", "Approve a request", "REQUEST",
        [](Online &online, const Options &o) { return vote(online, o, core::VoteKind::Approve); });
    approving->add_option("--comment", options->comment, "What else there is to say");
    approving->add_flag("--password-stdin", options->passwordFromInput,
        "Read your password from standard input where the environment wants a fresh proof that it "
        "is you, else ask at the terminal");
    add("apply", "Make an approved request live", "REQUEST", apply);
}

} // namespace chancery::cli
