// SPDX-License-Identifier: Apache-2.0
#include "opensslreason.h"

#include <openssl/err.h>

#include <cstring>

namespace chancery::server {

std::string lastOpensslReason()
{
    // The first one is the cause; what was made of it on the way says only "system lib".
    if (const auto first = ERR_peek_error(); ERR_SYSTEM_ERROR(first))
        return std::string(": ") + std::strerror(ERR_GET_REASON(first));
    const auto *reason = ERR_reason_error_string(ERR_peek_last_error());
    return reason ? std::string(": ") + reason : std::string();
}

} // namespace chancery::server
