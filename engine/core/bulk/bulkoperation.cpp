// SPDX-License-Identifier: Apache-2.0
//
// What is done at places is done by the proved patches of the document's own room, one after the
// other from the end of the document to its beginning: what stands before a place does not move
// while that what is behind it changes, so the pointers of the first tree stay true.
#include "bulkoperation.h"

#include "engine/core/bulk/planner.h"
#include "engine/core/document/json.h"
#include "engine/core/document/patch.h"
#include "engine/core/document/patchplaces.h"
#include "engine/core/document/value.h"
#include "engine/core/rules/amount.h"

#include <algorithm>

namespace chancery::core {

namespace {

Error badField(const char *code, std::string message)
{
    Error error{ErrorKind::Invalid, code, message, {}, {}, {}};
    error.fields.push_back({"/with", code, std::move(message), {}, 0, 0});
    return error;
}

// The last key of a path of keys, and the path of what holds it.
std::pair<std::string, std::string> split(const std::string &places)
{
    const auto slash = places.rfind('/');
    return {places.substr(0, slash), places.substr(slash + 1)};
}

std::string unescaped(std::string_view token)
{
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] == '~' && i + 1 < token.size())
            out += token[++i] == '1' ? '/' : '~';
        else
            out += token[i];
    }
    return out;
}

std::optional<Error> checkWith(const BulkOperation &operation)
{
    switch (operation.kind) {
    case BulkKind::Set: {
        const auto reading = readJson(operation.with);
        if (!reading)
            return badField("bad-value", reading.problem().message);
        return std::nullopt;
    }
    case BulkKind::Rename:
        if (operation.with.empty())
            return badField("bad-name", "A key needs a name.");
        return std::nullopt;
    case BulkKind::Add:
    case BulkKind::Multiply: {
        const auto reading = readJson(operation.with);
        if (!reading || !reading.tree().root().isNumber())
            return badField("bad-number", "Expected a number.");
        return std::nullopt;
    }
    case BulkKind::Replace:
    case BulkKind::Remove:
        break;
    }
    return std::nullopt;
}

// One document and one operation at places.
class PlacesPlan {
public:
    PlacesPlan(const BulkOperation &operation, const DocumentFinder &finder, const Glob &around,
        const std::string &missingKey, const BulkSubject &subject)
        : m_operation(operation)
        , m_finder(finder)
        , m_around(around)
        , m_missingKey(missingKey)
        , m_subject(subject)
        , m_tree(*subject.document.tree)
        , m_lines(subject.document.text)
    {
    }

    Result<BulkPlan> run(const std::vector<std::size_t> &leftOut, const CancelToken &token)
    {
        const bool renames = m_operation.kind == BulkKind::Rename;
        const KeyOwner itself{m_subject.path, m_subject.environment};
        const auto &owners = m_operation.owners;
        if (!renames || std::ranges::find(owners, itself) != owners.end())
            addPlaces();
        if (m_operation.kind == BulkKind::Set && m_operation.addsMissing)
            addMissing();
        if (renames)
            addReferenceSteps(m_subject, m_operation, m_finder.places(), m_steps, m_plan.hits);
        sort();
        auto after = takeSteps(m_subject.document, m_steps, m_plan.hits, leftOut, token);
        if (!after)
            return std::move(after).error();
        m_plan.after = std::move(*after);
        return std::move(m_plan);
    }

private:
    void addPlaces()
    {
        for (const auto node : m_finder.nodesAt(m_tree)) {
            const bool hasKey = node > 0 && m_tree.node(node - 1).type == NodeType::Key;
            if (m_operation.kind == BulkKind::Rename && !hasKey)
                continue;
            // A pattern for every depth names the objects on the way as well.
            const bool calculates
                = m_operation.kind == BulkKind::Add || m_operation.kind == BulkKind::Multiply;
            if (calculates && Value(m_tree, node).size() > 0)
                continue;
            add(node, pointerOf(m_tree, node));
        }
    }

    void add(std::uint32_t node, std::string pointer)
    {
        const bool isKey = m_operation.kind == BulkKind::Rename;
        const Node &shown = m_tree.node(isKey ? node - 1 : node);
        const SearchHit span{
            shown.begin, std::max<std::size_t>(shown.begin, contentEnd(m_tree.source(), shown))};
        push(node, span, std::move(pointer),
            [this](const Tree &tree, const std::string &at) { return patchAt(tree, at); });
    }

    void addMissing()
    {
        std::string pointer;
        addMissingBelow(m_tree.root(), pointer, m_missingKey);
    }

    void addMissingBelow(Value value, std::string &pointer, const std::string &key)
    {
        if (value.isObject() && m_around.matches(pointer) && !value.find(key)) {
            const auto begin = std::size_t(value.node().begin);
            push(value.index(), {begin, begin}, pointer,
                [this, key](const Tree &tree, const std::string &at) {
                    return insertMember(tree, at, key, m_operation.with);
                });
        }
        std::size_t number = 0;
        for (const auto &item : value) {
            const auto length = pointer.size();
            pointer += '/';
            pointer += value.isObject() ? escapePointerToken(item.key()) : std::to_string(number++);
            addMissingBelow(item.value(), pointer, key);
            pointer.resize(length);
        }
    }

