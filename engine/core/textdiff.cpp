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
//    then be longer than the shortest, but it is still right. Where much has been looked at in
//    vain, because equal items stand everywhere by chance, that is done after a few steps already.
// 5. A run of added or removed lines can often slide ("}" may belong to the block before or after);
//    it goes to where a reader would look for it (diff/slide.h).
// 6. Long texts are cut into their differing places first (diff/lineanchors.h), so that what is
//    equal, nearly all of them as a rule, costs one comparison a line.
#include "textdiff.h"

#include "engine/core/diff/lineanchors.h"
#include "engine/core/diff/slide.h"

#include <limits>

namespace chancery::core {

namespace {

using Number = std::uint32_t;
using Index = std::ptrdiff_t;
// Of both sides together; longer texts are cut into places.
constexpr std::size_t longText = 20'000;

// The shortest script of all that people write, a bound on what machines do.
Index costLimit(Index size)
{
    constexpr Index work = Index(1) << 25;
    return std::clamp<Index>(work / (size + 1), 256, 4096);
}
constexpr Index hastyLimit = 16;
// Places on paths, for each item, after which a comparison is hasty; and how many it has at least.
constexpr std::size_t patience = 8;
constexpr std::size_t leastWork = std::size_t(1) << 22; // of lines: some milliseconds
constexpr std::size_t leastWorkOfNumbers = std::size_t(1) << 20;

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
    Comparison(Side &left, Side &right, const CancelToken *token, std::size_t least)
        : m_left(left)
        , m_right(right)
        , m_token(token)
        , m_most(std::max(least, patience * static_cast<std::size_t>(left.size() + right.size())))
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

    // Places on paths that were looked at.
    std::size_t work() const { return m_work; }

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
    std::size_t m_most; // work before it is hasty
    std::size_t m_work = 0;
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
    const Index limit = m_work > m_most ? hastyLimit : costLimit(m_left.size() + m_right.size());
    for (Index cost = 1;; ++cost) {
        m_work += static_cast<std::size_t>(2 * cost);
        if (advance(box, isOdd, meeting))
            return meeting;
        if (retreat(box, !isOdd, meeting))
            return meeting;
        if (cost >= limit)
            return furthest(box);
    }
}

// Step 1 for the lines of one place.
std::pair<std::vector<Number>, std::vector<Number>> numbered(
    const HashedLines &left, const HashedLines &right, const Hunk &place)
{
    const auto count = place.leftEnd - place.leftBegin + place.rightEnd - place.rightBegin;
    LineNumbers known(count);
    const auto number = [&known](const HashedLines &lines, std::size_t begin, std::size_t end) {
        std::vector<Number> numbers;
        numbers.reserve(end - begin);
        for (; begin < end; ++begin)
            numbers.push_back(known.of(lines.line(begin), lines.hash(begin)));
        return numbers;
    };
    auto ofLeft = number(left, place.leftBegin, place.leftEnd);
    return {std::move(ofLeft), number(right, place.rightBegin, place.rightEnd)};
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

std::vector<Hunk> diff(const std::vector<Number> &left, const std::vector<Number> &right,
    const CancelToken *token, std::size_t least, std::size_t *work = nullptr)
{
    Side ofLeft = sideOf(left, right);
    Side ofRight = sideOf(right, left);
    Comparison comparison(ofLeft, ofRight, token, least);
    comparison.run();
    if (work)
        *work = comparison.work();
    return hunksOf(ofLeft.isChanged, ofRight.isChanged);
}

Hunk wholeOf(const HashedLines &left, const HashedLines &right)
{
    Hunk place{0, left.size(), 0, right.size()};
    while (place.leftBegin < place.leftEnd && place.rightBegin < place.rightEnd
        && left.isSame(place.leftBegin, right, place.rightBegin)) {
        ++place.leftBegin;
        ++place.rightBegin;
    }
    while (place.leftBegin < place.leftEnd && place.rightBegin < place.rightEnd
        && left.isSame(place.leftEnd - 1, right, place.rightEnd - 1)) {
        --place.leftEnd;
        --place.rightEnd;
    }
    return place;
}

void addHunksOf(const HashedLines &left, const HashedLines &right, const Hunk &place,
    const CancelToken *token, std::vector<Hunk> &hunks)
{
    if (place.leftBegin == place.leftEnd || place.rightBegin == place.rightEnd) {
        if (place.leftBegin != place.leftEnd || place.rightBegin != place.rightEnd)
            hunks.push_back(place);
        return;
    }
    const auto [ofLeft, ofRight] = numbered(left, right, place);
    for (const Hunk &hunk : diff(ofLeft, ofRight, token, leastWork))
        hunks.push_back({hunk.leftBegin + place.leftBegin, hunk.leftEnd + place.leftBegin,
            hunk.rightBegin + place.rightBegin, hunk.rightEnd + place.rightBegin});
}

std::vector<Hunk> diffItems(const std::vector<std::string_view> &leftLines,
    const std::vector<std::string_view> &rightLines, const CancelToken *token)
{
    constexpr std::size_t few = 64;
    std::optional<KeyedHash> key;
    if (leftLines.size() + rightLines.size() > few)
        key.emplace();
    const HashedLines left(leftLines, key ? &*key : nullptr);
    const HashedLines right(rightLines, key ? &*key : nullptr);
    std::vector<Hunk> hunks;
    if (left.size() + right.size() < longText) {
        addHunksOf(left, right, wholeOf(left, right), token, hunks);
        return hunks;
    }
    for (const Hunk &place : differingPlaces(left, right))
        addHunksOf(left, right, place, token, hunks);
    return hunks;
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
    const auto *const ends = text.find('\r') == std::string_view::npos ? "\n" : "\r\n";
    for (;;) {
        const auto end = ends[1] == '\0' ? text.find('\n', begin) : text.find_first_of(ends, begin);
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
    auto hunks = diffItems(left, right, token);
    slideHunks(hunks, left, right);
    return hunks;
}

std::vector<Hunk> diffLines(std::string_view left, std::string_view right, const CancelToken *token)
{
    return diffLines(splitLines(left), splitLines(right), token);
}

std::vector<Hunk> diffNumbers(const std::vector<Number> &left, const std::vector<Number> &right,
    const CancelToken *token, std::size_t *work)
{
    return diff(left, right, token, leastWorkOfNumbers, work);
}

std::vector<Hunk> diffWords(std::string_view left, std::string_view right)
{
    const auto leftWords = splitWords(left);
    const auto rightWords = splitWords(right);
    auto hunks = diffItems(leftWords, rightWords, nullptr);
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
