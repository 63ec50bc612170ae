// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <atomic>
#include <functional>
#include <memory>

namespace chancery::core {

// Says whether an answer is still wanted. Of any thread: written by the one who asked, read by the
// one who works. The hook runs once, in the thread that cancels, and must only wake somebody.
class CancelToken {
public:
    CancelToken() = default;
    explicit CancelToken(std::function<void()> onCancel)
        : m_onCancel(std::move(onCancel))
    {
    }

    bool isCancelled() const { return m_cancelled.load(std::memory_order_acquire); }
    void cancel()
    {
        if (!m_cancelled.exchange(true, std::memory_order_acq_rel) && m_onCancel)
            m_onCancel();
    }

private:
    std::atomic<bool> m_cancelled = false;
    std::function<void()> m_onCancel;
};

// The right to be called back. Whoever holds it gets the answer, at most once, in the thread that
// asked; dropping or replacing it withdraws the right and cancels the work.
class [[nodiscard]] Call {
public:
    Call() = default;
    explicit Call(std::shared_ptr<CancelToken> token)
        : m_token(std::move(token))
    {
    }
    Call(Call &&) noexcept = default;
    Call &operator=(Call &&other) noexcept
    {
        if (this != &other) {
            cancel();
            m_token = std::move(other.m_token);
        }
        return *this;
    }
    Call(const Call &) = delete;
    Call &operator=(const Call &) = delete;
    ~Call() { cancel(); }

    void cancel()
    {
        if (const auto token = std::move(m_token))
            token->cancel();
        m_token.reset();
    }
    bool isHeld() const { return m_token && !m_token->isCancelled(); }

private:
    std::shared_ptr<CancelToken> m_token;
};

template <typename T>
using Handler = std::function<void(Result<T>)>;

} // namespace chancery::core
