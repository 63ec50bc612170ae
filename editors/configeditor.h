// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/analysedtext.h"
#include "editors/editortheme.h"
#include "engine/core/hierarchy/referencetext.h"

#include <QKeySequence>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chancery::editors {

class ReferenceSource;

// The text editor of one configuration: JSON, YAML or TOML, highlighted and folded from what the
// real reader saw, checked while one types; with the cursor's place, completion and quick fixes. Of
// the GUI thread.
class ConfigEditor : public AnalysedText {
    Q_OBJECT

public:
    explicit ConfigEditor(core::Executor &executor, QWidget *parent = nullptr);
    ~ConfigEditor() override;

    // From one, the column in code points; the pointer of the key or value under the cursor.
    int line() const;
    int column() const;
    QString pointer() const;
    // The node under the cursor in what is known; nothing where the text was edited since.
    std::optional<std::uint32_t> nodeAtCaret() const;
    // The references in the caret's line, the one under the caret first.
    std::vector<core::ReferencePiece> referencesAtCaret() const;
    // Problems, the schema's description and the provenance of what stands there, for a tool tip.
    QString descriptionAt(std::size_t offset) const;

    // What an open tool tip tells has become more.
    void refreshDescription();

    // Null: references are not completed, and no provenance is told.
    void setReferences(ReferenceSource *source);
    void referencesCame();
    void setTheme(const EditorTheme &theme);
    void goToLine(int line, int column = 1);
    void goToOffset(std::size_t offset);
    bool goToPointer(const QString &pointer);
    // The same without taking the focus.
    bool placeCaret(const QString &pointer);

public Q_SLOTS:
    void goToNextProblem();
    void goToPreviousProblem();
    void showCompletions();
    void showDescription();
    // Uncovers the sensitive value at the caret until the caret or the focus leaves it; of a sealed
    // one it says that somebody wants to see it.
    void revealValue();

Q_SIGNALS:
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
    // A menu of what would mend the problem at the caret.
    void showFixes();
    void announceCursor();
    void describe(std::size_t offset, const QPoint &place);

    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace chancery::editors
