// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/core/freeze/zone.h"
#include "models/calendarstore.h"
#include "views/viewcontext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QSpinBox>
#include <QToolButton>

class QPushButton;

namespace chancery::views {

// When a request is to be applied: a reading of a clock in a zone, how late it may be, and what the
// freezes say of that time.
class ScheduleForm : public QWidget {
    Q_OBJECT

public:
    // What freezes the request; outlives the form.
    ScheduleForm(
        ViewContext &context, const models::CalendarStore &calendars, QWidget *parent = nullptr);

    // At its time where it is scheduled, else in the first slot an hour from now.
    void open(const core::ChangeRequest &request);
    // What freezes it may have changed.
    void read();

Q_SIGNALS:
    void submitted(const chancery::core::NewSchedule &schedule);
    void left();

private:
    QWidget *makeFields();
    QWidget *makeButtons();
    void fillZones(const std::string &wanted);
    void setInstant(core::Instant instant);
    void changeZone();
    core::Instant now() const;
    core::Result<core::Zone> zone() const;
    // Nothing where the clock of the zone does not say which instant that is; then why.
    std::optional<core::Instant> instant(QString &whyNot) const;
    void goToSlot();
    void submit();

    ViewContext &m_context;
    const models::CalendarStore &m_calendars;
    QDateTimeEdit *m_time = nullptr;
    QComboBox *m_zone = nullptr;
    QSpinBox *m_grace = nullptr;
    QCheckBox *m_queue = nullptr;
    QLabel *m_verdict = nullptr;
    QPushButton *m_slot = nullptr;
    QPushButton *m_submit = nullptr;
    core::Instant m_last; // for another zone
    bool m_isAgain = false; // it has a time already
    bool m_isOverridden = false;
};

} // namespace chancery::views
