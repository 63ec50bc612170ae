// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/calendarmodel.h"
#include "views/view.h"
#include "views/viewcontext.h"

#include <QLabel>

class QButtonGroup;

namespace chancery::views {

class Banner;
class CalendarGrid;
class DayPanel;
class StateOverlay;

// When changes are frozen out and what is applied when: a month of the environment that is looked
// at, or a week of all of them, in the zone of whoever looks.
class CalendarView : public View {
    Q_OBJECT

public:
    explicit CalendarView(ViewContext &context);
    ~CalendarView() override;

    // A date like "2026-12-20", or "today", is gone to.
    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;

private:
    using Span = models::CalendarModel::Span;

    void makeCommands();
    QAction *addCommand(const QString &text, const QString &name, const QString &icon,
        const QKeySequence &key, void (CalendarView::*give)());
    QWidget *makeBar();
    QWidget *makeBody();
    void connectParts();
    void show(Span span, const QDate &date);
    std::vector<models::CalendarModel::Place> places(Span span) const;
    QDate today() const;
    void turn(int direction);
    void read();
    void readDay();
    void readSlot();
    void open();
    void openRequest();
    void goToSlot();
    void goEarlier() { turn(-1); }
    void goLater() { turn(1); }
    void goToToday();
    void showMonth();
    void showWeek();
    void reload();

    ViewContext &m_context;
    models::CalendarStore m_store;
    models::CalendarModel m_model;
    CalendarGrid *m_grid;
    DayPanel *m_day;
    StateOverlay *m_overlay;
    Banner *m_banner;
    QLabel *m_title = nullptr;
    QLabel *m_slot = nullptr;
    QButtonGroup *m_spans = nullptr;
    QAction *m_openRequest = nullptr;
    QAction *m_goToSlot = nullptr;
    QList<QAction *> m_commands;
};

} // namespace chancery::views
