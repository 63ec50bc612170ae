// SPDX-License-Identifier: Apache-2.0
#include "calendarview.h"

#include "models/freezestate.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/calendar/calendargrid.h"
#include "views/calendar/daypanel.h"
#include "views/common/banner.h"
#include "views/common/plaintext.h"
#include "views/common/stateoverlay.h"
#include "views/common/widgets.h"

#include <QButtonGroup>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;

namespace {

const auto spanKey = QStringLiteral("calendar/span");

} // namespace

CalendarView::CalendarView(ViewContext &context)
    : m_context(context)
    , m_store(context.stores.api, context.stores.live)
    , m_model(m_store, QTimeZone::systemTimeZone())
    , m_grid(new CalendarGrid(m_model, context.look, context.clock, this))
    , m_day(new DayPanel(context, this))
    , m_overlay(new StateOverlay(context.look, m_grid, this))
    , m_banner(new Banner(context.look, this))
{
    makeCommands();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_banner);
    layout->addWidget(makeBody(), 1);
    m_overlay->watch(m_store.loading());
    context.stores.operations.add(m_store.loading());
    connectParts();
    const bool isWeek = context.settings.value(spanKey).toString() == QLatin1String("week");
    show(isWeek ? Span::Week : Span::Month, today());
}

CalendarView::~CalendarView() = default;

QAction *CalendarView::addCommand(const QString &text, const QString &name, const QString &icon,
    const QKeySequence &key, void (CalendarView::*give)())
{
    auto *action = new QAction(m_context.look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, give);
    m_commands << action;
    return action;
}

void CalendarView::makeCommands()
{
    constexpr auto keys = Qt::CTRL | Qt::ALT;
    addCommand(tr("Earlier"), QStringLiteral("calendarEarlier"), QStringLiteral("previous"),
        Qt::ALT | Qt::Key_PageUp, &CalendarView::goEarlier);
    addCommand(tr("Today"), QStringLiteral("calendarToday"), QStringLiteral("today"),
        Qt::ALT | Qt::Key_Home, &CalendarView::goToToday);
    addCommand(tr("Later"), QStringLiteral("calendarLater"), QStringLiteral("next"),
        Qt::ALT | Qt::Key_PageDown, &CalendarView::goLater);
    addCommand(tr("Show Month"), QStringLiteral("showMonth"), QStringLiteral("month"),
        keys | Qt::Key_1, &CalendarView::showMonth);
    addCommand(tr("Show Week"), QStringLiteral("showWeek"), QStringLiteral("week"),
        keys | Qt::Key_2, &CalendarView::showWeek);
    m_goToSlot = addCommand(tr("Go to Next Slot"), QStringLiteral("goToNextSlot"),
        QStringLiteral("next"), keys | Qt::Key_N, &CalendarView::goToSlot);
    m_openRequest = addCommand(tr("Open Request"), QStringLiteral("openScheduled"),
        QStringLiteral("request"), Qt::CTRL | Qt::Key_Return, &CalendarView::openRequest);
    addCommand(tr("Reload"), QStringLiteral("reloadCalendar"), QStringLiteral("reload"), Qt::Key_F5,
        &CalendarView::reload);
}

QList<QAction *> CalendarView::commands() const
{
    return m_commands;
}

QWidget *CalendarView::makeBar()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = views::makeBar(bar);
    m_spans = new QButtonGroup(this);
    auto *faces = new QWidget(bar);
    faces->setObjectName(QStringLiteral("faceSwitch"));
    faces->setAttribute(Qt::WA_StyledBackground);
    auto *faceLine = new QHBoxLayout(faces);
    faceLine->setContentsMargins(1, 1, 1, 1);
    faceLine->setSpacing(0);
    const std::pair<Span, QString> spans[]{{Span::Month, tr("Month")}, {Span::Week, tr("Week")}};
    for (const auto &[span, text] : spans) {
        auto *button = new QToolButton(faces);
        button->setText(text);
        button->setObjectName(span == Span::Month ? QStringLiteral("calendarMonthButton")
                                                  : QStringLiteral("calendarWeekButton"));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setProperty("role", QStringLiteral("face"));
        m_spans->addButton(button, int(span));
        faceLine->addWidget(button);
    }
    m_title = makeLabel({}, "title", bar);
    m_title->setObjectName(QStringLiteral("calendarTitle"));
    m_slot = makeLabel({}, "muted", bar);
    m_slot->setObjectName(QStringLiteral("calendarSlot"));
    for (QAction *action : m_commands.first(3))
        line->addWidget(makeActionButton(action, bar));
    line->addWidget(m_title);
    line->addStretch(1);
    line->addWidget(m_slot);
    line->addWidget(makeActionButton(m_goToSlot, bar));
    line->addWidget(faces);
    line->addWidget(makeActionButton(m_commands.back(), bar));
    return bar;
}

