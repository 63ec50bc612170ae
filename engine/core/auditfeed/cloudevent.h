// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/auditfeed/feedentry.h"

#include <string>

namespace chancery::core {

// What "type" begins with; the event's name follows.
inline constexpr std::string_view cloudEventTypes = "dev.chancery.audit.";
inline constexpr std::string_view leafSchemaUri = "tag:chancery.dev,2026:cms.audit.v1";

// The entry as a CloudEvent 1.0 in its JSON format, one line without its end: "data" is the leaf
// itself, byte by byte, or "data_base64" where it is no JSON on one line. The same entry gives the
// same bytes. Pure; of any thread.
std::string toCloudEvent(const FeedEntry &entry);

} // namespace chancery::core
