// SPDX-License-Identifier: Apache-2.0
#include "searcher.h"

#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/editwatch.h"
#include "editors/liveanalysis.h"
#include "editors/masks.h"

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;
using namespace std::chrono_literals;

constexpr auto pause = 120ms;
constexpr auto pauseOfLargeText = 500ms;
constexpr std::size_t largeText = std::size_t(2) << 20;
// On one screen; more are a wall of colour.
constexpr std::size_t mostMarks = 2000;

} // namespace

Searcher::Searcher(ConfigEditor &editor, core::Executor &executor)
    : QObject(&editor)
    , m_editor(editor)
    , m_view(editor.view())
    , m_executor(executor)
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &Searcher::search);
    connect(&m_view.watch(), &EditWatch::settled, this, &Searcher::textChanged);
    connect(&m_view.masks(), &Masks::changed, this, &Searcher::textChanged);
    connect(&m_view, &Sci::SCN_UPDATEUI, this, [this](int updated) {
        if (m_hits.empty() || m_revision != m_editor.live().revision())
            return;
        if (updated & (Sci::SC_UPDATE_V_SCROLL | Sci::SC_UPDATE_H_SCROLL))
            markVisible();
        if (updated & Sci::SC_UPDATE_SELECTION)
            Q_EMIT changed();
    });
    applyTheme();
}

void Searcher::applyTheme()
{
    const EditorTheme &theme = m_view.theme();
    m_view.send(Sci::SCI_INDICSETSTYLE, CodeView::HitIndicator, Sci::INDIC_STRAIGHTBOX);
    m_view.send(Sci::SCI_INDICSETFORE, CodeView::HitIndicator, scintillaColour(theme.warning));
    m_view.send(Sci::SCI_INDICSETALPHA, CodeView::HitIndicator, 60);
    m_view.send(Sci::SCI_INDICSETOUTLINEALPHA, CodeView::HitIndicator, 150);
    m_view.send(Sci::SCI_INDICSETUNDER, CodeView::HitIndicator, true);
}

void Searcher::look(const core::SearchQuery &query)
{
    m_query = query;
    m_problem.reset();
    m_compiled.reset();
    m_search.cancel();
    m_soon.stop();
    auto compiled = core::TextSearch::compile(query);
    if (compiled)
        m_compiled = std::move(*compiled);
    else if (!query.pattern.empty())
        m_problem = compiled.error();
    m_origin = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONSTART));
    m_hits.clear();
    unmark();
    if (m_compiled) {
        m_wanted = m_query.pattern.empty() ? 0 : 2;
        search();
    }
    Q_EMIT changed();
}

void Searcher::textChanged()
{
    if (!m_compiled)
        return;
    m_search.cancel();
    m_soon.start(m_view.byteCount() > largeText ? pauseOfLargeText : pause);
}

void Searcher::search()
{
    m_soon.stop();
    using Hits = std::vector<core::SearchHit>;
    const auto revision = m_editor.live().revision();
    m_search = m_executor.run<Hits>(
        [search = *m_compiled, source = m_editor.live().coveredSource()](
            const core::CancelToken &token) {
            return core::Result<Hits>(CoveredSearch(search, source).findAll(mostHits, token));
        },
        [this, revision](core::Result<Hits> hits) {
            m_search.cancel();
            m_revision = revision;
            if (revision == m_editor.live().revision())
                take(hits ? std::move(*hits) : Hits());
        });
}

void Searcher::take(std::vector<core::SearchHit> hits)
{
    m_hits = std::move(hits);
    markVisible();
    const int wanted = std::exchange(m_wanted, 0);
    if (wanted == 2 && !m_hits.empty()) {
        const auto next = std::ranges::lower_bound(m_hits, m_origin, {}, &core::SearchHit::begin);
        select(next == m_hits.end() ? 0 : static_cast<std::size_t>(next - m_hits.begin()));
    } else if (wanted == 1 || wanted == -1) {
        go(wanted);
    }
    Q_EMIT changed();
}

std::size_t Searcher::current() const
{
    const auto begin = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONSTART));
    const auto end = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONEND));
    const auto hit = std::ranges::lower_bound(m_hits, begin, {}, &core::SearchHit::begin);
    const bool isHit = hit != m_hits.end() && hit->begin == begin && hit->end == end;
    return isHit ? static_cast<std::size_t>(hit - m_hits.begin()) + 1 : 0;
}

