// SPDX-License-Identifier: Apache-2.0
#include "provenance.h"

#include "engine/core/hierarchy/directives.h"
#include "engine/core/secrets/anchored.h"
#include "engine/core/secrets/covered.h"

#include <unordered_set>

namespace chancery::models {

namespace {

// Whether the value is written as one that hides whatever lies below.
bool isReplacement(const core::Tree &tree, std::uint32_t node)
{
    return node > 0 && tree.node(node - 1).type == core::NodeType::Key
        && tree.text(tree.node(node - 1)) == core::replaceWord;
}

// The values that anchors and aliases repeat.
std::unordered_set<std::uint32_t> sharedNodes(const core::Tree &tree)
{
    std::vector<std::uint32_t> aliases;
    for (std::uint32_t index = 0; index < tree.nodeCount(); ++index) {
        const core::Node &node = tree.node(index);
        if (node.type != core::NodeType::Key && node.begin < tree.source().size()
            && tree.source()[node.begin] == '*')
            aliases.push_back(index);
    }
    const auto anchored = core::anchoredNodes(tree, aliases);
    std::unordered_set<std::uint32_t> shared(aliases.begin(), aliases.end());
    shared.insert(anchored.begin(), anchored.end());
    return shared;
}

// Those of the shared values that are not for everybody's eyes where the layer says them.
class SharedSecrets {
public:
    SharedSecrets(const core::Tree &tree, const SensitiveTest &isSensitive)
        : m_isSensitive(isSensitive)
        , m_shared(sharedNodes(tree))
    {
        std::string pointer;
        walk(tree.root(), pointer, false);
    }
    std::vector<std::uint32_t> found() && { return std::move(m_found); }

private:
    // As explain() reads a layer.
    void walk(core::Value value, std::string &pointer, bool isLiteral)
    {
        if (!isLiteral) {
            const auto meaning = core::meaningOf(value);
            if (meaning.isRemoval)
                return;
            isLiteral = meaning.isReplacement;
            value = meaning.value;
        }
        if (!value.isObject() && !value.isArray()) {
            if (m_shared.contains(value.index()) && isHidden(value, pointer))
                m_found.push_back(value.index());
            return;
        }
        isLiteral = isLiteral || value.isArray();
        std::size_t number = 0;
        for (const auto &item : value) {
            const auto length = pointer.size();
            pointer += '/';
            pointer += value.isObject() ? core::escapePointerToken(item.key())
                                        : std::to_string(number++);
            walk(item.value(), pointer, isLiteral);
            pointer.resize(length);
        }
    }
    bool isHidden(core::Value value, const std::string &pointer) const
    {
        if (isCovered(value, pointer, m_isSensitive))
            return true;
        for (auto end = pointer.rfind('/'); m_isSensitive && end != std::string::npos && end > 0;
            end = pointer.rfind('/', end - 1)) {
            if (m_isSensitive(pointer.substr(0, end)))
                return true;
        }
        return false;
    }

    const SensitiveTest &m_isSensitive;
    std::unordered_set<std::uint32_t> m_shared;
    std::vector<std::uint32_t> m_found;
};

// Of what a layer says at a pointer: by the test and by what YAML's anchors and aliases repeat of a
// secret, wherever in the layer it stands. A word that replaces is no part of a place.
class LayerTest {
public:
    LayerTest(core::Value value, const std::string &pointer, const SensitiveTest &isSensitive)
        : m_value(value)
        , m_length(pointer.size())
        , m_isSensitive(isSensitive)
    {
        const core::Tree &tree = value.tree();
        if (!core::hasAliases(tree))
            return;
        auto nodes = core::coveredNodes(tree, nullptr, core::SecretScanner::shared());
        const auto shared = SharedSecrets(tree, isSensitive).found();
        nodes.insert(nodes.end(), shared.begin(), shared.end());
        m_covered.insert(nodes.begin(), nodes.end());
        const auto others = core::anchoredNodes(tree, nodes);
        m_covered.insert(others.begin(), others.end());
    }
    bool operator()(const std::string &pointer) const
    {
        if (m_isSensitive && m_isSensitive(pointer))
            return true;
        const auto value = m_value.resolve(std::string_view(pointer).substr(m_length));
        return value && (m_covered.contains(value.index()) || isCoveredAsMeant(value, pointer));
    }

private:
    bool isCoveredAsMeant(core::Value value, std::string pointer) const
    {
        const std::string word = '/' + std::string(core::replaceWord);
        bool isWritten = false;
        for (auto at = pointer.find(word, m_length); at != std::string::npos;
            at = pointer.find(word, at)) {
            const auto end = at + word.size();
            if (end < pointer.size() && pointer[end] != '/') {
                at = end;
                continue;
            }
            pointer.erase(at, word.size());
            isWritten = true;
        }
        return isWritten && isCovered(value, pointer, m_isSensitive);
    }

