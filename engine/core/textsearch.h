// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"
#include "engine/core/document/patch.h"

#include <memory>
#include <vector>

namespace chancery::core {

struct SearchQuery {
    std::string pattern; // UTF-8
    bool isExpression = false; // of RE2; else the text as it stands
    bool matchesCase = false;
    bool wholeWords = false; // of what is found that which ends with its words

    friend bool operator==(const SearchQuery &, const SearchQuery &) = default;
};

// Bytes [begin, end) of a text; an expression may be found between two of them.
struct SearchHit {
    std::size_t begin = 0;
    std::size_t end = 0;

    friend bool operator==(const SearchHit &, const SearchHit &) = default;
};

// Finds and replaces in UTF-8 text, in time that grows with the text only, whatever the expression.
// In an expression "^" and "$" stand for the ends of lines. A value, safe in any thread.
class TextSearch {
public:
    // Error{Invalid, "empty-pattern"}, or "bad-pattern" with what is wrong in the detail and where
    // in a field.
    static Result<TextSearch> compile(const SearchQuery &query);

    // In order, at most so many, without overlaps; incomplete once the token is cancelled.
    std::vector<SearchHit> findAll(
        std::string_view text, std::size_t limit, const CancelToken &token) const;

    // What stands for hits: of an expression "$1" or "${name}" is a group, "$0" all of it, "$$" the
    // sign; "\n", "\t" and "\\" are what they are. Error{Invalid, "bad-replacement"} where there is
    // no such group, its name in the detail. The hit must be one of the text's.
    Result<std::string> replacement(
        std::string_view text, const SearchHit &hit, std::string_view with) const;
    // All of them in one change, from the first to the last.
    Result<TextPatch> replaceAll(std::string_view text, const std::vector<SearchHit> &hits,
        std::string_view with, const CancelToken &token) const;

private:
    class Expression;
    explicit TextSearch(SearchQuery query)
        : m_query(std::move(query))
    {
    }

    bool isWholeWord(std::string_view text, const SearchHit &hit) const;

    SearchQuery m_query;
    std::shared_ptr<const Expression> m_expression; // null: the pattern byte by byte
};

} // namespace chancery::core
