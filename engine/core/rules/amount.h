// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chancery::core {

// A number that can be added and multiplied without rounding: 0.1 + 0.2 is 0.3. Where more than
// about 36 digits would be needed it goes on as a binary64.
class Amount {
public:
    Amount() = default; // zero
    explicit Amount(std::string_view jsonNumber);
    explicit Amount(std::int64_t value)
        : m_digits(value)
    {
    }

    Amount operator+(const Amount &other) const;
    Amount operator*(const Amount &other) const;
    // <0, 0 or >0.
    int compare(const Amount &other) const;
    double number() const;
    // As JSON has it, exact where it is.
    std::string json() const;

private:
    __extension__ using Wide = __int128;
    static Amount inexact(double value);
    bool scaledTo(std::int64_t exponent, Wide &digits) const;

    Wide m_digits = 0;
    std::int64_t m_exponent = 0; // digits × 10^exponent
    double m_inexact = 0;
    bool m_isExact = true;
};

} // namespace chancery::core
