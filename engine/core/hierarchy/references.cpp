// SPDX-License-Identifier: Apache-2.0
// Walks the document and copies it; where a string is a reference, walks on in what it leads to.
// The strings that are being followed are kept on a stack: one that is met again closes a circle.
// Documents may refer to each other in both directions as long as no value needs itself. A pointer
// may lead through a reference: "#/db/host" finds the host where "db" is itself a reference to an
// object.
#include "references.h"

#include "engine/core/hierarchy/referencetext.h"
#include "engine/core/hierarchy/repeated.h"
#include "engine/core/hierarchy/writer.h"
#include "engine/core/sealing/sealedvalue.h"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace chancery::core {

namespace {

constexpr std::size_t mostProblems = 100;
constexpr std::size_t deepestChain = 64;
constexpr auto sealedWords
    = " is sealed, or has a sealed value in it, which opens in its own place only";

struct Document {
    std::string path;
    const EffectiveDocument *effective = nullptr;
    std::uint32_t firstLayer = 0; // where its layers stand in the result
    std::vector<bool> sensitive;

    bool isSensitive(std::uint32_t node) const { return !sensitive.empty() && sensitive[node]; }
};

// A value in one of the documents.
struct Spot {
    Document *document = nullptr;
    Value value;
};

struct Way {
    std::uint32_t reference = noReference; // of the resolved document
    bool isSecret = false; // by a place that it came through
};

// Inside a string with escapes only its beginning can be told.
LayerOffset placeIn(const EffectiveDocument &document, std::uint32_t node, std::size_t offset)
{
    const auto &from = document.origin(node);
    const auto &written = document.layers()[from.layer].tree->node(from.node);
    return {from.layer, written.ownText ? written.begin : written.text + offset};
}

Position positionIn(const EffectiveDocument &document, std::uint32_t node, std::size_t offset)
{
    const auto place = placeIn(document, node, offset);
    return positionOf(document.layers()[place.layer].tree->source(), place.offset);
}

void setPositions(std::vector<Reference> &references, const std::vector<LayerOffset> &places,
    const std::vector<Layer> &layers)
{
    const auto positions = positionsOf(layers, places);
    for (std::size_t i = 0; i < references.size(); ++i)
        references[i].position = positions[i];
}

class Resolver {
public:
    Resolver(const EffectiveDocument &document, std::string_view path, ReferenceTargets &targets,
        const HierarchyLimits &limits)
        : m_targets(targets)
        , m_limits(limits)
        , m_writer(limits)
    {
        m_own = add(std::string(path), &document);
    }

    Result<EffectiveDocument> run()
    {
        copy({m_own, m_own->effective->root()}, {});
        if (const auto problem = m_writer.problem(); !problem.empty())
            return limitError(problem, m_limits);
        if (m_isBeyond)
            return limitError("too-many-references", m_limits);
        if (!m_problems.empty())
            return failure();
        setPositions(m_references, m_places, m_own->effective->layers());
        auto resolved = m_writer.finish(std::move(m_layers), std::move(m_references));
        checkSecrets(resolved);
        checkSeals(resolved);
        if (!m_problems.empty())
            return failure();
        return resolved;
    }

private:
    Document *add(std::string path, const EffectiveDocument *effective)
    {
        auto document = std::make_unique<Document>();
        document->path = path;
        document->effective = effective;
        document->firstLayer = std::uint32_t(m_layers.size());
        document->sensitive = sensitiveIn(path, *effective);
        m_layers.insert(m_layers.end(), effective->layers().begin(), effective->layers().end());
        return m_documents.emplace(std::move(path), std::move(document)).first->second.get();
    }

    // With what YAML repeats of it elsewhere in the layers that it is made of.
    std::vector<bool> sensitiveIn(const std::string &path, const EffectiveDocument &document)
    {
        auto sensitive = m_targets.sensitiveNodes(path, document.root());
        const auto repeated = repeatedNodes(document, sensitive,
            [&](const Layer &layer) { return m_targets.sensitiveNodes(path, layer.tree->root()); });
        sensitive.resize(std::max(sensitive.size(), repeated.size()));
        for (std::size_t node = 0; node < repeated.size(); ++node)
            sensitive[node] = sensitive[node] || repeated[node];
        return sensitive;
    }

