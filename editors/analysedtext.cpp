// SPDX-License-Identifier: Apache-2.0
#include "analysedtext.h"

#include "editors/codeview.h"
#include "editors/liveanalysis.h"
#include "editors/textloader.h"
#include "engine/core/document/utf8.h"

#include <algorithm>
#include <utility>

namespace chancery::editors {

AnalysedText::AnalysedText(core::Executor &executor, QWidget *parent)
    : QWidget(parent)
    , m_view(new CodeView(this))
    , m_live(new LiveAnalysis(*m_view, executor))
    , m_loader(new TextLoader(*m_view))
{
    m_live->setProblemLimit(problemLimit);
    connectParts();
}

AnalysedText::~AnalysedText() = default;

void AnalysedText::connectParts()
{
    connect(m_view, &QsciScintilla::textChanged, this, [this] {
        Q_EMIT textEdited();
        Q_EMIT undoStateChanged();
    });
    connect(m_view, &QsciScintilla::linesChanged, m_view, &CodeView::adjustNumberMargin);
    connect(m_view, &QsciScintilla::modificationChanged, this, &AnalysedText::modifiedChanged);
    connect(m_loader, &TextLoader::loaded, this, &AnalysedText::finishLoading);
    connect(m_live, &LiveAnalysis::problemsChanged, this, &AnalysedText::problemsChanged);
}

bool AnalysedText::isPostponed(std::function<void()> untilShown)
{
    if (!m_loader->isLoading())
        return false;
    m_afterLoading = std::move(untilShown);
    return true;
}

QString AnalysedText::text() const
{
    return QString::fromStdString(source());
}

std::string AnalysedText::source() const
{
    return m_loader->isLoading() ? *m_loader->text() : m_view->bytes();
}

core::Format AnalysedText::format() const
{
    return m_live->highlighter().format();
}

bool AnalysedText::isModified() const
{
    return m_view->isModified();
}

bool AnalysedText::canUndo() const
{
    return m_view->isUndoAvailable();
}

bool AnalysedText::canRedo() const
{
    return m_view->isRedoAvailable();
}

bool AnalysedText::isBusy() const
{
    return m_loader->isLoading() || m_live->isBusy() || m_live->highlighter().isFolding();
}

const std::vector<EditorProblem> &AnalysedText::problems() const
{
    return m_live->problems();
}

std::shared_ptr<const Analysis> AnalysedText::analysis() const
{
    return m_live->highlighter().analysis();
}

bool AnalysedText::isAnalysed() const
{
    return !m_loader->isLoading() && m_live->highlighter().isCurrent();
}

bool AnalysedText::isBroken() const
{
    return m_live->isBroken();
}

const std::shared_ptr<const SchemaAdvisor> &AnalysedText::advisor() const
{
    return m_live->advisor();
}

CodeView &AnalysedText::view()
{
    return *m_view;
}

LiveAnalysis &AnalysedText::live()
{
    return *m_live;
}

void AnalysedText::setText(const QString &text, core::Format format)
{
    setSource(text.toStdString(), format);
}

void AnalysedText::setSource(std::string utf8, core::Format format)
{
    auto source = std::make_shared<const std::string>(std::move(utf8));
    m_loader->cancel();
    m_afterLoading = {};
    m_live->highlighter().forget();
    if (source->size() <= TextLoader::quickText)
        m_view->setBytes(*source);
    else
        m_loader->load(source);
    m_live->startOver(format, std::move(source), !m_loader->isLoading());
    Q_EMIT undoStateChanged();
}

void AnalysedText::replaceText(const QString &text)
{
    const std::string wanted = text.toStdString();
    if (m_loader->isLoading()) {
        setSource(wanted, format());
        return;
    }
    const std::string present = m_view->bytes();
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
    m_view->beginUndoAction();
    m_view->replaceBytes(begin, present.size() - same,
        std::string_view(wanted).substr(begin, wanted.size() - same - begin));
    m_view->endUndoAction();
}

void AnalysedText::finishLoading(bool isComplete)
{
    if (isComplete)
        m_live->show();
    else
        m_live->startOver(format(), std::make_shared<const std::string>(), true);
    if (const auto go = std::exchange(m_afterLoading, {}))
        go();
}

void AnalysedText::setAdvisor(std::shared_ptr<const SchemaAdvisor> advisor)
{
    m_live->setAdvisor(std::move(advisor));
}

void AnalysedText::setReadOnly(bool readOnly)
{
    if (m_loader->isLoading())
        m_loader->setReadOnly(readOnly);
    else
        m_view->setReadOnly(readOnly);
}

bool AnalysedText::apply(const core::TextPatch &patch, const Analysis &basis)
{
    CodeView &view = *m_view;
    if (!isAnalysed() || analysis().get() != &basis || view.isTextReadOnly())
        return false;
    view.beginUndoAction();
    view.replaceBytes(patch.begin, patch.end, patch.text);
    view.endUndoAction();
    return true;
}

void AnalysedText::markSaved()
{
    m_view->setModified(false);
}

void AnalysedText::undo()
{
    m_view->undo();
}

void AnalysedText::redo()
{
    m_view->redo();
}

} // namespace chancery::editors
