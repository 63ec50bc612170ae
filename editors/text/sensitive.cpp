// SPDX-License-Identifier: Apache-2.0
#include "sensitive.h"

#include "engine/core/document/json.h"
#include "engine/core/document/patchplaces.h"
#include "engine/core/secrets/scanner.h"

#include <QCoreApplication>

namespace chancery::editors {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("chancery::editors::Sensitive", text);
}

bool isScalar(core::NodeType type)
{
    return type == core::NodeType::String || type == core::NodeType::Number;
}

SensitiveSpan spanOf(const core::Tree &tree, std::uint32_t index, std::string_view kind)
{
    const core::Node &node = tree.node(index);
    return {node.begin, std::max<std::size_t>(node.begin, core::contentEnd(tree.source(), node)),
        index, kind};
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
    const auto scan = core::SecretScanner::shared().scan(tree);
    for (const core::SecretFinding &finding : scan.findings) {
        if (!isKnown(finding.node))
            spans.push_back(spanOf(tree, finding.node, finding.kind));
    }
    for (const auto node : scan.named) {
        if (!isKnown(node))
            spans.push_back(spanOf(tree, node, {}));
    }
    std::erase_if(spans, [](const SensitiveSpan &span) { return span.begin == span.end; });
    std::ranges::sort(spans, {}, [](const SensitiveSpan &span) { return span.begin; });
    // What an alias repeats stands in the text once.
    const auto again = std::ranges::unique(
        spans, [](const SensitiveSpan &a, const SensitiveSpan &b) { return b.begin < a.end; });
    spans.erase(again.begin(), again.end());
    return spans;
}

bool isSensitive(const std::string &pointer, core::Value value, const Advice *advice)
{
    return (advice && advice->isSensitive) || core::SecretScanner::shared().covers(pointer, value);
}

std::vector<EditorProblem> secretProblems(
    const core::Tree &tree, const std::vector<SensitiveSpan> &spans)
{
    std::vector<EditorProblem> problems;
    for (const SensitiveSpan &span : spans) {
        if (span.kind.empty())
            continue;
        EditorProblem problem;
        problem.severity = Severity::Warning;
        problem.begin = span.begin;
        problem.end = span.end;
        problem.code = plainSecretCode;
        problem.message = tr(QT_TRANSLATE_NOOP("chancery::editors::Sensitive",
                                 "This looks like a secret in a plain field (%1)"))
                              .arg(QString::fromUtf8(span.kind.data(), qsizetype(span.kind.size())))
                              .toStdString();
        problem.pointer = core::pointerOf(tree, span.node);
        problems.push_back(std::move(problem));
    }
    return problems;
}

std::vector<QuickFix> secretFixes(const EditorProblem &problem, const core::Tree &tree)
{
    std::vector<QuickFix> fixes;
    const auto add = [&](const QString &title, const std::string &text) {
        std::string json;
        core::appendJsonString(json, text);
        if (auto patch = core::setValue(tree, problem.pointer, json))
            fixes.push_back({title, *std::move(patch)});
    };
    // References are resolved by the server, which refuses one that leads nowhere.
    add(tr(QT_TRANSLATE_NOOP(
            "chancery::editors::Sensitive", "Replace It by a Reference to Another Config")),
        "${ref:/path/of/config#" + problem.pointer + '}');
    add(tr(QT_TRANSLATE_NOOP("chancery::editors::Sensitive", "Take It Out of the Text")), "");
    return fixes;
}

} // namespace chancery::editors
