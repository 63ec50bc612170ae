// SPDX-License-Identifier: Apache-2.0
#include "sensitive.h"

#include "engine/core/document/json.h"
#include "engine/core/document/lines.h"
#include "engine/core/document/patchplaces.h"
#include "engine/core/hierarchy/referencetext.h"
#include "engine/core/sealing/sealedvalue.h"
#include "engine/core/secrets/anchored.h"
#include "engine/core/secrets/covered.h"
#include "engine/core/secrets/incomments.h"
#include "engine/core/secrets/scanner.h"

#include <QCoreApplication>

namespace chancery::editors {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(chancery::editors::Sensitive)
};

SensitiveSpan spanOf(const core::Tree &tree, std::uint32_t index, std::string_view kind)
{
    const core::Node &node = tree.node(index);
    return {node.begin, std::max<std::size_t>(node.begin, core::contentEnd(tree.source(), node)),
        index, kind};
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

void addNamed(const core::Tree &tree, std::uint32_t node, std::vector<SensitiveSpan> &spans)
{
    auto span = spanOf(tree, node, {});
    span.isByName = true;
    spans.push_back(span);
}

// Without its pointer.
EditorProblem problemAt(const SensitiveSpan &span, const char *code)
{
    EditorProblem problem;
    problem.begin = span.begin;
    problem.end = span.end;
    problem.code = code;
    return problem;
}

// With the words for where it stands, which name its kind.
EditorProblem secretAt(const SensitiveSpan &span, const char *code, const char *words)
{
    auto problem = problemAt(span, code);
    problem.severity = Severity::Warning;
    problem.message = Words::tr(words)
                          .arg(QString::fromUtf8(span.kind.data(), qsizetype(span.kind.size())))
                          .toStdString();
    return problem;
}

void addMalformed(const core::Tree &tree, std::vector<EditorProblem> &problems)
{
    for (const core::SealedSpot &spot : core::sealedSpots(tree)) {
        if (core::isSealed({tree, spot.node}))
            continue;
        auto problem = problemAt(spanOf(tree, spot.node, {}), "malformed-seal");
        problem.pointer = spot.pointer;
        problem.message
            = Words::tr("This is no sealed value any more and cannot be opened").toStdString();
        problems.push_back(std::move(problem));
    }
}

void addInComments(const std::vector<SensitiveSpan> &spans, std::size_t limit,
    std::vector<EditorProblem> &problems)
{
    for (const SensitiveSpan &span : spans) {
        if (!span.isInComment || problems.size() >= limit)
            continue;
        problems.push_back(secretAt(span, secretCommentCode,
            QT_TRANSLATE_NOOP(
                "chancery::editors::Sensitive", "This looks like a secret in a comment (%1)")));
    }
}

// The pointers of many values in one walk; each by itself would count the items before it again.
class PointerWalk {
public:
    // In rising order.
    explicit PointerWalk(std::vector<std::uint32_t> nodes)
        : m_nodes(std::move(nodes))
    {
    }

    std::vector<std::string> run(const core::Tree &tree)
    {
        visit(core::Value(tree, 0), std::uint32_t(tree.nodeCount()), {});
        m_pointers.resize(m_nodes.size());
        return std::move(m_pointers);
    }

private:
    void visit(core::Value value, std::uint32_t end, const std::string &pointer)
    {
        if (isWanted(value.index()))
            m_pointers.push_back(pointer);
        std::size_t number = 0;
        for (auto item = value.begin(); item != value.end() && next() < end; ++item, ++number) {
            const auto behind = item.value().node().next != 0 && !value.isObject()
                ? item.value().node().next
                : (value.isObject() && item.keyNode().next != 0 ? item.keyNode().next : end);
            if (next() >= behind)
                continue;
            visit(item.value(), behind,
                pointer + '/'
                    + (value.isObject() ? core::escapePointerToken(item.key())
                                        : std::to_string(number)));
        }
    }
    std::uint32_t next() const
    {
        return m_pointers.size() < m_nodes.size() ? m_nodes[m_pointers.size()]
                                                  : std::numeric_limits<std::uint32_t>::max();
    }
    bool isWanted(std::uint32_t index) const { return next() == index; }

    std::vector<std::uint32_t> m_nodes;
    std::vector<std::string> m_pointers;
};

// Of the problems, each of which stands at one of the nodes.
void setPointers(
    const core::Tree &tree, std::vector<std::uint32_t> nodes, std::vector<EditorProblem> &problems)
{
    // What YAML repeats may stand elsewhere in the tree than in the text.
    if (!std::ranges::is_sorted(nodes)) {
        for (std::size_t i = 0; i < nodes.size(); ++i)
            problems[i].pointer = core::pointerOf(tree, nodes[i]);
        return;
    }
    auto pointers = PointerWalk(std::move(nodes)).run(tree);
    for (std::size_t i = 0; i < problems.size(); ++i)
        problems[i].pointer = std::move(pointers[i]);
}

// Linear in the tree and, for the pointers, once more.
void addCovers(const core::Tree &tree, std::size_t limit, std::vector<EditorProblem> &problems)
{
    auto nodes = core::coversAsValues(tree);
    nodes.resize(std::min(nodes.size(), limit));
    std::vector<EditorProblem> covers;
    for (const auto node : nodes) {
        covers.push_back(problemAt(spanOf(tree, node, {}), core::coveredValueCode));
        covers.back().message = core::coveredValueMessage;
    }
    setPointers(tree, std::move(nodes), covers);
    std::ranges::move(covers, std::back_inserter(problems));
}

} // namespace