    template <typename Patch>
    void push(std::uint32_t node, SearchHit span, std::string pointer, Patch patch)
    {
        if (m_plan.hits.size() >= BulkPlanner::mostHits) {
            m_plan.isComplete = false;
            return;
        }
        m_steps.push_back({node, {m_plan.hits.size()},
            [pointer, patch](const Tree &tree) { return patch(tree, pointer); }});
        m_plan.hits.push_back(
            {span, m_lines.position(span.begin), std::move(pointer), {}, {}, false, std::nullopt});
    }

    Result<TextPatch> patchAt(const Tree &tree, const std::string &pointer) const
    {
        switch (m_operation.kind) {
        case BulkKind::Remove:
            return removeValue(tree, pointer);
        case BulkKind::Rename:
            return renameKey(tree, pointer, m_operation.with);
        case BulkKind::Add:
        case BulkKind::Multiply:
            return calculated(tree, pointer);
        case BulkKind::Set:
        case BulkKind::Replace:
            break;
        }
        return setValue(tree, pointer, m_operation.with);
    }

    Result<TextPatch> calculated(const Tree &tree, const std::string &pointer) const
    {
        const Value value = tree.root().resolve(pointer);
        if (!value.isNumber())
            return Error{ErrorKind::Invalid, "not-a-number", "This is no number.", {}, {}, {}};
        const Amount amount(value.text());
        const Amount with(m_operation.with);
        const auto result = m_operation.kind == BulkKind::Add ? amount + with : amount * with;
        return setValue(tree, pointer, result.json());
    }

    // Hits in the order of the text, steps in that of the nodes.
    void sort()
    {
        std::vector<std::size_t> order(m_plan.hits.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::ranges::sort(
            order, {}, [this](std::size_t i) { return std::pair(m_plan.hits[i].span.begin, i); });
        std::vector<std::size_t> numbers(order.size());
        std::vector<BulkHit> hits;
        for (std::size_t i = 0; i < order.size(); ++i) {
            numbers[order[i]] = i;
            hits.push_back(std::move(m_plan.hits[order[i]]));
        }
        m_plan.hits = std::move(hits);
        for (BulkStep &step : m_steps) {
            for (std::size_t &hit : step.hits)
                hit = numbers[hit];
        }
        std::ranges::sort(m_steps, {},
            [](const BulkStep &step) { return std::pair(step.node, step.hits.front()); });
    }

    const BulkOperation &m_operation;
    const DocumentFinder &m_finder;
    const Glob &m_around;
    const std::string &m_missingKey;
    const BulkSubject &m_subject;
    const Tree &m_tree;
    LineIndex m_lines;
    std::vector<BulkStep> m_steps;
    BulkPlan m_plan;
};

} // namespace

namespace {

std::string_view lineAt(std::string_view text, std::size_t at)
{
    const auto newLine = text.substr(0, at).rfind('\n');
    const auto begin = newLine == std::string_view::npos ? 0 : newLine + 1;
    return text.substr(begin, std::min(text.find('\n', at), text.size()) - begin);
}

// Of the document as it was: another hit may have changed the line already.
ChangedLine lineOf(const SearchedDocument &document, const Tree &present, const BulkStep &step,
    const TextPatch &patch)
{
    const bool isSame = lineAt(present.source(), patch.begin) == lineAt(document.text, patch.begin);
    const auto alone = isSame ? patch : step.patch(*document.tree);
    return alone ? changedLine(document, *alone) : ChangedLine();
}

} // namespace

bool isCancelled(const CancelToken &token, Error &error)
{
    if (!token.isCancelled())
        return false;
    error = {ErrorKind::Cancelled, "cancelled", {}, {}, {}, {}};
    return true;
}

namespace {

// The end of what stands in front of a change, so that the change is seen.
std::string shortened(std::string front)
{
    static constexpr std::size_t longest = 32;
    const auto indentation = std::min(front.find_first_not_of(" \t"), front.size());
    if (front.size() - indentation <= longest)
        return front;
    auto at = front.size() - longest;
    while (at < front.size() && (static_cast<unsigned char>(front[at]) & 0xC0) == 0x80)
        ++at;
    return "…" + front.substr(at);
}

} // namespace

