// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "engine/core/document/value.h"

namespace chancery::editors {

// One property of the objects of a collection.
struct CollectionColumn {
    std::string key;
    Advice advice;
    bool isRequired = false;

    friend bool operator==(const CollectionColumn &a, const CollectionColumn &b)
    {
        return a.key == b.key;
    }
};

// An array of objects, or an object of objects that are alike: what a table can show.
struct Collection {
    std::string pointer;
    bool isArray = false;
    std::vector<CollectionColumn> columns; // the schema's, then what is there beyond them
    std::vector<std::uint32_t> sensitiveAnchors; // of the document, rising
};

struct CollectionSurvey {
    std::optional<Collection> collection; // the nearest one around the place
    std::vector<std::string> places; // of the document's collections, at most placeLimit
};
constexpr std::size_t placeLimit = 500;

// The advisor may be null. Pure, of any thread; reads the document once.
CollectionSurvey surveyCollections(const core::Tree &tree, const SchemaAdvisor *advisor,
    const std::string &pointer, const core::CancelToken &token);

} // namespace chancery::editors
