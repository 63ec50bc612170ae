// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace chancery::core {

// A URI reference taken apart as RFC 3986 §5.2 wants it, for resolving one against another.
struct Uri {
    std::string scheme;
    std::string authority;
    std::string path;
    std::string query;
    std::string fragment;
    bool hasAuthority = false;
    bool hasQuery = false;
    bool hasFragment = false;

    static Uri parse(std::string_view text);
    std::string withoutFragment() const;
    std::string toString() const;
};

Uri resolve(const Uri &base, const Uri &reference);
std::string percentDecoded(std::string_view text);

} // namespace chancery::core
