// SPDX-License-Identifier: Apache-2.0
#include "blamenotes.h"

#include "engine/core/document/memberfinder.h"
#include "engine/core/lineage/following.h"
#include "engine/core/schema/equality.h"
#include "models/qtconvert.h"
#include "models/words.h"

#include <QCoreApplication>

#include <map>
#include <unordered_map>
#include <unordered_set>

namespace chancery::models {

namespace {

constexpr int mine = -2;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(BlameNotes)

public:
    static QString text(const core::LineageEntry &entry, core::Instant now)
    {
        return tr("%1, %2").arg(whoOf(entry), relativeTime(entry.createdAt, now));
    }
    // Who asked for the change need not be who wrote what is in it.
    static QString whoOf(const core::LineageEntry &entry)
    {
        QStringList others;
        for (const std::string &name : entry.contributors.value_or(std::vector<std::string>()))
            others << toQt(name);
        const QString author = toQt(entry.authorName);
        return others.isEmpty() ? author
                                : tr("%1 with %2").arg(author, others.join(QStringLiteral(", ")));
    }
    static QString tip(const core::LineageEntry &entry)
    {
        QStringList approvers;
        for (const std::string &name : entry.approvers)
            approvers << toQt(name);
        QString tip = tr("Set by %1 on %2").arg(whoOf(entry), fullTime(entry.createdAt));
        if (entry.changeRequest)
            tip += tr(" in %1").arg(toQt(*entry.changeRequest));
        tip += approvers.isEmpty()
            ? tr(", approved by nobody else")
            : tr(", approved by %1").arg(approvers.join(QStringLiteral(", ")));
        return tip + QStringLiteral(": ") + toQt(entry.message);
    }
    static QString notLive() { return tr("Not live yet"); }
    static QString older() { return tr("Long ago"); }
    static QString olderTip(const core::BlameReport &report)
    {
        return report.looked ? tr("Set before the newest %n version(s), which were looked at.",
                                   nullptr, *report.looked)
                             : tr("Set before all versions that were looked at.");
    }
};

core::Value rootOf(const core::Tree &tree)
{
    return tree.nodeCount() > 0 ? tree.root() : core::Value();
}

// Both documents at once: an item of a list beside the one that it is in live.
class PlaceWalk {
public:
    explicit PlaceWalk(LivePlaces &places)
        : m_places(places)
    {
    }

    void compare(core::Value text, core::Value live)
    {
        const bool isInside
            = live && text.size() > 0 && live.size() > 0 && text.isObject() == live.isObject();
        if (!isInside) {
            if (!live || !core::sameValue(text, live))
                m_places.changed.insert(m_text);
            else
                note();
            return;
        }
        note();
        if (text.isObject())
            compareMembers(text, live);
        else
            compareItems(text, live);
    }

private:
    void note()
    {
        if (m_text != m_live)
            m_places.moved.emplace(m_text, m_live);
    }

    void compareMembers(core::Value text, core::Value live)
    {
        core::MemberFinder there(live);
        for (const auto &member : text) {
            const auto token = core::escapePointerToken(member.key());
            step(member.value(), there.find(member.key()), token, token);
        }
    }

    void compareItems(core::Value text, core::Value live)
    {
        const auto items = core::itemsOf(text);
        const auto others = core::itemsOf(live);
        const auto partners = core::partnersOf(items, others);
        for (std::size_t i = 0; i < items.size(); ++i) {
            const bool isNew = partners[i] == core::noItem;
            step(items[i], isNew ? core::Value() : others[partners[i]], std::to_string(i),
                std::to_string(isNew ? i : partners[i]));
        }
    }

    void step(core::Value text, core::Value live, const std::string &textToken,
        const std::string &liveToken)
    {
        const auto textLength = m_text.size();
        const auto liveLength = m_live.size();
        m_text += '/' + textToken;
        m_live += '/' + liveToken;
        compare(text, live);
        m_text.resize(textLength);
        m_live.resize(liveLength);
    }

