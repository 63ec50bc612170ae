// SPDX-License-Identifier: Apache-2.0
#include "coreschemaadvisor.h"

#include "engine/core/document/value.h"
#include "engine/core/hierarchy/directives.h"
#include "engine/core/hierarchy/pendingreferences.h"
#include "engine/core/hierarchy/referencetext.h"
#include "engine/core/rules/applied.h"
#include "engine/core/rules/entries.h"
#include "engine/core/rules/invariants.h"
#include "engine/core/schema/deprecated.h"
#include "engine/core/schema/opendocument.h"
#include "engine/core/schema/schemainfo.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace chancery::editors {

namespace {

// Each costs a walk to its pointer.
constexpr std::size_t mostDeprecated = 100;

class Words {
    Q_DECLARE_TR_FUNCTIONS(chancery::editors::CoreSchemaAdvisor)

public:
    static QString deprecated() { return tr("The key is deprecated: it may go one day"); }
};

Advice adviceOf(core::PlaceInfo place)
{
    Advice advice;
    advice.title = std::move(place.title);
    advice.description = std::move(place.description);
    advice.types = std::move(place.types);
    advice.values = std::move(place.allowed);
    advice.examples = std::move(place.examples);
    advice.limits = std::move(place.limits);
    if (!place.pattern.empty())
        advice.limits.push_back("pattern " + place.pattern);
    if (!place.format.empty())
        advice.limits.push_back("format " + place.format);
    if (!place.defaultValue.empty())
        advice.defaultValue = std::move(place.defaultValue);
    advice.annotations = std::move(place.annotations);
    advice.isDeprecated = place.isDeprecated;
    advice.isSensitive = place.isSensitive;
    if (advice.isSensitive) {
        // A default or an example of a secret is the secret, as often as not.
        advice.values.clear();
        advice.examples.clear();
        advice.limits.clear();
        advice.defaultValue.reset();
    }
    return advice;
}

core::SchemaInfo infoAt(
    const core::CompiledSchema &schema, const core::Tree *tree, std::string_view pointer)
{
    return core::schemaInfoAt(schema, tree ? *tree : core::Tree(), pointer);
}

// What a reference brings is not known here: the server holds it against the schema.
bool isReference(const core::Tree &tree, std::uint32_t index)
{
    const core::Node &node = tree.node(index);
    return node.type == core::NodeType::String && core::hasReference(tree.text(node));
}

// Whether it is, or stands in, a form that removes or replaces what another layer says.
bool isPatch(const core::Tree &tree, std::uint32_t index)
{
    const std::string pointer = core::pointerOf(tree, index);
    for (std::size_t end = 0; end != std::string::npos;) {
        end = pointer.find('/', end + 1);
        const auto value = tree.root().resolve(std::string_view(pointer).substr(0, end));
        if (value.isObject() && (value.find(core::removeWord) || value.find(core::replaceWord)))
            return true;
    }
    return false;
}

// An object or array is not underlined as a whole: its key is, or the bracket it begins with.
void narrow(const core::Tree &tree, std::uint32_t index, EditorProblem &problem)
{
    const core::Node &node = tree.node(index);
    const bool isContainer
        = node.type == core::NodeType::Object || node.type == core::NodeType::Array;
    if (!isContainer)
        return;
    if (index > 0 && tree.node(index - 1).type == core::NodeType::Key) {
        problem.begin = tree.node(index - 1).begin;
        problem.end = tree.node(index - 1).end;
        return;
    }
    problem.end = std::min(problem.end, problem.begin + 1);
}

// Of a violation: what is wrong, and where a person is led to.
EditorProblem problemOf(const core::Violation &violation)
{
    EditorProblem problem;
    problem.begin = violation.begin;
    problem.end = violation.end;
    problem.code = violation.code;
    problem.message = violation.message;
    problem.pointer = violation.instancePointer;
    problem.schemaPlace = violation.schemaPointer;
    for (const auto &found : violation.alternatives)
        std::ranges::transform(found, std::back_inserter(problem.elsewhere), problemOf);
    std::ranges::transform(violation.elsewhere, std::back_inserter(problem.elsewhere), problemOf);
    return problem;
}

// A remark at every key that is there and should not be used any more.
void addDeprecated(const core::CompiledSchema &schema, const core::Tree &tree,
    std::vector<EditorProblem> &problems)
{
    for (const auto index : core::deprecatedNodes(schema, tree.root(), mostDeprecated)) {
        const bool isMember = index > 0 && tree.node(index - 1).type == core::NodeType::Key;
        const core::Node &place = tree.node(isMember ? index - 1 : index);
        EditorProblem problem;
        problem.severity = Severity::Information;
        problem.begin = place.begin;
        problem.end = place.end;
        problem.code = deprecatedCode;
        problem.message = Words::deprecated().toStdString();
        problem.pointer = core::pointerOf(tree, index);
        narrow(tree, index, problem);
        problems.push_back(std::move(problem));
    }
}

} // namespace

CoreSchemaAdvisor::CoreSchemaAdvisor(core::CompiledSchema schema, bool isPart)
    : m_schema(std::move(schema))
    , m_isPart(isPart)
{
}

std::optional<Advice> CoreSchemaAdvisor::adviceFor(
    const core::Tree *tree, std::string_view pointer) const
{
    auto info = infoAt(m_schema, tree, pointer);
    if (!info.place.isKnown)
        return {};
    return adviceOf(std::move(info.place));
}

std::vector<KeyAdvice> CoreSchemaAdvisor::keysFor(
    const core::Tree *tree, std::string_view pointer) const
{
    std::vector<KeyAdvice> keys;
    for (core::PropertyInfo &property : infoAt(m_schema, tree, pointer).properties)
        keys.push_back(
            {std::move(property.name), property.isRequired, adviceOf(std::move(property.place))});
    return keys;
}

std::vector<EditorProblem> CoreSchemaAdvisor::check(
    const core::Tree &tree, const core::CancelToken &token) const
{
    std::vector<EditorProblem> problems;
    if (token.isCancelled() || tree.nodeCount() == 0)
        return problems;
    auto violations = core::validateOpen(m_schema, tree.root(), {true, m_isPart}).violations;
    // How values go together shows in what holds in the end: of a part, and with a reference that
    // is still to be followed, nobody knows that here.
    const bool isWhole = !m_isPart && !core::awaitsReferences(tree);
    auto entries = isWhole ? core::checkInvariants(m_schema, tree.root())
                           : core::checkEntries(m_schema, tree.root());
    std::erase_if(entries, [&](const core::Violation &violation) {
        return isReference(tree, violation.node) || (m_isPart && isPatch(tree, violation.node));
    });
    std::ranges::move(entries, std::back_inserter(violations));
    for (const core::Violation &violation : violations) {
        auto problem = problemOf(violation);
        narrow(tree, violation.node, problem);
        problems.push_back(std::move(problem));
    }
    if (!token.isCancelled())
        addDeprecated(m_schema, tree, problems);
    return problems;
}

std::vector<bool> CoreSchemaAdvisor::sensitiveNodes(const core::Tree &tree) const
{
    return tree.nodeCount() == 0 ? std::vector<bool>()
                                 : core::sensitiveNodes(m_schema, tree.root());
}

} // namespace chancery::editors