void Searcher::go(int direction)
{
    if (!m_compiled)
        return;
    if (m_search.isHeld() || m_soon.isActive() || m_revision != m_editor.live().revision()) {
        m_wanted = direction;
        if (!m_search.isHeld())
            search();
        return;
    }
    if (m_hits.empty())
        return;
    const auto begin = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONSTART));
    const auto end = static_cast<std::size_t>(m_view.send(Sci::SCI_GETSELECTIONEND));
    const std::size_t count = m_hits.size();
    std::size_t next = 0;
    if (const auto here = current(); here > 0) {
        next = (here - 1 + count + static_cast<std::size_t>(direction + 2) - 2) % count;
    } else if (direction > 0) {
        const auto found = std::ranges::lower_bound(m_hits, end, {}, &core::SearchHit::begin);
        next = static_cast<std::size_t>(found - m_hits.begin()) % count;
    } else {
        const auto found = std::ranges::lower_bound(m_hits, begin, {}, &core::SearchHit::begin);
        next = (static_cast<std::size_t>(found - m_hits.begin()) + count - 1) % count;
    }
    select(next);
    Q_EMIT changed();
}

void Searcher::select(std::size_t hit)
{
    const core::SearchHit &found = m_hits[hit];
    m_view.send(
        Sci::SCI_ENSUREVISIBLEENFORCEPOLICY, static_cast<std::size_t>(m_view.lineOf(found.begin)));
    m_view.send(Sci::SCI_SETSEL, found.begin, static_cast<std::intptr_t>(found.end));
    const auto [first, last] = m_view.visibleLines();
    const int line = m_view.lineOf(found.begin);
    if (line <= first || line >= last - 2)
        m_view.send(Sci::SCI_VERTICALCENTRECARET);
    markVisible();
}

void Searcher::replace(const std::string &with)
{
    const auto hit = current();
    if (hit == 0 || !m_compiled || m_view.isTextReadOnly()
        || m_revision != m_editor.live().revision()) {
        goToNext();
        return;
    }
    const core::SearchHit place = m_hits[hit - 1];
    // An expression may look at what is around the hit.
    const auto words = m_query.isExpression
        ? CoveredSearch(*m_compiled, m_editor.live().coveredSource()).replacement(place, with)
        : m_compiled->replacement({}, place, with);
    m_problem = words ? std::nullopt : std::optional(words.error());
    if (words) {
        m_view.replaceBytes(place.begin, place.end, *words);
        m_view.setCaret(place.begin + words->size());
        goToNext();
    }
    Q_EMIT changed();
}

void Searcher::replaceAll(const std::string &with)
{
    if (!m_compiled || m_view.isTextReadOnly())
        return;
    using Replaced = CoveredSearch::Replaced;
    const auto revision = m_editor.live().revision();
    m_replace = m_executor.run<Replaced>(
        [search = *m_compiled, source = m_editor.live().coveredSource(), with](
            const core::CancelToken &token) {
            return CoveredSearch(search, source).replaceAll(with, token);
        },
        [this, revision](core::Result<Replaced> result) {
            m_replace.cancel();
            if (revision == m_editor.live().revision())
                finishReplacing(result);
            else
                finishReplacing(
                    core::Error{core::ErrorKind::Conflict, "text-changed", {}, {}, {}, {}});
        });
}

void Searcher::finishReplacing(const core::Result<CoveredSearch::Replaced> &replacement)
{
    m_problem = replacement ? std::nullopt : std::optional(replacement.error());
    if (replacement && replacement->count > 0) {
        unmark();
        m_view.beginUndoAction();
        for (const core::TextPatch &patch : replacement->patches)
            m_view.replaceBytes(patch.begin, patch.end, patch.text);
        m_view.endUndoAction();
    }
    Q_EMIT changed();
    if (replacement)
        Q_EMIT replaced(replacement->count);
}

void Searcher::unmark()
{
    m_view.send(Sci::SCI_SETINDICATORCURRENT, CodeView::HitIndicator);
    m_view.send(Sci::SCI_INDICATORCLEARRANGE, 0, static_cast<std::intptr_t>(m_view.byteCount()));
}

void Searcher::markVisible()
{
    unmark();
    const auto [first, last] = m_view.visibleLines();
    const auto end = m_view.lineStart(last);
    auto hit = std::ranges::lower_bound(m_hits, m_view.lineStart(first), {}, &core::SearchHit::end);
    for (std::size_t marks = 0; hit != m_hits.end() && hit->begin < end && marks < mostMarks;
        ++hit, ++marks)
        m_view.send(Sci::SCI_INDICATORFILLRANGE, hit->begin,
            static_cast<std::intptr_t>(hit->end - hit->begin));
}

} // namespace chancery::editors
