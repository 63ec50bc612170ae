// SPDX-License-Identifier: Apache-2.0
#include "inboxview.h"

#include "models/notificationwords.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/offer.h"
#include "views/common/stateoverlay.h"
#include "views/common/tablepane.h"
#include "views/common/widgets.h"

#include <QVBoxLayout>

namespace chancery::views {

using models::Column;
using models::Status;
using models::toQt;

namespace {

constexpr Column<InboxRow> columns[]{
    {.key = "read",
        .title = QT_TRANSLATE_NOOP("columns", "Read"),
        .text =
            [](const InboxRow &row) {
                return row.told.isRead ? QString() : QCoreApplication::translate("columns", "New");
            },
        .status
        = [](const InboxRow &row) { return row.told.isRead ? Status::None : Status::Attention; },
        .width = 64},
    {.key = "subject",
        .title = QT_TRANSLATE_NOOP("columns", "About"),
        .text = [](const InboxRow &row) { return toQt(row.told.event.subject); },
        .width = 88},
    {.key = "what",
        .title = QT_TRANSLATE_NOOP("columns", "What"),
        .text = [](const InboxRow &row) { return models::notificationText(row.told.event.kind); },
        .status
        = [](const InboxRow &row) { return models::notificationStatus(row.told.event.kind); },
        .width = 300},
    {.key = "title",
        .title = QT_TRANSLATE_NOOP("columns", "Title"),
        .text = [](const InboxRow &row) { return toQt(row.told.event.title); },
        .width = 300},
    {.key = "environment",
        .title = QT_TRANSLATE_NOOP("columns", "Environment"),
        .text =
            [](const InboxRow &row) {
                QStringList places;
                for (const std::string &place : row.told.event.environments)
                    places << toQt(place);
                return places.join(QStringLiteral(", "));
            },
        .width = 128},
    {.key = "by",
        .title = QT_TRANSLATE_NOOP("columns", "By"),
        .text = [](const InboxRow &row) { return toQt(row.told.event.by); },
        .width = 128},
    {.key = "when",
        .title = QT_TRANSLATE_NOOP("columns", "When"),
        .text
        = [](const InboxRow &row) { return models::relativeTime(row.told.event.at, row.now); },
        .sort = [](const InboxRow &row) { return QVariant(qulonglong(row.told.number)); },
        .tip = [](const InboxRow &row) { return models::fullTime(row.told.event.at); },
        .width = 120},
};

// Where a row leads; nowhere for what is about nothing.
Destination destinationOf(const core::NotificationEvent &event)
{
    const QString subject = toQt(event.subject);
    if (subject.startsWith(QLatin1String("CR-")))
        return {QStringLiteral("changes"), subject};
    if (subject.startsWith(QLatin1String("EM-")))
        return {QStringLiteral("emergency"), subject};
    return {};
}

} // namespace

QString InboxRow::id() const
{
    return QString::number(told.number);
}

InboxView::InboxView(ViewContext &context)
    : m_context(context)
    , m_store(context.stores.inbox)
    , m_model(std::make_unique<models::TableModel<InboxRow>>(columns))
    , m_table(
          new TablePane(QStringLiteral("inbox"), *m_model, context.look, context.settings, this))
    , m_overlay(new StateOverlay(context.look, m_table, this))
    , m_summary(makeLabel({}, "muted", this))
    , m_open(makeAction("next", tr("Open"), QStringLiteral("openNotification"), {}))
    , m_markRead(makeAction("approve", tr("Mark as Read"), QStringLiteral("markNotificationRead"),
          QKeySequence(Qt::SHIFT | Qt::Key_F6)))
    , m_markAll(makeAction("verify", tr("Mark All as Read"),
          QStringLiteral("markAllNotificationsRead"), QKeySequence(Qt::CTRL | Qt::Key_F6)))
    , m_unreadOnly(makeAction("filter", tr("Only Unread"), QStringLiteral("onlyUnread"),
          QKeySequence(Qt::ALT | Qt::Key_F6)))
    , m_more(makeAction("add", tr("Show Older"), QStringLiteral("olderNotifications"), {}))
    , m_reload(makeAction("reload", tr("Reload"), QStringLiteral("reloadInbox"), Qt::Key_F5))
{
    m_unreadOnly->setCheckable(true);
    m_summary->setObjectName(QStringLiteral("inboxSummary"));
    m_table->table().setAccessibleName(tr("Notifications"));
    m_table->stretch(QStringLiteral("title"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeTools());
    layout->addWidget(m_overlay, 1);
    m_overlay->watch(m_store.loading());
    connect(m_open, &QAction::triggered, this, [this] { open(m_table->currentId()); });
    connect(m_markRead, &QAction::triggered, this, &InboxView::markSelected);
    connect(m_markAll, &QAction::triggered, &m_store, &models::InboxStore::markAllRead);
    connect(m_unreadOnly, &QAction::toggled, &m_store, &models::InboxStore::setUnreadOnly);
    connect(m_more, &QAction::triggered, &m_store, &models::InboxStore::loadMore);
    connect(m_reload, &QAction::triggered, &m_store, &models::InboxStore::reload);
    connect(&m_store, &models::InboxStore::changed, this, &InboxView::read);
    connect(&m_store.loading(), &models::Operation::changed, this, &InboxView::readActions);
    connect(m_table, &TablePane::rowsChanged, this, &InboxView::read);
    connect(m_table, &TablePane::currentChanged, this, &InboxView::readActions);
    connect(m_table, &TablePane::activated, this, &InboxView::open);
    connect(m_overlay, &StateOverlay::emptyActionTriggered, this, [this] {
        m_table->clearFilter();
        m_unreadOnly->setChecked(false);
    });
    read();
}

InboxView::~InboxView() = default;

QAction *InboxView::makeAction(
    const char *icon, const QString &text, const QString &name, const QKeySequence &key)
{
    auto *action = new QAction(m_context.look.icon(QString::fromLatin1(icon)), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    return action;
}

QWidget *InboxView::makeTools()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    m_table->filter().setFixedWidth(260);
    line->addWidget(&m_table->filter());
    line->addWidget(makeActionButton(m_unreadOnly, bar));
    line->addWidget(m_summary, 1);
    for (QAction *action : {m_open, m_markRead, m_markAll, m_more, m_reload})
        line->addWidget(makeActionButton(action, bar));
    return bar;
}

void InboxView::activate(const QString &)
{
    // What is shown as "5 min ago" may be an hour old.
    read();
}

const core::Notification *InboxView::current() const
{
    const InboxRow *row = m_model->rowWithId(m_table->currentId());
    return row ? &row->told : nullptr;
}

void InboxView::read()
{
    std::vector<InboxRow> rows;
    for (const core::Notification &told : m_store.items())
        rows.push_back({told, m_context.clock.now()});
    m_model->setRows(std::move(rows));
    showText(m_summary,
        !m_store.isKnown()          ? QString()
            : m_store.unread() == 0 ? tr("Everything is read.")
                                    : tr("%n unread.", nullptr, int(m_store.unread())));
    if (m_table->isFilteredEmpty())
        m_overlay->setEmpty(true, tr("No notification matches the filter"), {}, tr("Clear Filter"));
    else if (m_store.isUnreadOnly())
        m_overlay->setEmpty(m_store.items().empty(), tr("Everything is read"),
            tr("What has been read is kept for 90 days."), tr("Show All"));
    else
        m_overlay->setEmpty(m_store.items().empty(), tr("Nobody has told you anything yet"),
            tr("Reviews that wait for you, and what becomes of your requests, appear here by "
               "themselves."));
    readActions();
}

void InboxView::readActions()
{
    const core::Notification *told = current();
    const QString none = told ? QString() : tr("No notification is selected.");
    const bool leads = told && !destinationOf(told->event).view.isEmpty();
    offer(*m_open, !told || leads ? none : tr("It leads nowhere; all of it is here."));
    offer(*m_markRead, told && told->isRead ? tr("It is read already.") : none);
    offer(*m_markAll, m_store.unread() > 0 ? QString() : tr("Everything is read."));
    const QString whyNotMore = m_store.loading().isRunning() ? tr("Older ones are on their way.")
                                                             : tr("There are no older ones.");
    offer(*m_more, m_store.hasMore() && !m_store.loading().isRunning() ? QString() : whyNotMore);
}

void InboxView::open(const QString &id)
{
    const InboxRow *row = m_model->rowWithId(id);
    if (!row)
        return;
    const Destination destination = destinationOf(row->told.event);
    m_store.markRead(row->told.number);
    if (!destination.view.isEmpty())
        m_context.navigator.goTo(destination);
}

void InboxView::markSelected()
{
    if (const core::Notification *told = current())
        m_store.markRead(told->number);
}

QList<QAction *> InboxView::commands() const
{
    return {m_open, m_markRead, m_markAll, m_unreadOnly, m_more, m_reload};
}

void InboxView::focusFilter()
{
    m_table->filter().setFocus();
}

} // namespace chancery::views
