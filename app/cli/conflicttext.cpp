// SPDX-License-Identifier: Apache-2.0
#include "conflicttext.h"

#include <algorithm>

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
    const auto blame = online.ask<core::BlameReport>([&](auto done) {
        return online.cms().blame(item.config, item.environment, std::move(done));
    });
    std::vector<ConflictText> texts;
    for (const auto &conflict : merge.conflicts()) {
        ConflictText text;
        if (conflict.kind == core::MergeConflict::Kind::Lines) {
            texts.push_back(std::move(text));
            continue;
        }
        text.place = core::toString(conflict.place);
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
