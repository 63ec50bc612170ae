// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/keyedhash.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chancery::core::evidence {

// What one raw leaf says, as far as a count asks for it. Read member by member here, beside the
// tables that the queries run on, so that a mistake in one of the two shows.
struct Fact {
    std::int64_t seq = 0; // its place in the log
    std::int64_t ownSeq = 0; // what it calls itself
    std::int64_t time = 0; // microseconds
    bool isReadable = false;
    bool isSuccess = false;
    std::string event;
    std::string outcome;
    std::string actor;
    std::string kind;
    std::string subject;
    std::string env;
    std::string ns;
    std::string targetType;
    std::string target;
    std::string request; // the correlation
    std::string requestId;
    std::string reason;
    std::string ticket;
    std::vector<std::string> roles; // that are given or taken
    std::vector<std::string> held; // by the actor
    bool isAboutPerson = false; // an account that was made for one
    bool isMapped = false; // the roles come from an identity provider
    std::vector<std::string> factors; // by which the actor has shown who they are
    // Of a change request: in which cycle it is, the digest of what it changes, and the digests of
    // which the votes still count.
    std::string cycle;
    std::string content;
    std::vector<std::string> sameEffect;
    // Of an application: what was asked for, and whose vote counted for which rule.
    struct Demand {
        std::string rule;
        std::int64_t need = 0;
    };
    std::vector<Demand> demands;
    std::vector<std::pair<std::string, std::string>> counted; // person, rule
    // Of a freeze, until when; of an application, which windows were closed in which environment.
    std::string until;
    struct Window {
        std::string env;
        bool isHard = false;
    };
    std::vector<Window> windows;
    bool isAfterNoStop = false; // a start that found none
    std::vector<std::string> samePerson; // accounts that a link speaks of, beside its target
    std::string written; // the time as it stands there
};
Fact factOf(std::int64_t seq, std::string_view leaf);
// Of one that was read already; null where it cannot be.
Fact factOf(std::int64_t seq, const Tree *leaf);

// All of a log, with the ways in which the counts walk it. Moved, never copied.
class Facts {
public:
    using List = std::vector<const Fact *>;

    explicit Facts(std::vector<Fact> all);
    Facts(Facts &&) = default;
    Facts &operator=(Facts &&) = default;
    Facts(const Facts &) = delete;
    Facts &operator=(const Facts &) = delete;

    const std::vector<Fact> &all() const { return m_all; }
    // By its place in the log. Of a pruned one the first that is there is not zero.
    std::int64_t first() const { return m_all.empty() ? 0 : m_all.front().seq; }
    const Fact &at(std::int64_t seq) const { return m_all[std::size_t(seq - first())]; }
    // In the order of the log. Of successes alone: about, on, and named.
    const List &named(std::string_view event) const;
    const List &about(std::string_view request) const;
    const List &on(std::string_view target) const;
    const List &by(std::string_view actor) const; // whatever came of it
    const List &with(std::string_view requestId) const; // of one call of the API
    std::int64_t last() const; // time of the latest entry
    // Whether two accounts are one person's, as the log says it at its end; and the first of that
    // person's accounts, by which they are counted once.
    bool isOne(const std::string &one, const std::string &other) const;
    const std::string &personOf(const std::string &account) const;

private:
    // By texts of the facts. Whoever wrote the log may have chosen them.
    struct Hash {
        KeyedHash hash;
        std::size_t operator()(std::string_view text) const { return hash(text); }
    };
    using Index = std::unordered_map<std::string_view, List, Hash>;
    static const List &in(const Index &index, std::string_view key);

    std::vector<Fact> m_all;
    Index m_named;
    Index m_about;
    Index m_on;
    Index m_by;
    Index m_with;
    std::map<std::string, std::set<std::string>> m_others; // accounts of the same person

    void readLink(const Fact &fact);
};

} // namespace chancery::core::evidence
