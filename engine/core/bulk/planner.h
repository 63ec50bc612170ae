// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/bulk/bulkoperation.h"
#include "engine/core/document/patchproof.h"

#include <functional>
#include <unordered_map>

// The parts of BulkPlanner.
namespace chancery::core {

bool isCancelled(const CancelToken &token, Error &error);

// The line of a text that a patch begins in, and what becomes of it, both with what is sensitive
// covered.
struct ChangedLine {
    std::string before;
    std::string after;
};
ChangedLine changedLine(const SearchedDocument &document, const TextPatch &patch);
// Where the document stands in the way, as a refusal of a hit.
FieldError refusalOf(const Error &error, const std::string &pointer, const Position &at);

// Whether two trees have the same shape and the same keys and scalars but for the nodes that one of
// the spans touches. The spans are of the first tree's source, in order.
bool differOnlyAt(const Tree &before, const Tree &after, const std::vector<SearchHit> &spans);

// The hits of Replace.
Result<BulkPlan> planReplacing(const DocumentFinder &finder, const std::string &with,
    const BulkSubject &subject, const std::vector<std::size_t> &leftOut, const CancelToken &token);

// Of values that go together with others, whether anything behind them in their container stays;
// filled from the last to the first.
using StaysBehind = std::unordered_map<std::uint32_t, bool>;

// What a step would do, with the ways to write it, none of them proved. Those of one sort are, as
// often as not, written the same way.
struct BulkAttempt {
    PatchedChange change;
    PatchCandidates ways;
    std::string sort;
};

// Something to be done at one node of a tree, for one or more hits.
struct BulkStep {
    std::uint32_t node = 0;
    std::vector<std::size_t> hits; // numbers
    // The patch in a tree that differs from the first one only behind the node; proved.
    std::function<Result<TextPatch>(const Tree &tree)> patch;
    // The same, to be proved with others; nothing where patch() says why it cannot be.
    std::function<std::optional<BulkAttempt>(const Tree &tree, StaysBehind &stays)> attempt;
};
// Takes the steps, which are in the order of the document, as if from the last to the first; the
// plan's hits get their lines and refusals, and it its text. Error{Cancelled}.
Result<> takeSteps(const SearchedDocument &document, const std::vector<BulkStep> &steps,
    const std::vector<std::size_t> &leftOut, const CancelToken &token, BulkPlan &plan);

// The references in the document that follow the rename, as steps and hits.
void addReferenceSteps(const BulkSubject &subject, const BulkOperation &operation,
    const Glob &places, std::vector<BulkStep> &steps, std::vector<BulkHit> &hits);
// The pointer with every key renamed whose pointer matches; the same when there is none.
std::string renamedPointer(std::string_view pointer, const Glob &places, std::string_view name);
// A piece of a string with another pointer, spelt as it is but for what is renamed.
std::string renamedReference(std::string_view piece, std::string_view renamed);

} // namespace chancery::core
