// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/document/tree.h"
#include "engine/core/strongid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chancery::core {

// One governed document in every environment: "payments/api/limits".
struct Config {
    ConfigId id;
    NamespaceId namespaceId;
    std::string path; // 1 to 16 segments [a-z0-9][a-z0-9._-]{0,62}, the namespace's slug first
    Format format = Format::Json;
    // Where nothing is live yet; what is live is held against its version's.
    std::optional<SchemaId> schema;
    std::string description;
    std::string owner;
    Instant createdAt;
    ETag etag;

    friend bool operator==(const Config &, const Config &) = default;
};

// A JSON Schema under its URI. The text is immutable: a new text is a new schema id behind the same
// URI.
struct Schema {
    SchemaId id;
    std::string uri; // its $id, or the name under which it was imported
    std::string name;
    std::string digest; // sha256:… of the text
    // API-14, counted along the URI; absent for one that was published before there were labels.
    std::optional<std::string> semver;
    std::optional<std::string> level; // of the change from the one before; absent for the first
    Instant createdAt;
    ETag etag;

    friend bool operator==(const Schema &, const Schema &) = default;
};

struct Approval {
    PrincipalId principal;
    std::string name;
    Instant at;
    // Of the request as the vote saw it (GOV-23); absent in what an older server kept.
    std::optional<std::string> contentDigest = {};
    friend bool operator==(const Approval &, const Approval &) = default;
};

// An immutable, content-addressed state of one config (standards.md API-8). The text itself is
// fetched by the version id.
struct Version {
    VersionId id;
    ConfigId config;
    EnvironmentId environment; // where it was applied first
    ContentId content;
    std::string
        sourceDigest; // sha256:… of the text's bytes: comments and order are part of a version
    std::vector<VersionId> parents;
    std::optional<SchemaId> schema;
    Format format = Format::Json;
    std::string semver;
    PrincipalId author;
    std::string authorName;
    Instant createdAt;
    std::string message; // the reason of its change request
    std::optional<ChangeRequestId> changeRequest;
    std::optional<VersionId> rollbackOf;
    std::vector<Approval> approvals;
    bool quarantined = false; // rolled back from; automation may not apply it again
    // The emergency session it was made in, "EM-3": without the approvals, provisional (GOV-45).
    std::optional<std::string> emergency = {};
    // Of the request when it was applied, and who did that (GOV-23); no part of the id. Absent in
    // what an older server kept.
    std::optional<std::string> requestDigest = {};
    std::optional<PrincipalId> appliedBy = {};
    std::optional<std::string> appliedByName = {};

    friend bool operator==(const Version &, const Version &) = default;
};

// What is live: one config in one environment. The epoch only grows (API-4); agents never go back.
struct Head {
    ConfigId config;
    std::string path;
    EnvironmentId environment;
    VersionId version;
    ContentId content;
    Format format = Format::Json;
    std::uint64_t epoch = 0;
    Instant since;
    std::optional<ChangeRequestId> changeRequest;
    // That its documents are held against there; absent: the config's.
    std::optional<SchemaId> schema = {};
    ETag etag;

    friend bool operator==(const Head &, const Head &) = default;
};

// The schema of the config's documents where that head is live; null: where nothing is.
inline const std::optional<SchemaId> &boundSchema(const Config &config, const Head *head)
{
    return head && head->schema ? head->schema : config.schema;
}

// One author's unpublished text of one config in one environment.
struct Draft {
    DraftId id;
    ConfigId config;
    std::string path;
    EnvironmentId environment;
    PrincipalId author;
    std::optional<VersionId> base; // what was live when the draft began
    std::string text;
    std::string parkedAs; // not empty: displaced by a rollback and kept under this name (GOV-29)
    Instant updatedAt;
    ETag etag;
    // Another one than is bound there, chosen for the change; it comes with the request.
    std::optional<SchemaId> schema;
    // True where the server keeps a text that it cannot open: the one here is none then, and no use
    // is made of it.
    std::optional<bool> unreadable = {};
    // Only where it was just saved: why nobody could look for circles. They are looked for when the
    // change is asked for.
    std::optional<std::string> circlesUnknown = {};

    bool isReadable() const { return !unreadable.value_or(false); }
    friend bool operator==(const Draft &, const Draft &) = default;
};

struct NewConfig {
    std::string path;
    Format format = Format::Json;
    std::optional<SchemaId> schema;
    std::string description;
    std::string owner;
};

struct NewSchema {
    std::string uri; // may be empty: taken from the text's $id
    std::string name;
    std::string text;
};

struct DraftText {
    ConfigId config;
    EnvironmentId environment;
    std::optional<VersionId> base;
    std::string text;
    std::optional<SchemaId> schema = {}; // see Draft
};

} // namespace chancery::core
