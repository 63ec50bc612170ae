// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/providerkey.h"
#include "tests/support/rawhttpserver.h"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace chancery::support {

// An identity provider of our own on 127.0.0.1, as good or as bad as a test wants it: what it
// answers to each path is a text to set, and the tokens are made by hand. Of any thread.
class LoopbackProvider {
public:
    LoopbackProvider();

    std::string issuer() const { return m_server.url(); }
    // The whole answer, status line and all, to requests for that path.
    void answer(const std::string &path, std::string bytes);
    // One after the other; the last one again and again.
    void answerInTurn(const std::string &path, std::vector<std::string> answers);
    // 200 with that JSON.
    void publish(const std::string &path, std::string_view json);
    // What a provider says of itself, with the endpoints "/authorize", "/token", "/device" and
    // "/jwks".
    std::string document() const;
    // Of now, with members replaced, added, or left out where the value is empty.
    std::string claims(const std::map<std::string, std::string> &other = {}) const;
    std::string token(const std::map<std::string, std::string> &other = {}) const;
    // How often a path was asked for.
    int count(const std::string &path) const;
    std::vector<std::string> requests() const { return m_server.requests(); }

    ProviderKey key{ProviderKey::Kind::P256, "k1"};

private:
    void serve(RawConnection &connection);

    mutable std::mutex m_mutex;
    std::map<std::string, std::vector<std::string>> m_answers;
    RawHttpServer m_server;
};

} // namespace chancery::support
