// SPDX-License-Identifier: Apache-2.0
#include "effectiveproblems.h"

#include "editors/text/analysis.h"
#include "engine/core/hierarchy/references.h"
#include "engine/core/hierarchy/referencetext.h"
#include "engine/core/rules/change.h"
#include "engine/core/rules/invariants.h"
#include "models/problemwords.h"

#include <QCoreApplication>

#include <set>

namespace chancery::editors {

namespace {

constexpr std::size_t most = 200; // that are shown
constexpr std::size_t mostFound = 2000;

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

EditorProblem made(Severity severity, std::string code, std::string message, std::string pointer,
    core::Value place)
{
    EditorProblem problem;
    problem.severity = severity;
    problem.code = std::move(code);
    problem.message = std::move(message);
    problem.pointer = std::move(pointer);
    mark(place, problem);
    return problem;
}

std::string againstLive()
{
    return Words::tr(" (against what is live)").toStdString();
}

// What is live, laid over each other in the same way.
struct Before {
    core::EffectiveDocument written; // references as they are written
    core::EffectiveDocument document; // followed, where they can be
    std::vector<core::FieldError> problems; // of references
};

std::vector<core::Violation> violationsOf(
    const core::EffectiveDocument &document, const core::CompiledSchema &schema, bool isParent)
{
    core::ValidateOptions options;
    options.maxErrors = mostFound;
    std::vector<core::Violation> violations;
    if (!isParent)
        violations = schema.validate(document.root(), options).violations;
    std::ranges::move(
        core::checkInvariants(schema, document.root(), options), std::back_inserter(violations));
    std::erase_if(violations, [&document](const core::Violation &violation) {
        return isReference({document.tree(), violation.node});
    });
    return violations;
}

class Finder {
public:
    Finder(const EditedLayers &layers, const std::optional<Before> &before, const QString &place)
        : m_layers(layers)
        , m_before(before)
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
            const auto place
                = placeOf(document, value ? value.index() : 0, field.pointer, m_layers);
            const bool isOld = wasSo(field, value);
            const bool isOwn = value && document.origin(value.index()).layer == m_layers.edited;
            auto problem = made(isOld && !isOwn ? Severity::Warning : Severity::Error, field.code,
                models::problemText(field.message).toStdString() + m_where, field.pointer, place);
            if (isOld && isOwn)
                m_findings.old.push_back(problem);
            add(std::move(problem));
        }
        return document;
    }

    void check(const core::EffectiveDocument &document, const core::CompiledSchema &schema,
        const std::string &parent = {})
    {
        const auto violations = violationsOf(document, schema, !parent.empty());
        if (violations.empty())
            return;
        auto fresh = violations;
        if (m_before)
            fresh = core::introducedViolations(m_before->document.root(),
                violationsOf(m_before->document, schema, !parent.empty()), document.root(),
                std::move(fresh));
        for (const core::Violation &violation : violations) {
            const auto isSame = [&violation](const core::Violation &other) {
                return other.node == violation.node
                    && other.schemaPointer == violation.schemaPointer
                    && other.message == violation.message;
            };
            const bool isFresh = std::ranges::any_of(fresh, isSame);
            addAt(document, violation, isFresh ? Severity::Error : Severity::Warning,
                parent.empty() ? m_where
                               : Words::tr(" (of the schema of %1)")
                                     .arg(QString::fromStdString(parent))
                                     .toStdString(),
                parent);
        }
    }

    void checkStep(const core::EffectiveDocument &document, const core::CompiledSchema &schema)
    {
        if (!m_before)
            return;
        for (const core::Violation &violation :
            core::checkChange(schema, m_before->document.root(), document.root()))
            addAt(document, violation, Severity::Error, againstLive());
    }

    EffectiveFindings take()
    {
        const std::size_t room = most - m_findings.problems.size();
        m_warnings.resize(std::min(m_warnings.size(), room));
        std::ranges::move(m_warnings, std::back_inserter(m_findings.problems));
        std::ranges::sort(m_findings.problems, {}, &EditorProblem::begin);
        setPositions(m_findings.problems, m_layers.layers[m_layers.edited].tree->source());
        return std::move(m_findings);
    }

private:
    // The same string, or one that cannot be seen from here, led nowhere before.
    bool wasSo(const core::FieldError &field, core::Value now) const
    {
        if (!m_before)
            return false;
        const auto before = m_before->written.root().resolve(field.pointer);
        const bool isSameText
            = !now.isString() || (before.isString() && before.text() == now.text());
        return isSameText && std::ranges::any_of(m_before->problems, [&](const auto &other) {
            return other.pointer == field.pointer && other.code == field.code
                && other.message == field.message;
        });
    }

