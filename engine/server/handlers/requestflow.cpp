// SPDX-License-Identifier: Apache-2.0
#include "requestflow.h"

#include "engine/core/domain/place.h"
#include "engine/server/access.h"
#include "engine/server/boundschema.h"
#include "engine/server/effects.h"
#include "engine/server/exemptions.h"
#include "engine/server/handlers/confirming.h"
#include "engine/server/handlers/governed.h"
#include "engine/server/handlers/overlaps.h"
#include "engine/server/handlers/requestlife.h"
#include "engine/server/handlers/scheduling.h"
#include "engine/server/itemfacts.h"
#include "engine/server/lastingaccess.h"
#include "engine/server/resolution.h"
#include "engine/server/seals.h"
#include "engine/server/uses.h"
#include "engine/server/validator.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace chancery::server {

namespace {

constexpr std::size_t mostItems = 500;

std::uint64_t numberOf(std::string_view id)
{
    static constexpr std::string_view prefix = "CR-";
    std::uint64_t number = 0;
    if (!id.starts_with(prefix))
        return 0;
    const auto digits = id.substr(prefix.size());
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return parsed.ptr == digits.data() + digits.size() ? number : 0;
}

std::string placeOf(const core::RequestItem &item, const core::ChangeRequestId &id)
{
    return keys::join(keys::openAt, item.config.text(), item.environment.text(),
        keys::number(numberOf(id.text())));
}

} // namespace

std::string requestKey(const core::ChangeRequestId &id)
{
    return keys::join(keys::request, keys::number(numberOf(id.text())));
}

core::ChangeRequest needRequest(const View &view, const std::string &id)
{
    auto request = view.find<core::ChangeRequest>(requestKey(core::ChangeRequestId(id)));
    // "CR-012" is not a name of CR-12.
    if (!request || request->id.text() != id)
        refuse("not-found", "There is no change request " + id);
    return std::move(*request);
}

bool isFinal(core::RequestState state)
{
    using enum core::RequestState;
    return state == Applied || state == Withdrawn || state == Expired || state == Superseded;
}

namespace {

// Where the items of an open request stand and what their texts use, in the place of what was kept
// of the request as it was before; null: it is new.
void keepItems(Unit &unit, const core::ChangeRequest *earlier, const core::ChangeRequest &request)
{
    const auto number = numberOf(request.id.text());
    if (earlier) {
        for (const auto &item : earlier->items) {
            unit.remove(placeOf(item, request.id));
            dropRequestUses(unit, item, number);
        }
    }
    if (isFinal(request.state))
        return;
    for (const auto &item : request.items) {
        unit.put(placeOf(item, request.id), "-");
        keepRequestUses(unit, item, number);
    }
}

void noteEarlier(
    Unit &unit, const core::ChangeRequestId &id, const std::optional<core::ChangeRequest> &earlier)
{
    auto &noted = unit.earlierRequests();
    const bool isNoted
        = std::ranges::any_of(noted, [&](const auto &known) { return known.first == id; });
    if (!isNoted)
        noted.emplace_back(id, earlier);
}

} // namespace

void storeRequest(Unit &unit, core::ChangeRequest &request, std::string summary, Touch touch)
{
    const auto key = requestKey(request.id);
    const auto earlier = unit.view().find<core::ChangeRequest>(key);
    noteEarlier(unit, request.id, earlier);
    // A vote changes no item: what is kept of those need not be read from their texts again.
    const bool areKept = earlier && earlier->items == request.items && !isFinal(earlier->state)
        && !isFinal(request.state);
    if (!areKept)
        keepItems(unit, earlier ? &*earlier : nullptr, request);
    keepOrder(unit, !earlier, request);
    keepSchedule(unit, earlier ? &*earlier : nullptr, request);
    request.updatedAt = unit.now();
    // GOV-16: what nobody touched goes on expiring, however often the hour turns its verdict.
    if (touch == Touch::Nobodys && earlier)
        request.stateSince = earlier->stateSince.value_or(earlier->updatedAt);
    else if (!earlier || earlier->state != request.state || earlier->cycle != request.cycle)
        request.stateSince = unit.now();
    keepExpiry(unit, request);
    // Seen anew at every reading.
    request.requirements.clear();
    request.checks.reset();
    request.expiresAt.reset();
    request.orphanedBecause.reset();
    for (auto &item : request.items) {
        item.overlaps.reset();
        item.standardChange.reset();
    }
    unit.store(key, request);
    unit.publish("change_request.update", "/v1/change-requests/" + request.id.text(), request.etag,
        std::move(summary));
}

