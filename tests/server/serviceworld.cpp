// SPDX-License-Identifier: Apache-2.0
#include "serviceworld.h"

#include "engine/core/access/account.h"
#include "engine/core/policy/principal.h"
#include "tests/server/answered.h"
#include "tests/support/corpus.h"

#include <QtGlobal>

namespace chancery::support {

using server::Request;
using server::Response;

std::string inQuotes(const std::string &text)
{
    std::string json;
    core::appendJsonString(json, text);
    return json;
}

namespace {

// Every test that comes by here is one of this rule: no entry of the log names a person or where
// they sit (AUD-4). Words that are roles or kinds as well stand in entries as such.
void demandNoPersonIn(
    const std::string &leaf, const std::vector<core::Principal> &people, const std::string &remote)
{
    const auto holds = [&leaf](const std::string &word) {
        return !word.empty() && leaf.find(inQuotes(word)) != std::string::npos;
    };
    for (const auto &person : people) {
        if (core::access::isKnownRole(person.name) || person.name == core::name(person.kind))
            continue;
        if (holds(person.name) || holds(person.displayName))
            qFatal("An entry of the log names %s: %s", person.name.c_str(), leaf.c_str());
    }
    if (holds(remote))
        qFatal("An entry of the log holds an address: %s", leaf.c_str());
}

} // namespace

ServiceWorld::ServiceWorld() = default;

void ServiceWorld::checkLeaves() const
{
    if (!m_service)
        return;
    const auto stored = store->present();
    std::vector<core::Principal> people;
    for (const auto &[key, value] : *stored) {
        if (!key.starts_with("principal/"))
            continue;
        auto person = api::fromJson<core::Principal>(*value, core::Limits::wide());
        if (person && person->kind == core::PrincipalKind::User)
            people.push_back(std::move(*person));
    }
    for (const auto &[key, value] : *stored) {
        if (key.starts_with("audit-leaf/"))
            demandNoPersonIn(*value, people, remote);
    }
}

void ServiceWorld::begin()
{
    checkLeaves();
    m_service.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    open(server::MemoryStore::Map());
    m_token = contentOf(m_folder->path().toStdString() + "/bootstrap-token");
    m_token.pop_back();
    m_adminToken = m_token;
    for (const char *slug : {"a", "b"})
        (void)ask("POST", "/v1/namespaces",
            R"({"id":"","slug":")" + std::string(slug) + R"(","title":"","owner":"","etag":""})");
    for (const char *id : {"dev", "prod"})
        environment(id, false, false);
}

ServiceWorld::~ServiceWorld()
{
    checkLeaves();
}

void ServiceWorld::signUp(const std::string &name, const std::vector<std::string> &roles)
{
    std::string words;
    for (const auto &role : roles)
        words += (words.empty() ? "" : ",") + inQuotes(role);
    as();
    m_tokens[name] = person(name, '[' + words + ']');
    as(name);
    m_ids[name] = at(ask("GET", "/v1/sessions/current"), "/principal/id");
}

void ServiceWorld::signInAgain(const std::string &name)
{
    m_tokens[name] = signIn(name);
    as(name);
}

void ServiceWorld::as(const std::string &name)
{
    actAs(name.empty() ? std::string() : m_tokens.at(name));
}

void ServiceWorld::actAs(const std::string &token)
{
    m_token = token.empty() ? m_adminToken : token;
}

void ServiceWorld::open(std::optional<server::MemoryStore::Map> map)
{
    if (!map)
        store->onEnd = [&map](const server::MemoryStore::Map &last) { map = last; };
    m_service.reset();
    m_posted = std::make_unique<server::Posted>();
    auto fresh = std::make_unique<server::MemoryStore>();
    store = fresh.get();
    store->replace(*std::move(map));
    server::ServiceOptions options;
    options.data = m_folder->path().toStdString();
    options.passwordCost = {256, 1, 1};
    options.lastingPasswords = true;
    if (prepare)
        prepare(options);
    auto opened = server::Service::open(
        options, clock, m_journal,
        [posted = m_posted.get()](std::function<void()> f) { posted->add(std::move(f)); },
        std::move(fresh));
    if (!opened)
        qFatal("%s", core::toString(opened.error()).c_str());
    m_service = std::move(*opened);
}

void ServiceWorld::post(std::function<void()> function)
{
    m_posted->add(std::move(function));
}

Response ServiceWorld::ask(const std::string &method, const std::string &path,
    const std::string &body, const std::string &etag, const std::string &query)
{
    return askAs(m_token, method, path, body, etag, query);
}

Response ServiceWorld::askAs(const std::string &token, const std::string &method,
    const std::string &path, const std::string &body, const std::string &etag,
    const std::string &query)
{
    auto request = made(token, {{}, method, path, body, etag});
    request.query = query;
    return server::answered(*m_service, *m_posted, std::move(request));
}

Request ServiceWorld::made(const std::string &token, const Asked &asked)
{
    Request request;
    request.method = asked.method;
    const auto mark = asked.path.find('?');
    request.path = asked.path.substr(0, mark);
    if (mark != std::string::npos)
        request.query = asked.path.substr(mark + 1);
    request.body = asked.body;
    if (!asked.etag.empty())
        request.ifMatch = '"' + asked.etag + '"';
    request.authorization = "Bearer " + token;
    request.idempotencyKey = "service-world-" + std::to_string(10'000 + ++m_keys);
    request.requestId = "r" + std::to_string(m_keys);
    request.remote = remote;
    return request;
}

std::vector<Response> ServiceWorld::together(const std::vector<Asked> &asked)
{
    std::vector<Response> answers(asked.size());
    std::size_t open = asked.size();
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto &token = asked[i].who.empty() ? m_adminToken : m_tokens.at(asked[i].who);
        auto now
            = m_service->handle(made(token, asked[i]), [&answers, &open, i](Response response) {
                  answers[i] = std::move(response);
                  --open;
              });
        if (now) {
            answers[i] = std::move(*now);
            --open;
        }
    }
    while (open > 0 && m_posted->runOne()) { }
    return answers;
}

std::string ServiceWorld::person(const std::string &name, const std::string &roles)
{
    const auto made = ask("POST", "/v1/principals",
        R"({"kind":"user","name":")" + name + R"(","displayName":")" + name + R"(","roles":)"
            + roles + R"(,"password":"12345678"})");
    if (made.status != 201)
        qFatal("%s", made.body->c_str());
    return signIn(name);
}

std::string ServiceWorld::signIn(const std::string &name, const std::string &password)
{
    return at(ask("POST", "/v1/sessions",
                  R"({"name":")" + name + R"(","password":")" + password + R"("})"),
        "/token");
}

void ServiceWorld::tick(std::chrono::microseconds wall, std::chrono::microseconds steady)
{
    clock.time += wall;
    m_steady += std::chrono::duration_cast<server::Hub::Clock::duration>(steady);
    m_service->tick(m_steady);
    // Sessions end after half a day.
    if (wall > std::chrono::hours(1)) {
        auto password = contentOf(m_folder->path().toStdString() + "/bootstrap-password");
        password.pop_back();
        m_token = m_adminToken = signIn("admin", password);
    }
    // The writer's jobs come one after another: when this one is answered, the others are done.
    (void)ask("POST", "/v1/environments/dev:rollback", "{}");
}

std::string ServiceWorld::at(const Response &response, std::string_view pointer)
{
    if (!response.body) // not answered in time
        return {};
    const auto reading = core::readJson(*response.body);
    if (!reading)
        return {};
    const auto value = reading.tree().root().resolve(pointer);
    if (value.isBool())
        return value.isTrue() ? "true" : "false";
    return std::string(value.text());
}

std::string ServiceWorld::environment(
    const std::string &id, bool isGated, bool rollbackNeedsApproval)
{
    const auto word = [](bool value) { return std::string(value ? "true" : "false"); };
    return at(
        ask("POST", "/v1/environments",
            R"({"id":")" + id + R"(","title":"","tier":0,"order":0,"gated":)" + word(isGated)
                + R"(,"requiredApprovals":)" + (isGated ? "1" : "0")
                + R"(,"rollbackNeedsApproval":)" + word(rollbackNeedsApproval) + R"(,"etag":""})"),
        "/id");
}

std::string ServiceWorld::config(const std::string &path, const std::string &schema)
{
    return at(ask("POST", "/v1/configs",
                  R"({"path":")" + path + R"(","format":"json","schema":)"
                      + (schema.empty() ? "null" : inQuotes(schema))
                      + R"(,"description":"","owner":""})"),
        "/id");
}

std::string ServiceWorld::live(const std::string &config, const std::string &place)
{
    return at(ask("GET", "/v1/configs/" + config + "/heads/" + place), "/version");
}

std::string ServiceWorld::item(const std::string &config, const std::string &place,
    const std::string &text, const std::string &promotedFrom)
{
    const auto base = live(config, place);
    return R"({"config":)" + inQuotes(config) + R"(,"environment":)" + inQuotes(place)
        + R"(,"base":)" + (base.empty() ? "null" : inQuotes(base)) + R"(,"text":)" + inQuotes(text)
        + (promotedFrom.empty() ? "" : R"(,"promotedFrom":)" + inQuotes(promotedFrom)) + '}';
}

Response ServiceWorld::request(const std::string &items)
{
    return ask("POST", "/v1/change-requests",
        R"({"title":"Change","description":"","reason":"because","ticket":"","items":[)" + items
            + R"(],"submit":true})");
}

std::string ServiceWorld::apply(const Response &request)
{
    return at(
        ask("POST", "/v1/change-requests/" + at(request, "/id") + ":apply", "{}", request.etag),
        "/appliedVersions/0");
}

std::string ServiceWorld::publish(const std::string &config, const std::string &place,
    const std::string &text, const std::string &promotedFrom)
{
    return apply(request(item(config, place, text, promotedFrom)));
}

std::string itemUnder(ServiceWorld &world, const std::string &schema, const std::string &config,
    const std::string &place, const std::string &text)
{
    auto changed = world.item(config, place, text);
    changed.pop_back();
    return changed + R"(,"schema":)" + inQuotes(schema) + '}';
}

std::string publishSchema(ServiceWorld &world, const std::string &text, const std::string &uri)
{
    return ServiceWorld::at(
        world.ask("POST", "/v1/schemas",
            R"({"uri":)" + inQuotes(uri) + R"(,"name":"","text":)" + inQuotes(text) + '}'),
        "/id");
}

} // namespace chancery::support
