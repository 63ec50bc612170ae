// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/effects.h"
#include "engine/server/reached.h"

#include <deque>
#include <set>

// What a change does to all that it reaches is looked at in the writer where that is little. Where
// it is much, nobody's write waits for it: the writer puts the job aside, it is looked at beside
// the writer, and then the job is done with what was found, unless something that it is about has
// become another thing meanwhile; then it is looked at again.
namespace chancery::server {

struct EffectQuestion {
    std::vector<core::RequestItem> items;
    Step step = Step::Forward;
    bool onlyReach = false; // and not what becomes of what is reached
    std::string digest; // of the above
    std::uint64_t mark = 0; // of the EffectBook
};

struct EffectVerdict {
    std::string digest;
    std::uint64_t mark = 0;
    std::vector<EffectFinding> findings;
    ReachedPlaces reached;
};
using EffectVerdicts = std::vector<std::shared_ptr<const EffectVerdict>>;

// Thrown in the writer alone, and caught there: the job is put aside.
struct LookNeeded {
    std::shared_ptr<const EffectQuestion> question;
};

// What was found beside the writer for the job that runs, and which keys were written since. Owned
// by the writer; of its thread.
class EffectBook {
public:
    void begin(const EffectVerdicts &verdicts) { m_verdicts = &verdicts; }
    void note(const std::vector<std::string> &touched);
    std::uint64_t mark() const { return m_first + m_keys.size(); }
    // Of those that hold; null: nobody has looked.
    const EffectVerdict *find(
        const std::string &digest, const std::vector<core::RequestItem> &items) const;
    std::size_t lookCount() const { return m_verdicts ? m_verdicts->size() : 0; }

private:
    bool hasMoved(std::uint64_t mark, const std::set<std::string> &environments) const;

    const EffectVerdicts *m_verdicts = nullptr;
    std::uint64_t m_first = 0; // number of the first of these
    std::deque<std::string> m_keys;
};

// Of any thread but the writer's. Refused where more than 100,000 configs are reached.
EffectVerdict lookAt(Unit &unit, const EffectQuestion &question);

// What is wrong after the items in what they reach, from the verdict where there is one. May put
// the job aside.
std::vector<EffectFinding> effectsOf(
    Unit &unit, const std::vector<core::RequestItem> &items, Step step);
// All that the items reach; with the step where their effects were asked for as well.
ReachedPlaces reachOf(
    Unit &unit, const std::vector<core::RequestItem> &items, std::optional<Step> step);

} // namespace chancery::server
