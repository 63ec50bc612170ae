// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/password.h"
#include "engine/server/anchors/anchoroptions.h"
#include "engine/server/identity/provider.h"
#include "engine/server/log/clockreading.h"
#include "engine/server/notifications/options.h"
#include "engine/server/recovery/roster.h"
#include "engine/server/sealkeys.h"
#include "engine/server/sink/sinkoptions.h"

#include <filesystem>

namespace chancery::server {

class Outbound;

// What the certificates of programs say here (docs/adr/0023).
struct ClientCertificates {
    std::string trustDomain;
    // A token of a program counts without one too: while they are being handed out.
    bool isOptional = false;
};

struct ServiceOptions {
    std::filesystem::path data;
    core::PasswordCost passwordCost;
    std::uint64_t changesKept = 100'000;
    std::size_t longestWait = 30; // seconds of a poll
    std::uint64_t sealsPerKey = SealKeys::mostSeals;
    bool lastingPasswords = false; // see Facts
    std::chrono::days auditRetention{2557}; // seven years; see Facts
    bool freshToken = false; // write a new bootstrap-token even where people exist already
    std::optional<ProviderOptions> provider; // where people may sign in besides
    Fetcher *fetcher = nullptr; // gets what the provider publishes; outlives the service
    std::optional<ClientCertificates> certificates; // none: nobody shows one
    RecoveryRoster recovery; // the keys that open sessions when nobody can sign in
    NotificationOptions notifications;
    Outbound *outbound = nullptr; // null: nothing is sent outside; outlives the service
    std::optional<SinkOptions> sink; // where copies of the log go
    ReadClock readClock; // where the time comes from; empty: nobody is asked
    std::optional<AnchorOptions> anchors; // who stamps its checkpoints, over outbound
};

} // namespace chancery::server
