// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/document/value.h"
#include "engine/core/merge/comments.h"

namespace chancery::core {

struct MergeText {
    std::string text;
    bool keepsComments = true; // those that either side wrote or both left
};

// The text that reads as the merged value; one that keeps the comments of both sides before one
// that does not, and one of the two texts with the least change. Nothing when there is no way to
// write it so, or to leave blocks in blocks.
std::optional<MergeText> mergeText(
    const MergeTrees &trees, Value wanted, const CancelToken *token = nullptr);

} // namespace chancery::core
