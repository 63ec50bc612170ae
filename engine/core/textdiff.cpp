// SPDX-License-Identifier: Apache-2.0
// The difference of two sequences after Myers, "An O(ND) Difference Algorithm and Its Variations"
// (1986), in its linear space form.
//
// 1. Every distinct line gets a number; comparing lines is comparing numbers from then on.
// 2. Equal beginnings and ends are cut off; lines that the other side does not have at all are
//    marked as changed and taken out. Neither can change the longest common subsequence.
// 3. A box of the edit graph is split where the furthest paths from both of its corners meet, and
//    the two halves are solved the same way, with a stack of boxes instead of recursion. A path is
//    kept as its furthest x on every diagonal k = x − y.
// 4. Texts without much in common would take quadratic time. When the paths have not met after
//    costLimit steps the box is split at the end of the path that came furthest: the script may
//    then be longer than the shortest, but it is still right.
// 5. A run of added or removed lines can often slide ("}" may belong to the block before or after).
//    Of all its places it takes the one whose first line is indented the least, the last such, so
//    that it begins where a reader would say that a block begins.
#include "textdiff.h"

#include <limits>
#include <unordered_map>

namespace chancery::core {

namespace {

using Number = std::uint32_t;
using Index = std::ptrdiff_t;
constexpr Index costLimit = 512;
// Sliding looks at that many places at most: a text of one repeated line would make it quadratic.
constexpr std::size_t slideLimit = 1000;

// A sequence after step 2: the numbers that are left, and where each stood.
struct Side {
    std::vector<Number> numbers;
    std::vector<std::size_t> places;
    std::vector<char> isChanged; // by place

    Index size() const { return static_cast<Index>(numbers.size()); }
    Number at(Index index) const { return numbers[static_cast<std::size_t>(index)]; }
    void markChanged(Index begin, Index end)
    {
        for (; begin < end; ++begin)
            isChanged[places[static_cast<std::size_t>(begin)]] = true;
    }
};

struct Box {
    Index left = 0;
    Index leftEnd = 0;
    Index right = 0;
    Index rightEnd = 0;
};

class Comparison {
public:
    Comparison(Side &left, Side &right, const CancelToken *token)
        : m_left(left)
        , m_right(right)
        , m_token(token)
        , m_forward(static_cast<std::size_t>(left.size() + right.size() + 3))
        , m_backward(m_forward.size())
    {
    }

    void run()
    {
        std::vector<Box> boxes{{0, m_left.size(), 0, m_right.size()}};
        while (!boxes.empty()) {
            const Box box = trimmed(boxes.back());
            boxes.pop_back();
            const bool isCancelled = m_token && m_token->isCancelled();
            if (box.left == box.leftEnd || box.right == box.rightEnd || isCancelled) {
                m_left.markChanged(box.left, box.leftEnd);
                m_right.markChanged(box.right, box.rightEnd);
                continue;
            }
            const auto [x, y] = split(box);
            boxes.push_back({x, box.leftEnd, y, box.rightEnd});
            boxes.push_back({box.left, x, box.right, y});
        }
    }

private:
    struct Point {
        Index x = 0;
        Index y = 0;
    };
    // The diagonals that a direction has reached.
    struct Band {
        Index low = 0;
        Index high = 0;
        bool holds(Index diagonal) const { return low <= diagonal && diagonal <= high; }
    };

    Index &forward(Index diagonal)
    {
        return m_forward[static_cast<std::size_t>(diagonal + m_right.size() + 1)];
    }
    Index &backward(Index diagonal)
    {
        return m_backward[static_cast<std::size_t>(diagonal + m_right.size() + 1)];
    }

    Box trimmed(Box box) const
    {
        while (box.left < box.leftEnd && box.right < box.rightEnd
            && m_left.at(box.left) == m_right.at(box.right)) {
            ++box.left;
            ++box.right;
        }
        while (box.left < box.leftEnd && box.right < box.rightEnd
            && m_left.at(box.leftEnd - 1) == m_right.at(box.rightEnd - 1)) {
            --box.leftEnd;
            --box.rightEnd;
        }
        return box;
    }

