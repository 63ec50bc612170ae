// SPDX-License-Identifier: Apache-2.0
#include "declaration.h"

#include "engine/core/domain/rollback.h"

#include <algorithm>

namespace chancery::core {

namespace {

using Kind = DeclarationDifference::Kind;

std::string pathAt(const Declaration &declaration, std::size_t index)
{
    return index < declaration.paths.size() ? declaration.paths[index] : std::string();
}

template <typename T>
bool has(const std::vector<T> &list, const T &value)
{
    return std::ranges::find(list, value) != list.end();
}

// What the one has and the other has not.
void add(std::vector<DeclarationDifference> &found, Kind kind, const Declaration &one,
    const Declaration &other)
{
    for (std::size_t i = 0; i < one.layers.size(); ++i) {
        const auto &layer = one.layers[i];
        if (!has(other.layers, layer))
            found.push_back({kind, layer.kind, layer.name, pathAt(one, i)});
    }
    for (std::size_t i = 0; i < one.dependencies.size(); ++i) {
        if (!has(other.dependencies, one.dependencies[i]))
            found.push_back({kind, std::nullopt, {}, pathAt(one, one.layers.size() + i)});
    }
}

std::vector<ConfigLayer> common(const Declaration &one, const Declaration &other)
{
    std::vector<ConfigLayer> layers;
    std::ranges::copy_if(one.layers, std::back_inserter(layers),
        [&](const ConfigLayer &layer) { return has(other.layers, layer); });
    return layers;
}

} // namespace

std::vector<DeclarationDifference> differences(const DeclarationChange &change)
{
    std::vector<DeclarationDifference> found;
    add(found, Kind::Removed, change.before, change.after);
    add(found, Kind::Added, change.after, change.before);
    const auto was = common(change.before, change.after);
    const auto becomes = common(change.after, change.before);
    for (std::size_t i = 0; i < std::min(was.size(), becomes.size()); ++i) {
        const auto &layer = becomes[i];
        if (was[i] == layer)
            continue;
        const auto at = std::ranges::find(change.after.layers, layer);
        found.push_back({Kind::Moved, layer.kind, layer.name,
            pathAt(change.after, std::size_t(at - change.after.layers.begin()))});
    }
    return found;
}

void keepBarriers(std::vector<RollbackStep> &fresh, const std::vector<RollbackStep> &known)
{
    for (auto &step : fresh) {
        const auto before = std::ranges::find(known, step.config, &RollbackStep::config);
        if (before != known.end() && before->declaration)
            step.declaration = before->declaration;
    }
}

std::string toString(const DeclarationDifference &difference)
{
    std::string text = difference.kind == Kind::Added ? "+ "
        : difference.kind == Kind::Removed            ? "- "
                                                      : "~ ";
    text += difference.layer ? name(*difference.layer) : std::string_view("needs");
    if (!difference.name.empty())
        text += ' ' + difference.name;
    return text + ": " + difference.path;
}

} // namespace chancery::core