void settle(Unit &unit, core::ChangeRequest &request)
{
    using enum core::RequestState;
    if (request.state != Open && request.state != Approved)
        return;
    // Void for good: a right that comes back brings no vote with it.
    const auto lost = LastingAccess(unit.view()).lostVotes(request, unit.now());
    for (auto &review : request.reviews) {
        if (std::ranges::find(lost, review.id) == lost.end())
            continue;
        review.standing = false;
        review.voidedBecause = "lost-right";
    }
    request.state = standingOf(unit.view(), request, unit.now()).isApproved ? Approved : Open;
}

void beginCycle(core::ChangeRequest &request, std::string_view reason, core::Instant now)
{
    ++request.cycle;
    request.cycleSince = now;
    request.sameEffect.reset();
    request.schedule.reset();
    request.freezeOverride.reset();
    for (auto &review : request.reviews) {
        if (review.standing)
            review.voidedBecause = reason;
        review.standing = false;
    }
}

namespace {

// A rebased item is a merge of what was edited with what happened meanwhile.
void rememberBases(
    std::vector<core::RequestItem> &items, const std::vector<core::RequestItem> &earlier)
{
    for (auto &item : items) {
        const auto before = std::ranges::find_if(earlier, [&](const core::RequestItem &known) {
            return known.config == item.config && known.environment == item.environment;
        });
        if (before == earlier.end())
            continue;
        item.mergedFrom = before->mergedFrom;
        if (!item.mergedFrom && before->base && before->base != item.base)
            item.mergedFrom = before->base;
        if (!item.promotedFrom)
            item.promotedFrom = before->promotedFrom;
    }
}

} // namespace

void replaceItems(
    Unit &unit, core::ChangeRequest &request, std::vector<core::RequestItem> items, Ground ground)
{
    using enum core::RequestState;
    const auto earlier = std::exchange(request.items, std::move(items));
    rememberBases(request.items, earlier);
    const auto digest = contentDigestOf(request);
    const auto &actor = unit.actor().principal;
    auto &contributors = request.contributors;
    const bool isKnown = actor.id == request.requester
        || std::ranges::find(contributors, actor.id) != contributors.end();
    if (!isKnown)
        contributors.push_back(actor.id);
    const bool isRebase
        = digest != request.contentDigest && isPureRebase(unit.view(), earlier, request.items);
    // What was rejected begins anew in any case (GOV-15).
    const bool isNewCycle = (digest != request.contentDigest && !isRebase)
        || ground == Ground::Other || !isKnown || request.state == Failed
        || request.state == Rejected;
    if (isRebase && !isNewCycle) {
        if (!request.sameEffect)
            request.sameEffect.emplace();
        request.sameEffect->push_back(request.contentDigest);
    }
    request.contentDigest = digest;
    request.failure.clear();
    if (isNewCycle && request.state != Draft)
        beginCycle(request, "new-cycle", unit.now());
    if (request.state == Approved || request.state == Failed)
        request.state = Open;
}

void recordStandards(Unit &unit, const core::ChangeRequest &request)
{
    const bool isGoing = request.state == core::RequestState::Approved
        || request.state == core::RequestState::Applied;
    if (!isGoing)
        return;
    Exemptions exemptions(unit.view(), request, unit.now());
    std::set<std::string> names;
    for (const auto &item : request.items) {
        if (auto name = exemptions.standardChange(item))
            names.insert(*name);
    }
    std::string reason;
    for (const auto &name : names)
        reason += (reason.empty() ? "standard change " : ", ") + name;
    if (!reason.empty())
        recordRequest(unit, request, core::AuditKind::PolicyAutoApproved, std::move(reason));
}

namespace {

// Whoever reads the log takes an entry of more than a megabyte for a broken one.
constexpr std::size_t mostSameEffects = 1000;
constexpr std::size_t mostRelatedBytes = std::size_t(256) << 10;

// Where it would be too much, the log says how much that was, and nothing of it.
Related bounded(Related related, const char *instead)
{
    std::size_t bytes = 0;
    for (const auto &one : related)
        bytes += one.id.size() + one.path.size() + 64;
    if (bytes <= mostRelatedBytes)
        return related;
    return {{instead, std::to_string(related.size()), {}, {}, {}}};
}

} // namespace

Related relatedOf(const core::ChangeRequest &request)
{
    Related related{{"cycle", std::to_string(request.cycle), {}, {}, {}},
        {"content", request.contentDigest, {}, {}, {}}};
    // Votes for these still count (GOV-13).
    const auto same = request.sameEffect.value_or(std::vector<std::string>());
    for (auto i = same.size() - std::min(same.size(), mostSameEffects); i < same.size(); ++i)
        related.push_back({"same-effect", same[i], {}, {}, {}});
    return related;
}

