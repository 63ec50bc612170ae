// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/rules/annotations.h"
#include "engine/core/schema/schema.h"

namespace chancery::core {

// What a schema says about one place of a document, merged over everything that applies there.
// Texts come from the first schema that has one. Values are JSON texts. Best effort: of
// alternatives those that the document does not contradict are united.
struct PlaceInfo {
    bool isKnown = false; // some schema applies there
    std::string title;
    std::string description;
    std::vector<std::string> types; // names as in "type"; empty for any
    std::vector<std::string> allowed; // of "enum" and "const"; empty for any
    std::vector<std::string> examples;
    std::string defaultValue; // empty for none
    std::string format;
    std::string pattern;
    std::vector<std::string> limits; // keyword and number: "minimum 1", "maxLength 63"
    bool isDeprecated = false;
    bool isReadOnly = false;
    bool isSensitive = false; // here or on the way from the root
    Annotations annotations; // of each the first that is set
    std::string location; // URI and pointer of the first schema
};

struct PropertyInfo {
    std::string name;
    bool isRequired = false;
    PlaceInfo place;
};

struct SchemaInfo {
    PlaceInfo place;
    std::vector<PropertyInfo> properties; // in the order of the schema
    bool allowsOtherProperties = true;
};

// For hover and completion: the place may be one that the document does not have yet.
SchemaInfo schemaInfoAt(
    const CompiledSchema &schema, const Tree &document, std::string_view pointer);

} // namespace chancery::core
