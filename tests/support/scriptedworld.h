// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/auditanchor.h"
#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/fleet.h"
#include "engine/core/domain/identity.h"
#include "engine/core/domain/identityprovider.h"
#include "engine/core/domain/linkedaccounts.h"
#include "engine/core/domain/place.h"
#include "engine/core/domain/privacy.h"
#include "engine/core/domain/thread.h"
#include "engine/core/emergency/session.h"
#include "engine/core/emergency/settings.h"
#include "engine/core/freeze/calendar.h"
#include "engine/core/hierarchy/place.h"
#include "engine/core/notifications/notification.h"
#include "engine/core/signednote.h"

#include <map>

namespace chancery::support {

// All that the scripted server holds; tests read and change it as they like.
struct ScriptedWorld {
    struct User {
        core::Principal principal;
        std::string password;
        std::vector<std::string> permissions;
        std::optional<core::OneTimePassword> oneTimePassword = {};
        core::ProofKind proof = core::ProofKind::Password;
        std::string provider = {};
        std::optional<core::Instant> lastSignIn = {};
        std::vector<core::AccessToken> tokens = {};
        std::optional<core::PrincipalId> passwordBy = {};
    };

    core::Instant now{std::chrono::microseconds(1'795'260'000'000'000)};
    core::Meta meta;
    std::vector<User> users;
    std::vector<core::LinkedAccounts> linked;
    std::vector<core::Namespace> namespaces;
    std::vector<core::Environment> environments;
    std::vector<core::Config> configs;
    std::map<core::ConfigId, core::ConfigLayers> layers;
    std::vector<core::Schema> schemas;
    std::map<std::string, std::string> schemaTexts;
    std::vector<core::Version> versions; // newest last
    std::map<std::string, std::string> texts; // by version id
    std::vector<core::Head> heads;
    std::vector<core::Draft> drafts;
    std::optional<std::string> circlesUnknown; // told of every draft that is saved
    int blameStep = 0; // versions that one answer about keys looks at; 0: all
    std::vector<core::ChangeRequest> requests;
    std::vector<core::ReviewThread> threads;
    std::vector<core::Agent> agents;
    std::vector<core::EmergencySession> emergencies; // the newest first
    core::EmergencySettings emergencySettings;
    int overdueReviews = 0;
    std::map<std::string, std::vector<core::Notification>> inboxes; // by name, the newest first
    std::uint64_t toldCount = 0;
    std::vector<core::EmergencyRotation> unrotatedSecrets;
    std::string device = "device-1"; // of whoever is signed in
    std::map<core::EnvironmentId, core::FreezeCalendar> freezes;
    std::map<core::EnvironmentId, std::string> freezeFaults; // what cannot be read
    std::vector<std::string> auditLeaves;
    std::vector<core::AuditAnchor> auditAnchors;
    std::vector<core::PersonalValue> personal; // beside the leaves
    core::SigningKey logKey = core::SigningKey::generate();
    const User *current = nullptr;
    std::optional<core::Instant> provenAt; // by whoever is signed in
    bool wantsFreshProof = false; // of who approves
    std::optional<core::IdentityProvider> provider;
    std::map<std::string, std::string> idTokens; // a token of the provider: whose
    std::map<std::string, std::string> recoveryKeys; // the public half in base64url: whose
    std::string recoveryAudience; // that a key must have signed for
    std::map<std::string, std::string> keptTokens; // one of an earlier session: whose
};

} // namespace chancery::support
