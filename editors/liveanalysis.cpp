// SPDX-License-Identifier: Apache-2.0
#include "liveanalysis.h"

#include "editors/awaitedschema.h"
#include "editors/codeview.h"
#include "editors/editwatch.h"
#include "editors/masks.h"
#include "editors/problemmarks.h"
#include "editors/usewatch.h"

namespace chancery::editors {

struct LiveAnalysis::Answer {
    std::shared_ptr<const std::string> text;
    AnalysisResult result;
};

LiveAnalysis::LiveAnalysis(CodeView &view, core::Executor &executor)
    : QObject(&view)
    , m_view(view)
    , m_executor(executor)
    , m_highlighter(*new Highlighter(view))
    , m_use(*new UseWatch(view))
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &LiveAnalysis::read);
    connect(&view.watch(), &EditWatch::edited, this, &LiveAnalysis::follow);
    connect(&view.watch(), &EditWatch::settled, this, &LiveAnalysis::scheduleReading);
    connect(&m_use, &UseWatch::begun, this, &LiveAnalysis::wake);
    connect(&m_use, &UseWatch::ended, this, &LiveAnalysis::rest);
    connect(&m_highlighter, &Highlighter::folded, this, &LiveAnalysis::rest);
}

bool LiveAnalysis::isBusy() const
{
    return m_soon.isActive() || m_reading.isHeld() || m_checking.isHeld() || m_early;
}

const TextVersion &LiveAnalysis::version()
{
    wake();
    return m_version;
}

bool LiveAnalysis::isChecked() const
{
    if (m_isResting)
        return !m_isBroken;
    return m_checked.analysis && m_highlighter.isCurrent()
        && m_checked.analysis == m_highlighter.analysis();
}

CoveredSource LiveAnalysis::coveredSource()
{
    CoveredSource source;
    source.guess = isChecked() ? nullptr : m_highlighter.guess();
    source.format = m_highlighter.format();
    source.version = version();
    for (const auto &[begin, end] : m_view.masks().coveredRanges())
        source.covers.push_back({begin, end});
    return source;
}

void LiveAnalysis::rest()
{
    if (m_isResting || !(m_isBroken || isChecked()) || isBusy() || m_use.isInUse()
        || m_highlighter.isFolding() || !m_isShown || m_view.byteCount() <= m_hugeText)
        return;
    m_isResting = true;
    m_version = {};
    m_checked.analysis.reset();
    m_highlighter.letGo();
}

void LiveAnalysis::wake()
{
    if (!std::exchange(m_isResting, false))
        return;
    m_version = {std::make_shared<const std::string>(m_view.bytes()), {}};
    read();
}

// Before the first check all that a schema might call sensitive is.
void LiveAnalysis::guessFromNothing()
{
    auto basis = std::make_shared<GuessBasis>();
    basis->isAll = m_advisor != nullptr;
    m_highlighter.setGuess(std::move(basis), false);
}

void LiveAnalysis::setAdvisor(std::shared_ptr<const SchemaAdvisor> advisor)
{
    m_advisor = std::move(advisor);
    m_checking.cancel();
    if (!m_checked.analysis)
        guessFromNothing();
    wake();
    if (m_highlighter.isCurrent())
        check();
    Q_EMIT advisorChanged();
}

void LiveAnalysis::startOver(
    core::Format format, std::shared_ptr<const std::string> text, bool isShown)
{
    m_isResting = false;
    m_isShown = isShown;
    m_early.reset();
    m_highlighter.setFormat(format);
    m_reading.cancel();
    m_checking.cancel();
    m_version = {std::move(text), {}};
    m_checked = {};
    m_otherProblems.clear();
    ++m_revision;
    m_view.masks().clear();
    guessFromNothing();
    m_isBroken = false;
    publish({});
    read();
}

void LiveAnalysis::follow(const TextChange &change)
{
    ++m_revision;
    for (EditorProblem &problem : m_otherProblems) {
        if (problem.begin < change.at)
            continue;
        const auto length = problem.end - problem.begin;
        problem.begin = std::max(problem.begin, change.at + change.removed) - change.removed
            + change.inserted;
        problem.end = problem.begin + length;
    }
    if (std::exchange(m_isResting, false))
        m_version = {std::make_shared<const std::string>(m_view.bytes()), {}};
    else
        m_version.edits.push_back(
            {change.at, change.removed, m_view.bytes(change.at, change.at + change.inserted)});
}

