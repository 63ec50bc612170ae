// SPDX-License-Identifier: Apache-2.0
//
// Looking, reading and planning are one chain of steps under one Operation, one answer at a time:
// the search page by page; for a rename how far it reaches; the texts that were not found but
// wanted; then each text with its schema. Cancelling or searching again ends the chain wherever it
// is.
#include "bulkstore.h"

#include "engine/core/hierarchy/referencetext.h"
#include "models/maybe.h"
#include "models/paging.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

namespace {

constexpr int pageSize = 200;

} // namespace

BulkStore::BulkStore(client::CmsApi &api, SchemaSet &schemas, core::Executor &compute)
    : m_api(api)
    , m_parts(schemas)
    , m_compute(compute)
    , m_judge(api, compute)
    , m_judgeAgain(api, compute)
{
    connect(&m_parts, &SchemaSet::wantedRead, this, [this] { partsCame(core::Done()); });
    connect(&m_parts.loading(), &Operation::changed, this, [this] {
        if (m_parts.loading().state() == Operation::State::Failed)
            partsCame(m_parts.loading().error());
    });
}

const BulkObject *BulkStore::find(const QString &id) const
{
    const auto found = std::ranges::find(m_objects, id, &BulkObject::id);
    return found == m_objects.end() ? nullptr : &*found;
}

BulkObject *BulkStore::objectAt(const QString &id)
{
    return const_cast<BulkObject *>(find(id));
}

int BulkStore::hitCount() const
{
    int count = 0;
    for (const BulkObject &object : m_objects)
        count += object.result ? int(object.result->plan.hits.size()) : object.found.total;
    return count;
}

int BulkStore::changeCount() const
{
    return int(std::ranges::count_if(
        m_objects, [](const BulkObject &object) { return object.changes() && !object.isDraft(); }));
}

ActionState BulkStore::editState(const Permissions &permissions) const
{
    bool isAny = false;
    for (const BulkObject &object : m_objects) {
        if (!object.changes())
            continue;
        isAny = true;
        const ActionState may = rightIn(
            permissions, core::Permission::Edit, object.found.environment, object.found.path);
        if (!may.isEnabled)
            return may;
    }
    return isAny ? ActionState::enabled() : rightIn(permissions, core::Permission::Edit, {}, {});
}

bool BulkStore::isCutOff() const
{
    const bool isWhole
        = m_isComplete && std::ranges::all_of(m_objects, [](const BulkObject &object) {
              return !object.result || object.result->plan.isComplete;
          });
    return m_operation.kind == core::BulkKind::Rename && !isWhole;
}

bool BulkStore::isKnown(const Wanted &wanted) const
{
    return std::ranges::any_of(m_objects, [&](const BulkObject &object) {
        return object.found.config == wanted.config
            && object.found.environment == wanted.environment && object.found.draft == wanted.draft;
    });
}

void BulkStore::begin(const BulkScope &scope)
{
    m_partsWanted = {};
    m_carryingOut.dismiss();
    m_replanning.cancel();
    m_scope = scope;
    m_objects.clear();
    m_reach.reset();
    m_wanted.clear();
    m_dirty.clear();
    m_isComplete = true;
    m_closedDrafts.clear();
    m_layered.reset();
    m_knowsLayered = false;
    m_hasSearched = true;
    Q_EMIT changed();
}

void BulkStore::search(const core::DocumentSearch &what, const BulkScope &scope)
{
    m_planner.reset();
    m_operation = {};
    m_operation.what = what;
    begin(scope);
    searchOn({what, scope.environment, scope.path, scope.drafts}, {});
}

