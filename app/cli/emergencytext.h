// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"
#include "engine/core/emergency/lifecycle.h"

namespace chancery::cli {

// What the commands of emergency access know.
struct EmergencyOptions {
    std::string session; // EM-3
    std::string environment;
    std::vector<std::string> namespaces;
    std::string reason;
    std::string incident;
    int minutes = 0;
    bool isOpenOnly = false;
    bool passwordFromInput = false;
    // Of an action.
    std::string path;
    std::string target;
    std::string file;
    bool takesDraft = false;
    bool takesPrevious = false;
    bool onlyShows = false;
    std::string confirmation;
    std::string overrideReason;
    // Of a review.
    std::string verdict;
    std::vector<int> kept;
    std::vector<std::string> reverted; // "2=CR-7"
    std::vector<std::string> requested;
};

core::Result<core::EmergencySession> emergencyOf(Online &online, const EmergencyOptions &options);
int printEmergency(Online &online, const core::EmergencySession &session);
// One line of the register.
std::vector<std::string> emergencyRow(const core::EmergencySession &session);

// Changes one config at once, after it has shown what that does.
core::Result<int> actInEmergency(Online &online, const EmergencyOptions &options);

} // namespace chancery::cli
