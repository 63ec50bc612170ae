// SPDX-License-Identifier: Apache-2.0
#include "layer.h"

#include <array>

namespace chancery::core {

namespace {

constexpr std::array<std::string_view, 5> names{
    "base", "environment", "region", "group", "instance"};

} // namespace

std::string_view name(LayerKind kind)
{
    return names[std::size_t(kind)];
}

std::optional<LayerKind> layerKindFromName(std::string_view name)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name)
            return LayerKind(i);
    }
    return std::nullopt;
}

std::string toString(const LayerOrigin &origin)
{
    std::string text = origin.path + " (" + std::string(name(origin.kind));
    if (!origin.name.empty())
        text += ' ' + origin.name;
    return text + ')';
}

} // namespace chancery::core
