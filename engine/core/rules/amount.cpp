// SPDX-License-Identifier: Apache-2.0
#include "amount.h"

#include "engine/core/schema/numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace chancery::core {

namespace {

constexpr std::size_t mostDigits = 36;

} // namespace

Amount::Amount(std::string_view jsonNumber)
{
    const auto decimal = decimalOf(jsonNumber);
    if (decimal.digits.size() > mostDigits) {
        *this = inexact(toDouble(jsonNumber));
        return;
    }
    for (const char digit : decimal.digits)
        m_digits = m_digits * 10 + (digit - '0');
    if (decimal.isNegative)
        m_digits = -m_digits;
    m_exponent = m_digits == 0 ? 0 : decimal.exponent;
}

Amount Amount::inexact(double value)
{
    Amount amount;
    amount.m_isExact = false;
    amount.m_inexact = value;
    return amount;
}

double Amount::number() const
{
    if (!m_isExact)
        return m_inexact;
    const auto bounded = std::clamp<std::int64_t>(m_exponent, -5000, 5000);
    return double(
        static_cast<long double>(m_digits) * std::pow(10.0L, static_cast<long double>(bounded)));
}

std::string Amount::json() const
{
    if (!m_isExact) {
        char text[32];
        const auto written = std::to_chars(text, text + sizeof text, m_inexact);
        return {text, written.ptr};
    }
    static constexpr std::int64_t mostZeros = 20;
    std::string digits;
    auto rest = m_digits < 0 ? -m_digits : m_digits;
    for (; rest != 0; rest /= 10)
        digits.insert(digits.begin(), char('0' + int(rest % 10)));
    auto exponent = m_exponent;
    for (; digits.size() > 1 && digits.back() == '0' && exponent < 0; ++exponent)
        digits.pop_back();
    if (digits.empty())
        return "0";
    const std::string sign = m_digits < 0 ? "-" : "";
    if (exponent > mostZeros || exponent < -mostZeros - std::int64_t(mostDigits))
        return sign + digits + 'e' + std::to_string(exponent);
    if (exponent >= 0)
        return sign + digits + std::string(std::size_t(exponent), '0');
    const auto places = std::size_t(-exponent);
    if (digits.size() <= places)
        digits.insert(0, places - digits.size() + 1, '0');
    return sign + digits.insert(digits.size() - places, ".");
}

// The digits with a smaller exponent; false when they would not fit.
bool Amount::scaledTo(std::int64_t exponent, Wide &digits) const
{
    digits = m_digits;
    if (!m_isExact || m_exponent - exponent > std::int64_t(mostDigits))
        return m_isExact && m_digits == 0;
    for (auto at = m_exponent; at > exponent; --at) {
        if (__builtin_mul_overflow(digits, Wide(10), &digits))
            return false;
    }
    return true;
}

Amount Amount::operator+(const Amount &other) const
{
    Amount sum;
    sum.m_exponent = std::min(m_exponent, other.m_exponent);
    Wide left = 0;
    Wide right = 0;
    if (scaledTo(sum.m_exponent, left) && other.scaledTo(sum.m_exponent, right)
        && !__builtin_add_overflow(left, right, &sum.m_digits))
        return sum;
    return inexact(number() + other.number());
}

Amount Amount::operator*(const Amount &other) const
{
    Amount product;
    if (m_isExact && other.m_isExact
        && !__builtin_mul_overflow(m_digits, other.m_digits, &product.m_digits)) {
        product.m_exponent = product.m_digits == 0 ? 0 : m_exponent + other.m_exponent;
        return product;
    }
    return inexact(number() * other.number());
}

int Amount::compare(const Amount &other) const
{
    const auto exponent = std::min(m_exponent, other.m_exponent);
    Wide left = 0;
    Wide right = 0;
    if (scaledTo(exponent, left) && other.scaledTo(exponent, right))
        return left < right ? -1 : left > right ? 1 : 0;
    const double a = number();
    const double b = other.number();
    return a < b ? -1 : a > b ? 1 : 0;
}

} // namespace chancery::core
