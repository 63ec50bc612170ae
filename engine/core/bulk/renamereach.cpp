// SPDX-License-Identifier: Apache-2.0
//
// The keys of a config, of its layers, of the defaults above it and of whoever inherits from it are
// the same keys: what is renamed in one of them has to be renamed in all, or a value stands under
// the new name in one layer and under the old one in another. Downwards that always holds; upwards
// only where the layer or the defaults have the key, since otherwise it is the config's own, and
// its brothers' key of that name is another one.
#include "renamereach.h"

#include <algorithm>

namespace chancery::core {

RenameReach::RenameReach(const BulkOperation &operation)
{
    if (auto keys = Glob::ofPointers(operation.what.places))
        m_keys = std::move(*keys);
}

void RenameReach::add(const FoundConfig &owner)
{
    if (owner.draft) // is one's own: it brings no others along
        addPath(owner.path, owner.environment);
    else
        addOwner(owner.config, owner.path, owner.environment);
}

void RenameReach::addPath(const std::string &path, const EnvironmentId &in)
{
    KeyOwner owner{'/' + path, in};
    if (std::ranges::find(m_owners, owner) == m_owners.end())
        m_owners.push_back(std::move(owner));
}

std::optional<RenameReach::Question> RenameReach::next() const
{
    return m_steps.empty() ? std::nullopt : std::optional(m_steps.front().question);
}

RenameReach::Step RenameReach::take()
{
    auto step = std::move(m_steps.front());
    m_steps.pop_front();
    return step;
}

void RenameReach::answer(const Config &config)
{
    const auto step = take();
    ask(Ask::Keys, config.id, config.path, step.question.environment);
}

void RenameReach::answer(const std::vector<FoundConfig> &found)
{
    const auto step = take();
    for (const auto &one : found) {
        if (!one.draft && one.path == step.question.path)
            addOwner(one.config, one.path, one.environment);
    }
}

void RenameReach::answer(const ConfigLayers &layers)
{
    const auto step = take();
    for (const auto &layer : layers.layers)
        ask(Ask::Config, layer.config, {}, step.question.environment);
}

void RenameReach::answer(const std::vector<Dependent> &dependents)
{
    const auto step = take();
    const auto &in = step.question.environment;
    for (const auto &dependent : dependents) {
        const bool isHeir
            = dependent.kind == DependentKind::Layer || dependent.kind == DependentKind::Inherits;
        if (isHeir && step.part) {
            auto same = dependent;
            same.at = step.part->at;
            addPart(same, step.part->pointer, in);
        } else if (isHeir) {
            addOwner(dependent.config, dependent.path, in);
        } else if (dependent.kind == DependentKind::Refers && !step.part) {
            addReferring(dependent.config, in);
            addPart(dependent, dependent.pointer, in);
        } else if (dependent.kind == DependentKind::Refers) {
            addThrough(*step.part, dependent, in);
        }
    }
}

// A reference to what was taken over, to something in it, or to something around it: to that last
// one no renamed key belongs, but who goes on from there comes by them.
void RenameReach::addThrough(
    const ReferredPart &part, const Dependent &dependent, const EnvironmentId &in)
{
    const auto &pointer = dependent.pointer;
    if (pointer == part.at || pointer.starts_with(part.at + '/')) {
        addReferring(dependent.config, in);
        addPart(dependent, part.pointer + pointer.substr(part.at.size()), in);
    } else if (part.at.starts_with(pointer + '/')) {
        auto around = dependent;
        around.at += part.at.substr(pointer.size());
        addPart(around, part.pointer, in);
    }
}

std::vector<RenameReach::Place> RenameReach::places() const
{
    auto places = m_having;
    std::ranges::copy_if(m_referring, std::back_inserter(places),
        [this](const Place &place) { return !m_seenOwners.contains(place); });
    return places;
}

bool RenameReach::hasRoom()
{
    if (m_having.size() + m_referring.size() < mostPlaces)
        return true;
    m_isComplete = false;
    return false;
}

void RenameReach::addOwner(const ConfigId &config, const std::string &path, const EnvironmentId &in)
{
    if (m_seenOwners.contains({config, in}) || !hasRoom())
        return;
    m_seenOwners.insert({config, in});
    m_having.push_back({config, in});
    addPath(path, in);
    ask(Ask::Layers, config, path, in);
    ask(Ask::Dependents, config, path, in);
    for (const auto &above : defaultsAbove(path))
        ask(Ask::Keys, {}, above, in);
}

void RenameReach::addReferring(const ConfigId &config, const EnvironmentId &environment)
{
    if (m_seenReferring.contains({config, environment}) || !hasRoom())
        return;
    m_seenReferring.insert({config, environment});
    m_referring.push_back({config, environment});
}

// Whoever takes over an object by a reference has its keys too, at another place.
void RenameReach::addPart(const Dependent &dependent, std::string pointer, const EnvironmentId &in)
{
    ReferredPart part{'/' + dependent.path, in, dependent.at, std::move(pointer)};
    if (!mayBeBelow(part.pointer) || std::ranges::find(m_parts, part) != m_parts.end())
        return;
    if (m_parts.size() >= mostPlaces) {
        m_isComplete = false;
        return;
    }
    m_parts.push_back(part);
    m_steps.push_back({{Ask::Dependents, dependent.config, dependent.path, in}, std::move(part)});
}

void RenameReach::ask(
    Ask what, const ConfigId &config, const std::string &path, const EnvironmentId &in)
{
    if (m_asked.emplace(what, in.text(), path.empty() ? config.text() : path).second)
        m_steps.push_back({{what, config, path, in}, std::nullopt});
}

// Whether the path of keys may name something inside of that.
bool RenameReach::mayBeBelow(const std::string &pointer) const
{
    const auto inside = pointer + '/';
    const auto &begin = m_keys.prefix();
    return begin.starts_with(inside) || (!m_keys.isExact() && inside.starts_with(begin));
}

} // namespace chancery::core
