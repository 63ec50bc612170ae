// SPDX-License-Identifier: Apache-2.0
// One pass over all layers at once. For every place there is a chain of the values that take part:
// a value that is no object ends the chain below it, a removal empties it, an object over an object
// makes it longer. Where a chain has one value it is copied; where it has several they are objects,
// and their members are gathered, found by a keyed hash, each with a chain of its own. A sealed
// value is an object to the reader only: here it is as whole as the scalar that it stands for.
#include "effective.h"

#include "engine/core/hierarchy/directives.h"
#include "engine/core/hierarchy/writer.h"
#include "engine/core/keyedhash.h"
#include "engine/core/sealing/sealedvalue.h"

#include <algorithm>
#include <bit>
#include <span>

namespace chancery::core {

namespace {

constexpr std::uint32_t noLink = std::numeric_limits<std::uint32_t>::max();

// What one layer puts in a place.
struct Part {
    std::uint32_t layer = 0;
    std::uint32_t key = 0; // 0 where there is none: the root
    std::uint32_t value = 0;
    bool isLiteral = false; // from inside a replacement: nothing in it has a second meaning
};

bool isMergeable(Value value)
{
    return value.isObject() && !isMarkedSealed(value);
}

struct Link {
    Part part;
    std::uint32_t below = noLink;
};

struct Member {
    std::string_view name;
    std::uint64_t hash = 0;
    std::uint32_t top = noLink; // of its chain; none once removed
};

class Merger {
public:
    Merger(const std::vector<Layer> &layers, const HierarchyLimits &limits)
        : m_layers(layers)
        , m_writer(limits)
    {
    }

    Result<> run()
    {
        std::vector<Part> parts;
        for (std::uint32_t i = 0; i < m_layers.size(); ++i) {
            auto hasDirectives = checkDirectives(m_layers[i]);
            if (!hasDirectives)
                return std::move(hasDirectives).error();
            m_hasDirectives.push_back(*hasDirectives);
            if (saysNothing(m_layers[i]))
                continue;
            const auto meaning = meaningOf(m_layers[i].tree->root());
            if (!m_hasDirectives[i])
                lay(parts, {i, 0, 0, false}, false);
            else if (meaning.value)
                lay(parts, {i, 0, meaning.value.index(), meaning.isReplacement},
                    meaning.isReplacement);
        }
        if (parts.empty())
            parts.push_back({0, 0, 0, false});
        write(parts);
        return Done();
    }

    EffectiveWriter &writer() { return m_writer; }

private:
    Value valueOf(const Part &part) const { return {*m_layers[part.layer].tree, part.value}; }
    static Origin originOf(const Part &part) { return {part.layer, part.value, noReference}; }
    bool isPlain(const Part &part) const { return part.isLiteral || !m_hasDirectives[part.layer]; }

    // The root's chain, lowest first.
    void lay(std::vector<Part> &parts, const Part &part, bool hides) const
    {
        const bool merges = !hides && !parts.empty() && isMergeable(valueOf(part))
            && isMergeable(valueOf(parts[0]));
        if (!merges)
            parts.clear();
        parts.push_back(part);
    }

    void write(std::span<const Part> parts)
    {
        if (!m_writer.problem().empty())
            return;
        const auto &top = parts.back();
        if (parts.size() > 1 || (!isPlain(top) && valueOf(top).isObject()))
            object(parts);
        else
            copy(top.layer, valueOf(top));
    }

    void copy(std::uint32_t layer, Value value)
    {
        const Origin origin{layer, value.index(), noReference};
        if (!value.isArray() && !value.isObject()) {
            m_writer.scalar(value.tree(), value.node(), origin);
            return;
        }
        m_writer.open(value.type(), origin);
        for (const auto &item : value) {
            if (!m_writer.problem().empty())
                return;
            if (value.isObject())
                m_writer.key(item.key(), item.keyNode().hash, {layer, item.index(), noReference});
            copy(layer, item.value());
        }
        m_writer.close();
    }

    void object(std::span<const Part> parts)
    {
        m_writer.open(NodeType::Object, originOf(parts.back()));
        const auto firstMember = m_members.size();
        const auto firstLink = m_links.size();
        gather(parts);
        const auto endOfMembers = m_members.size();
        std::vector<Part> chain;
        for (auto i = firstMember; i < endOfMembers && m_writer.problem().empty(); ++i) {
            chain.clear();
            for (auto at = m_members[i].top; at != noLink; at = m_links[at].below)
                chain.push_back(m_links[at].part);
            if (chain.empty())
                continue;
            const auto top = chain.front();
            const auto &tree = *m_layers[top.layer].tree;
            m_writer.key(
                m_members[i].name, hashOfKey(tree, top.key), {top.layer, top.key, noReference});
            if (chain.size() > 1)
                std::reverse(chain.begin(), chain.end());
            write(chain);
        }
        m_members.resize(firstMember);
        m_links.resize(firstLink);
        m_writer.close();
    }

