// SPDX-License-Identifier: Apache-2.0
//
// Comments have no place in a document's value, so they are told by where they stand: a line
// belongs to the first key or item that begins on it. What stands behind it on that line, and the
// lines of comments and the blank ones right above it, are its comments. They are merged like
// values: by place, each change of "from" taken into "to".
#include "comments.h"

#include "engine/core/document/convert/losses.h"
#include "engine/core/document/lines.h"
#include "engine/core/document/patchplaces.h"
#include "engine/core/merge/linemerge.h"
#include "engine/core/merge/pairing.h"
#include "engine/core/merge/place.h"
#include "engine/core/schema/equality.h"

#include <map>
#include <unordered_map>

namespace chancery::core {

namespace {

constexpr auto npos = std::string_view::npos;

std::vector<ConversionLoss> commentsOf(const Tree &tree)
{
    if (tree.format() == Format::Json)
        return {};
    auto losses = convert::lossesOf(tree, Format::Json);
    std::erase_if(losses,
        [](const ConversionLoss &loss) { return loss.kind != ConversionLoss::Kind::Comment; });
    return losses;
}

using Counts = std::map<std::string, int>;

Counts countsOf(const Tree *tree)
{
    Counts counts;
    if (tree) {
        for (const auto &comment : commentsOf(*tree))
            ++counts[comment.text];
    }
    return counts;
}

int countOf(const Counts &counts, const std::string &text)
{
    const auto found = counts.find(text);
    return found == counts.end() ? 0 : found->second;
}

// What a document's lines are besides its value.
class CommentedLines {
public:
    explicit CommentedLines(const Tree &tree)
        : m_source(tree.source())
        , m_comments(commentsOf(tree))
    {
        for (const auto &comment : m_comments)
            m_byLine.emplace(lineStart(m_source, comment.offset), comment.offset);
    }

    std::size_t size() const { return m_source.size(); }
    bool hasComments() const { return !m_comments.empty(); }

    // Behind the content of the line that begins there; the offset of its sign or nothing.
    std::optional<std::size_t> sign(std::size_t line) const
    {
        const auto found = m_byLine.find(line);
        return found == m_byLine.end() ? std::nullopt : std::optional(found->second);
    }
    std::string behind(std::size_t line) const
    {
        const auto at = sign(line);
        return at ? trimmed(m_source.substr(*at, nextLine(m_source, *at) - *at)) : std::string();
    }
    // Where the content of a line ends, without its comment.
    std::size_t contentEnd(std::size_t line) const
    {
        const auto end = sign(line).value_or(nextLine(m_source, line));
        const auto last = m_source.substr(0, end).find_last_not_of(" \t\r\n");
        return last == npos || last < line ? line : last + 1;
    }
    std::size_t lineEnd(std::size_t line) const
    {
        auto end = nextLine(m_source, line);
        while (end > line && (m_source[end - 1] == '\n' || m_source[end - 1] == '\r'))
            --end;
        return end;
    }
    // Where the lines begin that belong to the one that begins there.
    std::size_t blockBegin(std::size_t line) const
    {
        while (line > 0) {
            const auto above = lineStart(m_source, line - 1);
            const auto text = trimmed(m_source.substr(above, line - above));
            const bool isComment = text.starts_with('#') && sign(above);
            if (!text.empty() && !isComment)
                break;
            line = above;
        }
        return line;
    }
    // Lines without the blanks at their ends.
    std::string block(std::size_t begin, std::size_t end) const
    {
        std::string text;
        for (auto at = begin; at < end; at = nextLine(m_source, at))
            text += trimmed(m_source.substr(at, nextLine(m_source, at) - at)) + '\n';
        return text;
    }
    std::string indentation(std::size_t line) const
    {
        const auto end = m_source.find_first_not_of(" \t", line);
        return std::string(m_source.substr(line, std::min(end, m_source.size()) - line));
    }

    static std::string trimmed(std::string_view text)
    {
        const auto begin = text.find_first_not_of(" \t\r\n");
        if (begin == npos)
            return {};
        return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin));
    }

private:
    std::string_view m_source;
    std::vector<ConversionLoss> m_comments;
    std::unordered_map<std::size_t, std::size_t> m_byLine; // where it begins, to the sign
};

