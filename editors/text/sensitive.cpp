// SPDX-License-Identifier: Apache-2.0
#include "sensitive.h"

#include "engine/core/document/json.h"
#include "engine/core/document/patchplaces.h"
#include "engine/core/sealing/sealedvalue.h"
#include "engine/core/secrets/scanner.h"

#include <QCoreApplication>

namespace chancery::editors {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("chancery::editors::Sensitive", text);
}

// Immutable, and its patterns take a moment to compile.
const core::SecretScanner &scanner()
{
    static const core::SecretScanner shared;
    return shared;
}

bool isScalar(core::NodeType type)
{
    return type == core::NodeType::String || type == core::NodeType::Number;
}

SensitiveSpan spanOf(const core::Tree &tree, std::uint32_t index, std::string_view kind)
{
    const core::Node &node = tree.node(index);
    return {node.begin, std::max<std::size_t>(node.begin, core::contentEnd(tree.source(), node)),
        index, kind, false};
}

// Whole, and nothing of what is inside.
void addSealed(const core::Tree &tree, std::vector<SensitiveSpan> &spans)
{
    for (const core::SealedSpot &spot : core::sealedSpots(tree)) {
        if (!core::isSealed({tree, spot.node}))
            continue;
        auto whole = spanOf(tree, spot.node, {});
        whole.isSealed = true;
        std::erase_if(spans, [&whole](const SensitiveSpan &span) {
            return span.begin >= whole.begin && span.end <= whole.end;
        });
        spans.push_back(whole);
    }
}

EditorProblem problemAt(const core::Tree &tree, const SensitiveSpan &span, const char *code)
{
    EditorProblem problem;
    problem.begin = span.begin;
    problem.end = span.end;
    problem.code = code;
    problem.pointer = core::pointerOf(tree, span.node);
    return problem;
}

void addMalformed(const core::Tree &tree, std::vector<EditorProblem> &problems)
{
    for (const core::SealedSpot &spot : core::sealedSpots(tree)) {
        if (core::isSealed({tree, spot.node}))
            continue;
        auto problem = problemAt(tree, spanOf(tree, spot.node, {}), "malformed-seal");
        problem.message = tr(QT_TRANSLATE_NOOP("chancery::editors::Sensitive",
                                 "This is no sealed value any more and cannot be opened"))
                              .toStdString();
        problems.push_back(std::move(problem));
    }
}

} // namespace

std::vector<SensitiveSpan> sensitiveSpans(const core::Tree &tree, const SchemaAdvisor *advisor)
{
    std::vector<SensitiveSpan> spans;
    const auto bySchema = advisor ? advisor->sensitiveNodes(tree) : std::vector<bool>();
    const auto isKnown
        = [&](std::uint32_t node) { return node < bySchema.size() && bySchema[node]; };
    for (std::uint32_t index = 0; index < bySchema.size(); ++index) {
        if (bySchema[index] && isScalar(tree.node(index).type))
            spans.push_back(spanOf(tree, index, {}));
    }
    for (const core::SecretFinding &finding : scanner().scan(tree).findings) {
        if (!isKnown(finding.node))
            spans.push_back(spanOf(tree, finding.node, finding.kind));
    }
    addSealed(tree, spans);
    std::erase_if(spans, [](const SensitiveSpan &span) { return span.begin == span.end; });
    std::ranges::sort(spans, {}, [](const SensitiveSpan &span) { return span.begin; });
    // What an alias repeats stands in the text once.
    const auto again = std::ranges::unique(
        spans, [](const SensitiveSpan &a, const SensitiveSpan &b) { return b.begin < a.end; });
    spans.erase(again.begin(), again.end());
    return spans;
}

std::vector<EditorProblem> secretProblems(
    const core::Tree &tree, const std::vector<SensitiveSpan> &spans)
{
    std::vector<EditorProblem> problems;
    for (const SensitiveSpan &span : spans) {
        if (span.isSealed)
            continue;
        if (span.kind.empty()) {
            auto problem = problemAt(tree, span, unsealedCode);
            problem.severity = Severity::Information;
            problem.message = tr(QT_TRANSLATE_NOOP("chancery::editors::Sensitive",
                                     "A sensitive value that is not sealed"))
                                  .toStdString();
            problems.push_back(std::move(problem));
            continue;
        }
        auto problem = problemAt(tree, span, plainSecretCode);
        problem.severity = Severity::Warning;
        problem.message = tr(QT_TRANSLATE_NOOP("chancery::editors::Sensitive",
                                 "This looks like a secret in a plain field (%1)"))
                              .arg(QString::fromUtf8(span.kind.data(), qsizetype(span.kind.size())))
                              .toStdString();
        problems.push_back(std::move(problem));
    }
    addMalformed(tree, problems);
    return problems;
}

bool asksForSeal(const EditorProblem &problem)
{
    return problem.code == plainSecretCode || problem.code == unsealedCode;
}

std::vector<QuickFix> secretFixes(const EditorProblem &problem, const core::Tree &tree)
{
    std::vector<QuickFix> fixes;
    fixes.push_back(
        {tr(QT_TRANSLATE_NOOP("chancery::editors::Sensitive", "Seal This Value")), {}, true});
    const auto add = [&](const QString &title, const std::string &text) {
        std::string json;
        core::appendJsonString(json, text);
        if (auto patch = core::setValue(tree, problem.pointer, json))
            fixes.push_back({title, *std::move(patch), false});
    };
    // References are resolved by the server, which refuses one that leads nowhere.
    add(tr(QT_TRANSLATE_NOOP(
            "chancery::editors::Sensitive", "Replace It by a Reference to Another Config")),
        "${ref:/path/of/config#" + problem.pointer + '}');
    add(tr(QT_TRANSLATE_NOOP("chancery::editors::Sensitive", "Take It Out of the Text")), "");
    return fixes;
}

} // namespace chancery::editors
