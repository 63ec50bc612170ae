// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/server/serviceworld.h"

// Freeze windows in a service whose clock is turned by hand, in UTC.
namespace chancery::support {

class FreezeWorld : public ServiceWorld {
protected:
    void beginWithFreezes()
    {
        begin();
        (void)ask(
            "POST", "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
        const auto pia = person("pia", R"(["author","policy.edit"])");
        actAs(pia);
        freezes = config("sys/freezes");
        actAs({});
    }

    std::string clockText(std::chrono::minutes ahead) const
    {
        return core::toRfc3339(clock.time + ahead).substr(0, 16);
    }
    // Denies everything for that long from now on.
    std::string closing(std::chrono::minutes begin, std::chrono::minutes end,
        const std::string &severity, const std::string &more = {}) const
    {
        return R"({"id":"end","title":"Year end","kind":"deny","severity":")" + severity
            + R"(","zone":"UTC","from":")" + clockText(begin) + R"(","to":")" + clockText(end) + '"'
            + more + '}';
    }
    void freeze(const std::string &place, const std::string &windows)
    {
        actAs(signIn("pia")); // the clock may have ended her session
        if (publish(freezes, place, R"({"windows":[)" + windows + "]}").empty())
            qWarning("the freeze could not be published");
        actAs({});
    }
    server::Response tryApply(const std::string &id)
    {
        const auto known = ask("GET", "/v1/change-requests/" + id);
        return ask("POST", "/v1/change-requests/" + id + ":apply", "{}", known.etag);
    }
    server::Response act(
        const std::string &id, const std::string &verb, const std::string &body = "{}")
    {
        const auto known = ask("GET", "/v1/change-requests/" + id);
        return ask("POST", "/v1/change-requests/" + id + ':' + verb, body, known.etag);
    }
    std::string open(const std::string &config, const std::string &place, const std::string &text)
    {
        return at(request(item(config, place, text)), "/id");
    }
    core::ChangeRequest known(const std::string &id)
    {
        return *read<core::ChangeRequest>(ask("GET", "/v1/change-requests/" + id));
    }
    int auditCount(const std::string &event)
    {
        const auto entries = ask("GET", "/v1/audit/entries", {}, {}, "from=0&to=1000");
        int count = 0;
        const auto needle = R"("event":")" + event + '"';
        for (auto at = entries.body->find(needle); at != std::string::npos;
            at = entries.body->find(needle, at + 1))
            ++count;
        return count;
    }

    std::string freezes; // the config's id
};

} // namespace chancery::support