    static std::uint16_t hashOfKey(const Tree &tree, std::uint32_t key)
    {
        return tree.node(key).hash;
    }

    // The members of all parts, in the order of their first appearance.
    void gather(std::span<const Part> parts)
    {
        std::size_t most = 0;
        for (const auto &part : parts)
            most += valueOf(part).size();
        const auto firstMember = m_members.size();
        std::vector<std::uint32_t> slots(
            parts.size() > 1 ? std::bit_ceil(2 * most + 1) : 0, noLink);
        for (const auto &part : parts) {
            for (const auto &member : valueOf(part)) {
                const auto index = parts.size() > 1 ? memberNamed(member.key(), slots, firstMember)
                                                    : appended(member.key(), 0);
                const Part own{part.layer, member.index(), member.value().index(), part.isLiteral};
                put(m_members[index], own);
            }
        }
    }

    std::size_t appended(std::string_view name, std::uint64_t hash)
    {
        m_members.push_back({name, hash, noLink});
        return m_members.size() - 1;
    }

    std::size_t memberNamed(
        std::string_view name, std::vector<std::uint32_t> &slots, std::size_t firstMember)
    {
        const auto hash = m_hash(name);
        const auto mask = slots.size() - 1;
        auto at = hash & mask;
        for (; slots[at] != noLink; at = (at + 1) & mask) {
            const auto &known = m_members[firstMember + slots[at]];
            if (known.hash == hash && known.name == name)
                return firstMember + slots[at];
        }
        slots[at] = std::uint32_t(m_members.size() - firstMember);
        return appended(name, hash);
    }

    void put(Member &member, Part part)
    {
        bool hides = false;
        if (!isPlain(part)) {
            const auto meaning = meaningOf(valueOf(part));
            if (meaning.isRemoval) {
                member.top = noLink;
                return;
            }
            hides = meaning.isReplacement;
            part.isLiteral = hides;
            part.value = meaning.value.index();
        }
        const bool merges = !hides && member.top != noLink && isMergeable(valueOf(part))
            && isMergeable(valueOf(m_links[member.top].part));
        m_links.push_back({part, merges ? member.top : noLink});
        member.top = std::uint32_t(m_links.size() - 1);
    }

    const std::vector<Layer> &m_layers;
    EffectiveWriter m_writer;
    KeyedHash m_hash;
    std::vector<bool> m_hasDirectives;
    std::vector<Member> m_members; // of all objects that are open, the innermost last
    std::vector<Link> m_links;
};

} // namespace

EffectiveDocument::EffectiveDocument(Tree tree, std::vector<Origin> origins,
    std::vector<Layer> layers, std::vector<Reference> references)
    : m_tree(std::move(tree))
    , m_origins(std::move(origins))
    , m_layers(std::move(layers))
    , m_references(std::move(references))
{
}

Position EffectiveDocument::position(std::uint32_t node) const
{
    const auto &from = origin(node);
    const auto &tree = *m_layers[from.layer].tree;
    return positionOf(tree.source(), tree.node(from.node).begin);
}

std::vector<Position> positionsOf(
    const std::vector<Layer> &layers, const std::vector<LayerOffset> &places)
{
    std::vector<std::uint32_t> order(places.size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::pair(places[a].layer, places[a].offset)
            < std::pair(places[b].layer, places[b].offset);
    });
    std::vector<Position> positions(places.size());
    std::uint32_t layer = noLink;
    std::size_t at = 0;
    Position position;
    for (const auto index : order) {
        const auto &place = places[index];
        if (place.layer != layer) {
            layer = place.layer;
            at = 0;
            position = {1, 1};
        }
        const std::string_view source = layers[layer].tree->source();
        for (; at < std::min(place.offset, source.size()); ++at) {
            if (source[at] == '\n')
                position = {position.line + 1, 1};
            else if ((source[at] & 0xC0) != 0x80)
                ++position.column;
        }
        positions[index] = position;
    }
    return positions;
}

Result<EffectiveDocument> mergeLayers(std::vector<Layer> layers, const HierarchyLimits &limits)
{
    if (layers.size() > limits.layers)
        return limitError("too-many-layers", limits);
    if (layers.empty() || !layers.front().tree->root())
        return Error{ErrorKind::Invalid, "no-layers", "Nothing is live there", {}, {}, {}};
    Merger merger(layers, limits);
    if (auto done = merger.run(); !done)
        return std::move(done).error();
    if (const auto problem = merger.writer().problem(); !problem.empty())
        return limitError(problem, limits);
    return merger.writer().finish(std::move(layers), {});
}

} // namespace chancery::core
