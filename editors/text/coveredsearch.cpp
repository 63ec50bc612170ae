// SPDX-License-Identifier: Apache-2.0
#include "coveredsearch.h"

#include <algorithm>

namespace chancery::editors {

namespace {

using core::SearchHit;
using core::TextSpan;

std::vector<TextSpan> coversOf(const CoveredSource &source, const std::string &text)
{
    auto covers = source.covers;
    if (source.guess) {
        for (const SensitiveSpan &span : guessedSpans(text, source.format, *source.guess))
            covers.push_back({span.begin, span.end});
    }
    for (TextSpan &span : covers)
        span.end = std::min(span.end, text.size());
    return core::mergedSpans(std::move(covers));
}

core::CoveredText shownOf(const CoveredSource &source)
{
    const auto text = source.version.whole();
    return core::CoveredText(*text, coversOf(source, *text));
}

} // namespace

CoveredSearch::CoveredSearch(core::TextSearch search, const CoveredSource &source)
    : m_search(std::move(search))
    , m_shown(shownOf(source))
{
}

std::vector<SearchHit> CoveredSearch::findAll(
    std::size_t limit, const core::CancelToken &token) const
{
    auto hits = m_search.findAll(m_shown.text(), limit, token);
    std::size_t kept = 0;
    for (const SearchHit &hit : hits) {
        if (const auto span = m_shown.original({hit.begin, hit.end}))
            hits[kept++] = {span->begin, span->end};
    }
    hits.resize(kept);
    return hits;
}

core::Result<std::string> CoveredSearch::replacement(
    const SearchHit &hit, std::string_view with) const
{
    const auto shown = m_shown.shown({hit.begin, hit.end});
    if (!shown)
        return core::Error{core::ErrorKind::Invalid, "cover-touched", {}, {}, {}, {}};
    return m_search.replacement(m_shown.text(), {shown->begin, shown->end}, with);
}

core::Result<CoveredSearch::Replaced> CoveredSearch::replaceAll(
    std::string_view with, const core::CancelToken &token) const
{
    const auto &text = m_shown.text();
    auto hits = m_search.findAll(text, text.size() + 1, token);
    std::erase_if(
        hits, [this](const SearchHit &hit) { return !m_shown.original({hit.begin, hit.end}); });
    Replaced replaced;
    replaced.count = hits.size();
    for (std::size_t first = 0; first < hits.size();) {
        auto behind = first + 1;
        while (behind < hits.size() && m_shown.original({hits[first].begin, hits[behind].end}))
            ++behind;
        auto patch = m_search.replaceAll(text,
            {hits.begin() + std::ptrdiff_t(first), hits.begin() + std::ptrdiff_t(behind)}, with,
            token);
        if (!patch)
            return std::move(patch).error();
        const auto place = m_shown.original({patch->begin, patch->end});
        patch->begin = place->begin;
        patch->end = place->end;
        replaced.patches.push_back(*std::move(patch));
        first = behind;
    }
    std::ranges::reverse(replaced.patches);
    return replaced;
}

} // namespace chancery::editors