    Document *documentOf(const std::string &path, Document *from)
    {
        if (path.empty())
            return from;
        if (const auto known = m_documents.find(path); known != m_documents.end())
            return known->second.get();
        const auto *effective = m_targets.find(path);
        return effective ? add(path, effective) : nullptr;
    }

    Origin originOf(const Spot &spot, std::uint32_t node, const Way &way) const
    {
        const auto &own = spot.document->effective->origin(node);
        return {spot.document->firstLayer + own.layer, own.node, way.reference};
    }

    void emit(const Spot &spot, Way way)
    {
        m_isSecret.push_back(way.isSecret || spot.document->isSensitive(spot.value.index()));
    }

    void copy(const Spot &spot, const Way &way)
    {
        const auto value = spot.value;
        if (!m_writer.problem().empty() || m_isBeyond)
            return;
        if (value.isString() && hasReference(value.text())) {
            follow(spot, way);
            return;
        }
        emit(spot, way);
        const auto origin = originOf(spot, value.index(), way);
        if (!value.isArray() && !value.isObject()) {
            m_writer.scalar(value.tree(), value.node(), origin);
            return;
        }
        m_writer.open(value.type(), origin);
        for (const auto &item : value) {
            if (value.isObject()) {
                m_isSecret.push_back(false);
                m_writer.key(item.key(), item.keyNode().hash, originOf(spot, item.index(), way));
            }
            copy({spot.document, item.value()}, way);
        }
        m_writer.close();
    }

    // A string with references in it.
    void follow(const Spot &spot, Way way)
    {
        const auto pieces = piecesOf(spot.value.text());
        const auto first = m_references.size();
        way.isSecret = way.isSecret || spot.document->isSensitive(spot.value.index());
        if (pieces.size() == 1 && pieces[0].kind == ReferencePiece::Kind::Reference) {
            if (way.reference == noReference)
                way.reference = note(spot, pieces[0], true);
            if (!push(spot, pieces[0]))
                return;
            if (const auto target = locate(spot, pieces[0]))
                copy(*target, way);
            m_stack.pop_back();
            return;
        }
        const auto text = textOf(spot, pieces, way);
        if (way.reference == noReference && m_references.size() > first)
            way.reference = std::uint32_t(first);
        emit(spot, way);
        if (text)
            m_writer.string(*text, originOf(spot, spot.value.index(), way));
    }

    // Only what stands in the document itself, not what its targets refer to in turn.
    std::uint32_t note(const Spot &spot, const ReferencePiece &piece, bool isWhole)
    {
        const auto &effective = *spot.document->effective;
        Reference reference;
        reference.path = piece.path.empty() ? spot.document->path : piece.path;
        reference.pointer = piece.pointer;
        reference.at = pointerOf(effective.tree(), spot.value.index());
        reference.origin = effective.origin(spot.value.index());
        m_places.push_back(placeIn(effective, spot.value.index(), piece.begin));
        reference.isWhole = isWhole;
        m_references.push_back(std::move(reference));
        return std::uint32_t(m_references.size() - 1);
    }

    std::optional<std::string> textOf(
        const Spot &spot, const std::vector<ReferencePiece> &pieces, Way &way)
    {
        std::string text;
        for (const auto &piece : pieces) {
            if (piece.kind == ReferencePiece::Kind::Text) {
                text += piece.text;
                continue;
            }
            if (piece.kind == ReferencePiece::Kind::Malformed) {
                complain(spot, piece, "malformed-reference", piece.text);
                return std::nullopt;
            }
            if (way.reference == noReference)
                note(spot, piece, false);
            if (!push(spot, piece))
                return std::nullopt;
            const auto target = locate(spot, piece);
            const auto part = target ? scalarText(*target, spot, piece, way) : std::nullopt;
            m_stack.pop_back();
            if (!part)
                return std::nullopt;
            text += *part;
            if (text.size() > m_limits.stringBytes) {
                complain(spot, piece, "string-too-large", "The string grows too long");
                return std::nullopt;
            }
        }
        return text;
    }

