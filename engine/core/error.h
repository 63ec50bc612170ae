// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::core {

// What went wrong, in the words that a caller can act on. A new kind needs a text in
// views/common/errortext.cpp before the console compiles.
enum class ErrorKind {
    Cancelled,
    Offline,
    Timeout,
    Unauthorized,
    Forbidden,
    NotFound,
    Conflict,
    Invalid,
    RateLimited,
    Server,
    Protocol,
    Storage,
    Internal
};

std::string_view name(ErrorKind kind);

// One violation inside a value: where (RFC 6901 pointers and, for text, line and column counted
// from one, zero when unknown) and what.
struct FieldError {
    std::string pointer;
    std::string code;
    std::string message;
    std::string schemaPointer;
    int line = 0;
    int column = 0;

    friend bool operator==(const FieldError &, const FieldError &) = default;
};

// The failure of one action. The code is stable and for programs; the detail is for the log and the
// "Details" fold, never a headline; neither ever carries a secret.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    std::string code;
    std::string detail;
    std::string requestId;
    std::vector<FieldError> fields;
    std::optional<std::chrono::seconds> retryAfter;

    friend bool operator==(const Error &, const Error &) = default;
};

// "invalid: duplicate-key: …", for logs and the command line.
std::string toString(const Error &error);

} // namespace chancery::core
