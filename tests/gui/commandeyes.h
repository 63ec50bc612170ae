// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/gui/walkereyes.h"

#include <QTableView>
#include <QToolButton>

namespace chancery::support::eyes {

// What says why a button that cannot be pressed cannot: not its name, nor what it would do.
inline QString reasonOf(const QAbstractButton *button)
{
    const auto *tool = qobject_cast<const QToolButton *>(button);
    const QAction *action = tool ? tool->defaultAction() : nullptr;
    if (action)
        return action->statusTip();
    const QString tip = button->statusTip().isEmpty() ? button->toolTip() : button->statusTip();
    return tip == button->text() ? QString() : tip;
}

// Commands of the menus and buttons on screen that are off and do not say why. What is all off as
// a whole, as behind a page that loads, says so there.
inline QStringList silentCommands(Console &console)
{
    QStringList silent;
    for (const QAction *action : console.window().findChildren<QAction *>()) {
        const bool isCommand = !action->isSeparator() && !action->text().isEmpty()
            && !action->menu() && action->isVisible();
        if (isCommand && !action->isEnabled() && action->statusTip().isEmpty())
            silent << QStringLiteral("command “%1” %2").arg(action->objectName(), action->text());
    }
    for (const QWidget *widget : visible(console)) {
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        // The corner of a table is no command.
        const bool isOff = button && !button->isEnabled() && button->parentWidget()->isEnabled()
            && !qobject_cast<const QTableView *>(button->parentWidget());
        if (isOff && reasonOf(button).isEmpty())
            silent << describe(widget, textOf(widget));
    }
    silent.removeDuplicates();
    return silent;
}

} // namespace chancery::support::eyes
