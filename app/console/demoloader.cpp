// SPDX-License-Identifier: Apache-2.0
#include "demoloader.h"

#include "engine/api/names.h"
#include "engine/client/httpcms.h"
#include "engine/client/mailloop.h"
#include "engine/core/document/value.h"
#include "engine/core/productversion.h"

#include <QFile>

#include <map>

namespace chancery::app {

namespace {

using client::Acknowledged;
using core::Error;
using core::Result;
using core::Value;

Error broken(const std::string &what)
{
    return {core::ErrorKind::Internal, "demo-broken", what, {}, {}, {}};
}

Result<std::string> resource(const std::string &name)
{
    QFile file(QStringLiteral(":/demo/") + QString::fromStdString(name));
    if (!file.open(QIODevice::ReadOnly))
        return broken("no " + name);
    return file.readAll().toStdString();
}

std::string text(Value value, std::string_view key)
{
    return std::string(value[key].text());
}

core::Secret password()
{
    return core::Secret(demoPassword);
}

// One run: the clients of all people, and what has been made so far.
class Loader {
public:
    Loader(std::string url, const core::CancelToken &token)
        : m_url(std::move(url))
        , m_token(token)
        , m_admin(transport(), m_loop.mailbox())
    {
    }

    Result<DemoWorkspace> load(const std::string &adminToken);

private:
    template <typename T, typename Start>
    Result<T> ask(Start start)
    {
        if (m_token.isCancelled())
            return Error{core::ErrorKind::Cancelled, "cancelled", {}, {}, {}, {}};
        return m_loop.await<T>(std::move(start));
    }
    template <typename T, typename Start>
    Result<> make(Start start, std::function<void(const T &)> use = {})
    {
        auto made = ask<Acknowledged<T>>(std::move(start));
        if (!made)
            return made.error();
        if (use)
            use(made->value);
        return core::Done();
    }

    client::TransportOptions transport() const;
    Result<> fill(Value root);
    Result<> addEnvironment(Value value);
    Result<> addPerson(Value value);
    Result<> addNamespace(Value value);
    Result<> addSchema(const std::string &name);
    Result<> addConfig(Value value);
    Result<> addLayers(Value value);
    Result<> addFirstVersions(Value configs, const std::string &environment);
    Result<core::NewChangeRequest> edits(Value value);
    Result<> addHistory(Value value, bool isWaiting);
    Result<> addScheduled(Value value);
    Result<> rollBack(Value value);
    Result<> addAgent(Value value);
    Result<core::ChangeRequest> submitted(const core::NewChangeRequest &content,
        const std::string &author, const std::string &approver);
    Result<> carry(const core::NewChangeRequest &content, const std::string &author,
        const std::string &approver);
    Result<client::HttpCms *> as(const std::string &name);
    Result<core::NewItem> editedItem(Value value, const std::string &environment);

