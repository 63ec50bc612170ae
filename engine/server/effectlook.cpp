// SPDX-License-Identifier: Apache-2.0
#include "effectlook.h"

#include "engine/core/digest.h"
#include "engine/server/effectcheck.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr std::size_t mostInWriter = 300; // live configs
constexpr std::size_t mostLooked = 100'000;
constexpr auto longestInWriter = std::chrono::milliseconds(40);
constexpr std::size_t mostLooks = 12; // for one job
constexpr std::size_t mostKeys = 10'000;

bool isOf(std::string_view key, std::string_view kind)
{
    return key.size() > kind.size() && key.starts_with(kind) && key[kind.size()] == '/';
}

// By what is in them, not by what was found out about them.
std::string digestOf(const std::vector<core::RequestItem> &items, std::optional<Step> step)
{
    std::string all = !step ? "reach" : *step == Step::Rollback ? "rollback" : "forward";
    for (const auto &item : items) {
        core::RequestItem plain;
        plain.config = item.config;
        plain.environment = item.environment;
        plain.format = item.format;
        plain.schema = item.schema;
        plain.declaration = item.declaration;
        all += core::sha256Id("", item.text) + api::toJson(plain);
    }
    return core::sha256Id("cms.effects.v1\n", all);
}

[[noreturn]] void refuseMany()
{
    refuse("dependency-violation",
        "The change reaches more than " + std::to_string(mostLooked) + " configs");
}

[[noreturn]] void askForLook(Unit &unit, const std::vector<core::RequestItem> &items,
    std::optional<Step> step, std::string digest)
{
    const auto &book = *unit.tools().effects;
    if (book.lookCount() >= mostLooks)
        refuse("state-conflict",
            "What this reaches becomes something else faster than it can be looked at: ask again");
    auto question = std::make_shared<EffectQuestion>();
    question->items = items;
    question->step = step.value_or(Step::Forward);
    question->onlyReach = !step;
    question->digest = std::move(digest);
    question->mark = book.mark();
    throw LookNeeded{std::move(question)};
}

} // namespace

void EffectBook::note(const std::vector<std::string> &touched)
{
    for (const auto &key : touched) {
        if (isOf(key, keys::head) || isOf(key, keys::layers) || isOf(key, keys::config))
            m_keys.push_back(key);
    }
    while (m_keys.size() > mostKeys) {
        m_keys.pop_front();
        ++m_first;
    }
}

bool EffectBook::hasMoved(std::uint64_t mark, const std::set<std::string> &environments) const
{
    if (mark < m_first)
        return true; // not all are known any more
    return std::any_of(
        m_keys.begin() + std::ptrdiff_t(mark - m_first), m_keys.end(), [&](const std::string &key) {
            return !isOf(key, keys::head) || environments.contains(key.substr(key.rfind('/') + 1));
        });
}

const EffectVerdict *EffectBook::find(
    const std::string &digest, const std::vector<core::RequestItem> &items) const
{
    if (!m_verdicts)
        return nullptr;
    std::set<std::string> environments;
    for (const auto &item : items)
        environments.insert(item.environment.text());
    for (const auto &verdict : *m_verdicts) {
        if (verdict->digest == digest && !hasMoved(verdict->mark, environments))
            return verdict.get();
    }
    return nullptr;
}

EffectVerdict lookAt(Unit &unit, const EffectQuestion &question)
{
    auto reached = reachedBy(unit.view(), question.items, mostLooked);
    if (!reached)
        refuseMany();
    EffectVerdict verdict{question.digest, question.mark, {}, std::move(*reached)};
    if (!question.onlyReach)
        verdict.findings = checkReached(unit, question.items, question.step, verdict.reached);
    return verdict;
}

std::vector<EffectFinding> effectsOf(
    Unit &unit, const std::vector<core::RequestItem> &items, Step step)
{
    const auto *book = unit.tools().effects;
    if (!book) // beside the writer
        return lookAt(unit, {items, step, false, {}, 0}).findings;
    const auto reached = reachedBy(unit.view(), items, mostInWriter);
    std::string digest;
    if (book->lookCount() > 0 || !reached) {
        digest = digestOf(items, step);
        if (const auto *verdict = book->find(digest, items))
            return verdict->findings;
    }
    if (reached) {
        const auto end = std::chrono::steady_clock::now() + longestInWriter;
        auto findings = checkReached(
            unit, items, step, *reached, [end] { return std::chrono::steady_clock::now() > end; });
        if (findings)
            return std::move(*findings);
        digest = digestOf(items, step);
    }
    askForLook(unit, items, step, std::move(digest));
}

ReachedPlaces reachOf(
    Unit &unit, const std::vector<core::RequestItem> &items, std::optional<Step> step)
{
    const auto *book = unit.tools().effects;
    auto reached = reachedBy(unit.view(), items, book ? mostInWriter : mostLooked);
    if (reached)
        return std::move(*reached);
    if (!book)
        refuseMany();
    for (const auto &digest : {digestOf(items, step), digestOf(items, {})}) {
        if (const auto *verdict = book->find(digest, items))
            return verdict->reached;
    }
    askForLook(unit, items, {}, digestOf(items, {}));
}

} // namespace chancery::server
