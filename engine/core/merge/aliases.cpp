// SPDX-License-Identifier: Apache-2.0
#include "aliases.h"

#include "engine/core/document/yaml/events.h"

namespace chancery::core {

namespace {

using yaml::EventKind;
using yaml::OwnedEvent;

bool isAliasOrMerge(const OwnedEvent &event)
{
    return event.kind == EventKind::Alias
        || (event.kind == EventKind::Scalar && event.style == yaml::ScalarStyle::Plain
            && event.value == "<<");
}

std::string nameOf(const OwnedEvent &event)
{
    return event.kind == EventKind::Alias ? '*' + event.anchor : event.value;
}

// The text with some events written in another way.
template <typename Writing>
std::string withEvents(const std::string &text, const Writing &writing)
{
    std::string out;
    std::size_t done = 0;
    for (const auto &event : yaml::yamlEvents(text, Limits::wide()).events) {
        const auto written = writing(event);
        if (!written || event.begin < done)
            continue;
        out.append(text, done, event.begin - done).append(*written);
        done = event.end;
    }
    return out.append(text, done, std::string::npos);
}

} // namespace

std::optional<AliasCover> AliasCover::of(
    std::span<const std::string *const> texts, bool &isAmbiguous)
{
    AliasCover cover;
    std::vector<yaml::EventList> lists;
    for (const auto *text : texts) {
        if (text->find('*') != std::string::npos) {
            lists.push_back(yaml::yamlEvents(*text, Limits::wide()));
            isAmbiguous = isAmbiguous || lists.back().problem;
        }
    }
    for (const auto &list : lists) {
        for (const auto &event : list.events) {
            if (event.kind == EventKind::Alias)
                cover.m_names.insert(nameOf(event));
        }
    }
    if (cover.m_names.empty())
        return std::nullopt;
    cover.m_names.insert("<<");
    for (const auto &list : lists) {
        isAmbiguous = isAmbiguous || std::ranges::any_of(list.events, [&](const OwnedEvent &event) {
            return event.kind == EventKind::Scalar && !isAliasOrMerge(event)
                && cover.m_names.contains(event.value);
        });
    }
    return cover;
}

std::vector<std::string> AliasCover::anchors(const std::string &text)
{
    std::vector<std::string> names;
    for (const auto &event : yaml::yamlEvents(text, Limits::wide()).events) {
        if (event.kind != EventKind::Alias && !event.anchor.empty())
            names.push_back(event.anchor);
    }
    return names;
}

std::string AliasCover::covered(const std::string &text) const
{
    return withEvents(text, [](const OwnedEvent &event) {
        return isAliasOrMerge(event) ? std::optional('"' + nameOf(event) + '"') : std::nullopt;
    });
}

std::string AliasCover::uncovered(const std::string &text) const
{
    return withEvents(text, [this](const OwnedEvent &event) {
        const bool isCovered = event.kind == EventKind::Scalar && m_names.contains(event.value);
        return isCovered ? std::optional(event.value) : std::nullopt;
    });
}

} // namespace chancery::core