    std::string m_url;
    const core::CancelToken &m_token;
    client::MailLoop m_loop;
    client::HttpCms m_admin;
    std::map<std::string, std::unique_ptr<client::HttpCms>> m_people;
    std::map<std::string, core::SchemaId> m_schemas;
    std::map<std::string, core::Config> m_configs; // by path
};

client::TransportOptions Loader::transport() const
{
    client::TransportOptions options;
    options.baseUrl = m_url;
    options.clientName = "console/demo";
    return options;
}

Result<DemoWorkspace> Loader::load(const std::string &adminToken)
{
    auto source = resource("workspace.json");
    if (!source)
        return source.error();
    // The licence line makes it no JSON; it is ours to take off.
    const auto reading = core::read(source->substr(source->find('{')), core::Format::Json);
    if (!reading)
        return core::toError(reading.problem());
    const Value root = reading.tree().root();
    m_admin.setToken(core::Secret(adminToken));
    const auto present = ask<api::Page<core::Config>>(
        [&](auto done) { return m_admin.listConfigs({}, std::move(done)); });
    if (!present)
        return present.error();
    if (present->items.empty()) {
        if (auto filled = fill(root); !filled)
            return filled.error();
    }
    return DemoWorkspace{text(root, "signIn")};
}

Result<> Loader::fill(Value root)
{
    const auto each = [](Value list, const auto &step) -> Result<> {
        for (const auto &item : list) {
            if (auto done = step(item.value()); !done)
                return done;
        }
        return core::Done();
    };
    using Step = std::function<Result<>()>;
    const Step steps[]{
        [&] {
            return each(root["environments"], [&](Value value) { return addEnvironment(value); });
        },
        [&] { return each(root["people"], [&](Value value) { return addPerson(value); }); },
        [&] { return each(root["namespaces"], [&](Value value) { return addNamespace(value); }); },
        [&] {
            return each(
                root["schemas"], [&](Value value) { return addSchema(std::string(value.text())); });
        },
        [&] { return each(root["configs"], [&](Value value) { return addConfig(value); }); },
        [&] { return each(root["layers"], [&](Value value) { return addLayers(value); }); },
        [&] {
            return each(root["environments"],
                [&](Value value) { return addFirstVersions(root["configs"], text(value, "id")); });
        },
        [&] {
            return each(root["history"], [&](Value value) {
                return value["rollbackOf"] ? rollBack(value) : addHistory(value, false);
            });
        },
        [&] { return each(root["waiting"], [&](Value value) { return addHistory(value, true); }); },
        [&] { return each(root["scheduled"], [&](Value value) { return addScheduled(value); }); },
        [&] { return each(root["agents"], [&](Value value) { return addAgent(value); }); },
    };
    for (const Step &step : steps) {
        if (auto done = step(); !done)
            return done;
    }
    return core::Done();
}

Result<> Loader::addEnvironment(Value value)
{
    core::Environment environment;
    environment.id = core::EnvironmentId(text(value, "id"));
    environment.title = text(value, "title");
    environment.tier = int(value["tier"].integer().value_or(0));
    environment.order = int(value["order"].integer().value_or(0));
    environment.gated = value["gated"].isTrue();
    environment.requiredApprovals = int(value["requiredApprovals"].integer().value_or(0));
    environment.rollbackNeedsApproval = value["rollbackNeedsApproval"].isTrue();
    return make<core::Environment>(
        [&](auto done) { return m_admin.createEnvironment(environment, std::move(done)); });
}

Result<> Loader::addPerson(Value value)
{
    core::NewPrincipal person;
    person.name = text(value, "name");
    person.displayName = text(value, "displayName");
    person.password = password();
    for (const auto &role : value["roles"])
        person.roles.emplace_back(role.value().text());
    return make<core::Principal>(
        [&](auto done) { return m_admin.createPrincipal(person, std::move(done)); });
}

Result<> Loader::addNamespace(Value value)
{
    core::Namespace space;
    space.slug = text(value, "slug");
    space.title = text(value, "title");
    space.owner = text(value, "owner");
    return make<core::Namespace>(
        [&](auto done) { return m_admin.createNamespace(space, std::move(done)); });
}

Result<> Loader::addSchema(const std::string &name)
{
    auto source = resource("schemas/" + name + ".schema.json");
    if (!source)
        return source.error();
    const core::NewSchema schema{{}, name, *source};
    return make<core::Schema>(
        [&](auto done) { return m_admin.createSchema(schema, std::move(done)); },
        [&](const core::Schema &made) { m_schemas[name] = made.id; });
}

Result<> Loader::addConfig(Value value)
{
    core::NewConfig config;
    config.path = text(value, "path");
    config.format = core::formatFromFileName(text(value, "file")).value_or(core::Format::Json);
    // Layers say a part only, which no schema is for.
    if (value["schema"])
        config.schema = m_schemas[text(value, "schema")];
    config.description = text(value, "description");
    config.owner = text(value, "owner");
    return make<core::Config>(
        [&](auto done) { return m_admin.createConfig(config, std::move(done)); },
        [&](const core::Config &made) { m_configs[made.path] = made; });
}

Result<> Loader::addLayers(Value value)
{
    auto declared = ask<core::ConfigLayers>([&](auto done) {
        return m_admin.configLayers(m_configs[text(value, "path")].id, std::move(done));
    });
    if (!declared)
        return declared.error();
    for (const auto &item : value["layers"]) {
        const auto kind = core::layerKindFromName(text(item.value(), "kind"));
        if (!kind)
            return broken("no kind of layer: " + text(item.value(), "kind"));
        declared->layers.push_back(
            {*kind, text(item.value(), "name"), m_configs[text(item.value(), "path")].id});
    }
    return make<core::ConfigLayers>(
        [&](auto done) { return m_admin.setConfigLayers(*declared, std::move(done)); });
}

Result<client::HttpCms *> Loader::as(const std::string &name)
{
    auto &client = m_people[name];
    if (!client) {
        client = std::make_unique<client::HttpCms>(transport(), m_loop.mailbox());
        const auto session = ask<core::Session>(
            [&](auto done) { return client->signIn({name, password()}, std::move(done)); });
        if (!session)
            return session.error();
    }
    return client.get();
}

Result<> Loader::addFirstVersions(Value configs, const std::string &environment)
{
    core::NewChangeRequest content;
    content.title = "First versions";
    content.reason = "Taken over from the repository.";
    content.submit = true;
    for (const auto &item : configs) {
        auto source = resource(environment + "/" + text(item.value(), "file"));
        if (!source)
            return source.error();
        content.items.push_back({m_configs[text(item.value(), "path")].id,
            core::EnvironmentId(environment), std::nullopt, *source});
    }
    return carry(content, "edsger", "grace");
}

// By one, approved by another where that is needed; by nobody where the approver is empty.
Result<core::ChangeRequest> Loader::submitted(
    const core::NewChangeRequest &content, const std::string &author, const std::string &approver)
{
    auto writer = as(author);
    if (!writer)
        return writer.error();
    core::ChangeRequest request;
    const auto keep = [&](const core::ChangeRequest &made) { request = made; };
    auto done = make<core::ChangeRequest>(
        [&](auto answer) { return (*writer)->createChangeRequest(content, std::move(answer)); },
        keep);
    if (done && !approver.empty() && request.state == core::RequestState::Open) {
        auto second = as(approver);
        if (!second)
            return second.error();
        const core::Vote vote{core::VoteKind::Approve, request.cycle, request.contentDigest, {}};
        done = make<core::ChangeRequest>(
            [&](auto answer) {
                return (*second)->vote(request.id, vote, request.etag, std::move(answer));
            },
            keep);
    }
    if (!done)
        return done.error();
    return request;
}

// And applied, unless nobody approves.
Result<> Loader::carry(
    const core::NewChangeRequest &content, const std::string &author, const std::string &approver)
{
    const auto request = submitted(content, author, approver);
    if (!request)
        return request.error();
    if (approver.empty())
        return core::Done();
    auto writer = as(author);
    return make<core::ChangeRequest>([&](auto answer) {
        return (*writer)->apply(request->id, request->etag, std::move(answer));
    });
}

Result<core::NewItem> Loader::editedItem(Value value, const std::string &environment)
{
    const core::ConfigId config = m_configs[text(value, "path")].id;
    const core::EnvironmentId place(environment);
    const auto head = ask<core::Head>(
        [&](auto done) { return m_admin.getHead(config, place, std::move(done)); });
    if (!head)
        return head.error();
    auto live = ask<std::string>(
        [&](auto done) { return m_admin.versionText(head->version, std::move(done)); });
    if (!live)
        return live.error();
    const std::string before = text(value, "replace");
    const auto at = live->find(before);
    if (at == std::string::npos)
        return broken("nothing to replace in " + text(value, "path"));
    live->replace(at, before.size(), text(value, "with"));
    return core::NewItem{config, place, head->version, *live};
}

Result<core::NewChangeRequest> Loader::edits(Value value)
{
    core::NewChangeRequest content;
    content.title = text(value, "title");
    content.reason = text(value, "reason");
    content.ticket = text(value, "ticket");
    content.submit = true;
    for (const auto &item : value["items"]) {
        auto edited = editedItem(item.value(), text(value, "environment"));
        if (!edited)
            return edited.error();
        content.items.push_back(*std::move(edited));
    }
    return content;
}

Result<> Loader::addHistory(Value value, bool isWaiting)
{
    const auto content = edits(value);
    if (!content)
        return content.error();
    return carry(
        *content, text(value, "author"), isWaiting ? std::string() : text(value, "approver"));
}

// So many days from now, at six in the morning of UTC.
Result<> Loader::addScheduled(Value value)
{
    const auto content = edits(value);
    if (!content)
        return content.error();
    const auto request = submitted(*content, text(value, "author"), text(value, "approver"));
    if (!request)
        return request.error();
    const core::NewSchedule schedule{
        std::chrono::floor<std::chrono::days>(core::SystemClock().now())
            + std::chrono::days(value["days"].integer().value_or(1)) + std::chrono::hours(6),
        "UTC", {}};
    auto writer = as(text(value, "author"));
    return make<core::ChangeRequest>([&](auto answer) {
        return (*writer)->schedule(request->id, schedule, request->etag, std::move(answer));
    });
}

Result<> Loader::rollBack(Value value)
{
    const core::ConfigId config = m_configs[text(value, "rollbackOf")].id;
    const core::EnvironmentId place(text(value, "environment"));
    const auto head = ask<core::Head>(
        [&](auto done) { return m_admin.getHead(config, place, std::move(done)); });
    if (!head)
        return head.error();
    const auto versions = ask<api::Page<core::Version>>(
        [&](auto done) { return m_admin.listVersions(config, place, {}, std::move(done)); });
    if (!versions)
        return versions.error();
    if (versions->items.size() < 2)
        return broken("nothing to roll back to");
    auto actor = as(text(value, "author"));
    if (!actor)
        return actor.error();
    const core::Rollback rollback{
        versions->items[1].id, text(value, "reason"), text(value, "ticket")};
    return make<core::ChangeRequest>([&](auto done) {
        return (*actor)->rollBack(config, place, rollback, head->etag, std::move(done));
    });
}

Result<> Loader::addAgent(Value value)
{
    core::NewAgent agent;
    agent.name = text(value, "name");
    agent.environment = core::EnvironmentId(text(value, "environment"));
    agent.service = text(value, "service");
    agent.region = text(value, "region");
    agent.build = core::productVersion();
    for (const auto &path : value["paths"])
        agent.paths.emplace_back(path.value().text());
    core::AgentId id;
    auto done = make<core::Agent>(
        [&](auto answer) { return m_admin.registerAgent(agent, std::move(answer)); },
        [&](const core::Agent &made) { id = made.id; });
    for (const std::string &path : agent.paths) {
        const auto head = ask<core::Head>([&](auto answer) {
            return m_admin.getHead(m_configs[path].id, agent.environment, std::move(answer));
        });
        if (!done || !head)
            return done ? Result<>(head.error()) : done;
        const core::AgentReport report{head->config, path, head->version, head->epoch,
            core::ReportStatus::Applied, {}, head->since};
        done = make<core::Agent>(
            [&](auto answer) { return m_admin.report(id, report, std::move(answer)); });
    }
    return done;
}

} // namespace

Result<DemoWorkspace> loadDemo(
    const std::string &url, const std::string &adminToken, const core::CancelToken &token)
{
    return Loader(url, token).load(adminToken);
}

} // namespace chancery::app