QWidget *CalendarView::makeBody()
{
    auto *side = new QWidget(this);
    side->setProperty("role", QStringLiteral("panel"));
    auto *sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(0, 0, 0, 0);
    sideLayout->setSpacing(0);
    sideLayout->addWidget(m_day, 1);
    auto *footer = new QWidget(side);
    footer->setProperty("role", QStringLiteral("footer"));
    QBoxLayout *line = views::makeBar(footer);
    line->addWidget(makeActionButton(m_openRequest, footer));
    line->addStretch(1);
    sideLayout->addWidget(footer);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_overlay);
    splitter->addWidget(side);
    splitter->setSizes({980, 340});
    splitter->setStretchFactor(0, 1);
    rememberSplitter(*splitter, QStringLiteral("calendar"), m_context.settings);
    return splitter;
}

void CalendarView::connectParts()
{
    connect(&m_store, &models::CalendarStore::changed, this, &CalendarView::read);
    connect(m_spans, &QButtonGroup::idClicked, this,
        [this](int span) { Span(span) == Span::Month ? showMonth() : showWeek(); });
    connect(m_grid, &CalendarGrid::currentCellChanged, this, &CalendarView::readDay);
    connect(m_grid, &CalendarGrid::dateWanted, this,
        [this](const QDate &date) { show(m_model.shownSpan(), date); });
    connect(m_grid, &CalendarGrid::turned, this, &CalendarView::turn);
    connect(m_grid, &CalendarGrid::opened, this, &CalendarView::open);
    connect(m_day, &DayPanel::opened, this, &CalendarView::openRequest);
    connect(m_day, &DayPanel::currentRequestChanged, this, [this] {
        const bool isAny = !m_day->currentRequest().isEmpty();
        m_openRequest->setEnabled(isAny);
        m_openRequest->setStatusTip(isAny ? QString() : tr("No scheduled request is selected."));
        setPlainToolTip(*m_openRequest,
            isAny ? tr("Open %1").arg(m_day->currentRequest()) : m_openRequest->statusTip());
    });
    connect(m_banner, &Banner::actionTriggered, this, [this] {
        m_context.navigator.goTo({QStringLiteral("configs"), QStringLiteral("sys/freezes")});
    });
    auto &stored = m_context.stores.places;
    const auto showAgain = [this] { show(m_model.shownSpan(), m_grid->currentDate()); };
    connect(&stored, &models::PlacesStore::changed, this, showAgain);
    connect(&stored, &models::PlacesStore::currentChanged, this, showAgain);
}

QDate CalendarView::today() const
{
    return models::dateOf(m_context.clock.now(), m_model.zone());
}

// The one that the window looks at comes first, and alone where it is a month.
std::vector<models::CalendarModel::Place> CalendarView::places(Span span) const
{
    const models::PlacesStore &known = m_context.stores.places;
    std::vector<models::CalendarModel::Place> places;
    for (const core::Environment &environment : known.environments()) {
        if (span == Span::Week || environment.id == known.currentId())
            places.push_back({environment.id, known.titleOf(environment.id)});
    }
    return places;
}

void CalendarView::show(Span span, const QDate &date)
{
    const QDate day = date.isValid() ? date : today();
    const core::EnvironmentId environment = m_grid->currentIndex().isValid()
            && m_model.shownSpan() == Span::Week && span == Span::Week
        ? m_model.cell(m_grid->currentIndex()).place->environment
        : m_context.stores.places.currentId();
    m_model.show(span, day, places(span));
    m_spans->button(int(span))->setChecked(true);
    m_overlay->setEmpty(m_model.places().empty(), tr("No environment is known"),
        tr("The days appear here when the environments have been read."));
    std::vector<client::CalendarQuery> queries;
    for (const auto &place : m_model.places())
        queries.push_back({place.environment, m_model.range().from, m_model.range().to, {}});
    m_store.show(std::move(queries));
    m_grid->select(day, environment);
    read();
}

