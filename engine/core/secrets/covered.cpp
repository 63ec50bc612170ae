// SPDX-License-Identifier: Apache-2.0
#include "covered.h"

#include "engine/core/document/patchplaces.h"
#include "engine/core/rules/applied.h"
#include "engine/core/secrets/anchored.h"
#include "engine/core/secrets/incomments.h"

#include <algorithm>

namespace chancery::core {

namespace {

TextSpan spanOf(const Tree &tree, std::uint32_t index)
{
    const Node &node = tree.node(index);
    return {node.begin, std::max<std::size_t>(node.begin, contentEnd(tree.source(), node))};
}

} // namespace

bool canHoldSecret(NodeType type)
{
    return type == NodeType::String || type == NodeType::Number || type == NodeType::True
        || type == NodeType::False;
}

std::vector<TextSpan> mergedSpans(std::vector<TextSpan> spans)
{
    std::erase_if(spans, [](const TextSpan &span) { return span.begin >= span.end; });
    std::ranges::sort(spans, {}, &TextSpan::begin);
    std::vector<TextSpan> merged;
    for (const TextSpan &span : spans) {
        if (!merged.empty() && span.begin < merged.back().end)
            merged.back().end = std::max(merged.back().end, span.end);
        else
            merged.push_back(span);
    }
    return merged;
}

std::vector<std::uint32_t> coveredNodes(
    const Tree &tree, const CompiledSchema *schema, const SecretScanner &scanner)
{
    const auto scan = scanner.scan(tree);
    auto marks = schema && tree.nodeCount() > 0 ? sensitiveNodes(*schema, tree.root())
                                                : std::vector<bool>();
    marks.resize(tree.nodeCount());
    for (const SecretFinding &finding : scan.findings)
        marks[finding.node] = true;
    for (const auto node : scan.named)
        marks[node] = true;
    std::vector<std::uint32_t> nodes;
    for (std::uint32_t index = 0; index < marks.size(); ++index) {
        if ((marks[index] || !scan.isComplete) && canHoldSecret(tree.node(index).type))
            nodes.push_back(index);
    }
    std::ranges::copy(anchoredNodes(tree, nodes), std::back_inserter(nodes));
    return nodes;
}

std::vector<TextSpan> coveredSpans(
    const Tree &tree, const CompiledSchema *schema, const SecretScanner &scanner)
{
    std::vector<TextSpan> spans;
    for (const auto node : coveredNodes(tree, schema, scanner))
        spans.push_back(spanOf(tree, node));
    for (const CommentSecret &secret : commentSecrets(tree, scanner))
        spans.push_back({secret.begin, secret.end});
    return mergedSpans(std::move(spans));
}

std::string covered(
    std::string_view text, const std::vector<TextSpan> &spans, std::size_t begin, std::size_t end)
{
    std::string out;
    for (const TextSpan &span : spans) {
        if (span.end <= begin || span.begin >= end)
            continue;
        if (span.begin > begin)
            out += text.substr(begin, span.begin - begin);
        out += cover;
        begin = std::max(begin, span.end);
    }
    if (begin < end)
        out += text.substr(begin, end - begin);
    return out;
}

std::vector<std::uint32_t> coversAsValues(const Tree &tree)
{
    std::vector<std::uint32_t> nodes;
    for (std::uint32_t index = 0; index < tree.nodeCount(); ++index) {
        const Node &node = tree.node(index);
        if (node.type == NodeType::String && tree.text(node).find(cover) != std::string_view::npos)
            nodes.push_back(index);
    }
    return nodes;
}

CoveredText::CoveredText(std::string_view text, const std::vector<TextSpan> &spans)
{
    std::size_t done = 0;
    const auto keep = [&](std::size_t to) {
        m_pieces.push_back({m_text.size(), done, to - done});
        m_text += text.substr(done, to - done);
    };
    for (const TextSpan &span : spans) {
        keep(span.begin);
        m_text += cover;
        done = span.end;
    }
    keep(text.size());
}

std::optional<TextSpan> CoveredText::original(const TextSpan &span) const
{
    auto piece = std::ranges::upper_bound(m_pieces, span.begin, {}, &Piece::begin);
    if (piece == m_pieces.begin())
        return std::nullopt;
    --piece;
    if (span.end > piece->begin + piece->size)
        return std::nullopt;
    const auto begin = piece->original + (span.begin - piece->begin);
    return TextSpan{begin, begin + (span.end - span.begin)};
}

std::optional<TextSpan> CoveredText::shown(const TextSpan &span) const
{
    auto piece = std::ranges::upper_bound(m_pieces, span.begin, {}, &Piece::original);
    if (piece == m_pieces.begin())
        return std::nullopt;
    --piece;
    if (span.end > piece->original + piece->size)
        return std::nullopt;
    const auto begin = piece->begin + (span.begin - piece->original);
    return TextSpan{begin, begin + (span.end - span.begin)};
}

} // namespace chancery::core
