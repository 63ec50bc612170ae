// SPDX-License-Identifier: Apache-2.0
#include "viewlist.h"

#include "views/accounts/accountsview.h"
#include "views/audit/auditview.h"
#include "views/bulk/bulkview.h"
#include "views/calendar/calendarview.h"
#include "views/changes/changesview.h"
#include "views/configs/configview.h"
#include "views/dependencies/dependenciesview.h"
#include "views/emergency/emergencyview.h"
#include "views/fleet/fleetview.h"
#include "views/inbox/inboxview.h"
#include "views/lineage/lineagepages.h"
#include "views/reports/reportsview.h"

#include <QCoreApplication>

namespace chancery::app {

namespace {

template <typename ConcreteView>
std::unique_ptr<views::View> create(views::ViewContext &context)
{
    return std::make_unique<ConcreteView>(context);
}

constexpr views::ViewDescriptor list[]{
    {"configs", QT_TRANSLATE_NOOP("views", "Configs"), "configs", "view",
        create<views::ConfigView>},
    {"changes", QT_TRANSLATE_NOOP("views", "Changes"), "changes", "view",
        create<views::ChangesView>},
    {"lineage", QT_TRANSLATE_NOOP("views", "Lineage"), "lineage", "view",
        create<views::LineagePages>},
    {"dependencies", QT_TRANSLATE_NOOP("views", "Dependencies"), "dependencies", "view",
        create<views::DependenciesView>},
    {"fleet", QT_TRANSLATE_NOOP("views", "Fleet"), "fleet", "view", create<views::FleetView>},
    {"emergency", QT_TRANSLATE_NOOP("views", "Emergency"), "warning", "view",
        create<views::EmergencyView>},
    {"audit", QT_TRANSLATE_NOOP("views", "Audit"), "audit", "auditRead", create<views::AuditView>},
    {"reports", QT_TRANSLATE_NOOP("views", "Reports"), "reports", "auditRead",
        create<views::ReportsView>},
    {"bulk", QT_TRANSLATE_NOOP("views", "Bulk Edit"), "replace", "view", create<views::BulkView>},
    {"calendar", QT_TRANSLATE_NOOP("views", "Calendar"), "calendar", "view",
        create<views::CalendarView>},
    {"inbox", QT_TRANSLATE_NOOP("views", "Inbox"), "inbox", "view", create<views::InboxView>},
    {"accounts", QT_TRANSLATE_NOOP("views", "Accounts"), "accounts", "administer",
        create<views::AccountsView>},
};

} // namespace

std::span<const views::ViewDescriptor> viewList()
{
    return list;
}

QKeySequence keyOfView(std::size_t index)
{
    // Behind the ninth none of these keys is left: Ctrl+0 belongs to the size of the text.
    if (index < 9)
        return {Qt::CTRL | Qt::Key(Qt::Key_1 + int(index))};
    if (index == 9)
        return {Qt::Key_F6};
    return {index == 10 ? Qt::CTRL | Qt::SHIFT | Qt::Key_F6 : Qt::ALT | Qt::SHIFT | Qt::Key_F6};
}

} // namespace chancery::app
