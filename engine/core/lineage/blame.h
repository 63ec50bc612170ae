// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace chancery::core {

// A place at which two documents differ.
struct ChangedKey {
    enum class Kind : std::uint8_t {
        Set, // another value, or one that was not there; the pointer is into the newer document
        Moved, // the same item elsewhere in its list, where it stands now
        Gone // the pointer is into the older document
    };

    std::string pointer;
    Kind kind = Kind::Set;

    friend bool operator==(const ChangedKey &, const ChangedKey &) = default;
};

// The uppermost places at which two documents differ: a value that is another one, or that only one
// of them has. Objects are compared member by member; items of lists are followed by what names
// them, or by their values and their order (diff/treediff.h), so that one which goes in changes no
// other. In the order of the newer one, then what is gone; at most so many. "" for documents of
// different kinds.
std::vector<ChangedKey> changedKeys(Value before, Value after, std::size_t most);

// Who set each value of a document, told version by version, the newest first. A value is one
// without members: a scalar, or an empty array or object. It was set by the newest version before
// which its place held something else, or nothing. The place of a member is its key; that of an
// item goes with it, from each version to the one before, however its list grew or was put into
// another order. Each version is looked at once, and of it only what is not decided yet. A value;
// one thread at a time.
class Blame {
public:
    static constexpr auto unknown = std::uint32_t(-1);

    struct Key {
        std::string pointer;
        std::uint32_t version = unknown; // counted from the newest, which is 0

        friend bool operator==(const Key &, const Key &) = default;
    };

    explicit Blame(std::shared_ptr<const Tree> newest);

    // The version before the last one told; null, or a tree without nodes, when there was none.
    void before(std::shared_ptr<const Tree> older);
    // Nothing is left to look for.
    bool isDecided() const { return m_open == 0; }
    // That it holds in memory, about.
    std::size_t bytes() const;
    // In document order; unknown for what is older than all that was told.
    std::vector<Key> keys() const;

private:
    std::uint32_t prepare(Value value);
    void compare(Value value, Value older);
    void compareMembers(Value value, Value older);
    void compareItems(Value value, Value older);
    void decide(Value value);

    std::shared_ptr<const Tree> m_newest;
    std::shared_ptr<const Tree> m_last; // told
    std::vector<std::uint32_t> m_places; // by node: what it was in the last one told, while open
    std::vector<std::uint32_t> m_openBelow; // by node: undecided values at and below it
    std::vector<std::uint32_t> m_versions; // by node of a value
    std::uint32_t m_open = 0;
    std::uint32_t m_version = 0; // the last one told
};

} // namespace chancery::core