    void addAt(const core::EffectiveDocument &document, const core::Violation &violation,
        Severity severity, const std::string &where, const std::string &parent = {})
    {
        std::string message = models::problemText(violation.message).toStdString();
        const auto reference = document.origin(violation.node).reference;
        if (reference != core::noReference) {
            const core::Reference &through = document.references()[reference];
            message += Words::tr(" (through %1)")
                           .arg(QString::fromStdString(through.path + '#' + through.pointer))
                           .toStdString();
        }
        auto problem = made(severity, violation.code, message + where, violation.instancePointer,
            placeOf(document, violation.node, violation.instancePointer, m_layers));
        problem.schemaPlace = parent + violation.schemaPointer;
        add(std::move(problem));
    }

    void add(EditorProblem problem)
    {
        auto &into = problem.severity == Severity::Error ? m_findings.problems : m_warnings;
        if (into.size() < most)
            into.push_back(std::move(problem));
    }

    const EditedLayers &m_layers;
    const std::optional<Before> &m_before;
    const std::string m_where;
    EffectiveFindings m_findings; // errors; where there is room, take() adds the others
    std::vector<EditorProblem> m_warnings;
};

// What is live in the place of the edited text.
std::optional<Before> beforeOf(EditedLayers layers)
{
    if (!layers.before || layers.before->nodeCount() == 0)
        return {};
    layers.layers[layers.edited].tree = layers.before;
    auto document = core::mergeLayers(std::move(layers.layers));
    if (!document || document->tree().nodeCount() == 0)
        return {};
    return Before{*document, *document, {}};
}

void followBefore(Before &before, const std::string &path, const KnownTargets &known)
{
    Targets targets(known);
    auto followed = core::resolveReferences(before.written, path, targets);
    if (followed)
        before.document = *std::move(followed);
    else
        before.problems = std::move(followed).error().fields;
}

// Whether the layers say nothing that the text alone does not say.
bool isAlone(const EditedLayers &layers)
{
    return layers.layers.size() == 1 && !core::hasReference(layers.layers[0].tree->source());
}

// The step from what is live, where the text is all there is.
EffectiveFindings findingsOfStep(const EditedLayers &layers, const core::CompiledSchema *schema)
{
    EffectiveFindings findings;
    const core::Tree &tree = *layers.layers.front().tree;
    if (!schema || !layers.before || layers.before->nodeCount() == 0 || tree.nodeCount() == 0)
        return findings;
    for (const core::Violation &violation :
        core::checkChange(*schema, layers.before->root(), tree.root()))
        findings.problems.push_back(made(Severity::Error, violation.code,
            models::problemText(violation.message).toStdString() + againstLive(),
            violation.instancePointer, {tree, violation.node}));
    std::ranges::sort(findings.problems, {}, &EditorProblem::begin);
    setPositions(findings.problems, tree.source());
    return findings;
}

} // namespace

EffectiveFindings effectiveProblems(const EditedLayers &layers, const KnownTargets &targets,
    const core::CompiledSchema *schema, const QString &place, const core::CancelToken &token)
{
    if (isAlone(layers))
        return findingsOfStep(layers, schema);
    auto document = core::mergeLayers(layers.layers);
    if (!document || token.isCancelled() || document->tree().nodeCount() == 0
        || layers.layers[layers.edited].tree->nodeCount() == 0)
        return {};
    auto before = beforeOf(layers);
    std::set<std::string> unknown;
    for (const auto *each : {&*document, before ? &before->written : &*document}) {
        for (std::string &path : core::pathsReferredBy(each->tree())) {
            if (path != layers.path && !targets.contains(path))
                unknown.insert(std::move(path));
        }
    }
    if (before && unknown.empty())
        followBefore(*before, layers.path, targets);
    Finder finder(layers, before, place);
    if (unknown.empty())
        document = finder.follow(*std::move(document), targets);
    if (schema && !token.isCancelled()) {
        finder.checkStep(*document, *schema);
        finder.check(*document, *schema);
    }
    for (const ParentSchema &parent : layers.parents) {
        if (!token.isCancelled())
            finder.check(*document, *parent.schema, parent.path);
    }
    auto findings = finder.take();
    findings.unknown.assign(unknown.begin(), unknown.end());
    return findings;
}

} // namespace chancery::editors
