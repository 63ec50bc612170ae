// SPDX-License-Identifier: Apache-2.0
#include "retrypolicy.h"

namespace chancery::client {

namespace {

enum class Reason { None, NotSent, Interrupted, Overloaded };

Reason reasonOf(const core::Error &error, int status)
{
    using core::ErrorKind;
    if (isBeforeSending(error))
        return Reason::NotSent;
    if (error.kind == ErrorKind::RateLimited || error.code == "idempotency-in-progress")
        return Reason::Overloaded;
    if (error.code == "connection-lost" || status == 502 || status == 503 || status == 504)
        return Reason::Interrupted;
    return Reason::None;
}

} // namespace

std::chrono::milliseconds fullJitter(
    int failures, std::chrono::milliseconds base, std::chrono::milliseconds cap, double random)
{
    auto ceiling = base;
    for (int i = 0; i < failures && ceiling < cap; ++i)
        ceiling *= 2;
    ceiling = std::min(ceiling, cap);
    return std::chrono::milliseconds(std::int64_t(double(ceiling.count()) * random));
}

std::optional<std::chrono::milliseconds> delayBeforeRetry(
    const RetryPolicy &policy, const Attempt &attempt, const core::Error &error, double random)
{
    const auto reason = reasonOf(error, attempt.status);
    if (reason == Reason::None || attempt.number >= policy.maxAttempts)
        return std::nullopt;
    // What the server has never seen, or has refused to look at, may be sent again whatever it is.
    if (!attempt.isRepeatable && reason == Reason::Interrupted)
        return std::nullopt;
    if (error.retryAfter && *error.retryAfter > policy.longestRetryAfter)
        return std::nullopt;
    const auto jitter = fullJitter(attempt.number - 1, policy.base, policy.cap, random);
    return error.retryAfter ? *error.retryAfter + jitter : jitter;
}

} // namespace chancery::client
