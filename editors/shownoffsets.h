// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace chancery::editors {

class CodeView;

// Turns positions of a view's text, in bytes, into offsets of what is shown of it, in UTF-16 units
// from its beginning, and back: what is covered counts as so many units whatever stands there.
// Assistive programs count so. Owned by the view's masks; of the GUI thread.
class ShownOffsets {
public:
    static constexpr int unitsOfCover = 8;

    explicit ShownOffsets(const CodeView &view)
        : m_view(view)
    {
    }

    // The text or what is covered of it has changed.
    void forget() { m_isKnown = false; }
    int offsetOf(std::size_t position) const;
    std::size_t positionOf(int offset) const;

private:
    struct Cover {
        std::size_t begin = 0; // bytes
        std::size_t end = 0;
        int first = 0; // units of the shown text
        int less = 0; // so many units fewer are shown up to its end
    };

    void learn() const;

    const CodeView &m_view;
    mutable std::vector<Cover> m_covers;
    mutable bool m_isKnown = false;
};

} // namespace chancery::editors
