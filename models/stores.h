// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/accessstore.h"
#include "models/accountstore.h"
#include "models/anchorstore.h"
#include "models/auditstore.h"
#include "models/blamestore.h"
#include "models/bulkstore.h"
#include "models/configstore.h"
#include "models/draftkeeper.h"
#include "models/effectivepair.h"
#include "models/emergencystore.h"
#include "models/fleetstore.h"
#include "models/hierarchystore.h"
#include "models/inboxstore.h"
#include "models/keyhistory.h"
#include "models/lineagestore.h"
#include "models/liveupdates.h"
#include "models/liveversions.h"
#include "models/operationlist.h"
#include "models/peoplestore.h"
#include "models/personalstore.h"
#include "models/placesstore.h"
#include "models/proofstore.h"
#include "models/referencestore.h"
#include "models/reportstore.h"
#include "models/requeststore.h"
#include "models/reversalstore.h"
#include "models/schemaset.h"
#include "models/sealstore.h"
#include "models/serverclock.h"
#include "models/versiongraphstore.h"

namespace chancery::models {

// Where the stores work beside the thread of the windows.
struct Executors {
    core::Executor &storage;
    core::Executor &compute;
    core::Executor &reports; // of minutes, so that nothing else waits behind one
};

// Everything the console knows about one server as one person: made after signing in, gone before
// the client is. Wires the live updates to whoever has to read again.
class Stores : public QObject {
    Q_OBJECT

public:
    Stores(client::CmsApi &api, Permissions permissions, Executors executors,
        const core::Clock &clock, AuditPlace auditPlace, VaultSetup vault);

    void start();

    client::CmsApi &api;
    AccessStore access;
    Permissions permissions;
    OperationList operations;
    ServerClock serverClock;
    ProofStore proof;
    PeopleStore people;
    PlacesStore places;
    ConfigStore configs;
    RequestStore requests;
    LineageStore lineage;
    VersionGraphStore versionGraph;
    BlameStore blame;
    FleetStore fleet;
    HierarchyStore hierarchy;
    EffectivePair effective;
    ReferenceStore references;
    KeyHistory keyHistory;
    LiveVersions liveVersions;
    AuditStore audit;
    ReportStore reports;
    AnchorStore anchors;
    PersonalStore personal;
    DraftKeeper unsaved;
    SchemaSet schemas;
    BulkStore bulk;
    SealStore seals;
    ReversalStore reversals;
    EmergencyStore emergencies;
    InboxStore inbox;
    LiveUpdates live;
    AccountStore accounts;

private:
    void listOperations();
    void noteEmergency();
    void readAgain(LiveUpdates::Topics topics);
};

} // namespace chancery::models