    std::optional<std::string> scalarText(
        const Spot &target, const Spot &from, const ReferencePiece &piece, Way &way)
    {
        const auto value = target.value;
        way.isSecret = way.isSecret || target.document->isSensitive(value.index());
        if (value.isString() && hasReference(value.text())) {
            const auto pieces = piecesOf(value.text());
            // Its references belong to the one through which it came here.
            auto inner = way;
            if (inner.reference == noReference)
                inner.reference = std::uint32_t(m_references.size() - 1);
            const auto text = textOf(target, pieces, inner);
            way.isSecret = inner.isSecret;
            return text;
        }
        if (value.isString() || value.isNumber())
            return std::string(value.text());
        if (value.isBool())
            return value.isTrue() ? "true" : "false";
        if (isMarkedSealed(value)) {
            complain(from, piece, "sealed-reference", nameOf(from, piece) + sealedWords);
            return std::nullopt;
        }
        complain(from, piece, "reference-not-text",
            "Only a string, a number, true or false can stand inside a string; "
                + nameOf(from, piece) + " is something else");
        return std::nullopt;
    }

    std::optional<Spot> locate(const Spot &from, const ReferencePiece &piece)
    {
        auto *document = documentOf(piece.path, from.document);
        if (!document) {
            complain(from, piece, "dangling-reference",
                "There is no config " + piece.path + ", or nothing of it is live here");
            return std::nullopt;
        }
        Spot spot{document, document->effective->root()};
        std::string_view rest = piece.pointer;
        while (!rest.empty()) {
            const auto step = rest.substr(0, rest.find('/', 1));
            auto next = throughReference(spot);
            if (!next)
                return std::nullopt;
            spot = *next;
            if (isMarkedSealed(spot.value)) {
                complain(from, piece, "sealed-reference", nameOf(from, piece) + sealedWords);
                return std::nullopt;
            }
            spot.value = spot.value.resolve(step);
            if (!spot.value) {
                complain(
                    from, piece, "dangling-reference", nameOf(from, piece) + " does not exist");
                return std::nullopt;
            }
            rest.remove_prefix(step.size());
        }
        return spot;
    }

    // Where the way goes on when a string on it is itself a reference.
    std::optional<Spot> throughReference(const Spot &spot)
    {
        auto at = spot;
        std::size_t pushed = 0;
        std::optional<Spot> end;
        for (;;) {
            const bool isText = at.value.isString() && hasReference(at.value.text());
            const auto pieces = isText ? piecesOf(at.value.text()) : std::vector<ReferencePiece>();
            if (pieces.size() != 1 || pieces[0].kind != ReferencePiece::Kind::Reference) {
                end = at;
                break;
            }
            if (!push(at, pieces[0]))
                break;
            ++pushed;
            const auto next = locate(at, pieces[0]);
            if (!next)
                break;
            at = *next;
        }
        m_stack.resize(m_stack.size() - pushed);
        return end;
    }

    bool push(const Spot &spot, const ReferencePiece &piece)
    {
        if (++m_followed > m_limits.references) {
            m_isBeyond = true;
            return false;
        }
        const auto isHere = [&](const Spot &other) {
            return other.document == spot.document && other.value.index() == spot.value.index();
        };
        const auto known = std::find_if(m_stack.begin(), m_stack.end(), isHere);
        if (known == m_stack.end() && m_stack.size() < deepestChain) {
            m_stack.push_back(spot);
            return true;
        }
        if (known == m_stack.end()) {
            complain(spot, piece, "too-deep", "References lead to references for too long");
            return false;
        }
        std::string way;
        for (auto at = known; at != m_stack.end(); ++at)
            way += nameOf(*at) + " → ";
        complain(spot, piece, "reference-cycle",
            "The reference leads back to itself: " + way + nameOf(spot));
        return false;
    }

    static std::string nameOf(const Spot &spot)
    {
        return spot.document->path + '#'
            + pointerOf(spot.document->effective->tree(), spot.value.index());
    }
    static std::string nameOf(const Spot &from, const ReferencePiece &piece)
    {
        return (piece.path.empty() ? from.document->path : piece.path) + '#' + piece.pointer;
    }

    void complain(
        const Spot &spot, const ReferencePiece &piece, std::string code, std::string message)
    {
        const auto node = spot.value.index();
        const auto &effective = *spot.document->effective;
        const auto position = positionIn(effective, node, piece.begin);
        auto pointer = pointerOf(effective.tree(), node);
        if (spot.document != m_own)
            message = "In " + toString(effective.layerOf(node).origin) + ": " + message;
        add({std::move(pointer), std::move(code), std::move(message), {}, position.line,
            position.column});
    }

    void add(FieldError problem)
    {
        const bool isKnown
            = std::find(m_problems.begin(), m_problems.end(), problem) != m_problems.end();
        if (!isKnown && m_problems.size() < mostProblems)
            m_problems.push_back(std::move(problem));
    }

