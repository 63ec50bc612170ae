// SPDX-License-Identifier: Apache-2.0
#include "error.h"

namespace chancery::core {

std::string_view name(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Cancelled:
        return "cancelled";
    case ErrorKind::Offline:
        return "offline";
    case ErrorKind::Timeout:
        return "timeout";
    case ErrorKind::Unauthorized:
        return "unauthorized";
    case ErrorKind::Forbidden:
        return "forbidden";
    case ErrorKind::NotFound:
        return "not-found";
    case ErrorKind::Conflict:
        return "conflict";
    case ErrorKind::Invalid:
        return "invalid";
    case ErrorKind::RateLimited:
        return "rate-limited";
    case ErrorKind::Server:
        return "server";
    case ErrorKind::Protocol:
        return "protocol";
    case ErrorKind::Storage:
        return "storage";
    case ErrorKind::Internal:
        return "internal";
    }
    return "internal";
}

std::string toString(const Error &error)
{
    std::string text(name(error.kind));
    if (!error.code.empty())
        text += ": " + error.code;
    if (!error.detail.empty())
        text += ": " + error.detail;
    return text;
}

} // namespace chancery::core
