// SPDX-License-Identifier: Apache-2.0
//
// The merge of three line lists. The differences of base to theirs and of base to mine are put in
// the order of base; those that meet form one group, and a group stands for one range of lines in
// each of the three. A group of one side alone is taken. A group in which both sides say the same
// is taken. The rest are conflicts. Whether differences that only touch have met is the caller's
// choice. A group of lines can be merged again in the same way by its words, where a comment is one
// word.
#include "linemerge.h"

#include <limits>

namespace chancery::core {

namespace {

// A text with its lines, each with its end. Behind the last end stands a line of its own, which no
// empty line in the middle is equal to.
class Lines {
public:
    explicit Lines(std::string_view text)
        : m_text(text)
        , m_lines(splitLines(text))
    {
        static constexpr std::string_view behindLastEnd = "\n";
        if (!text.empty() && m_lines.back().empty()) {
            m_lines.back() = behindLastEnd;
            m_last = m_lines.size() - 1;
        } else {
            m_last = m_lines.size();
        }
    }
    // Of other pieces, which follow each other without a gap.
    Lines(std::string_view text, std::vector<std::string_view> pieces)
        : m_text(text)
        , m_lines(std::move(pieces))
        , m_last(m_lines.size())
    {
    }
    const std::vector<std::string_view> &all() const { return m_lines; }
    std::string_view text(std::size_t begin, std::size_t end) const
    {
        return m_text.substr(offset(begin), offset(end) - offset(begin));
    }
    bool sameAs(std::size_t begin, std::size_t end, const Lines &other, std::size_t otherBegin,
        std::size_t otherEnd) const
    {
        return std::ranges::equal(m_lines.begin() + std::ptrdiff_t(begin),
            m_lines.begin() + std::ptrdiff_t(end),
            other.m_lines.begin() + std::ptrdiff_t(otherBegin),
            other.m_lines.begin() + std::ptrdiff_t(otherEnd));
    }

private:
    std::size_t offset(std::size_t line) const
    {
        return line < m_last ? std::size_t(m_lines[line].data() - m_text.data()) : m_text.size();
    }
    std::string_view m_text;
    std::vector<std::string_view> m_lines;
    std::size_t m_last = 0; // lines with bytes of the text
};

bool isWordSign(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
        || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

// A word, a run of blanks, a line's end, a comment up to its line's end, or a sign.
std::size_t lengthOfWord(std::string_view text, bool isBehindBlank)
{
    constexpr std::string_view lineEnds = "\r\n";
    const auto runOf = [&text](auto belongs) {
        return std::size_t(std::ranges::find_if_not(text, belongs) - text.begin());
    };
    const char first = text.front();
    if (isBehindBlank && first == '#')
        return runOf([&](char c) { return lineEnds.find(c) == std::string_view::npos; });
    if (first == ' ' || first == '\t')
        return runOf([](char c) { return c == ' ' || c == '\t'; });
    if (isWordSign(first))
        return runOf(isWordSign);
    return text.starts_with(lineEnds) ? 2 : 1;
}

std::vector<std::string_view> wordsOf(std::string_view text)
{
    std::vector<std::string_view> words;
    bool isBehindBlank = true;
    while (!text.empty()) {
        const auto length = lengthOfWord(text, isBehindBlank);
        words.push_back(text.substr(0, length));
        isBehindBlank = std::string_view(" \t\n").find(words.back().back()) != std::string::npos;
        text.remove_prefix(length);
    }
    return words;
}

// The hunks of one side, walked from the beginning; between them the side runs beside base.
class Walk {
public:
    explicit Walk(std::vector<Hunk> hunks)
        : m_hunks(std::move(hunks))
    {
    }
    const Hunk *next() const { return m_at < m_hunks.size() ? &m_hunks[m_at] : nullptr; }
    void pass()
    {
        m_shift = std::ptrdiff_t(m_hunks[m_at].rightEnd) - std::ptrdiff_t(m_hunks[m_at].leftEnd);
        ++m_at;
    }
    // Of a line of base that no hunk holds.
    std::size_t beside(std::size_t line) const
    {
        return std::size_t(std::ptrdiff_t(line) + m_shift);
    }

    // Where it is, to go on from there after a look ahead.
    struct Place {
        std::size_t at = 0;
        std::ptrdiff_t shift = 0;
    };
    Place place() const { return {m_at, m_shift}; }
    void goTo(Place place)
    {
        m_at = place.at;
        m_shift = place.shift;
    }

private:
    std::vector<Hunk> m_hunks;
    std::size_t m_at = 0;
    std::ptrdiff_t m_shift = 0;
};

// One range of lines in each text.
struct Group {
    std::size_t begin = 0; // of base
    std::size_t end = 0;
    std::size_t theirsBegin = 0;
    std::size_t theirsEnd = 0;
    std::size_t mineBegin = 0;
    std::size_t mineEnd = 0;
    bool isTheirs = false;
    bool isMine = false;
};

class Merging {
public:
    Merging(const Lines &base, const Lines &theirs, const Lines &mine, LineCare care,
        const CancelToken *token)
        : m_base(base)
        , m_theirs(theirs)
        , m_mine(mine)
        , m_care(care)
        , m_token(token)
        , m_toTheirs(diffLines(base.all(), theirs.all(), token))
        , m_toMine(diffLines(base.all(), mine.all(), token))
    {
    }

    // Of words: nothing is put between them.
    std::string runInLines()
    {
        m_isInLines = true;
        return run().text;
    }

    LineMerge run()
    {
        std::size_t done = 0; // lines of mine that are written
        while (m_toTheirs.next() || m_toMine.next()) {
            Group group = nextGroup();
            if (m_care == LineCare::Careful && isConflict(group))
                lookFurther(group);
            add(m_mine.text(done, group.mineBegin));
            done = group.mineEnd;
            write(group);
        }
        add(m_mine.text(done, m_mine.all().size()));
        return std::move(m_result);
    }

private:
    bool meets(const Group &group, const Hunk &hunk) const
    {
        if (hunk.leftBegin < group.end)
            return true;
        if (hunk.leftBegin > group.end)
            return false;
        const bool areAdditions = group.begin == group.end && hunk.leftBegin == hunk.leftEnd;
        return m_care == LineCare::Careful || areAdditions;
    }

    Group nextGroup()
    {
        const auto beginOf = [](const Hunk *hunk) {
            return hunk ? hunk->leftBegin : std::numeric_limits<std::size_t>::max();
        };
        Group group;
        group.begin = std::min(beginOf(m_toTheirs.next()), beginOf(m_toMine.next()));
        group.end = group.begin;
        group.theirsBegin = m_toTheirs.beside(group.begin);
        group.mineBegin = m_toMine.beside(group.begin);
        const auto join = [&group, this](Walk &walk, bool &isJoined) {
            const Hunk *hunk = walk.next();
            const bool isFirst = !group.isTheirs && !group.isMine;
            if (!hunk || !(isFirst ? hunk->leftBegin == group.begin : meets(group, *hunk)))
                return false;
            group.end = std::max(group.end, hunk->leftEnd);
            isJoined = true;
            walk.pass();
            return true;
        };
        // An addition in front of a change comes before it.
        const auto spanOf = [&beginOf](const Hunk *hunk) {
            return std::pair(beginOf(hunk), hunk ? hunk->leftEnd : 0);
        };
        if (spanOf(m_toMine.next()) < spanOf(m_toTheirs.next()))
            join(m_toMine, group.isMine);
        while (join(m_toTheirs, group.isTheirs) || join(m_toMine, group.isMine)) { }
        group.theirsEnd = m_toTheirs.beside(group.end);
        group.mineEnd = m_toMine.beside(group.end);
        return group;
    }

    bool areSame(const Group &group) const
    {
        return m_theirs.sameAs(
            group.theirsBegin, group.theirsEnd, m_mine, group.mineBegin, group.mineEnd);
    }
    bool isConflict(const Group &group) const
    {
        return group.isTheirs && group.isMine && !areSame(group);
    }

    // Two sides may have made the same change and yet be told by different hunks of it: the group
    // grows over the next few, as long as both say the same in the end.
    void lookFurther(Group &group)
    {
        constexpr int mostHunks = 4;
        constexpr std::size_t mostLines = 8; // between two of them
        const auto theirs = m_toTheirs.place();
        const auto mine = m_toMine.place();
        Group wider = group;
        for (int i = 0; i < mostHunks; ++i) {
            const Hunk *ofTheirs = m_toTheirs.next();
            const Hunk *ofMine = m_toMine.next();
            const bool isTheirs = ofTheirs && (!ofMine || ofTheirs->leftBegin <= ofMine->leftBegin);
            const Hunk *next = isTheirs ? ofTheirs : ofMine;
            if (!next || next->leftBegin > wider.end + mostLines)
                break;
            wider.end = std::max(wider.end, next->leftEnd);
            (isTheirs ? m_toTheirs : m_toMine).pass();
            wider.theirsEnd = m_toTheirs.beside(wider.end);
            wider.mineEnd = m_toMine.beside(wider.end);
            const auto isBehind
                = [&](const Hunk *hunk) { return !hunk || hunk->leftBegin >= wider.end; };
            if (isBehind(m_toTheirs.next()) && isBehind(m_toMine.next()) && areSame(wider)) {
                group = wider;
                return;
            }
        }
        m_toTheirs.goTo(theirs);
        m_toMine.goTo(mine);
    }

    void write(const Group &group)
    {
        const auto theirs = m_theirs.text(group.theirsBegin, group.theirsEnd);
        const auto mine = m_mine.text(group.mineBegin, group.mineEnd);
        if (!group.isTheirs || areSame(group)) {
            add(mine);
        } else if (!group.isMine) {
            add(theirs);
            ++m_result.taken;
        } else if (m_care == LineCare::Careful) {
            addConflict(group, theirs, mine);
        } else if (m_care == LineCare::Fine && !m_isInLines) {
            addWords(m_base.text(group.begin, group.end), theirs, mine);
        } else {
            add(mine);
            if (group.begin == group.end && m_care != LineCare::BoldForMine)
                add(theirs);
            else if (m_isInLines && mine.starts_with('#') && theirs.starts_with('#'))
                addComment(theirs);
        }
    }

    void addWords(std::string_view base, std::string_view theirs, std::string_view mine)
    {
        if (base.empty()) {
            add(mine);
            add(theirs);
            return;
        }
        const Lines ofBase(base, wordsOf(base));
        const Lines ofTheirs(theirs, wordsOf(theirs));
        const Lines ofMine(mine, wordsOf(mine));
        add(Merging(ofBase, ofTheirs, ofMine, m_care, m_token).runInLines());
    }

    // Behind my comment: on a line of its own where that is on one.
    void addComment(std::string_view comment)
    {
        std::string &out = m_result.text;
        const auto line = out.rfind('\n') + 1; // zero where there is none
        const auto indentation = out.substr(line, out.find('#', line) - line);
        const bool isOwnLine = indentation.find_first_not_of(" \t") == std::string::npos;
        const bool isWindows = line > 1 && out[line - 2] == '\r';
        out += isOwnLine ? (isWindows ? "\r\n" : "\n") + indentation : " ";
        out += comment;
    }

    void addConflict(const Group &group, std::string_view theirs, std::string_view mine)
    {
        const auto base = m_base.text(group.begin, group.end);
        MergeConflict conflict;
        conflict.kind = MergeConflict::Kind::Lines;
        conflict.base = base;
        conflict.theirs = theirs;
        conflict.mine = mine;
        std::string both(theirs);
        if (!both.empty() && !both.ends_with('\n'))
            both += '\n';
        conflict.both = both.append(mine);
        conflict.begin = add(mine);
        conflict.end = m_result.text.size();
        m_result.conflicts.push_back(std::move(conflict));
    }

    // Where it begins. What was a text's last line may stand in the middle now.
    std::size_t add(std::string_view text)
    {
        std::string &out = m_result.text;
        if (!m_isInLines && !text.empty() && !out.empty() && out.back() != '\n'
            && out.back() != '\r')
            out += '\n';
        const auto begin = out.size();
        out += text;
        return begin;
    }

    const Lines &m_base;
    const Lines &m_theirs;
    const Lines &m_mine;
    LineCare m_care;
    const CancelToken *m_token;
    bool m_isInLines = false;
    Walk m_toTheirs;
    Walk m_toMine;
    LineMerge m_result;
};

} // namespace

LineMerge mergeLines(std::string_view base, std::string_view theirs, std::string_view mine,
    LineCare care, const CancelToken *token)
{
    const Lines ofBase(base);
    const Lines ofTheirs(theirs);
    const Lines ofMine(mine);
    return Merging(ofBase, ofTheirs, ofMine, care, token).run();
}

} // namespace chancery::core
