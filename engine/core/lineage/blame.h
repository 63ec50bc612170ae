// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace chancery::core {

// The uppermost pointers at which two documents differ: a value that is another one, or that only
// one of them has. Objects are compared member by member, arrays item by item. In the order of the
// newer one, then what is gone; at most so many. "" for documents of different kinds. Linear, but
// for members that stand in another order.
std::vector<std::string> changedKeys(Value before, Value after, std::size_t most);

// Who set each value of a document, told version by version, the newest first. A value is one
// without members: a scalar, or an empty array or object. It was set by the newest version before
// which its place held something else, or nothing. Each version is looked at once, and of it only
// what is not decided yet. A value; one thread at a time.
class Blame {
public:
    static constexpr auto unknown = std::uint32_t(-1);

    struct Key {
        std::string pointer;
        std::uint32_t version = unknown; // counted from the newest, which is 0

        friend bool operator==(const Key &, const Key &) = default;
    };

    explicit Blame(std::shared_ptr<const Tree> newest);

    // The version before the last one told; an absent value when there was none.
    void before(Value older);
    // Nothing is left to look for.
    bool isDecided() const { return m_open == 0; }
    // In document order; unknown for what is older than all that was told.
    std::vector<Key> keys() const;

private:
    std::uint32_t prepare(Value value);
    void compare(Value value, Value older);
    void decide(Value value);

    std::shared_ptr<const Tree> m_newest;
    std::vector<std::uint32_t> m_openBelow; // by node: undecided values at and below it
    std::vector<std::uint32_t> m_versions; // by node of a value
    std::uint32_t m_open = 0;
    std::uint32_t m_version = 0; // the last one told
};

} // namespace chancery::core
