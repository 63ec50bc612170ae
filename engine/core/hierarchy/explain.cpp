// SPDX-License-Identifier: Apache-2.0
#include "engine/core/hierarchy/directives.h"
#include "engine/core/hierarchy/effective.h"

namespace chancery::core {

namespace {

// The first step of a pointer, "/a" of "/a/b"; taken off it.
std::string_view takeStep(std::string_view &pointer)
{
    const auto step = pointer.substr(0, pointer.find('/', 1));
    pointer.remove_prefix(step.size());
    return step;
}

LayerSay sayOf(const Layer &layer, std::string_view pointer)
{
    const auto say = [&](LayerAction action, Value where) {
        return LayerSay{
            action, where.index(), positionOf(layer.tree->source(), where.node().begin)};
    };
    if (saysNothing(layer))
        return {};
    auto value = layer.tree->root();
    // Once nothing below shows through, what is not there is hidden.
    bool hides = false;
    bool isLiteral = false;
    for (;;) {
        const auto written = value;
        if (!isLiteral) {
            const auto meaning = meaningOf(value);
            if (meaning.isRemoval)
                return say(LayerAction::Hides, written);
            hides = isLiteral = meaning.isReplacement;
            value = meaning.value;
        }
        if (pointer.empty())
            return say(LayerAction::Sets, value);
        hides = hides || !value.isObject();
        // In an array nothing has a second meaning either.
        isLiteral = isLiteral || value.isArray();
        const auto next = value.resolve(takeStep(pointer));
        if (!next)
            return hides ? say(LayerAction::Hides, written) : LayerSay();
        value = next;
    }
}

} // namespace

std::vector<LayerSay> explain(const std::vector<Layer> &layers, std::string_view pointer)
{
    std::vector<LayerSay> says;
    says.reserve(layers.size());
    for (const auto &layer : layers)
        says.push_back(sayOf(layer, pointer));
    return says;
}

} // namespace chancery::core
