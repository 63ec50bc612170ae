// SPDX-License-Identifier: Apache-2.0
#include "fixer.h"

#include "editors/codeview.h"
#include "editors/liveanalysis.h"
#include "editors/text/sensitive.h"

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;

// Each once: two rules may ask for the same. The advisor is null only for secrets.
std::vector<QuickFix> fixesOf(const std::vector<EditorProblem> &problems, const core::Tree &tree,
    const SchemaAdvisor *advisor)
{
    std::vector<QuickFix> all;
    for (const EditorProblem &problem : problems) {
        auto fixes = isAboutSecret(problem) ? secretFixes(problem, tree)
                                            : quickFixes(problem, tree, *advisor);
        for (QuickFix &fix : fixes) {
            if (std::ranges::find(all, fix.title, &QuickFix::title) == all.end())
                all.push_back(std::move(fix));
        }
    }
    return all;
}

} // namespace

Fixer::Fixer(CodeView &view, LiveAnalysis &live, core::Executor &executor)
    : QObject(&view)
    , m_view(view)
    , m_live(live)
    , m_executor(executor)
    , m_menu(*new QMenu(&view))
{
    m_menu.setObjectName(QStringLiteral("quickFixes"));
    m_menu.setAccessibleName(tr("Quick fixes"));
    connect(&live, &LiveAnalysis::problemsChanged, this, &Fixer::showIfWaiting);
}

// The innermost one around the caret, else the first of its line, and what else is wrong there.
std::vector<EditorProblem> Fixer::problemsHere() const
{
    const auto caret = m_view.caretOffset();
    const auto line = m_view.lineOf(caret);
    std::optional<EditorProblem> here;
    bool isAround = false;
    for (const EditorProblem &problem : m_live.problems()) {
        const bool holds = problem.begin <= caret && caret <= problem.end;
        if (m_view.lineOf(problem.begin) != line && !holds)
            continue;
        if (!here || (holds && (!isAround || problem.begin >= here->begin)))
            here = problem;
        isAround = isAround || holds;
    }
    std::vector<EditorProblem> all;
    for (const EditorProblem &problem : m_live.problems()) {
        const bool isThere = here && problem.begin == here->begin && problem.end == here->end;
        if (isThere && problem.pointer == here->pointer)
            all.push_back(problem);
    }
    return all;
}

// A value that only its name tells of is no problem, for such names are often wrong; whoever asks
// may move it all the same.
std::optional<EditorProblem> Fixer::namedHere() const
{
    const CheckedText &checked = m_live.checked();
    if (!m_live.isChecked())
        return {};
    const auto line = m_view.lineOf(m_view.caretOffset());
    const auto here = std::ranges::find_if(*checked.sensitive, [&](const SensitiveSpan &span) {
        return span.isByName && !span.isSealed && m_view.lineOf(span.begin) == line;
    });
    if (here == checked.sensitive->end())
        return {};
    EditorProblem problem;
    problem.code = plainSecretCode;
    problem.begin = here->begin;
    problem.end = here->end;
    problem.pointer = core::pointerOf(checked.analysis->tree, here->node);
    return problem;
}

void Fixer::showIfWaiting()
{
    if (!m_waitingAt || m_live.isBusy())
        return;
    if (std::exchange(m_waitingAt, {}) == m_view.caretOffset())
        show();
    else
        open({});
}

void Fixer::show()
{
    if (m_live.isBusy()) {
        m_waitingAt = m_view.caretOffset();
        return;
    }
    m_waitingAt.reset();
    auto problems = problemsHere();
    if (std::ranges::none_of(problems, isAboutSecret)) {
        if (auto named = namedHere())
            problems.push_back(*std::move(named));
    }
    const auto advisor = m_live.advisor();
    if (!advisor)
        std::erase_if(
            problems, [](const EditorProblem &problem) { return !isAboutSecret(problem); });
    if (problems.empty() || !m_live.highlighter().isCurrent() || m_view.isTextReadOnly()) {
        open({});
        return;
    }
    const auto basis = m_live.highlighter().analysis();
    m_basis = basis;
    using Found = std::vector<QuickFix>;
    m_call = m_executor.run<Found>(
        [problems = std::move(problems), basis, advisor](const core::CancelToken &) {
            return core::Result<Found>(fixesOf(problems, basis->tree, advisor.get()));
        },
        [this](core::Result<Found> found) {
            m_call.cancel();
            const auto &known = m_live.highlighter();
            const bool isOurs = known.isCurrent() && known.analysis() == m_basis.lock();
            open(found && isOurs ? std::move(*found) : Found());
        });
}

void Fixer::open(std::vector<QuickFix> fixes)
{
    m_fixes = std::move(fixes);
    m_menu.clear();
    for (std::size_t fix = 0; fix < m_fixes.size(); ++fix) {
        // A menu takes a lone ampersand for a mnemonic.
        auto title = m_fixes[fix].title;
        const auto *action = m_menu.addAction(title.replace(u'&', QStringLiteral("&&")));
        connect(action, &QAction::triggered, this, [this, fix] { apply(fix); });
    }
    if (!m_fixes.empty()) {
        const auto caret = static_cast<std::intptr_t>(m_view.caretOffset());
        const QPoint place(static_cast<int>(m_view.send(Sci::SCI_POINTXFROMPOSITION, 0, caret)),
            static_cast<int>(m_view.send(Sci::SCI_POINTYFROMPOSITION, 0, caret)
                + m_view.send(Sci::SCI_TEXTHEIGHT, 0)));
        m_menu.popup(m_view.viewport()->mapToGlobal(place));
        m_menu.setActiveAction(m_menu.actions().front());
    }
    Q_EMIT answered(!m_fixes.empty());
}

void Fixer::apply(std::size_t fix)
{
    const auto &known = m_live.highlighter();
    if (fix >= m_fixes.size() || !known.isCurrent() || known.analysis() != m_basis.lock())
        return;
    const core::TextPatch patch = m_fixes[fix].patch;
    const bool isSeal = m_fixes[fix].isSeal;
    m_fixes.clear();
    if (isSeal) {
        Q_EMIT sealWanted();
        return;
    }
    m_view.beginUndoAction();
    m_view.replaceBytes(patch.begin, patch.end, patch.text);
    m_view.endUndoAction();
    m_view.setCaret(patch.begin + patch.text.size());
    m_view.setFocus();
}

} // namespace chancery::editors
