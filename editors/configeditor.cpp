// SPDX-License-Identifier: Apache-2.0
#include "configeditor.h"

#include <QPlainTextEdit>
#include <QTextBlock>
#include <QVBoxLayout>

namespace chancery::editors {

class ConfigEditor::Parts {
public:
    QPlainTextEdit *edit = nullptr;
    core::Format format = core::Format::Json;
    std::vector<EditorProblem> problems;
    bool isLoading = false;
};

ConfigEditor::ConfigEditor(core::Executor &, QWidget *parent)
    : QWidget(parent)
    , m_parts(std::make_unique<Parts>())
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_parts->edit = new QPlainTextEdit(this);
    m_parts->edit->setObjectName(QStringLiteral("textEdit"));
    m_parts->edit->setAccessibleName(tr("Text"));
    m_parts->edit->setProperty("role", QStringLiteral("code"));
    m_parts->edit->setFont(EditorTheme::monospacedFont());
    layout->addWidget(m_parts->edit);
    setFocusProxy(m_parts->edit);
    connect(m_parts->edit, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_parts->isLoading)
            Q_EMIT textEdited();
    });
    connect(m_parts->edit, &QPlainTextEdit::cursorPositionChanged, this,
        [this] { Q_EMIT cursorMoved(line(), column(), pointer()); });
}

ConfigEditor::~ConfigEditor() = default;

QString ConfigEditor::text() const
{
    return m_parts->edit->toPlainText();
}
std::string ConfigEditor::source() const
{
    return text().toStdString();
}
core::Format ConfigEditor::format() const
{
    return m_parts->format;
}
bool ConfigEditor::isReadOnly() const
{
    return m_parts->edit->isReadOnly();
}
bool ConfigEditor::isModified() const
{
    return m_parts->edit->document()->isModified();
}
bool ConfigEditor::canUndo() const
{
    return m_parts->edit->document()->isUndoAvailable();
}
bool ConfigEditor::canRedo() const
{
    return m_parts->edit->document()->isRedoAvailable();
}
const std::vector<EditorProblem> &ConfigEditor::problems() const
{
    return m_parts->problems;
}
int ConfigEditor::line() const
{
    return m_parts->edit->textCursor().blockNumber() + 1;
}
int ConfigEditor::column() const
{
    return m_parts->edit->textCursor().positionInBlock() + 1;
}
QString ConfigEditor::pointer() const
{
    return {};
}
void ConfigEditor::setText(const QString &text, core::Format format)
{
    m_parts->isLoading = true;
    m_parts->format = format;
    m_parts->edit->setPlainText(text);
    m_parts->isLoading = false;
    Q_EMIT problemsChanged();
}
void ConfigEditor::setSource(const std::string &utf8, core::Format format)
{
    setText(QString::fromStdString(utf8), format);
}
void ConfigEditor::setFormat(core::Format format)
{
    m_parts->format = format;
}
void ConfigEditor::setAdvisor(std::shared_ptr<const SchemaAdvisor>)
{
}
void ConfigEditor::setReadOnly(bool readOnly)
{
    m_parts->edit->setReadOnly(readOnly);
}
void ConfigEditor::setTheme(const EditorTheme &)
{
}
void ConfigEditor::goToLine(int, int)
{
}
void ConfigEditor::goToOffset(std::size_t)
{
}
bool ConfigEditor::goToPointer(const QString &)
{
    return false;
}
void ConfigEditor::markSaved()
{
    m_parts->edit->document()->setModified(false);
}
void ConfigEditor::undo()
{
    m_parts->edit->undo();
}
void ConfigEditor::redo()
{
    m_parts->edit->redo();
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
