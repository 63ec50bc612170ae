// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/service.h"
#include "tests/server/posted.h"

#include <memory>
#include <optional>

namespace chancery::server {

// What the service answers, at once or after what it has others do; nothing when it never does.
inline Response answered(Service &service, Posted &posted, Request request)
{
    auto later = std::make_shared<std::optional<Response>>();
    auto now = service.handle(
        std::move(request), [later](Response response) { *later = std::move(response); });
    if (now)
        return std::move(*now);
    while (!*later) {
        if (!posted.runOne())
            return {};
    }
    return std::move(**later);
}

} // namespace chancery::server
