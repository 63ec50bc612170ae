// SPDX-License-Identifier: Apache-2.0
#include "brought.h"

namespace chancery::core {

std::vector<std::string> pointersBrought(
    const EffectiveView &view, const std::set<VersionId> &closed)
{
    std::vector<std::string> pointers;
    for (const auto &value : view.values) {
        const auto layer = std::size_t(value.layer);
        if (value.reference || value.isRepeated.value_or(false) || layer >= view.layers.size()
            || closed.contains(view.layers[layer].version))
            pointers.push_back(value.pointer);
    }
    for (const auto &reference : view.references)
        pointers.push_back(reference.at);
    return pointers;
}

namespace {

template <typename Id>
void addOnce(std::vector<Id> &ids, const Id &id)
{
    if (!id.isEmpty() && std::find(ids.begin(), ids.end(), id) == ids.end())
        ids.push_back(id);
}

} // namespace

void TakingPart::add(const ConfigId &config)
{
    addOnce(configs, config);
}

void TakingPart::add(const EffectiveView &view)
{
    for (int i = 0; i < view.chain && i < int(view.layers.size()); ++i) {
        addOnce(versions, view.layers[std::size_t(i)].version);
        addOnce(configs, view.layers[std::size_t(i)].config);
    }
}

} // namespace chancery::core
