// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace chancery::core::yaml {

// Finds where a collection in brackets closes, to tell whether it is an implicit key: a key is on
// one line and has at most 1024 characters. Keeps what it saw of nested brackets, so that asking
// for each of them in turn looks at every character once.
class FlowLookahead {
public:
    // The place behind the bracket that closes the one at open; null when that is not on the line
    // or too far away.
    const char *closing(const char *open);

private:
    struct Bracket {
        const char *open;
        const char *behind; // null while it is open
    };

    void restart(const char *at);
    bool advance();
    void token();
    void closeBracket();

    std::vector<Bracket> m_brackets; // by place
    std::vector<std::size_t> m_open;
    const char *m_at = nullptr;
    bool m_isFresh = true; // a token may begin here
    bool m_afterJson = false; // a colon may follow at once
};

inline constexpr std::ptrdiff_t longestImplicitKey = 1024;

} // namespace chancery::core::yaml
