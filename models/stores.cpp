// SPDX-License-Identifier: Apache-2.0
#include "stores.h"

namespace chancery::models {

namespace {

Permissions knowing(Permissions permissions, std::shared_ptr<const KnownAccess> access)
{
    permissions.access = std::move(access);
    return permissions;
}

} // namespace

Stores::Stores(client::CmsApi &cms, Permissions granted, Executors executors,
    const core::Clock &clock, AuditPlace auditPlace, VaultSetup vault)
    : api(cms)
    , access(cms, clock)
    , permissions(knowing(std::move(granted), access.known()))
    , proof(cms, cms, permissions.proof)
    , people(cms)
    , places(cms)
    , configs(cms)
    , requests(cms, permissions)
    , lineage(cms)
    , versionGraph(cms, executors.compute)
    , blame(cms)
    , fleet(cms)
    , hierarchy(cms, executors.compute)
    , effective(cms)
    , references(cms, executors.compute)
    , keyHistory(cms, executors.compute)
    , liveVersions(cms, executors.compute)
    , audit(cms, executors.storage, clock, std::move(auditPlace))
    , reports(cms, audit, executors.reports)
    , anchors(cms, audit)
    , personal(cms)
    , unsaved(executors.storage, clock, std::move(vault), permissions.me.id)
    , schemas(cms)
    , bulk(cms, schemas, executors.compute)
    , seals(cms)
    , reversals(cms)
    , emergencies(cms)
    , inbox(cms)
    , live(cms)
    , accounts(cms)
{
    listOperations();
    requests.useClock(serverClock);
    emergencies.useClock(serverClock);
    connect(&serverClock, &ServerClock::changed, &requests, &RequestStore::selectedChanged);
    connect(&live, &LiveUpdates::changed, this, &Stores::readAgain);
    connect(&places, &PlacesStore::currentChanged, this,
        [this] { configs.loadMarks(places.currentId()); });
    connect(&access, &AccessStore::changed, &requests, &RequestStore::selectedChanged);
    // It also ends, and is known to be open, by the time that goes on.
    for (const auto signal : {&EmergencyStore::changed, &EmergencyStore::ticked})
        connect(&emergencies, signal, this, &Stores::noteEmergency);
    connect(&places, &PlacesStore::currentChanged, &reversals, &ReversalStore::drop);
    connect(&configs, &ConfigStore::operationAdded, this,
        [this](Operation *operation) { operations.add(*operation); });
}

void Stores::noteEmergency()
{
    const auto *own = emergencies.openOfPerson(permissions.me.id);
    access.setOpenEmergency(own ? own->id : core::EmergencyId());
}

void Stores::listOperations()
{
    for (Operation *operation : {&places.loading(), &configs.loading(), &configs.removing(),
             &requests.loading(), &requests.loadingOne(), &requests.acting(), &lineage.loading(),
             &versionGraph.loading(), &versionGraph.filtering(), &blame.loading(), &fleet.loading(),
             &audit.syncing(), &audit.verifying(), &audit.acknowledging(), &audit.exporting(),
             &audit.noting(), &reports.running(), &reports.exporting(), &unsaved.keeping(),
             &schemas.loading(), &hierarchy.loading(), &hierarchy.finding(), &references.loading(),
             &references.reading(), &keyHistory.loading(), &liveVersions.loading(),
             &effective.loading(), &bulk.searching(), &bulk.carryingOut(), &bulk.replanning(),
             &seals.sealing(), &seals.revealing(), &proof.proving(), &reversals.reading(),
             &emergencies.loading(), &emergencies.loadingOne(), &emergencies.acting(),
             &access.loading(), &inbox.loading(), &inbox.marking(), &accounts.loading(),
             &accounts.loadingTokens(), &accounts.acting()})
        operations.add(*operation);
}

void Stores::start()
{
    access.load();
    people.load();
    places.load();
    configs.load();
    requests.reload();
    emergencies.watch();
    inbox.reload();
    if (permissions.has("auditRead"))
        audit.start();
    live.follow();
}

void Stores::readAgain(LiveUpdates::Topics topics)
{
    if (permissions.has("auditRead"))
        audit.sync();
    if (topics & LiveUpdates::Requests) {
        requests.reload();
        requests.reloadSelected();
    }
    if (topics & (LiveUpdates::Requests | LiveUpdates::Drafts))
        configs.loadMarks(places.currentId());
    if (topics & LiveUpdates::Configs)
        configs.load();
    if (topics & (LiveUpdates::Heads | LiveUpdates::Configs))
        access.load();
    if (topics & LiveUpdates::Heads) {
        lineage.reload();
        versionGraph.reload();
        blame.reload();
        keyHistory.reload();
    }
    if (topics & (LiveUpdates::Heads | LiveUpdates::Configs)) {
        hierarchy.reload();
        references.reload();
    }
    if (topics & LiveUpdates::Configs)
        hierarchy.findNames();
    else if (topics & (LiveUpdates::Heads | LiveUpdates::Drafts))
        hierarchy.findAgainBehindReferences();
    if (topics & (LiveUpdates::Agents | LiveUpdates::Heads))
        fleet.reload();
    if (topics & LiveUpdates::Emergencies)
        emergencies.reload();
    if (topics & LiveUpdates::Notifications)
        inbox.reload();
    if (topics & LiveUpdates::People) {
        people.load();
        accounts.reload();
    }
}

} // namespace chancery::models
