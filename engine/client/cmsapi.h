// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/auditapi.h"
#include "engine/client/checksapi.h"
#include "engine/client/configsapi.h"
#include "engine/client/dependenciesapi.h"
#include "engine/client/emergencyapi.h"
#include "engine/client/identityapi.h"
#include "engine/client/lineageapi.h"
#include "engine/client/notificationsapi.h"
#include "engine/client/ownaccountapi.h"
#include "engine/client/peopleapi.h"
#include "engine/client/privacyapi.h"
#include "engine/client/recoveryapi.h"
#include "engine/client/requestsapi.h"
#include "engine/client/rollbackapi.h"
#include "engine/client/scheduleapi.h"
#include "engine/client/sealingapi.h"
#include "engine/client/sessionapi.h"
#include "engine/client/threadsapi.h"

// The server as its callers see it: one method per operation, values in, one answer out. The answer
// comes at most once, in the thread of the client's mailbox, never inside the call, and only while
// the returned Call is held. Implemented over HTTP by HttpCms and in memory by the tests'
// ScriptedCms.
namespace chancery::client {

class CmsApi : public SessionApi,
               public IdentityApi,
               public OwnAccountApi,
               public RecoveryApi,
               public AccountsApi,
               public PlacesApi,
               public ConfigsApi,
               public HierarchyApi,
               public SearchApi,
               public DependenciesApi,
               public LineageApi,
               public HeadsApi,
               public RollbackApi,
               public HindsightApi,
               public DraftsApi,
               public ChangeRequestsApi,
               public ThreadsApi,
               public ChecksApi,
               public ScheduleApi,
               public EmergencyApi,
               public NotificationsApi,
               public FleetApi,
               public SealingApi,
               public AuditApi,
               public PrivacyApi,
               public EventsApi,
               public PeopleApi { };

} // namespace chancery::client
