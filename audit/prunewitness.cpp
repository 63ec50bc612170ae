// SPDX-License-Identifier: Apache-2.0
#include "prunewitness.h"

#include "engine/core/auditevent.h"

#include <charconv>

namespace chancery::audit {

namespace {

// "51200-102399": the entries that went. Nothing for any other text.
std::optional<std::pair<std::uint64_t, std::uint64_t>> rangeOf(std::string_view text)
{
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    const auto *end = text.data() + text.size();
    const auto from = std::from_chars(text.data(), end, first);
    if (from.ec != std::errc() || from.ptr == end || *from.ptr != '-')
        return std::nullopt;
    const auto to = std::from_chars(from.ptr + 1, end, last);
    if (to.ec != std::errc() || to.ptr != end || first > last)
        return std::nullopt;
    return std::pair(first, last);
}

} // namespace

void PruneWitness::look(std::string_view leaf)
{
    static constexpr std::string_view name = "audit.prune";
    // Few are worth being read.
    if (m_isBacked || leaf.find(name) == std::string_view::npos)
        return;
    const auto event = core::fromLeaf(leaf);
    if (!event || event->event != name || event->outcome != core::AuditOutcome::Success
        || event->target.type != "audit_entries")
        return;
    const auto range = rangeOf(event->target.id);
    m_isBacked = range && range->second + 1 == m_before;
}

core::Result<bool> isPruningTold(
    core::Database &database, std::uint64_t before, const std::vector<std::string> &more)
{
    PruneWitness witness(before);
    for (const auto &leaf : more)
        witness.look(leaf);
    auto select = database.prepare("SELECT leaf.raw FROM event JOIN leaf ON leaf.seq = event.seq"
                                   " WHERE event.event = 'audit.prune'");
    if (!select)
        return select.error();
    while (!witness.isBacked()) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return false;
        witness.look(select->blob(0));
    }
    return true;
}

} // namespace chancery::audit
