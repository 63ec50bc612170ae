// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/json.h"
#include "engine/core/domain/lineage.h"
#include "engine/server/service.h"
#include "tests/server/memorystore.h"
#include "tests/server/posted.h"

#include <QTemporaryDir>

#include <functional>
#include <map>

namespace chancery::support {

std::string inQuotes(const std::string &text);

// A service in memory with a first administrator, two namespaces, "a" and "b", and two environments
// without gates, "dev" and "prod", asked as over HTTP. Its clock stands still unless it is turned.
class ServiceWorld {
public:
    class TurnedClock final : public core::Clock {
    public:
        core::Instant now() const override { return time; }
        core::Instant time = core::Instant(std::chrono::seconds(1'795'000'000));
    };

    ServiceWorld();
    ~ServiceWorld();

    // A new one, and one that goes on from what a store holds.
    void begin();
    // Without: ends it as a server that is asked to, and goes on from what its store holds then.
    void open(std::optional<server::MemoryStore::Map> map);
    // The same with names in the place of tokens; nobody's name is the administrator.
    void signUp(const std::string &name, const std::vector<std::string> &roles);
    void signInAgain(const std::string &name);
    // Somebody whose token came by another way.
    void adopt(const std::string &name, const std::string &token) { m_tokens[name] = token; }
    void as(const std::string &name = {});
    std::string idOf(const std::string &name) const { return m_ids.at(name); }
    server::Response ask(const std::string &method, const std::string &path,
        const std::string &body = {}, const std::string &etag = {}, const std::string &query = {});
    // The same as somebody else; the token is what person() gave.
    server::Response askAs(const std::string &token, const std::string &method,
        const std::string &path, const std::string &body = {}, const std::string &etag = {},
        const std::string &query = {});
    // What somebody asks for by name, all before any of it is answered; the answers in the same
    // order.
    struct Asked {
        std::string who;
        std::string method;
        std::string path;
        std::string body;
        std::string etag;
    };
    std::vector<server::Response> together(const std::vector<Asked> &asked);
    // Makes an account with the password "12345678" and signs in; every time another token.
    std::string person(const std::string &name, const std::string &roles);
    std::string signIn(const std::string &name, const std::string &password = "12345678");
    // A second by both clocks, or more by the one that steps; and all that it brings about.
    void tick(std::chrono::microseconds wall = std::chrono::seconds(1),
        std::chrono::microseconds steady = std::chrono::seconds(1));
    template <typename T>
    core::Result<T> read(const server::Response &response) const
    {
        if (!response.body)
            return core::Error{core::ErrorKind::Timeout, "no-answer", {}, {}, {}, {}};
        return api::fromJson<T>(*response.body, core::Limits::wide());
    }
    static std::string at(const server::Response &response, std::string_view pointer);

    std::string config(const std::string &path, const std::string &schema = {});
    std::string live(const std::string &config, const std::string &place);
    std::string item(const std::string &config, const std::string &place, const std::string &text,
        const std::string &promotedFrom = {});
    server::Response request(const std::string &items);
    // The version that became live; empty where it was refused.
    std::string apply(const server::Response &request);
    std::string publish(const std::string &config, const std::string &place,
        const std::string &text, const std::string &promotedFrom = {});
    // Who asks from now on: what person() gave, or nothing for the administrator.
    void actAs(const std::string &token);
    std::string environment(const std::string &id, bool isGated, bool rollbackNeedsApproval);

    // Runs it in the place of the network thread, as soon as that has nothing else to do. Of any
    // thread.
    void post(std::function<void()> function);

    TurnedClock clock;
    server::MemoryStore *store = nullptr;
    std::function<void(server::ServiceOptions &)> prepare; // before each open()
    std::string remote; // the address that everybody asks from

private:
    void checkLeaves() const;
    server::Request made(const std::string &token, const Asked &asked);

    std::unique_ptr<QTemporaryDir> m_folder;
    server::SilentJournal m_journal;
    std::unique_ptr<server::Posted> m_posted;
    std::unique_ptr<server::Service> m_service;
    std::string m_token;
    std::string m_adminToken;
    std::map<std::string, std::string> m_tokens;
    std::map<std::string, std::string> m_ids;
    server::Hub::Clock::time_point m_steady;
    int m_keys = 0;
};

// An item as item() makes it, with another schema.
std::string itemUnder(ServiceWorld &world, const std::string &schema, const std::string &config,
    const std::string &place, const std::string &text);
// Its id; the text stands under the URI.
std::string publishSchema(
    ServiceWorld &world, const std::string &text, const std::string &uri = "urn:s");

} // namespace chancery::support
