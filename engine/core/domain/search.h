// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"

#include <string>
#include <vector>

namespace chancery::core {

// In which parts of a document something is looked for. Comments are in Anywhere only.
enum class SearchWithin { Anywhere, Keys, Values };

// What is looked for in documents: a text or an expression of RE2, only at some places, or every
// such place where the pattern is empty.
struct DocumentSearch {
    std::string pattern; // UTF-8
    bool isExpression = false;
    bool matchesCase = false;
    bool wholeWords = false;
    SearchWithin within = SearchWithin::Anywhere;
    // Key paths: "/routes/*/timeout"; "*" stands for one key or item, "**" for any number of them.
    // Empty: everywhere.
    std::string places;

    friend bool operator==(const DocumentSearch &, const DocumentSearch &) = default;
};

// The same over the configs of a server.
struct ConfigSearch {
    DocumentSearch what;
    EnvironmentId environment; // empty: all
    std::string path; // "a", "a/*/b", "**/b": these and all below; "=a/b" that one; empty: all
    bool drafts = false; // one's own drafts as well

    friend bool operator==(const ConfigSearch &, const ConfigSearch &) = default;
};

// One hit as it is shown. Positions are counted in code points, lines and columns from one.
struct FoundPlace {
    int line = 0;
    int column = 0;
    int length = 0; // of the hit as far as it is on that line
    std::string pointer; // of the key or value that it begins in; empty in comments and at the root
    std::string excerpt; // of the line, with sensitive values covered
    int excerptColumn = 0; // where the hit begins in it, from one

    friend bool operator==(const FoundPlace &, const FoundPlace &) = default;
};

// A text with hits: what is live of a config in an environment, or one's own draft of it.
struct FoundConfig {
    ConfigId config;
    std::string path;
    EnvironmentId environment;
    Format format = Format::Json;
    std::optional<SchemaId> schema;
    std::optional<VersionId> version; // of what is live; of a draft what it began from
    std::optional<DraftId> draft;
    int total = 0; // hits in the text
    std::vector<FoundPlace> hits; // the first of them
    // True of a draft that the server keeps but cannot open: nobody has looked into it.
    std::optional<bool> unreadable = {};

    bool isReadable() const { return !unreadable.value_or(false); }
    friend bool operator==(const FoundConfig &, const FoundConfig &) = default;
};

} // namespace chancery::core
