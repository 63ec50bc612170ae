// SPDX-License-Identifier: Apache-2.0
#include "configeditor.h"

#include "editors/codeview.h"

#include <QVBoxLayout>

namespace chancery::editors {

class ConfigEditor::Parts {
public:
    explicit Parts(ConfigEditor *editor)
        : view(new CodeView(editor))
    {
    }
    CodeView *view;
    core::Format format = core::Format::Json;
    std::shared_ptr<const SchemaAdvisor> advisor;
    std::vector<EditorProblem> problems;
};

ConfigEditor::ConfigEditor(core::Executor & /*executor*/, QWidget *parent)
    : QWidget(parent)
    , m_parts(std::make_unique<Parts>(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_parts->view);
    setFocusProxy(m_parts->view);
    m_parts->view->setObjectName(QStringLiteral("configText"));
    m_parts->view->setAccessibleName(tr("Configuration text"));
    connect(m_parts->view, &QsciScintilla::textChanged, this, &ConfigEditor::textEdited);
    connect(
        m_parts->view, &QsciScintilla::modificationChanged, this, &ConfigEditor::modifiedChanged);
    connect(m_parts->view, &QsciScintilla::cursorPositionChanged, this,
        [this] { Q_EMIT cursorMoved(line(), column(), pointer()); });
}

ConfigEditor::~ConfigEditor() = default;

QString ConfigEditor::text() const
{
    return QString::fromStdString(source());
}
std::string ConfigEditor::source() const
{
    return m_parts->view->bytes();
}
core::Format ConfigEditor::format() const
{
    return m_parts->format;
}
bool ConfigEditor::isReadOnly() const
{
    return m_parts->view->isTextReadOnly();
}
bool ConfigEditor::isModified() const
{
    return m_parts->view->isModified();
}
bool ConfigEditor::canUndo() const
{
    return m_parts->view->isUndoAvailable();
}
bool ConfigEditor::canRedo() const
{
    return m_parts->view->isRedoAvailable();
}
const std::vector<EditorProblem> &ConfigEditor::problems() const
{
    return m_parts->problems;
}
int ConfigEditor::line() const
{
    return m_parts->view->lineOf(m_parts->view->caretOffset()) + 1;
}
int ConfigEditor::column() const
{
    return 1;
}
QString ConfigEditor::pointer() const
{
    return {};
}
CodeView &ConfigEditor::view()
{
    return *m_parts->view;
}
void ConfigEditor::setText(const QString &text, core::Format format)
{
    setSource(text.toStdString(), format);
}
void ConfigEditor::setSource(const std::string &utf8, core::Format format)
{
    m_parts->format = format;
    m_parts->view->setBytes(utf8);
}
void ConfigEditor::setFormat(core::Format format)
{
    m_parts->format = format;
}
void ConfigEditor::setAdvisor(std::shared_ptr<const SchemaAdvisor> advisor)
{
    m_parts->advisor = std::move(advisor);
}
void ConfigEditor::setReadOnly(bool readOnly)
{
    m_parts->view->setReadOnly(readOnly);
}
void ConfigEditor::setTheme(const EditorTheme &theme)
{
    m_parts->view->applyTheme(theme);
}
void ConfigEditor::goToLine(int line, int /*column*/)
{
    goToOffset(m_parts->view->lineStart(line - 1));
}
void ConfigEditor::goToOffset(std::size_t offset)
{
    m_parts->view->setCaret(offset);
}
bool ConfigEditor::goToPointer(const QString & /*pointer*/)
{
    return false;
}
void ConfigEditor::markSaved()
{
    m_parts->view->setModified(false);
}
void ConfigEditor::undo()
{
    m_parts->view->undo();
}
void ConfigEditor::redo()
{
    m_parts->view->redo();
}
void ConfigEditor::goToNextProblem()
{
}
void ConfigEditor::goToPreviousProblem()
{
}
void ConfigEditor::showCompletions()
{
}
void ConfigEditor::showDescription()
{
}

} // namespace chancery::editors
