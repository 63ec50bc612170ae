// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/text/coveredsearch.h"
#include "engine/core/executor.h"
#include "engine/core/textsearch.h"

#include <QObject>
#include <QTimer>

namespace chancery::editors {

class CodeView;
class ConfigEditor;

// Looks for something in one text and keeps what it has found up to date while the text changes.
// What is covered is neither found nor changed. Searching and replacing are done in the executor;
// what is on screen is marked. Child of its editor, of the GUI thread.
class Searcher : public QObject {
    Q_OBJECT

public:
    // More are not counted.
    static constexpr std::size_t mostHits = 1'000'000;

    Searcher(ConfigEditor &editor, core::Executor &executor);

    const core::SearchQuery &query() const { return m_query; }
    std::size_t count() const { return m_hits.size(); }
    // The number of the hit that is selected, from one; zero when none is.
    std::size_t current() const;
    // Something is still to come; what is known may be of an older text.
    bool isBusy() const { return m_soon.isActive() || m_search.isHeld() || m_replace.isHeld(); }
    // Why the pattern cannot be looked for, or what is wrong with the replacement.
    const std::optional<core::Error> &problem() const { return m_problem; }

    // Goes to the first hit from the caret on when it is known. An empty pattern ends the search.
    void look(const core::SearchQuery &query);
    void goToNext() { go(1); }
    void goToPrevious() { go(-1); }
    // The selected hit, and on to the next; when none is selected only on.
    void replace(const std::string &with);
    // In one step of undo.
    void replaceAll(const std::string &with);
    void applyTheme();

Q_SIGNALS:
    void changed();
    void replaced(std::size_t count);

private:
    void textChanged();
    void search();
    void take(std::vector<core::SearchHit> hits);
    void go(int direction);
    void select(std::size_t hit);
    void markVisible();
    void unmark();
    void finishReplacing(const core::Result<CoveredSearch::Replaced> &replacement);

    ConfigEditor &m_editor;
    CodeView &m_view;
    core::Executor &m_executor;
    core::SearchQuery m_query;
    std::optional<core::TextSearch> m_compiled;
    std::optional<core::Error> m_problem;
    std::vector<core::SearchHit> m_hits;
    std::uint64_t m_revision = 0; // of the text that the hits are of
    int m_wanted = 0; // a step to make when the hits are known
    std::size_t m_origin = 0; // where the search began
    QTimer m_soon;
    core::Call m_search;
    core::Call m_replace;
};

} // namespace chancery::editors
