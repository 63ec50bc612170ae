// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/notifications/notification.h"

#include <string>
#include <vector>

namespace chancery::core {

// One sentence without anything that people wrote: "CR-12 asks for a review".
std::string sentenceOf(const NotificationEvent &event);

struct MailFrame {
    std::string from; // plain addresses
    std::vector<std::string> to;
    std::string links; // what "change-requests/CR-1" is put behind
};

// A mail after RFC 5322 and RFC 2045, plain text in UTF-8: one delivery, or a digest of several of
// one receiver. What people wrote stands in the encoded body alone, never in the header.
std::string mailText(const std::vector<Delivery> &deliveries, const MailFrame &frame, Instant now);

} // namespace chancery::core