void BulkStore::plan(const core::BulkOperation &operation, const BulkScope &scope)
{
    m_operation = operation;
    m_operation.owners.clear();
    m_operation.parts.clear();
    m_planner.reset();
    begin(scope);
    auto planner = core::BulkPlanner::compile(m_operation);
    if (!planner) {
        m_searching.refuse(tr("Planning the change"), std::move(planner).error());
        Q_EMIT changed();
        return;
    }
    m_planner = std::move(*planner);
    searchOn(
        {core::BulkPlanner::searchFor(operation), scope.environment, scope.path, scope.drafts}, {});
}

void BulkStore::cancel()
{
    m_partsWanted = {};
    m_searching.cancel();
    m_replanning.cancel();
    Q_EMIT changed();
}

void BulkStore::clear()
{
    m_searching.cancel();
    m_planner.reset();
    begin({});
    m_hasSearched = false;
    Q_EMIT changed();
}

void BulkStore::searchOn(const core::ConfigSearch &search, const std::string &cursor)
{
    m_searching.start<Found>(
        tr("Searching all configs"),
        [this, search, cursor](
            auto done) { return m_api.searchConfigs(search, {cursor, pageSize}, std::move(done)); },
        [this, search](Found page) {
            for (core::FoundConfig &found : page.items) {
                if (!found.isReadable()) {
                    m_closedDrafts.insert(found.draft.value_or(core::DraftId()).text());
                    continue;
                }
                if (isKnown({found.config, found.environment, found.draft, {}}))
                    continue; // it moved between two pages
                if (m_objects.size() >= mostObjects) {
                    m_isComplete = false;
                    break;
                }
                BulkObject object;
                object.found = std::move(found);
                m_objects.push_back(std::move(object));
            }
            Q_EMIT changed();
            if (page.next.empty() || !m_isComplete)
                searched();
            else
                searchOn(search, page.next);
        });
}

void BulkStore::searched()
{
    if (!m_planner)
        return;
    if (m_operation.kind != core::BulkKind::Rename) {
        planOn();
        return;
    }
    m_reach.emplace(m_operation);
    for (const BulkObject &object : m_objects)
        m_reach->add(object.found);
    askReach();
}

template <typename T, typename Start>
void BulkStore::askReach(const QString &title, Start start)
{
    m_searching.start<T>(title, std::move(start), [this](const T &answer) {
        if constexpr (requires { answer.items; })
            m_reach->answer(answer.items);
        else
            m_reach->answer(answer);
        askReach();
    });
}

void BulkStore::askReach()
{
    const auto question = m_reach->next();
    if (!question) {
        takeReach();
        return;
    }
    const auto &[ask, config, path, environment] = *question;
    const QString title = tr("Finding who else has these keys, or refers to them");
    switch (ask) {
    case core::RenameReach::Ask::Config:
        askReach<core::Config>(
            title, [this, id = config](auto done) { return m_api.getConfig(id, std::move(done)); });
        return;
    case core::RenameReach::Ask::Keys: {
        const core::ConfigSearch search{
            core::BulkPlanner::searchFor(m_operation), environment, '=' + path, false};
        askReach<Found>(title, [this, search](auto done) {
            return m_api.searchConfigs(search, {{}, pageSize}, std::move(done));
        });
        return;
    }
    case core::RenameReach::Ask::Layers:
        askReach<core::ConfigLayers>(title,
            [this, id = config](auto done) { return m_api.configLayers(id, std::move(done)); });
        return;
    case core::RenameReach::Ask::Dependents:
        askReach<api::Page<core::Dependent>>(
            title, [this, id = config, in = environment](auto done) {
                return m_api.listDependents(id, in, std::move(done));
            });
        return;
    }
}

void BulkStore::takeReach()
{
    m_operation.owners = m_reach->owners();
    m_operation.parts = m_reach->parts();
    m_isComplete = m_isComplete && m_reach->isComplete();
    for (const core::RenameReach::Place &place : m_reach->places())
        want({place.config, place.environment, {}, {}});
    m_reach.reset();
    if (m_scope.drafts)
        wantDrafts();
    else
        readWanted();
}