// Where the same key or item begins: the starts of its lines.
struct Owner {
    std::optional<std::size_t> base;
    std::size_t from = 0;
    std::size_t to = 0;
};

// The keys and items that two documents have, and base may have; the first of each line.
class Owners {
public:
    std::vector<Owner> of(Value base, Value from, Value to)
    {
        walk(base, from, to);
        return std::move(m_owners);
    }

private:
    // Values with where they begin, by key or by what names an item.
    struct Child {
        Value value;
        std::size_t line = 0;
    };
    using Children = std::vector<std::pair<std::string, Child>>;

    static std::size_t lineOf(Value list, std::size_t begin, bool isItem)
    {
        const std::string_view source = list.tree().source();
        const bool isBlock = isItem && list.tree().format() == Format::Yaml && !hasBrackets(list);
        return lineStart(source, isBlock ? dashOf(source, begin) : begin);
    }

    static Children children(Value container, const std::vector<std::string> &names)
    {
        Children children;
        std::size_t index = 0;
        for (const auto &child : container) {
            const bool isItem = container.isArray();
            const auto begin = isItem ? child.value().node().begin : child.keyNode().begin;
            const std::string name = isItem ? names[index++] : std::string(child.key());
            children.emplace_back(name, Child{child.value(), lineOf(container, begin, isItem)});
        }
        return children;
    }

    // Items have the names of those of "to", or none.
    static std::vector<std::string> namesLike(Value list, Value to)
    {
        std::vector<std::string> names;
        if (!list.isArray())
            return names;
        const std::array lists{list, to};
        if (const auto known = ItemNames::of(lists); known && known->areByKey())
            return known->of(list);
        const auto pairing = pairItems(to, list);
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto origin = pairing.origins[i];
            names.push_back(origin == ItemPairing::none ? std::string() : std::to_string(origin));
        }
        return names;
    }

    static std::vector<std::string> namesOf(Value to, Value from)
    {
        std::vector<std::string> names;
        if (!to.isArray())
            return names;
        const std::array lists{from, to};
        if (const auto known = ItemNames::of(lists); known && known->areByKey())
            return known->of(to);
        for (std::size_t i = 0; i < to.size(); ++i)
            names.push_back(std::to_string(i));
        return names;
    }

    static bool areLike(Value a, Value b)
    {
        return (a.isObject() && b.isObject()) || (a.isArray() && b.isArray());
    }

    void walk(Value base, Value from, Value to)
    {
        if (!areLike(from, to))
            return;
        const Value known = base && areLike(base, to) ? base : Value();
        std::unordered_map<std::string, Child> inTo;
        for (auto &child : children(to, namesOf(to, from)))
            inTo.insert(std::move(child));
        std::unordered_map<std::string, Child> inBase;
        for (auto &child : children(known, namesLike(known, to)))
            inBase.insert(std::move(child));
        for (const auto &[name, child] : children(from, namesLike(from, to))) {
            const auto other = inTo.find(name);
            if (other == inTo.end() || (from.isArray() && name.empty()))
                continue;
            const auto before = inBase.find(name);
            const bool hasBefore = before != inBase.end();
            if (m_taken.emplace(other->second.line, true).second)
                m_owners.push_back({hasBefore ? std::optional(before->second.line) : std::nullopt,
                    child.line, other->second.line});
            walk(hasBefore ? before->second.value : Value(), child.value, other->second.value);
        }
    }

    std::unordered_map<std::size_t, bool> m_taken; // lines of "to"
    std::vector<Owner> m_owners;
};

class Carrying {
public:
    Carrying(const Tree *base, const Tree &from, const Tree &to)
        : m_base(base ? *base : Tree(std::make_shared<const std::string>(), to.format()))
        , m_from(from)
        , m_to(to)
        , m_source(to.source())
    {
        const bool hasBase = base && base->nodeCount() > 0;
        m_owners = Owners().of(hasBase ? base->root() : Value(), from.root(), to.root());
    }

