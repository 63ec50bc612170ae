// SPDX-License-Identifier: Apache-2.0
#include "exemptions.h"

#include "engine/core/diff/treediff.h"
#include "engine/core/governing/documents.h"
#include "engine/core/policy/risk.h"
#include "engine/server/answers.h"
#include "engine/server/governing.h"
#include "engine/server/handlers/confirming.h"
#include "engine/server/handlers/requestlife.h"
#include "engine/server/inheritors.h"
#include "engine/server/resolution.h"

#include <algorithm>
#include <set>

namespace chancery::server {

namespace {

namespace policy = core::policy;

constexpr int highestExpeditedTier = 2;
constexpr std::size_t longestStandardText = 256 * 1024; // it is read whenever the request is
constexpr std::size_t mostReached = 200;

// All that the config's values reach by layers, defaults and references, itself among them; nothing
// where it is too much to say.
std::optional<std::vector<std::string>> pathsReachedBy(
    const View &view, const core::RequestItem &item)
{
    auto reached = inheritorsOf(view, item.config, item.path, item.environment);
    if (reached.size() >= mostReached)
        return std::nullopt;
    reached.push_back(item.path);
    return reached;
}

// Of what is put together from several texts a key that comes may stand over another one.
bool mayHideOthers(const View &view, const core::RequestItem &item, const core::Tree &before,
    const core::Tree &after)
{
    const auto config = view.find<core::Config>(keys::join(keys::config, item.config.text()));
    if (config && !isComposed(view, *config, after) && !isComposed(view, *config, before))
        return false;
    return std::ranges::any_of(
        core::diffTrees(before.root(), after.root()), [](const core::TreeChange &change) {
            return change.kind == core::TreeChange::Kind::Added;
        });
}

std::string readTextOf(const View &view, const core::VersionId &id)
{
    return view.text(keys::join(keys::text, id.text()));
}

// Before anything is read.
bool isNamedBy(const core::governing::PolicyDocument &document, const std::string &path)
{
    return std::ranges::any_of(document.standards, [&](const policy::StandardChange &standard) {
        return std::ranges::any_of(standard.paths,
            [&](const std::string &pattern) { return policy::matchesPath(pattern, path); });
    });
}

bool shareSomebody(const core::ChangeRequest &a, const core::ChangeRequest &b)
{
    const auto isInB = [&b](const core::PrincipalId &person) { return takesPart(b, person); };
    return isInB(a.requester) || std::ranges::any_of(a.contributors, isInB);
}

// What undoes, and what confirms what an emergency did, is asked for in full (GOV-29, GOV-48).
bool mayBeExempt(const core::ChangeRequest &request)
{
    return !request.rollbackTo && !request.emergency && !request.ratifies
        && std::ranges::none_of(request.items,
            [](const core::RequestItem &item) { return item.rollbackTo.has_value(); });
}

// Whose earlier expedited change waits for its approvals for too long gets no other one, nor a
// part in one.
std::optional<std::string> debtOf(const View &view, const core::ChangeRequest &asked)
{
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::confirmation, "")))) {
        const auto key = keys::join(keys::request, entry.key.substr(entry.key.rfind('/') + 1));
        const auto request = view.find<core::ChangeRequest>(key);
        if (request && owesConfirmation(*request) && request->confirmation->isOverdue
            && shareSomebody(asked, *request))
            return request->id.text() + " still owes the approvals that it went without";
    }
    return std::nullopt;
}

} // namespace

const std::vector<core::governing::PolicyDocument> &Exemptions::policies(
    const core::EnvironmentId &id)
{
    const auto known = m_policies.find(id);
    if (known != m_policies.end())
        return known->second;
    return m_policies.emplace(id, policiesSince(m_view, id, cycleBegin(m_view, m_request)))
        .first->second;
}

