// SPDX-License-Identifier: Apache-2.0
#include "findbar.h"

#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/masks.h"
#include "editors/searcher.h"
#include "models/qtconvert.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>

namespace chancery::views {

namespace {

QString sentence(const core::Error &problem)
{
    const auto say = [](const char *text) { return QCoreApplication::translate("FindBar", text); };
    const QString detail = safeText(models::toQt(problem.detail));
    if (problem.code == "bad-replacement")
        return say(QT_TRANSLATE_NOOP("FindBar", "The expression has no group “%1”.")).arg(detail);
    if (problem.code == "text-changed")
        return say(
            QT_TRANSLATE_NOOP("FindBar", "The text was changed meanwhile. Nothing was replaced."));
    return say(QT_TRANSLATE_NOOP("FindBar", "This is no regular expression: %1.")).arg(detail);
}

} // namespace

FindBar::FindBar(
    editors::ConfigEditor &editor, editors::Searcher &searcher, Look &look, QWidget *parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_searcher(searcher)
    , m_look(look)
{
    setProperty("role", QStringLiteral("footer"));
    setAttribute(Qt::WA_StyledBackground);
    m_problem = makeLabel({}, "problem", this);
    m_problem->setObjectName(QStringLiteral("findProblem"));
    m_problem->setContentsMargins(12, 0, 12, 4);
    m_problem->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeFindLine());
    layout->addWidget(m_problem);
    layout->addWidget(m_replaceLine = makeReplaceLine());
    connect(&searcher, &editors::Searcher::changed, this, &FindBar::show);
    connect(&searcher, &editors::Searcher::replaced, this, [this](std::size_t count) {
        m_count->setText(tr("%n replaced", nullptr, static_cast<int>(count)));
    });
    m_problem->hide();
    hide();
}

QToolButton *FindBar::makeSwitch(const QString &text, const QString &name, const QString &what)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setObjectName(name);
    button->setAccessibleName(what);
    setPlainToolTip(*button, what);
    button->setProperty("role", QStringLiteral("flat"));
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    connect(button, &QToolButton::toggled, this, &FindBar::look);
    return button;
}

