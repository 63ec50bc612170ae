// SPDX-License-Identifier: Apache-2.0
#include "introducedproblems.h"

#include "editors/configeditor.h"
#include "editors/liveanalysis.h"
#include "editors/text/analysis.h"
#include "engine/core/diff/counterparts.h"
#include "models/editingsession.h"
#include "models/qtconvert.h"

namespace chancery::views {

namespace {

constexpr std::size_t mostKnown = 10'000;

bool isError(const editors::EditorProblem &problem)
{
    return problem.severity == editors::Severity::Error;
}

// Every missing key is a problem of the object around it, by one and the same keyword.
std::string wordOf(const editors::EditorProblem &problem)
{
    static constexpr std::string_view codes[]{"required", "dependentRequired", "dependencies"};
    return std::ranges::find(codes, problem.code) == std::end(codes) ? std::string()
                                                                     : problem.message;
}

} // namespace

// The live text and what is wrong with it.
struct IntroducedProblems::Known {
    std::shared_ptr<const editors::Analysis> analysis; // null: it cannot be read
    std::vector<editors::EditorProblem> problems;
};

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

// What is wrong by another schema comes with that schema.
bool IntroducedProblems::hasErrors() const
{
    const bool isNew = m_editor.isBroken() || m_session.chosenSchema();
    Places old = isNew ? Places() : m_old;
    if (!isNew)
        old.insert(m_elsewhere.begin(), m_elsewhere.end());
    return std::ranges::any_of(m_editor.problems(), [&old](const auto &problem) {
        if (!isError(problem))
            return false;
        const auto known = old.find(placeOf(problem));
        if (known == old.end())
            return true;
        old.erase(known);
        return false;
    });
}

void IntroducedProblems::passOver(const std::vector<editors::EditorProblem> &old)
{
    Places places;
    for (const auto &problem : old)
        places.insert(placeOf(problem));
    if (places == m_elsewhere)
        return;
    m_elsewhere = std::move(places);
    Q_EMIT changed();
}

IntroducedProblems::Place IntroducedProblems::placeOf(const editors::EditorProblem &problem)
{
    return {problem.code, problem.pointer, problem.schemaPlace, wordOf(problem)};
}

IntroducedProblems::Places IntroducedProblems::oldOnes(
    const Known &known, const core::Tree &now, const std::vector<editors::EditorProblem> &found)
{
    Places old;
    const core::Tree &before = known.analysis->tree;
    if (before.nodeCount() == 0 || now.nodeCount() == 0)
        return old;
    const core::Counterparts counterparts(before.root(), now.root());
    using Rule = std::tuple<std::uint32_t, std::string, std::string, std::string>;
    std::multiset<Rule> rules;
    const auto take = [&](auto self, const editors::EditorProblem &problem) -> void {
        const auto value = before.root().resolve(problem.pointer);
        const auto node = value ? counterparts.rightOf(value.index()) : core::Counterparts::none;
        if (node != core::Counterparts::none)
            rules.emplace(node, problem.code, problem.schemaPlace, wordOf(problem));
        // Which alternative is meant may be another one by now.
        for (const auto &other : problem.elsewhere)
            self(self, other);
    };
    for (const auto &problem : known.problems)
        take(take, problem);
    for (const auto &problem : found) {
        const auto value = now.root().resolve(problem.pointer);
        // What could not be checked to the end is always new.
        if (!isError(problem) || !value || problem.code == "budget")
            continue;
        const auto rule
            = rules.find({value.index(), problem.code, problem.schemaPlace, wordOf(problem)});
        if (rule == rules.end())
            continue;
        rules.erase(rule);
        old.insert(placeOf(problem));
    }
    return old;
}

void IntroducedProblems::read()
{
    if (std::ranges::none_of(m_editor.problems(), isError))
        return;
    const QString live = m_session.isLoaded() ? m_session.liveText() : QString();
    const auto advisor = m_editor.advisor();
    if (live == m_live && advisor == m_advisor) {
        compare();
        return;
    }
    m_live = live;
    m_advisor = advisor;
    m_known.reset();
    m_comparing.cancel();
    m_old.clear();
    using Answer = std::shared_ptr<const Known>;
    m_reading = m_context.compute.run<Answer>(
        [text = std::make_shared<const std::string>(models::fromQt(live)),
            format = m_editor.format(), advisor](const core::CancelToken &token) {
            auto known = std::make_shared<Known>();
            known->analysis = editors::analyse(text, format).analysis;
            if (known->analysis)
                known->problems
                    = editors::check(advisor.get(), known->analysis->tree, mostKnown, token)
                          .problems;
            return core::Result<Answer>(std::move(known));
        },
        [this](core::Result<Answer> known) {
            m_reading.cancel();
            if (!known)
                return;
            m_known = *std::move(known);
            compare();
        });
}

// Of the text as it was checked: what is typed meanwhile is compared when that is checked.
void IntroducedProblems::compare()
{
    const auto now = m_editor.live().checked().analysis;
    if (!m_known || !m_known->analysis || m_known->problems.empty() || !now || m_editor.isBroken())
        return;
    m_comparing = m_context.compute.run<Places>(
        [known = m_known, now, found = m_editor.problems()](const core::CancelToken &) {
            return core::Result<Places>(oldOnes(*known, now->tree, found));
        },
        [this](core::Result<Places> old) {
            m_comparing.cancel();
            if (!old || *old == m_old)
                return;
            m_old = *std::move(old);
            Q_EMIT changed();
        });
}

} // namespace chancery::views
