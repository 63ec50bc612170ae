// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace chancery::api {

// One page of a list (API-6). next is empty on the last page; otherwise an opaque cursor.
template <typename T>
struct Page {
    std::vector<T> items;
    std::string next;

    friend bool operator==(const Page &, const Page &) = default;
};

} // namespace chancery::api
