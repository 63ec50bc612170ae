// SPDX-License-Identifier: Apache-2.0
#include "hunkcauses.h"

#include "engine/core/keyedhash.h"

#include <algorithm>

namespace chancery::core {

namespace {

// Spans of bytes that may lie in each other.
class Spans {
public:
    void add(std::size_t begin, std::size_t end)
    {
        m_spans.push_back({begin, std::max(end, begin + 1)});
    }
    void close()
    {
        std::ranges::sort(m_spans, {}, &Span::begin);
        std::size_t furthest = 0;
        for (Span &span : m_spans)
            furthest = span.furthest = std::max(furthest, span.end);
    }
    bool touch(std::size_t begin, std::size_t end) const
    {
        const auto behind = std::ranges::lower_bound(m_spans, end, {}, &Span::begin);
        return behind != m_spans.begin() && std::prev(behind)->furthest > begin;
    }

private:
    struct Span {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::size_t furthest = 0; // end of it and all before it
    };
    std::vector<Span> m_spans;
};

// A member's key belongs to its value.
void addValue(Spans &spans, Value value)
{
    if (!value)
        return;
    auto begin = value.node().begin;
    if (value.index() > 0) {
        const Node &before = value.tree().node(value.index() - 1);
        if (before.type == NodeType::Key)
            begin = std::min(begin, before.begin);
    }
    spans.add(begin, value.node().end);
}

struct SideSpans {
    Spans values;
    Spans ignored;
    Spans reordered;

