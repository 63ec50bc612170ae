// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/bulk/bulkoperation.h"

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

// Something to be done at one node of a tree, for one or more hits.
struct BulkStep {
    std::uint32_t node = 0;
    std::vector<std::size_t> hits; // numbers
    // The patch in a tree that differs from the first one only behind the node.
    std::function<Result<TextPatch>(const Tree &tree)> patch;
};
// Takes the steps, which are in the order of the document, from the last to the first.
Result<std::string> takeSteps(const SearchedDocument &document, const std::vector<BulkStep> &steps,
    std::vector<BulkHit> &hits, const std::vector<std::size_t> &leftOut, const CancelToken &token);

// The references in the document that follow the rename, as steps and hits.
void addReferenceSteps(const BulkSubject &subject, const BulkOperation &operation,
    const Glob &places, std::vector<BulkStep> &steps, std::vector<BulkHit> &hits);
// The pointer with every key renamed whose pointer matches; the same when there is none.
std::string renamedPointer(std::string_view pointer, const Glob &places, std::string_view name);
// A piece of a string with another pointer, spelt as it is but for what is renamed.
std::string renamedReference(std::string_view piece, std::string_view renamed);

} // namespace chancery::core
