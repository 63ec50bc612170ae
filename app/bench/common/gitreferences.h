// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace chancery::bench {

inline int gitDigit(char letter)
{
    return letter <= '9' ? letter - '0' : letter - 'a' + 10;
}

// What the references of a Git repository name, read from its files.
class GitReferences {
public:
    using Id = std::array<unsigned char, 20>;

    // The targets of all, tags where they are known without a look at the tag; nothing when they
    // are kept in another way than in "refs" and "packed-refs" of that folder.
    static std::optional<std::vector<Id>> read(const std::string &folder);
};

} // namespace chancery::bench
