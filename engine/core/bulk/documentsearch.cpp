// SPDX-License-Identifier: Apache-2.0
//
// A pattern is looked for in the text as it is written, and a hit counts where it lies within one
// of the spans that are allowed: keys, values, or the places that a path of keys names. What is
// sensitive is replaced before the search and not sorted out after it: an expression could tell by
// what else it finds ("user(.*secret)?") what a hit that is left out was.
#include "documentsearch.h"

#include "engine/core/document/patchplaces.h"
#include "engine/core/document/value.h"

#include <algorithm>
#include <set>

namespace chancery::core {

namespace {

constexpr std::size_t excerptBefore = 60; // characters of the line in front of the hit
constexpr std::size_t excerptLength = 200;
constexpr std::size_t mostHits = 1'000'000; // before those that do not count are left out

Error atField(Error error, const char *pointer)
{
    if (error.fields.empty())
        error.fields.push_back({pointer, error.code, error.detail, {}, 0, 0});
    return error;
}

bool isInside(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

std::size_t charactersIn(std::string_view text)
{
    return std::size_t(std::ranges::count_if(text, [](char c) { return !isInside(c); }));
}

// The bytes of so many characters at the beginning.
std::size_t bytesOf(std::string_view text, std::size_t characters)
{
    std::size_t at = 0;
    while (at < text.size() && characters > 0) {
        ++at;
        while (at < text.size() && isInside(text[at]))
            ++at;
        --characters;
    }
    return at;
}

TextSpan spanOf(const Tree &tree, std::uint32_t index)
{
    const Node &node = tree.node(index);
    return {node.begin, std::max<std::size_t>(node.begin, contentEnd(tree.source(), node))};
}

// Walks a document with the pointer of each value.
template <typename Use>
void eachValue(Value value, std::string &pointer, const Use &use)
{
    use(value, pointer);
    std::size_t number = 0;
    for (const auto &item : value) {
        const auto length = pointer.size();
        pointer += '/';
        pointer += value.isObject() ? escapePointerToken(item.key()) : std::to_string(number++);
        eachValue(item.value(), pointer, use);
        pointer.resize(length);
    }
}

} // namespace

Result<DocumentFinder> DocumentFinder::compile(const DocumentSearch &search)
{
    DocumentFinder finder(search);
    auto places = Glob::ofPointers(search.places);
    if (!places)
        return atField(std::move(places).error(), "/places");
    finder.m_places = std::move(*places);
    if (search.pattern.empty() && !search.places.empty())
        return finder;
    auto pattern = TextSearch::compile(
        {search.pattern, search.isExpression, search.matchesCase, search.wholeWords});
    if (!pattern)
        return atField(std::move(pattern).error(), "/pattern");
    finder.m_pattern = std::move(*pattern);
    return finder;
}

bool DocumentFinder::mayFind(std::string_view text) const
{
    return !m_pattern || !m_pattern->findAll(text, 1, CancelToken()).empty();
}

std::vector<DocumentFinder::Place> DocumentFinder::placesAt(const Tree &tree) const
{
    std::vector<Place> places;
    std::set<std::pair<std::size_t, std::size_t>> seen;
    std::string pointer;
    eachValue(tree.root(), pointer, [&](Value value, const std::string &at) {
        if (m_places.matches(at))
            places.push_back({value.index(), at});
    });
    // What an alias repeats is the same text; the first is the one that is written there.
    std::erase_if(places, [&](const Place &place) {
        const Node &node = tree.node(place.node);
        return !seen.emplace(node.begin, node.end).second && node.begin != node.end;
    });
    return places;
}

std::vector<SearchHit> DocumentFinder::placesIn(
    const SearchedDocument &document, std::size_t limit) const
{
    std::vector<SearchHit> hits;
    if (!document.tree)
        return hits;
    const Tree &tree = *document.tree;
    for (const auto &[index, pointer] : placesAt(tree)) {
        const bool hasKey = index > 0 && tree.node(index - 1).type == NodeType::Key;
        if (m_search.within == SearchWithin::Keys && !hasKey)
            continue;
        const auto span = spanOf(tree, m_search.within == SearchWithin::Keys ? index - 1 : index);
        hits.push_back({span.begin, span.end});
    }
    std::ranges::sort(hits, [](const SearchHit &a, const SearchHit &b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    if (hits.size() > limit)
        hits.resize(limit);
    return hits;
}

// Where a hit may lie.
std::vector<TextSpan> DocumentFinder::allowedIn(const Tree &tree) const
{
    std::vector<TextSpan> spans;
    std::string pointer;
    eachValue(tree.root(), pointer, [&](Value value, const std::string &at) {
        if (!m_places.matches(at))
            return;
        const auto index = value.index();
        const bool hasKey = index > 0 && tree.node(index - 1).type == NodeType::Key;
        const bool isContainer = value.isArray() || value.isObject();
        if (m_search.within != SearchWithin::Values && hasKey)
            spans.push_back(spanOf(tree, index - 1));
        const bool isWhole = m_search.within == SearchWithin::Anywhere;
        if (isWhole || (m_search.within == SearchWithin::Values && !isContainer))
            spans.push_back(spanOf(tree, index));
    });
    std::ranges::sort(spans, {}, &TextSpan::begin);
    // Each reaches as far as any before it: a hit that begins behind its beginning and ends before
    // that lies in one of them.
    for (std::size_t i = 1; i < spans.size(); ++i)
        spans[i].end = std::max(spans[i].end, spans[i - 1].end);
    return spans;
}

std::vector<SearchHit> DocumentFinder::find(
    const SearchedDocument &document, std::size_t limit, const CancelToken &token) const
{
    if (!m_pattern)
        return placesIn(document, limit);
    const bool isEverywhere = m_search.within == SearchWithin::Anywhere && m_search.places.empty();
    if (!isEverywhere && !document.tree)
        return {};
    std::vector<SearchHit> hits;
    const std::size_t wanted = isEverywhere && document.covered.empty() ? limit : mostHits;
    if (document.covered.empty()) {
        hits = m_pattern->findAll(document.text, wanted, token);
    } else {
        const CoveredText text(document.text, document.covered);
        for (const SearchHit &hit : m_pattern->findAll(text.text(), wanted, token)) {
            if (const auto span = text.original({hit.begin, hit.end}))
                hits.push_back({span->begin, span->end});
        }
    }
    if (!isEverywhere) {
        const auto allowed = allowedIn(*document.tree);
        std::erase_if(hits, [&](const SearchHit &hit) {
            const auto after = std::ranges::upper_bound(allowed, hit.begin, {}, &TextSpan::begin);
            return after == allowed.begin() || std::prev(after)->end < hit.end;
        });
    }
    if (hits.size() > limit)
        hits.resize(limit);
    return hits;
}

// In the text that was searched: what is covered must not come out by way of a group either.
Result<std::vector<std::string>> DocumentFinder::replacements(const SearchedDocument &document,
    const std::vector<SearchHit> &hits, std::string_view with) const
{
    std::vector<std::string> texts;
    const CoveredText text(document.text, document.covered);
    for (const SearchHit &hit : hits) {
        const auto span = text.shown({hit.begin, hit.end});
        if (!span || !m_pattern)
            return Error{ErrorKind::Internal, "no-such-hit", {}, {}, {}, {}};
        auto replaced = m_pattern->replacement(text.text(), {span->begin, span->end}, with);
        if (!replaced)
            return atField(std::move(replaced).error(), "/with");
        texts.push_back(std::move(*replaced));
    }
    return texts;
}

FoundPlace foundPlace(
    const SearchedDocument &document, const LineIndex &lines, const SearchHit &hit)
{
    const auto text = document.text;
    const auto before = text.substr(0, hit.begin);
    const auto lineBegin
        = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    auto lineEnd = std::min(text.find('\n', hit.begin), text.size());
    if (lineEnd > lineBegin && text[lineEnd - 1] == '\r')
        --lineEnd;
    const auto hitEnd = std::max(hit.begin, std::min(hit.end, lineEnd));
    FoundPlace place;
    const auto position = lines.position(hit.begin);
    place.line = position.line;
    place.column = position.column;
    place.length = int(charactersIn(text.substr(hit.begin, hitEnd - hit.begin)));
    if (document.tree) {
        const auto node = nodeAt(*document.tree, hit.begin);
        place.pointer = pointerOf(*document.tree, node);
    }
    auto shown = covered(text, document.covered, lineBegin, hit.begin);
    if (const auto length = charactersIn(shown); length > excerptBefore)
        shown = "…" + shown.substr(bytesOf(shown, length - excerptBefore));
    const auto indentation = shown.find_first_not_of(" \t");
    shown.erase(0, std::min(indentation, shown.size()));
    place.excerptColumn = int(charactersIn(shown)) + 1;
    shown += covered(text, document.covered, hit.begin, lineEnd);
    if (const auto cut = bytesOf(shown, excerptLength); cut < shown.size())
        shown = shown.substr(0, cut) + "…";
    place.excerpt = std::move(shown);
    return place;
}

} // namespace chancery::core
