// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/highlighter.h"
#include "editors/schemaadvisor.h"
#include "editors/text/sensitive.h"
#include "editors/text/textversion.h"
#include "engine/core/executor.h"

#include <QObject>
#include <QTimer>

namespace chancery::editors {

struct TextChange;

// A text that was read and checked: what it says, and what of it is not for everybody's eyes.
struct CheckedText {
    std::shared_ptr<const Analysis> analysis;
    std::shared_ptr<const std::vector<SensitiveSpan>> sensitive;
};

// Keeps what is known of a view's text up to date while it is edited: reads it, gives the result to
// the highlighter, then has it checked. Small texts are read at once, larger ones in the executor,
// which is sent the edits instead of the text. Of the GUI thread.
class LiveAnalysis : public QObject {
    Q_OBJECT

public:
    // Up to this size reading takes less than a frame.
    static constexpr std::size_t smallText = std::size_t(64) << 10;

    LiveAnalysis(CodeView &view, core::Executor &executor);

    Highlighter &highlighter() { return m_highlighter; }
    const Highlighter &highlighter() const { return m_highlighter; }
    const std::shared_ptr<const SchemaAdvisor> &advisor() const { return m_advisor; }
    const std::vector<EditorProblem> &problems() const { return m_problems; }
    // The last text that was checked, for what shows it in another way.
    const CheckedText &checked() const { return m_checked; }
    // Something is still to come.
    bool isBusy() const { return m_soon.isActive() || m_reading.isHeld() || m_checking.isHeld(); }
    // What was read last does not parse.
    bool isBroken() const { return m_isBroken; }
    // The text as it stands, for the executor.
    const TextVersion &version() const { return m_version; }
    // Another number after each change of the text.
    std::uint64_t revision() const { return m_revision; }

    void setAdvisor(std::shared_ptr<const SchemaAdvisor> advisor);
    // What was found elsewhere to be wrong with the text as it stands, in its order: shown with the
    // others, but for what those say already. It moves with the text until there is another word.
    void setOtherProblems(std::vector<EditorProblem> problems);
    void setProblemLimit(std::size_t limit) { m_limit = limit; }
    // For a new text or another format: nothing of the old one is kept.
    void startOver(core::Format format, std::shared_ptr<const std::string> text);

Q_SIGNALS:
    void problemsChanged();
    // The highlighter has an analysis of the text as it stands.
    void analysed();

private:
    struct Answer;

    void guessFromNothing();
    void follow(const TextChange &change);
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
    std::shared_ptr<const SchemaAdvisor> m_advisor;
    std::vector<EditorProblem> m_problems;
    std::vector<EditorProblem> m_ownProblems; // without those of others
    std::vector<EditorProblem> m_otherProblems;
    CheckedText m_checked;
    std::size_t m_limit = 1000;
    bool m_isBroken = false;
    TextVersion m_version;
    std::uint64_t m_revision = 0;
    std::size_t m_editsBeingRead = 0; // the first so many of the version's
    QTimer m_soon;
    core::Call m_reading;
    core::Call m_checking;
};

} // namespace chancery::editors
