// SPDX-License-Identifier: Apache-2.0
#include "hunkcauses.h"

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

// The comments that stand there, each by itself.
void addComments(const HunkSide &side, Bytes bytes, std::vector<std::string_view> &comments)
{
    for (const auto &[begin, end] : side.comments) {
        const auto from = std::max(begin, bytes.begin);
        const auto to = std::min(end, bytes.end);
        if (from < to)
            comments.push_back(side.text.substr(from, to - from));
    }
}

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
    for (const TreeChange &change : changes ? *changes : none) {
        const bool isIgnored = isBelow(placeOf(change), ignoredPaths);
        spans[0].add(change, change.leftValue, isIgnored);
        spans[1].add(change, change.rightValue, isIgnored);
    }
    spans[0].close();
    spans[1].close();
    std::vector<HunkCause> causes;
    // A member that moved takes its comment along: it leaves one hunk and enters another.
    std::vector<std::string_view> moved[2];
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
            addComments(left, bytes[0], moved[0]);
            addComments(right, bytes[1], moved[1]);
        } else {
            causes.push_back(isComment ? HunkCause::Comment : HunkCause::Layout);
        }
    }
    std::ranges::sort(moved[0]);
    std::ranges::sort(moved[1]);
    if (moved[0] != moved[1])
        std::ranges::replace(causes, HunkCause::Order, HunkCause::Comment);
    return causes;
}

} // namespace chancery::core
