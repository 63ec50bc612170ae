// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/schema/instruction.h"
#include "engine/core/schema/pattern.h"
#include "engine/core/schema/schema.h"

namespace chancery::core {

struct NameTable {
    std::uint32_t firstSlot = 0;
    std::uint32_t mask = 0;
    std::uint32_t firstEntry = 0;
    std::uint32_t entryCount = 0;
};
struct NameSlot {
    std::uint16_t hash = 0;
    std::uint32_t entry = none;
};
struct NameEntry {
    std::uint32_t text = 0;
    std::uint32_t size = 0;
    std::uint32_t subschema = none;
    bool isRequired = false;
};

// properties, patternProperties, additionalProperties, required and propertyNames: one pass.
struct Members {
    NameTable names;
    std::uint32_t requiredCount = 0;
    Range patterns; // in Plan::patternSubschemas
    std::uint32_t additional = none;
    std::uint32_t propertyNames = none;
    bool hasSubschemas = false;
};
struct PatternSubschema {
    std::uint32_t pattern = 0;
    std::uint32_t subschema = 0;
};

struct Items {
    Range prefix; // in Plan::branches
    std::uint32_t rest = none;
    Keyword prefixKeyword = Keyword::PrefixItems;
    Keyword restKeyword = Keyword::Items;
};
struct Contains {
    std::uint32_t subschema = 0;
    double least = 1;
    double most = std::numeric_limits<double>::infinity();
    bool hasLeast = false;
    bool marksEvaluated = false;
};
// "if", and the "then" and "else" that are there.
struct Condition {
    std::uint32_t test = 0;
    std::uint32_t whenTrue = none;
    std::uint32_t whenFalse = none;
};
struct Bound {
    std::string text;
    std::optional<std::int64_t> integer; // when it is a small one
};
struct KeyDependency {
    std::string name;
    std::vector<std::string> names;
    std::uint32_t subschema = none;
};
struct EnumValues {
    NameTable strings;
    std::vector<Value> others;
    Value list; // as written, for messages
};
// One branch of allOf, anyOf, oneOf or a prefix item, with its place in the list as written.
struct Branch {
    std::uint32_t subschema = 0;
    std::uint32_t position = 0;
};
struct DynamicAnchor {
    std::uint32_t resource = 0;
    std::uint32_t name = 0;
    std::uint32_t subschema = 0;
};
struct DynamicReference {
    std::uint32_t subschema = 0; // where it leads when the dynamic scope has nothing better
    std::uint32_t name = none; // none: like a plain $ref
};
struct Resource {
    std::string uri;
    std::uint32_t document = 0;
    std::uint32_t node = 0;
};

// A compiled schema: flat vectors, indices between them, nothing that points into a node. Immutable
// once made.
struct Plan {
    std::vector<std::shared_ptr<const Tree>> documents;
    std::vector<Subschema> subschemas; // the first is the root
    std::vector<Instruction> instructions;
    std::vector<NameSlot> slots;
    std::vector<NameEntry> entries;
    std::string texts;
    std::vector<Members> members;
    std::vector<PatternSubschema> patternSubschemas;
    std::vector<Pattern> patterns;
    std::vector<Items> items;
    std::vector<Contains> contains;
    std::vector<Condition> conditions;
    std::vector<Bound> bounds;
    std::vector<KeyDependency> dependencies;
    std::vector<EnumValues> enums;
    std::vector<Value> constants;
    std::vector<Branch> branches;
    std::vector<DynamicReference> dynamicReferences;
    std::vector<DynamicAnchor> dynamicAnchors;
    std::vector<Resource> resources;
    std::vector<SchemaWarning> warnings;
    SchemaDraft draft = SchemaDraft::Draft202012;
    bool isDynamic = false;

    std::string_view text(const NameEntry &entry) const
    {
        return std::string_view(texts).substr(entry.text, entry.size);
    }
    // The entry of that name, or null.
    const NameEntry *find(const NameTable &table, std::uint16_t hash, std::string_view name) const
    {
        for (std::uint32_t slot = hash & table.mask;; slot = (slot + 1) & table.mask) {
            const NameSlot &candidate = slots[table.firstSlot + slot];
            if (candidate.entry == none)
                return nullptr;
            if (candidate.hash == hash && text(entries[candidate.entry]) == name)
                return &entries[candidate.entry];
        }
    }
    Value source(const Subschema &subschema) const
    {
        return {*documents[subschema.document], subschema.node};
    }
};

} // namespace chancery::core
