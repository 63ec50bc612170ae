// SPDX-License-Identifier: Apache-2.0
#include "gate.h"

#include <algorithm>
#include <array>

namespace chancery::core::access {

namespace {

using namespace std::string_view_literals;

constexpr std::array closedInEmergency{"createPrincipal"sv, "createServiceToken"sv,
    "setPrincipalRoles"sv, "setSamePerson"sv, "disablePrincipal"sv, "enablePrincipal"sv,
    "resetPassword"sv, "revokeToken"sv, "revokeTokens"sv, "liftFreeze"sv, "createNamespace"sv,
    "createEnvironment"sv, "createSchema"sv, "setConfigSchema"sv, "setConfigLayers"sv,
    "releaseVersion"sv, "rotateSealKey"sv, "confirmEmergency"sv, "reviewEmergency"sv,
    "erasePersonalData"sv, "placeLegalHold"sv, "liftLegalHold"sv, "pruneAudit"sv};

constexpr std::array openToOneTime{
    "getCurrentSession"sv, "deleteCurrentSession"sv, "changePassword"sv};

constexpr std::array openToRecovery{"getCurrentSession"sv, "deleteCurrentSession"sv,
    "searchConfigs"sv, "previewEffective"sv, "getPlaceImpact"sv, "listTokens"sv,
    "previewRollback"sv, "rollBack"sv, "rollBackSeveral"sv, "freezeEnvironment"sv, "revokeToken"sv,
    "revokeTokens"sv};

bool isIn(const auto &list, std::string_view operation)
{
    return std::ranges::find(list, operation) != list.end();
}

} // namespace

bool isClosedInEmergency(std::string_view operation)
{
    return isIn(closedInEmergency, operation);
}

bool isOpenToOneTimePassword(std::string_view operation)
{
    return isIn(openToOneTime, operation);
}

bool isOpenToRecovery(const Operation &operation)
{
    return operation.permission.empty()
        || (operation.permission == "view" && operation.method == "GET")
        || isIn(openToRecovery, operation.id);
}

Barrier barrierTo(const Operation &operation, const Caller &caller)
{
    if (operation.permission.empty())
        return Barrier::None;
    if (caller.isRecovery)
        return isOpenToRecovery(operation) ? Barrier::None : Barrier::Recovery;
    if (caller.hasOneTimePassword && !isOpenToOneTimePassword(operation.id))
        return Barrier::Password;
    const bool isForEverybody = operation.permission == "session";
    if (!isForEverybody && !caller.mayAnywhere)
        return Barrier::Right;
    if (caller.isInEmergency && isClosedInEmergency(operation.id))
        return Barrier::Emergency;
    return isForEverybody || caller.mayThere ? Barrier::None : Barrier::Right;
}

} // namespace chancery::core::access