Related rulesOfVote(const Standing &standing, const core::PrincipalId &voter)
{
    Related related;
    for (const auto &weighed : standing.weighed) {
        if (std::ranges::find(weighed.people, voter) != weighed.people.end())
            related.push_back({"rule", weighed.rule, {}, {}, {}});
    }
    return bounded(std::move(related), "rules-left-out");
}

Related demandsOf(const Standing &standing)
{
    Related related;
    for (const auto &weighed : standing.weighed) {
        // How many stands in the place of a path.
        related.push_back({"demand", weighed.rule, std::to_string(weighed.need), {}, {}});
        for (const auto &person : weighed.people)
            related.push_back({"counted", person.text(), weighed.rule, {}, {}});
    }
    return bounded(std::move(related), "demands-left-out");
}

void recordRequest(Unit &unit, const core::ChangeRequest &request, core::AuditKind kind,
    std::string reason, const Related &more)
{
    Deed deed{.kind = kind, .targetType = "change_request"};
    deed.targetId = request.id.text();
    deed.etag = request.etag.text();
    deed.correlation = request.id.text();
    deed.reason = reason.empty() ? request.reason : std::move(reason);
    deed.ticket = request.ticket;
    deed.related = relatedOf(request);
    // Who confirms it later does not act in the session.
    if (kind == core::AuditKind::ChangeRequestCreate || kind == core::AuditKind::ChangeRequestApply)
        deed.emergency = request.emergency.value_or("");
    deed.related.push_back(stateOf(unit, request));
    deed.related.insert(deed.related.end(), more.begin(), more.end());
    if (request.items.size() == 1) {
        const auto &item = request.items.front();
        deed.config = item.config.text();
        deed.path = item.path;
        deed.environment = item.environment.text();
        deed.nameSpace = item.path.substr(0, item.path.find('/'));
    }
    unit.record(deed);
}

Response answerWith(const View &view, core::ChangeRequest request, core::Instant now, int status)
{
    if (!isFinal(request.state)) {
        auto standing = standingOf(view, request, now);
        request.requirements = std::move(standing.requirements);
        request.checks = std::move(standing.checks);
        request.expiresAt = expiryOf(view, request);
        request.orphanedBecause = orphanReason(view, request, now);
        Exemptions exemptions(view, request, now);
        for (auto &item : request.items)
            item.standardChange = exemptions.standardChange(item);
        addOverlaps(view, request);
    } else if (owesConfirmation(request)) {
        const auto people = Electorate::of(view, now);
        auto standing = standingOf(view, people, request, now, Bar::Full);
        request.requirements = std::move(standing.requirements);
        request.checks = std::move(standing.checks);
    }
    return Response::json(api::toJson(request), status, request.etag.text());
}

namespace {

// What the edit began from; nothing where there is none, or it cannot be read.
std::optional<core::Tree> baseOf(const Unit &unit, const core::RequestItem &item)
{
    if (!item.base)
        return std::nullopt;
    auto reading
        = core::read(unit.view().text(keys::join(keys::text, item.base->text())), item.format);
    return reading ? std::optional(std::move(reading).tree()) : std::nullopt;
}

} // namespace

core::Tree checkedTree(Unit &unit, const core::Config &known, const core::RequestItem &item,
    const std::string &pointer, Validation validation)
{
    const auto config = boundBy(unit.view(), known, item);
    auto tree = unit.validator().read(item.text, item.format, pointer);
    checkGoverningForm(config.path, tree, pointer);
    if (validation == Validation::Demanded)
        refuseCovers(unit, tree, item, pointer);
    const auto opened
        = OpenedDocument::demanded(unit, tree, config.path, item.environment, pointer);
    // What is put together from more than this text is looked at as a whole.
    if (validation == Validation::Overridden || !config.schema || item.declaration
        || isComposed(unit.view(), config, tree))
        return tree;
    // What is wrong by another schema comes with that schema: none of it was there before.
    const auto base = item.schema ? std::nullopt : baseOf(unit, item);
    const core::Tree none;
    const auto earlier
        = OpenedDocument::known(unit, base ? *base : none, config.path, item.environment);
    unit.validator().check(
        unit.view(), *config.schema, opened.tree(), base ? &earlier.tree() : nullptr, pointer);
    return tree;
}

