// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/completion/completion.h"
#include "engine/core/executor.h"

#include <QObject>

namespace chancery::editors {

class CodeView;
class LiveAnalysis;
class ReferenceSource;

// The list of keys and values at the caret: when it opens, what choosing writes. The context of a
// large text is looked for in the executor. Child of its view.
class Completer : public QObject {
    Q_OBJECT

public:
    Completer(CodeView &view, LiveAnalysis &live, core::Executor &executor);

    // Opens the list when anything is known for the place. Where the schema is still to come, it
    // opens when that has, if the caret is where it was or a word was typed on meanwhile.
    void show();
    // What the list holds, in its order; empty when it is closed.
    const std::vector<CompletionItem> &items() const { return m_list.items; }
    void applyTheme();
    // What references can lead to; null for nobody to ask.
    void setReferences(ReferenceSource *source) { m_references = source; }
    // More of them is known: opens the list that had to wait for it.
    void referencesCame();

Q_SIGNALS:
    // After show(): the list is open, or there was nothing to offer yet.
    void answered(bool isOpen);

private:
    bool showReferences();
    void advisorCame();
    bool isTypedOn(std::size_t from) const;
    void open(CompletionList list);
    void selectPresent();
    void fitList();
    void offerWhileTyping(int character);
    void choose(const char *chosen);
    void close();

    CodeView &m_view;
    LiveAnalysis &m_live;
    core::Executor &m_executor;
    CompletionList m_list;
    core::Call m_call;
    ReferenceSource *m_references = nullptr;
    std::optional<std::size_t> m_waitsAt; // the caret, while keys of a target are on their way
    std::optional<std::size_t> m_schemaWaitsAt; // the same, while the schema is
};

} // namespace chancery::editors
