// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

namespace chancery::server {

// How long notifications are kept, and how hard a receiver is tried. One set for a whole server.
struct NotificationLimits {
    std::chrono::days inboxKept{90};
    std::chrono::days deliveriesKept{30};
    std::size_t mostWaiting = 1000; // for one receiver; what comes then is dropped, and told so
    int mostAttempts = 12;
    std::chrono::seconds firstRetry{10}; // doubled each time, by up to a fifth more or less
    std::chrono::seconds longestRetry{3600};
    std::chrono::hours longestWait{24}; // of one delivery, whatever its attempts
};

struct NotificationOptions {
    NotificationLimits limits;
    std::filesystem::path secrets; // folder/environment/name: secrets of webhooks; empty: none
    std::string mailFrom; // an address; empty: no mail is sent
    std::string links = "chancery://"; // what "change-requests/CR-1" is put behind
};

} // namespace chancery::server
