// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/codeview.h"
#include "tests/support/console.h"

#include <QAccessible>
#include <QButtonGroup>
#include <QLineEdit>
#include <QMenuBar>
#include <QTableView>
#include <QTranslator>

// What the walkers look for in a window, each as a list of what is wrong, a line to a fault.
namespace chancery::support::eyes {

// Brackets every text that went through tr(); what is seen without brackets did not.
class PseudoLanguage : public QTranslator {
public:
    QString translate(const char *, const char *source, const char *, int) const override
    {
        return u'⟦' + QString::fromUtf8(source) + u'⟧';
    }
    bool isEmpty() const override { return false; }
};

inline QString describe(const QWidget *widget, const QString &text = {})
{
    return QStringLiteral("%1 “%2” in “%3” %4")
        .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
            widget->parentWidget() ? widget->parentWidget()->objectName() : QString(), text);
}

inline QString textOf(const QWidget *widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(widget))
        return label->text();
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    return button ? button->text() : QString();
}

inline QStringList clippedTexts(const QList<QWidget *> &widgets)
{
    QStringList clipped;
    for (QWidget *widget : widgets) {
        const QString text = textOf(widget);
        if (text.isEmpty())
            continue;
        const auto *label = qobject_cast<QLabel *>(widget);
        const bool wraps = label && label->wordWrap();
        const QSize need
            = wraps ? QSize(0, label->heightForWidth(label->width())) : widget->minimumSizeHint();
        const QSize has = widget->size();
        if (need.width() > has.width() || need.height() > has.height())
            clipped << describe(widget, text)
                    + QStringLiteral(" needs %1×%2, has %3×%4")
                          .arg(need.width())
                          .arg(need.height())
                          .arg(has.width())
                          .arg(has.height());
    }
    return clipped;
}

inline QList<QWidget *> visible(Console &console)
{
    QList<QWidget *> found;
    for (QWidget *widget : console.window().findChildren<QWidget *>()) {
        if (widget->isVisible() && widget->window() == &console.window())
            found << widget;
    }
    return found;
}

inline QList<QWidget *> focusable(Console &console, int policy)
{
    QList<QWidget *> found;
    for (QWidget *widget : visible(console)) {
        if (widget->isEnabled() && (widget->focusPolicy() & policy) == policy
            && !widget->focusProxy())
            found << widget;
    }
    return found;
}

inline QStringList namelessWidgets(Console &console)
{
    QStringList nameless;
    for (QWidget *widget : focusable(console, Qt::TabFocus)) {
        const QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
        if (widget->objectName().isEmpty() || !face || face->text(QAccessible::Name).isEmpty())
            nameless << describe(widget);
    }
    return nameless;
}

inline QWidget *nextAfter(QWidget *widget, const QList<QWidget *> &reachable)
{
    QWidget *next = widget->nextInFocusChain();
    while (!reachable.contains(next))
        next = next->nextInFocusChain();
    return next;
}

// Twice around; also what the tabulator does not leave.
inline QStringList missedByTab(Console &console)
{
    QList<QWidget *> missed = focusable(console, Qt::TabFocus);
    const qsizetype count = missed.size();
    missed.front()->setFocus();
    QStringList chain;
    for (qsizetype step = 0; step < 2 * count; ++step) {
        QWidget *focus = QApplication::focusWidget();
        if (!focus)
            return {QStringLiteral("nothing has the focus after ") + chain.join(u' ')};
        chain << focus->objectName();
        // Of buttons that exclude each other the arrow keys reach the others.
        const auto *button = qobject_cast<QAbstractButton *>(focus);
        const QButtonGroup *group = button ? button->group() : nullptr;
        missed.removeIf([&](const QWidget *widget) {
            const auto *other = qobject_cast<const QAbstractButton *>(widget);
            return widget == focus || (group && other && other->group() == group);
        });
        // In a text that is edited the tabulator is a sign; it has keys of its own to leave it.
        if (const auto *text = qobject_cast<editors::CodeView *>(focus);
            text && !text->isReadOnly()) {
            nextAfter(focus, focusable(console, Qt::TabFocus))->setFocus();
            continue;
        }
        QTest::keyClick(focus, Qt::Key_Tab);
        if (QApplication::focusWidget() == focus)
            return {QStringLiteral("trapped in ") + describe(focus)};
    }
    QStringList texts;
    for (QWidget *widget : missed)
        texts << describe(widget) + QStringLiteral(" after ") + chain.join(u' ');
    return texts;
}

inline QStringList shortcutsTwice(Console &console)
{
    QSet<QAction *> actions;
    const QList<QMenu *> menus = console.window().findChildren<QMenu *>();
    for (const QMenu *menu : menus) {
        for (QAction *action : menu->actions())
            actions << action;
    }
    QStringList twice;
    QHash<QString, QString> owners;
    for (QAction *action : actions) {
        if (action->shortcutContext() != Qt::WindowShortcut)
            continue;
        for (const QKeySequence &key : action->shortcuts()) {
            const QString name = key.toString();
            if (owners.contains(name))
                twice << QStringLiteral("%1: %2 and %3")
                             .arg(name, owners.value(name), action->objectName());
            owners.insert(name, action->objectName());
        }
    }
    return owners.size() > 8 ? twice : QStringList{QStringLiteral("there are no shortcuts")};
}

// Under the pseudo language. Labels without an object name are fixed texts; those with one may show
// data.
inline QStringList untranslatedTexts(Console &console)
{
    QStringList plain;
    const auto check = [&](const QWidget *widget, const QString &text) {
        if (!text.isEmpty() && !text.contains(u'⟦'))
            plain << describe(widget, text);
    };
    for (QWidget *widget : visible(console)) {
        if (qobject_cast<QLabel *>(widget) && widget->objectName().isEmpty())
            check(widget, textOf(widget));
        if (qobject_cast<QAbstractButton *>(widget)
            && !widget->objectName().endsWith(QLatin1String("EnvironmentButton"))
            && !widget->objectName().startsWith(QLatin1String("pathPart")))
            check(widget, textOf(widget));
        if (const auto *line = qobject_cast<QLineEdit *>(widget))
            check(widget, line->placeholderText());
        // The columns of a collection are keys of the document.
        const auto *table = qobject_cast<QTableView *>(widget);
        if (table && table->objectName() != QLatin1String("collectionTable")) {
            for (int column = 0; column < table->model()->columnCount(); ++column)
                check(widget, table->model()->headerData(column, Qt::Horizontal).toString());
        }
    }
    for (const QMenu *menu : console.window().menuBar()->findChildren<QMenu *>()) {
        for (const QAction *action : menu->actions())
            check(menu, action->text());
    }
    return plain;
}

} // namespace chancery::support::eyes