void BulkStore::want(Wanted wanted)
{
    const auto isSame = [&](const Wanted &other) {
        return wanted.config == other.config && wanted.environment == other.environment
            && wanted.draft == other.draft;
    };
    if (isKnown(wanted) || std::ranges::any_of(m_wanted, isSame))
        return;
    if (m_objects.size() + m_wanted.size() < mostObjects)
        m_wanted.push_back(std::move(wanted));
    else
        m_isComplete = false;
}

// One's own that refer to anything; whether to one of the keys is seen when they are planned.
void BulkStore::wantDrafts()
{
    startPaged<core::Draft>(
        m_searching, tr("Reading your drafts"),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listDrafts(page, std::move(done));
        },
        [this](const std::vector<core::Draft> &drafts) {
            for (const core::Draft &draft : drafts) {
                const bool isHere
                    = m_scope.environment.isEmpty() || draft.environment == m_scope.environment;
                if (isHere && draft.parkedAs.empty() && !draft.isReadable())
                    m_closedDrafts.insert(draft.id.text());
                if (isHere && draft.parkedAs.empty() && core::hasReference(draft.text))
                    want({draft.config, draft.environment, draft.id, draft.base});
            }
            readWanted();
        });
}

void BulkStore::readWanted()
{
    if (m_wanted.empty()) {
        auto planner = core::BulkPlanner::compile(m_operation);
        if (planner)
            m_planner = std::move(*planner);
        planOn();
        return;
    }
    const Wanted wanted = m_wanted.front();
    m_wanted.pop_front();
    m_searching.start<core::Config>(
        tr("Reading who refers to it"),
        [this, wanted](auto done) { return m_api.getConfig(wanted.config, std::move(done)); },
        [this, wanted](const core::Config &config) { readHead(wanted, config); });
}

void BulkStore::readHead(const Wanted &wanted, const core::Config &config)
{
    using MaybeHead = std::optional<core::Head>;
    m_searching.start<MaybeHead>(
        m_searching.title(),
        [this, wanted](core::Handler<MaybeHead> done) {
            return m_api.getHead(
                wanted.config, wanted.environment, maybe<core::Head>(std::move(done)));
        },
        [this, wanted, config](const MaybeHead &head) {
            auto bound = config;
            bound.schema = core::boundSchema(config, head ? &*head : nullptr);
            if (wanted.draft)
                addObject(wanted, bound);
            else if (head)
                addObject({wanted.config, wanted.environment, {}, head->version}, bound);
            readWanted();
        });
}

void BulkStore::addObject(const Wanted &wanted, const core::Config &config)
{
    BulkObject object;
    object.found.config = config.id;
    object.found.path = config.path;
    object.found.environment = wanted.environment;
    object.found.format = config.format;
    object.found.schema = config.schema;
    object.found.version = wanted.base;
    object.found.draft = wanted.draft;
    m_objects.push_back(std::move(object));
}

void BulkStore::choose(const QString &id, bool isChosen)
{
    BulkObject *object = objectAt(id);
    if (!object || object->isChosen == isChosen || m_carryingOut.isRunning())
        return;
    object->isChosen = isChosen;
    object->isToJudge = object->isToJudge || isChosen;
    Q_EMIT objectChanged(id);
    tellReferring(id);
    judgeOn();
}

void BulkStore::chooseHit(const QString &id, std::size_t hit, bool isChosen)
{
    BulkObject *object = objectAt(id);
    // Of a text that is read anew the numbers will mean other hits.
    if (!object || !object->result || object->isHitChosen(hit) == isChosen
        || m_carryingOut.isRunning())
        return;
    const auto place = std::ranges::lower_bound(object->leftOut, hit);
    if (isChosen)
        object->leftOut.erase(place);
    else
        object->leftOut.insert(place, hit);
    Q_EMIT objectChanged(id);
    m_dirty.insert(id);
    replan();
}

} // namespace chancery::models
