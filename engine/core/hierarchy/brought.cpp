// SPDX-License-Identifier: Apache-2.0
#include "brought.h"

namespace chancery::core {

std::vector<std::string> pointersBrought(
    const EffectiveView &view, const std::set<VersionId> &closed)
{
    std::vector<std::string> pointers;
    for (const auto &value : view.values) {
        const auto layer = std::size_t(value.layer);
        if (value.reference || layer >= view.layers.size()
            || closed.contains(view.layers[layer].version))
            pointers.push_back(value.pointer);
    }
    for (const auto &reference : view.references)
        pointers.push_back(reference.at);
    return pointers;
}

} // namespace chancery::core
