// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editorproblem.h"
#include "editors/editortheme.h"
#include "editors/schemaadvisor.h"
#include "engine/core/document/patch.h"
#include "engine/core/executor.h"
#include "engine/core/hierarchy/referencetext.h"

#include <QKeySequence>
#include <QWidget>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chancery::editors {

class CodeView;
struct Analysis;
class LiveAnalysis;
class ReferenceSource;

// The text editor of one configuration: JSON, YAML or TOML, highlighted and folded from what the
// real reader saw, checked while one types. The text is the truth and has one undo history;
// "modified" is Scintilla's save point. Of the GUI thread; documents beyond a few pages are read in
// the executor, which must outlive the editor and answer in the GUI thread.
class ConfigEditor : public QWidget {
    Q_OBJECT

public:
    explicit ConfigEditor(core::Executor &executor, QWidget *parent = nullptr);
    ~ConfigEditor() override;

    QString text() const;
    // The text's bytes, UTF-8 unless they came otherwise.
    std::string source() const;
    core::Format format() const;
    bool isModified() const;
    bool canUndo() const;
    bool canRedo() const;
    // Reading or checking of the text as it stands is still to come.
    bool isBusy() const;
    // In the order of the text; at most problemLimit of them.
    const std::vector<EditorProblem> &problems() const;
    static constexpr std::size_t problemLimit = 1000;
    // From one, the column in code points; the pointer of the key or value under the cursor.
    int line() const;
    int column() const;
    QString pointer() const;
    // The references in the caret's line, the one under the caret first.
    std::vector<core::ReferencePiece> referencesAtCaret() const;
    // Problems, the schema's description and the provenance of what stands there, for a tool tip.
    QString descriptionAt(std::size_t offset) const;
    // What was read of the text last, as far as it could be read; null before that.
    std::shared_ptr<const Analysis> analysis() const;
    // It is of the text as it stands.
    bool isAnalysed() const;
    // The text as it was read last does not parse; problems() says where and why.
    bool isBroken() const;
    const std::shared_ptr<const SchemaAdvisor> &advisor() const;
    // For what this class does not offer: selection, clipboard, search, folding, zoom.
    CodeView &view();
    // What is known of the text, for what shows it in another way.
    LiveAnalysis &live();
    // The node under the cursor in what is known; nothing where the text was edited since.
    std::optional<std::uint32_t> nodeAtCaret() const;

    void setText(const QString &text, core::Format format);
    // A large text is shown a moment later, and nothing can be typed before; source() has it at
    // once.
    void setSource(const std::string &utf8, core::Format format);
    // The same text but for what differs, as one step of undo.
    void replaceText(const QString &text);
    // Null: only the syntax is checked.
    void setAdvisor(std::shared_ptr<const SchemaAdvisor> advisor);
    // Null: references are not completed, and no provenance is told.
    void setReferences(ReferenceSource *source);
    void referencesCame();
    void setReadOnly(bool readOnly);
    void setTheme(const EditorTheme &theme);
    void goToLine(int line, int column = 1);
    void goToOffset(std::size_t offset);
    bool goToPointer(const QString &pointer);
    // The same without taking the focus.
    bool placeCaret(const QString &pointer);
    // As one step of undo; false when the text is not the one of the basis, or read-only.
    bool apply(const core::TextPatch &patch, const Analysis &basis);

public Q_SLOTS:
    void markSaved();
    void undo();
    void redo();
    void goToNextProblem();
    void goToPreviousProblem();
    void showCompletions();
    void showDescription();
    // Uncovers the sensitive value at the caret until the caret or the focus leaves it; of a sealed
    // one it says that somebody wants to see it.
    void revealValue();

Q_SIGNALS:
    // The user, undo or redo changed the text.
    void textEdited();
    void modifiedChanged(bool modified);
    void undoStateChanged();
    // The text as it stands has been read, and parses.
    void analysed();
    // Also after a check that found what was known already.
    void problemsChanged();
    void cursorMoved(int line, int column, const QString &pointer);
    // Of the value at the caret; both take the server.
    void sealWanted();
    void sealRevealWanted();
    // Somebody would have changed a part of a sealed or covered value, and nothing came of it.
    void sealTouched();
    void coverTouched();

private:
    void connectView();
    void addCommand(const char *id, const QString &name, const QList<QKeySequence> &keys,
        void (ConfigEditor::*slot)());
    void finishLoading(bool isComplete);
    // A menu of what would mend the problem at the caret.
    void showFixes();
    void announceCursor();
    void describe(std::size_t offset, const QPoint &place);

    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace chancery::editors
