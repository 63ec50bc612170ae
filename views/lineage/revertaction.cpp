// SPDX-License-Identifier: Apache-2.0
#include "revertaction.h"

#include "models/actionstate.h"
#include "models/qtconvert.h"
#include "views/common/plaintext.h"

namespace chancery::views {

RevertAction::RevertAction(ViewContext &context, QObject *parent)
    : QAction(context.look.icon(QStringLiteral("discard")), tr("Revert Change"), parent)
    , m_context(context)
{
    setObjectName(QStringLiteral("revertChange"));
    setShortcut(Qt::CTRL | Qt::ALT | Qt::Key_Z);
    connect(this, &QAction::triggered, this, &RevertAction::revert);
}

void RevertAction::update(const core::Version *version)
{
    m_version = version ? std::optional(*version) : std::nullopt;
    const models::LineageStore &lineage = m_context.stores.lineage;
    const auto state = models::revertState(m_context.stores.permissions, version,
        lineage.environment(), lineage.config() ? lineage.config()->path : std::string());
    setEnabled(state.isEnabled);
    setPlainToolTip(*this,
        state.isEnabled ? tr("Take what this version changed out of your draft, and leave what "
                             "came later")
                        : tr("%1: %2").arg(text(), state.whyNot));
    setStatusTip(state.whyNot);
}

void RevertAction::revert()
{
    const models::LineageStore &lineage = m_context.stores.lineage;
    if (!m_version || !lineage.config())
        return;
    m_context.stores.reversals.want(lineage.config()->id, lineage.environment(), *m_version);
    m_context.navigator.goTo({QStringLiteral("configs"), models::toQt(lineage.config()->path)});
}

} // namespace chancery::views