void CalendarView::activate(const QString &subject)
{
    const QDate date = QDate::fromString(subject, Qt::ISODate);
    if (date.isValid() || subject == QLatin1String("today"))
        show(m_model.shownSpan(), date.isValid() ? date : today());
    else
        m_store.reload();
}

void CalendarView::read()
{
    m_model.read();
    showText(m_title, m_model.title());
    QStringList unreadable;
    for (const core::ChangeCalendar &calendar : m_store.calendars()) {
        if (!calendar.fault.empty())
            unreadable << m_context.stores.places.titleOf(calendar.environment);
    }
    if (unreadable.isEmpty())
        m_banner->clear();
    else
        m_banner->show(Banner::Tone::Bad,
            tr("Nothing is applied in %1: “sys/freezes” cannot be read there.")
                .arg(unreadable.join(QStringLiteral(", "))),
            tr("Open Config"));
    readSlot();
    readDay();
}

void CalendarView::readDay()
{
    if (!m_grid->currentIndex().isValid()) {
        m_day->showNothing();
        return;
    }
    m_day->show(m_model.cell(m_grid->currentIndex()), m_model.zone());
    readSlot();
}

// Of whatever is live in the environment of the day.
void CalendarView::readSlot()
{
    const QModelIndex index = m_grid->currentIndex();
    const core::ChangeCalendar *calendar = index.isValid() ? m_model.cell(index).calendar : nullptr;
    const auto slot = calendar ? calendar->nextSlot : std::nullopt;
    const bool isKnown = calendar && calendar->fault.empty();
    const QString place = index.isValid() ? m_model.cell(index).place->title : QString();
    const bool isNow = slot && *slot <= m_context.clock.now();
    const QString text = !isKnown ? QString()
        : !slot                   ? tr("%1: no slot within 400 days").arg(place)
        : isNow                   ? tr("%1 is open now").arg(place)
                : tr("%1: next slot %2").arg(place, models::timeText(*slot, m_model.zone()));
    showText(m_slot, text);
    setPlainToolTip(*m_slot, slot ? tr("UTC: %1").arg(toQt(core::toRfc3339(*slot))) : QString());
    m_goToSlot->setEnabled(slot.has_value());
    m_goToSlot->setStatusTip(slot ? QString() : tr("No slot is known."));
    setPlainToolTip(*m_goToSlot,
        slot ? tr("The first time at which all that is live there is open")
             : tr("No slot is known."));
}

void CalendarView::turn(int direction)
{
    const QDate date = m_grid->currentDate().isValid() ? m_grid->currentDate() : today();
    show(m_model.shownSpan(),
        m_model.shownSpan() == Span::Month ? date.addMonths(direction)
                                           : date.addDays(7 * direction));
}

// The request, or the list of them where there are several.
void CalendarView::open()
{
    if (m_day->requests().count() > 1) {
        m_day->requests().setFocus();
        return;
    }
    openRequest();
}

void CalendarView::openRequest()
{
    const QString request = m_day->currentRequest();
    if (!request.isEmpty())
        m_context.navigator.goTo({QStringLiteral("changes"), request});
}

void CalendarView::goToSlot()
{
    const QModelIndex index = m_grid->currentIndex();
    const core::ChangeCalendar *calendar = index.isValid() ? m_model.cell(index).calendar : nullptr;
    if (calendar && calendar->nextSlot)
        show(m_model.shownSpan(), models::dateOf(*calendar->nextSlot, m_model.zone()));
}

void CalendarView::goToToday()
{
    show(m_model.shownSpan(), today());
}

void CalendarView::showMonth()
{
    m_context.settings.setValue(spanKey, QStringLiteral("month"));
    show(Span::Month, m_grid->currentDate());
}

void CalendarView::showWeek()
{
    m_context.settings.setValue(spanKey, QStringLiteral("week"));
    show(Span::Week, m_grid->currentDate());
}

void CalendarView::reload()
{
    m_store.reload();
}

void CalendarView::focusFilter()
{
    m_grid->setFocus();
}

} // namespace chancery::views
