// SPDX-License-Identifier: Apache-2.0
#include "ignorerules.h"

#include "engine/core/diff/typechanges.h"
#include "engine/core/document/comments.h"

namespace chancery::core {

namespace {

HunkSide sideOf(const ComparedText &compared)
{
    HunkSide side{compared.text, &compared.lines, {}};
    if (compared.tree) {
        for (const auto &comment : commentsOf(*compared.tree))
            side.comments.emplace_back(comment.begin, comment.end);
    }
    return side;
}

bool isToml(const Tree &tree)
{
    return tree.format() == Format::Toml;
}

} // namespace

bool IgnoreRules::ignores(HunkCause cause) const
{
    switch (cause) {
    case HunkCause::Values:
        return false;
    case HunkCause::IgnoredPath:
        return true;
    case HunkCause::Order:
        return ignoresOrder;
    case HunkCause::Comment:
        return ignoresComments;
    case HunkCause::Layout:
        return ignoresLayout;
    case HunkCause::OrderAndComment:
        return ignoresOrder && ignoresComments;
    }
    return false;
}

bool IgnoreRules::ignores(const TreeChange &change) const
{
    return (change.kind == TreeChange::Kind::Reordered && ignoresOrder)
        || isBelow(placeOf(change), ignoredPaths);
}

bool IgnoreRules::add(std::string_view word)
{
    if (word == "order")
        ignoresOrder = true;
    else if (word == "layout")
        ignoresLayout = true;
    else if (word == "comments")
        ignoresComments = true;
    else if (word.starts_with('/'))
        ignoredPaths.emplace_back(word);
    else
        return false;
    return true;
}

std::vector<Hunk> hunksToTell(const std::vector<Hunk> &hunks, const ComparedText &left,
    const ComparedText &right, const IgnoreRules &rules)
{
    if (rules == IgnoreRules())
        return hunks;
    const bool isRead = left.tree && right.tree;
    std::vector<TreeChange> changes;
    if (isRead)
        changes = diffTrees(left.tree->root(), right.tree->root());
    if (isRead && isToml(*left.tree) && isToml(*right.tree))
        changes = withTypeChanges(std::move(changes), left.tree->root(), right.tree->root());
    const auto causes = causesOf(
        hunks, sideOf(left), sideOf(right), isRead ? &changes : nullptr, rules.ignoredPaths);
    std::vector<Hunk> told;
    for (std::size_t i = 0; i < hunks.size(); ++i) {
        if (!rules.ignores(causes[i]))
            told.push_back(hunks[i]);
    }
    return told;
}

} // namespace chancery::core
