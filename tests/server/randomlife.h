// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/server/serviceworld.h"

#include <random>

namespace chancery::support {

// A real server, and people to whose requests anything may happen, each sequence by its number
// alone. Ann and Ada write and apply, Bob, Cy and Dot approve, Pia governs, Eve has emergency
// access, Sam looks on; "live" asks for two approvals.
class RandomLife : public ServiceWorld {
public:
    void prepareWorld();
    // From the beginning, for the sequence of that number.
    void begin(unsigned seed);
    // Something happens, or is refused.
    void step();

    server::Response requestOf(const std::string &id)
    {
        return ask("GET", "/v1/change-requests/" + id);
    }
    const std::string &app() const { return m_app; }
    const std::string &lastRequest() const { return m_requests.back(); }
    std::string text();
    std::string etagOf(const std::string &name);
    void opened(const std::string &who, const std::string &items);
    void vote(const std::string &who, const std::string &id, const char *kind = "approve");
    // A right to approve for Sam, which ends in half an hour without anybody doing anything.
    void lend();

private:
    using Step = void (RandomLife::*)();

    int below(int bound) { return int(m_random() % unsigned(bound)); }
    const char *oneOf(std::initializer_list<const char *> names)
    {
        return *(names.begin() + below(int(names.size())));
    }
    std::string one() { return m_requests[m_requests.size() - 1 - std::size_t(below(3))]; }
    server::Response verb(const std::string &id, const char *name, const std::string &body = "{}")
    {
        return ask("POST", "/v1/change-requests/" + id + ':' + name, body, requestOf(id).etag);
    }
    void signAllIn();
    void landAll(const std::string &id);
    void govern(const std::string &config, const std::string &text);
    void askForChange();
    void edit();
    void speak();
    void applyOne();
    void rebase();
    void end();
    void people();
    void rule();
    void emergency();
    void schedule();
    void rollBack();
    void timePasses();

    server::MemoryStore::Map m_beginning;
    core::Instant m_began;
    std::mt19937 m_random;
    std::string m_app;
    std::string m_other;
    std::string m_policy;
    std::string m_access;
    std::string m_first; // the first version of the app that was live
    std::vector<std::string> m_requests;
    std::vector<std::string> m_firstRequests;
    int m_texts = 0;
};

} // namespace chancery::support
