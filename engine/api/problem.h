// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

namespace chancery::api {

// One row of the problem table (standards.md §1.3): the stable slug, its HTTP status, the kind that
// the client turns it into, and the title that stands in the body.
struct ProblemCode {
    std::string_view code;
    int status;
    core::ErrorKind kind;
    std::string_view title;
    bool retryable;
};

// The row of a code; for a code that is not in the table the row of "internal".
const ProblemCode &problemCode(std::string_view code);

// The error that a server answers with, by its code: core::Error{kind of the table, code, detail}.
core::Error problem(
    std::string_view code, std::string detail, std::vector<core::FieldError> fields = {});

// RFC 9457 problem+json of an error; instance is "/requests/<requestId>".
std::string toProblemJson(const core::Error &error);

// What a client makes of an answer that is not a success; a body that is no problem document still
// gives an error of the kind that the status stands for.
core::Error fromProblem(int status, std::string body, std::string requestId);

} // namespace chancery::api
