// SPDX-License-Identifier: Apache-2.0
#include "rebasepanel.h"

#include "models/actionstate.h"
#include "models/qtconvert.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"

#include <QHBoxLayout>

namespace chancery::views {

using models::toQt;

RebasePanel::RebasePanel(ViewContext &context, QAction &rebase, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_requests(context.stores.requests)
    , m_text(makeLabel({}, "value", this))
    , m_drop(new QAction(context.look.icon(QStringLiteral("remove")), tr("Drop Config…"), this))
{
    m_drop->setObjectName(QStringLiteral("dropConfig"));
    m_drop->setShortcut(Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_X);
    connect(m_drop, &QAction::triggered, this, &RebasePanel::drop);
    setProperty("role", QStringLiteral("bar"));
    setAttribute(Qt::WA_StyledBackground);
    m_text->setObjectName(QStringLiteral("requestRebase"));
    m_text->setWordWrap(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 4, 12, 4);
    layout->setSpacing(8);
    layout->addWidget(m_text, 1);
    layout->addWidget(makeActionButton(&rebase, this, true));
    layout->addWidget(makeActionButton(m_drop, this));
    hide();
}

void RebasePanel::show(const core::ChangeRequest *request, const core::RequestItem *item)
{
    QStringList paths;
    if (request && !models::isFinal(request->state)) {
        for (const core::RequestItem &each : request->items) {
            if (each.needsRebase)
                paths << tr("“%1”").arg(toQt(each.path));
        }
    }
    if (item) {
        m_shown = {item->config, item->environment, core::RebaseWay::Drop};
        m_path = toQt(item->path);
    }
    setHidden(paths.isEmpty());
    showText(m_text,
        tr("Live has moved on since %1 was written. The request can be put onto what is live now, "
           "or go on without the config that is shown.")
            .arg(paths.join(tr(", "))));
    readAction(request, item);
}

void RebasePanel::readAction(const core::ChangeRequest *request, const core::RequestItem *item)
{
    auto state = request ? models::dropState(m_requests.permissions(), *request)
                         : models::ActionState::disabled(tr("No request is selected."));
    if (state.isEnabled && !(item && item->needsRebase))
        state = models::ActionState::disabled(
            tr("Live has not moved on under the config that is shown."));
    m_drop->setEnabled(state.isEnabled);
    setPlainToolTip(*m_drop,
        state.isEnabled ? safeToolTip(tr("Leave the config that is shown out of the request"))
                        : safeToolTip(tr("%1: %2").arg(m_drop->text(), state.whyNot)));
    m_drop->setStatusTip(state.whyNot);
}

void RebasePanel::drop()
{
    const Question question{tr("Drop Config"),
        safeText(tr("“%1” leaves the request, and its change is not made. All votes are void.")
                .arg(m_path)),
        tr("Drop Config"), {}, {}};
    m_context.prompt.ask(
        question, [this, rebase = core::Rebase{{m_shown}}](const PromptAnswer &answer) {
            if (answer.isAccepted)
                m_requests.rebase(rebase);
        });
}

} // namespace chancery::views
