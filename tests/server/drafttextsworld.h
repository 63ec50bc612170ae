// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/server/service.h"
#include "tests/server/answered.h"
#include "tests/server/serviceworld.h"
#include "tests/support/corpus.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

namespace chancery::server {

using support::inQuotes;

inline constexpr auto canary = "c4n4ry-5Tq8-Lr3V-not-to-be-found";

inline std::string textWith(const std::string &value)
{
    return R"({"password": ")" + value + R"("})";
}

inline std::string draftBody(const std::string &config, const std::string &text)
{
    return R"({"config":)" + inQuotes(config) + R"(,"environment":"dev","base":null,"text":)"
        + inQuotes(text) + '}';
}

inline std::string at(const Response &response, std::string_view pointer)
{
    return support::ServiceWorld::at(response, pointer);
}

// Keys whose values hold the word, as it is or in base64 at any of its three places.
inline std::vector<std::string> keysWith(const MemoryStore::Map &map, const std::string &word)
{
    std::vector<std::string> found;
    std::vector<std::string> forms{word};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto coded = core::toBase64(std::string(i, 'x') + word);
        forms.push_back(coded.substr(4, coded.size() - 12));
    }
    for (const auto &[key, value] : map) {
        for (const auto &form : forms) {
            if (value->find(form) != std::string::npos) {
                found.push_back(key);
                break;
            }
        }
    }
    return found;
}

inline std::string only(const MemoryStore::Map &map, const std::string &prefix)
{
    const auto place = map.lower_bound(prefix);
    return place != map.end() && place->first.starts_with(prefix) ? place->first : std::string();
}

// A server over a store in memory, with one config and its administrator's drafts: what stands in
// the store can be looked at, and changed while the server stands still.
class DraftTextsWorld {
protected:
    void begin();
    Response ask(const std::string &method, const std::string &path, const std::string &body = {},
        const std::string &etag = {}, const std::string &key = {});
    Response create(const std::string &text, const std::string &key = {})
    {
        return ask("POST", "/v1/drafts", draftBody(m_config, text), {}, key);
    }
    void open(std::optional<MemoryStore::Map> map);
    void change(const std::function<void(MemoryStore::Map &)> &how);
    std::string newConfig(const std::string &path);
    void publish(const std::string &text);
    void rollBack();
    // As an earlier server left it.
    void makePlain(MemoryStore::Map &map, const Response &draft)
    {
        map.erase("drafts-sealed");
        map["draft/" + at(draft, "/author") + '/' + at(draft, "/id")] = draft.body;
    }
    std::filesystem::path keyFile() const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / "sealing.key";
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    core::SystemClock m_clock;
    SilentJournal m_journal;
    std::unique_ptr<Posted> m_posted;
    MemoryStore *m_store = nullptr;
    std::unique_ptr<Service> m_service;
    std::string m_token;
    std::string m_config;
    int m_keys = 0;
};

inline void DraftTextsWorld::begin()
{
    m_service.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    open(MemoryStore::Map());
    m_token = support::contentOf(m_folder->path().toStdString() + "/bootstrap-token");
    m_token.pop_back();
    ask("POST", "/v1/namespaces", R"({"id":"","slug":"a","title":"","owner":"","etag":""})");
    ask("POST", "/v1/environments",
        R"({"id":"dev","title":"","tier":0,"order":0,"gated":false,"requiredApprovals":0,)"
        R"("rollbackNeedsApproval":false,"etag":""})");
    m_config = newConfig("a/b");
    QVERIFY(!m_config.empty());
}

// Without a map: goes on from what is stored.
inline void DraftTextsWorld::open(std::optional<MemoryStore::Map> map)
{
    if (!map)
        m_store->onEnd = [&map](const MemoryStore::Map &last) { map = last; };
    m_service.reset();
    m_posted = std::make_unique<Posted>();
    auto store = std::make_unique<MemoryStore>();
    m_store = store.get();
    store->replace(*std::move(map));
    ServiceOptions options;
    options.data = m_folder->path().toStdString();
    options.passwordCost = {256, 1, 1};
    auto opened = Service::open(
        options, m_clock, m_journal,
        [posted = m_posted.get()](std::function<void()> f) { posted->add(std::move(f)); },
        std::move(store));
    QVERIFY(opened.ok());
    m_service = std::move(*opened);
}

// What somebody who can write to the store does to it while the server stands still.
inline void DraftTextsWorld::change(const std::function<void(MemoryStore::Map &)> &how)
{
    std::optional<MemoryStore::Map> map;
    m_store->onEnd = [&map](const MemoryStore::Map &last) { map = last; };
    m_service.reset();
    how(*map);
    open(std::move(map));
}

inline Response DraftTextsWorld::ask(const std::string &method, const std::string &path,
    const std::string &body, const std::string &etag, const std::string &key)
{
    Request made;
    made.method = method;
    made.path = path;
    made.body = body;
    made.authorization = "Bearer " + m_token;
    if (!etag.empty())
        made.ifMatch = etag == "*" ? etag : '"' + etag + '"';
    made.requestId = "r" + std::to_string(++m_keys);
    made.idempotencyKey = key.empty() ? "draft-texts-test-" + std::to_string(1000 + m_keys) : key;
    return answered(*m_service, *m_posted, std::move(made));
}

inline std::string DraftTextsWorld::newConfig(const std::string &path)
{
    return at(ask("POST", "/v1/configs",
                  R"({"path":)" + inQuotes(path)
                      + R"(,"format":"json","schema":null,"description":"","owner":""})"),
        "/id");
}

inline void DraftTextsWorld::publish(const std::string &text)
{
    const auto head = at(ask("GET", "/v1/configs/" + m_config + "/heads/dev"), "/version");
    const auto request = ask("POST", "/v1/change-requests",
        R"({"title":"Change","description":"","reason":"because","ticket":"","items":[{"config":)"
            + inQuotes(m_config) + R"(,"environment":"dev","base":)"
            + (head.empty() ? "null" : inQuotes(head)) + R"(,"text":)" + inQuotes(text)
            + R"(}],"submit":true})");
    const auto done
        = ask("POST", "/v1/change-requests/" + at(request, "/id") + ":apply", "{}", request.etag);
    QVERIFY2(!at(done, "/appliedVersions/0").empty(), done.body->c_str());
}

// To what was live before.
inline void DraftTextsWorld::rollBack()
{
    const auto versions = ask("GET", "/v1/configs/" + m_config + "/versions");
    const auto head = ask("GET", "/v1/configs/" + m_config + "/heads/dev");
    const auto back = ask("POST", "/v1/configs/" + m_config + "/heads/dev:rollback",
        R"({"target":)" + inQuotes(at(versions, "/items/1/id"))
            + R"(,"reason":"it is down","ticket":""})",
        head.etag);
    QVERIFY2(back.status < 300, back.body->c_str());
}

} // namespace chancery::server
