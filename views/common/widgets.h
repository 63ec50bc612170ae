// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

class QAction;
class QBoxLayout;
class QSettings;
class QSplitter;

// Small parts in the roles that themes/console.qss knows. Names are set at once, because every
// interactive widget has one.
namespace chancery::views {

// Text that comes from elsewhere is set with showText(), which makes it safe.
QLabel *makeLabel(const QString &text, const char *role, QWidget *parent);
QLabel *makeChip(const QString &name, QWidget *parent);
QPushButton *makeButton(
    const QString &text, const QString &name, QWidget *parent, const char *role = "plain");
// Shows the action's text beside its icon and follows its state.
QToolButton *makeActionButton(QAction *action, QWidget *parent, bool isPrimary = false);
QFrame *makeLine(QWidget *parent, bool isVertical = false);
// A row of at least the height of a tool bar, with its layout.
QBoxLayout *makeBar(QWidget *bar, int height = 40);

// Puts the splitter as it was left, and remembers how it is left. After its sizes are set.
void rememberSplitter(QSplitter &splitter, const QString &name, QSettings &settings);

void showText(QLabel *label, const QString &text);
void showChip(QLabel *chip, const QString &text, const char *tone);
void showTierChip(QLabel *chip, const QString &text, int tier);
void repolish(QWidget *widget);
// Gone when the event that asked for it is through.
void removeLater(QWidget *widget);

} // namespace chancery::views
