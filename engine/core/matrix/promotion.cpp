// SPDX-License-Identifier: Apache-2.0
//
// 1. Every pick marks its row, and through it all rows below. A row that was picked by itself may
// be
//    sensitive, and with a confirmation its environment's own; one that was picked by way of
//    something around it may not.
// 2. For every row that is compared as a whole it is decided whether it is copied, removed or kept.
//    An array that is new to the target comes with all of its items or not at all: with one left
//    out, all behind it would be other items.
// 3. What the target has changed since the base is merged with what the source has; a value that
// does
//    not merge stays.
// 4. The value that the target shall have is written as JSON, and its text is patched to it
//    (merge/rewrite.h), with the source's text as the model for what is new.
#include "promotion.h"

#include "engine/core/document/json.h"
#include "engine/core/document/patchproof.h"
#include "engine/core/merge/place.h"
#include "engine/core/merge/rewrite.h"
#include "engine/core/merge/valuemerge.h"
#include "engine/core/rules/change.h"
#include "engine/core/rules/invariants.h"

namespace chancery::core {

namespace {

enum class Action : std::uint8_t { Keep, Copy, Remove };

struct Choice {
    bool isPicked = false;
    bool isByItself = false;
    bool removes = false;
    bool isConfirmed = false;
    bool overwrites = false;
};

class Promoter {
public:
    Promoter(
        const Matrix &matrix, std::size_t from, std::size_t to, std::optional<std::size_t> base)
        : m_matrix(matrix)
        , m_from(from)
        , m_to(to)
        , m_base(base)
        , m_choices(matrix.rowCount())
        , m_actions(matrix.rowCount(), Action::Keep)
    {
    }

    Result<Done> choose(const std::vector<PromotionPick> &picks)
    {
        for (const auto &pick : picks) {
            const auto row = m_matrix.find(pick.pointer);
            if (row == MatrixRow::none && !keepListAround(pick.pointer))
                return patchRefusal("no-such-row", pick.pointer,
                    "There is no such key, or it is inside something that is compared as a whole.");
            if (row != MatrixRow::none)
                m_choices[row]
                    = {true, pick.isByItself, pick.removes, pick.isConfirmed, pick.overwrites};
        }
        for (std::uint32_t row = 1; row < m_matrix.rowCount(); ++row) {
            const auto &above = m_choices[m_matrix.row(row).parent];
            if (!m_choices[row].isPicked && above.isPicked)
                m_choices[row] = {true, false, above.removes, false, above.overwrites};
        }
        return Done();
    }

    Promotion decide()
    {
        for (std::uint32_t row = 0; row < m_matrix.rowCount(); ++row) {
            if (m_matrix.row(row).isLeaf && m_choices[row].isPicked)
                m_actions[row] = actionOf(row);
        }
        for (auto row = m_matrix.rowCount(); row-- > 0;)
            keepWhole(row);
        Promotion promotion;
        for (std::uint32_t row = 0; row < m_matrix.rowCount(); ++row) {
            if (m_actions[row] == Action::Copy)
                promotion.copied.push_back(m_matrix.pointer(row));
            else if (m_actions[row] == Action::Remove)
                promotion.removed.push_back(m_matrix.pointer(row));
            if (m_merged.contains(row))
                promotion.merged.push_back(m_matrix.pointer(row));
            if (const auto found = m_reasons.find(row); found != m_reasons.end())
                promotion.leftOut.push_back({m_matrix.pointer(row), found->second});
        }
        return promotion;
    }

    // What the target shall be, as JSON; empty for nothing.
    std::string wanted()
    {
        std::string out;
        write(out, 0);
        return out;
    }

private:
    const MatrixCell &source(std::uint32_t row) const { return m_matrix.cell(row, m_from); }
    const MatrixCell &target(std::uint32_t row) const { return m_matrix.cell(row, m_to); }

