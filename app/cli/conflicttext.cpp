// SPDX-License-Identifier: Apache-2.0
#include "conflicttext.h"

#include "app/cli/blame.h"
#include "engine/core/merge/coveredplace.h"

#include <algorithm>
#include <array>

namespace chancery::cli {

namespace {

// A side of a conflict as it may be shown, once it has been looked at.
class Side {
public:
    Side(const std::string &text, core::Format format)
        : m_reading(core::read(text, format, core::Limits::wide()))
    {
    }

    core::Result<core::Done> look(Covers &covers, const Covers::SchemaIds &schemas)
    {
        if (!m_reading)
            return core::Done();
        auto hidden = covers.spans(m_reading.tree(), schemas);
        if (!hidden)
            return std::move(hidden).error();
        m_guarded = {m_reading.tree().root(), std::move(*hidden)};
        return core::Done();
    }
    const core::GuardedText &guarded() const { return m_guarded; }

    std::string told(const core::MergePlace &place, const std::optional<std::string> &json) const
    {
        if (!json)
            return "nothing";
        const auto value = valueAt(place);
        return !value || m_guarded.hides(value) ? std::string(core::cover) : *json;
    }
    // Of the value in it; empty where there is none.
    std::string pointerTo(const core::MergePlace &place) const
    {
        const auto value = valueAt(place);
        return value ? core::pointerOf(value.tree(), value.index()) : std::string();
    }

private:
    core::Value valueAt(const core::MergePlace &place) const
    {
        return m_reading ? core::valueAt(m_reading.tree().root(), place) : core::Value();
    }

    core::Reading m_reading;
    core::GuardedText m_guarded;
};

// The three texts of a merge.
struct Sides {
    explicit Sides(const core::MergeInput &input)
        : base(input.base, input.format)
        , theirs(input.theirs, input.format)
        , mine(input.mine, input.format)
    {
    }
    core::Result<core::Done> look(Covers &covers, const Covers::SchemaIds &schemas)
    {
        for (Side *side : {&base, &theirs, &mine}) {
            if (auto looked = side->look(covers, schemas); !looked)
                return looked;
            guarded.push_back(side->guarded());
        }
        return core::Done();
    }
    std::string toldPlace(const core::MergePlace &place) const
    {
        return core::toString(core::coveredPlace(place, guarded));
    }

    Side base;
    Side theirs;
    Side mine;
    std::vector<core::GuardedText> guarded; // once they have been looked at
};

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
    const auto namesItem = [](const auto &conflict) { return core::namesItem(conflict.place); };
    Sides sides(merge.input());
    if (std::ranges::any_of(merge.conflicts(), namesItem)) {
        if (auto looked = sides.look(covers, schemas); !looked)
            return std::move(looked).error();
    }
    std::vector<std::string> places;
    for (const auto &conflict : merge.conflicts())
        places.push_back(sides.toldPlace(conflict.place));
    return places;
}

core::Result<std::vector<ConflictText>> conflictTexts(Online &online,
    const core::ThreeWayMerge &merge, const std::string &live, const core::RequestItem &item,
    const Covers::SchemaIds &schemas)
{
    std::vector<ConflictText> texts(merge.conflicts().size());
    if (!merge.isByKey())
        return texts;
    Covers covers(online);
    Sides sides(merge.input());
    if (auto looked = sides.look(covers, schemas); !looked)
        return std::move(looked).error();
    const Side now(live, merge.input().format);
    const auto blame = wholeBlame(online, item.config, item.environment);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto &conflict = merge.conflicts()[i];
        if (conflict.kind == core::MergeConflict::Kind::Lines)
            continue;
        ConflictText &text = texts[i];
        text.place = sides.toldPlace(conflict.place);
        text.base = sides.base.told(conflict.place, conflict.base);
        text.theirs = sides.theirs.told(conflict.place, conflict.theirs);
        text.mine = sides.mine.told(conflict.place, conflict.mine);
        const auto pointer = now.pointerTo(conflict.place);
        if (blame && !pointer.empty())
            text.setter = setterOf(*blame, pointer);
    }
    return texts;
}

} // namespace chancery::cli