    // Held against the schema of the place where the value has arrived.
    void checkSecrets(const EffectiveDocument &resolved)
    {
        if (std::find(m_isSecret.begin(), m_isSecret.end(), true) == m_isSecret.end())
            return;
        const auto allowed = m_targets.sensitiveNodes(m_own->path, resolved.root());
        for (std::uint32_t i = 0; i < m_isSecret.size(); ++i) {
            const auto reference = resolved.origin(i).reference;
            if (!m_isSecret[i] || reference == noReference || (!allowed.empty() && allowed[i]))
                continue;
            const auto &source = resolved.references()[reference];
            add({source.at, "sensitive-reference",
                source.path + '#' + source.pointer
                    + " is sensitive, and the place that refers to it is not",
                {}, source.position.line, source.position.column});
        }
    }

    // What is sealed opens in its own place only; a copy would be of use to nobody.
    void checkSeals(const EffectiveDocument &resolved)
    {
        for (const auto &spot : sealedSpots(resolved.tree())) {
            const auto reference = resolved.origin(spot.node).reference;
            if (reference == noReference)
                continue;
            const auto &source = resolved.references()[reference];
            add({source.at, "sealed-reference", source.path + '#' + source.pointer + sealedWords,
                {}, source.position.line, source.position.column});
        }
    }

    Error failure()
    {
        auto code = m_problems.front().code;
        auto detail = m_problems.front().message;
        return {
            ErrorKind::Invalid, std::move(code), std::move(detail), {}, std::move(m_problems), {}};
    }

    ReferenceTargets &m_targets;
    HierarchyLimits m_limits;
    EffectiveWriter m_writer;
    std::map<std::string, std::unique_ptr<Document>, std::less<>> m_documents;
    Document *m_own = nullptr;
    std::vector<Layer> m_layers;
    std::vector<Reference> m_references;
    std::vector<LayerOffset> m_places; // of the references, in the document's own layers
    std::vector<Spot> m_stack; // strings that are being followed, the outermost first
    std::vector<bool> m_isSecret; // parallel to the nodes that are written
    std::vector<FieldError> m_problems;
    std::size_t m_followed = 0;
    bool m_isBeyond = false;
};

} // namespace

Result<EffectiveDocument> resolveReferences(EffectiveDocument document, std::string_view path,
    ReferenceTargets &targets, const HierarchyLimits &limits)
{
    // Strings are written as they are but for a few escapes, none of which this word needs.
    if (!hasReference(document.tree().source()))
        return document;
    return Resolver(document, path, targets, limits).run();
}

std::vector<Reference> referencesIn(const EffectiveDocument &document, std::string_view path)
{
    std::vector<Reference> found;
    std::vector<LayerOffset> places;
    const auto &tree = document.tree();
    for (std::uint32_t i = 0; i < tree.nodeCount(); ++i) {
        if (tree.node(i).type != NodeType::String || !hasReference(tree.text(tree.node(i))))
            continue;
        const auto pieces = piecesOf(tree.text(tree.node(i)));
        for (const auto &piece : pieces) {
            if (piece.kind != ReferencePiece::Kind::Reference)
                continue;
            found.push_back({piece.path.empty() ? std::string(path) : piece.path, piece.pointer,
                pointerOf(tree, i), document.origin(i), {}, pieces.size() == 1});
            places.push_back(placeIn(document, i, piece.begin));
        }
    }
    setPositions(found, places, document.layers());
    return found;
}

std::vector<std::string> pathsReferredBy(const Tree &tree)
{
    std::vector<std::string> paths;
    std::unordered_set<std::string> known;
    for (std::uint32_t i = 0; i < tree.nodeCount(); ++i) {
        if (tree.node(i).type != NodeType::String || !hasReference(tree.text(tree.node(i))))
            continue;
        for (auto &piece : piecesOf(tree.text(tree.node(i)))) {
            if (piece.kind == ReferencePiece::Kind::Reference && !piece.path.empty()
                && known.insert(piece.path).second)
                paths.push_back(std::move(piece.path));
        }
    }
    return paths;
}

bool mentionsReference(const Tree &tree)
{
    for (std::uint32_t i = 0; i < tree.nodeCount(); ++i) {
        if (tree.node(i).type == NodeType::String && hasReference(tree.text(tree.node(i))))
            return true;
    }
    return false;
}

} // namespace chancery::core
