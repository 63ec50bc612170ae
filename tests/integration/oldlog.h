// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/server/answered.h"
#include "tests/support/corpus.h"

namespace chancery::support {

// Before a server is started over the folder: the log of one that began three years ago, so many
// entries long at least, the last of them of yesterday. What a server of today may prune has to be
// old.
inline bool beginLogLongAgo(const std::string &data, int entries)
{
    class ThenClock final : public core::Clock {
    public:
        core::Instant now() const override { return then; }
        core::Instant then = core::SystemClock().now() - std::chrono::hours(24) * 1095;
    };
    ThenClock clock;
    server::SilentJournal journal;
    server::Posted posted;
    server::ServiceOptions options;
    options.data = data;
    options.passwordCost = {256, 1, 1};
    const auto service = server::Service::open(options, clock, journal,
        [&posted](std::function<void()> function) { posted.add(std::move(function)); });
    if (!service)
        return false;
    auto token = contentOf(data + "/bootstrap-token");
    while (!token.empty() && token.back() == '\n')
        token.pop_back();
    for (int i = 0; i < entries; ++i) {
        server::Request request;
        request.method = "POST";
        request.path = "/v1/namespaces";
        request.body = R"({"id":"","slug":"old)" + std::to_string(i)
            + R"(","title":"","owner":"","etag":""})";
        request.authorization = "Bearer " + token;
        request.idempotencyKey = "long-ago-there-was-" + std::to_string(i);
        request.requestId = "old" + std::to_string(i);
        if (server::answered(**service, posted, std::move(request)).status != 201)
            return false;
    }
    // The last entry is of yesterday: after years without any the clock is believed a day later.
    clock.then += std::chrono::hours(24) * 1094;
    server::Request knock;
    knock.method = "POST";
    knock.path = "/v1/sessions";
    knock.body = R"({"name":"nobody","password":"wrong one"})";
    knock.requestId = "knock";
    return server::answered(**service, posted, std::move(knock)).status == 401;
}

} // namespace chancery::support
