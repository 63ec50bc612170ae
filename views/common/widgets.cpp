// SPDX-License-Identifier: Apache-2.0
#include "widgets.h"

#include "views/common/safetext.h"

#include <QAction>
#include <QBoxLayout>
#include <QSettings>
#include <QSplitter>
#include <QStyle>
#include <QVariant>

namespace chancery::views {

QLabel *makeLabel(const QString &text, const char *role, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("role", QString::fromLatin1(role));
    return label;
}

QLabel *makeChip(const QString &name, QWidget *parent)
{
    QLabel *chip = makeLabel({}, "chip", parent);
    chip->setObjectName(name);
    chip->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    chip->hide();
    return chip;
}

QPushButton *makeButton(const QString &text, const QString &name, QWidget *parent, const char *role)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setProperty("role", QString::fromLatin1(role));
    return button;
}

QToolButton *makeActionButton(QAction *action, QWidget *parent, bool isPrimary)
{
    auto *button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setObjectName(action->objectName() + QStringLiteral("Button"));
    button->setToolButtonStyle(isPrimary ? Qt::ToolButtonTextOnly : Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    button->setProperty("role", isPrimary ? QStringLiteral("primaryTool") : QStringLiteral("flat"));
    button->setIconSize({16, 16});
    return button;
}

QFrame *makeLine(QWidget *parent, bool isVertical)
{
    auto *line = new QFrame(parent);
    line->setProperty("role", QStringLiteral("separator"));
    if (isVertical)
        line->setFixedWidth(1);
    else
        line->setFixedHeight(1);
    return line;
}

QBoxLayout *makeBar(QWidget *bar, int height)
{
    bar->setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 4, 8, 4);
    layout->setSpacing(8);
    // Not the widget's minimum, which would keep the bar from growing with the font.
    layout->addStrut(height - 8);
    return layout;
}

void rememberSplitter(QSplitter &splitter, const QString &name, QSettings &settings)
{
    const QString key = QStringLiteral("splitters/") + name;
    splitter.setObjectName(name + QStringLiteral("Splitter"));
    splitter.restoreState(settings.value(key).toByteArray());
    QObject::connect(&splitter, &QSplitter::splitterMoved, &splitter,
        [&splitter, &settings, key] { settings.setValue(key, splitter.saveState()); });
}

void showText(QLabel *label, const QString &text)
{
    label->setText(safeText(text));
}

void showChip(QLabel *chip, const QString &text, const char *tone)
{
    showText(chip, text);
    chip->setVisible(!text.isEmpty());
    chip->setProperty("tone", QString::fromLatin1(tone));
    repolish(chip);
}

void showTierChip(QLabel *chip, const QString &text, int tier)
{
    showText(chip, text);
    chip->setVisible(!text.isEmpty());
    chip->setProperty("tier", tier);
    repolish(chip);
}

void removeLater(QWidget *widget)
{
    widget->hide();
    widget->deleteLater();
}

void repolish(QWidget *widget)
{
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace chancery::views
