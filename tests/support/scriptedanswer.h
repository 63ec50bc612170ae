// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/scriptedcms.h"

#include <algorithm>

namespace chancery::support {

template <typename T>
core::Call ScriptedCms::answer(
    const std::string &method, Handler<T> done, std::function<core::Result<T>()> make)
{
    const auto begin = std::chrono::steady_clock::now();
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
    m_timeSpent += std::chrono::steady_clock::now() - begin;
    return core::Call(std::move(token));
}

// A cursor is the place in the list where it is then: what comes and goes between two pages shifts
// them, as it must not on a real server.
template <typename T>
api::Page<T> ScriptedCms::slice(
    PageOf<T> all, const client::PageQuery &query, std::size_t usualSize) const
{
    const std::size_t size = pageSize ? pageSize : usualSize;
    const std::size_t asked = query.cursor.empty() ? 0 : std::stoul(query.cursor);
    const std::size_t from = std::min(asked, all.items.size());
    all.items.erase(all.items.begin(), all.items.begin() + std::ptrdiff_t(from));
    if (size > 0 && all.items.size() > size) {
        all.items.resize(size);
        all.next = std::to_string(from + size);
    }
    return all;
}

template <typename T>
client::Acknowledged<T> ScriptedCms::acknowledge(T value)
{
    return {std::move(value), ++m_sequence};
}

} // namespace chancery::support