    Point split(const Box &box);
    bool advance(const Box &box, bool mayMeet, Point &meeting);
    bool retreat(const Box &box, bool mayMeet, Point &meeting);
    Point furthest(const Box &box);
    static void widen(Band &band, const Box &box, Index outside, auto &&at);

    Side &m_left;
    Side &m_right;
    const CancelToken *m_token;
    std::vector<Index> m_forward;
    std::vector<Index> m_backward;
    Band m_ahead;
    Band m_behind;
};

// One diagonal more on each side, or one less where the box ends; beyond the band stands a value
// that never wins.
void Comparison::widen(Band &band, const Box &box, Index outside, auto &&at)
{
    if (band.low > box.left - box.rightEnd)
        at(--band.low - 1) = outside;
    else
        ++band.low;
    if (band.high < box.leftEnd - box.right)
        at(++band.high + 1) = outside;
    else
        --band.high;
}

bool Comparison::advance(const Box &box, bool mayMeet, Point &meeting)
{
    widen(m_ahead, box, -1, [this](Index diagonal) -> Index & { return forward(diagonal); });
    for (Index diagonal = m_ahead.high; diagonal >= m_ahead.low; diagonal -= 2) {
        const Index below = forward(diagonal - 1);
        const Index above = forward(diagonal + 1);
        Index x = below < above ? above : below + 1;
        Index y = x - diagonal;
        while (x < box.leftEnd && y < box.rightEnd && m_left.at(x) == m_right.at(y)) {
            ++x;
            ++y;
        }
        forward(diagonal) = x;
        if (mayMeet && m_behind.holds(diagonal) && backward(diagonal) <= x) {
            meeting = {x, y};
            return true;
        }
    }
    return false;
}

bool Comparison::retreat(const Box &box, bool mayMeet, Point &meeting)
{
    widen(m_behind, box, std::numeric_limits<Index>::max(),
        [this](Index diagonal) -> Index & { return backward(diagonal); });
    for (Index diagonal = m_behind.high; diagonal >= m_behind.low; diagonal -= 2) {
        const Index below = backward(diagonal - 1);
        const Index above = backward(diagonal + 1);
        Index x = below < above ? below : above - 1;
        Index y = x - diagonal;
        while (x > box.left && y > box.right && m_left.at(x - 1) == m_right.at(y - 1)) {
            --x;
            --y;
        }
        backward(diagonal) = x;
        if (mayMeet && m_ahead.holds(diagonal) && x <= forward(diagonal)) {
            meeting = {x, y};
            return true;
        }
    }
    return false;
}

// Step 4: the end of the path that has left more behind it.
Comparison::Point Comparison::furthest(const Box &box)
{
    Point ahead{box.left, box.right};
    for (Index diagonal = m_ahead.low; diagonal <= m_ahead.high; diagonal += 2) {
        const Index x = std::min({forward(diagonal), box.leftEnd, box.rightEnd + diagonal});
        if (2 * x - diagonal > ahead.x + ahead.y)
            ahead = {x, x - diagonal};
    }
    Point behind{box.leftEnd, box.rightEnd};
    for (Index diagonal = m_behind.low; diagonal <= m_behind.high; diagonal += 2) {
        const Index x = std::max({backward(diagonal), box.left, box.right + diagonal});
        if (2 * x - diagonal < behind.x + behind.y)
            behind = {x, x - diagonal};
    }
    const Index done = ahead.x + ahead.y - box.left - box.right;
    const Index left = box.leftEnd + box.rightEnd - behind.x - behind.y;
    return done >= left ? ahead : behind;
}

Comparison::Point Comparison::split(const Box &box)
{
    const Index ahead = box.left - box.right;
    const Index behind = box.leftEnd - box.rightEnd;
    const bool isOdd = ((ahead - behind) & 1) != 0;
    forward(ahead) = box.left;
    backward(behind) = box.leftEnd;
    m_ahead = {ahead, ahead};
    m_behind = {behind, behind};
    Point meeting;
    for (Index cost = 1;; ++cost) {
        if (advance(box, isOdd, meeting))
            return meeting;
        if (retreat(box, !isOdd, meeting))
            return meeting;
        if (cost >= costLimit)
            return furthest(box);
    }
}

// Steps 1 and 2.
std::pair<std::vector<Number>, std::vector<Number>> numbered(
    const std::vector<std::string_view> &left, const std::vector<std::string_view> &right)
{
    std::unordered_map<std::string_view, Number> known;
    known.reserve(left.size() + right.size());
    const auto number = [&known](const std::vector<std::string_view> &items) {
        std::vector<Number> numbers;
        numbers.reserve(items.size());
        for (const auto item : items)
            numbers.push_back(known.try_emplace(item, Number(known.size())).first->second);
        return numbers;
    };
    auto ofLeft = number(left);
    return {std::move(ofLeft), number(right)};
}

Side sideOf(const std::vector<Number> &numbers, const std::vector<Number> &others)
{
    Number highest = 0;
    for (const Number number : numbers)
        highest = std::max(highest, number);
    std::vector<char> isShared(std::size_t(highest) + 1);
    for (const Number number : others) {
        if (number <= highest)
            isShared[number] = true;
    }
    Side side;
    side.isChanged.resize(numbers.size());
    for (std::size_t place = 0; place < numbers.size(); ++place) {
        if (isShared[numbers[place]]) {
            side.numbers.push_back(numbers[place]);
            side.places.push_back(place);
        } else {
            side.isChanged[place] = true;
        }
    }
    return side;
}

std::vector<Hunk> hunksOf(const std::vector<char> &left, const std::vector<char> &right)
{
    std::vector<Hunk> hunks;
    std::size_t x = 0;
    std::size_t y = 0;
    while (x < left.size() || y < right.size()) {
        Hunk hunk{x, x, y, y};
        while (hunk.leftEnd < left.size() && left[hunk.leftEnd])
            ++hunk.leftEnd;
        while (hunk.rightEnd < right.size() && right[hunk.rightEnd])
            ++hunk.rightEnd;
        x = hunk.leftEnd + 1;
        y = hunk.rightEnd + 1;
        if (hunk.leftBegin != hunk.leftEnd || hunk.rightBegin != hunk.rightEnd)
            hunks.push_back(hunk);
    }
    return hunks;
}

std::vector<Hunk> diff(
    const std::vector<Number> &left, const std::vector<Number> &right, const CancelToken *token)
{
    Side ofLeft = sideOf(left, right);
    Side ofRight = sideOf(right, left);
    Comparison(ofLeft, ofRight, token).run();
    return hunksOf(ofLeft.isChanged, ofRight.isChanged);
}

std::size_t indentation(std::string_view line)
{
    const auto first = line.find_first_not_of(" \t");
    return first == std::string_view::npos ? line.size() : first;
}

// Step 5 for a run [begin, end) of one side that stands against nothing. How far down it goes, and
// up as a negative number, so that it stays between its neighbours.
std::ptrdiff_t slide(const std::vector<std::string_view> &lines, std::size_t begin, std::size_t end,
    std::size_t lowest, std::size_t highest)
{
    std::size_t up = 0;
    while (up < slideLimit && begin - up > lowest && lines[begin - up - 1] == lines[end - up - 1])
        ++up;
    std::size_t down = 0;
    while (down < slideLimit && end + down < highest && lines[begin + down] == lines[end + down])
        ++down;
    std::size_t best = begin - up;
    for (std::size_t start = best; start <= begin + down; ++start) {
        if (indentation(lines[start]) <= indentation(lines[best]))
            best = start;
    }
    return static_cast<std::ptrdiff_t>(best) - static_cast<std::ptrdiff_t>(begin);
}

void slideHunks(std::vector<Hunk> &hunks, const std::vector<std::string_view> &left,
    const std::vector<std::string_view> &right)
{
    for (std::size_t index = 0; index < hunks.size(); ++index) {
        Hunk &hunk = hunks[index];
        const bool isAddition = hunk.leftBegin == hunk.leftEnd;
        if (!isAddition && hunk.rightBegin != hunk.rightEnd)
            continue;
        const auto &lines = isAddition ? right : left;
        // One equal line stays between two hunks.
        std::size_t lowest = 0;
        std::size_t highest = lines.size();
        if (index > 0)
            lowest = (isAddition ? hunks[index - 1].rightEnd : hunks[index - 1].leftEnd) + 1;
        if (index + 1 < hunks.size())
            highest = (isAddition ? hunks[index + 1].rightBegin : hunks[index + 1].leftBegin) - 1;
        const auto by = static_cast<std::size_t>(isAddition
                ? slide(lines, hunk.rightBegin, hunk.rightEnd, lowest, highest)
                : slide(lines, hunk.leftBegin, hunk.leftEnd, lowest, highest));
        // Both sides move: the equal lines that it passes are on both. Unsigned wraps back.
        hunk = {hunk.leftBegin + by, hunk.leftEnd + by, hunk.rightBegin + by, hunk.rightEnd + by};
    }
}

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
        || (static_cast<unsigned char>(c) & 0x80) != 0;
}

std::vector<std::string_view> splitWords(std::string_view line)
{
    std::vector<std::string_view> words;
    std::size_t begin = 0;
    while (begin < line.size()) {
        std::size_t end = begin + 1;
        while (end < line.size() && isWordByte(line[begin]) && isWordByte(line[end]))
            ++end;
        words.push_back(line.substr(begin, end - begin));
        begin = end;
    }
    return words;
}

} // namespace

