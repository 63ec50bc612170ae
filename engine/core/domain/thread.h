// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/error.h"
#include "engine/core/strongid.h"

#include <optional>
#include <string>
#include <vector>

// What is said about one key of a change request.
namespace chancery::core {

struct ThreadNote {
    PrincipalId author;
    std::string authorName;
    std::string text;
    Instant at;

    friend bool operator==(const ThreadNote &, const ThreadNote &) = default;
};

// A talk that hangs on a key of an item, not on a line: it stays with the key when the item is
// edited or rebased, items of lists by what names them. What is said is never changed.
struct ReviewThread {
    ThreadId id;
    ChangeRequestId request;
    ConfigId config;
    std::string path; // of the config
    EnvironmentId environment;
    std::string key; // RFC 6901, where it stands now; empty for the whole document
    bool outdated = false; // the key is gone from the item; `key` is where it was
    std::vector<ThreadNote> notes; // the oldest first
    std::optional<PrincipalId> resolvedBy;
    std::string resolvedByName;
    ETag etag;

    friend bool operator==(const ReviewThread &, const ReviewThread &) = default;
};

struct NewThread {
    ConfigId config;
    EnvironmentId environment;
    std::string key;
    std::string text;
};

// Something said in a thread, or the thread resolved or opened again, or both.
struct ThreadReply {
    std::string text;
    std::optional<bool> resolved;
};

} // namespace chancery::core
