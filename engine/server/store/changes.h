// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/store/store.h"

#include <map>
#include <mutex>
#include <optional>

namespace chancery::server {

// The new value of every key that a batch has touched; null where it removed one.
using Changes = std::map<std::string, Bytes, std::less<>>;

// Later changes over earlier ones.
void mergeInto(Changes &changes, Changes later);
// Only those of the range.
Changes inRange(const Changes &changes, const KeyRange &range);
// What the base would give if the changes were in it.
core::Result<std::vector<Entry>> scanOver(
    Reader &base, const Changes &changes, const KeyRange &range);

// What is durable and not yet where it belongs: the changes that come in, and those that are just
// being carried over. Of any thread.
class RecentChanges {
public:
    struct Part {
        Changes changes;
        std::uint64_t turn = 0;
    };

    // Nothing where the base has the present value.
    std::optional<Bytes> find(std::string_view key) const;
    // Laid over a state of the base that is no older than the last turn, they are one state of all.
    Part part(const KeyRange &range) const;
    std::uint64_t turn() const;
    bool isEmpty() const;

    void add(Changes changes);
    // From now on all that has come in is being carried over.
    std::shared_ptr<const Changes> freeze();
    // The base has them.
    void dropFrozen();

private:
    mutable std::mutex m_mutex;
    Changes m_incoming;
    std::shared_ptr<const Changes> m_frozen = std::make_shared<const Changes>();
    std::uint64_t m_turn = 0;
};

} // namespace chancery::server
