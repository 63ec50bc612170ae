// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chancery::core {

// The exact value of a JSON number: ±digits × 10^exponent, the digits without zeros at either end
// and empty for zero.
struct Decimal {
    bool isNegative = false;
    std::string digits;
    std::int64_t exponent = 0;

    friend bool operator==(const Decimal &, const Decimal &) = default;
};
Decimal decimalOf(std::string_view number);

// The nearest binary64; infinite where the number is beyond it.
double toDouble(std::string_view number);

// The number when it is written as an integer of at most 15 digits: exact, and most are.
std::optional<std::int64_t> smallInteger(std::string_view number);

// <0, 0 or >0, by exact value: 0.1 and 1e-1 are equal, 9007199254740992 and …993 are not.
int compareNumbers(std::string_view a, std::string_view b);

// "1", and also "1.0" and "1e3".
bool isWholeNumber(std::string_view number);

// Exact for divisors of up to 18 digits, whatever their exponent; by binary64 beyond.
bool isMultipleOf(std::string_view number, std::string_view divisor);

} // namespace chancery::core
