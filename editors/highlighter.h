// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/text/analysis.h"
#include "editors/text/editmap.h"
#include "editors/text/guessedspans.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace chancery::editors {

class CodeView;
struct TextChange;

// Styles and folds one CodeView from an Analysis. Between two analyses the unchanged beginning and
// end keep what they have and the lines between are guessed one by one. Of a large text only what
// is on screen, and a margin, is styled. Child of its view.
class Highlighter : public QObject {
    Q_OBJECT

public:
    explicit Highlighter(CodeView &view);

    const std::shared_ptr<const Analysis> &analysis() const { return m_analysis; }
    // The analysis is of the text as it stands.
    bool isCurrent() const { return m_analysis && m_map.isUnchanged(); }
    const EditMap &map() const { return m_map; }
    core::Format format() const { return m_format; }
    // Folds of a large text are set a slice at a time.
    bool isFolding() const { return m_foldSlice.isActive(); }

    void setFormat(core::Format format);
    // By which the values to cover are guessed where the text was edited since it was checked, or
    // everywhere when it never was.
    void setGuess(std::shared_ptr<const GuessBasis> basis, bool isChecked);
    const std::shared_ptr<const GuessBasis> &guess() const { return m_guess; }
    // Of the text as it stands.
    void setAnalysis(std::shared_ptr<const Analysis> analysis);
    // Forgets the analysis, not what is on screen: what comes on screen next is guessed.
    void letGo();
    // The text as it stands cannot be read: what was edited is guessed.
    void setBroken() { restyle(); }
    // For a new text that has nothing to do with the one before.
    void forget();

Q_SIGNALS:
    // All folds of the analysis are set.
    void folded();

private:
    void follow(const TextChange &change);
    void findChangedFolds(const Analysis *before);
    void styleUntil(int position);
    void styleVisible();
    void styleRange(std::size_t begin, std::size_t end);
    void guess(std::size_t begin, std::size_t end);
    void restyle();
    void applyFolds();
    bool isLarge() const;

    CodeView &m_view;
    core::Format m_format = core::Format::Json;
    std::shared_ptr<const Analysis> m_analysis;
    EditMap m_map;
    std::shared_ptr<const GuessBasis> m_guess; // null: nothing is guessed
    bool m_isChecked = false; // what was not edited since needs no guess
    std::size_t m_styledBegin = 0; // of a large text: what styleVisible() has done
    std::size_t m_styledEnd = 0;
    QTimer m_foldSlice;
    std::size_t m_nextFold = 0; // lines whose levels are still to be set
    std::size_t m_foldEnd = 0;
};

} // namespace chancery::editors
