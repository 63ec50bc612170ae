// SPDX-License-Identifier: Apache-2.0
#include "workarea.h"

#include "app/console/clockbanner.h"
#include "app/console/freezebanner.h"
#include "models/qtconvert.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QVBoxLayout>

namespace chancery::app {

using models::toQt;
using views::Token;

WorkArea::WorkArea(
    models::Stores &stores, const QString &serverName, const Services &services, QWidget *parent)
    : QWidget(parent)
    , m_stores(stores)
    , m_look(services.look)
    , m_context{stores, services.look, services.prompt, *this, services.clock, services.compute,
          services.settings}
    , m_edge(new QFrame(this))
    , m_banner(new views::Banner(services.look, this))
    , m_emergency(new views::EmergencyBanner(m_context, this))
    , m_railButtons(new QButtonGroup(this))
    , m_environmentButtons(new QButtonGroup(this))
    , m_stack(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("workArea"));
    for (const views::ViewDescriptor &descriptor : viewList()) {
        if (stores.permissions.has(descriptor.permission))
            m_offered.push_back(&descriptor);
    }
    m_views.resize(m_offered.size());
    m_edge->setObjectName(QStringLiteral("environmentEdge"));
    m_edge->setFixedHeight(3);
    // A part that is dressed before it has anything in it costs the least.
    auto *head = new QWidget(this);
    m_look.dress(*head);
    auto *headLayout = new QVBoxLayout(head);
    headLayout->setContentsMargins(0, 0, 0, 0);
    headLayout->setSpacing(0);
    headLayout->addWidget(m_edge);
    headLayout->addWidget(makeTopBar(serverName));
    headLayout->addWidget(new ClockBanner(stores.serverClock, services.look, head));
    headLayout->addWidget(m_emergency);
    headLayout->addWidget(m_banner);
    headLayout->addWidget(new FreezeBanner(stores, services.look, *this, head));
    auto *body = new QHBoxLayout;
    body->setSpacing(0);
    body->addWidget(makeRail());
    body->addWidget(m_stack, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(head);
    layout->addLayout(body, 1);
    connect(&stores.places, &models::PlacesStore::changed, this, &WorkArea::fillEnvironments);
    connect(&stores.places, &models::PlacesStore::currentChanged, this, &WorkArea::showEnvironment);
    connect(&stores.live, &models::LiveUpdates::stateChanged, this, &WorkArea::showBanner);
    connect(
        &stores.requests, &models::RequestStore::waitingCountChanged, this, &WorkArea::showWaiting);
    connect(&stores.inbox, &models::InboxStore::changed, this, &WorkArea::showWaiting);
    fillEnvironments();
    // In an event of its own: the frame and a view together keep the window for too long.
    QMetaObject::invokeMethod(this, &WorkArea::showFirst, Qt::QueuedConnection);
}

WorkArea::~WorkArea() = default;

// A step of it in each event: made, dressed part by part, shown.
void WorkArea::showFirst()
{
    if (m_isLeaving || m_hasShown || m_offered.empty())
        return;
    if (!m_views.front())
        makeView(0);
    else if (!m_undressed.isEmpty())
        m_look.dress(*m_undressed.takeFirst());
    else {
        goTo({QString::fromLatin1(m_offered.front()->id), {}});
        return;
    }
    QMetaObject::invokeMethod(this, &WorkArea::showFirst, Qt::QueuedConnection);
}

QWidget *WorkArea::makeTopBar(const QString &serverName)
{
    auto *bar = new QWidget(this);
    bar->setObjectName(QStringLiteral("topBar"));
    bar->setAttribute(Qt::WA_StyledBackground);
    bar->setMinimumHeight(44);
    bar->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *server = views::makeLabel(views::safeText(serverName), "muted", bar);
    server->setObjectName(QStringLiteral("serverLabel"));
    auto *name = new QLabel(tr("Chancery"), bar);
    name->setObjectName(QStringLiteral("productName"));
    m_environmentSwitch = new QWidget(bar);
    m_environmentSwitch->setObjectName(QStringLiteral("environmentSwitch"));
    m_environmentSwitch->setAttribute(Qt::WA_StyledBackground);
    auto *switchLayout = new QHBoxLayout(m_environmentSwitch);
    switchLayout->setContentsMargins(2, 2, 2, 2);
    switchLayout->setSpacing(2);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(16, 0, 8, 0);
    layout->setSpacing(12);
    layout->addWidget(name);
    layout->addWidget(views::makeLine(bar, true));
    layout->addWidget(server);
    layout->addStretch(1);
    layout->addWidget(m_environmentSwitch, 0, Qt::AlignVCenter);
    layout->addStretch(1);
    layout->addWidget(makeAccountButton());
    return bar;
}

QWidget *WorkArea::makeAccountButton()
{
    const core::Principal &me = m_stores.permissions.me;
    QStringList roles;
    for (const std::string &role : me.roles)
        roles << toQt(role);
    const QString name = toQt(me.displayName.empty() ? me.name : me.displayName);
    m_account = new QToolButton(this);
    m_account->setObjectName(QStringLiteral("accountButton"));
    m_account->setText(views::safeText(tr("%1 · %2").arg(name, roles.join(QStringLiteral(", ")))));
    m_account->setAccessibleName(tr("Account of %1").arg(name));
    m_account->setIcon(m_look.icon(QStringLiteral("user")));
    m_account->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_account->setFocusPolicy(Qt::TabFocus);
    m_account->setPopupMode(QToolButton::InstantPopup);
    m_account->setProperty("role", QStringLiteral("account"));
    auto *menu = new QMenu(m_account);
    QAction *signOut = menu->addAction(m_look.icon(QStringLiteral("signout")), tr("Sign Out"));
    signOut->setObjectName(QStringLiteral("accountSignOut"));
    connect(signOut, &QAction::triggered, this, &WorkArea::takeDown, Qt::QueuedConnection);
    m_account->setMenu(menu);
    return m_account;
}

QWidget *WorkArea::makeRail()
{
    auto *rail = new QWidget(this);
    rail->setObjectName(QStringLiteral("rail"));
    m_look.dress(*rail);
    rail->setAttribute(Qt::WA_StyledBackground);
    rail->setFixedWidth(108);
    auto *layout = new QVBoxLayout(rail);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(0);
    for (std::size_t index = 0; index < m_offered.size(); ++index) {
        auto *button = new QToolButton(rail);
        button->setObjectName(
            QString::fromLatin1(m_offered[index]->id) + QStringLiteral("RailButton"));
        button->setText(QCoreApplication::translate("views", m_offered[index]->title));
        views::setPlainToolTip(*button,
            tr("%1 (%2)").arg(button->text(), keyOfView(index).toString(QKeySequence::NativeText)));
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setIcon(m_look.icon(QString::fromLatin1(m_offered[index]->icon)));
        button->setIconSize({22, 22});
        button->setCheckable(true);
        button->setFixedSize(96, 56);
        button->setFocusPolicy(Qt::TabFocus);
        button->setProperty("role", QStringLiteral("rail"));
        m_railButtons->addButton(button, int(index));
        layout->addWidget(button);
    }
    layout->addStretch();
    connect(m_railButtons, &QButtonGroup::idClicked, this,
        [this](int index) { goTo({QString::fromLatin1(m_offered[std::size_t(index)]->id), {}}); });
    return rail;
}

void WorkArea::fillEnvironments()
{
    qDeleteAll(m_environmentButtons->buttons());
    int index = 0;
    for (const core::Environment &environment : m_stores.places.environments()) {
        auto *button = new QToolButton(m_environmentSwitch);
        button->setObjectName(toQt(environment.id) + QStringLiteral("EnvironmentButton"));
        button->setText(views::safeText(m_stores.places.titleOf(environment.id)));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        views::setPlainToolTip(*button,
            environment.gated
                ? tr("%1: changes need %n approval(s)", nullptr, environment.requiredApprovals)
                      .arg(button->text())
                : tr("%1: changes need no approval").arg(button->text()));
        button->setProperty("role", QStringLiteral("environment"));
        button->setProperty("tier", environment.tier);
        m_environmentButtons->addButton(button, index++);
        m_environmentSwitch->layout()->addWidget(button);
        connect(button, &QToolButton::clicked, this,
            [this, id = environment.id] { m_stores.places.setCurrent(id); });
    }
    m_environmentSwitch->setVisible(index > 0);
    showEnvironment();
}

void WorkArea::showEnvironment()
{
    const core::Environment *current = m_stores.places.current();
    const auto &all = m_stores.places.environments();
    for (std::size_t index = 0; index < all.size(); ++index) {
        if (current && all[index].id == current->id)
            m_environmentButtons->button(int(index))->setChecked(true);
    }
    m_edge->setProperty("tier", current ? current->tier : 0);
    views::repolish(m_edge);
}

void WorkArea::showBanner()
{
    if (!m_stores.live.isOffline()) {
        m_banner->clear();
        return;
    }
    const QString since
        = QLocale(QLocale::English)
              .toString(m_stores.live.offlineSince().time(), QStringLiteral("HH:mm:ss"));
    m_banner->show(views::Banner::Tone::Attention,
        tr("Offline since %1. What is on screen may be old; drafts are kept in this window until "
           "the server is back.")
            .arg(since));
}

void WorkArea::showWaiting()
{
    showCount("changes", m_stores.requests.waitingCount());
    showCount("inbox", int(m_stores.inbox.unread()));
}

// Beside the name of the view in the rail.
void WorkArea::showCount(std::string_view id, int count)
{
    for (std::size_t index = 0; index < m_offered.size(); ++index) {
        if (std::string_view(m_offered[index]->id) != id)
            continue;
        const QString title = QCoreApplication::translate("views", m_offered[index]->title);
        m_railButtons->button(int(index))
            ->setText(count > 0 ? tr("%1 (%2)").arg(title).arg(count) : title);
    }
}

// Not in the stack yet, which would show it.
void WorkArea::makeView(std::size_t index)
{
    m_views[index] = m_offered[index]->create(m_context).release();
    m_views[index]->setParent(m_stack);
    m_undressed << m_views[index]->dressedParts();
}

views::View *WorkArea::viewAt(std::size_t index)
{
    if (!m_views[index])
        makeView(index);
    while (!m_undressed.isEmpty())
        m_look.dress(*m_undressed.takeFirst());
    if (m_stack->indexOf(m_views[index]) < 0)
        m_stack->addWidget(m_views[index]);
    return m_views[index];
}

void WorkArea::takeDown()
{
    hide();
    m_isLeaving = true;
    const auto next
        = std::ranges::find_if(m_views, [](const views::View *view) { return view != nullptr; });
    if (next == m_views.end()) {
        Q_EMIT takenDown();
        return;
    }
    delete std::exchange(*next, nullptr);
    QMetaObject::invokeMethod(this, &WorkArea::takeDown, Qt::QueuedConnection);
}

void WorkArea::goTo(const views::Destination &destination)
{
    if (m_isLeaving)
        return;
    for (std::size_t index = 0; index < m_offered.size(); ++index) {
        if (destination.view != QLatin1String(m_offered[index]->id))
            continue;
        m_hasShown = true;
        m_current = index;
        m_stack->setCurrentWidget(viewAt(index));
        m_railButtons->button(int(index))->setChecked(true);
        m_views[index]->activate(destination.subject);
        Q_EMIT viewChanged();
        return;
    }
}

views::View *WorkArea::currentView() const
{
    return m_hasShown ? m_views[m_current] : nullptr;
}

QString WorkArea::currentId() const
{
    return m_offered.empty() ? QString() : QString::fromLatin1(m_offered[m_current]->id);
}

QString WorkArea::currentTitle() const
{
    return m_offered.empty() ? QString()
                             : QCoreApplication::translate("views", m_offered[m_current]->title);
}

QList<views::View *> WorkArea::madeViews() const
{
    QList<views::View *> made;
    std::ranges::copy_if(
        m_views, std::back_inserter(made), [](const views::View *view) { return view != nullptr; });
    return made;
}

} // namespace chancery::app
