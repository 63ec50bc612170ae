// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/bulk/glob.h"
#include "engine/core/domain/search.h"
#include "engine/core/secrets/covered.h"
#include "engine/core/textsearch.h"

namespace chancery::core {

// A document to be searched in, all of which must outlive the search.
struct SearchedDocument {
    std::string_view text;
    const Tree *tree = nullptr; // null: it cannot be read; it has no keys, values or places then
    std::vector<TextSpan> covered = {}; // what is sensitive is neither found nor shown
};

// Finds in documents what a DocumentSearch says. Pure; compiled once for many documents; a value,
// safe in any thread.
class DocumentFinder {
public:
    // Error{Invalid} of TextSearch and Glob, each with the field ("/pattern", "/places") and, for
    // an expression, the column of what is wrong in it.
    static Result<DocumentFinder> compile(const DocumentSearch &search);

    const DocumentSearch &search() const { return m_search; }
    const TextSearch *pattern() const { return m_pattern ? &*m_pattern : nullptr; }
    const Glob &places() const { return m_places; }
    // Cheap: false only where find() finds nothing, whatever is covered.
    bool mayFind(std::string_view text) const;
    // In the order of the text, without overlaps, at most so many.
    std::vector<SearchHit> find(
        const SearchedDocument &document, std::size_t limit, const CancelToken &token) const;
    // What stands for each of the hits that find() gave, as TextSearch has it.
    Result<std::vector<std::string>> replacements(const SearchedDocument &document,
        const std::vector<SearchHit> &hits, std::string_view with) const;
    // The values that the places name; one that is repeated by an alias stands once.
    struct Place {
        std::uint32_t node = 0;
        std::string pointer;
    };
    std::vector<Place> placesAt(const Tree &tree) const;

private:
    explicit DocumentFinder(DocumentSearch search)
        : m_search(std::move(search))
    {
    }
    std::vector<SearchHit> placesIn(const SearchedDocument &document, std::size_t limit) const;
    std::vector<TextSpan> allowedIn(const Tree &tree) const;

    DocumentSearch m_search;
    std::optional<TextSearch> m_pattern; // nothing: the places themselves
    Glob m_places;
};

// A hit as it is shown.
FoundPlace foundPlace(
    const SearchedDocument &document, const LineIndex &lines, const SearchHit &hit);

} // namespace chancery::core