ChangedLine changedLine(const SearchedDocument &document, const TextPatch &patch)
{
    const auto text = document.text;
    const auto line = lineAt(text, patch.begin);
    const auto begin = std::size_t(line.data() - text.data());
    const auto end = begin + line.size();
    auto from = patch.begin;
    auto to = std::min(patch.end, text.size());
    bool isCovered = false;
    for (const TextSpan &span : document.covered) {
        if (span.begin < std::max(to, from + 1) && from < span.end) {
            from = std::min(from, span.begin);
            to = std::max(to, span.end);
            isCovered = true;
        }
    }
    from = std::max(from, begin);
    const auto front = shortened(covered(text, document.covered, begin, from));
    ChangedLine changed;
    changed.before = front + covered(text, document.covered, from, end);
    changed.after = front + (isCovered ? std::string(cover) : patch.text);
    if (to < end)
        changed.after += covered(text, document.covered, to, end);
    changed.after.resize(std::min(changed.after.find('\n'), changed.after.size()));
    return changed;
}

FieldError refusalOf(const Error &error, const std::string &pointer, const Position &at)
{
    if (!error.fields.empty() && error.fields.front().line > 0)
        return error.fields.front();
    return {pointer, error.code, error.detail, {}, at.line, at.column};
}

Result<std::string> takeSteps(const SearchedDocument &document, const std::vector<BulkStep> &steps,
    std::vector<BulkHit> &hits, const std::vector<std::size_t> &leftOut, const CancelToken &token)
{
    Tree present = *document.tree;
    Error cancelled;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        if (isCancelled(token, cancelled))
            return cancelled;
        auto patch = step->patch(present);
        if (!patch) {
            // Its fields may speak of a text that was made for the proof.
            auto error = patch.error();
            if (error.detail.empty() && !error.fields.empty())
                error.detail = error.fields.front().message;
            error.fields.clear();
            for (const auto hit : step->hits)
                hits[hit].refusal = refusalOf(error, hits[hit].pointer, hits[hit].at);
            continue;
        }
        const auto line = lineOf(document, present, *step, *patch);
        for (const auto hit : step->hits) {
            hits[hit].before = line.before;
            hits[hit].after = line.after;
        }
        const bool isLeftOut = std::ranges::all_of(
            step->hits, [&](std::size_t hit) { return std::ranges::binary_search(leftOut, hit); });
        if (isLeftOut)
            continue;
        auto reading = read(patch->appliedTo(present.source()), present.format(), Limits());
        if (!reading) {
            const auto error = toError(reading.problem());
            for (const auto hit : step->hits)
                hits[hit].refusal = refusalOf(error, hits[hit].pointer, hits[hit].at);
            continue;
        }
        present = std::move(reading).tree();
    }
    return present.source();
}

DocumentSearch BulkPlanner::searchFor(const BulkOperation &operation)
{
    DocumentSearch search = operation.what;
    if (operation.kind == BulkKind::Replace)
        return search;
    search = {};
    search.within
        = operation.kind == BulkKind::Rename ? SearchWithin::Keys : SearchWithin::Anywhere;
    search.places = operation.what.places;
    if (operation.kind == BulkKind::Set && operation.addsMissing) {
        // At the root there is no key to look for: every document has that object.
        search.places = split(operation.what.places).first;
        if (search.places.empty())
            search.places = "/**";
    }
    return search;
}

Result<BulkPlanner> BulkPlanner::compile(const BulkOperation &operation)
{
    DocumentSearch search = operation.what;
    if (operation.kind != BulkKind::Replace) {
        search.pattern.clear();
        if (search.places.empty()) {
            Error error{ErrorKind::Invalid, "bad-places", "A path of keys is needed.", {}, {}, {}};
            error.fields.push_back({"/places", error.code, error.detail, {}, 0, 0});
            return error;
        }
    }
    auto finder = DocumentFinder::compile(search);
    if (!finder)
        return std::move(finder).error();
    if (operation.kind == BulkKind::Replace && !finder->pattern()) {
        Error error{ErrorKind::Invalid, "empty-pattern", {}, {}, {}, {}};
        error.fields.push_back({"/pattern", error.code, {}, {}, 0, 0});
        return error;
    }
    if (auto error = checkWith(operation))
        return *std::move(error);
    BulkPlanner planner(operation, std::move(*finder));
    if (operation.addsMissing) {
        const auto [around, key] = split(operation.what.places);
        const auto name = Glob::ofPointers('/' + key);
        if (key.empty() || !name || !name->isExact())
            return badField("bad-places", "Where a key is added, the path ends with its name.");
        auto glob = Glob::ofPointers(around);
        if (!glob)
            return std::move(glob).error();
        planner.m_around = around.empty() ? Glob::root() : std::move(*glob);
        planner.m_missingKey = unescaped(name->prefix().substr(1));
    }
    return planner;
}

Result<BulkPlan> BulkPlanner::plan(const BulkSubject &subject,
    const std::vector<std::size_t> &leftOut, const CancelToken &token) const
{
    if (!subject.document.tree)
        return Error{ErrorKind::Invalid, "unreadable-document", {}, {}, {}, {}};
    if (m_operation.kind == BulkKind::Replace)
        return planReplacing(m_finder, m_operation.with, subject, leftOut, token);
    return PlacesPlan(m_operation, m_finder, m_around, m_missingKey, subject).run(leftOut, token);
}

} // namespace chancery::core
