// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/result.h"
#include "engine/core/schema/keyword.h"
#include "engine/core/schema/library.h"
#include "engine/core/schema/uri.h"

#include <unordered_map>

namespace chancery::core {

struct Dialect {
    SchemaDraft draft = SchemaDraft::Draft202012;
    bool validates = true; // the validation vocabulary is in use
    bool assertsFormat = false; // the format-assertion vocabulary is
};

// A place in one of the documents, with the schema resource that it belongs to.
struct Place {
    std::uint32_t document = 0;
    std::uint32_t node = 0;
    std::uint32_t resource = 0;
};

// The documents of one compilation with their identifiers: which resources ("$id") and anchors
// there are, and where a reference leads. Documents come in when a reference first leads there.
// Owned by the compiler, used by one thread.
class Documents {
public:
    struct Resource {
        Uri uri;
        std::string text; // the URI without fragment
        Place root;
        Dialect dialect;
    };

    Documents(const SchemaLibrary &library, SchemaDraft defaultDraft);

    Place add(std::shared_ptr<const Tree> tree, const std::string &uri, const Dialect &fallback);
    Result<Place> resolve(std::uint32_t resource, std::string_view reference);
    // The resource of a node reached from inside another.
    std::uint32_t resourceAt(std::uint32_t document, std::uint32_t node, std::uint32_t from) const;
    std::optional<Place> dynamicAnchor(std::uint32_t resource, std::string_view name) const;

    const Resource &resource(std::uint32_t index) const { return m_resources[index]; }
    std::size_t resourceCount() const { return m_resources.size(); }
    Value value(const Place &place) const { return {*m_trees[place.document], place.node}; }
    const std::vector<std::shared_ptr<const Tree>> &trees() const { return m_trees; }

private:
    using NodeKey = std::uint64_t;
    static NodeKey keyOf(std::uint32_t document, std::uint32_t node)
    {
        return NodeKey(document) << 32 | node;
    }
    Dialect dialectOf(Value schema, const Dialect &fallback, int depth = 0) const;
    void index(Place place);
    void indexChildren(Value object, const Place &place);
    void identify(Value object, Place &place);
    void addAnchor(const Place &place, std::string_view name, bool isDynamic);
    std::optional<std::uint32_t> find(const std::string &uri, const Dialect &referrer);
    Result<Place> follow(const Place &from, std::string_view pointer);

    const SchemaLibrary &m_library;
    Dialect m_default;
    std::vector<std::shared_ptr<const Tree>> m_trees;
    std::vector<bool> m_hasIdentifiers; // of each tree, beside those of its root
    std::vector<Resource> m_resources;
    std::unordered_map<std::string, std::uint32_t> m_byUri;
    std::unordered_map<NodeKey, std::uint32_t> m_byRoot;
    std::unordered_map<std::string, Place> m_anchors; // "resource index#name"
    std::unordered_map<std::string, Place> m_dynamicAnchors;
    std::unordered_map<std::string, Place> m_resolved; // "resource index reference"
    std::unordered_map<NodeKey, bool> m_indexed;
};

} // namespace chancery::core
