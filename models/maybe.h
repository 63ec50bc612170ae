// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"

#include <optional>

namespace chancery::models {

// For what may be absent: "not found" is an answer, not a failure.
template <typename T>
core::Handler<T> maybe(core::Handler<std::optional<T>> done)
{
    return [done = std::move(done)](core::Result<T> result) {
        if (result)
            done(std::optional<T>(std::move(*std::move(result))));
        else if (result.error().kind == core::ErrorKind::NotFound)
            done(std::optional<T>());
        else
            done(std::move(result).error());
    };
}

} // namespace chancery::models