    std::string run()
    {
        for (const Owner &owner : m_owners) {
            carryBlock(owner.base, owner.from, owner.to);
            carryBehind(owner);
        }
        carryBlock(m_base.size(), m_from.size(), m_to.size());
        std::ranges::sort(m_patches, {}, &TextPatch::begin);
        std::string text;
        std::size_t done = 0;
        for (const TextPatch &patch : m_patches) {
            if (patch.begin < done)
                continue;
            text.append(m_source, done, patch.begin - done).append(patch.text);
            done = patch.end;
        }
        return text.append(m_source, done, npos);
    }

private:
    void carryBlock(std::optional<std::size_t> base, std::size_t from, std::size_t to)
    {
        const auto before = base ? m_base.block(m_base.blockBegin(*base), *base) : std::string();
        const auto wanted = m_from.block(m_from.blockBegin(from), from);
        const auto begin = m_to.blockBegin(to);
        const auto here = m_to.block(begin, to);
        if (wanted == before || wanted == here)
            return;
        const auto merged = mergeLines(before, wanted, here, LineCare::Fine).text;
        if (merged == here)
            return;
        const auto indentation = to < m_to.size() ? m_to.indentation(to) : std::string();
        const bool isOpen = to > 0 && to == m_source.size() && !m_source.ends_with('\n');
        const std::string lineEnd = m_source.find("\r\n") == npos ? "\n" : "\r\n";
        std::string text = isOpen ? lineEnd : "";
        for (std::size_t at = 0; at < merged.size(); at = nextLine(merged, at)) {
            const auto line = merged.substr(at, nextLine(merged, at) - at - 1);
            text += (line.empty() ? std::string() : indentation) + line + lineEnd;
        }
        m_patches.push_back({begin, to, std::move(text)});
    }

    void carryBehind(const Owner &owner)
    {
        const auto before = owner.base ? m_base.behind(*owner.base) : std::string();
        const auto wanted = m_from.behind(owner.from);
        const auto here = m_to.behind(owner.to);
        if (wanted == before || wanted == here || (wanted.empty() && here != before))
            return;
        const bool isMine = !here.empty() && here != before;
        const auto text = isMine ? here + ' ' + wanted : wanted;
        m_patches.push_back({m_to.contentEnd(owner.to), m_to.lineEnd(owner.to),
            text.empty() ? std::string() : ' ' + text});
    }

    CommentedLines m_base;
    CommentedLines m_from;
    CommentedLines m_to;
    std::string_view m_source;
    std::vector<Owner> m_owners;
    std::vector<TextPatch> m_patches;
};

} // namespace

std::size_t lostComments(const MergeTrees &trees, const Tree &merged)
{
    if (merged.format() == Format::Json)
        return 0;
    const Counts base = countsOf(trees.base);
    const Counts theirs = countsOf(trees.theirs);
    const Counts mine = countsOf(trees.mine);
    Counts left = countsOf(&merged);
    std::vector<std::string> missing;
    Counts all = theirs;
    all.insert(mine.begin(), mine.end());
    for (const auto &[text, none] : all) {
        const int before = countOf(base, text);
        const int ofTheirs = countOf(theirs, text) - before;
        const int ofMine = countOf(mine, text) - before;
        const int kept = std::max(0, before + std::min(ofTheirs, 0) + std::min(ofMine, 0));
        const int wanted = kept + std::max({0, ofTheirs, ofMine});
        const int taken = std::min(wanted, countOf(left, text));
        left[text] -= taken;
        missing.insert(missing.end(), std::size_t(wanted - taken), text);
    }
    // What stands with another one on a line.
    return std::size_t(std::ranges::count_if(missing, [&left](const std::string &text) {
        return std::ranges::none_of(left, [&text](const auto &comment) {
            return comment.second > 0 && comment.first.find(text) != std::string::npos;
        });
    }));
}

std::optional<std::string> withCommentsOf(const Tree *base, const Tree &from, const Tree &to)
{
    if (to.format() == Format::Json || to.nodeCount() == 0 || from.nodeCount() == 0)
        return to.source();
    auto text = Carrying(base, from, to).run();
    const auto reading = read(text, to.format(), Limits::wide());
    if (!reading || !sameValue(reading.tree().root(), to.root()))
        return std::nullopt;
    return text;
}

} // namespace chancery::core
