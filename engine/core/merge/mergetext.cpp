// SPDX-License-Identifier: Apache-2.0
//
// Ways to write the merged value are tried, the one that keeps most first, and the first one that
// reads as it and keeps the comments of both sides is taken:
//
// 1. A merge of the lines, as long as they do not conflict. Then one by words where both sides
//    changed the same lines, then one that takes mine there. Where such a merge goes wrong (a comma
//    too few, a key twice) it does not read as it should.
// 2. My text with their changes patched in (rewrite.h), and the comments that they wrote put where
//    they stand in their text (comments.h).
// 3. The same the other way around: their order of items may be the one that holds.
// 4. What is in brackets is written anew. Blocks never are.
//
// Where none keeps all comments, that of those of the first three steps that loses the fewest; my
// text patched as a whole, and what is written anew, are looked at only where there is none.
#include "mergetext.h"

#include "engine/core/merge/linemerge.h"
#include "engine/core/merge/rewrite.h"
#include "engine/core/schema/equality.h"

namespace chancery::core {

namespace {

class Search {
public:
    Search(const MergeTrees &trees, Value wanted, const CancelToken *token)
        : m_trees(trees)
        , m_wanted(wanted)
        , m_token(token)
    {
    }

    std::optional<MergeText> run()
    {
        const Tree &theirs = *m_trees.theirs;
        const Tree &mine = *m_trees.mine;
        const bool isFound = considerLines(LineCare::Careful) || considerLines(LineCare::Fine)
            || considerLines(LineCare::Bold) || considerLines(LineCare::BoldForMine)
            || consider(patchedByItems(mine, m_wanted, theirs.root(), m_token))
            || consider(patchedByItems(theirs, m_wanted, mine.root(), m_token))
            || (!m_best && consider(patchedTo(mine, m_wanted, theirs.root(), m_token)))
            || (!m_best && consider(rewritten(mine, m_wanted, theirs.root(), m_token)));
        if (m_best)
            m_best->keepsComments = isFound;
        return std::move(m_best);
    }

private:
    bool considerLines(LineCare care)
    {
        const std::string base = m_trees.base ? m_trees.base->source() : std::string();
        auto lines
            = mergeLines(base, m_trees.theirs->source(), m_trees.mine->source(), care, m_token);
        return lines.conflicts.empty() && consider(std::move(lines.text));
    }

    // Whether nothing better needs to be looked for.
    bool consider(Result<std::string> text)
    {
        if (!text || (m_token && m_token->isCancelled()))
            return false;
        const auto reading = read(*text, m_trees.mine->format(), Limits::wide());
        if (!reading || !sameValue(reading.tree().root(), m_wanted))
            return false;
        return take(reading.tree()) || considerWithComments(reading.tree());
    }

    // The first of those that were looked at and lose the fewest. Whether nothing is lost.
    bool take(const Tree &tree)
    {
        const auto lost = lostComments(m_trees, tree);
        if (!m_best || lost < m_lost) {
            m_best = {tree.source(), lost == 0};
            m_lost = lost;
        }
        return lost == 0;
    }

    bool considerWithComments(const Tree &tree)
    {
        auto text = withCommentsOf(m_trees.base, *m_trees.theirs, tree);
        auto reading = read(text.value_or(tree.source()), tree.format(), Limits::wide());
        if (!reading)
            return false;
        if (text && take(reading.tree()))
            return true;
        text = withCommentsOf(m_trees.base, *m_trees.mine, reading.tree());
        reading = read(text.value_or(std::string()), tree.format(), Limits::wide());
        return text && reading && take(reading.tree());
    }

    const MergeTrees &m_trees;
    Value m_wanted;
    const CancelToken *m_token;
    std::optional<MergeText> m_best;
    std::size_t m_lost = 0; // comments of the best
};

} // namespace

std::optional<MergeText> mergeText(const MergeTrees &trees, Value wanted, const CancelToken *token)
{
    return Search(trees, wanted, token).run();
}

} // namespace chancery::core
