// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <optional>

namespace chancery::models {

// How well a text answers what somebody typed to find it: "gtlim" finds "shop/gateway/limits".
// Every letter has to be there in order, every word of several on its own; nothing when one is not.
// Better is higher: letters in a row, letters at the beginning of a part, short texts.
std::optional<int> fuzzyScore(const QString &typed, const QString &text);

} // namespace chancery::models
