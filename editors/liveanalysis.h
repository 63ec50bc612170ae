// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/highlighter.h"
#include "editors/schemaadvisor.h"
#include "editors/text/coveredsearch.h"
#include "editors/text/sensitive.h"
#include "editors/text/textversion.h"
#include "engine/core/executor.h"

#include <QObject>
#include <QTimer>

namespace chancery::editors {

struct TextChange;
class UseWatch;

// A text that was read and checked: what it says, and what of it is not for everybody's eyes.
struct CheckedText {
    std::shared_ptr<const Analysis> analysis;
    std::shared_ptr<const std::vector<SensitiveSpan>> sensitive;
};

// Keeps what is known of a view's text up to date while it is edited: reads it, gives the result to
// the highlighter, then has it checked. Small texts are read at once, larger ones in the executor,
// which is sent the edits instead of the text. Of a huge text that nobody is at work in only what
// is on screen is kept; it is read again as soon as somebody is. Of the GUI thread.
class LiveAnalysis : public QObject {
    Q_OBJECT

public:
    // Up to this size reading takes less than a frame.
    static constexpr std::size_t smallText = std::size_t(64) << 10;

    // Beyond this size what was read takes more memory than it is worth while nobody asks for it;
    // eight times the largest document that the server accepts.
    static constexpr std::size_t hugeText = std::size_t(32) << 20;

    LiveAnalysis(CodeView &view, core::Executor &executor);

    Highlighter &highlighter() { return m_highlighter; }
    const Highlighter &highlighter() const { return m_highlighter; }
    const std::shared_ptr<const SchemaAdvisor> &advisor() const { return m_advisor; }
    const std::vector<EditorProblem> &problems() const { return m_problems; }
    // The last text that was checked, for what shows it in another way.
    const CheckedText &checked() const { return m_checked; }
    // Every value of the text as it stands has been looked at, and the sensitive ones are covered.
    bool isChecked() const;
    // What is covered, for a search that may see nothing of it.
    CoveredSource coveredSource();
    // Something is still to come.
    bool isBusy() const;
    // What was read last does not parse.
    bool isBroken() const { return m_isBroken; }
    // What was read of a huge text has been let go of; the problems and the covers stand.
    bool isResting() const { return m_isResting; }
    // The text as it stands, for the executor.
    const TextVersion &version();
    // Another number after each change of the text.
    std::uint64_t revision() const { return m_revision; }

    void setAdvisor(std::shared_ptr<const SchemaAdvisor> advisor);
    // What was found elsewhere to be wrong with the text as it stands, in its order: shown with the
    // others, but for what those say already. It moves with the text until there is another word.
    void setOtherProblems(std::vector<EditorProblem> problems);
    void setProblemLimit(std::size_t limit) { m_limit = limit; }
    void setHugeText(std::size_t bytes) { m_hugeText = bytes; }
    // For a new text or another format: nothing of the old one is kept. A text that the view does
    // not show yet is read all the same; show() says when it does.
    void startOver(core::Format format, std::shared_ptr<const std::string> text, bool isShown);
    void show();

Q_SIGNALS:
    void advisorChanged();
    void problemsChanged();
    // The highlighter has an analysis of the text as it stands.
    void analysed();

private:
    struct Answer;

    void guessFromNothing();
    void follow(const TextChange &change);
    void rest();
    void wake();
    void scheduleReading();
    void read();
    void take(core::Result<Answer> answer);
    void use(AnalysisResult result);
    void check();
    void publish(std::vector<EditorProblem> problems);
    void publishAll();

    CodeView &m_view;
    core::Executor &m_executor;
    Highlighter &m_highlighter;
    UseWatch &m_use;
    std::shared_ptr<const SchemaAdvisor> m_advisor;
    std::vector<EditorProblem> m_problems;
    std::vector<EditorProblem> m_ownProblems; // without those of others
    std::vector<EditorProblem> m_otherProblems;
    CheckedText m_checked;
    std::size_t m_limit = 1000;
    std::size_t m_hugeText = hugeText;
    bool m_isBroken = false;
    bool m_isResting = false;
    bool m_isShown = true;
    std::shared_ptr<Answer> m_early; // came before the text was shown
    TextVersion m_version;
    std::uint64_t m_revision = 0;
    std::size_t m_editsBeingRead = 0; // the first so many of the version's
    QTimer m_soon;
    core::Call m_reading;
    core::Call m_checking;
};

} // namespace chancery::editors
