// SPDX-License-Identifier: Apache-2.0
#include "configeditor.h"

#include "editors/codeview.h"
#include "editors/completer.h"
#include "editors/coverguard.h"
#include "editors/description.h"
#include "editors/fixer.h"
#include "editors/form/treeedit.h"
#include "editors/liveanalysis.h"
#include "editors/masks.h"
#include "editors/referencesat.h"
#include "editors/referencesource.h"
#include "editors/text/sensitive.h"
#include "editors/typing.h"
#include "engine/core/document/value.h"
#include "models/problemwords.h"

#include <QAction>
#include <QToolTip>
#include <QVBoxLayout>

namespace chancery::editors {

using Sci = QsciScintillaBase;

class ConfigEditor::Parts {
public:
    Parts(CodeView &editedView, LiveAnalysis &analysis, core::Executor &executor)
        : view(editedView)
        , live(analysis)
        , typing(*new Typing(view, live))
        , completer(*new Completer(view, live, executor))
        , fixer(*new Fixer(view, live, executor))
    {
    }

    // The offset in the text that was analysed, where that is known.
    std::optional<std::size_t> analysedOffset(std::size_t offset) const
    {
        const Highlighter &known = live.highlighter();
        if (!known.analysis() || known.analysis()->tree.nodeCount() == 0)
            return {};
        const EditMap &map = known.map();
        const bool isBehind = !map.isUnchanged() && offset >= map.changedEnd();
        if (!map.isUnchanged() && offset >= map.changedBegin() && !isBehind)
            return {};
        return isBehind ? map.toOld(offset) : offset;
    }
    std::optional<std::uint32_t> nodeAt(std::size_t offset) const
    {
        const auto place = analysedOffset(offset);
        if (!place)
            return {};
        return core::nodeAt(live.highlighter().analysis()->tree, *place);
    }
    // Several ask for the same place at each move of the cursor, and finding it takes as long as
    // there are siblings before it.
    const std::string &pointerAt(std::size_t offset) const
    {
        const auto place = analysedOffset(offset);
        const auto analysis = place ? live.highlighter().analysis() : nullptr;
        if (place != pointerPlace || analysis != pointerAnalysis.lock()) {
            pointerPlace = place;
            pointerAnalysis = analysis;
            pointer = place ? pointerAround(analysis->tree, *place) : std::string();
        }
        return pointer;
    }

    CodeView &view;
    LiveAnalysis &live;
    Typing &typing;
    Completer &completer;
    Fixer &fixer;
    ReferenceSource *references = nullptr;
    struct Tip {
        std::size_t offset = 0;
        QPoint place;
        QString html;
    };
    std::optional<Tip> tip; // the last one; it may be gone

private:
    mutable std::optional<std::size_t> pointerPlace;
    mutable std::weak_ptr<const Analysis> pointerAnalysis; // only to know it again
    mutable std::string pointer;
};

ConfigEditor::ConfigEditor(core::Executor &executor, QWidget *parent)
    : AnalysedText(executor, parent)
    , m_parts(std::make_unique<Parts>(view(), live(), executor))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(&m_parts->view);
    setFocusProxy(&m_parts->view);
    m_parts->view.setObjectName(QStringLiteral("configText"));
    m_parts->view.setAccessibleName(tr("Configuration text"));
    connectView();
    addCommand(
        "complete", tr("Complete"), {Qt::CTRL | Qt::Key_Space}, &ConfigEditor::showCompletions);
    addCommand("quickFix", tr("Quick Fix…"), {Qt::CTRL | Qt::Key_Period, Qt::ALT | Qt::Key_Return},
        &ConfigEditor::showFixes);
    addCommand("describe", tr("Describe"), {Qt::CTRL | Qt::Key_I}, &ConfigEditor::showDescription);
    addCommand("revealValue", tr("Reveal Value"), {Qt::CTRL | Qt::ALT | Qt::Key_R},
        &ConfigEditor::revealValue);
}

