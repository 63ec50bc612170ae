// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/scriptedcms.h"

#include <algorithm>

namespace chancery::support {

template <typename T>
core::Call ScriptedCms::answer(
    const std::string &method, Handler<T> done, std::function<core::Result<T>()> make)
{
    m_calls.push_back(method);
    auto token = std::make_shared<core::CancelToken>();
    std::optional<core::Error> failure;
    if (const auto lasting = m_lastingFailures.find(method); lasting != m_lastingFailures.end())
        failure = lasting->second;
    else if (auto once = m_failures.extract(method))
        failure = once.mapped();
    auto result = std::make_shared<core::Result<T>>(failure ? core::Result<T>(*failure) : make());
    auto delivery = [result, done = std::move(done)] { done(std::move(*result)); };
    if (m_hanging.contains(method))
        m_held.emplace_back(token, std::move(delivery));
    else
        m_mailbox->post(token, std::move(delivery));
    return core::Call(std::move(token));
}

template <typename T>
client::Acknowledged<T> ScriptedCms::acknowledge(T value)
{
    return {std::move(value), ++m_sequence, "req-1"};
}

} // namespace chancery::support
