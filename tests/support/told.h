// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <string>

namespace chancery::support {

// "ok", or "code /pointer:code …": one line for a table of refusals.
template <typename Result>
std::string told(const Result &result)
{
    if (result.ok())
        return "ok";
    std::string words = result.error().code;
    for (const auto &field : result.error().fields)
        words += ' ' + field.pointer + ':' + field.code;
    return words;
}

} // namespace chancery::support