void ConfigEditor::addCommand(const char *id, const QString &name, const QList<QKeySequence> &keys,
    void (ConfigEditor::*slot)())
{
    auto *command = new QAction(name, this);
    command->setObjectName(QLatin1String(id));
    command->setShortcuts(keys);
    command->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(command, &QAction::triggered, this, slot);
    addAction(command);
}

ConfigEditor::~ConfigEditor() = default;

void ConfigEditor::connectView()
{
    const CodeView *view = &m_parts->view;
    connect(view, &QsciScintilla::cursorPositionChanged, this, &ConfigEditor::announceCursor);
    connect(&m_parts->fixer, &Fixer::sealWanted, this, &ConfigEditor::sealWanted);
    auto *guard = new CoverGuard(m_parts->view);
    m_parts->view.setGuard(guard);
    connect(guard, &CoverGuard::sealedRefused, this, &ConfigEditor::sealTouched);
    connect(guard, &CoverGuard::coveredRefused, this, &ConfigEditor::coverTouched);
    // Where the cursor is, is told before that the text has been read.
    connect(&m_parts->live, &LiveAnalysis::analysed, this, &ConfigEditor::announceCursor);
    connect(&m_parts->live, &LiveAnalysis::analysed, this, &ConfigEditor::analysed);
    connect(view, &Sci::SCN_DWELLSTART, this, [this](int position, int x, int y) {
        if (position >= 0)
            describe(static_cast<std::size_t>(position), QPoint(x, y));
    });
    connect(view, &Sci::SCN_DWELLEND, this, [](int, int, int) { QToolTip::hideText(); });
}

int ConfigEditor::line() const
{
    return m_parts->view.lineOf(m_parts->view.caretOffset()) + 1;
}

int ConfigEditor::column() const
{
    const CodeView &view = m_parts->view;
    // As it is shown, or the column would tell how long a covered value is.
    const QString before = view.masks().shown(view.lineStart(line() - 1), view.caretOffset());
    return static_cast<int>(before.toUcs4().size()) + 1;
}

QString ConfigEditor::pointer() const
{
    return QString::fromStdString(m_parts->pointerAt(m_parts->view.caretOffset()));
}

std::vector<core::ReferencePiece> ConfigEditor::referencesAtCaret() const
{
    const CodeView &view = m_parts->view;
    // Of a line that is a whole document, what lies around the caret.
    constexpr std::size_t reach = 4096;
    const auto caret = view.caretOffset();
    const auto begin = std::max(view.lineStart(line() - 1), caret - std::min(caret, reach));
    const auto end = std::min(view.lineStart(line()), caret + reach);
    return referencesAt(view.bytes(begin, end), caret - begin);
}

std::optional<std::uint32_t> ConfigEditor::nodeAtCaret() const
{
    return m_parts->nodeAt(m_parts->view.caretOffset());
}

void ConfigEditor::setReferences(ReferenceSource *source)
{
    m_parts->references = source;
    m_parts->completer.setReferences(source);
}

void ConfigEditor::referencesCame()
{
    m_parts->completer.referencesCame();
}

void ConfigEditor::setTheme(const EditorTheme &theme)
{
    m_parts->view.applyTheme(theme);
    m_parts->completer.applyTheme();
}

void ConfigEditor::goToLine(int line, int column)
{
    if (isPostponed([this, line, column] { goToLine(line, column); }))
        return;
    CodeView &view = m_parts->view;
    const auto begin = view.lineStart(std::max(0, line - 1));
    const auto offset = view.send(
        Sci::SCI_POSITIONRELATIVE, begin, static_cast<std::intptr_t>(std::max(1, column)) - 1);
    const auto end
        = view.send(Sci::SCI_GETLINEENDPOSITION, static_cast<std::size_t>(view.lineOf(begin)));
    goToOffset(offset <= 0 ? begin : static_cast<std::size_t>(std::min(offset, end)));
}

void ConfigEditor::goToOffset(std::size_t offset)
{
    if (isPostponed([this, offset] { goToOffset(offset); }))
        return;
    CodeView &view = m_parts->view;
    view.setCaret(std::min(offset, view.byteCount()));
    view.send(Sci::SCI_VERTICALCENTRECARET);
    view.setFocus();
}