void LiveAnalysis::show()
{
    m_isShown = true;
    if (const auto early = std::exchange(m_early, nullptr))
        take(std::move(*early));
}

void LiveAnalysis::scheduleReading()
{
    m_checking.cancel();
    // A text that changes while it is read is read again after that.
    if (!m_reading.isHeld())
        m_soon.start(0);
}

void LiveAnalysis::read()
{
    m_soon.stop();
    const auto format = m_highlighter.format();
    m_editsBeingRead = m_version.edits.size();
    if (m_view.byteCount() <= smallText && m_version.base->size() <= smallText) {
        m_reading.cancel();
        m_version = {m_version.whole(), {}};
        use(analyse(m_version.base, format));
        return;
    }
    m_reading = m_executor.run<Answer>(
        [version = m_version, format](const core::CancelToken &) {
            auto text = version.whole();
            return core::Result<Answer>(Answer{text, analyse(text, format)});
        },
        [this](core::Result<Answer> answer) { take(std::move(answer)); });
}

void LiveAnalysis::take(core::Result<Answer> answer)
{
    m_reading.cancel();
    if (!answer)
        return;
    if (!m_isShown) {
        m_early = std::make_shared<Answer>(std::move(*answer));
        return;
    }
    m_version.base = std::move(answer->text);
    m_version.edits.erase(m_version.edits.begin(),
        m_version.edits.begin() + static_cast<std::ptrdiff_t>(m_editsBeingRead));
    if (m_version.edits.empty())
        use(std::move(answer->result));
    else
        m_soon.start(0);
}

void LiveAnalysis::use(AnalysisResult result)
{
    m_isBroken = !result.analysis;
    if (m_isBroken) {
        m_highlighter.setBroken();
        publish({std::move(*result.problem)});
        rest();
        return;
    }
    m_highlighter.setAnalysis(std::move(result.analysis));
    Q_EMIT analysed();
    check();
}

// Nothing can be checked against a schema that has not come. What is on screen is covered; to cover
// all of a large text for a moment would keep the window from its work.
void LiveAnalysis::check()
{
    if (dynamic_cast<const AwaitedSchema *>(m_advisor.get())) {
        publish({});
        return;
    }
    m_checking = m_executor.run<CheckResult>(
        [analysis = m_highlighter.analysis(), advisor = m_advisor, limit = m_limit](
            const core::CancelToken &token) {
            return core::Result<CheckResult>(
                editors::check(advisor.get(), analysis->tree, limit, token));
        },
        [this](core::Result<CheckResult> result) {
            m_checking.cancel();
            if (result) {
                m_highlighter.setGuess(result->guess, true);
                m_view.masks().set(result->sensitive);
                m_checked = {m_highlighter.analysis(),
                    std::make_shared<const std::vector<SensitiveSpan>>(
                        std::move(result->sensitive))};
            }
            publish(result ? std::move(result->problems) : std::vector<EditorProblem>());
            rest();
        });
}

void LiveAnalysis::publish(std::vector<EditorProblem> problems)
{
    m_ownProblems = std::move(problems);
    publishAll();
}

void LiveAnalysis::setOtherProblems(std::vector<EditorProblem> problems)
{
    if (problems == m_otherProblems)
        return;
    m_otherProblems = std::move(problems);
    publishAll();
}

void LiveAnalysis::publishAll()
{
    m_problems = m_ownProblems;
    const auto isSaid = [this](const EditorProblem &problem) {
        return std::ranges::any_of(m_ownProblems, [&problem](const EditorProblem &own) {
            return own.code == problem.code && own.pointer == problem.pointer
                && own.schemaPlace == problem.schemaPlace;
        });
    };
    for (const EditorProblem &problem : m_otherProblems) {
        if (!m_isBroken && !isSaid(problem))
            m_problems.push_back(problem);
    }
    if (m_problems.size() > m_ownProblems.size())
        std::ranges::sort(m_problems, {}, &EditorProblem::begin);
    markProblems(m_view, m_problems);
    Q_EMIT problemsChanged();
}

} // namespace chancery::editors
