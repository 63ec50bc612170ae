// SPDX-License-Identifier: Apache-2.0
#include "engine/core/evidence/recountparts.h"

#include <map>
#include <set>

// The counts about accounts and what they look at.
namespace chancery::core::evidence {

namespace {

// Roles come with an account, or later.
bool givesRoles(const Fact &fact)
{
    return fact.isSuccess && (fact.event == "role.grant" || fact.event == "principal.create");
}

Count countGrants(const Recounting &of)
{
    return countAll(
        of,
        [&of](const Fact &fact) {
            return givesRoles(fact)
                && std::ranges::any_of(fact.roles,
                    [&of](const std::string &role) { return of.has("privileged", role); });
        },
        [](const Fact &fact) { return fact.actor == fact.target && !fact.isMapped; });
}

Count countLeavers(const Recounting &of)
{
    return countAll(
        of, [](const Fact &fact) { return fact.isSuccess && fact.event == "principal.disable"; },
        [&of](const Fact &disabling) {
            std::int64_t until = std::numeric_limits<std::int64_t>::max();
            for (const auto *fact : of.facts.on(disabling.target)) {
                if (fact->event == "principal.enable" && fact->seq > disabling.seq)
                    until = std::min(until, fact->seq);
            }
            return std::ranges::any_of(of.facts.by(disabling.target), [&](const Fact *fact) {
                return fact->isSuccess && fact->seq > disabling.seq && fact->seq <= until;
            });
        });
}

struct Account {
    std::set<std::string> granted;
    std::vector<std::string> held; // at its last action
    bool isPerson = false;
    bool isDisabled = false;
    bool isKnown = false; // before the end of the period
    std::int64_t first = std::numeric_limits<std::int64_t>::max();
    std::int64_t signedIn = std::numeric_limits<std::int64_t>::min();
};

void follow(std::map<std::string, Account> &accounts, const Fact &fact, std::int64_t end)
{
    for (const auto &name : {fact.actor, fact.target}) {
        auto &account = accounts[name];
        account.first = std::min(account.first, fact.time);
        account.isKnown = account.isKnown || fact.time < end;
    }
    auto &actor = accounts[fact.actor];
    auto &target = accounts[fact.target];
    actor.isPerson = actor.isPerson || fact.kind == "user";
    if (fact.isSuccess
        && (fact.event == "role.grant" || (fact.event == "principal.create" && fact.isAboutPerson)))
        target.isPerson = true;
    if (fact.time >= end)
        return;
    actor.held = fact.held;
    if (!fact.isSuccess)
        return;
    if (givesRoles(fact))
        target.granted.insert(fact.roles.begin(), fact.roles.end());
    if (fact.event == "role.revoke") {
        for (const auto &role : fact.roles)
            target.granted.erase(role);
    }
    if (fact.event == "principal.disable")
        target.isDisabled = true;
    if (fact.event == "principal.enable")
        target.isDisabled = false;
    if (fact.event == "authn.login")
        target.signedIn = std::max(target.signedIn, fact.time);
}

Count countDormant(const Recounting &of)
{
    std::map<std::string, Account> accounts;
    for (const auto &fact : of.facts.all()) {
        if (fact.isReadable)
            follow(accounts, fact, of.period.to);
    }
    accounts.erase("");
    const auto since = of.period.to - of.number("days") * day;
    const auto isPrivileged = [&of](const std::string &role) { return of.has("privileged", role); };
    Count count;
    for (const auto &[name, account] : accounts) {
        if (!account.isPerson || !account.isKnown || account.isDisabled
            || (std::ranges::none_of(account.granted, isPrivileged)
                && std::ranges::none_of(account.held, isPrivileged)))
            continue;
        ++count.population;
        count.exceptions += account.first < since && account.signedIn < since ? 1 : 0;
    }
    return count;
}

// How many of its name lie within the window before an entry, itself included, whatever their order
// in the log: each name's times are sorted once.
class Bursts {
public:
    Bursts(std::int64_t window, std::int64_t most)
        : m_window(window)
        , m_most(most)
    {
    }
    void add(const std::string &name, std::int64_t time) { m_times[name].push_back(time); }
    void sort()
    {
        for (auto &[name, times] : m_times)
            std::ranges::sort(times);
    }
    bool isBurst(const std::string &name, std::int64_t time) const
    {
        const auto &times = m_times.at(name);
        const auto first = std::ranges::lower_bound(times, time - m_window);
        const auto last = std::ranges::upper_bound(times, time);
        return last - first >= m_most;
    }

private:
    std::int64_t m_window;
    std::int64_t m_most;
    std::map<std::string, std::vector<std::int64_t>> m_times;
};

template <typename IsOne, typename NameOf, typename IsException>
Count countBursts(const Recounting &of, Bursts bursts, const IsOne &isOne, const NameOf &nameOf,
    const IsException &isException)
{
    Facts::List all;
    for (const auto &fact : of.facts.all()) {
        if (!fact.isReadable || !isOne(fact))
            continue;
        all.push_back(&fact);
        if (const auto name = nameOf(fact))
            bursts.add(*name, fact.time);
    }
    bursts.sort();
    Count count;
    for (const auto *fact : all) {
        if (!of.isIn(fact->time))
            continue;
        ++count.population;
        const auto name = nameOf(*fact);
        const bool isBurst = name && bursts.isBurst(*name, fact->time);
        count.exceptions += isBurst || isException(*fact) ? 1 : 0;
    }
    return count;
}

using Name = std::optional<std::string>;

Count countFailures(const Recounting &of)
{
    const auto isLockout = [](const Fact &fact) { return fact.event == "authn.lockout"; };
    return countBursts(
        of, {of.number("minutes") * minute, of.number("k")},
        [&](const Fact &fact) {
            return isLockout(fact) || (fact.event == "authn.login" && !fact.isSuccess);
        },
        [&](const Fact &fact) { return isLockout(fact) ? Name() : Name(fact.subject); }, isLockout);
}

Count countSealed(const Recounting &of)
{
    const auto isReveal = [](const Fact &fact) { return fact.event == "secret.reveal"; };
    return countBursts(
        of, {day, of.number("most") + 1},
        [&](const Fact &fact) {
            return fact.isSuccess && (isReveal(fact) || fact.event == "config.read_sensitive");
        },
        [&](const Fact &fact) { return isReveal(fact) ? Name(fact.actor) : Name(); },
        [&](const Fact &fact) { return isReveal(fact) && fact.reason.empty(); });
}

Count countDenied(const Recounting &of)
{
    return countBursts(
        of, {of.number("minutes") * minute, of.number("k")},
        [](const Fact &fact) { return fact.outcome == "denied"; },
        [](const Fact &fact) { return Name(fact.actor); }, [](const Fact &) { return false; });
}

Count countFactors(const Recounting &of)
{
    return countAll(
        of,
        [](const Fact &fact) {
            return fact.isSuccess
                && (fact.event == "authn.login" || fact.event == "change_request.approve"
                    || fact.event == "breakglass.activate");
        },
        [&of](const Fact &fact) {
            return std::ranges::none_of(fact.factors,
                [&of](const std::string &factor) { return of.has("resistant", factor); });
        });
}

} // namespace

Count countAccess(const Recounting &of, std::string_view query)
{
    if (query == "Q15")
        return countGrants(of);
    if (query == "Q17")
        return countLeavers(of);
    if (query == "Q18")
        return countDormant(of);
    if (query == "Q19")
        return countFailures(of);
    if (query == "Q20")
        return countFactors(of);
    return query == "Q21" ? countSealed(of) : countDenied(of);
}

} // namespace chancery::core::evidence
