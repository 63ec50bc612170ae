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

RebasePanel::RebasePanel(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_requests(context.stores.requests)
    , m_text(makeLabel({}, "value", this))
{
    constexpr auto keys = Qt::CTRL | Qt::ALT | Qt::SHIFT;
    m_merge = addCommand(tr("Merge"), QStringLiteral("rebaseMerge"), QStringLiteral("compare"),
        keys | Qt::Key_M, &RebasePanel::merge);
    m_theirs = addCommand(tr("Take Theirs…"), QStringLiteral("rebaseTheirs"),
        QStringLiteral("withdraw"), keys | Qt::Key_T, &RebasePanel::takeTheirs);
    m_mine = addCommand(tr("Keep Mine…"), QStringLiteral("rebaseMine"), QStringLiteral("edit"),
        keys | Qt::Key_W, &RebasePanel::keepMine);
    m_drop = addCommand(tr("Drop Config…"), QStringLiteral("rebaseDrop"), QStringLiteral("remove"),
        keys | Qt::Key_X, &RebasePanel::drop);
    setProperty("role", QStringLiteral("bar"));
    setAttribute(Qt::WA_StyledBackground);
    m_text->setObjectName(QStringLiteral("requestRebase"));
    m_text->setWordWrap(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 4, 12, 4);
    layout->setSpacing(8);
    layout->addWidget(m_text, 1);
    for (QAction *action : commands())
        layout->addWidget(makeActionButton(action, this, action == m_merge));
    hide();
}

QAction *RebasePanel::addCommand(const QString &text, const QString &name, const QString &icon,
    const QKeySequence &key, void (RebasePanel::*give)())
{
    auto *action = new QAction(m_context.look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, give);
    return action;
}

void RebasePanel::show(const core::ChangeRequest *request, const core::RequestItem *item)
{
    m_outdated.items.clear();
    QStringList paths;
    if (request && !models::isFinal(request->state)) {
        for (const core::RequestItem &each : request->items) {
            if (!each.needsRebase)
                continue;
            m_outdated.items.push_back({each.config, each.environment, core::RebaseWay::Merge});
            paths << tr("“%1”").arg(toQt(each.path));
        }
    }
    if (item) {
        m_shown = {item->config, item->environment, core::RebaseWay::Merge};
        m_path = toQt(item->path);
    }
    setHidden(m_outdated.items.empty());
    showText(m_text,
        tr("Live has moved on since %1 was written. Merge takes what the others changed and keeps "
           "what this request changes; where both changed the same, choose for the config that is "
           "shown.")
            .arg(paths.join(tr(", "))));
    readActions(request, item);
}

void RebasePanel::readActions(const core::ChangeRequest *request, const core::RequestItem *item)
{
    const auto set = [](QAction *action, const models::ActionState &state) {
        action->setEnabled(state.isEnabled);
        setPlainToolTip(*action,
            state.isEnabled ? safeToolTip(action->text())
                            : safeToolTip(tr("%1: %2").arg(action->text(), state.whyNot)));
        action->setStatusTip(state.whyNot);
    };
    const auto state = request ? models::rebaseState(m_requests.permissions(), *request)
                               : models::ActionState::disabled(tr("No request is selected."));
    set(m_merge, state);
    const bool isOne = item && item->needsRebase;
    const auto one = state.isEnabled && !isOne
        ? models::ActionState::disabled(tr("Live has not moved on under the config that is shown."))
        : state;
    set(m_theirs, one);
    set(m_mine, one);
    set(m_drop,
        one.isEnabled && request->items.size() < 2
            ? models::ActionState::disabled(
                  tr("It is the only config of the request; withdraw the request instead."))
            : one);
}

void RebasePanel::merge()
{
    m_requests.rebase(m_outdated);
}

void RebasePanel::takeTheirs()
{
    ask(tr("Take Theirs"),
        tr("Where both changed the same in “%1”, it stays as it is live now. The rest of the "
           "change "
           "is merged with it, and all votes are void.")
            .arg(m_path),
        core::RebaseWay::Theirs);
}

void RebasePanel::keepMine()
{
    ask(tr("Keep Mine"),
        tr("Where both changed the same in “%1”, this request takes back what somebody else made "
           "live meanwhile. The rest is merged, and all votes are void.")
            .arg(m_path),
        core::RebaseWay::Mine);
}

void RebasePanel::drop()
{
    ask(tr("Drop Config"),
        tr("“%1” leaves the request, and its change is not made. All votes are void.").arg(m_path),
        core::RebaseWay::Drop);
}

void RebasePanel::ask(const QString &title, const QString &text, core::RebaseWay way)
{
    auto item = m_shown;
    item.way = way;
    m_context.prompt.ask({title, safeText(text), title, {}, {}},
        [this, rebase = core::Rebase{{item}}](const PromptAnswer &answer) {
            if (answer.isAccepted)
                m_requests.rebase(rebase);
        });
}

} // namespace chancery::views
