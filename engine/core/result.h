// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/error.h"

#include <cassert>
#include <utility>
#include <variant>

namespace chancery::core {

// The value of a Result that only says "it worked".
struct Done {
    friend bool operator==(const Done &, const Done &) = default;
};

// A value, or the Error that stands in its place. Asking for the one that is not there is a
// programming error.
template <typename T = Done>
class [[nodiscard]] Result {
public:
    Result(T value) // NOLINT(google-explicit-constructor): "return value;" is the point
        : m_content(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error) // NOLINT(google-explicit-constructor)
        : m_content(std::in_place_index<1>, std::move(error))
    {
    }

    bool ok() const { return m_content.index() == 0; }
    explicit operator bool() const { return ok(); }

    const T &value() const & { return *checked(); }
    T &value() & { return *checked(); }
    T &&value() && { return std::move(*checked()); }
    const T &operator*() const & { return *checked(); }
    T &operator*() & { return *checked(); }
    T &&operator*() && { return std::move(*checked()); }
    const T *operator->() const { return checked(); }
    T *operator->() { return checked(); }

    const Error &error() const &
    {
        assert(!ok());
        return *std::get_if<1>(&m_content);
    }
    Error &&error() &&
    {
        assert(!ok());
        return std::move(*std::get_if<1>(&m_content));
    }

private:
    const T *checked() const
    {
        assert(ok());
        return std::get_if<0>(&m_content);
    }
    T *checked()
    {
        assert(ok());
        return std::get_if<0>(&m_content);
    }

    std::variant<T, Error> m_content;
};

} // namespace chancery::core