std::string pointerAround(const core::Tree &tree, std::size_t offset)
{
    std::string pointer = core::pointerOf(tree, core::nodeAt(tree, offset));
    const auto mark = pointer.find("/" + std::string(core::sealWord));
    if (mark != std::string::npos && core::isSealed(tree.root().resolve(pointer.substr(0, mark))))
        pointer.resize(mark);
    return pointer;
}

namespace {

// All of them, whatever they share in the text, without what is sealed.
std::vector<SensitiveSpan> plainSpans(const core::Tree &tree, const SchemaAdvisor *advisor)
{
    std::vector<SensitiveSpan> spans;
    const auto bySchema = advisor ? advisor->sensitiveNodes(tree) : std::vector<bool>();
    const auto isKnown
        = [&](std::uint32_t node) { return node < bySchema.size() && bySchema[node]; };
    for (std::uint32_t index = 0; index < bySchema.size(); ++index) {
        if (bySchema[index] && core::canHoldSecret(tree.node(index).type))
            spans.push_back(spanOf(tree, index, {}));
    }
    const auto scan = core::SecretScanner::shared().scan(tree);
    for (const core::SecretFinding &finding : scan.findings) {
        if (!isKnown(finding.node))
            spans.push_back(spanOf(tree, finding.node, finding.kind));
    }
    for (const auto node : scan.named) {
        if (!isKnown(node))
            addNamed(tree, node, spans);
    }
    return spans;
}

std::vector<std::uint32_t> anchorsOf(
    const core::Tree &tree, const std::vector<SensitiveSpan> &spans)
{
    std::vector<std::uint32_t> nodes;
    for (const SensitiveSpan &span : spans)
        nodes.push_back(span.node);
    return core::anchoredNodes(tree, nodes);
}

} // namespace

std::vector<std::uint32_t> sensitiveAnchors(const core::Tree &tree, const SchemaAdvisor *advisor)
{
    if (!core::hasAliases(tree))
        return {};
    return anchorsOf(tree, plainSpans(tree, advisor));
}

std::vector<SensitiveSpan> sensitiveSpans(const core::Tree &tree, const SchemaAdvisor *advisor)
{
    auto spans = plainSpans(tree, advisor);
    for (const auto node : anchorsOf(tree, spans))
        addNamed(tree, node, spans);
    addSealed(tree, spans);
    for (const core::CommentSecret &secret :
        core::commentSecrets(tree, core::SecretScanner::shared())) {
        SensitiveSpan span{secret.begin, secret.end, 0, secret.kind};
        span.isInComment = true;
        spans.push_back(span);
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
    const core::Tree &tree, const std::vector<SensitiveSpan> &spans, std::size_t limit)
{
    std::vector<EditorProblem> problems;
    std::vector<std::uint32_t> nodes;
    for (const SensitiveSpan &span : spans) {
        if (span.isSealed || span.isByName || span.isInComment || problems.size() >= limit)
            continue;
        nodes.push_back(span.node);
        if (span.kind.empty()) {
            auto problem = problemAt(span, unsealedCode);
            problem.severity = Severity::Information;
            problem.message = Words::tr("A sensitive value that is not sealed").toStdString();
            problems.push_back(std::move(problem));
            continue;
        }
        problems.push_back(secretAt(span, plainSecretCode,
            QT_TRANSLATE_NOOP(
                "chancery::editors::Sensitive", "This looks like a secret in a plain field (%1)")));
    }
    setPointers(tree, std::move(nodes), problems);
    addInComments(spans, limit, problems);
    addMalformed(tree, problems);
    addCovers(tree, limit, problems);
    return problems;
}

bool asksForSeal(const EditorProblem &problem)
{
    return problem.code == plainSecretCode || problem.code == unsealedCode;
}

bool isAboutSecret(const EditorProblem &problem)
{
    return asksForSeal(problem) || problem.code == secretCommentCode;
}

namespace {

// The comments as a whole, with their lines where nothing else stands on them.
core::TextPatch withoutComment(const core::Tree &tree, const core::Comment &comment)
{
    const std::string_view source = tree.source();
    const auto line = core::lineStart(source, comment.begin);
    const auto before = source.substr(line, comment.begin - line);
    const auto last = before.find_last_not_of(" \t");
    if (last == std::string_view::npos)
        return {line, core::nextLine(source, comment.end), {}};
    return {line + last + 1, comment.end, {}};
}

std::vector<QuickFix> commentFixes(const EditorProblem &problem, const core::Tree &tree)
{
    const auto secrets = core::commentSecrets(tree, core::SecretScanner::shared());
    const auto found = std::ranges::find(secrets, problem.begin, &core::CommentSecret::begin);
    if (found == secrets.end())
        return {};
    return {
        {Words::tr("Take the Secret Out of the Comment"), {found->begin, found->end, {}}, false},
        {Words::tr("Replace It by a Reference to Another Config"),
            {found->begin, found->end, "${ref:/path/of/config#/key}"}, false},
        {Words::tr("Remove the Whole Comment"), withoutComment(tree, found->comment), false}};
}

} // namespace

std::vector<QuickFix> secretFixes(const EditorProblem &problem, const core::Tree &tree)
{
    if (problem.code == secretCommentCode)
        return commentFixes(problem, tree);
    std::vector<QuickFix> fixes;
    fixes.push_back({Words::tr("Seal This Value"), {}, true});
    const auto add = [&](const QString &title, const std::string &text) {
        std::string json;
        core::appendJsonString(json, text);
        if (auto patch = core::setValue(tree, problem.pointer, json))
            fixes.push_back({title, *std::move(patch), false});
    };
    // References are resolved by the server, which refuses one that leads nowhere.
    add(Words::tr("Replace It by a Reference to Another Config"),
        "${ref:/path/of/config#" + core::encodedPointer(problem.pointer) + '}');
    add(Words::tr("Take It Out of the Text"), "");
    return fixes;
}

} // namespace chancery::editors
