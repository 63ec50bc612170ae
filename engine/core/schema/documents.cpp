// SPDX-License-Identifier: Apache-2.0
// Identifiers count only where a schema can stand: a "$id" inside "enum" or under an unknown
// keyword is data. So the walk follows the keywords that hold schemas; a place that only a JSON
// pointer reaches is walked when it is reached. Most documents have no identifier but that of their
// root, which a scan over the keys tells, and are not walked at all.
#include "documents.h"

#include <algorithm>

namespace chancery::core {

namespace {

enum class Holds { Nothing, Schema, SchemaOrList, Map };

Holds holdsOf(Keyword keyword)
{
    switch (keyword) {
    case Keyword::AdditionalItems:
    case Keyword::AdditionalProperties:
    case Keyword::Contains:
    case Keyword::Not:
    case Keyword::If:
    case Keyword::Then:
    case Keyword::Else:
    case Keyword::PropertyNames:
    case Keyword::UnevaluatedItems:
    case Keyword::UnevaluatedProperties:
    case Keyword::ContentSchema:
        return Holds::Schema;
    case Keyword::Items:
    case Keyword::AllOf:
    case Keyword::AnyOf:
    case Keyword::OneOf:
    case Keyword::PrefixItems:
        return Holds::SchemaOrList;
    case Keyword::Properties:
    case Keyword::PatternProperties:
    case Keyword::Definitions:
    case Keyword::Defs:
    case Keyword::DependentSchemas:
    case Keyword::Dependencies:
        return Holds::Map;
    default:
        return Holds::Nothing;
    }
}

bool isIdentifier(Keyword keyword)
{
    return keyword == Keyword::Id || keyword == Keyword::OldId || keyword == Keyword::Anchor
        || keyword == Keyword::DynamicAnchor || keyword == Keyword::RecursiveAnchor;
}

bool hasInnerIdentifiers(const Tree &tree)
{
    // The members of the root stand in a chain of their own; everything else is inner.
    std::uint32_t own = tree.nodeCount() > 1 && tree.root().isObject() ? 1 : 0;
    for (std::uint32_t i = 1; i < tree.nodeCount(); ++i) {
        const Node &node = tree.node(i);
        if (i == own) {
            own = node.next;
            continue;
        }
        if (node.type != NodeType::Key
            || !isIdentifier(keywordFromName(tree.text(node), node.hash)))
            continue;
        const auto type = tree.node(i + 1).type;
        if (type == NodeType::String || type == NodeType::True)
            return true;
    }
    return false;
}

std::string anchorKey(std::uint32_t resource, std::string_view name)
{
    return std::to_string(resource) + '#' + std::string(name);
}

Error unresolved(const std::string &detail)
{
    return {ErrorKind::Invalid, "unresolved-reference", detail, {}, {}, {}};
}

} // namespace

Documents::Documents(const SchemaLibrary &library, SchemaDraft defaultDraft)
    : m_library(library)
{
    m_default.draft = defaultDraft;
}

Dialect Documents::dialectOf(Value schema, const Dialect &fallback, int depth) const
{
    const auto uri = schema.find("$schema");
    if (!uri.isString())
        return fallback;
    if (const auto draft = draftFromUri(uri.text()))
        return {*draft, true, false};
    const auto metaschema = m_library.find(uri.text());
    if (!metaschema || depth > 4)
        return fallback;
    auto dialect = dialectOf(metaschema->root(), m_default, depth + 1);
    const auto vocabularies = metaschema->root().find("$vocabulary");
    if (vocabularies.isObject()) {
        dialect.validates = false;
        for (const auto &member : vocabularies) {
            if (member.key().find("/vocab/validation") != std::string_view::npos)
                dialect.validates = true;
            if (member.key().find("/vocab/format-assertion") != std::string_view::npos)
                dialect.assertsFormat = true;
        }
    }
    return dialect;
}

Place Documents::add(
    std::shared_ptr<const Tree> tree, const std::string &uri, const Dialect &fallback)
{
    const auto document = std::uint32_t(m_trees.size());
    const auto resource = std::uint32_t(m_resources.size());
    const auto dialect = dialectOf(tree->root(), fallback);
    m_hasIdentifiers.push_back(hasInnerIdentifiers(*tree));
    m_trees.push_back(std::move(tree));
    const auto parsed = Uri::parse(uri);
    Place place{document, 0, resource};
    m_resources.push_back({parsed, parsed.withoutFragment(), place, dialect});
    m_byUri[m_resources.back().text] = resource;
    m_byRoot[keyOf(document, 0)] = resource;
    const auto root = m_trees.back()->root();
    if (m_hasIdentifiers.back())
        index(place);
    else if (root.isObject())
        identify(root, place);
    return m_resources[m_byRoot[keyOf(document, 0)]].root;
}

void Documents::index(Place place)
{
    const auto value = Documents::value(place);
    if (value.isObject()) {
        if (!m_indexed.emplace(keyOf(place.document, place.node), true).second)
            return;
        identify(value, place);
        indexChildren(value, place);
    } else if (value.isArray()) {
        for (const auto &item : value)
            index({place.document, item.value().index(), place.resource});
    }
}

void Documents::indexChildren(Value object, const Place &place)
{
    for (const auto &member : object) {
        const auto holds = holdsOf(keywordFromName(member.key(), member.keyNode().hash));
        const auto value = member.value();
        if (holds == Holds::Schema || holds == Holds::SchemaOrList) {
            index({place.document, value.index(), place.resource});
        } else if (holds == Holds::Map) {
            for (const auto &named : value)
                index({place.document, named.value().index(), place.resource});
        }
    }
}

// Takes the identifiers of one schema object: "$id" begins a resource, the anchors name the place.
void Documents::identify(Value object, Place &place)
{
    auto dialect = m_resources[place.resource].dialect;
    const bool ownDialect = object.find("$schema").isString();
    if (ownDialect)
        dialect = dialectOf(object, dialect);
    const auto id = object.find(dialect.draft == SchemaDraft::Draft4 ? "id" : "$id");
    const bool refHidesSiblings
        = dialect.draft <= SchemaDraft::Draft7 && object.find("$ref").isString();
    if (id.isString() && !refHidesSiblings && !id.text().empty()) {
        const auto reference = Uri::parse(id.text());
        if (id.text().front() == '#') {
            addAnchor(place, id.text().substr(1), false);
        } else {
            const auto uri = core::resolve(m_resources[place.resource].uri, reference);
            place.resource = std::uint32_t(m_resources.size());
            m_resources.push_back({uri, uri.withoutFragment(), place, dialect});
            m_byUri[m_resources.back().text] = place.resource;
            m_byRoot[keyOf(place.document, place.node)] = place.resource;
            if (!uri.fragment.empty())
                addAnchor(place, uri.fragment, false);
        }
    }
    if (dialect.draft < SchemaDraft::Draft201909)
        return;
    if (const auto anchor = object.find("$anchor"); anchor.isString())
        addAnchor(place, anchor.text(), false);
    if (const auto anchor = object.find("$dynamicAnchor"); anchor.isString())
        addAnchor(place, anchor.text(), true);
    if (object.find("$recursiveAnchor").isTrue())
        m_dynamicAnchors.insert_or_assign(anchorKey(place.resource, ""), place);
}

void Documents::addAnchor(const Place &place, std::string_view name, bool isDynamic)
{
    m_anchors.insert_or_assign(anchorKey(place.resource, name), place);
    if (isDynamic)
        m_dynamicAnchors.insert_or_assign(anchorKey(place.resource, name), place);
}

std::uint32_t Documents::resourceAt(
    std::uint32_t document, std::uint32_t node, std::uint32_t from) const
{
    const auto root = m_byRoot.find(keyOf(document, node));
    return root == m_byRoot.end() ? from : root->second;
}

std::optional<Place> Documents::dynamicAnchor(std::uint32_t resource, std::string_view name) const
{
    const auto anchor = m_dynamicAnchors.find(anchorKey(resource, name));
    if (anchor == m_dynamicAnchors.end())
        return std::nullopt;
    return anchor->second;
}

std::optional<std::uint32_t> Documents::find(const std::string &uri, const Dialect &referrer)
{
    if (const auto known = m_byUri.find(uri); known != m_byUri.end())
        return known->second;
    auto tree = m_library.find(uri);
    if (!tree || tree->nodeCount() == 0)
        return std::nullopt;
    const auto loaded = std::find(m_trees.begin(), m_trees.end(), tree);
    if (loaded != m_trees.end()) {
        const auto document = std::uint32_t(loaded - m_trees.begin());
        return m_byUri[uri] = m_byRoot[keyOf(document, 0)];
    }
    const auto resource = add(std::move(tree), uri, referrer).resource;
    m_byUri.emplace(uri, resource);
    return resource;
}

Result<Place> Documents::resolve(std::uint32_t from, std::string_view reference)
{
    const auto cacheKey = std::to_string(from) + ' ' + std::string(reference);
    if (const auto known = m_resolved.find(cacheKey); known != m_resolved.end())
        return known->second;
    const auto relative = Uri::parse(reference);
    auto target = from;
    const bool isLocal = reference.empty() || reference.front() == '#';
    if (!isLocal) {
        const auto uri = core::resolve(m_resources[from].uri, relative).withoutFragment();
        const auto found = find(uri, m_resources[from].dialect);
        if (!found)
            return unresolved("No schema document is known for \"" + uri + "\"");
        target = *found;
    }
    const auto fragment = percentDecoded(relative.fragment);
    auto place = m_resources[target].root;
    if (fragment.starts_with('/')) {
        auto followed = follow(place, fragment);
        if (!followed)
            return unresolved("The reference \"" + std::string(reference) + "\" leads nowhere");
        place = *followed;
    } else if (!fragment.empty()) {
        const auto anchor = m_anchors.find(anchorKey(target, fragment));
        if (anchor == m_anchors.end())
            return unresolved(
                "The reference \"" + std::string(reference) + "\" names an unknown anchor");
        place = anchor->second;
    }
    m_resolved.emplace(cacheKey, place);
    return place;
}

Result<Place> Documents::follow(const Place &from, std::string_view pointer)
{
    Place place = from;
    while (!pointer.empty()) {
        const auto slash = std::min(pointer.find('/', 1), pointer.size());
        const auto next = value(place).resolve(pointer.substr(0, slash));
        if (!next)
            return unresolved({});
        pointer.remove_prefix(slash);
        place.node = next.index();
        place.resource = resourceAt(place.document, place.node, place.resource);
    }
    // Keywords that we do not know may hold what this reference makes a schema.
    if (m_hasIdentifiers[place.document] && value(place).isObject())
        index(place);
    place.resource = resourceAt(place.document, place.node, place.resource);
    return place;
}

} // namespace chancery::core
