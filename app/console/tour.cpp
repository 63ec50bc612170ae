// SPDX-License-Identifier: Apache-2.0
#include "tour.h"

#include "app/console/demoloader.h"
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/text/analysis.h"
#include "views/configs/documentpage.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QPainter>
#include <QToolTip>

namespace chancery::app {

namespace {

constexpr auto lookEvery = std::chrono::milliseconds(40);
constexpr int calmLooks = 8; // in a row
constexpr int mostLooks = 750; // half a minute

template <typename T>
T *visibleIn(const QWidget &window, const QString &name = {})
{
    for (T *widget : window.findChildren<T *>(name)) {
        if (widget->isVisible())
            return widget;
    }
    return nullptr;
}

bool hasContent(const QWidget &widget)
{
    if (const auto *view = qobject_cast<const QAbstractItemView *>(&widget))
        return view->model() && view->model()->rowCount(view->rootIndex()) > 0;
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        return !label->text().isEmpty();
    if (const auto *text = qobject_cast<const editors::CodeView *>(&widget))
        return text->byteCount() > 0;
    return true;
}

} // namespace

Tour::Tour(ShellWindow &window, views::Look &look, QString folder, std::span<const TourStop> stops)
    : m_window(window)
    , m_look(look)
    , m_folder(std::move(folder))
    , m_stops(stops)
{
    m_timer.setInterval(lookEvery);
    connect(&m_timer, &QTimer::timeout, this, &Tour::settle);
}

void Tour::start(models::Stores &stores)
{
    m_stores = &stores;
    QDir().mkpath(m_folder);
    m_window.resize(1440, 900);
    m_calm = 0;
    m_timer.start();
}

bool Tour::isAtRest() const
{
    const auto *page = visibleIn<views::DocumentPage>(m_window);
    using enum models::EditingSession::DraftState;
    const bool isSaved = !page
        || (page->session().draftState() != Unsaved && page->session().draftState() != Saving);
    const auto *editor = visibleIn<editors::ConfigEditor>(m_window);
    return m_stores->places.current() && m_stores->operations.running().empty() && isSaved
        && !(editor && editor->isBusy());
}

// At rest for some looks in a row: also what is no Operation is through.
void Tour::settle()
{
    m_calm = isAtRest() ? m_calm + 1 : 0;
    const bool isEndless = ++m_looks > mostLooks;
    if (m_calm < calmLooks && !isEndless)
        return;
    // What cannot be done at once may be as soon as the view has what it is about.
    if (!m_isGiven) {
        const QString command = QString::fromLatin1(stop().command);
        m_isGiven = true;
        m_calm = 0;
        if (!give(command))
            miss(stop(), QStringLiteral("has no command “%1”").arg(command));
        return;
    }
    if (m_step >= 0) {
        if (isEndless)
            miss(stop(), QStringLiteral("does not come to rest"));
        save(stop());
    }
    next();
}

void Tour::next()
{
    m_calm = 0;
    m_looks = 0;
    if (++m_step == 0)
        m_stores->places.setCurrent(m_stores->places.environments().back().id);
    if (m_step == stopCount())
        m_look.setKind(
            m_look.theme().isDark() ? views::Theme::Kind::Light : views::Theme::Kind::Dark);
    if (m_step == 2 * stopCount()) {
        m_timer.stop();
        Q_EMIT finished(m_isComplete);
        return;
    }
    QString subject = QString::fromLatin1(stop().subject);
    if (subject == QLatin1String(tour::ownSession))
        subject = QString::fromStdString(m_stores->emergencies.selectedId().text());
    m_window.workArea()->goTo({QString::fromLatin1(stop().view), subject});
    m_isGiven = give(QString::fromLatin1(stop().command));
    core::HierarchyPlace place = m_stores->hierarchy.place();
    place.region = stop().region;
    m_stores->hierarchy.choose(place);
}

bool Tour::give(const QString &command)
{
    if (command.isEmpty())
        return true;
    if (command == QLatin1String(tour::beginEmergency))
        m_stores->emergencies.activate(
            {m_stores->places.currentId(), {"shop"}, "Orders wait for connections since noon",
                "INC-4711", 30},
            QLatin1String(demoPassword));
    else if (command == QLatin1String(tour::endEmergency))
        m_stores->emergencies.end(QStringLiteral("It was a rehearsal"));
    else if (command == QLatin1String(tour::spoil) || command == QLatin1String(tour::mend))
        return changeText(command);
    else
        return triggerAction(command);
    return true;
}

// Of the window, or of the editor that is in front.
bool Tour::triggerAction(const QString &name)
{
    for (auto *action : m_window.findChildren<QAction *>(name)) {
        const auto *widget = qobject_cast<QWidget *>(action->parent());
        if ((widget && !widget->isVisible()) || !action->isEnabled())
            continue;
        action->trigger();
        return true;
    }
    return false;
}

// A word where the value at the caret stands, and the way back.
bool Tour::changeText(const QString &command)
{
    auto *editor = visibleIn<editors::ConfigEditor>(m_window);
    if (!editor)
        return false;
    if (command == QLatin1String(tour::mend)) {
        while (editor->canUndo())
            editor->undo();
        return true;
    }
    const auto analysis = editor->analysis();
    const auto value
        = analysis ? analysis->tree.root().resolve(editor->pointer().toStdString()) : core::Value();
    return value && editor->apply({value.node().begin, value.node().end, "soon"}, *analysis);
}

// Asked of the widgets: a picture of nothing looks like one of something from afar.
bool Tour::isInSight(const TourStop &stop) const
{
    if (m_window.workArea()->currentId() != QLatin1String(stop.view))
        return false;
    const QString sight = QString::fromLatin1(stop.sight);
    if (sight == QLatin1String(tour::hover))
        return QToolTip::isVisible() && !QToolTip::text().isEmpty();
    const auto *widget = visibleIn<QWidget>(m_window, sight);
    return sight.isEmpty() || (widget && hasContent(*widget));
}

// With the lists and tool tips that are open over it, which are windows of their own.
QPixmap Tour::picture() const
{
    QPixmap picture = m_window.grab();
    QPainter painter(&picture);
    for (QWidget *window : QApplication::topLevelWidgets()) {
        const bool isOver
            = window->windowType() == Qt::ToolTip || window->windowType() == Qt::Popup;
        if (isOver && window->isVisible())
            painter.drawPixmap(m_window.mapFromGlobal(window->pos()), window->grab());
    }
    return picture;
}

void Tour::save(const TourStop &stop)
{
    const QString title = QString::fromLatin1(stop.picture);
    if (title.isEmpty())
        return;
    if (!isInSight(stop))
        miss(stop, QStringLiteral("does not show “%1”").arg(QLatin1String(stop.sight)));
    const QString theme
        = m_look.theme().isDark() ? QStringLiteral("dark") : QStringLiteral("light");
    const QString file = QDir(m_folder).filePath(QStringLiteral("%1-%2.png").arg(title, theme));
    if (!picture().save(file, nullptr, 0))
        miss(stop, QStringLiteral("cannot be saved as “%1”").arg(file));
}

void Tour::miss(const TourStop &stop, const QString &what)
{
    m_isComplete = false;
    qWarning("tour: %s %s “%s” %s", stop.view, stop.subject, stop.picture, qPrintable(what));
}

} // namespace chancery::app
