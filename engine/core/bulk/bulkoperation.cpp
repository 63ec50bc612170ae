// SPDX-License-Identifier: Apache-2.0
//
// What is done at places is written by the ways of the document's own room; steps.cpp proves them,
// as many as it can at once.
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

// For each value the one that it is in and the one before it there; nought for none.
struct Neighbours {
    explicit Neighbours(const Tree &tree)
        : parents(tree.nodeCount())
        , previous(tree.nodeCount())
    {
        for (std::uint32_t index = 0; index < tree.nodeCount(); ++index) {
            const bool isContainer = tree.node(index).type == NodeType::Object
                || tree.node(index).type == NodeType::Array;
            std::uint32_t before = 0;
            for (const auto &member : isContainer ? Value(tree, index) : Value()) {
                parents[member.value().index()] = index;
                previous[member.value().index()] = before;
                before = member.value().index();
            }
        }
    }

    std::vector<std::uint32_t> parents;
    std::vector<std::uint32_t> previous;
};

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
        , m_nodes(m_tree)
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
        if (auto taken = takeSteps(m_subject.document, m_steps, leftOut, token, m_plan); !taken)
            return std::move(taken).error();
        return std::move(m_plan);
    }

private:
    void addPlaces()
    {
        for (auto &[node, pointer] : m_finder.placesAt(m_tree)) {
            const bool hasKey = node > 0 && m_tree.node(node - 1).type == NodeType::Key;
            if (m_operation.kind == BulkKind::Rename && !hasKey)
                continue;
            // A pattern for every depth names the objects on the way as well.
            const bool calculates
                = m_operation.kind == BulkKind::Add || m_operation.kind == BulkKind::Multiply;
            if (calculates && Value(m_tree, node).size() > 0)
                continue;
            add(node, std::move(pointer));
        }
    }

    void add(std::uint32_t node, std::string pointer)
    {
        const bool isKey = m_operation.kind == BulkKind::Rename;
        const Node &shown = m_tree.node(isKey ? node - 1 : node);
        const SearchHit span{
            shown.begin, std::max<std::size_t>(shown.begin, contentEnd(m_tree.source(), shown))};
        push(
            node, span, std::move(pointer),
            [this](const Tree &tree, const std::string &at) { return patchAt(tree, at); },
            [this, node](
                const Tree &tree, StaysBehind &stays) { return attemptAt(tree, node, stays); });
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
            push(
                value.index(), {begin, begin}, pointer,
                [this, key](const Tree &tree, const std::string &at) {
                    return insertMember(tree, at, key, m_operation.with);
                },
                [this, key, node = value.index()](
                    const Tree &tree, StaysBehind &) { return attemptToAdd(tree, node, key); });
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

    using Attempt = std::function<std::optional<BulkAttempt>(const Tree &, StaysBehind &)>;

    template <typename Patch>
    void push(std::uint32_t node, SearchHit span, std::string pointer, Patch patch, Attempt attempt)
    {
        if (m_plan.hits.size() >= BulkPlanner::mostHits) {
            m_plan.isComplete = false;
            return;
        }
        m_steps.push_back({node, {m_plan.hits.size()},
            [pointer, patch](const Tree &tree) { return patch(tree, pointer); },
            std::move(attempt)});
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

    std::string calculatedJson(Value value) const
    {
        const Amount amount(value.text());
        const Amount with(m_operation.with);
        return (m_operation.kind == BulkKind::Add ? amount + with : amount * with).json();
    }

    Result<TextPatch> calculated(const Tree &tree, const std::string &pointer) const
    {
        const Value value = tree.root().resolve(pointer);
        if (!value.isNumber())
            return Error{ErrorKind::Invalid, "not-a-number", "This is no number.", {}, {}, {}};
        return setValue(tree, pointer, calculatedJson(value));
    }

    // Nodes before the steps that were taken keep their numbers.
    std::optional<BulkAttempt> attemptAt(
        const Tree &tree, std::uint32_t node, StaysBehind &stays) const
    {
        const Value value(tree, node);
        switch (m_operation.kind) {
        case BulkKind::Remove:
            return attemptToRemove(tree, node, stays);
        case BulkKind::Rename: {
            const Node &key = tree.node(node - 1);
            const auto old = std::string_view(tree.source()).substr(key.begin, key.end - key.begin);
            BulkAttempt attempt{
                {PatchedChange::Kind::Rename, node, {}, m_operation.with}, {}, sortOf(node, old)};
            for (auto &spelling : keySpellings(tree.format(), m_operation.with, old))
                attempt.ways.push_back({key.begin, key.end, std::move(spelling)});
            return attempt;
        }
        case BulkKind::Add:
        case BulkKind::Multiply:
            if (!value.isNumber())
                return std::nullopt;
            return attemptToSet(value, calculatedJson(value));
        case BulkKind::Set:
        case BulkKind::Replace:
            break;
        }
        return attemptToSet(value, m_operation.with);
    }

    std::optional<BulkAttempt> attemptToSet(Value place, const std::string &json) const
    {
        const auto value = readJson(json);
        if (!value)
            return std::nullopt;
        const auto old = std::string_view(place.tree().source()).substr(place.node().begin);
        return BulkAttempt{{PatchedChange::Kind::Set, place.index(), json, {}},
            waysToSet(place, value.tree().root()), sortOf(place.index(), old)};
    }

    std::optional<BulkAttempt> attemptToRemove(
        const Tree &tree, std::uint32_t node, StaysBehind &stays) const
    {
        if (node == 0)
            return std::nullopt;
        const Value parent(tree, m_nodes.parents[node]);
        const auto next = tree.node(parent.isObject() ? node - 1 : node).next;
        const auto known = stays.find(parent.isObject() ? next + 1 : next);
        const bool hasBehind = next != 0 && (known == stays.end() || known->second);
        stays[node] = hasBehind;
        const auto previous = m_nodes.previous[node];
        const auto before = previous == 0 ? std::nullopt : std::optional(previous);
        auto ways = waysToRemoveAmong(parent, node, before, hasBehind);
        auto sort = std::string(hasBehind ? "r" : "R") + (before ? "p" : "P")
            + std::to_string(ways.size());
        return BulkAttempt{
            {PatchedChange::Kind::Remove, node, {}, {}}, std::move(ways), std::move(sort)};
    }

    std::optional<BulkAttempt> attemptToAdd(
        const Tree &tree, std::uint32_t node, const std::string &key) const
    {
        const auto value = readJson(m_operation.with);
        if (!value)
            return std::nullopt;
        const Value object(tree, node);
        return BulkAttempt{{PatchedChange::Kind::Append, node, m_operation.with, key},
            waysToInsert(object, key, value.tree().root()),
            std::string(object.size() > 0 ? "a" : "A") + (hasBrackets(object) ? "b" : "")};
    }

    // By the quotes of what stood there, and whether it is in brackets.
    std::string sortOf(std::uint32_t node, std::string_view old) const
    {
        const char first = old.empty() ? '0' : old.front();
        const bool isQuoted = std::string_view("\"'|>").find(first) != std::string_view::npos;
        const bool isThrice = isQuoted && old.size() > 2 && old[1] == first && old[2] == first;
        const bool isInBrackets = node > 0 && hasBrackets(Value(m_tree, m_nodes.parents[node]));
        return std::string(isThrice ? 3 : 1, isQuoted ? first : 's') + (isInBrackets ? "b" : "");
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
    Neighbours m_nodes;
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
    for (auto span = std::ranges::upper_bound(document.covered, from, {}, &TextSpan::end);
        span != document.covered.end() && span->begin < std::max(to, from + 1); ++span) {
        from = std::min(from, span->begin);
        to = std::max(to, span->end);
        isCovered = true;
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
