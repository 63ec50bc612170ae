// SPDX-License-Identifier: Apache-2.0
// What a server could do with texts that are all genuine: replay an older one, exchange one behind
// the same number, or leave one out. Each is found here, from what was seen before.
#include "succession.h"

#include <algorithm>
#include <set>

namespace chancery::agent {

namespace {

// More than one resolution may have.
constexpr std::size_t mostParts = 2'000;

core::Error refused(std::string code, std::string detail)
{
    return {core::ErrorKind::Invalid, std::move(code), std::move(detail), {}, {}, {}};
}

const Mark *markOf(const std::vector<Mark> &marks, const core::ConfigId &config)
{
    const auto found = std::find_if(
        marks.begin(), marks.end(), [&](const auto &mark) { return mark.config == config; });
    return found != marks.end() ? &*found : nullptr;
}

core::Result<> checkForm(const core::EffectiveHead &head)
{
    if (head.texts.size() > mostParts || head.configs.size() > mostParts)
        return refused("too-many-texts", "More is announced than one document may have");
    std::set<core::ConfigId> texts;
    for (const auto &text : head.texts) {
        if (!texts.insert(text.config).second)
            return refused("announced-twice", text.path + " is announced twice");
    }
    std::set<core::ConfigId> configs;
    std::set<std::string> paths;
    for (const auto &config : head.configs) {
        if (!configs.insert(config.config).second || !paths.insert(config.path).second)
            return refused("announced-twice", config.path + " is announced twice");
    }
    return core::Done{};
}

core::Result<> checkEpoch(
    const core::LiveText &text, const Mark &mark, const core::EffectiveHead &head)
{
    const auto of = text.config == head.config ? std::string() : " of " + text.path;
    const auto epoch = "Epoch " + std::to_string(text.epoch) + of;
    if (text.epoch < mark.epoch)
        return refused("older-epoch",
            epoch + " is before " + std::to_string(mark.epoch) + ", which has been seen");
    if (text.epoch == mark.epoch && text.version != mark.version)
        return refused("epoch-reused", epoch + " was " + mark.version.text() + " before");
    return core::Done{};
}

core::Result<> checkMarks(const core::EffectiveHead &head, const std::vector<Mark> &marks)
{
    for (const auto &text : head.texts) {
        const auto *mark = markOf(marks, text.config);
        if (auto checked = mark ? checkEpoch(text, *mark, head) : core::Result<>(core::Done{});
            !checked)
            return checked;
    }
    for (const auto &config : head.configs) {
        const auto *mark = markOf(marks, config.config);
        if (mark && config.number < mark->declaration)
            return refused("older-declaration",
                "The declaration of " + config.path + " is number " + std::to_string(config.number)
                    + ", number " + std::to_string(mark->declaration) + " has been seen");
    }
    return core::Done{};
}

// Whose texts the resolver will ask for, as far as declarations say it.
std::set<core::ConfigId> asked(const core::EffectiveHead &head)
{
    std::set<core::ConfigId> configs{head.config};
    const auto place = head.place();
    for (const auto &config : head.configs) {
        configs.insert(config.config);
        for (const auto &layer : config.layers) {
            if (core::takesPart(layer, place))
                configs.insert(layer.config);
        }
    }
    return configs;
}

// A config keeps its id as long as it has texts, and goes on standing above those below it.
core::Result<> checkPaths(const core::EffectiveHead &next, const core::EffectiveHead &before)
{
    std::set<std::string> parents;
    for (const auto &config : next.configs) {
        for (auto &path : core::defaultsAbove(config.path))
            parents.insert(std::move(path));
    }
    for (const auto &earlier : before.configs) {
        if (!before.textOf(earlier.config))
            continue;
        const auto now = std::find_if(next.configs.begin(), next.configs.end(),
            [&](const auto &config) { return config.path == earlier.path; });
        if (now != next.configs.end() && now->config != earlier.config)
            return refused("foreign-config", earlier.path + " was another config before");
        if (now == next.configs.end() && parents.contains(earlier.path))
            return refused("text-dropped", earlier.path + " is left out");
    }
    return core::Done{};
}

core::Result<> checkTexts(const core::EffectiveHead &next, const core::EffectiveHead &before)
{
    const auto expected = asked(next);
    for (const auto &text : before.texts) {
        if (expected.contains(text.config) && !next.textOf(text.config))
            return refused("text-dropped", text.path + " is left out without a newer declaration");
    }
    for (const auto &earlier : before.configs) {
        const auto *now = next.declarationOf(earlier.config);
        if (now && now->number == earlier.number && now->layers != earlier.layers)
            return refused("declaration-reused",
                "The declaration " + std::to_string(now->number) + " of " + now->path
                    + " had other layers before");
    }
    return core::Done{};
}

} // namespace

core::Result<> checkSuccession(
    const core::EffectiveHead &next, const Release *previous, const std::vector<Mark> &marks)
{
    if (auto checked = checkForm(next); !checked)
        return checked;
    if (auto checked = checkMarks(next, marks); !checked)
        return checked;
    if (!previous)
        return core::Done{};
    if (auto checked = checkPaths(next, previous->head); !checked)
        return checked;
    return checkTexts(next, previous->head);
}

std::vector<Mark> marksAfter(std::vector<Mark> marks, const core::EffectiveHead &head)
{
    const auto of = [&](const core::ConfigId &config) -> Mark & {
        const auto found = std::find_if(
            marks.begin(), marks.end(), [&](const auto &mark) { return mark.config == config; });
        return found != marks.end() ? *found : marks.emplace_back(Mark{config, 0, {}, 0});
    };
    for (const auto &text : head.texts) {
        auto &mark = of(text.config);
        mark.epoch = text.epoch;
        mark.version = text.version;
    }
    for (const auto &config : head.configs)
        of(config.config).declaration = config.number;
    return marks;
}

} // namespace chancery::agent