QToolButton *FindBar::makeTool(const QString &icon, const QString &name, const QString &what)
{
    auto *button = new QToolButton(this);
    button->setIcon(m_look.icon(icon));
    button->setObjectName(name);
    button->setAccessibleName(what);
    setPlainToolTip(*button, what);
    button->setProperty("role", QStringLiteral("flat"));
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

QWidget *FindBar::makeFindLine()
{
    auto *line = new QWidget(this);
    QBoxLayout *layout = makeBar(line, 36);
    m_pattern = new QLineEdit(line);
    m_pattern->setObjectName(QStringLiteral("findField"));
    m_pattern->setAccessibleName(tr("Find"));
    m_pattern->setPlaceholderText(tr("Find"));
    m_pattern->setClearButtonEnabled(true);
    m_pattern->installEventFilter(this);
    m_case = makeSwitch(tr("Aa"), QStringLiteral("findCase"), tr("Match case"));
    m_words = makeSwitch(tr("Word"), QStringLiteral("findWords"), tr("Whole words only"));
    m_expression
        = makeSwitch(tr(".*"), QStringLiteral("findExpression"), tr("Regular expression (RE2)"));
    m_count = makeLabel({}, "muted", line);
    m_count->setObjectName(QStringLiteral("findCount"));
    m_count->setMinimumWidth(96);
    QToolButton *previous = makeTool(
        QStringLiteral("previous"), QStringLiteral("findPreviousButton"), tr("Previous hit"));
    QToolButton *next
        = makeTool(QStringLiteral("next"), QStringLiteral("findNextButton"), tr("Next hit"));
    QToolButton *all = makeTool(
        QStringLiteral("find"), QStringLiteral("findAllConfigsButton"), tr("Find in all configs"));
    connect(
        all, &QToolButton::clicked, this, [this] { Q_EMIT allConfigsWanted(m_pattern->text()); });
    QToolButton *close
        = makeTool(QStringLiteral("close"), QStringLiteral("findCloseButton"), tr("Close"));
    layout->addWidget(m_pattern, 1);
    for (QWidget *part : std::initializer_list<QWidget *>{
             m_case, m_words, m_expression, previous, next, m_count, all, close})
        layout->addWidget(part);
    connect(m_pattern, &QLineEdit::textChanged, this, &FindBar::look);
    connect(previous, &QToolButton::clicked, &m_searcher, &editors::Searcher::goToPrevious);
    connect(next, &QToolButton::clicked, &m_searcher, &editors::Searcher::goToNext);
    connect(close, &QToolButton::clicked, this, &FindBar::close);
    return line;
}

QWidget *FindBar::makeReplaceLine()
{
    auto *line = new QWidget(this);
    QBoxLayout *layout = makeBar(line, 36);
    m_with = new QLineEdit(line);
    m_with->setObjectName(QStringLiteral("replaceField"));
    m_with->setAccessibleName(tr("Replace with"));
    m_with->setPlaceholderText(tr("Replace with; $1 is the first group of an expression"));
    m_with->installEventFilter(this);
    m_replace = makeButton(tr("Replace"), QStringLiteral("replaceButton"), line);
    m_replaceAll = makeButton(tr("Replace All"), QStringLiteral("replaceAllButton"), line);
    layout->addWidget(m_with, 1);
    layout->addWidget(m_replace);
    layout->addWidget(m_replaceAll);
    connect(m_replace, &QPushButton::clicked, this,
        [this] { m_searcher.replace(models::fromQt(m_with->text())); });
    connect(m_replaceAll, &QPushButton::clicked, this, &FindBar::replaceAll);
    return line;
}

void FindBar::open(bool withReplace)
{
    m_replaceLine->setVisible(withReplace && !m_editor.view().isTextReadOnly());
    setVisible(true);
    const QString selected = selectedLine();
    if (!selected.isEmpty() && selected != m_pattern->text()) {
        m_expression->setChecked(false);
        m_pattern->setText(selected);
    } else {
        look();
    }
    m_pattern->setFocus(Qt::ShortcutFocusReason);
    m_pattern->selectAll();
}

// What is covered in the text would stand in the field for everybody to read.
QString FindBar::selectedLine() const
{
    const QString selected
        = m_editor.view().masks().coversSelection() ? QString() : m_editor.view().selectedText();
    return selected.contains(u'\n') ? QString() : selected;
}

// Looks again for what was looked for before the bar was closed.
bool FindBar::isLooking()
{
    if (m_pattern->text().isEmpty()) {
        open(false);
        return false;
    }
    if (m_searcher.query().pattern.empty())
        look();
    return true;
}

void FindBar::goToNext()
{
    if (isLooking())
        m_searcher.goToNext();
}

void FindBar::goToPrevious()
{
    if (isLooking())
        m_searcher.goToPrevious();
}

void FindBar::replaceAll()
{
    m_searcher.replaceAll(models::fromQt(m_with->text()));
}

void FindBar::look()
{
    const core::SearchQuery query{models::fromQt(m_pattern->text()), m_expression->isChecked(),
        m_case->isChecked(), m_words->isChecked()};
    m_searcher.look(query);
}

void FindBar::show()
{
    const auto &problem = m_searcher.problem();
    m_problem->setVisible(problem.has_value());
    if (problem)
        m_problem->setText(sentence(*problem));
    const QLocale locale;
    const std::size_t count = m_searcher.count();
    const bool hasAll = count < editors::Searcher::mostHits;
    const QString number = locale.toString(static_cast<qulonglong>(count));
    const QString all = hasAll ? number : tr("more than %1").arg(number);
    if (m_pattern->text().isEmpty() || problem)
        m_count->clear();
    else if (count == 0)
        m_count->setText(m_searcher.isBusy() ? tr("Looking…") : tr("Not found"));
    else if (const auto current = m_searcher.current(); current > 0)
        m_count->setText(
            tr("%1 of %2").arg(locale.toString(static_cast<qulonglong>(current)), all));
    else
        m_count->setText(tr("%1 found").arg(all));
    m_replace->setEnabled(count > 0);
    m_replaceAll->setEnabled(count > 0);
}

void FindBar::close()
{
    m_searcher.look({});
    hide();
    m_editor.setFocus();
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Escape) {
        close();
        return true;
    }
    if (key->key() != Qt::Key_Return && key->key() != Qt::Key_Enter)
        return QWidget::eventFilter(watched, event);
    if (watched == m_with)
        m_searcher.replace(models::fromQt(m_with->text()));
    else if (key->modifiers() & Qt::ShiftModifier)
        m_searcher.goToPrevious();
    else
        m_searcher.goToNext();
    return true;
}

} // namespace chancery::views
