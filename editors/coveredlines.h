// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace chancery::editors {

class CodeView;

// Hides the lines of covered values behind the first, so that nobody sees how many there are; the
// numbers of the lines below stay what they are. The last one stays where more than closing signs
// follows the value. Owned by the view's masks; of the GUI thread.
class CoveredLines {
public:
    using Range = std::pair<std::size_t, std::size_t>; // bytes

    explicit CoveredLines(CodeView &view)
        : m_view(view)
    {
    }

    // These are all that is covered.
    void arrange(const std::vector<Range> &covers);
    // These are covered too; true when that was not so.
    bool hide(const std::vector<Range> &covers);
    // Shows the lines whose beginning is in the middle of no cover any more.
    void release(const std::function<bool(std::size_t)> &isInside);
    // The closing signs behind the value, of a line that is hidden.
    QString hiddenRest(Range cover) const;

private:
    int lastHidden(Range cover) const;
    QString restOf(Range cover) const;
    bool hide(int line);
    void show(int line);
    void setHead(int line, int behind);

    CodeView &m_view;
    bool m_hidesAny = false;
};

} // namespace chancery::editors
