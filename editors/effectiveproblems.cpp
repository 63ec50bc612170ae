// SPDX-License-Identifier: Apache-2.0
#include "effectiveproblems.h"

#include "editors/text/analysis.h"
#include "engine/core/hierarchy/references.h"
#include "engine/core/hierarchy/referencetext.h"
#include "engine/core/rules/invariants.h"
#include "models/problemwords.h"

#include <QCoreApplication>

namespace chancery::editors {

namespace {

constexpr std::size_t most = 200;

bool isReference(core::Value value)
{
    return value.isString() && core::hasReference(value.text());
}

struct Words {
    Q_DECLARE_TR_FUNCTIONS(chancery::editors::EffectiveProblems)
};

// What is sensitive is left to the server, which refuses to copy it.
class Targets : public core::ReferenceTargets {
public:
    explicit Targets(const KnownTargets &known)
        : m_known(known)
    {
    }
    const core::EffectiveDocument *find(std::string_view path) override
    {
        if (const auto made = m_documents.find(path); made != m_documents.end())
            return &made->second;
        const auto known = m_known.find(path);
        if (known == m_known.end() || !known->second)
            return nullptr;
        core::Layer layer;
        layer.origin.path = known->first;
        layer.tree = known->second;
        auto document = core::mergeLayers({std::move(layer)});
        if (!document)
            return nullptr;
        return &m_documents.emplace(known->first, *std::move(document)).first->second;
    }
    std::vector<bool> sensitiveNodes(std::string_view, core::Value) override { return {}; }

private:
    const KnownTargets &m_known;
    std::map<std::string, core::EffectiveDocument, std::less<>> m_documents;
};

core::Value innermostAt(const core::Tree &tree, std::string pointer)
{
    core::Value place = tree.root().resolve(pointer);
    while (!place && !pointer.empty()) {
        pointer.resize(pointer.rfind('/'));
        place = tree.root().resolve(pointer);
    }
    return place;
}

// The value of the edited text that has to do with it: the one that it came from, also as a
// reference, else the innermost around its place.
core::Value placeOf(const core::EffectiveDocument &document, std::uint32_t node,
    const std::string &pointer, const EditedLayers &layers)
{
    const core::Tree &edited = *layers.layers[layers.edited].tree;
    core::Origin origin = document.origin(node);
    if (origin.reference != core::noReference)
        origin = document.references()[origin.reference].origin;
    if (origin.layer == layers.edited)
        return {edited, origin.node};
    return innermostAt(edited, pointer);
}

// An object or array is not underlined as a whole: its key is, or the bracket it begins with.
void mark(core::Value place, EditorProblem &problem)
{
    const auto index = place.index();
    const core::Tree &tree = place.tree();
    const bool hasKey = index > 0 && tree.node(index - 1).type == core::NodeType::Key;
    const bool isContainer = place.isObject() || place.isArray();
    const core::Node &shown = tree.node(isContainer && hasKey ? index - 1 : index);
    problem.begin = shown.begin;
    problem.end
        = isContainer && !hasKey ? std::min<std::size_t>(shown.end, shown.begin + 1) : shown.end;
}

class Finder {
public:
    Finder(const EditedLayers &layers, const QString &place)
        : m_layers(layers)
        , m_where(Words::tr(" (in the effective document of %1)").arg(place).toStdString())
    {
    }

    // Those that cannot be followed; the document stays as it is written then.
    core::EffectiveDocument follow(core::EffectiveDocument document, const KnownTargets &known)
    {
        Targets targets(known);
        auto followed = core::resolveReferences(document, m_layers.path, targets);
        if (followed)
            return *std::move(followed);
        for (const core::FieldError &field : followed.error().fields) {
            const auto value = document.root().resolve(field.pointer);
            add(field.code, models::problemText(field.message).toStdString(), field.pointer,
                placeOf(document, value ? value.index() : 0, field.pointer, m_layers));
        }
        return document;
    }

    void check(const core::EffectiveDocument &document, const core::CompiledSchema &schema)
    {
        auto violations = schema.validate(document.root()).violations;
        std::ranges::move(
            core::checkInvariants(schema, document.root()), std::back_inserter(violations));
        for (const core::Violation &violation : violations) {
            if (isReference({document.tree(), violation.node}))
                continue;
            std::string message = models::problemText(violation.message).toStdString();
            const auto reference = document.origin(violation.node).reference;
            if (reference != core::noReference) {
                const core::Reference &through = document.references()[reference];
                message += Words::tr(" (through %1)")
                               .arg(QString::fromStdString(through.path + '#' + through.pointer))
                               .toStdString();
            }
            add(violation.code, std::move(message), violation.instancePointer,
                placeOf(document, violation.node, violation.instancePointer, m_layers));
        }
    }

    std::vector<EditorProblem> take()
    {
        std::ranges::sort(m_problems, {}, &EditorProblem::begin);
        setPositions(m_problems, m_layers.layers[m_layers.edited].tree->source());
        return std::move(m_problems);
    }

private:
    void add(std::string code, std::string message, std::string pointer, core::Value place)
    {
        if (m_problems.size() >= most)
            return;
        EditorProblem problem;
        problem.severity = Severity::Warning;
        problem.code = std::move(code);
        problem.message = std::move(message) + m_where;
        problem.pointer = std::move(pointer);
        mark(place, problem);
        m_problems.push_back(std::move(problem));
    }

    const EditedLayers &m_layers;
    const std::string m_where;
    std::vector<EditorProblem> m_problems;
};

} // namespace

EffectiveFindings effectiveProblems(const EditedLayers &layers, const KnownTargets &targets,
    const core::CompiledSchema *schema, const QString &place, const core::CancelToken &token)
{
    EffectiveFindings findings;
    auto document = core::mergeLayers(layers.layers);
    if (!document || token.isCancelled() || document->tree().nodeCount() == 0
        || layers.layers[layers.edited].tree->nodeCount() == 0)
        return findings;
    for (std::string &path : core::pathsReferredBy(document->tree())) {
        if (path != layers.path && !targets.contains(path))
            findings.unknown.push_back(std::move(path));
    }
    Finder finder(layers, place);
    if (findings.unknown.empty())
        document = finder.follow(*std::move(document), targets);
    if (schema && !token.isCancelled())
        finder.check(*document, *schema);
    findings.problems = finder.take();
    return findings;
}

} // namespace chancery::editors
