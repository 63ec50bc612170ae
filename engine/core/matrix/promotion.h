// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/matrix/matrix.h"
#include "engine/core/result.h"

namespace chancery::core {

// A row that somebody chose: itself when it is compared as a whole, else all that is below it.
struct PromotionPick {
    std::string pointer;
    bool removes = false; // what the source does not have goes from the target as well
    bool isConfirmed = false; // also where the value belongs to the target
    bool isByItself = true; // else it was chosen with what is around it
    bool overwrites = false; // also what was changed in the target since the last promotion

    friend bool operator==(const PromotionPick &, const PromotionPick &) = default;
};

// A value that stays as it is in the target although it was chosen, or something around it was.
struct LeftOut {
    enum class Reason : std::uint8_t {
        Own, // the environment's own, and not chosen by itself and confirmed
        Sensitive, // and not chosen by itself
        Sealed, // in the source: bound to its environment, never copied
        SealedTarget, // as Own
        OnlyInTarget, // and its removal was not chosen
        Incomplete, // an array would come without some of its items
        ChangedThere // since the last promotion, in a way that does not go with the source's
    };
    std::string pointer;
    Reason reason = Reason::Own;

    friend bool operator==(const LeftOut &, const LeftOut &) = default;
};
// "own", "sensitive", "sealed", "sealed-target", "only-in-target", "incomplete", "changed-there"
std::string_view name(LeftOut::Reason reason);

struct Promotion {
    std::string text; // the target's, with the changes
    std::vector<std::string> copied; // pointers, in the order of the rows
    std::vector<std::string> removed;
    std::vector<std::string> merged; // of copied: with what the target has changed since
    std::vector<LeftOut> leftOut;

    bool changesAnything() const { return !copied.empty() || !removed.empty(); }
};

// Carries what was picked from one column of the matrix to another, as minimal patches of the
// target's text; what has nothing there begins with the source's text without what was not picked.
// Proved: the text reads as the intended value. Error{Invalid}: "no-such-row" for a pick of
// something that is no row of its own, "nothing-there" for a source without text, "cannot-patch".
//
// With a base, the column of what the target was after the last promotion from there, it is a
// three-way merge: what the target has changed since is merged with what the source has
// (mergeValues), and what does not merge stays unless the pick overwrites.
Result<Promotion> promote(const Matrix &matrix, std::size_t from, std::size_t to,
    const std::vector<PromotionPick> &picks, const CancelToken *token = nullptr,
    std::optional<std::size_t> base = std::nullopt);

// The matrix with one more column, to promote with as a base. Rows keep their pointers where they
// can; a list that has another length there is compared as a whole.
Matrix withColumn(const Matrix &matrix, MatrixColumn column);

// What is wrong with the text after a change that was not wrong before: by the schema, its
// invariants, and the rules for the change itself. "before" may be absent.
std::vector<Violation> violationsOfChange(const CompiledSchema &schema, Value before, Value after);

} // namespace chancery::core
