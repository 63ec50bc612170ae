// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/cmsprocess.h"
#include "tests/support/programs.h"

#include <memory>

namespace chancery::support {

// The verbs of ServiceWorld before the real program: chancery-cms in a folder of its own, asked
// over HTTP. Namespaces "a" and "b", an environment "dev" without a gate; everybody's password is
// "correct horse", as in makePerson().
class WireWorld {
public:
    struct Answer {
        int status = 0;
        std::string etag;
        std::shared_ptr<const std::string> body;
    };

    void begin()
    {
        m_who.clear();
        m_people.clear();
        m_homes.clear();
        m_cms = std::make_unique<CmsProcess>();
        if (!m_cms->start())
            qFatal("chancery-cms does not come up");
        for (const char *slug : {"a", "b"})
            (void)ask("POST", "/v1/namespaces",
                R"({"id":"","slug":")" + std::string(slug)
                    + R"(","title":"","owner":"","etag":""})");
        (void)ask("POST", "/v1/environments",
            R"({"id":"dev","title":"","tier":0,"order":0,"gated":false,"requiredApprovals":0,)"
            R"("rollbackNeedsApproval":false,"etag":""})");
    }
    void signUp(const std::string &name, const std::vector<std::string> &roles)
    {
        std::string words;
        for (const auto &role : roles)
            words += (words.empty() ? "" : ",") + jsonText(role);
        m_people.insert_or_assign(name, makePerson(m_cms->admin(), name, '[' + words + ']'));
    }
    // Who asks from now on; nobody's name is the administrator.
    void as(const std::string &name = {}) { m_who = name; }
    Answer ask(const std::string &method, const std::string &path, const std::string &body = {},
        const std::string &etag = {})
    {
        const auto who = m_who.empty() ? m_cms->admin() : m_people.at(m_who);
        ProbeClient::Headers headers;
        if (!etag.empty())
            headers["If-Match"] = '"' + etag + '"';
        const auto answer = method == "POST"
            ? who.post(path, body, etag)
            : who.send(method, path, method == "PUT" ? body : "", headers);
        return {answer.status, answer.etag(), std::make_shared<const std::string>(answer.body)};
    }
    static std::string at(const Answer &answer, const std::string &pointer)
    {
        ProbeAnswer probe;
        probe.body = *answer.body;
        return support::at(probe, pointer);
    }

    std::string config(const std::string &path, const std::string &schema = {})
    {
        return makeConfig(
            m_who.empty() ? m_cms->admin() : m_people.at(m_who), path, "json", schema);
    }
    std::string live(const std::string &config, const std::string &place)
    {
        return at(ask("GET", "/v1/configs/" + config + "/heads/" + place), "/version");
    }
    std::string item(const std::string &config, const std::string &place, const std::string &text)
    {
        const auto base = live(config, place);
        return R"({"config":)" + jsonText(config) + R"(,"environment":)" + jsonText(place)
            + R"(,"base":)" + (base.empty() ? "null" : jsonText(base)) + R"(,"text":)"
            + jsonText(text) + '}';
    }
    Answer request(const std::string &items)
    {
        return ask("POST", "/v1/change-requests",
            R"({"title":"Change","description":"","reason":"because","ticket":"","items":[)" + items
                + R"(],"submit":true})");
    }
    // The same person at a shell: words without blanks of their own.
    Outcome shell(const std::string &who, const std::string &words)
    {
        auto &home = m_homes[who];
        const bool isNew = !home;
        if (isNew)
            home = std::make_unique<QTemporaryDir>();
        const Shell shell(home->path());
        if (isNew && !shell.login(m_cms->port(), QString::fromStdString(who)))
            qFatal("%s cannot sign in at a shell", who.c_str());
        return shell.run(words.c_str());
    }
    CmsProcess &server() { return *m_cms; }

private:
    std::unique_ptr<CmsProcess> m_cms;
    std::map<std::string, ProbeClient> m_people;
    std::map<std::string, std::unique_ptr<QTemporaryDir>> m_homes;
    std::string m_who;
};

// Its id; the text stands under the URI.
inline std::string publishSchema(
    WireWorld &world, const std::string &text, const std::string &uri = "urn:s")
{
    return WireWorld::at(
        world.ask("POST", "/v1/schemas",
            R"({"uri":)" + jsonText(uri) + R"(,"name":"","text":)" + jsonText(text) + '}'),
        "/id");
}

} // namespace chancery::support
