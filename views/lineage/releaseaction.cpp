// SPDX-License-Identifier: Apache-2.0
#include "releaseaction.h"

#include "models/actionstate.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/plaintext.h"

namespace chancery::views {

ReleaseAction::ReleaseAction(ViewContext &context, QObject *parent)
    : QAction(context.look.icon(QStringLiteral("approve")), tr("Release Version…"), parent)
    , m_context(context)
{
    setObjectName(QStringLiteral("releaseVersion"));
    setShortcut(Qt::CTRL | Qt::ALT | Qt::Key_U);
    connect(this, &QAction::triggered, this, &ReleaseAction::ask);
    models::LineageStore &lineage = context.stores.lineage;
    connect(&lineage.releasing(), &models::Operation::changed, this, [this] {
        const auto version = m_version;
        update(version ? &*version : nullptr);
    });
    connect(&lineage, &models::LineageStore::released, &context.stores.versionGraph,
        &models::VersionGraphStore::release);
}

void ReleaseAction::update(const core::Version *version)
{
    m_version = version ? std::optional(*version) : std::nullopt;
    const models::LineageStore &lineage = m_context.stores.lineage;
    const auto may = models::releaseState(m_context.stores.permissions, version,
        lineage.environment(), lineage.config() ? lineage.config()->path : std::string());
    // Another one would take the answer away from the first.
    const auto state = m_context.stores.lineage.releasing().isRunning() && may.isEnabled
        ? models::ActionState::disabled(tr("A version is being released."))
        : may;
    setEnabled(state.isEnabled);
    setPlainToolTip(*this,
        state.isEnabled ? tr("Let automation make this version live again")
                        : tr("%1: %2").arg(text(), state.whyNot));
    setStatusTip(state.whyNot);
}

void ReleaseAction::ask()
{
    if (!m_version)
        return;
    Question question;
    question.title = tr("Release %1").arg(models::shortDigest(m_version->id.text()));
    question.text = tr("It was rolled back from, and no program may make it live again. From now "
                       "on programs may. The audit log names you and the reason.");
    question.action = tr("Release");
    question.reasonLabel = tr("Why it is safe again");
    m_context.prompt.ask(question, [this, id = m_version->id](const PromptAnswer &answer) {
        if (answer.isAccepted)
            m_context.stores.lineage.release(id, answer.reason);
    });
}

} // namespace chancery::views
