// SPDX-License-Identifier: Apache-2.0
#include "store.h"

namespace chancery::server {

KeyRange KeyRange::under(std::string_view prefix)
{
    KeyRange range{std::string(prefix), std::string(prefix)};
    // Keys are ASCII, so that 0xff is behind all of them.
    range.to += '\xff';
    return range;
}

bool KeyRange::isExhausted(const std::vector<Entry> &entries) const
{
    std::size_t sum = 0;
    for (const auto &entry : entries)
        sum += entry.value->size();
    return entries.size() < limit && sum < bytes;
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
