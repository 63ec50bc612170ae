// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/privacy.h"
#include "engine/server/unit.h"

#include <atomic>

namespace chancery::server {

// By what an account's owner is known, and what is to stand in its place. A name that another
// account has as well says nothing of whose it is: it is empty here, and stays where it stands.
struct Person {
    std::string id;
    std::string name;
    std::string displayName;
    std::string pseudonym; // the same whenever it is asked for

    static Person of(const View &view, const core::Principal &principal);
    bool isName(std::string_view text) const;
    bool isNamedIn(std::string_view text) const; // as a whole word, in any case
    friend bool operator==(const Person &, const Person &) = default;
};

// Puts the pseudonym where the name is the value of a member that says who somebody is, in all that
// is only kept for convenience: drafts, talk, inboxes, hints. Counts where it stays: in what is
// signed, or what people decided by. Looks through all of it, unless that was done beside the
// writer: then at what was found there, and at what has changed since.
struct MentionScan {
    std::uint64_t mark = 0; // of ChangedKeys, from before the look
    std::vector<std::string> keys; // whose values may name the person
    std::string hintsUpTo; // all hints before this key were looked at; empty: none
};
// Ends early with a refusal once the flag is set.
MentionScan scanMentions(const View &view, const Person &person, const std::atomic<bool> &isEnding);
std::vector<core::RemainingMention> replaceMentions(
    Unit &unit, const Person &person, const std::optional<MentionScan> &scan);

// The entries of a range in pieces; the visitor may change what it sees.
template <typename Visit>
void visitForwards(const View &view, KeyRange range, Visit visit)
{
    range.limit = 1000;
    range.bytes = std::size_t(16) << 20;
    for (;;) {
        const auto entries = view.scan(range);
        for (const auto &entry : entries)
            visit(entry);
        if (range.isExhausted(entries))
            return;
        range.from = entries.back().key + '\0';
    }
}

} // namespace chancery::server