    LivePlaces &m_places;
    std::string m_text;
    std::string m_live;
};

class Notes {
public:
    Notes(const core::BlameReport &report, const core::Tree &text, const core::Tree &live)
        : m_lines(text.source())
        , m_places(text, live)
    {
        for (const core::BlamedKey &key : report.keys)
            m_entries.emplace(key.pointer, key.entry);
        std::string pointer;
        if (rootOf(text))
            walk(rootOf(text), pointer, m_places.changed.contains(pointer));
    }
    // By line: an index of an entry, -1 for older, or mine.
    const std::map<int, int> &byLine() const { return m_byLine; }

private:
    void walk(core::Value value, std::string &pointer, bool isChanged)
    {
        if (value.size() == 0) {
            note(value, pointer, isChanged);
            return;
        }
        const auto length = pointer.size();
        std::size_t position = 0;
        for (const auto &member : value) {
            pointer += '/';
            pointer += value.isObject() ? core::escapePointerToken(member.key())
                                        : std::to_string(position++);
            walk(member.value(), pointer, isChanged || m_places.changed.contains(pointer));
            pointer.resize(length);
        }
    }

    void note(core::Value value, const std::string &pointer, bool isChanged)
    {
        const auto found = m_entries.find(m_places.of(pointer));
        if (!isChanged && found == m_entries.end())
            return;
        const int entry = isChanged ? mine : found->second;
        const int line = m_lines.position(value.node().begin).line - 1;
        const auto [place, isNew] = m_byLine.emplace(line, entry);
        // What is not live is newer than all, and the first entry is the newest.
        if (!isNew
            && (entry == mine
                || (entry >= 0 && place->second != mine
                    && (place->second < 0 || entry < place->second))))
            place->second = entry;
    }

    core::LineIndex m_lines;
    LivePlaces m_places;
    std::unordered_map<std::string, int> m_entries;
    std::map<int, int> m_byLine;
};

// Of two entries the newer one: the first is the newest, and -1 is older than all.
int newerOf(int left, int right)
{
    return left < 0 || right < 0 ? std::max(left, right) : std::min(left, right);
}

} // namespace

LivePlaces::LivePlaces(const core::Tree &text, const core::Tree &live)
{
    if (const auto root = rootOf(text))
        PlaceWalk(*this).compare(root, rootOf(live));
}

const std::string &LivePlaces::of(const std::string &pointer) const
{
    const auto place = moved.find(pointer);
    return place == moved.end() ? pointer : place->second;
}

BlamedKeys::BlamedKeys(core::BlameReport report, const core::Tree &text, const core::Tree &live)
    : m_report(std::move(report))
    , m_places(text, live)
{
    for (const core::BlamedKey &key : m_report.keys) {
        const int entry
            = key.entry >= 0 && std::size_t(key.entry) < m_report.entries.size() ? key.entry : -1;
        std::string around = key.pointer;
        for (;;) {
            const auto [place, isNew] = m_entries.emplace(around, entry);
            place->second = newerOf(place->second, entry);
            if (around.empty())
                break;
            around.resize(around.rfind('/'));
        }
    }
}

std::optional<KeyBlame> BlamedKeys::of(const std::string &pointer, core::Instant now) const
{
    for (std::string around = pointer;; around.resize(around.rfind('/'))) {
        if (m_places.changed.contains(around))
            return KeyBlame{Words::notLive(), Words::notLive(), {}};
        if (around.empty())
            break;
    }
    const auto found = m_entries.find(m_places.of(pointer));
    if (found == m_entries.end())
        return std::nullopt;
    if (found->second < 0)
        return KeyBlame{Words::older(), Words::olderTip(m_report), {}};
    const core::LineageEntry &entry = m_report.entries[std::size_t(found->second)];
    return KeyBlame{Words::text(entry, now), Words::tip(entry), entry.changeRequest};
}

std::vector<BlameNote> blameNotes(const core::BlameReport &report, const core::Tree &text,
    const core::Tree &live, core::Instant now)
{
    std::vector<BlameNote> notes;
    int earlier = -3;
    const Notes found(report, text, live);
    for (const auto &[line, entry] : found.byLine()) {
        BlameNote note{line, {}, {}, entry == earlier};
        if (entry == mine) {
            note.text = Words::notLive();
        } else if (entry < 0 || std::size_t(entry) >= report.entries.size()) {
            note.text = Words::older();
            note.tip = Words::olderTip(report);
        } else {
            note.text = Words::text(report.entries[std::size_t(entry)], now);
            note.tip = Words::tip(report.entries[std::size_t(entry)]);
        }
        notes.push_back(std::move(note));
        earlier = entry;
    }
    return notes;
}

} // namespace chancery::models
