// SPDX-License-Identifier: Apache-2.0
//
// Replacing in text knows nothing of the document's language, so that it may break it, or say
// something else than it looks like: a closing bracket in a replacement, a quote, a key that is
// there already. The text with all hits replaced is read again and held against the tree before:
// the same shape, and the same keys and scalars except where a hit touches them. Where that does
// not hold, those that are to blame are looked for: each is tried alone, or by halves where there
// are many.
#include "engine/core/bulk/planner.h"

#include <algorithm>
#include <span>

namespace chancery::core {

namespace {

constexpr std::size_t mostTriedAlone = 200;

struct Edit {
    std::size_t hit = 0;
    TextPatch patch;
};

std::string applied(std::string_view text, std::span<const Edit> edits)
{
    std::string out;
    std::size_t done = 0;
    for (const Edit &edit : edits) {
        out += text.substr(done, edit.patch.begin - done);
        out += edit.patch.text;
        done = edit.patch.end;
    }
    return out.append(text.substr(done));
}

// What is wrong with the text after the edits; nothing when it is as intended.
std::optional<Error> faultOf(
    const Tree &tree, const std::string &after, std::span<const Edit> edits)
{
    const auto reading = read(after, tree.format(), Limits());
    if (!reading)
        return toError(reading.problem());
    std::vector<SearchHit> spans;
    for (const Edit &edit : edits)
        spans.push_back({edit.patch.begin, edit.patch.end});
    if (differOnlyAt(tree, reading.tree(), spans))
        return std::nullopt;
    return Error{ErrorKind::Invalid, "changes-structure",
        "The replacement would change more than the keys and values that it touches.", {}, {}, {}};
}

// Finds the edits that cannot be made: tells each of them why, and is told of those that may.
class Blame {
public:
    Blame(const SearchedDocument &document, std::vector<BulkHit> &hits, const CancelToken &token)
        : m_document(document)
        , m_hits(hits)
        , m_token(token)
    {
    }

    // Those that are left, in their order; an error when it was cancelled.
    Result<std::vector<Edit>> sorted(std::vector<Edit> edits)
    {
        if (edits.size() > mostTriedAlone)
            halve(edits);
        else
            for (const Edit &edit : edits)
                halve({&edit, 1});
        Error cancelled;
        if (isCancelled(m_token, cancelled))
            return cancelled;
        std::erase_if(edits, [this](const Edit &edit) { return m_hits[edit.hit].refusal; });
        return edits;
    }

private:
    void halve(std::span<const Edit> edits)
    {
        Error cancelled;
        if (edits.empty() || isCancelled(m_token, cancelled))
            return;
        const auto fault = faultOf(*m_document.tree, applied(m_document.text, edits), edits);
        if (!fault)
            return;
        if (edits.size() == 1) {
            BulkHit &hit = m_hits[edits.front().hit];
            hit.refusal = refusalOf(*fault, hit.pointer, hit.at);
            return;
        }
        const auto middle = edits.size() / 2;
        halve(edits.first(middle));
        halve(edits.subspan(middle));
    }

    const SearchedDocument &m_document;
    std::vector<BulkHit> &m_hits;
    const CancelToken &m_token;
};

} // namespace

bool differOnlyAt(const Tree &before, const Tree &after, const std::vector<SearchHit> &spans)
{
    if (before.nodeCount() != after.nodeCount())
        return false;
    const auto isTouched = [&](const Node &node) {
        const auto first
            = std::ranges::lower_bound(spans, std::size_t(node.begin), {}, &SearchHit::end);
        return first != spans.end() && first->begin <= node.end;
    };
    for (std::uint32_t i = 0; i < before.nodeCount(); ++i) {
        const Node &a = before.node(i);
        const Node &b = after.node(i);
        const auto isContainer = [](const Node &node) {
            return node.type == NodeType::Array || node.type == NodeType::Object;
        };
        if (isContainer(a) || isContainer(b) || a.type == NodeType::Key
            || b.type == NodeType::Key) {
            if (a.type != b.type || (isContainer(a) && a.size != b.size))
                return false;
        }
        if (isContainer(a) || isTouched(a))
            continue;
        if (a.type != b.type || before.text(a) != after.text(b))
            return false;
    }
    return true;
}

Result<BulkPlan> planReplacing(const DocumentFinder &finder, const std::string &with,
    const BulkSubject &subject, const std::vector<std::size_t> &leftOut, const CancelToken &token)
{
    const SearchedDocument &document = subject.document;
    BulkPlan plan;
    auto found = finder.find(document, BulkPlanner::mostHits + 1, token);
    plan.isComplete = found.size() <= BulkPlanner::mostHits;
    found.resize(std::min(found.size(), BulkPlanner::mostHits));
    auto texts = finder.replacements(document, found, with);
    if (!texts)
        return std::move(texts).error();
    const LineIndex lines(document.text);
    std::vector<Edit> edits;
    for (std::size_t i = 0; i < found.size(); ++i) {
        Edit edit{i, {found[i].begin, found[i].end, std::move((*texts)[i])}};
        auto line = changedLine(document, edit.patch);
        const auto node = nodeAt(*document.tree, found[i].begin);
        plan.hits.push_back(
            {found[i], lines.position(found[i].begin), pointerOf(*document.tree, node),
                std::move(line.before), std::move(line.after), false, std::nullopt});
        if (!std::ranges::binary_search(leftOut, i))
            edits.push_back(std::move(edit));
    }
    plan.after = applied(document.text, edits);
    auto fault = faultOf(*document.tree, plan.after, edits);
    if (!fault)
        return plan;
    auto left = Blame(document, plan.hits, token).sorted(std::move(edits));
    if (!left)
        return std::move(left).error();
    edits = std::move(*left);
    plan.after = applied(document.text, edits);
    fault = faultOf(*document.tree, plan.after, edits);
    if (!fault)
        return plan;
    // Only together they are wrong: none of them is done.
    for (const Edit &edit : edits)
        plan.hits[edit.hit].refusal
            = refusalOf(*fault, plan.hits[edit.hit].pointer, plan.hits[edit.hit].at);
    plan.after = document.text;
    return plan;
}

} // namespace chancery::core
