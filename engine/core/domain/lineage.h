// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/core/lineage/edge.h"

namespace chancery::core {

// A version that another one came from, and how.
struct LineageParent {
    VersionId version;
    EnvironmentId environment;
    EdgeKind kind = EdgeKind::Edit;

    friend bool operator==(const LineageParent &, const LineageParent &) = default;
};

// A version in the graph of versions: what a row of it shows, small enough for very many.
struct LineageEntry {
    VersionId version;
    ConfigId config;
    std::string path;
    EnvironmentId environment;
    EdgeKind kind = EdgeKind::Edit; // the strongest of its edges
    std::vector<LineageParent> parents; // what was live before first
    std::string semver;
    std::string authorName;
    Instant createdAt;
    std::string message; // the beginning of its first line
    std::optional<ChangeRequestId> changeRequest;
    std::vector<std::string> approvers; // names
    std::vector<std::string> keys; // pointers to what it changed, the uppermost ones
    bool hasMoreKeys = false; // than are listed
    bool isLive = false;
    bool isQuarantined = false;
    // Names of those who edited the change beside its author. Absent in what an older server kept.
    std::optional<std::vector<std::string>> contributors = {};
    // The keys once more, one for one, with the items of lists by what names them
    // (lineage/naming.h), which holds however a list is ordered. Absent where none of them is
    // in a list, and where that is not known.
    std::optional<std::vector<std::string>> names = {};

    // The keys as people read them.
    const std::vector<std::string> &namedKeys() const
    {
        return names && names->size() == keys.size() ? *names : keys;
    }

    friend bool operator==(const LineageEntry &, const LineageEntry &) = default;
};

// Who set the keys of what is live. One entry a version, the newest first, without its keys.
struct BlamedKey {
    std::string pointer; // of a value without members
    int entry = 0; // of the list; -1 for one that is older than all that was looked at

    friend bool operator==(const BlamedKey &, const BlamedKey &) = default;
};

struct BlameReport {
    VersionId version; // whose keys these are
    std::vector<LineageEntry> entries;
    std::vector<BlamedKey> keys; // in document order
    bool isComplete = true; // false: some keys are older than all that was looked at
    // How many versions that were. Absent from an older server.
    std::optional<int> looked = {};

    friend bool operator==(const BlameReport &, const BlameReport &) = default;
};

} // namespace chancery::core
