// SPDX-License-Identifier: Apache-2.0
#include "store.h"

namespace chancery::server {

KeyRange KeyRange::under(std::string_view prefix)
{
    KeyRange range{std::string(prefix), std::string(prefix), SIZE_MAX, false};
    // Keys are ASCII, so that 0xff is behind all of them.
    range.to += '\xff';
    return range;
}

core::Result<bool> Transaction::compareAndSet(
    std::string_view key, const Bytes &expected, std::string value)
{
    const auto present = get(key);
    if (!present)
        return present.error();
    const bool isExpected = !*present == !expected && (!expected || **present == *expected);
    if (!isExpected)
        return false;
    if (auto put = this->put(key, std::move(value)); !put)
        return put.error();
    return true;
}

} // namespace chancery::server
