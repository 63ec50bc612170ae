// SPDX-License-Identifier: Apache-2.0
#include "configeditor.h"

#include "editors/codeview.h"
#include "editors/completer.h"
#include "editors/coverguard.h"
#include "editors/description.h"
#include "editors/fixer.h"
#include "editors/liveanalysis.h"
#include "editors/masks.h"
#include "editors/referencesat.h"
#include "editors/referencesource.h"
#include "editors/text/sensitive.h"
#include "editors/textloader.h"
#include "editors/typing.h"
#include "engine/core/document/utf8.h"
#include "engine/core/document/value.h"

#include <QAction>
#include <QToolTip>
#include <QVBoxLayout>

namespace chancery::editors {

using Sci = QsciScintillaBase;

class ConfigEditor::Parts {
public:
    Parts(ConfigEditor &editor, core::Executor &executor)
        : view(*new CodeView(&editor))
        , live(*new LiveAnalysis(view, executor))
        , typing(*new Typing(view, live))
        , completer(*new Completer(view, live, executor))
        , fixer(*new Fixer(view, live, executor))
        , loader(*new TextLoader(view, executor))
    {
        live.setProblemLimit(problemLimit);
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
        if (place != pointerPlace || analysis != pointerAnalysis) {
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
    TextLoader &loader;
    std::function<void()> afterLoading; // a place to go to
    ReferenceSource *references = nullptr;

private:
    mutable std::optional<std::size_t> pointerPlace;
    mutable std::shared_ptr<const Analysis> pointerAnalysis;
    mutable std::string pointer;
};

ConfigEditor::ConfigEditor(core::Executor &executor, QWidget *parent)
    : QWidget(parent)
    , m_parts(std::make_unique<Parts>(*this, executor))
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
    connect(view, &QsciScintilla::textChanged, this, [this] {
        Q_EMIT textEdited();
        Q_EMIT undoStateChanged();
    });
    connect(
        view, &QsciScintilla::linesChanged, view, [this] { m_parts->view.adjustNumberMargin(); });
    connect(view, &QsciScintilla::modificationChanged, this, &ConfigEditor::modifiedChanged);
    connect(view, &QsciScintilla::cursorPositionChanged, this, &ConfigEditor::announceCursor);
    connect(&m_parts->fixer, &Fixer::sealWanted, this, &ConfigEditor::sealWanted);
    auto *guard = new CoverGuard(m_parts->view);
    m_parts->view.setGuard(guard);
    connect(guard, &CoverGuard::sealedRefused, this, &ConfigEditor::sealTouched);
    connect(guard, &CoverGuard::coveredRefused, this, &ConfigEditor::coverTouched);
    connect(&m_parts->loader, &TextLoader::loaded, this, &ConfigEditor::finishLoading);
    connect(&m_parts->live, &LiveAnalysis::problemsChanged, this, &ConfigEditor::problemsChanged);
    connect(&m_parts->live, &LiveAnalysis::analysed, this, &ConfigEditor::announceCursor);
    connect(&m_parts->live, &LiveAnalysis::analysed, this, &ConfigEditor::analysed);
    connect(view, &Sci::SCN_DWELLSTART, this, [this](int position, int x, int y) {
        if (position >= 0)
            describe(static_cast<std::size_t>(position), QPoint(x, y));
    });
    connect(view, &Sci::SCN_DWELLEND, this, [](int, int, int) { QToolTip::hideText(); });
}

QString ConfigEditor::text() const
{
    return QString::fromStdString(source());
}

std::string ConfigEditor::source() const
{
    return m_parts->loader.isLoading() ? *m_parts->loader.text() : m_parts->view.bytes();
}

core::Format ConfigEditor::format() const
{
    return m_parts->live.highlighter().format();
}

bool ConfigEditor::isModified() const
{
    return m_parts->view.isModified();
}

bool ConfigEditor::canUndo() const
{
    return m_parts->view.isUndoAvailable();
}

bool ConfigEditor::canRedo() const
{
    return m_parts->view.isRedoAvailable();
}

bool ConfigEditor::isBusy() const
{
    return m_parts->loader.isLoading() || m_parts->live.isBusy()
        || m_parts->live.highlighter().isFolding();
}

const std::vector<EditorProblem> &ConfigEditor::problems() const
{
    return m_parts->live.problems();
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

std::shared_ptr<const Analysis> ConfigEditor::analysis() const
{
    return m_parts->live.highlighter().analysis();
}

bool ConfigEditor::isAnalysed() const
{
    return !m_parts->loader.isLoading() && m_parts->live.highlighter().isCurrent();
}

bool ConfigEditor::isBroken() const
{
    return m_parts->live.isBroken();
}

const std::shared_ptr<const SchemaAdvisor> &ConfigEditor::advisor() const
{
    return m_parts->live.advisor();
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

CodeView &ConfigEditor::view()
{
    return m_parts->view;
}

LiveAnalysis &ConfigEditor::live()
{
    return m_parts->live;
}

std::optional<std::uint32_t> ConfigEditor::nodeAtCaret() const
{
    return m_parts->nodeAt(m_parts->view.caretOffset());
}

void ConfigEditor::setText(const QString &text, core::Format format)
{
    setSource(text.toStdString(), format);
}

void ConfigEditor::setSource(const std::string &utf8, core::Format format)
{
    auto source = std::make_shared<const std::string>(utf8);
    m_parts->loader.cancel();
    m_parts->afterLoading = {};
    m_parts->live.highlighter().forget();
    if (source->size() <= TextLoader::quickText)
        m_parts->view.setBytes(*source);
    else
        m_parts->loader.load(source);
    m_parts->live.startOver(format, std::move(source));
    Q_EMIT undoStateChanged();
}

void ConfigEditor::replaceText(const QString &text)
{
    const std::string wanted = text.toStdString();
    if (m_parts->loader.isLoading()) {
        setSource(wanted, format());
        return;
    }
    const std::string present = m_parts->view.bytes();
    const auto [was, is] = std::ranges::mismatch(present, wanted);
    auto begin = static_cast<std::size_t>(was - present.begin());
    if (was == present.end() && is == wanted.end())
        return;
    while (begin > 0 && begin < wanted.size() && (wanted[begin] & 0xC0) == 0x80)
        --begin; // not inside a character
    std::size_t same = 0;
    const auto most = std::min(present.size(), wanted.size()) - begin;
    while (same < most && present[present.size() - 1 - same] == wanted[wanted.size() - 1 - same])
        ++same;
    while (same > 0 && (present[present.size() - same] & 0xC0) == 0x80)
        --same;
    m_parts->view.beginUndoAction();
    m_parts->view.replaceBytes(begin, present.size() - same,
        std::string_view(wanted).substr(begin, wanted.size() - same - begin));
    m_parts->view.endUndoAction();
}

void ConfigEditor::finishLoading(bool isComplete)
{
    if (!isComplete)
        m_parts->live.startOver(format(), std::make_shared<const std::string>());
    if (const auto go = std::exchange(m_parts->afterLoading, {}))
        go();
}

void ConfigEditor::setAdvisor(std::shared_ptr<const SchemaAdvisor> advisor)
{
    m_parts->live.setAdvisor(std::move(advisor));
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

void ConfigEditor::setReadOnly(bool readOnly)
{
    if (m_parts->loader.isLoading())
        m_parts->loader.setReadOnly(readOnly);
    else
        m_parts->view.setReadOnly(readOnly);
}

void ConfigEditor::setTheme(const EditorTheme &theme)
{
    m_parts->view.applyTheme(theme);
    m_parts->completer.applyTheme();
}

void ConfigEditor::goToLine(int line, int column)
{
    if (m_parts->loader.isLoading()) {
        m_parts->afterLoading = [this, line, column] { goToLine(line, column); };
        return;
    }
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
    if (m_parts->loader.isLoading()) {
        m_parts->afterLoading = [this, offset] { goToOffset(offset); };
        return;
    }
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

bool ConfigEditor::apply(const core::TextPatch &patch, const Analysis &basis)
{
    CodeView &view = m_parts->view;
    if (!isAnalysed() || analysis().get() != &basis || view.isTextReadOnly())
        return false;
    view.beginUndoAction();
    view.replaceBytes(patch.begin, patch.end, patch.text);
    view.endUndoAction();
    return true;
}

void ConfigEditor::markSaved()
{
    m_parts->view.setModified(false);
}

void ConfigEditor::undo()
{
    m_parts->view.undo();
}

void ConfigEditor::redo()
{
    m_parts->view.redo();
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
            parts.push_back(QString::fromStdString(problem.message).toHtmlEscaped());
    }
    const auto node = m_parts->nodeAt(offset);
    if (!node)
        return parts.join(QStringLiteral("<hr>"));
    const core::Tree &tree = m_parts->live.highlighter().analysis()->tree;
    const auto pointer = core::pointerOf(tree, *node);
    const SchemaAdvisor *advisor = m_parts->live.advisor().get();
    if (const auto advice = advisor ? advisor->adviceFor(&tree, pointer) : std::nullopt) {
        const auto key = QString::fromStdString(pointer.substr(pointer.rfind('/') + 1));
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
    QToolTip::showText(area->mapToGlobal(place), html, area);
}

void ConfigEditor::announceCursor()
{
    Q_EMIT cursorMoved(line(), column(), pointer());
}

} // namespace chancery::editors
