// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/hierarchystore.h"
#include "models/valueline.h"

namespace chancery::models {

// A line of a merged document as it is shown.
struct EffectiveLine {
    std::string text;
    std::string pointer;
    std::string reference; // "/payments/db#/host", through which the value came; mostly empty
    int layer = -1; // in the view's layers, of the line and all below it; -1 for several or none
};

// The merged document as JSON, a line for each key or item, sensitive values masked and
// sealed ones named. Pure, of any
// thread.
std::vector<EffectiveLine> effectiveLines(
    const Hierarchy &hierarchy, const SensitiveTest &isSensitive);

// "Region eu-west", "Base", "Inherited environment", for people; and the sign that stands for it
// beside a line: "R", "B", "↑E", "→" for what a reference brought.
QString layerTitle(const core::LayerOrigin &layer, bool isInherited);
QString layerSign(const core::LayerOrigin &layer, bool isInherited);
// The path, version, author, request and who approved, on one line.
QString layerDetails(const core::LayerOrigin &layer);

} // namespace chancery::models
