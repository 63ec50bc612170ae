// SPDX-License-Identifier: Apache-2.0
#include "checks.h"

#include "engine/core/digest.h"
#include "engine/core/document/value.h"
#include "engine/server/reach.h"

#include <algorithm>
#include <set>

namespace chancery::server {

namespace {

constexpr std::size_t mostNames = 20;
constexpr std::size_t mostKeys = 1000; // that an agent tells of one config
constexpr std::size_t longestKey = 1024;

template <typename Container>
std::vector<std::string> firstOf(const Container &all)
{
    std::vector<std::string> first;
    for (const auto &one : all) {
        if (first.size() == mostNames)
            break;
        first.push_back(one);
    }
    return first;
}

std::set<std::string> pathsOf(const Reach &reach)
{
    std::set<std::string> paths;
    for (const auto &[path, id] : reach.configs)
        paths.insert(path);
    return paths;
}

// The coarsest number that is beyond its limit: a person has to think of one.
std::optional<core::Check> reachCheck(const View &view, const core::ChangeRequest &request,
    const core::EnvironmentId &environment, const core::governing::ReachTerms &terms)
{
    const bool asksForAgents = terms.regions || terms.instances;
    const auto reach
        = reachOf(view, request, environment, asksForAgents ? ReachOf::Agents : ReachOf::Configs);
    const auto paths = pathsOf(reach);
    const struct {
        const char *unit;
        const std::optional<int> &limit;
        const std::set<std::string> &names;
    } counts[]{{"regions", terms.regions, reach.regions},
        {"instances", terms.instances, reach.instances}, {"configs", terms.configs, paths}};
    for (const auto &[unit, limit, names] : counts) {
        if (!limit || names.size() <= std::size_t(*limit))
            continue;
        core::Check check;
        check.id = "reach:" + environment.text();
        check.kind = core::CheckKind::Reach;
        check.environment = environment;
        check.unit = unit;
        check.limit = std::uint64_t(*limit);
        check.expects.push_back(std::to_string(names.size()));
        check.names = firstOf(names);
        check.byAuthor = true;
        check.byApprovers = true;
        return check;
    }
    return std::nullopt;
}

// Drawn by the request's id and cycle, so that everybody looks at the same ones, nobody chooses
// them, and an edit draws anew.
std::vector<std::string> sampleOf(
    const core::ChangeRequest &request, const core::EnvironmentId &environment, std::size_t size)
{
    std::vector<std::pair<std::string, std::string>> drawn;
    for (const auto &item : request.items) {
        if (item.environment == environment)
            drawn.emplace_back(core::sha256Id("cms.sample.v1\n",
                                   request.id.text() + '\n' + std::to_string(request.cycle) + '\n'
                                       + item.config.text()),
                item.path);
    }
    std::ranges::sort(drawn);
    drawn.resize(std::min(size, drawn.size()));
    std::vector<std::string> paths;
    for (auto &[order, path] : drawn)
        paths.push_back(std::move(path));
    std::ranges::sort(paths);
    return paths;
}

std::optional<core::Check> sampleCheck(const core::ChangeRequest &request,
    const core::EnvironmentId &environment, const core::governing::BulkTerms &terms)
{
    if (objectsIn(request, environment) <= terms.objects || terms.sample == 0)
        return std::nullopt;
    core::Check check;
    check.id = "sample:" + environment.text();
    check.kind = core::CheckKind::Sample;
    check.environment = environment;
    check.limit = std::uint64_t(terms.objects);
    check.expects = sampleOf(request, environment, std::size_t(terms.sample));
    check.byApprovers = true;
    return check;
}

// Takes from the keys what the request's texts have: it is governed then.
void leaveOutAdopted(std::set<std::string> &keys, const core::ChangeRequest &request,
    const core::EnvironmentId &environment)
{
    for (const auto &item : request.items) {
        if (item.environment != environment || keys.empty())
            continue;
        const auto reading = core::read(item.text, item.format, core::Limits::wide());
        if (reading.ok() && reading.tree().nodeCount() > 0)
            std::erase_if(keys, [&](const std::string &key) {
                return reading.tree().root().resolve(key).isPresent();
            });
    }
}

void addLiveOnly(const View &view, const core::ChangeRequest &request,
    const core::EnvironmentId &environment, std::vector<core::Check> &checks)
{
    const auto here = keys::join(keys::liveOnly, environment.text(), "");
    auto any = KeyRange::under(here);
    any.limit = 1;
    if (view.scan(any).empty())
        return;
    const auto reach = reachOf(view, request, environment, ReachOf::Configs);
    for (const auto &[path, id] : reach.configs) {
        std::set<std::string> found;
        std::set<std::string> agents;
        for (const auto &entry : view.scan(KeyRange::under(here + id + '/'))) {
            for (auto &key : View::parse<std::vector<std::string>>(entry.value))
                found.insert(std::move(key));
            const auto agent = view.find<core::Agent>(
                keys::join(keys::agent, entry.key.substr(entry.key.rfind('/') + 1)));
            agents.insert(agent ? agent->name : "?");
        }
        leaveOutAdopted(found, request, environment);
        if (found.empty())
            continue;
        core::Check check;
        check.id = "live-only:" + path + '@' + environment.text();
        check.kind = core::CheckKind::LiveOnly;
        check.environment = environment;
        check.path = path;
        check.expects.assign(found.begin(), found.end());
        check.names = firstOf(agents);
        check.byAuthor = true;
        checks.push_back(std::move(check));
    }
}

std::string wordsOf(const core::Check &check)
{
    const auto count = check.expects.empty() ? std::string() : check.expects.front();
    switch (check.kind) {
    case core::CheckKind::Reach:
        return "It reaches " + count + ' ' + check.unit + " in " + check.environment.text()
            + ", and more than " + std::to_string(check.limit) + " have to be acknowledged";
    case core::CheckKind::Sample:
        return std::to_string(check.expects.size())
            + " of its configs have to be looked at, drawn by its id";
    case core::CheckKind::LiveOnly:
        return std::to_string(check.expects.size()) + " live-only keys of " + check.path
            + " will be removed: take them into the change, or name them as what goes";
    case core::CheckKind::Unknown:
        break;
    }
    return check.id;
}

[[noreturn]] void refuseUnsaid(
    const std::vector<const core::Check *> &unsaid, const std::string &detail)
{
    std::vector<core::FieldError> fields;
    for (const auto *check : unsaid)
        fields.push_back({"/checks/" + check->id, "unsaid", wordsOf(*check), {}, 0, 0});
    refuse("acknowledgement-required", detail + ": " + fields.front().message, std::move(fields));
}

} // namespace

int objectsIn(const core::ChangeRequest &request, const core::EnvironmentId &environment)
{
    return int(std::ranges::count(request.items, environment, &core::RequestItem::environment));
}

std::vector<core::Check> checksOf(const View &view, const core::ChangeRequest &request,
    const std::map<core::EnvironmentId, CheckTerms> &terms)
{
    std::vector<core::Check> checks;
    for (const auto &[environment, asked] : terms) {
        if (asked.reach) {
            if (auto check = reachCheck(view, request, environment, *asked.reach))
                checks.push_back(std::move(*check));
        }
        if (asked.bulk) {
            if (auto check = sampleCheck(request, environment, *asked.bulk))
                checks.push_back(std::move(*check));
        }
        addLiveOnly(view, request, environment, checks);
    }
    for (auto &check : checks)
        check.isOwed = check.byAuthor && !core::authorHasSaid(request, check);
    return checks;
}

bool allSaidBy(const core::ChangeRequest &request, const std::vector<core::Check> &checks,
    const core::PrincipalId &person)
{
    return std::ranges::all_of(checks, [&](const core::Check &check) {
        return !check.byApprovers || core::hasSaid(request, check, person);
    });
}

void demandAuthorsWord(const std::vector<core::Check> &checks)
{
    std::vector<const core::Check *> unsaid;
    for (const auto &check : checks) {
        if (check.isOwed)
            unsaid.push_back(&check);
    }
    if (!unsaid.empty())
        refuseUnsaid(unsaid, "Its author has to acknowledge first");
}

void demandWord(const core::ChangeRequest &request, const std::vector<core::Check> &checks,
    const core::PrincipalId &person)
{
    std::vector<const core::Check *> unsaid;
    for (const auto &check : checks) {
        if (check.byApprovers && !core::hasSaid(request, check, person))
            unsaid.push_back(&check);
    }
    if (!unsaid.empty())
        refuseUnsaid(unsaid, "Who approves has to acknowledge first");
}

void keepLiveOnly(Unit &unit, const core::Agent &agent, const core::AgentReport &report)
{
    const auto key = keys::join(
        keys::liveOnly, agent.environment.text(), report.config.text(), agent.id.text());
    if (!report.liveOnly || report.liveOnly->empty()) {
        if (unit.view().get(key))
            unit.remove(key);
        return;
    }
    const bool arePointers = report.liveOnly->size() <= mostKeys
        && std::ranges::all_of(*report.liveOnly, [](const std::string &pointer) {
               return pointer.starts_with('/') && pointer.size() <= longestKey;
           });
    if (!arePointers)
        refuse("policy-violation", "These are no keys",
            {{"/liveOnly", "pointer", "Expected at most 1,000 pointers such as \"/pool/size\"", {},
                0, 0}});
    unit.put(key, api::toJson(*report.liveOnly));
}

} // namespace chancery::server
