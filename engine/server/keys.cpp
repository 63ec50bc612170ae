// SPDX-License-Identifier: Apache-2.0
#include "keys.h"

#include <charconv>

namespace chancery::server::keys {

std::string number(std::uint64_t value)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string hex(16, '0');
    for (auto digit = hex.rbegin(); value != 0; ++digit, value >>= 4)
        *digit = digits[value & 15];
    return hex;
}

std::uint64_t numberAtEnd(std::string_view key)
{
    const auto digits = key.substr(key.rfind('/') + 1);
    std::uint64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return value;
}

} // namespace chancery::server::keys