namespace {

// Nobody can say of a text that it is from where it cannot be from.
std::optional<core::VersionId> checkedSource(
    const View &view, const core::NewItem &asked, const std::string &pointer)
{
    if (!asked.promotedFrom)
        return std::nullopt;
    const auto source
        = view.find<core::Version>(keys::join(keys::version, asked.promotedFrom->text()));
    if (!source || source->config != asked.config || source->environment == asked.environment)
        refuse("policy-violation", "This is no version to promote from",
            {{pointer, "unknown", "Expected a version of the config in another environment", {}, 0,
                0}});
    return asked.promotedFrom;
}

// A config that is not known is told of with its place.
void demandEdit(const Unit &unit, const std::vector<core::NewItem> &asked)
{
    std::vector<Place> places;
    for (const auto &item : asked) {
        const auto key = keys::join(keys::config, item.config.text());
        if (const auto config = unit.view().find<core::Config>(key))
            places.push_back({item.environment, config->path});
    }
    demandAccess(unit, core::Permission::Edit, places);
}

core::RequestItem checkedItem(Unit &unit, LayerTexts &texts, const core::NewItem &asked,
    const std::string &pointer, Validation validation,
    const std::optional<core::VersionId> &rollbackTo)
{
    const auto &view = unit.view();
    const auto config = view.find<core::Config>(keys::join(keys::config, asked.config.text()));
    if (!config)
        refuse("not-found", "There is no config " + asked.config.text(),
            {{pointer + "/config", "unknown", "Expected a known config", {}, 0, 0}});
    if (!view.get(keys::join(keys::environment, asked.environment.text())))
        refuse("not-found", "There is no environment " + asked.environment.text(),
            {{pointer + "/environment", "unknown", "Expected a known environment", {}, 0, 0}});
    demandPolicyEdit(unit, {asked.environment, config->path});
    const auto head = view.find<core::Head>(
        keys::join(keys::head, config->id.text(), asked.environment.text()));
    core::RequestItem item;
    item.config = config->id;
    item.path = config->path;
    item.environment = asked.environment;
    item.base = asked.base;
    item.format = config->format;
    item.text = asked.text;
    item.rollbackTo = rollbackTo;
    item.declaration = asked.declaration;
    const auto live = head ? std::optional(head->version) : std::nullopt;
    item.needsRebase = live != asked.base;
    item.promotedFrom = checkedSource(view, asked, pointer + "/promotedFrom");
    item.schema = checkedSchema(view, *config, item.environment, asked.schema, pointer + "/schema");
    const auto tree = checkedTree(unit, *config, item, pointer + "/text", validation);
    item.facts = factsOf(texts, item, tree);
    return item;
}

// Each document of a request is looked at, and one answer tells of all that cannot be taken.
bool isAboutDocument(const core::Error &error)
{
    return !error.fields.empty()
        && (error.code == "schema-violation" || error.code == "unreadable-document"
            || error.code == "seal-refused");
}

void addTo(std::optional<core::Error> &sum, core::Error more)
{
    if (!sum) {
        sum = std::move(more);
        return;
    }
    std::move(more.fields.begin(), more.fields.end(), std::back_inserter(sum->fields));
    sum->detail = "Several of the documents cannot be taken";
}

} // namespace

core::RequestItem checkedItem(Unit &unit, const core::NewItem &asked, const std::string &pointer,
    Validation validation, const std::optional<core::VersionId> &rollbackTo)
{
    LayerTexts texts(unit.view());
    return checkedItem(unit, texts, asked, pointer, validation, rollbackTo);
}

std::vector<core::RequestItem> checkedItems(Unit &unit, const std::vector<core::NewItem> &asked)
{
    if (asked.empty() || asked.size() > mostItems)
        refuse("policy-violation", "A request changes 1 to 500 configs",
            {{"/items", "count", "Expected 1 to 500 items", {}, 0, 0}});
    demandEdit(unit, asked);
    std::vector<core::RequestItem> items;
    std::optional<core::Error> refusal;
    LayerTexts texts(unit.view()); // of what many have in common
    std::set<std::pair<std::string, std::string>> places;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto pointer = "/items/" + std::to_string(i);
        if (!places.emplace(asked[i].config.text(), asked[i].environment.text()).second)
            refuse("policy-violation", "The same config stands twice in the request",
                {{pointer, "duplicate", "Expected each config once per environment", {}, 0, 0}});
        try {
            items.push_back(checkedItem(unit, texts, asked[i], pointer, Validation::Demanded, {}));
        } catch (Refusal &caught) {
            if (!isAboutDocument(caught.error))
                throw;
            addTo(refusal, std::move(caught.error));
        }
    }
    if (refusal)
        throw Refusal{std::move(*refusal), ""};
    checkEffects(unit, items, Step::Forward);
    checkQuorums(unit, items);
    return items;
}

} // namespace chancery::server