    void add(const TreeChange &change, Value value, bool isIgnored)
    {
        if (change.kind == TreeChange::Kind::Reordered)
            addValue(reordered, value);
        else
            addValue(isIgnored ? ignored : values, value);
    }
    void close()
    {
        values.close();
        ignored.close();
        reordered.close();
    }
};

struct Bytes {
    std::size_t begin = 0;
    std::size_t end = 0;
};

Bytes bytesOf(const HunkSide &side, std::size_t begin, std::size_t end)
{
    if (begin >= end)
        return {};
    const auto offset = [&](std::string_view line) {
        return static_cast<std::size_t>(line.data() - side.text.data());
    };
    const auto last = (*side.lines)[end - 1];
    return {offset((*side.lines)[begin]), offset(last) + last.size()};
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// What stands there without white space: the comments, and the rest.
struct Parts {
    std::string comments;
    std::string rest;
};

Parts partsOf(const HunkSide &side, Bytes bytes)
{
    Parts parts;
    auto comment = std::ranges::upper_bound(
        side.comments, bytes.begin, {}, &std::pair<std::size_t, std::size_t>::second);
    for (auto at = bytes.begin; at < bytes.end; ++at) {
        while (comment != side.comments.end() && comment->second <= at)
            ++comment;
        if (isSpace(side.text[at]))
            continue;
        const bool isComment = comment != side.comments.end() && comment->first <= at;
        (isComment ? parts.comments : parts.rest) += side.text[at];
    }
    return parts;
}

// Where keys and items begin, each with a number for its place that is the same on both sides.
class Places {
public:
    using Place = std::pair<std::size_t, std::uint64_t>;

    Places(const Tree &tree, const KeyedHash &hash)
        : m_hash(hash)
    {
        walk(tree.root(), 0);
    }
    // Where the first begins that begins there or behind, and its number; 0 for none.
    Place from(std::size_t offset) const
    {
        const auto found = std::ranges::lower_bound(m_places, offset, {}, &Place::first);
        return found == m_places.end() ? Place() : *found;
    }

private:
    void walk(Value value, std::uint64_t place)
    {
        std::size_t number = 0;
        for (const auto &item : value) {
            const auto own = value.isObject() ? m_hash(item.key(), place)
                                              : m_hash(std::to_string(number++), place);
            const auto begin = value.isObject() ? item.keyNode().begin : item.value().node().begin;
            // An item and its first key are one place; what an alias repeats is none.
            if (!m_places.empty() && m_places.back().first == begin)
                m_places.back().second = own;
            else if (m_places.empty() || m_places.back().first < begin)
                m_places.emplace_back(begin, own);
            walk(item.value(), own);
        }
    }

    const KeyedHash &m_hash;
    std::vector<Place> m_places;
};

// A comment where members moved, with what it stands beside or above.
struct MovedComment {
    std::uint64_t place = 0;
    std::string_view text;
    std::size_t hunk = 0; // that it stands in, or that moved what it belongs to
    std::size_t side = 0;
};

// A member that moved takes its comment along: it leaves one hunk and enters another, or the member
// around it does. Where it did not, the hunk is of more than order.
class CommentsThatStayed {
public:
    CommentsThatStayed(std::vector<HunkCause> &causes, const std::vector<Hunk> &hunks)
        : m_causes(causes)
        , m_hunks(hunks)
    {
        for (std::size_t i = 0; i < causes.size(); ++i) {
            if (causes[i] == HunkCause::Order)
                m_moves.push_back(i);
        }
    }

    void add(std::size_t sideNumber, const HunkSide &side, const Spans &reordered, const Tree &tree)
    {
        if (m_moves.empty() || side.comments.empty())
            return;
        const Places places(tree, m_hash);
        std::size_t next = 0; // hunk that the comment is not behind
        for (const auto &[begin, end] : side.comments) {
            if (begin >= end)
                continue;
            const auto first = lineOf(side, begin);
            const auto linesOf = [&](const Hunk &hunk) {
                return sideNumber == 0 ? std::pair(hunk.leftBegin, hunk.leftEnd)
                                       : std::pair(hunk.rightBegin, hunk.rightEnd);
            };
            while (next < m_hunks.size() && linesOf(m_hunks[next]).second <= first)
                ++next;
            const bool isInside
                = next < m_hunks.size() && linesOf(m_hunks[next]).first <= lineOf(side, end - 1);
            const auto [at, place] = places.from(beginOf(side, first));
            if (!isInside && (place == 0 || !reordered.touch(at, at + 1)))
                continue;
            auto text = side.text.substr(begin, end - begin);
            while (!text.empty() && isSpace(text.back()))
                text.remove_suffix(1);
            m_comments.push_back({place, text, isInside ? next : moveBefore(next), sideNumber});
        }
    }

    void mark()
    {
        const auto nameOf
            = [](const MovedComment &comment) { return std::pair(comment.place, comment.text); };
        std::ranges::sort(m_comments, {}, nameOf);
        for (std::size_t begin = 0, end = 0; begin < m_comments.size(); begin = end) {
            int more = 0;
            for (; end < m_comments.size() && nameOf(m_comments[end]) == nameOf(m_comments[begin]);
                ++end)
                more += m_comments[end].side == 0 ? 1 : -1;
            for (auto i = begin; more != 0 && i < end; ++i) {
                if (auto &cause = m_causes[m_comments[i].hunk]; cause == HunkCause::Order)
                    cause = HunkCause::OrderAndComment;
            }
        }
    }

private:
    static std::size_t beginOf(const HunkSide &side, std::size_t line)
    {
        return static_cast<std::size_t>((*side.lines)[line].data() - side.text.data());
    }
    static std::size_t lineOf(const HunkSide &side, std::size_t offset)
    {
        const auto behind = std::ranges::upper_bound(*side.lines, side.text.data() + offset, {},
            [](std::string_view line) { return line.data(); });
        return static_cast<std::size_t>(
            std::max<std::ptrdiff_t>(behind - side.lines->begin(), 1) - 1);
    }
    std::size_t moveBefore(std::size_t hunk) const
    {
        const auto behind = std::ranges::lower_bound(m_moves, hunk);
        return behind == m_moves.begin() ? m_moves.front() : *std::prev(behind);
    }

    std::vector<HunkCause> &m_causes;
    const std::vector<Hunk> &m_hunks;
    const KeyedHash m_hash;
    std::vector<std::size_t> m_moves; // hunks of order
    std::vector<MovedComment> m_comments;
};

std::string_view nextToken(std::string_view &pointer)
{
    pointer.remove_prefix(1);
    const auto end = std::min(pointer.find('/'), pointer.size());
    const auto token = pointer.substr(0, end);
    pointer.remove_prefix(end);
    return token;
}

bool isBelow(std::string_view pointer, std::string_view path)
{
    while (path.starts_with('/')) {
        if (!pointer.starts_with('/'))
            return false;
        const auto wanted = nextToken(path);
        const auto token = nextToken(pointer);
        // No key has such a token by itself: "~" stands before "0" or "1" only.
        const bool isStar = wanted == "~*" && token == "*";
        if (wanted != "*" && wanted != token && !isStar)
            return false;
    }
    return path.empty();
}

} // namespace

bool isBelow(std::string_view pointer, const std::vector<std::string> &paths)
{
    return std::ranges::any_of(paths, [&](const std::string &path) {
        return !path.empty() && isBelow(pointer, std::string_view(path));
    });
}

std::vector<HunkCause> causesOf(const std::vector<Hunk> &hunks, const HunkSide &left,
    const HunkSide &right, const std::vector<TreeChange> *changes,
    const std::vector<std::string> &ignoredPaths)
{
    SideSpans spans[2];
    static const std::vector<TreeChange> none;
    const auto &all = changes ? *changes : none;
    for (const TreeChange &change : all) {
        const bool isIgnored = isBelow(placeOf(change), ignoredPaths);
        spans[0].add(change, change.leftValue, isIgnored);
        spans[1].add(change, change.rightValue, isIgnored);
    }
    spans[0].close();
    spans[1].close();
    std::vector<HunkCause> causes;
    for (const Hunk &hunk : hunks) {
        const Bytes bytes[]{bytesOf(left, hunk.leftBegin, hunk.leftEnd),
            bytesOf(right, hunk.rightBegin, hunk.rightEnd)};
        const auto touches = [&](Spans SideSpans::*which) {
            return (spans[0].*which).touch(bytes[0].begin, bytes[0].end)
                || (spans[1].*which).touch(bytes[1].begin, bytes[1].end);
        };
        if (changes && touches(&SideSpans::values)) {
            causes.push_back(HunkCause::Values);
            continue;
        }
        const Parts before = partsOf(left, bytes[0]);
        const Parts after = partsOf(right, bytes[1]);
        const bool isSameRest = before.rest == after.rest;
        const bool isComment = before.comments != after.comments;
        if (changes && touches(&SideSpans::ignored)) {
            causes.push_back(isComment ? HunkCause::Comment : HunkCause::IgnoredPath);
        } else if (!changes && !isSameRest) {
            causes.push_back(HunkCause::Values);
        } else if (!isSameRest && touches(&SideSpans::reordered)) {
            causes.push_back(HunkCause::Order);
        } else {
            causes.push_back(isComment ? HunkCause::Comment : HunkCause::Layout);
        }
    }
    const auto moved = std::ranges::find_if(
        all, [](const TreeChange &change) { return change.kind == TreeChange::Kind::Reordered; });
    if (moved != all.end()) {
        CommentsThatStayed comments(causes, hunks);
        comments.add(0, left, spans[0].reordered, moved->leftValue.tree());
        comments.add(1, right, spans[1].reordered, moved->rightValue.tree());
        comments.mark();
    }
    return causes;
}

} // namespace chancery::core
