// SPDX-License-Identifier: Apache-2.0
#include "offer.h"

#include "views/common/plaintext.h"

#include <QAction>
#include <QCoreApplication>

namespace chancery::views {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

} // namespace

void offer(QAction &action, const models::ActionState &state, const QString &tip)
{
    action.setEnabled(state.isEnabled);
    const QString key = action.shortcut().toString(QKeySequence::NativeText);
    const QString does = tip.isEmpty() ? action.text() : tip;
    const QString name = key.isEmpty() ? does : Words::tr("%1 (%2)").arg(does, key);
    setPlainToolTip(
        action, state.isEnabled ? name : Words::tr("%1: %2").arg(action.text(), state.whyNot));
    action.setStatusTip(state.isEnabled ? QString() : state.whyNot);
}

void offer(QAction &action, const QString &whyNot, const QString &tip)
{
    offer(action,
        whyNot.isEmpty() ? models::ActionState::enabled() : models::ActionState::disabled(whyNot),
        tip);
}

} // namespace chancery::views
