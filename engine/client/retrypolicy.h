// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/http.h"

namespace chancery::client {

// When a request is sent again. Pure values and functions: the random number comes from the caller.
struct RetryPolicy {
    int maxAttempts = 4;
    std::chrono::milliseconds base{250};
    std::chrono::milliseconds cap{10'000};
    std::chrono::seconds longestRetryAfter{30}; // told to wait longer, the caller hears of it
};

struct Attempt {
    int number = 1; // this one, from one
    bool isRepeatable = false; // a GET, or a POST that carries an idempotency key
    int status = 0; // of the response that the error was made from; 0 when there was none
};

// What an answer with that error deserves: a delay before the next attempt, or nothing when the
// error is the answer. random is in [0, 1).
std::optional<std::chrono::milliseconds> delayBeforeRetry(
    const RetryPolicy &policy, const Attempt &attempt, const core::Error &error, double random);

// Uniform in [0, min(cap, base * 2^failures)): many clients that failed together come back apart.
std::chrono::milliseconds fullJitter(
    int failures, std::chrono::milliseconds base, std::chrono::milliseconds cap, double random);

} // namespace chancery::client