    core::Value m_value;
    std::size_t m_length = 0;
    const SensitiveTest &m_isSensitive;
    std::unordered_set<std::uint32_t> m_covered;
};

constexpr int longestWay = 16; // along references

bool isWithin(const std::string &pointer, const std::string &outer)
{
    return pointer.starts_with(outer)
        && (pointer.size() == outer.size() || pointer[outer.size()] == '/');
}

// The first value at a place of a merged document or in it.
const core::EffectiveValue *leafIn(const core::EffectiveView &view, const std::string &pointer)
{
    const auto leaf = std::ranges::find_if(
        view.values, [&](const auto &value) { return isWithin(value.pointer, pointer); });
    return leaf == view.values.end() ? nullptr : &*leaf;
}

// The reference that brought what is at a place. A text that references were only put into was
// written where it stands.
const core::EffectiveReference *referenceTo(
    const core::EffectiveView &view, const std::string &pointer)
{
    const core::EffectiveValue *leaf = leafIn(view, pointer);
    if (!leaf || !leaf->reference || leaf->layer < view.chain)
        return nullptr;
    const auto known = std::ranges::find_if(
        view.references, [&](const auto &reference) { return isWithin(pointer, reference.at); });
    return known == view.references.end() ? nullptr : &*known;
}

// In the layer of what holds of its config that says it.
Definition inLayer(Definition definition, const core::EffectiveView *view)
{
    const core::EffectiveValue *leaf = view ? leafIn(*view, definition.pointer) : nullptr;
    const auto own = view ? std::min(std::size_t(view->chain), view->layers.size()) : 0;
    if (leaf && leaf->layer >= 0 && std::size_t(leaf->layer) < own) {
        definition.layer = view->layers[std::size_t(leaf->layer)];
        definition.path = definition.layer->path;
    }
    return definition;
}

// With what the server says is repeated: it knows the schemas of all layers.
SensitiveTest withRepeated(const core::EffectiveView &view, const SensitiveTest &isSensitive)
{
    std::unordered_set<std::string> repeated;
    for (const core::EffectiveValue &value : view.values) {
        if (value.isRepeated.value_or(false))
            repeated.insert(value.pointer);
    }
    if (repeated.empty())
        return isSensitive;
    return [repeated = std::move(repeated), isSensitive](const std::string &pointer) {
        return repeated.contains(pointer) || (isSensitive && isSensitive(pointer));
    };
}

} // namespace

std::vector<ProvenanceStep> provenanceOf(
    const Hierarchy &hierarchy, const std::string &pointer, const SensitiveTest &own)
{
    const auto isSensitive = withRepeated(hierarchy.view, own);
    std::vector<ProvenanceStep> steps;
    const auto says = core::explain(hierarchy.chain, pointer);
    bool isDecided = false; // something above has been said
    bool isOpen = true; // and objects below still show through
    for (std::size_t i = hierarchy.chain.size(); i-- > 0;) {
        const core::Layer &layer = hierarchy.chain[i];
        const core::LayerSay &say = says[i];
        ProvenanceStep step{layer.origin, LayerPart::Silent, {}, say.position, {}};
        if (const auto known = hierarchy.versions.find(layer.origin.version);
            known != hierarchy.versions.end())
            step.since = known->second.createdAt;
        if (say.action == core::LayerAction::Hides) {
            step.part = isDecided ? LayerPart::Hidden : LayerPart::Removes;
            isDecided = true;
            isOpen = false;
        } else if (say.action == core::LayerAction::Sets) {
            const core::Value value(*layer.tree, say.node);
            step.value = valueLine(value, pointer, LayerTest(value, pointer, isSensitive));
            step.part = !isDecided           ? LayerPart::Wins
                : isOpen && value.isObject() ? LayerPart::Merged
                                             : LayerPart::Hidden;
            isDecided = true;
            isOpen = isOpen && value.isObject() && !isReplacement(*layer.tree, say.node);
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

std::optional<Definition> definitionOf(const Hierarchy &hierarchy, const std::string &pointer)
{
    const auto says = core::explain(hierarchy.chain, pointer);
    for (std::size_t i = says.size(); i-- > 0;) {
        const core::Layer &layer = hierarchy.chain[i];
        if (says[i].action != core::LayerAction::Silent)
            return Definition{
                layer.origin.path, core::pointerOf(*layer.tree, says[i].node), layer.origin};
    }
    return {};
}

std::optional<Definition> definitionOfEffective(
    const Hierarchy &hierarchy, const std::string &pointer, const KnownViews &known)
{
    const core::EffectiveView *view = &hierarchy.view;
    const core::EffectiveReference *reference = referenceTo(*view, pointer);
    if (!reference)
        return definitionOf(hierarchy, pointer);
    Definition definition{{}, pointer, {}};
    for (int step = 0; reference && step < longestWay; ++step) {
        definition.path = reference->path.substr(reference->path.starts_with('/') ? 1 : 0);
        definition.pointer = reference->pointer + definition.pointer.substr(reference->at.size());
        view = known(definition.path);
        reference = view ? referenceTo(*view, definition.pointer) : nullptr;
    }
    return inLayer(std::move(definition), view);
}

Definition definitionOfReference(
    const std::string &path, const std::string &pointer, const KnownViews &known)
{
    return inLayer({path, pointer, {}}, known(path));
}

} // namespace chancery::models
