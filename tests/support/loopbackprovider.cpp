// SPDX-License-Identifier: Apache-2.0
#include "loopbackprovider.h"

#include <algorithm>
#include <chrono>

namespace chancery::support {

namespace {

// "/token" of "POST /token?x=1 HTTP/1.1"
std::string pathIn(const std::string &request)
{
    const auto begin = request.find(' ') + 1;
    return request.substr(begin, request.find_first_of(" ?", begin) - begin);
}

} // namespace

LoopbackProvider::LoopbackProvider()
    : m_server([this](RawConnection &connection) { serve(connection); })
{
    publish("/.well-known/openid-configuration", document());
    publish("/jwks", keySet(key.jwk()));
}

void LoopbackProvider::serve(RawConnection &connection)
{
    for (;;) {
        const auto request = connection.readRequest();
        if (request.empty())
            return;
        std::string bytes;
        {
            const std::lock_guard lock(m_mutex);
            const auto found = m_answers.find(pathIn(request));
            bytes = found == m_answers.end() ? httpAnswer(404, "{}") : found->second.front();
            if (found != m_answers.end() && found->second.size() > 1)
                found->second.erase(found->second.begin());
        }
        connection.send(bytes);
    }
}

void LoopbackProvider::answer(const std::string &path, std::string bytes)
{
    answerInTurn(path, {std::move(bytes)});
}

void LoopbackProvider::answerInTurn(const std::string &path, std::vector<std::string> answers)
{
    const std::lock_guard lock(m_mutex);
    m_answers[path] = std::move(answers);
}

void LoopbackProvider::publish(const std::string &path, std::string_view json)
{
    answer(path, httpAnswer(200, json, "Content-Type: application/json\r\n"));
}

std::string LoopbackProvider::document() const
{
    const auto at = [this](const char *path) { return '"' + issuer() + path + '"'; };
    return R"({"issuer":)" + at("") + R"(,"authorization_endpoint":)" + at("/authorize")
        + R"(,"token_endpoint":)" + at("/token") + R"(,"device_authorization_endpoint":)"
        + at("/device") + R"(,"jwks_uri":)" + at("/jwks") + '}';
}

std::string LoopbackProvider::claims(const std::map<std::string, std::string> &other) const
{
    using std::chrono::seconds;
    const auto now
        = std::chrono::duration_cast<seconds>(std::chrono::system_clock::now().time_since_epoch());
    std::map<std::string, std::string> members{{"iss", '"' + issuer() + '"'}, {"sub", R"("u-17")"},
        {"aud", R"("chancery")"}, {"nonce", R"("n-1")"}, {"iat", std::to_string(now.count())},
        {"exp", std::to_string(now.count() + 300)}, {"preferred_username", R"("ann")"}};
    for (const auto &[name, value] : other)
        members[name] = value;
    std::string text;
    for (const auto &[name, value] : members) {
        if (!value.empty())
            text += (text.empty() ? "{\"" : ",\"") + name + "\":" + value;
    }
    return text + '}';
}

std::string LoopbackProvider::token(const std::map<std::string, std::string> &other) const
{
    return signedToken(key, "ES256", claims(other));
}

int LoopbackProvider::count(const std::string &path) const
{
    const auto all = m_server.requests();
    return int(std::ranges::count_if(
        all, [&path](const std::string &request) { return pathIn(request) == path; }));
}

} // namespace chancery::support
