// SPDX-License-Identifier: Apache-2.0
#include "conflicttext.h"

#include "app/cli/blame.h"

#include <algorithm>
#include <array>

namespace chancery::cli {

namespace {

// A side of a conflict as it may be shown.
class Side {
public:
    Side(const std::string &text, core::Format format)
        : m_reading(core::read(text, format, core::Limits::wide()))
    {
    }

    core::Result<std::string> told(Covers &covers, const Covers::SchemaIds &schemas,
        const core::MergePlace &place, const std::optional<std::string> &json) const
    {
        if (!json)
            return std::string("nothing");
        if (!m_reading)
            return std::string(core::cover);
        const auto &tree = m_reading.tree();
        const auto value = core::valueAt(tree.root(), place);
        const auto hidden = covers.spans(tree, schemas);
        if (!hidden)
            return hidden.error();
        const bool isCovered
            = !value || std::ranges::any_of(*hidden, [&](const core::TextSpan &span) {
                  return span.begin < value.node().end && span.end > value.node().begin;
              });
        return isCovered ? std::string(core::cover) : *json;
    }
    // Whether what names the item, the last step, may not be told; nothing where it is not there.
    core::Result<std::optional<bool>> hidesName(Covers &covers, const Covers::SchemaIds &schemas,
        std::span<const core::MergeStep> place) const
    {
        const auto item = m_reading ? core::valueAt(m_reading.tree().root(), place) : core::Value();
        const auto name = item ? item.find(place.back().name) : core::Value();
        if (!name)
            return std::optional<bool>();
        const auto hidden = covers.spans(m_reading.tree(), schemas);
        if (!hidden)
            return hidden.error();
        return std::optional(std::ranges::any_of(*hidden, [&](const core::TextSpan &span) {
            return span.begin < name.node().end && span.end > name.node().begin;
        }));
    }
    // Of the value in it; empty where there is none.
    std::string pointerTo(const core::MergePlace &place) const
    {
        const auto value
            = m_reading ? core::valueAt(m_reading.tree().root(), place) : core::Value();
        return value ? core::pointerOf(value.tree(), value.index()) : std::string();
    }

private:
    core::Reading m_reading;
};

// A name that any side hides is covered, and one that no side has.
core::Result<std::string> coveredPlace(Covers &covers, const Covers::SchemaIds &schemas,
    const std::array<const Side *, 3> &sides, core::MergePlace place)
{
    std::vector<std::size_t> hidden;
    for (std::size_t i = 0; i < place.size(); ++i) {
        if (place[i].id.empty())
            continue;
        bool isShown = false;
        bool isHidden = false;
        for (const Side *side : sides) {
            const auto hides = side->hidesName(covers, schemas, std::span(place).first(i + 1));
            if (!hides)
                return hides.error();
            isShown = isShown || *hides == false;
            isHidden = isHidden || *hides == true;
        }
        if (isHidden || !isShown)
            hidden.push_back(i);
    }
    for (const auto i : hidden)
        place[i].id = '"' + std::string(core::cover) + '"';
    return core::toString(place);
}

// The newest version that set anything at or below the pointer; empty where that is not known.
std::string setterOf(const core::BlameReport &blame, const std::string &pointer)
{
    int newest = -1;
    for (const auto &key : blame.keys) {
        const bool isThere = key.pointer == pointer || key.pointer.starts_with(pointer + '/');
        if (isThere && key.entry >= 0 && (newest < 0 || key.entry < newest))
            newest = key.entry;
    }
    if (newest < 0)
        return {};
    const auto &entry = blame.entries[std::size_t(newest)];
    std::string others;
    for (const auto &name : entry.contributors.value_or(std::vector<std::string>()))
        others += (others.empty() ? " with " : ", ") + name;
    return versionName(entry.semver, entry.version) + " by " + entry.authorName + others
        + (entry.changeRequest ? " (" + entry.changeRequest->text() + ')' : std::string());
}

} // namespace

std::string versionName(const std::string &semver, const core::VersionId &id)
{
    return semver.empty() ? id.text().substr(0, 19) : 'v' + semver;
}

core::Result<std::vector<std::string>> conflictPlaces(
    Covers &covers, const core::ThreeWayMerge &merge, const Covers::SchemaIds &schemas)
{
    const auto &input = merge.input();
    const Side base(input.base, input.format);
    const Side theirs(input.theirs, input.format);
    const Side mine(input.mine, input.format);
    std::vector<std::string> places;
    for (const auto &conflict : merge.conflicts()) {
        auto place = coveredPlace(covers, schemas, {&base, &theirs, &mine}, conflict.place);
        if (!place)
            return std::move(place).error();
        places.push_back(std::move(*place));
    }
    return places;
}

core::Result<std::vector<ConflictText>> conflictTexts(Online &online,
    const core::ThreeWayMerge &merge, const std::string &live, const core::RequestItem &item,
    const Covers::SchemaIds &schemas)
{
    Covers covers(online);
    const auto &input = merge.input();
    const Side base(input.base, input.format);
    const Side theirs(input.theirs, input.format);
    const Side mine(input.mine, input.format);
    const Side now(live, input.format);
    const auto blame = wholeBlame(online, item.config, item.environment);
    const auto places = conflictPlaces(covers, merge, schemas);
    if (!places)
        return places.error();
    std::vector<ConflictText> texts;
    for (std::size_t i = 0; i < places->size(); ++i) {
        const auto &conflict = merge.conflicts()[i];
        ConflictText text;
        if (conflict.kind == core::MergeConflict::Kind::Lines) {
            texts.push_back(std::move(text));
            continue;
        }
        text.place = (*places)[i];
        struct Told {
            const Side &side;
            const std::optional<std::string> &json;
            std::string &text;
        };
        for (const auto &[side, json, out] :
            {Told{base, conflict.base, text.base}, Told{theirs, conflict.theirs, text.theirs},
                Told{mine, conflict.mine, text.mine}}) {
            auto told = side.told(covers, schemas, conflict.place, json);
            if (!told)
                return std::move(told).error();
            out = std::move(*told);
        }
        const auto pointer = now.pointerTo(conflict.place);
        if (blame && !pointer.empty())
            text.setter = setterOf(*blame, pointer);
        texts.push_back(std::move(text));
    }
    return texts;
}

} // namespace chancery::cli
