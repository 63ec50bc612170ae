// SPDX-License-Identifier: Apache-2.0
#include "changes.h"

#include <algorithm>
#include <iterator>

namespace chancery::server {

namespace {

// One stretch of keys: the entries that the base has there, under the changes.
std::vector<Entry> merged(
    std::vector<Entry> entries, const Changes &changes, const KeyRange &stretch)
{
    std::vector<Entry> changed;
    for (auto &[key, value] : inRange(changes, stretch))
        changed.push_back({key, value});
    if (stretch.backwards)
        std::reverse(changed.begin(), changed.end());
    const auto isBefore = [&](const Entry &a, const Entry &b) {
        return stretch.backwards ? b.key < a.key : a.key < b.key;
    };
    // Of two with one key the change comes first, and stays.
    std::vector<Entry> all;
    std::merge(std::move_iterator(changed.begin()), std::move_iterator(changed.end()),
        std::move_iterator(entries.begin()), std::move_iterator(entries.end()),
        std::back_inserter(all), isBefore);
    const auto isSame = [](const Entry &a, const Entry &b) { return a.key == b.key; };
    all.erase(std::unique(all.begin(), all.end(), isSame), all.end());
    std::erase_if(all, [](const Entry &entry) { return !entry.value; });
    return all;
}

} // namespace

void mergeInto(Changes &changes, Changes later)
{
    if (changes.empty()) {
        changes = std::move(later);
        return;
    }
    while (!later.empty()) {
        auto outcome = changes.insert(later.extract(later.begin()));
        if (!outcome.inserted)
            outcome.position->second = std::move(outcome.node.mapped());
    }
}

Changes inRange(const Changes &changes, const KeyRange &range)
{
    Changes part;
    const auto end = changes.end();
    for (auto place = changes.lower_bound(range.from); place != end && place->first < range.to;
        ++place)
        part.emplace_hint(part.end(), *place);
    return part;
}

// The base may hold what was removed, so it is asked again, from behind what it gave, until there
// is enough or it has no more.
core::Result<std::vector<Entry>> scanOver(
    Reader &base, const Changes &changes, const KeyRange &range)
{
    if (changes.empty())
        return base.scan(range);
    std::vector<Entry> found;
    std::size_t bytes = 0;
    for (KeyRange rest = range; found.size() < range.limit && bytes < range.bytes;) {
        auto entries = base.scan(rest);
        if (!entries)
            return entries;
        const bool isLast = entries->empty() || rest.isExhausted(*entries);
        auto stretch = rest;
        if (!isLast && range.backwards)
            stretch.from = rest.to = entries->back().key;
        else if (!isLast)
            stretch.to = rest.from = entries->back().key + '\0';
        for (auto &entry : merged(std::move(*entries), changes, stretch)) {
            if (found.size() >= range.limit || bytes >= range.bytes)
                break;
            bytes += entry.value->size();
            found.push_back(std::move(entry));
        }
        if (isLast)
            break;
    }
    return found;
}

std::optional<Bytes> RecentChanges::find(std::string_view key) const
{
    const std::lock_guard lock(m_mutex);
    if (const auto place = m_incoming.find(key); place != m_incoming.end())
        return place->second;
    if (const auto place = m_frozen->find(key); place != m_frozen->end())
        return place->second;
    return std::nullopt;
}

RecentChanges::Part RecentChanges::part(const KeyRange &range) const
{
    const std::lock_guard lock(m_mutex);
    Part part{inRange(*m_frozen, range), m_turn};
    mergeInto(part.changes, inRange(m_incoming, range));
    return part;
}

std::uint64_t RecentChanges::turn() const
{
    const std::lock_guard lock(m_mutex);
    return m_turn;
}

bool RecentChanges::isEmpty() const
{
    const std::lock_guard lock(m_mutex);
    return m_incoming.empty() && m_frozen->empty();
}

void RecentChanges::add(Changes changes)
{
    const std::lock_guard lock(m_mutex);
    mergeInto(m_incoming, std::move(changes));
}

std::shared_ptr<const Changes> RecentChanges::freeze()
{
    const std::lock_guard lock(m_mutex);
    m_frozen = std::make_shared<const Changes>(std::exchange(m_incoming, {}));
    return m_frozen;
}

void RecentChanges::dropFrozen()
{
    // Freed outside the lock: there may be many.
    auto done = std::make_shared<const Changes>();
    const std::lock_guard lock(m_mutex);
    m_frozen.swap(done);
    ++m_turn;
}

} // namespace chancery::server
