// SPDX-License-Identifier: Apache-2.0
#include "treeeditor.h"

#include "editors/configeditor.h"
#include "editors/text/analysis.h"

namespace chancery::editors {

TreeEditor::TreeEditor(ConfigEditor &editor, core::Executor &executor, QObject *parent)
    : QObject(parent)
    , m_editor(editor)
    , m_executor(executor)
{
    connect(&editor, &ConfigEditor::analysed, this, &TreeEditor::pump);
    connect(&editor, &ConfigEditor::problemsChanged, this, &TreeEditor::pump);
}

void TreeEditor::make(TreeEdit edit, Done done)
{
    m_waiting.push_back({std::move(edit), std::move(done)});
    pump();
}

void TreeEditor::pump()
{
    if (m_waiting.empty() || m_call.isHeld())
        return;
    if (m_editor.isBroken()) {
        answer(tr("The text cannot be read at present. Mend it first."));
        return;
    }
    if (!m_editor.isAnalysed())
        return; // it is being read
    auto basis = m_editor.analysis();
    m_call = m_executor.run<core::TextPatch>(
        [basis, edit = m_waiting.front().edit](
            const core::CancelToken &) { return patchFor(basis->tree, edit); },
        [this, basis](core::Result<core::TextPatch> patch) {
            m_call.cancel();
            finish(std::move(patch), basis);
        });
}

void TreeEditor::finish(
    core::Result<core::TextPatch> patch, const std::shared_ptr<const Analysis> &basis)
{
    const TreeEdit &edit = m_waiting.front().edit;
    if (!patch) {
        answer(refusalText(patch.error(), edit, basis->tree.format()));
        return;
    }
    if (!m_editor.isAnalysed() || m_editor.analysis() != basis) {
        pump();
        return;
    }
    const auto place = placeAfter(basis->tree, edit);
    const bool isMade = m_editor.apply(*patch, *basis);
    if (isMade)
        Q_EMIT made(QString::fromStdString(place));
    answer(isMade ? QString() : tr("The text cannot be changed at present."));
}

void TreeEditor::answer(const QString &fault)
{
    const auto done = std::move(m_waiting.front().done);
    m_waiting.pop_front();
    if (done)
        done(fault);
    pump();
}

} // namespace chancery::editors
