// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/crypto.h>

#include <string>
#include <utility>

namespace chancery::core {

// A password, token or key. It wipes itself, cannot be compared, streamed or formatted, and is read
// only through reveal(), a name that a review can search for.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text)
        : m_text(std::move(text))
    {
    }
    Secret(const Secret &) = default;
    Secret(Secret &&other) noexcept
        : m_text(std::move(other.m_text))
    {
        other.wipe();
    }
    Secret &operator=(const Secret &other)
    {
        if (this != &other) {
            wipe();
            m_text = other.m_text;
        }
        return *this;
    }
    Secret &operator=(Secret &&other) noexcept
    {
        if (this != &other) {
            wipe();
            m_text = std::move(other.m_text);
            other.wipe();
        }
        return *this;
    }
    ~Secret() { wipe(); }

    bool isEmpty() const { return m_text.empty(); }
    const std::string &reveal() const { return m_text; }

private:
    void wipe()
    {
        // The whole buffer, also what a short string keeps behind its end.
        m_text.resize(m_text.capacity());
        OPENSSL_cleanse(m_text.data(), m_text.size());
        m_text.clear();
    }

    std::string m_text;
};

} // namespace chancery::core