    // An item that was picked, of a list that had another length after the last promotion: nobody
    // knows which item was which.
    bool keepListAround(std::string pointer)
    {
        while (m_base && !pointer.empty()) {
            pointer.resize(pointer.rfind('/'));
            const auto row = m_matrix.find(pointer);
            if (row == MatrixRow::none)
                continue;
            if (m_matrix.row(row).isLeaf && m_matrix.value(row, m_to).isArray())
                m_reasons[row] = LeftOut::Reason::ChangedThere;
            return m_reasons.contains(row);
        }
        return false;
    }

    // As the last promotion left it.
    bool isUntouched(std::uint32_t row) const
    {
        const auto &before = m_matrix.cell(row, *m_base);
        const auto &now = target(row);
        return before.isPresent() == now.isPresent()
            && (!now.isPresent() || before.like == now.like);
    }

    Action keep(std::uint32_t row, LeftOut::Reason reason)
    {
        m_reasons[row] = reason;
        return Action::Keep;
    }

    Action actionOf(std::uint32_t row)
    {
        using Reason = LeftOut::Reason;
        const auto &choice = m_choices[row];
        const auto &from = source(row);
        const auto &to = target(row);
        if (from.like == to.like || (!from.isPresent() && !to.isPresent()))
            return Action::Keep;
        if (!from.isPresent() && !choice.removes)
            return keep(row, Reason::OnlyInTarget);
        if (from.isSealed)
            return keep(row, Reason::Sealed);
        const bool isSure = choice.isByItself && choice.isConfirmed;
        if (to.isSealed && !isSure)
            return keep(row, Reason::SealedTarget);
        if (m_matrix.row(row).isOwn && !isSure)
            return keep(row, Reason::Own);
        if ((from.isSensitive || to.isSensitive) && !choice.isByItself)
            return keep(row, Reason::Sensitive);
        if (m_base && !choice.overwrites && !isUntouched(row))
            return mergedAction(row);
        return from.isPresent() ? Action::Copy : Action::Remove;
    }

    Action mergedAction(std::uint32_t row)
    {
        const auto merge = mergeValues(
            m_matrix.value(row, *m_base), m_matrix.value(row, m_from), m_matrix.value(row, m_to));
        if (!merge.conflicts.empty() || merge.json.empty() || merge.taken.empty())
            return keep(row, LeftOut::Reason::ChangedThere);
        m_merged[row] = merge.json;
        return Action::Copy;
    }

    // The containers of the source that are made, even if there is nothing in them.
    bool isMade(std::uint32_t row) const
    {
        return m_choices[row].isPicked && !m_matrix.row(row).isOwn && source(row).isPresent()
            && m_matrix.value(row, m_from).size() == 0;
    }

    // Whether there is something of the row in the end.
    bool comesOut(std::uint32_t row) const
    {
        const auto &there = m_matrix.row(row);
        if (there.isLeaf)
            return m_actions[row] == Action::Copy
                || (m_actions[row] == Action::Keep && target(row).isPresent());
        bool isAny = false;
        bool isEmptied = false;
        for (auto child = row + 1; child < there.end && !isAny; child = m_matrix.row(child).end) {
            isAny = m_comesOut[child];
            isEmptied = true;
        }
        if (isAny)
            return true;
        // What was emptied by removals goes with its content, if the source has none either.
        const bool goes = isEmptied && m_choices[row].removes && !source(row).isPresent();
        return (target(row).isPresent() && !goes) || isMade(row);
    }

    // An array that the target does not have yet comes as a whole.
    void keepWhole(std::uint32_t row)
    {
        if (m_comesOut.empty())
            m_comesOut.resize(m_matrix.rowCount());
        m_comesOut[row] = comesOut(row);
        const auto &there = m_matrix.row(row);
        if (there.isLeaf || !m_comesOut[row] || target(row).isPresent()
            || !m_matrix.value(row, m_from).isArray())
            return;
        bool isWhole = true;
        for (auto child = row + 1; child < there.end; child = m_matrix.row(child).end)
            isWhole = isWhole && m_comesOut[child];
        if (isWhole)
            return;
        for (auto below = row + 1; below < there.end; ++below) {
            m_comesOut[below] = false;
            if (m_actions[below] == Action::Copy)
                m_actions[below] = keep(below, LeftOut::Reason::Incomplete);
        }
        m_comesOut[row] = false;
    }

