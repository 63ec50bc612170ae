// SPDX-License-Identifier: Apache-2.0
// Numbers are compared by binary64 first; only where that cannot tell two texts apart are their
// exact decimals compared. A multiple is decided with integers: of a×10^x and b×10^y the smaller
// exponent is taken out, and the rest is modular arithmetic, so that 0.3 is a multiple of 0.1 and
// 1e308 is none of 0.123456789.
#include "numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace chancery::core {

namespace {

constexpr std::int64_t exponentBound = 1'000'000'000'000;

__extension__ using Wide = unsigned __int128;

bool isPlainInteger(std::string_view number)
{
    return number.find_first_of(".eE") == std::string_view::npos;
}

std::int64_t exponentOf(std::string_view text)
{
    const bool isNegative = text.starts_with('-');
    if (isNegative || text.starts_with('+'))
        text.remove_prefix(1);
    std::int64_t value = 0;
    for (const char digit : text)
        value = std::min(exponentBound, value * 10 + (digit - '0'));
    return isNegative ? -value : value;
}

std::uint64_t toInteger(std::string_view digits)
{
    std::uint64_t value = 0;
    for (const char digit : digits)
        value = value * 10 + std::uint64_t(digit - '0');
    return value;
}

std::uint64_t powerModulo(std::uint64_t exponent, std::uint64_t modulus)
{
    Wide result = 1 % modulus;
    Wide base = 10 % modulus;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            result = result * base % modulus;
        base = base * base % modulus;
    }
    return std::uint64_t(result);
}

std::uint64_t digitsModulo(std::string_view digits, std::uint64_t modulus)
{
    Wide rest = 0;
    for (const char digit : digits)
        rest = (rest * 10 + std::uint64_t(digit - '0')) % modulus;
    return std::uint64_t(rest);
}

int compareMagnitudes(const Decimal &a, const Decimal &b)
{
    const auto aPoint = std::int64_t(a.digits.size()) + a.exponent;
    const auto bPoint = std::int64_t(b.digits.size()) + b.exponent;
    if (aPoint != bPoint)
        return aPoint < bPoint ? -1 : 1;
    return a.digits.compare(b.digits);
}

} // namespace

Decimal decimalOf(std::string_view number)
{
    Decimal decimal;
    decimal.isNegative = number.starts_with('-');
    if (decimal.isNegative)
        number.remove_prefix(1);
    if (const auto e = number.find_first_of("eE"); e != std::string_view::npos) {
        decimal.exponent = exponentOf(number.substr(e + 1));
        number = number.substr(0, e);
    }
    const auto point = number.find('.');
    decimal.digits = number.substr(0, point);
    if (point != std::string_view::npos) {
        decimal.digits += number.substr(point + 1);
        decimal.exponent -= std::int64_t(number.size() - point - 1);
    }
    const auto last = decimal.digits.find_last_not_of('0');
    if (last == std::string::npos)
        return {};
    decimal.exponent += std::int64_t(decimal.digits.size() - last - 1);
    decimal.digits.resize(last + 1);
    decimal.digits.erase(0, decimal.digits.find_first_not_of('0'));
    return decimal;
}

double toDouble(std::string_view number)
{
    if (const auto integer = smallInteger(number))
        return double(*integer);
    double value = 0;
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), value);
    if (parsed.ec != std::errc::result_out_of_range)
        return value;
    const auto decimal = decimalOf(number);
    if (decimal.exponent + std::int64_t(decimal.digits.size()) <= 0)
        return 0;
    const double infinity = std::numeric_limits<double>::infinity();
    return decimal.isNegative ? -infinity : infinity;
}

std::optional<std::int64_t> smallInteger(std::string_view number)
{
    const bool isNegative = number.starts_with('-');
    if (isNegative)
        number.remove_prefix(1);
    if (number.empty() || number.size() > 15)
        return std::nullopt;
    std::int64_t value = 0;
    for (const char digit : number) {
        if (digit < '0' || digit > '9')
            return std::nullopt;
        value = value * 10 + (digit - '0');
    }
    return isNegative ? -value : value;
}

int compareNumbers(std::string_view a, std::string_view b)
{
    const auto aInteger = smallInteger(a);
    const auto bInteger = smallInteger(b);
    if (aInteger && bInteger)
        return *aInteger < *bInteger ? -1 : *aInteger > *bInteger ? 1 : 0;
    const double aValue = toDouble(a);
    const double bValue = toDouble(b);
    if (aValue != bValue)
        return aValue < bValue ? -1 : 1;
    if (a == b)
        return 0;
    const auto left = decimalOf(a);
    const auto right = decimalOf(b);
    if (left == right)
        return 0;
    if (left.isNegative != right.isNegative)
        return left.isNegative ? -1 : 1;
    const int magnitude = left.digits.empty() ? (right.digits.empty() ? 0 : -1)
        : right.digits.empty()                ? 1
                                              : compareMagnitudes(left, right);
    return left.isNegative ? -magnitude : magnitude;
}

bool isWholeNumber(std::string_view number)
{
    return isPlainInteger(number) || decimalOf(number).exponent >= 0;
}

bool isMultipleOf(std::string_view number, std::string_view divisor)
{
    const auto small = smallInteger(number);
    const auto smallDivisor = smallInteger(divisor);
    if (small && smallDivisor && *smallDivisor != 0)
        return *small % *smallDivisor == 0;
    const auto dividend = decimalOf(number);
    const auto by = decimalOf(divisor);
    if (dividend.digits.empty())
        return true;
    if (by.digits.empty())
        return false;
    if (by.digits.size() > 18) {
        const double quotient = toDouble(number) / toDouble(divisor);
        return std::isfinite(quotient) && quotient == std::floor(quotient);
    }
    const auto modulus = toInteger(by.digits);
    const auto shift = dividend.exponent - by.exponent;
    // The digits end in no zero, so no power of ten divides them.
    if (shift < 0)
        return false;
    const Wide rest = digitsModulo(dividend.digits, modulus);
    return rest * powerModulo(std::uint64_t(shift), modulus) % modulus == 0;
}

} // namespace chancery::core
