// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace chancery::core::toml {

// Hides characters beyond ASCII from the library, whose test for white space is undefined for most
// of them up to U+FEFF (toml++ 3.3, is_non_ascii_horizontal_whitespace): those of plane 0 go to a
// plane of Unicode that the text does not use, one code point for another, so that columns stay.
class Planes {
public:
    // The text must be UTF-8.
    explicit Planes(const std::string &text);
    // Nothing need be hidden in ASCII.
    bool isNeeded() const { return m_isNeeded; }
    // False when the text uses every plane.
    bool isPossible() const { return m_plane != 0; }

    std::string hidden(const std::string &text) const;
    std::string shown(const std::string &hiddenText) const;

private:
    std::uint32_t m_plane = 0;
    bool m_isNeeded = false;
};

} // namespace chancery::core::toml