bool ConfigEditor::goToPointer(const QString &pointer)
{
    if (!placeCaret(pointer))
        return false;
    m_parts->view.setFocus();
    return true;
}

bool ConfigEditor::placeCaret(const QString &pointer)
{
    if (!isAnalysed())
        return false;
    const auto value = analysis()->tree.root().resolve(pointer.toStdString());
    if (!value)
        return false;
    m_parts->view.setCaret(value.node().begin);
    m_parts->view.send(Sci::SCI_VERTICALCENTRECARET);
    announceCursor(); // a view that is not on screen does not tell
    return true;
}

void ConfigEditor::goToNextProblem()
{
    const auto &all = problems();
    if (all.empty())
        return;
    const auto next
        = std::ranges::upper_bound(all, m_parts->view.caretOffset(), {}, &EditorProblem::begin);
    goToOffset(next == all.end() ? all.front().begin : next->begin);
}

void ConfigEditor::goToPreviousProblem()
{
    const auto &all = problems();
    if (all.empty())
        return;
    const auto here
        = std::ranges::lower_bound(all, m_parts->view.caretOffset(), {}, &EditorProblem::begin);
    goToOffset(here == all.begin() ? all.back().begin : std::prev(here)->begin);
}

void ConfigEditor::showCompletions()
{
    m_parts->completer.show();
}

void ConfigEditor::showFixes()
{
    m_parts->fixer.show();
}

void ConfigEditor::revealValue()
{
    const CodeView &view = m_parts->view;
    if (view.masks().sealedAround(view.caretOffset()))
        Q_EMIT sealRevealWanted();
    else
        m_parts->view.masks().reveal();
}

void ConfigEditor::showDescription()
{
    const CodeView &view = m_parts->view;
    const auto caret = view.caretOffset();
    const auto x = view.send(Sci::SCI_POINTXFROMPOSITION, 0, static_cast<std::intptr_t>(caret));
    const auto y = view.send(Sci::SCI_POINTYFROMPOSITION, 0, static_cast<std::intptr_t>(caret));
    describe(caret, QPoint(static_cast<int>(x), static_cast<int>(y)));
}

QString ConfigEditor::descriptionAt(std::size_t offset) const
{
    QStringList parts;
    for (const EditorProblem &problem : problems()) {
        const bool isHere
            = problem.begin <= offset && offset < std::max(problem.end, problem.begin + 1);
        if (isHere && m_parts->live.highlighter().map().isUnchanged())
            parts.push_back(models::problemText(problem.message).toHtmlEscaped());
    }
    const auto node = m_parts->nodeAt(offset);
    if (!node)
        return parts.join(QStringLiteral("<hr>"));
    const core::Tree &tree = m_parts->live.highlighter().analysis()->tree;
    const auto pointer = core::pointerOf(tree, *node);
    const SchemaAdvisor *advisor = m_parts->live.advisor().get();
    if (const auto advice = advisor ? advisor->adviceFor(&tree, pointer) : std::nullopt) {
        const auto key = QString::fromStdString(lastToken(pointer));
        parts.push_back(descriptionHtml(key, *advice));
    }
    if (const auto lines
        = m_parts->references ? m_parts->references->provenanceOf(pointer) : QStringList();
        !lines.isEmpty())
        parts.push_back(linesHtml(lines));
    return parts.join(QStringLiteral("<hr>"));
}

void ConfigEditor::describe(std::size_t offset, const QPoint &place)
{
    const auto html = descriptionAt(offset);
    if (html.isEmpty())
        return;
    QWidget *area = m_parts->view.viewport();
    m_parts->tip = {offset, place, html};
    QToolTip::showText(area->mapToGlobal(place), html, area);
}

void ConfigEditor::refreshDescription()
{
    const auto tip = m_parts->tip;
    const bool isOpen = tip && QToolTip::isVisible() && QToolTip::text() == tip->html;
    if (isOpen && descriptionAt(tip->offset) != tip->html)
        describe(tip->offset, tip->place);
}

void ConfigEditor::announceCursor()
{
    Q_EMIT cursorMoved(line(), column(), pointer());
}

} // namespace chancery::editors
