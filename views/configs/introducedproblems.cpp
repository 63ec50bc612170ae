// SPDX-License-Identifier: Apache-2.0
#include "introducedproblems.h"

#include "editors/configeditor.h"
#include "editors/text/analysis.h"
#include "models/editingsession.h"
#include "models/qtconvert.h"

namespace chancery::views {

namespace {

constexpr std::size_t mostKnown = 10'000;

bool isError(const editors::EditorProblem &problem)
{
    return problem.severity == editors::Severity::Error;
}

} // namespace

IntroducedProblems::IntroducedProblems(ViewContext &context, editors::ConfigEditor &editor,
    const models::EditingSession &session, QObject *parent)
    : QObject(parent)
    , m_context(context)
    , m_editor(editor)
    , m_session(session)
{
    connect(&editor, &editors::ConfigEditor::problemsChanged, this, &IntroducedProblems::read);
    connect(&session, &models::EditingSession::changed, this, &IntroducedProblems::read);
}

bool IntroducedProblems::hasErrors() const
{
    return std::ranges::any_of(m_editor.problems(),
        [this](const auto &problem) { return isError(problem) && isIntroduced(problem); });
}

// Every missing key is a problem of the object around it.
IntroducedProblems::Place IntroducedProblems::placeOf(const editors::EditorProblem &problem)
{
    const bool isMissing = problem.code == "required" || problem.code == "dependentRequired";
    return {problem.code, problem.pointer, isMissing ? problem.message : std::string()};
}

// What is wrong by another schema comes with that schema.
bool IntroducedProblems::isIntroduced(const editors::EditorProblem &problem) const
{
    return m_editor.isBroken() || m_session.chosenSchema() || !m_known.contains(placeOf(problem));
}

void IntroducedProblems::read()
{
    const QString live = m_session.isLoaded() ? m_session.liveText() : QString();
    const auto advisor = m_editor.advisor();
    if (std::ranges::none_of(m_editor.problems(), isError)
        || (live == m_live && advisor == m_advisor))
        return;
    m_live = live;
    m_advisor = advisor;
    m_known.clear();
    using Known = std::set<Place>;
    m_reading = m_context.compute.run<Known>(
        [text = std::make_shared<const std::string>(models::fromQt(live)),
            format = m_editor.format(), advisor](const core::CancelToken &token) {
            Known known;
            const auto read = editors::analyse(text, format);
            if (!read.analysis)
                return core::Result<Known>(std::move(known));
            const auto found = editors::check(advisor.get(), read.analysis->tree, mostKnown, token);
            for (const auto &problem : found.problems)
                known.insert(placeOf(problem));
            return core::Result<Known>(std::move(known));
        },
        [this](core::Result<Known> known) {
            m_reading.cancel();
            if (!known)
                return;
            m_known = std::move(*known);
            Q_EMIT changed();
        });
}

} // namespace chancery::views
