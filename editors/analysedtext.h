// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editorproblem.h"
#include "editors/schemaadvisor.h"
#include "engine/core/document/patch.h"
#include "engine/core/executor.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace chancery::editors {

class CodeView;
struct Analysis;
class LiveAnalysis;
class TextLoader;

// The text of one configuration in a view, with what was read of it and what is wrong in it: the
// document half of its editor. The text is the truth and has one undo history; "modified" is
// Scintilla's save point. Of the GUI thread; documents beyond a few pages are read in the executor,
// which must outlive it and answer in the GUI thread.
class AnalysedText : public QWidget {
    Q_OBJECT

public:
    ~AnalysedText() override;

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

    void setText(const QString &text, core::Format format);
    // A large text is shown a moment later, and nothing can be typed before; source() has it at
    // once.
    void setSource(std::string utf8, core::Format format);
    // The same text but for what differs, as one step of undo.
    void replaceText(const QString &text);
    // Null: only the syntax is checked.
    void setAdvisor(std::shared_ptr<const SchemaAdvisor> advisor);
    void setReadOnly(bool readOnly);
    // As one step of undo; false when the text is not the one of the basis, or read-only.
    bool apply(const core::TextPatch &patch, const Analysis &basis);

public Q_SLOTS:
    void markSaved();
    void undo();
    void redo();

Q_SIGNALS:
    // The user, undo or redo changed the text.
    void textEdited();
    void modifiedChanged(bool modified);
    void undoStateChanged();
    // The text as it stands has been read, and parses.
    void analysed();
    // Also after a check that found what was known already.
    void problemsChanged();

protected:
    AnalysedText(core::Executor &executor, QWidget *parent);

    const CodeView &view() const { return *m_view; }
    const LiveAnalysis &live() const { return *m_live; }
    // True when the text is still to be shown: the one that is given last is called then.
    bool isPostponed(std::function<void()> untilShown);

private:
    void connectParts();
    void finishLoading(bool isComplete);

    CodeView *m_view;
    LiveAnalysis *m_live;
    TextLoader *m_loader;
    std::function<void()> m_afterLoading; // a place to go to
};

} // namespace chancery::editors