std::optional<std::string> Exemptions::standardChange(const core::RequestItem &item)
{
    if (!mayBeExempt(m_request) || item.schema || item.declaration)
        return std::nullopt;
    const auto &documents = policies(item.environment);
    const bool isPossible = item.base && !core::governing::isGoverning(item.path) && item.facts
        && !item.facts->moreKeys && item.text.size() <= longestStandardText
        && std::ranges::none_of(documents, [](const core::governing::PolicyDocument &document) {
               return document.standards.empty();
           });
    if (!isPossible)
        return std::nullopt;
    if (!isNamedBy(documents.front(), item.path))
        return std::nullopt;
    const auto paths = pathsReachedBy(m_view, item);
    if (!paths)
        return std::nullopt;
    const auto before = core::read(readTextOf(m_view, *item.base), item.format);
    const auto after = core::read(item.text, item.format);
    if (!before || !after || mayHideOthers(m_view, item, before.tree(), after.tree()))
        return std::nullopt;
    std::optional<std::string> live;
    for (const auto &document : documents) {
        auto id = policy::standardOf(
            document.standards, *paths, before.tree().root(), after.tree().root());
        if (!id)
            return std::nullopt;
        if (!live)
            live = std::move(id);
    }
    return live;
}

std::optional<std::string> Exemptions::barrier(
    const core::Environment &environment, const core::RequestItem &item)
{
    if (core::governing::isGoverning(item.path))
        return "what governs is never expedited";
    if (!mayBeExempt(m_request))
        return "neither is a rollback, nor what confirms an emergency";
    if (item.schema)
        return "what brings another schema is never expedited";
    if (environment.tier > highestExpeditedTier)
        return "nothing is in an environment of tier " + std::to_string(environment.tier);
    const auto facts
        = item.facts ? std::optional(policy::atHour(*item.facts, m_now)) : std::nullopt;
    for (const auto &document : policies(item.environment)) {
        if (!document.expedited)
            return "its policy has no such way, or had none when the votes were last void";
        if (!facts)
            return "how risky it is is not known";
        if (!policy::allows(*document.expedited, facts))
            return "its risk is " + std::to_string(facts->risk) + ", and at most "
                + std::to_string(document.expedited->mostRisk) + " is allowed";
        if (!policy::isTicketOf(*document.expedited, m_request.ticket))
            return "its ticket is missing or not of the form " + document.expedited->ticketPattern;
    }
    return std::nullopt;
}

int Exemptions::approvals(
    const core::Environment &environment, const core::RequestItem &item, int asked)
{
    if (!m_request.expedited.value_or(false) || barrier(environment, item)
        || debtOf(m_view, m_request))
        return asked;
    int least = 0;
    for (const auto &document : policies(item.environment))
        least = std::max(least, document.expedited->approvals);
    return std::min(asked, least);
}

int Exemptions::confirmWithin()
{
    std::optional<int> days;
    for (const auto &item : m_request.items) {
        for (const auto &document : policies(item.environment)) {
            if (document.expedited)
                days = std::min(days.value_or(document.expedited->confirmWithin),
                    document.expedited->confirmWithin);
        }
    }
    return days.value_or(policy::ExpeditedTerms().confirmWithin);
}

void demandExpeditable(const View &view, const core::ChangeRequest &request, core::Instant now)
{
    if (!request.expedited.value_or(false))
        return;
    const auto refuseFor = [](const std::string &place, const std::string &why) {
        refuse("policy-violation", place + " cannot be expedited: " + why,
            {{"/expedited", "not-expeditable", why, {}, 0, 0}});
    };
    if (const auto debt = debtOf(view, request))
        refuseFor("This", *debt);
    Exemptions exemptions(view, request, now);
    for (const auto &item : request.items) {
        const auto environment
            = view.find<core::Environment>(keys::join(keys::environment, item.environment.text()));
        if (!environment || !environment->gated)
            continue;
        if (const auto why = exemptions.barrier(*environment, item))
            refuseFor(item.path + " in " + item.environment.text(), *why);
    }
}

} // namespace chancery::server
