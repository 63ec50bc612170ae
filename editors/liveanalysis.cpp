// SPDX-License-Identifier: Apache-2.0
#include "liveanalysis.h"

#include "editors/codeview.h"
#include "editors/problemmarks.h"

namespace chancery::editors {

namespace {

using namespace std::chrono_literals;
// Copying ten megabytes for the executor takes some milliseconds: not for every keystroke.
constexpr auto pauseOfLargeText = 120ms;

} // namespace

LiveAnalysis::LiveAnalysis(CodeView &view, core::Executor &executor)
    : QObject(&view)
    , m_view(view)
    , m_executor(executor)
    , m_highlighter(*new Highlighter(view))
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &LiveAnalysis::read);
    // Emitted from inside Scintilla's change, where the text must not be styled.
    connect(&view, &QsciScintilla::textChanged, this, &LiveAnalysis::scheduleReading);
}

void LiveAnalysis::setAdvisor(std::shared_ptr<const SchemaAdvisor> advisor)
{
    m_advisor = std::move(advisor);
    m_checking.cancel();
    if (m_highlighter.isCurrent())
        check();
}

void LiveAnalysis::startOver(core::Format format)
{
    m_highlighter.setFormat(format);
    m_checking.cancel();
    publish({});
    read();
}

void LiveAnalysis::scheduleReading()
{
    m_reading.cancel();
    m_checking.cancel();
    m_soon.start(m_view.byteCount() <= smallText ? 0ms : pauseOfLargeText);
}

void LiveAnalysis::read()
{
    m_soon.stop();
    auto source = std::make_shared<const std::string>(m_view.bytes());
    const auto format = m_highlighter.format();
    if (source->size() <= smallText) {
        m_reading.cancel();
        use(analyse(std::move(source), format));
        return;
    }
    m_reading = m_executor.run<AnalysisResult>(
        [source = std::move(source), format](const core::CancelToken &) {
            return core::Result<AnalysisResult>(analyse(source, format));
        },
        [this](core::Result<AnalysisResult> result) {
            m_reading.cancel();
            if (result)
                use(std::move(*result));
        });
}

void LiveAnalysis::use(AnalysisResult result)
{
    if (!result.analysis) {
        publish({std::move(*result.problem)});
        return;
    }
    m_highlighter.setAnalysis(std::move(result.analysis));
    Q_EMIT analysed();
    check();
}

void LiveAnalysis::check()
{
    if (!m_advisor) {
        publish({});
        return;
    }
    using Problems = std::vector<EditorProblem>;
    m_checking = m_executor.run<Problems>(
        [analysis = m_highlighter.analysis(), advisor = m_advisor, limit = m_limit](
            const core::CancelToken &token) {
            return core::Result<Problems>(checkWith(*advisor, analysis->tree, limit, token));
        },
        [this](core::Result<Problems> problems) {
            m_checking.cancel();
            publish(problems ? std::move(*problems) : Problems());
        });
}

void LiveAnalysis::publish(std::vector<EditorProblem> problems)
{
    m_problems = std::move(problems);
    markProblems(m_view, m_problems);
    Q_EMIT problemsChanged();
}

} // namespace chancery::editors
