// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/error.h"

#include <string>
#include <string_view>

namespace chancery::core::identity {

// Why a key, a signature or a token was refused: the code is one of a kind, for logs and tests. The
// detail never holds a token, for a refused one may still be somebody's.
inline Error refusal(std::string_view code, std::string detail)
{
    return {ErrorKind::Unauthorized, std::string(code), std::move(detail), {}, {}, {}};
}

} // namespace chancery::core::identity
