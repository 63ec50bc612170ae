// SPDX-License-Identifier: Apache-2.0
//
// Replacing in text knows nothing of the document's language, so that it may break it, or say
// something else than it looks like: a closing bracket in a replacement, a quote, a key that is
// there already. The text with all hits replaced is read again and held against the tree before:
// the same shape, and the same keys and scalars except where a hit touches them. Where that does
// not hold, each hit is tried alone to find those that are to blame.
#include "engine/core/bulk/planner.h"

#include <algorithm>

namespace chancery::core {

namespace {

constexpr std::size_t mostTriedAlone = 200;

struct Edit {
    std::size_t hit = 0;
    TextPatch patch;
};

std::string applied(std::string_view text, const std::vector<Edit> &edits)
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
    const Tree &tree, const std::string &after, const std::vector<Edit> &edits)
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
    Error cancelled;
    std::erase_if(edits, [&](const Edit &edit) {
        if (edits.size() > mostTriedAlone)
            return false;
        const auto alone = isCancelled(token, cancelled)
            ? std::optional(cancelled)
            : faultOf(*document.tree, edit.patch.appliedTo(document.text), {edit});
        BulkHit &hit = plan.hits[edit.hit];
        if (alone)
            hit.refusal = refusalOf(*alone, hit.pointer, hit.at);
        return alone.has_value();
    });
    if (isCancelled(token, cancelled))
        return cancelled;
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
