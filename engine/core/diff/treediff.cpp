// SPDX-License-Identifier: Apache-2.0
//
// Both documents are walked at once, from the root down, so that equal parts cost one comparison.
// Objects: the members of the left in their order, then what only the right has. Most documents
// have their members in the same order, so that the right one's next member is tried before a
// search. Arrays: by their alignment (alignment.h); for each left index what goes in before it,
// then what became of the item. The changes of an array are thus ordered by left index, which lets
// a JSON Patch be written from the last change to the first: an operation never moves what a later
// one of the patch speaks of.
#include "treediff.h"

#include "engine/core/diff/alignment.h"
#include "engine/core/diff/written.h"
#include "engine/core/document/memberfinder.h"

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

namespace chancery::core {

namespace {

using Kind = TreeChange::Kind;

// Where the walk is. Most of what it visits is equal, so that the pointer is written only when it
// is wanted.
class Path {
public:
    std::string text() const
    {
        std::string text;
        for (const Step &step : m_steps) {
            text += '/';
            if (step.isIndex)
                text += std::to_string(step.index);
            else
                appendToken(text, step.name);
        }
        return text;
    }
    void enter(std::string_view name) { m_steps.push_back({name, 0, false}); }
    void enter(std::size_t index) { m_steps.push_back({{}, index, true}); }
    void leave() { m_steps.pop_back(); }

private:
    struct Step {
        std::string_view name;
        std::size_t index = 0;
        bool isIndex = false;
    };

    static void appendToken(std::string &text, std::string_view name)
    {
        if (name.find_first_of("~/") == std::string_view::npos)
            text += name;
        else
            text += escapePointerToken(name);
    }

    std::vector<Step> m_steps;
};

class Comparing {
public:
    explicit Comparing(const CancelToken *token)
        : m_token(token)
    {
    }

    void compare(Value left, Value right)
    {
        if (m_token && m_token->isCancelled())
            return;
        if (isWrittenAlike(left, right))
            return;
        if (left.isObject() && right.isObject())
            compareObjects(left, right);
        else if (left.isArray() && right.isArray())
            compareArrays(left, right);
        else if (!sameValue(left, right))
            add(Kind::Changed, left, right);
    }

    std::vector<TreeChange> takeChanges() { return std::move(m_changes); }

private:
    void add(Kind kind, Value left, Value right)
    {
        m_changes.push_back({kind, m_left.text(), right ? m_right.text() : std::string(), left,
            right, m_isInMoved});
    }

    void compareObjects(Value left, Value right)
    {
        const auto begin = m_changes.size();
        MemberFinder inRight(right);
        std::size_t common = 0;
        std::uint32_t furthest = 0; // in the right one, of what was found
        bool isReordered = false;
        for (const auto &member : left) {
            const Value other = inRight.find(member.key());
            if (other) {
                isReordered = isReordered || other.index() < furthest;
                furthest = other.index();
            }
            // Most of what is looked at: there is nothing to tell of it.
            if (other && isWrittenAlike(member.value(), other)) {
                ++common;
                continue;
            }
            m_left.enter(member.key());
            m_right.enter(member.key());
            if (other) {
                ++common;
                compare(member.value(), other);
            } else {
                add(Kind::Removed, member.value(), {});
            }
            m_left.leave();
            m_right.leave();
        }
        if (common < right.size())
            addNewMembers(left, right);
        if (isReordered) {
            add(Kind::Reordered, left, right);
            std::rotate(
                m_changes.begin() + std::ptrdiff_t(begin), m_changes.end() - 1, m_changes.end());
        }
    }

    void addNewMembers(Value left, Value right)
    {
        MemberFinder inLeft(left);
        for (const auto &member : right) {
            if (inLeft.find(member.key()))
                continue;
            m_left.enter(member.key());
            m_right.enter(member.key());
            add(Kind::Added, {}, member.value());
            m_left.leave();
            m_right.leave();
        }
    }

    // The items of the right array that are in no pair, and where each pair's left item is.
    struct Sides {
        const Items &left;
        const Items &right;
        std::vector<const ItemAlignment::Pair *> pairOfLeft;
        std::vector<const ItemAlignment::Pair *> pairOfRight;
        std::span<const ItemAlignment::Pair> moved;

        // It is one of those, and not like one.
        bool isMoved(const ItemAlignment::Pair *pair) const
        {
            return !moved.empty() && !std::less()(pair, &moved.front())
                && !std::less()(&moved.back(), pair);
        }
    };

    void compareArrays(Value leftArray, Value rightArray)
    {
        const Items left = itemsOf(leftArray);
        const Items right = itemsOf(rightArray);
        const auto alignment = alignItems(left, right, m_token);
        Sides sides{left, right, {}, {}, alignment.moved};
        sides.pairOfLeft.resize(left.size());
        sides.pairOfRight.resize(right.size());
        const auto note = [&](const ItemAlignment::Pair &pair) {
            sides.pairOfLeft[pair.left] = &pair;
            sides.pairOfRight[pair.right] = &pair;
        };
        std::ranges::for_each(alignment.kept, note);
        std::ranges::for_each(alignment.moved, note);
        std::size_t rightAt = alignment.begin;
        for (std::size_t at = alignment.begin; at < alignment.leftEnd; ++at) {
            const auto *pair = sides.pairOfLeft[at];
            if (!pair) {
                visitItem(at, left[at], {}, Kind::Removed);
            } else if (sides.isMoved(pair)) {
                moveAway(*pair, sides);
            } else {
                addItems(sides, rightAt, pair->right, at);
                rightAt = pair->right + 1;
                compareItems(*pair, sides);
            }
        }
        addItems(sides, rightAt, alignment.rightEnd, alignment.leftEnd);
    }

    // What the right array has between two kept items goes in before the left index.
    void addItems(const Sides &sides, std::size_t begin, std::size_t end, std::size_t leftIndex)
    {
        for (; begin < end; ++begin) {
            const auto *pair = sides.pairOfRight[begin];
            m_rightIndex = begin;
            visitItem(leftIndex, pair ? sides.left[pair->left] : Value(), sides.right[begin],
                pair ? Kind::MovedHere : Kind::Added);
        }
    }

    void moveAway(const ItemAlignment::Pair &pair, const Sides &sides)
    {
        m_rightIndex = pair.right;
        visitItem(pair.left, sides.left[pair.left], sides.right[pair.right], Kind::MovedAway);
        if (pair.isEqual)
            return;
        const bool wasInMoved = std::exchange(m_isInMoved, true);
        compareItems(pair, sides);
        m_isInMoved = wasInMoved;
    }

    void visitItem(std::size_t leftIndex, Value left, Value right, Kind kind)
    {
        m_left.enter(leftIndex);
        m_right.enter(m_rightIndex);
        add(kind, left, right);
        m_left.leave();
        m_right.leave();
    }

    void compareItems(const ItemAlignment::Pair &pair, const Sides &sides)
    {
        if (pair.isEqual)
            return;
        m_left.enter(pair.left);
        m_right.enter(pair.right);
        compare(sides.left[pair.left], sides.right[pair.right]);
        m_left.leave();
        m_right.leave();
    }

    const CancelToken *m_token;
    std::vector<TreeChange> m_changes;
    Path m_left;
    Path m_right;
    std::size_t m_rightIndex = 0;
    bool m_isInMoved = false;
};

} // namespace

std::vector<TreeChange> diffTrees(Value left, Value right, const CancelToken *token)
{
    Comparing comparing(token);
    comparing.compare(left, right);
    return comparing.takeChanges();
}

} // namespace chancery::core
