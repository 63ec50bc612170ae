// SPDX-License-Identifier: Apache-2.0
#include "diffbar.h"

#include <QAction>
#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QWidgetAction>

namespace chancery::editors {

namespace {

QString keysOf(const QAction &action)
{
    return action.shortcut().toString(QKeySequence::NativeText);
}

// A key may have blanks; what follows a path begins with a slash.
QStringList pathsIn(const QString &text)
{
    QStringList paths;
    for (const QString &word : text.trimmed().split(u' ')) {
        if (paths.isEmpty() || word.startsWith(u'/'))
            paths << word;
        else
            paths.last() += u' ' + word;
    }
    for (QString &path : paths)
        path = path.trimmed();
    return paths;
}

} // namespace

DiffBar::DiffBar(QWidget *parent)
    : QWidget(parent)
    , m_summary(new QLabel(this))
    , m_modes(new QActionGroup(this))
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(8, 4, 8, 4);
    line->setSpacing(4);
    m_summary->setObjectName(QStringLiteral("summaryLabel"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_summary->setMinimumWidth(
        m_summary->fontMetrics().horizontalAdvance(tr("%1 changes · %2 ignored").arg(88).arg(88)));
    line->addWidget(m_summary, 1);
    makeSteps();
    makeModes();
    makeRules();
}

QAction *DiffBar::addCommand(const QString &name, const QString &text, const QKeySequence &keys)
{
    auto *action = new QAction(text, parentWidget());
    action->setObjectName(name);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(tr("%1 (%2)").arg(text, keysOf(*action)));
    parentWidget()->addAction(action);
    return action;
}

QToolButton *DiffBar::addButton(const QString &name, QAction *action)
{
    auto *button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setObjectName(name);
    button->setAccessibleName(action->text());
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    layout()->addWidget(button);
    return button;
}

void DiffBar::makeModes()
{
    using Mode = DiffView::Mode;
    const auto add
        = [this](Mode mode, const char *name, const QString &text, const QString &tip, int key) {
              QAction *action = addCommand(QString::fromLatin1(name), text,
                  QKeySequence(Qt::ALT | static_cast<Qt::Key>(key)));
              action->setCheckable(true);
              action->setData(static_cast<int>(mode));
              action->setToolTip(tr("%1 (%2)").arg(tip, keysOf(*action)));
              m_modes->addAction(action);
              addButton(QString::fromLatin1(name) + QStringLiteral("Button"), action);
          };
    add(Mode::SideBySide, "sideBySide", tr("Side by Side"), tr("The two texts beside each other"),
        Qt::Key_1);
    add(Mode::Inline, "inline", tr("Inline"), tr("Both texts in one column"), Qt::Key_2);
    add(Mode::Keys, "keys", tr("Keys"), tr("What differs in meaning, by key"), Qt::Key_3);
    add(Mode::Effective, "effective", tr("Effective"), tr("The merged layers"), Qt::Key_4);
    m_modes->actions().constFirst()->setChecked(true);
    connect(m_modes, &QActionGroup::triggered, this, [this](const QAction *action) {
        Q_EMIT modeChosen(static_cast<Mode>(action->data().toInt()));
    });
}

void DiffBar::makeSteps()
{
    m_previous = addCommand(
        QStringLiteral("previousChange"), tr("Previous Change"), Qt::SHIFT | Qt::Key_F7);
    m_next = addCommand(QStringLiteral("nextChange"), tr("Next Change"), Qt::Key_F7);
    m_partner = addCommand(
        QStringLiteral("goToPartner"), tr("Go to Where It Moved"), Qt::CTRL | Qt::Key_F7);
    m_take = addCommand(
        QStringLiteral("takeLeft"), tr("Take from the Left"), Qt::CTRL | Qt::SHIFT | Qt::Key_F7);
    addButton(QStringLiteral("previousChangeButton"), m_previous)->setArrowType(Qt::UpArrow);
    addButton(QStringLiteral("nextChangeButton"), m_next)->setArrowType(Qt::DownArrow);
    for (auto *button : findChildren<QToolButton *>())
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_takeButton = addButton(QStringLiteral("takeLeftButton"), m_take);
    connect(m_previous, &QAction::triggered, this, &DiffBar::previousWanted);
    connect(m_next, &QAction::triggered, this, &DiffBar::nextWanted);
    connect(m_partner, &QAction::triggered, this, &DiffBar::partnerWanted);
    connect(m_take, &QAction::triggered, this, &DiffBar::takeWanted);
    setEditable(false);
}

void DiffBar::makeRules()
{
    m_fold = addCommand(QStringLiteral("foldUnchanged"), tr("Fold Unchanged"), Qt::ALT | Qt::Key_0);
    m_fold->setCheckable(true);
    m_rulesButton = new QToolButton(this);
    m_rulesButton->setObjectName(QStringLiteral("ignoreButton"));
    m_rulesButton->setText(tr("Ignore"));
    m_rulesButton->setAccessibleName(tr("What the comparison ignores"));
    m_rulesButton->setToolTip(tr("What the comparison ignores"));
    m_rulesButton->setPopupMode(QToolButton::InstantPopup);
    m_rulesButton->setProperty("role", QStringLiteral("menu"));
    m_rulesButton->setAutoRaise(true);
    m_rulesButton->setFocusPolicy(Qt::TabFocus);
    layout()->addWidget(m_rulesButton);
    auto *menu = new QMenu(m_rulesButton);
    menu->setObjectName(QStringLiteral("ignoreMenu"));
    const auto add = [&](const char *name, const QString &text) {
        QAction *action = menu->addAction(text);
        action->setObjectName(QString::fromLatin1(name));
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, &DiffBar::readRules);
        return action;
    };
    m_order = add("ignoreOrder", tr("Order of Keys"));
    m_layout = add("ignoreLayout", tr("White Space and Quotes"));
    m_comments = add("ignoreComments", tr("Comments"));
    menu->addSection(tr("Paths"));
    m_paths = new QLineEdit(menu);
    m_paths->setObjectName(QStringLiteral("ignoredPaths"));
    m_paths->setAccessibleName(tr("Ignored paths"));
    m_paths->setPlaceholderText(tr("/metadata/build /*/checksum"));
    m_paths->setToolTip(tr("Paths to ignore, with spaces between; * is any key"));
    m_paths->setMinimumWidth(260);
    auto *field = new QWidgetAction(menu);
    field->setDefaultWidget(m_paths);
    menu->addAction(field);
    menu->addSeparator();
    menu->addAction(m_fold);
    m_rulesButton->setMenu(menu);
    connect(m_paths, &QLineEdit::editingFinished, this, &DiffBar::readRules);
    connect(m_fold, &QAction::triggered, this, &DiffBar::foldedChosen);
}

void DiffBar::readRules()
{
    DiffRules rules = DiffRules::fromWords(pathsIn(m_paths->text()));
    rules.ignoresOrder = m_order->isChecked();
    rules.ignoresLayout = m_layout->isChecked();
    rules.ignoresComments = m_comments->isChecked();
    if (rules == m_rules)
        return;
    setRules(rules);
    Q_EMIT rulesChosen(rules);
}

void DiffBar::setSummary(const QString &summary, bool hasChanges)
{
    m_summary->setText(summary);
    for (QAction *action : {m_previous, m_next})
        offer(*action, hasChanges ? QString() : tr("Nothing differs."));
    m_hasChanges = hasChanges;
    readTake();
}

void DiffBar::setMode(DiffView::Mode mode)
{
    for (QAction *action : m_modes->actions()) {
        if (action->data().toInt() == static_cast<int>(mode))
            action->setChecked(true);
    }
}

void DiffBar::setRules(const DiffRules &rules)
{
    m_rules = rules;
    m_order->setChecked(rules.ignoresOrder);
    m_layout->setChecked(rules.ignoresLayout);
    m_comments->setChecked(rules.ignoresComments);
    QStringList paths;
    for (const std::string &path : rules.ignoredPaths)
        paths << QString::fromStdString(path);
    m_paths->setText(paths.join(u' '));
    // A rule that hides something is told where one looks.
    m_rulesButton->setText(rules.isEmpty() ? tr("Ignore") : tr("Ignore •"));
}

void DiffBar::setFolded(bool isFolded)
{
    m_fold->setChecked(isFolded);
}

void DiffBar::setEffectiveWhyNot(const QString &reason)
{
    QAction *effective = m_modes->actions().constLast();
    offer(*effective, reason);
    if (reason.isEmpty())
        effective->setToolTip(tr("The merged layers (%1)").arg(keysOf(*effective)));
}

void DiffBar::setEditable(bool isEditable)
{
    m_isEditable = isEditable;
    m_takeButton->setVisible(isEditable);
    readTake();
}

void DiffBar::readTake()
{
    offer(*m_take,
        !m_isEditable      ? tr("Neither text is edited here.")
            : m_hasChanges ? QString()
                           : tr("Nothing differs."));
}

// Disabled it says why; with words of a server's, which are text whatever they look like.
void DiffBar::offer(QAction &action, const QString &whyNot)
{
    action.setEnabled(whyNot.isEmpty());
    action.setStatusTip(whyNot);
    const QString tip = whyNot.isEmpty() ? tr("%1 (%2)").arg(action.text(), keysOf(action))
                                         : tr("%1: %2").arg(action.text(), whyNot);
    action.setToolTip(QStringLiteral("<p>%1</p>").arg(tip.toHtmlEscaped()));
}

} // namespace chancery::editors
