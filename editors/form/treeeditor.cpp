// SPDX-License-Identifier: Apache-2.0
#include "treeeditor.h"

#include "editors/configeditor.h"
#include "editors/form/itemplaces.h"
#include "editors/text/analysis.h"

namespace chancery::editors {

TreeEditor::TreeEditor(ConfigEditor &editor, core::Executor &executor, QObject *parent)
    : QObject(parent)
    , m_editor(editor)
    , m_executor(executor)
{
    connect(&editor, &ConfigEditor::analysed, this, &TreeEditor::read);
    connect(&editor, &ConfigEditor::problemsChanged, this, &TreeEditor::pump);
}

void TreeEditor::make(TreeEdit edit, std::shared_ptr<const Analysis> basis, Done done)
{
    m_waiting.push_back({std::move(edit), std::move(basis), std::move(done), false});
    follow(m_waiting.back());
    pump();
}

// Reading by reading, each of which is one step from the one before.
void TreeEditor::read()
{
    for (Wanted &wanted : m_waiting)
        follow(wanted);
    pump();
}

void TreeEditor::follow(Wanted &wanted) const
{
    const auto present = m_editor.analysis();
    if (!present || wanted.basis == present || wanted.isLost)
        return;
    const auto place = wanted.basis
        ? placeIn(wanted.edit.pointer, wanted.basis->tree, present->tree)
        : std::nullopt;
    wanted.basis = present;
    wanted.isLost = !place;
    if (place)
        wanted.edit.pointer = *place;
}

void TreeEditor::pump()
{
    if (m_waiting.empty() || m_call.isHeld())
        return;
    if (m_editor.isBroken()) {
        answer({tr("The text cannot be read at present. Mend it first.")});
        return;
    }
    if (!m_editor.isAnalysed())
        return; // it is being read
    if (m_waiting.front().isLost) {
        answer(
            {tr("What this was about is no longer where it was. Look at it again, and repeat the "
                "change where it belongs."),
                true});
        return;
    }
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
    if (!m_editor.isAnalysed() || m_editor.analysis() != basis) {
        pump();
        return;
    }
    if (!patch) {
        answer({refusalText(patch.error(), edit, basis->tree.format())});
        return;
    }
    const auto place = placeAfter(basis->tree, edit);
    const bool isMade = m_editor.apply(*patch, *basis);
    if (isMade)
        Q_EMIT made(QString::fromStdString(place));
    answer({isMade ? QString() : tr("The text cannot be changed at present.")});
}

void TreeEditor::answer(const Answer &answer)
{
    const auto done = std::move(m_waiting.front().done);
    m_waiting.pop_front();
    if (done)
        done(answer);
    pump();
}

} // namespace chancery::editors
