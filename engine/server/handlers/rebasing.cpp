// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describethreads.h"
#include "engine/core/merge/threeway.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/handlers/requestlife.h"

#include <algorithm>

// Items whose base is no longer live are taken up to what is (GOV-20): all that are named or none.
// The result is an edit like any other: whoever does it becomes a contributor, and the votes are
// void unless the texts stay as they were.
namespace chancery::server {

namespace {

using core::RebaseWay;
using core::RequestState;

// Each answer writes the text anew, and meanwhile nobody writes anything else.
constexpr std::size_t mostConflicts = 100;

struct Asked {
    const core::RequestItem &item;
    RebaseWay way;
    std::string pointer;
};

std::optional<core::Head> headOf(const View &view, const core::RequestItem &item)
{
    return view.find<core::Head>(
        keys::join(keys::head, item.config.text(), item.environment.text()));
}

// What it says that it began from must be of that place, or everything would conflict.
void demandBase(const View &view, const Asked &asked)
{
    const auto &item = asked.item;
    if (!item.base)
        return;
    const auto base = view.find<core::Version>(keys::join(keys::version, item.base->text()));
    if (!base || base->config != item.config || base->environment != item.environment)
        refuse("policy-violation", item.path + " does not begin from anything that was live there",
            {{asked.pointer, "unknown-base", "Expected an item of which that is true: edit it", {},
                0, 0}});
}

core::ThreeWayMerge mergeOf(const View &view, const Asked &asked, const core::Head *head)
{
    demandBase(view, asked);
    const auto textOf
        = [&](const core::VersionId &id) { return view.text(keys::join(keys::text, id.text())); };
    if (head && head->format != asked.item.format)
        refuse("state-conflict",
            asked.item.path + " is live in another format; edit the item instead");
    return core::ThreeWayMerge({asked.item.base ? textOf(*asked.item.base) : "",
        head ? textOf(head->version) : "", asked.item.text, asked.item.format});
}

std::string placeText(const core::MergeConflict &conflict)
{
    const auto place = core::toString(conflict.place);
    if (conflict.kind == core::MergeConflict::Kind::Lines)
        return "the same lines";
    return place.empty() ? "the whole document" : place;
}

[[noreturn]] void refuseConflicts(const Asked &asked, const core::ThreeWayMerge &merge)
{
    static constexpr std::size_t mostTold = 100;
    std::vector<core::FieldError> fields;
    for (const auto &conflict : merge.conflicts()) {
        if (fields.size() < mostTold)
            fields.push_back({asked.pointer, "both-changed",
                asked.item.path + ": both changed " + placeText(conflict), {}, 0, 0});
    }
    const auto detail = fields.front().message;
    refuse("merge-conflict", detail, std::move(fields));
}

std::string resolved(const Asked &asked, const core::ThreeWayMerge &merge)
{
    if (merge.isClean())
        return merge.text();
    if (asked.way == RebaseWay::Merge)
        refuseConflicts(asked, merge);
    if (merge.conflicts().size() > mostConflicts)
        refuse("policy-violation", "Too much was changed by both; edit the item instead",
            {{asked.pointer, "maxItems", "Expected at most 100 places that both changed", {}, 0,
                0}});
    auto text = merge.text();
    for (std::size_t i = 0; i < merge.conflicts().size(); ++i)
        text = orRefuse(merge.answered(text, i,
            asked.way == RebaseWay::Theirs ? core::MergeChoice::Theirs : core::MergeChoice::Mine));
    return text;
}

// Where others moved live to another schema as well, somebody has to choose.
std::optional<core::SchemaId> schemaOnto(
    const View &view, const Asked &asked, const core::Head *head)
{
    const auto &item = asked.item;
    if (!item.schema || !item.base || !head)
        return item.schema;
    const auto base = view.find<core::Version>(keys::join(keys::version, item.base->text()));
    const bool isMoved = base && base->schema && head->schema && base->schema != head->schema;
    if (!isMoved || head->schema == item.schema || asked.way == RebaseWay::Mine)
        return item.schema;
    if (asked.way == RebaseWay::Theirs)
        return std::nullopt;
    const auto detail = item.path + ": both brought another schema";
    refuse("merge-conflict", detail, {{asked.pointer, "both-changed", detail, {}, 0, 0}});
}

core::NewItem rebased(Unit &unit, const Asked &asked)
{
    const auto head = headOf(unit.view(), asked.item);
    const auto schema = schemaOnto(unit.view(), asked, head ? &*head : nullptr);
    const auto merge = mergeOf(unit.view(), asked, head ? &*head : nullptr);
    core::NewItem item{asked.item.config, asked.item.environment, {}, resolved(asked, merge),
        asked.item.promotedFrom, schema, asked.item.declaration};
    if (head)
        item.base = head->version;
    if (item.text == merge.input().theirs && !schema)
        refuse("policy-violation", "Nothing is left of the change of " + asked.item.path,
            {{asked.pointer, "no-change",
                "Expected something that differs from what is live: drop "
                "the item instead",
                {}, 0, 0}});
    return item;
}

core::NewItem asItWas(const core::RequestItem &item)
{
    return {item.config, item.environment, item.base, item.text, item.promotedFrom, item.schema,
        item.declaration};
}

// What is asked of each item; nothing for those that stay.
std::vector<std::optional<Asked>> waysOf(
    const core::ChangeRequest &request, const core::Rebase &rebase)
{
    std::vector<std::optional<Asked>> ways(request.items.size());
    for (std::size_t i = 0; i < rebase.items.size(); ++i) {
        const auto &wanted = rebase.items[i];
        const auto pointer = "/items/" + std::to_string(i);
        const auto item
            = std::ranges::find_if(request.items, [&](const core::RequestItem &candidate) {
                  return candidate.config == wanted.config
                      && candidate.environment == wanted.environment;
              });
        if (item == request.items.end())
            refuse("policy-violation", "This is no item of the request",
                {{pointer, "unknown", "Expected an item of the request", {}, 0, 0}});
        if (wanted.way == RebaseWay::Unknown)
            refuse("policy-violation", "This is no way to rebase",
                {{pointer + "/way", "enum", "Expected merge, theirs, mine or drop", {}, 0, 0}});
        auto &way = ways[std::size_t(item - request.items.begin())];
        if (way)
            refuse("policy-violation", "The same item stands twice",
                {{pointer, "duplicate", "Expected each item once", {}, 0, 0}});
        way.emplace(Asked{*item, wanted.way, pointer});
    }
    return ways;
}

} // namespace

Response rebaseChangeRequest(Unit &unit)
{
    using enum RequestState;
    auto request = needRequest(unit.view(), unit.argument(0));
    unit.demandMatch(request.etag);
    demandAlive(unit, request);
    const bool isOpen = request.state == Draft || request.state == Open || request.state == Approved
        || request.state == Failed;
    if (!isOpen || request.rollbackTo || request.emergency)
        refuse("state-conflict", request.id.text() + " cannot be rebased");
    const auto rebase = unit.body<core::Rebase>();
    if (rebase.items.empty())
        refuse("policy-violation", "Nothing is asked for",
            {{"/items", "count", "Expected an item at least", {}, 0, 0}});
    const auto ways = waysOf(request, rebase);
    std::vector<core::NewItem> items;
    // A side that a person chose is something that nobody has voted for, also where the text is as
    // it was: it takes back what the others made live.
    const bool isChosen = std::ranges::any_of(ways, [](const std::optional<Asked> &asked) {
        return asked && (asked->way == RebaseWay::Mine || asked->way == RebaseWay::Theirs);
    });
    for (std::size_t i = 0; i < ways.size(); ++i) {
        if (!ways[i])
            items.push_back(asItWas(request.items[i]));
        else if (ways[i]->way != RebaseWay::Drop)
            items.push_back(rebased(unit, *ways[i]));
    }
    if (items.empty())
        refuse("policy-violation", "Nothing would be left of the request; withdraw it instead",
            {{"/items", "count", "Expected an item that stays", {}, 0, 0}});
    replaceItems(unit, request, checkedItems(unit, items), isChosen ? Ground::Other : Ground::Same);
    settle(unit, request);
    storeRequest(unit, request, request.id.text() + " was rebased");
    recordRequest(unit, request, core::AuditKind::ChangeRequestUpdate, "rebased onto what is live");
    return answerWith(unit.view(), std::move(request), unit.now());
}

} // namespace chancery::server