std::vector<std::string_view> splitLines(std::string_view text)
{
    std::vector<std::string_view> lines;
    std::size_t begin = 0;
    for (;;) {
        const auto end = text.find_first_of("\r\n", begin);
        if (end == std::string_view::npos)
            break;
        lines.push_back(text.substr(begin, end - begin));
        const bool isPair = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
        begin = end + (isPair ? 2 : 1);
    }
    lines.push_back(text.substr(begin));
    return lines;
}

std::vector<Hunk> diffLines(const std::vector<std::string_view> &left,
    const std::vector<std::string_view> &right, const CancelToken *token)
{
    const auto [ofLeft, ofRight] = numbered(left, right);
    auto hunks = diff(ofLeft, ofRight, token);
    slideHunks(hunks, left, right);
    return hunks;
}

std::vector<Hunk> diffLines(std::string_view left, std::string_view right, const CancelToken *token)
{
    return diffLines(splitLines(left), splitLines(right), token);
}

std::vector<Hunk> diffNumbers(
    const std::vector<Number> &left, const std::vector<Number> &right, const CancelToken *token)
{
    return diff(left, right, token);
}

std::vector<Hunk> diffWords(std::string_view left, std::string_view right)
{
    const auto leftWords = splitWords(left);
    const auto rightWords = splitWords(right);
    const auto [ofLeft, ofRight] = numbered(leftWords, rightWords);
    auto hunks = diff(ofLeft, ofRight, nullptr);
    const auto offset = [](const std::vector<std::string_view> &words, std::string_view line,
                            std::size_t word) {
        return word < words.size() ? static_cast<std::size_t>(words[word].data() - line.data())
                                   : line.size();
    };
    for (Hunk &hunk : hunks)
        hunk = {offset(leftWords, left, hunk.leftBegin), offset(leftWords, left, hunk.leftEnd),
            offset(rightWords, right, hunk.rightBegin), offset(rightWords, right, hunk.rightEnd)};
    return hunks;
}

} // namespace chancery::core