    void write(std::string &out, std::uint32_t row) const
    {
        const auto &there = m_matrix.row(row);
        if (const auto merged = m_merged.find(row);
            merged != m_merged.end() && m_actions[row] == Action::Copy) {
            out += merged->second;
            return;
        }
        if (there.isLeaf) {
            out += jsonText(m_matrix.value(row, m_actions[row] == Action::Copy ? m_from : m_to));
            return;
        }
        const auto &shape
            = target(row).isPresent() ? m_matrix.value(row, m_to) : m_matrix.value(row, m_from);
        out += shape.isArray() ? '[' : '{';
        bool isFirst = true;
        for (auto child = row + 1; child < there.end; child = m_matrix.row(child).end) {
            if (!m_comesOut[child])
                continue;
            out += isFirst ? "" : ",";
            isFirst = false;
            if (!m_matrix.row(child).isItem) {
                appendJsonString(out, m_matrix.row(child).key);
                out += ':';
            }
            write(out, child);
        }
        out += shape.isArray() ? ']' : '}';
    }

    const Matrix &m_matrix;
    std::size_t m_from;
    std::size_t m_to;
    std::optional<std::size_t> m_base;
    std::vector<Choice> m_choices;
    std::vector<Action> m_actions;
    std::vector<bool> m_comesOut;
    std::unordered_map<std::uint32_t, LeftOut::Reason> m_reasons;
    std::unordered_map<std::uint32_t, std::string> m_merged; // JSON
};

} // namespace

std::string_view name(LeftOut::Reason reason)
{
    static constexpr std::array<std::string_view, 7> names{"own", "sensitive", "sealed",
        "sealed-target", "only-in-target", "incomplete", "changed-there"};
    return names[std::size_t(reason)];
}

Result<Promotion> promote(const Matrix &matrix, std::size_t from, std::size_t to,
    const std::vector<PromotionPick> &picks, const CancelToken *token,
    std::optional<std::size_t> base)
{
    const auto &source = matrix.column(from).tree;
    const auto &target = matrix.column(to).tree;
    if (!source || matrix.rowCount() == 0)
        return patchRefusal("nothing-there", {}, "There is no text to promote from.");
    Promoter promoter(matrix, from, to, base);
    if (auto chosen = promoter.choose(picks); !chosen)
        return std::move(chosen).error();
    auto promotion = promoter.decide();
    if (!promotion.changesAnything()) {
        promotion.text = target ? target->source() : std::string();
        return promotion;
    }
    const auto wanted = readJson(promoter.wanted(), Limits::wide());
    if (!wanted)
        return toError(wanted.problem());
    const Tree &patched = target ? *target : *source;
    auto text = patchedTo(patched, wanted.tree().root(), source->root(), token);
    if (!text)
        return std::move(text).error();
    promotion.text = *std::move(text);
    return promotion;
}

Matrix withColumn(const Matrix &matrix, MatrixColumn column)
{
    std::vector<MatrixColumn> columns;
    for (std::size_t i = 0; i < matrix.columnCount(); ++i)
        columns.push_back(matrix.column(i));
    columns.push_back(std::move(column));
    return Matrix(std::move(columns));
}

std::vector<Violation> violationsOfChange(const CompiledSchema &schema, Value before, Value after)
{
    const auto violations = [&](Value document) {
        auto found = schema.validate(document).violations;
        auto rules = checkInvariants(schema, document);
        std::move(rules.begin(), rules.end(), std::back_inserter(found));
        return found;
    };
    auto found = violations(after);
    if (!before)
        return found;
    found = introducedViolations(before, violations(before), after, std::move(found));
    auto steps = checkChange(schema, before, after);
    std::move(steps.begin(), steps.end(), std::back_inserter(found));
    return found;
}

} // namespace chancery::core
