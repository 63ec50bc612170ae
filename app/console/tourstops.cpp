// SPDX-License-Identifier: Apache-2.0
#include "tourstops.h"

namespace chancery::app {

namespace {

constexpr auto limit = "shop/gateway/limits#/plans/partner/requestsPerSecond";
constexpr auto balance = "shop/gateway/routes#/upstreams/catalog/balance";
constexpr auto timeout = "shop/assistant/models#/models/0/timeoutSeconds";

constexpr TourStop stops[]{
    {"configs", "shop/gateway/limits", "showText", "", "configs", "outlineTree"},
    {"configs", limit, "showEffective", "eu-west", "layers", "effectiveText"},
    {"configs", "shop/gateway/routes", "showText", "", "", ""},
    {"configs", balance, "complete", "", "completion", "completionList"},
    {"configs", limit, "describe", "", "hover", tour::hover},
    {"configs", "shop/gateway/limits", "showForm", "", "form", "formTree"},
    {"configs", "shop/gateway/limits", "showEnvironments", "", "matrix", "matrixTree"},
    {"configs", "shop/assistant/models", "showText", "", "", ""},
    {"configs", timeout, tour::spoil, "", "", ""},
    {"configs", timeout, "showProblems", "", "problems", "problemTable"},
    {"configs", timeout, tour::mend, "", "", ""},
    {"configs", "shop/assistant/models#/models/0/name", "showTable", "", "table",
        "collectionTable"},
    {"configs", "shop/orders/pool#/primary/host", "showKeyHistory", "", "references",
        "keyHistoryHint"},
    {"bulk", "find:timeout", "bulkLook", "", "bulk", "bulkResults"},
    {"changes", "CR-10", "", "", "changes", "requestTitle"}, // the one that waits
    {"changes", "CR-6", "", "", "", ""}, // of two configs, applied
    {"changes", "CR-6", "revertRequest", "", "revert", ""},
    {"lineage", "shop/orders/pool", "sideBySide", "", "lineage", "versionsTable"},
    {"lineage", "shop/orders/pool", "keys", "", "difference", "lineageCount"},
    {"lineage", "shop/orders/pool", "showSuspects", "", "suspects", "hindsightCount"},
    {"lineage", "shop/orders/pool", "showInstants", "", "instants", "instantsList"},
    {"lineage", "shop/orders/pool", "rollBackToInstant", "", "rollback", "rollbackTitle"},
    {"dependencies", "", "", "", "dependencies", "dependencyCanvas"},
    {"fleet", "", "", "", "fleet", "fleetTable"},
    {"emergency", "new:shop/gateway/limits", "", "", "emergency-access", "activationMinutes"},
    {"emergency", "new:shop/gateway/limits", tour::beginEmergency, "", "emergency-change",
        "actionTitle"},
    {"emergency", tour::ownSession, "", "", "emergency", "emergencyTitle"},
    {"emergency", tour::ownSession, tour::endEmergency, "", "", ""},
    {"audit", "", "", "", "audit", "eventsTable"},
    {"reports", "soc2", "", "", "reports-asked", "reportPeriod"},
    {"reports", "", "runReport", "", "reports", "reportTitle"},
    {"calendar", "", "", "", "calendar", "calendarTitle"},
    {"inbox", "", "", "", "inbox", "inboxTable"},
};

} // namespace

std::span<const TourStop> tourStops()
{
    return stops;
}

} // namespace chancery::app
